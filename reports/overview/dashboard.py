"""Tổng quan: one year of one place in one screen, from the same ledger rows as every report.

`gather` reads (a constant number of queries); `dashboard_drawing.draw` turns it into charts and findings without a
database. This year stands beside the year before by the same definitions (`beneficiaries/ledger.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from beneficiaries.ledger import Fact as LedgerFact
from beneficiaries.ledger import Ledger
from beneficiaries.models import Support
from beneficiaries.restated import facts_on_both
from danvan.accounts.roles import ROLES, Reach
from danvan.accounts.scoping import NOBODY, Access
from danvan.records.models import StepTaken
from models_programs import funnel
from movements.models import Area, Portal
from reports.summaries import summarize_facts as facts
from reports.summaries import summarize_targets
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import PARAMETERS, Links, Subject, find_subject

WAITING_DAYS = 10
STEPS = {"confirm": "Xác nhận", "accept": "Tiếp nhận"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Something that waits too long: what, whose step, since when."""

    what: str
    holder: str
    since: datetime
    days: int
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the page is drawn from.

    `communes`: both years' facts on today's borders where the URL asks for them, None for the borders of the time.
    `part`: the reader's reach in words where the place is not all theirs to see, else "". `near`: the place of the
    portal and the one above it ("huyện Lâm Hà", "tỉnh Lâm Đồng"), which names on the page need not repeat.
    """

    year: int
    subject: Subject
    now: Ledger
    before: Ledger
    targets: summarize_targets.Targets
    poverty: facts.Poverty
    models: dict[int, funnel.Counts]
    late: tuple[Late, ...]
    links: Links
    illustrative: bool
    communes: tuple[LedgerFact, ...] | None = None
    part: str = ""
    near: tuple[str, ...] = ()


def subject_of(area: Area | None, places: Iterable[Area], portal: Portal | None, year: int) -> Subject:
    """The place of the page from the areas that were read for its context bar: None or the root = the whole portal.

    One query where the portal's place is a named group of areas, else none.
    """
    whole = portal is not None and (area is None or area.pk == portal.root_area_id)
    if area is None or (whole and portal and portal.root_group_id):
        return find_subject(year=year, portal=portal)
    # What the portal's place became lies outside its path: the six communes of 2025 are no part of the district.
    inside = (place for place in places if place.pk != area.pk and (whole or place.path.startswith(area.path)))
    communes = tuple(place.code for place in inside if place.level == Area.Level.COMMUNE and place.stood_in(year))
    return Subject(
        type="portal" if whole else "area", code=None if whole else area.code, name=str(area), pk=area.pk,
        ids=(area.pk,), paths=(area.path,), communes=communes or None,
    )  # fmt: skip


def gather(
    mine: Access, reader: Reader, subject: Subject, *, year: int, portal: Portal | None, now: bool = False
) -> Facts:
    """Read both years; `now` puts the communes on today's borders. Six queries, seven with `now`; one more where a
    target's value is counted from records.
    """
    both = (year, year - 1)
    supports = subject.supports(reader.supports.approved())
    then, today = facts_on_both(supports.filter(year__in=both)) if now else (None, None)
    ledgers = supports.ledgers(both, then)
    plans = reader.targets.filter(status="approved")
    targets = summarize_targets.targets(plans, subject, year, reader.user, beside=False)
    poverty = facts.poverty(reader.poverty.filter(status="approved"), subject, year)
    years = reader.model_years.filter(subject.model_years(), status="approved", year__in=(year, year - 1))
    models: dict[int, funnel.Counts] = {year: {}, year - 1: {}}
    for (row_year,), _kind, counts in funnel.tally(years, "year"):
        models[row_year] |= counts
    root = portal.root_area if portal else None
    return Facts(
        year=year, subject=subject, now=ledgers[year], before=ledgers[year - 1], targets=targets, poverty=poverty,
        models=models, late=tuple(late(mine, subject)),
        links=Links(subject.parameters(year), on=reader.sees_rows),
        communes=today,
        part="" if reader.sees_whole(subject) else reader.places(),
        near=tuple(str(place) for place in (root, root.parent if root else None) if place),
        illustrative=ledgers[year].totals().illustrative or targets.illustrative or poverty.illustrative,
    )  # fmt: skip


def late(mine: Access, subject: Subject) -> list[Late]:
    """Steps of supports that wait longer than ten days, by whose step it is; counts only, no names. One query.

    A record waits since its last step: who is to accept is not charged with the days that the confirmation took.
    The list behind is linked for those who may open records that are not accepted yet.
    """
    reach, opens = NOBODY, False
    for grant in mine.holding("report.view"):
        of_bodies = grant.role.reach is Reach.ORGANIZATION
        reach |= Q(organization__in=grant.organizations) if of_bodies else grant.area_q("area")
        opens |= "support.view" in grant.role.actions and not grant.role.approved_only
    now = timezone.now()
    steps = StepTaken.objects.filter(record_type=Support._meta.label_lower, record_id=OuterRef("pk"))
    rows = (
        subject.supports(Support.objects.filter(reach, status="submitted"))
        .annotate(waiting=Coalesce(Subquery(steps.order_by("-pk").values("at")[:1]), "submitted_at"))
        .filter(waiting__lt=now - timedelta(days=WAITING_DAYS))
        .order_by().values("pending_action", "pending_role", "area__level", "area__name", "area__parent__name")
        .annotate(n=Count("pk"), since=Min("waiting"))
    )  # fmt: skip
    gathered: dict[tuple[str, str], tuple[int, datetime]] = {}
    for row in rows:
        role = ROLES[row["pending_role"]].label
        place = row["area__parent__name"] if row["area__level"] == Area.Level.HAMLET else row["area__name"]
        key = row["pending_action"], f"{role} {place}" if row["pending_action"] == "confirm" else role
        n, since = gathered.get(key, (0, row["since"]))
        gathered[key] = n + row["n"], min(since, row["since"])
    place = {PARAMETERS[subject.type]: subject.code} if subject.code else {}
    found = [
        Late(
            what=f"{STEPS[action]} {n} khoản hỗ trợ", holder=holder, since=since, days=(now - since).days,
            url=Links(place, on=opens).to("/ho-tro/", **{"trang-thai": "submitted"}),
        )
        for (action, holder), (n, since) in gathered.items()
    ]  # fmt: skip
    return sorted(found, key=lambda row: -row.days)
