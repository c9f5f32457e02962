"""Indicators of several places, each in a period of its own: what stands side by side need not be of one year."""

from collections.abc import Sequence
from typing import Any

from movements.computing import Ask, registry, values
from movements.models import Area, Indicator
from reports.targets.indicator_cells import Cell
from reports.targets.indicators import When, cell_of, link_of, rows_of, settled, worked_out

Slot = tuple[Area, When]


def cells_of(user: Any, indicators: Sequence[Indicator], slots: Sequence[Slot]) -> list[dict[int, Cell]]:
    """{indicator's id: its cell} of each slot, as `reports.targets.indicators.table` would have it there.

    Queries: one for the rows, one for the closings, one for each kind of record behind the indicators, for all slots.
    """
    places, whens = list({area.pk: area for area, _when in slots}.values()), list(dict.fromkeys(w for _a, w in slots))
    rows = list(rows_of(user, places, whens).filter(indicator__in=indicators))
    ones = [registry()[one.computed] for one in indicators if one.computed in registry()]
    paths = [place.path for place in places]
    answers = dict(zip(whens, values(ones, [Ask(user, w.start, w.end, (), None) for w in whens], paths), strict=True))
    closed = dict(zip(whens, settled(paths, whens) if ones else [frozenset[str]()] * len(whens), strict=True))
    found = []
    for area, when in slots:
        here = [row for row in rows if row.area_id == area.pk and when.holds(row)]
        cells = {}
        for one in indicators:
            computed, known = registry().get(one.computed), worked_out(one, area.path, answers[when], closed[when])
            link = link_of(user, computed, area, when, {}) if computed and known is not None else ""
            cells[one.pk] = cell_of(one, [row for row in here if row.indicator_id == one.pk], known, link=link)
        found.append(cells)
    return found


def illustrative(cells: dict[int, Cell]) -> bool:
    """Whether an accepted value among them is no published fact."""
    return any(cell.accepted.illustrative for cell in cells.values() if cell.accepted)
