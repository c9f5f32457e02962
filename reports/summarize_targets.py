"""Plans and results in a year's summary. Values are those of `reports.indicators`."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from movements.computing import Ask, registry, values
from movements.models import Target
from reports.indicator_cells import Cell
from reports.indicators import When, is_settled, rows_of, table, worked_out
from reports.rows import TargetPlace, TargetPlaces, TargetRow
from reports.summarize_subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    rows: tuple[TargetRow, ...] = ()
    illustrative: bool = False


def targets(
    queryset: QuerySet[Target], subject: Subject, year: int, user: Any = None, *, beside: bool = True
) -> Targets:  # fmt: skip
    """Plans and results of exactly this subject in the whole year, the campaign's own before those of its programmes.

    Values are those of `reports.indicators`: what was typed and accepted, else what the records come to, as `user` may
    count them (None: the system). `beside`: what the records come to is told of those that were typed, too.
    """
    rows: list[Any] = list(
        queryset.filter(subject.targets(), year=year, period__isnull=True).select_related("indicator", "area")
        .annotate(settled=is_settled(When.of(year).end)).order_by("indicator__group", "indicator__sort_key", "pk")
    )  # fmt: skip
    if subject.type == "campaign":
        rows.sort(key=lambda row: row.campaign_id != subject.pk)
    counted = _counted([row for row in rows if beside or row.result is None], subject, year, user)
    made = (
        TargetRow(
            indicator=row.indicator.name, code=row.indicator.code, unit=row.indicator.unit,
            planned_min=row.planned_min, planned_max=row.planned_max,
            actual=counted.get(row.pk) if row.result is None else row.result,
            computed=counted.get(row.pk), estimate=row.estimate,
            lower_is_better=row.indicator.lower_is_better, reason=row.reason, ref=f"/chi-tieu/{row.pk}/",
        )
        for row in rows
    )  # fmt: skip
    return Targets(rows=tuple(made), illustrative=any(row.illustrative for row in rows))


def _counted(rows: list[Any], subject: Subject, year: int, user: Any) -> dict[int, Decimal | None]:
    """{target: what the records come to} of those whose indicator is counted. No query where none is."""
    asked = [row for row in rows if row.indicator.computed in registry()]
    if not asked:
        return {}
    when = When.of(year)
    campaigns = subject.ids if subject.type == "campaign" else ()
    ask = Ask(user, when.start, when.end, campaigns, subject.pk if subject.type == "organization" else None)
    paths = {row.area.path for row in asked}
    (answer,) = values([registry()[row.indicator.computed] for row in asked], [ask], paths)
    closed = {row.area.path for row in asked if row.settled}
    return {row.pk: worked_out(row.indicator, row.area.path, answer, closed) for row in asked}


def places(statuses: Collection[str], subject: Subject, year: int, user: Any = None) -> tuple[TargetPlaces, ...]:
    """The indicators that any commune of a place has a plan or a value of in the whole year, commune by commune.

    Nothing for what is no place of several communes. `statuses`: of the rows that make an indicator stand here.
    """
    communes = subject.reporting
    if len(communes) < 2:
        return ()
    held = list(rows_of(user, communes, [When.of(year), When.of(year - 1)]).select_related("indicator"))
    found = {row.indicator for row in held if row.year == year and row.status in statuses}
    indicators = sorted(found, key=lambda one: (one.group, one.sort_key, one.pk))
    return tuple(
        TargetPlaces(
            indicator=row.indicator.name, code=row.indicator.code, unit=row.indicator.unit, total=row.total.value,
            reported=row.total.reported, ref=f"/chi-tieu/so-sanh/?ky={year}&chi-tieu={row.indicator.code}",
            places=tuple(
                TargetPlace(
                    name=area.name, code=area.code, actual=row.cells[area.pk].value,
                    ref=row.cells[area.pk].link or _ref(row.cells[area.pk]),
                )
                for area in communes
            ),
        )
        for row in table(user, indicators, communes, year, held=held).rows
    )  # fmt: skip


def _ref(cell: Cell) -> str:
    return cell.accepted.ref if cell.accepted else ""
