"""What stands around the ledger in a summary: poverty, models, published figures. One query each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from beneficiaries.models import AreaPoverty, Standard
from models_programs import funnel
from models_programs.models import ModelYear
from movements.models import PublishedFigure
from reports.summaries.reconcile import Published
from reports.summaries.summarize_subject import Links, Subject
from reports.summaries.term import Term
from reports.summary import ModelRow, PovertyClass, PovertyRow

CLASSES: tuple[PovertyClass, ...] = ("poor", "near_poor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Poverty:
    """Start and end of the two classes, with what they were counted by. Words are "" where nothing is known."""

    rows: tuple[PovertyRow, ...] = ()
    standard: str = ""
    standards: tuple[str, str] = ("", "")
    source: str = ""
    start: str = ""
    end: str = ""
    illustrative: bool = False


@dataclass(slots=True)
class _Counted:
    """The figures of one class found so far: the last of the period, of cùng kỳ, and those before it, newest first."""

    end: AreaPoverty | None = None
    last_year: AreaPoverty | None = None
    before: list[AreaPoverty] = field(default_factory=list)

    @property
    def start(self) -> AreaPoverty | None:
        """The last before the period, by the same standard as the end where there is one."""
        same = (row for row in self.before if self.end is not None and row.standard == self.end.standard)
        return next(same, self.before[0] if self.before else None)


def poverty(queryset: QuerySet[AreaPoverty], subject: Subject, when: Term | int, before: Term | None = None) -> Poverty:
    """The last figures before the period and in it. A period without a figure of its own has no end. `before`: cùng
    kỳ, whose end stands beside.
    """
    term = Term.of_year(when) if isinstance(when, int) else when
    scope = subject.poverty()
    if scope is None:
        return Poverty()
    found = list(queryset.filter(scope, date__lte=term.end).order_by("-date", "-pk"))
    counted = {name: _counted(found, name, term, before) for name in CLASSES}
    if not any(each.end or each.before for each in counted.values()):
        return Poverty()
    rows = tuple(
        PovertyRow(
            poverty_class=name, start=getattr(each.start, name, None), end=getattr(each.end, name, None),
            before=getattr(each.last_year, name, None),
            ref=f"/so-ho-ngheo/{(each.end or each.before[0]).pk}/" if each.end or each.before else "",
        )
        for name, each in counted.items()
    )  # fmt: skip
    start = next((each.start for each in counted.values() if each.start), None)
    end = next((each.end for each in counted.values() if each.end), None)
    last = end or start
    assert last is not None  # noqa: S101 - something was counted
    used = [row for each in counted.values() for row in (each.start, each.end) if row]
    return Poverty(
        rows=rows,
        standard=f"chuẩn nghèo {Standard(last.standard).label}",
        standards=(Standard(start.standard).label if start else "", Standard(end.standard).label if end else ""),
        source=last.source,
        start=_moment(start) or (f"cuối năm {term.start.year - 1}" if term.is_calendar_year else "đầu kỳ"),
        end=_moment(end) or (f"cuối năm {term.year}" if term.is_calendar_year else "cuối kỳ"),
        illustrative=any(row.illustrative for row in used),
    )


def _counted(rows: Iterable[AreaPoverty], name: PovertyClass, term: Term, before: Term | None) -> _Counted:
    found = _Counted()
    for row in rows:
        if getattr(row, name) is None:
            continue
        if row.date < term.start:
            found.before.append(row)
        elif found.end is None:
            found.end = row
        if before is not None and found.last_year is None and before.holds(row.date):
            found.last_year = row
    return found


def _moment(row: AreaPoverty | None) -> str:
    """ "cuối năm 2021", or the day itself when it was not counted at the end of a year; "" when it was not at all."""
    if row is None:
        return ""
    last_day = (row.date.month, row.date.day) == (12, 31)
    return f"cuối năm {row.date.year}" if last_day else f"ngày {row.date:%d/%m/%Y}"


def models(
    queryset: QuerySet[ModelYear], subject: Subject, term: Term, links: Links, before: Term | None = None
) -> tuple[ModelRow, ...]:
    """Models × year that reached each step (a model stands in several rows), tập thể and cá nhân apart; () where there
    is none, and of a part of a year: models are followed year by year.
    """
    years = term.whole_years
    if not years:
        return ()
    asked = {*years, *(before.whole_years if before else ())}
    found = funnel.tally(queryset.filter(subject.model_years(), year__in=asked), "year")
    counts = funnel.added(part for (year,), _kind, part in found if year in years)
    then = funnel.added(part for (year,), _kind, part in found if year not in years)
    listed = Links({**links.parameters, "nam": str(years[0])}, links.on and len(years) == 1, links.approved)
    return tuple(
        ModelRow(
            label=step.label, collective=counts.get((step.code, "collective"), 0),
            individual=counts.get((step.code, "individual"), 0), ref=listed.to("/mo-hinh/", muc=step.code),
            before=funnel.whole(then, step.code),
        )
        for step in (*funnel.STEPS[1:], *funnel.BESIDE)
        if counts
    )  # fmt: skip


def published(subject: Q, year: int | None, links: Links) -> list[Published]:
    """What was published about exactly this subject (a condition) and year (None = every year), oldest first."""
    ref = links.to("/so-cong-bo/")
    found = PublishedFigure.objects.filter(subject)
    return [
        Published(
            key=row.key,
            value=row.value,
            unit=row.unit,
            qualifier=row.qualifier,
            source=row.source,
            on=row.date,
            ref=ref,
            said=row.words,
            year=row.year,
            page=f"/so-cong-bo/{row.pk}/" if links.on else "",
        )  # fmt: skip
        for row in (found.filter(year=year) if year else found).order_by("date", "pk")
    ]
