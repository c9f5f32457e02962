"""So với kế hoạch, cùng kỳ: the lines of a period, for the indicators of a place or for the communes of an indicator.

Values, plans and totals are those of `reports.targets.indicators`. A change against last year is said only of the same
communes: where others reported then than now, the two totals are no comparison.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from danvan import charts
from danvan.lib.numbers import percent
from danvan.lib.plan import Plan
from movements.models import Area, Indicator
from reports.targets.indicator_cells import Cell, estimates, plans
from reports.targets.indicators import Row, Table, table
from reports.targets.target_asked import Asked


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line. `url`: its own page or lines; `value_url`: the rows that the value is made of. None is not known."""

    label: str
    url: str
    unit: str
    plan: Plan
    value_url: str = ""
    source: str = ""
    reason: str = ""
    differs: Decimal | None = None  # what the records come to, where somebody typed another value
    last_year: Decimal | None = None
    change: Decimal | None = None
    change_percent: Decimal | None = None
    estimate: Decimal | None = None
    estimate_said: str = ""
    as_of: datetime.date | None = None
    code: str = ""  # of the indicator
    said: str = ""  # "14/16 xã"
    reported: int | None = None  # the same in numbers
    expected: int | None = None
    missing: tuple[str, ...] = ()
    group: str = ""
    total: bool = False
    own: bool = False  # the place's own number, under what its communes come to
    waiting: str = ""  # the word of a value that does not count yet

    @property
    def value(self) -> Decimal | None:
        return self.plan.actual


def lines_of(asked: Asked, shown: Table) -> list[Line]:
    """A line for each indicator: of the one commune, or what the communes come to and the place's own number."""
    if asked.commune is not None:
        return [_of_cell(row.indicator, row.cells[asked.commune.pk], asked, asked.commune) for row in shown.rows]
    found = []
    for row in shown.rows:
        if asked.place is not None and row.above is not None and not row.total.reported and row.above.value is not None:
            found.append(_of_cell(row.indicator, row.above, asked, asked.place))  # nobody but the place itself said it
            continue
        found.append(_of_total(row, asked))
        if row.above is not None and asked.place is not None and _says_more(row):
            own = _of_cell(row.indicator, row.above, asked, asked.place, label=f"Số của {asked.place}")
            found.append(replace(own, own=True))
    return found


def lines_by_commune(asked: Asked, shown: Table) -> list[Line]:
    """The communes of one indicator, each as it reported, and their total."""
    (row,) = shown.rows
    lines = [_of_cell(row.indicator, row.cells[area.pk], asked, area, label=area.title) for area in asked.communes]
    return [*lines, _of_total(row, asked, label="Chung các xã")]


def comparison(user: Any, asked: Asked, indicators: Sequence[Indicator]) -> Table:
    above = asked.place if asked.commune is None and asked.body is None else None
    return table(user, indicators, asked.communes, asked.when.counted, above=above, organization=asked.body)


def _says_more(row: Row) -> bool:
    """Whether the place itself says something that its communes do not come to."""
    above = row.above
    if above is None or (above.accepted is None and above.computed is None):
        return False
    return above.accepted is not None or above.value != row.total.value


def _of_cell(
    indicator: Indicator, cell: Cell, asked: Asked, place: Area, *, label: str = ""
) -> Line:  # fmt: skip
    own = cell.accepted or cell.waiting
    url = own.ref if own else f"{reverse('target_grid')}?{urlencode({'ky': asked.when.code, 'noi': place.code})}"
    counted = cell.typed is None and cell.computed is not None
    return Line(
        label=label or indicator.name, url=url, unit=indicator.unit, plan=cell.plan,
        value_url=cell.link if counted else cell.accepted.ref if cell.accepted else "",
        source=str(cell.source), reason=cell.reason if cell.differs else "",
        differs=cell.computed if cell.differs else None, last_year=cell.last_year, change=cell.change,
        change_percent=percent(cell.change, cell.last_year), estimate=cell.estimate,
        as_of=cell.as_of or (asked.when.as_of if cell.value is not None else None),
        group=indicator.group, code=indicator.code, waiting=_waiting(cell),
    )  # fmt: skip


def _waiting(cell: Cell) -> str:
    if cell.waiting is None or cell.value is not None:
        return ""
    return {"draft": "nháp chưa gửi", "submitted": "đang chờ tiếp nhận", "returned": "đang làm rõ"}[cell.waiting.status]


def _of_total(row: Row, asked: Asked, *, label: str = "") -> Line:
    one, cells = row.indicator, [row.cells[area.pk] for area in asked.communes]
    bounds = plans(one.aggregation, cells)
    own = row.above.plan.bounds if row.above is not None else None
    low, high = bounds or own or (None, None)
    value = row.total.value
    last = [cell.last_year for cell in cells]
    same = all((cell.value is None) == (before is None) for cell, before in zip(cells, last, strict=True))
    added = one.aggregation in ("sum", "last")
    before = sum((v for v in last if v is not None), Decimal(0)) if added and any(v is not None for v in last) else None
    change = value - before if same and value is not None and before is not None else None
    expected = estimates(one.aggregation, cells)
    dates = {cell.as_of or asked.when.as_of for cell in cells if cell.value is not None}
    query = urlencode({"chi-tieu": one.code, **asked.address})
    return Line(
        label=label or one.name, url=f"{reverse('target_compare')}?{query}", unit=one.unit,
        plan=Plan(low, high, value, one.lower_is_better), value_url=_rows_url(one, asked), said=row.total.said(),
        source="tính từ bản ghi" if one.computed else "", last_year=before, change=change,
        change_percent=percent(change, before), estimate=expected.value,
        estimate_said=expected.said() if expected.value is not None else "", as_of=max(dates, default=None),
        missing=tuple(area.name for area, cell in zip(asked.communes, cells, strict=True) if cell.value is None),
        group=one.group, code=one.code, reported=row.total.reported, expected=row.total.expected, total=bool(label),
    )  # fmt: skip


def _rows_url(one: Indicator, asked: Asked) -> str:
    """The accepted values that a total is made of; what was counted from records is one click further, by commune."""
    if one.computed:
        return f"{reverse('target_compare')}?{urlencode({'chi-tieu': one.code, **asked.address})}"
    place = {"xa": asked.place.code} if asked.place else {}
    query = {"chi-tieu": one.code, "ky-bao-cao": asked.when.code, **place, "trang-thai": "approved"}
    return f"{reverse('targets:list')}?{urlencode(query)}"


def drawn(lines: Sequence[Line], *, same_scale: bool) -> tuple[charts.PlanRow, ...]:
    """The lines as bullet bars; one without a value stays as a gap with "–". Negative values are in the table alone."""
    rows = [
        charts.PlanIn(
            line.label, line.unit, low, high, line.value, line.plan.lower_is_better, line.value_url or line.url
        )
        for line in lines
        for low, high in [line.plan.bounds or (None, None)]
        if not (line.total or line.own) and (line.value is None or line.value >= 0) and (low is None or low >= 0)
    ]
    return charts.plans(rows, same_scale=same_scale)
