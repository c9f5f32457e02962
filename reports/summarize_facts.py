"""What stands around the ledger in a year's summary: poverty, models, published figures. One query each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from beneficiaries.models import AreaPoverty, Standard
from models_programs import funnel
from models_programs.models import ModelYear
from movements.models import PublishedFigure
from reports.reconcile import Published
from reports.summarize_subject import Links, Subject
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
    """The figures of one class found so far: the last of the year, and those before it, newest first."""

    end: AreaPoverty | None = None
    before: list[AreaPoverty] = field(default_factory=list)

    @property
    def start(self) -> AreaPoverty | None:
        """The last before the year, by the same standard as the end where there is one."""
        same = (row for row in self.before if self.end is not None and row.standard == self.end.standard)
        return next(same, self.before[0] if self.before else None)


def poverty(queryset: QuerySet[AreaPoverty], subject: Subject, year: int) -> Poverty:
    """The last figures on or before the ends of the two years. A year without a figure of its own has no end."""
    scope = subject.poverty()
    if scope is None:
        return Poverty()
    found = list(queryset.filter(scope, date__lte=date(year, 12, 31)).order_by("-date", "-pk"))
    counted = {name: _counted(found, name, date(year, 1, 1)) for name in CLASSES}
    if not any(each.end or each.before for each in counted.values()):
        return Poverty()
    rows = tuple(
        PovertyRow(
            poverty_class=name, start=getattr(each.start, name, None), end=getattr(each.end, name, None),
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
        start=_moment(start, year - 1),
        end=_moment(end, year),
        illustrative=any(row.illustrative for row in used),
    )


def _counted(rows: Iterable[AreaPoverty], name: PovertyClass, first_day: date) -> _Counted:
    found = _Counted()
    for row in rows:
        if getattr(row, name) is None:
            continue
        if row.date < first_day:
            found.before.append(row)
        elif found.end is None:
            found.end = row
    return found


def _moment(row: AreaPoverty | None, year: int) -> str:
    """ "cuối năm 2021", or the day itself when it was not counted at the end of that year."""
    if row is None or row.date == date(year, 12, 31):
        return f"cuối năm {year}"
    return f"ngày {row.date:%d/%m/%Y}"


def models(queryset: QuerySet[ModelYear], subject: Subject, year: int, links: Links) -> tuple[ModelRow, ...]:
    """Models × year that reached each step (a model stands in several rows), tập thể and cá nhân apart; () where there
    is none.
    """
    counts = funnel.added(part for _by, _kind, part in funnel.tally(queryset.filter(subject.model_years(), year=year)))
    return tuple(
        ModelRow(
            label=step.label, collective=counts.get((step.code, "collective"), 0),
            individual=counts.get((step.code, "individual"), 0), ref=links.to("/mo-hinh/", muc=step.code),
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
