"""Plans and results in a summary. Values are those of `reports.targets.indicators`."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from movements.computing import Ask, registry, values
from movements.models import Target
from reports.summaries.rows import TargetPlace, TargetPlaces, TargetRow
from reports.summaries.summarize_subject import Subject
from reports.summaries.term import Term
from reports.targets.indicator_cells import Cell
from reports.targets.indicators import Row, When, is_settled, rows_of, table, worked_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    rows: tuple[TargetRow, ...] = ()
    illustrative: bool = False
    places: tuple[TargetPlaces, ...] = ()


def targets(
    queryset: QuerySet[Target], subject: Subject, when: Term | int, user: Any = None, *, before: Term | None = None,
    beside: bool = True,
) -> Targets:  # fmt: skip
    """Plans and results of exactly this subject and period, the campaign's own before those of its programmes.

    Values are those of `reports.targets.indicators`: what was typed and accepted, else what the records come to, as
    `user` may count them (None: the system). `beside`: what the records come to is told of those that were typed, too.
    `before`: cùng kỳ, of which the values stand beside.
    """
    now = When.of(when) if isinstance(when, int) else When.of_term(when)
    then = When.of_term(before) if before else None
    rows: list[Any] = list(
        queryset.filter(subject.targets(), now.q() | then.q() if then else now.q()).select_related("indicator", "area")
        .annotate(settled=is_settled(now.end), settled_then=is_settled((then or now).end))
        .order_by("indicator__group", "indicator__sort_key", "pk")
    )  # fmt: skip
    own = [row for row in rows if now.holds(row)]
    if subject.type == "campaign":
        own.sort(key=lambda row: row.campaign_id != subject.pk)
    counted, counted_then = _counted(
        [row for row in own if beside or row.result is None or then], subject, now, then, user
    )
    typed_then = {_slot(row): row.result for row in rows if then and then.holds(row) and row.result is not None}
    made = (
        TargetRow(
            indicator=row.indicator.name, code=row.indicator.code, unit=row.indicator.unit,
            planned_min=row.planned_min, planned_max=row.planned_max,
            actual=counted.get(row.pk) if row.result is None else row.result,
            computed=counted.get(row.pk), estimate=row.estimate,
            lower_is_better=row.indicator.lower_is_better, reason=row.reason, ref=f"/chi-tieu/{row.pk}/",
            before=typed_then.get(_slot(row), counted_then.get(row.pk)),
        )
        for row in own
    )  # fmt: skip
    return Targets(rows=tuple(made), illustrative=any(row.illustrative for row in own))


def _slot(row: Any) -> tuple[int, ...]:
    """What a value is a value of, whatever its period."""
    return row.indicator_id, row.area_id, row.campaign_id or 0, row.for_organization_id or 0


def _counted(
    rows: list[Any], subject: Subject, now: When, then: When | None, user: Any
) -> tuple[dict[int, Decimal | None], dict[int, Decimal | None]]:
    """{target: what the records come to} of those whose indicator is counted, in the period and in cùng kỳ. No query
    where none is.
    """
    asked = [row for row in rows if row.indicator.computed in registry()]
    if not asked:
        return {}, {}
    campaigns = subject.ids if subject.type in ("campaign", "movement") else ()
    body = subject.pk if subject.type == "organization" else None
    asks = [Ask(user, when.start, when.end, campaigns, body) for when in (now, then) if when is not None]
    paths = {row.area.path for row in asked}
    answers = values([registry()[row.indicator.computed] for row in asked], asks, paths)
    made = []
    for answer, settled in zip(answers, ("settled", "settled_then"), strict=False):
        closed = {row.area.path for row in asked if getattr(row, settled)}
        made.append({row.pk: worked_out(row.indicator, row.area.path, answer, closed) for row in asked})
    return made[0], made[1] if then else {}


def of_place(
    statuses: Collection[str], subject: Subject, term: Term, user: Any = None, *, before: Term | None = None
) -> Targets:
    """Plans and results of a place, and of its communes one by one: the indicators that any of them has a plan or a
    value of. `statuses`: of the rows that count.
    """
    now, then = When.of_term(term), When.of_term(before) if before else None
    assert subject.own is not None  # noqa: S101 - a place with communes is an area
    asked = rows_of(user, [*subject.reporting, subject.own], [now, *([then] if then else [])])
    held = list(asked.select_related("indicator"))
    standing = [row for row in held if now.holds(row) and row.status in statuses]
    own = sorted((row for row in standing if row.area_id == subject.own.pk), key=lambda row: _order(row.indicator))
    communes = {row.indicator for row in standing if row.area_id != subject.own.pk}
    indicators = sorted(communes | {row.indicator for row in own}, key=_order)
    found = table(user, indicators, subject.reporting, (now, then), above=subject.own, held=held).rows
    cells = {row.indicator.pk: row.above for row in found}
    return Targets(
        rows=tuple(_row(row, cells[row.indicator_id]) for row in own),
        illustrative=any(row.illustrative for row in own),
        places=tuple(_places(row, subject, term) for row in found if row.indicator in communes),
    )


def _order(indicator: Any) -> tuple[str, str, int]:
    return indicator.group, indicator.sort_key, indicator.pk


def _row(row: Any, cell: Cell | None) -> TargetRow:
    computed = cell.computed if cell else None
    return TargetRow(
        indicator=row.indicator.name, code=row.indicator.code, unit=row.indicator.unit, planned_min=row.planned_min,
        planned_max=row.planned_max, actual=computed if row.result is None else row.result, computed=computed,
        estimate=row.estimate, lower_is_better=row.indicator.lower_is_better, reason=row.reason,
        ref=f"/chi-tieu/{row.pk}/", before=cell.last_year if cell else None,
    )  # fmt: skip


def _places(row: Row, subject: Subject, term: Term) -> TargetPlaces:
    code = str(term.year) if term.year else term.code
    return TargetPlaces(
        indicator=row.indicator.name, code=row.indicator.code, unit=row.indicator.unit, total=row.total.value,
        reported=row.total.reported, ref=f"/chi-tieu/so-sanh/?ky={code}&chi-tieu={row.indicator.code}",
        places=tuple(
            TargetPlace(
                name=area.name, code=area.code, actual=row.cells[area.pk].value,
                ref=row.cells[area.pk].link or _ref(row.cells[area.pk]),
            )
            for area in subject.reporting
        ),
    )  # fmt: skip


def _ref(cell: Cell) -> str:
    return cell.accepted.ref if cell.accepted else ""
