"""What a reader can make a report of: the subjects of a year that have something in it, and the places in reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse

from beneficiaries.ledger import Fact, Group, by_organization, grouped
from beneficiaries.querysets import SupportQuerySet
from movements.models import Area, Organization
from reports.summarize_reader import Reader
from reports.summarize_subject import PARAMETERS, Subject
from reports.summary import ScopeType

KINDS: dict[str, ScopeType] = {"dot": "campaign", "xa": "area", "to-chuc": "organization"}
WHOLE = "toan-cong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One ready report. `support_vnd` None: its figures are not summed here."""

    value: str
    label: str
    url: str
    support_vnd: int | None = None
    supports: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The lists of the page and of its select, each sorted."""

    whole: Choice | None
    campaigns: list[Choice]
    areas: list[Choice]
    organizations: list[Choice]

    def groups(self) -> list[tuple[str, list[Choice]]]:
        """For the select: (heading, choices), without empty headings."""
        found = [
            ("Toàn cổng", [self.whole] if self.whole else []), ("Đợt công tác dân vận", self.campaigns),
            ("Địa bàn", self.areas), ("Tổ chức", self.organizations),
        ]  # fmt: skip
        return [(heading, rows) for heading, rows in found if rows]

    def ready(self) -> list[tuple[str, list[Choice]]]:
        """For the list: the same, those with records in the year only."""
        return [(heading, kept) for heading, rows in self.groups() if (kept := [row for row in rows if row.supports])]


def page_url(year: int, kind: ScopeType, code: str | None) -> str:
    """The address of a report, which can be kept and sent."""
    mine = {PARAMETERS[kind]: code} if code else {}
    return f"{reverse('reports:page')}?{urlencode({'nam': year, **mine})}"


def choices_of(reader: Reader, year: int, places: Iterable[Area], root: Area | None, root_name: str) -> Choices:
    """Three queries. `places`: the areas that the reader may choose at all."""
    supports = reader.supports.approved().in_year(year)
    facts = supports.facts()
    communes = {group.unit.code: group for group in grouped(facts, lambda fact: fact.commune)}
    whole = Subject(type="portal", code=None, name=root_name, paths=(root.path,) if root else ())
    return Choices(
        whole=Choice(
            value=WHOLE, label=f"Toàn bộ số liệu, {root_name}" if root_name else "Toàn bộ số liệu",
            url=page_url(year, "portal", None), support_vnd=sum(group.support_vnd for group in communes.values()),
            supports=sum(group.supports for group in communes.values()),
        )
        if reader.may_open(whole)
        else None,
        campaigns=_campaigns(supports, year),
        areas=[
            _area(area, communes.get(area.code), year)
            for area in places
            if reader.may_open(Subject(type="area", code=area.code, name=str(area), paths=(area.path,)))
        ],
        organizations=_organizations(reader, facts, year),
    )  # fmt: skip


def _area(area: Area, sums: Group | None, year: int) -> Choice:
    return Choice(
        value=f"xa:{area.code}", label=area.title, url=page_url(year, "area", area.code),
        support_vnd=sums.support_vnd if sums else None, supports=sums.supports if sums else None,
    )  # fmt: skip


def _campaigns(supports: SupportQuerySet, year: int) -> list[Choice]:
    """Campaigns with records in the year; a programme's records count for the campaign around it too."""
    names: dict[str, tuple[str, str]] = {}
    vnd: dict[str, int] = {}
    counted: dict[str, int] = {}
    fields = [f"campaign__{part}{name}" for part in ("", "parent__") for name in ("code", "name", "sort_key")]
    rows = supports.filter(campaign__isnull=False).order_by().values(*fields)
    for row in rows.annotate(vnd=Sum("amount_vnd", filter=Q(kind="grant")), n=Count("pk")):
        for part in ("", "parent__"):
            code = row[f"campaign__{part}code"]
            if code:
                names[code] = (row[f"campaign__{part}sort_key"], row[f"campaign__{part}name"])
                vnd[code] = vnd.get(code, 0) + (row["vnd"] or 0)
                counted[code] = counted.get(code, 0) + row["n"]
    return [
        Choice(
            value=f"dot:{code}", label=names[code][1], url=page_url(year, "campaign", code), support_vnd=vnd[code],
            supports=counted[code],
        )
        for code in sorted(names, key=lambda code: names[code])
    ]  # fmt: skip


def _organizations(reader: Reader, facts: tuple[Fact, ...], year: int) -> list[Choice]:
    """Channels with records in the year whose whole the reader may see."""
    rows = {group.unit.code: group for group in by_organization(facts, ())}
    found = Organization.objects.filter(code__in=rows).select_related("area").order_by("sort_key")
    return [
        Choice(
            value=f"to-chuc:{body.code}", label=body.name, url=page_url(year, "organization", body.code),
            support_vnd=rows[body.code].support_vnd, supports=rows[body.code].supports,
        )
        for body in found
        if reader.may_open(
            Subject(type="organization", code=body.code, name=body.name, pk=body.pk, paths=(body.area.path,))
        )
    ]  # fmt: skip
