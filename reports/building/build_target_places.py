"""Indicators commune by commune: a row a commune, a column an indicator. Who did not report is "–", never 0."""

from reports.building import cells
from reports.building.narrative import tie
from reports.document import Column, Row, Table
from reports.summaries.rows import TargetPlaces, trim
from reports.summary import Summary

A_TABLE = 8
"""Indicators that stand side by side on A4 landscape."""


def by_commune(summary: Summary) -> tuple[Table, ...]:
    """One table, or several where there are many indicators."""
    rows = summary.target_places
    return tuple(_table(rows[start : start + A_TABLE]) for start in range(0, len(rows), A_TABLE))


def _table(indicators: tuple[TargetPlaces, ...]) -> Table:
    places = indicators[0].places
    lines = [
        Row(
            cells=(
                cells.index(number),
                cells.text(tie(place.name)),
                *(
                    cells.decimal(trim(one.places[number - 1].actual), f"target_places.{one.code}.{place.code}",
                                  one.places[number - 1].ref)
                    for one in indicators
                ),
            )
        )
        for number, place in enumerate(places, 1)
    ]  # fmt: skip
    totals = (cells.decimal(trim(one.total), f"target_places.{one.code}.total", one.ref) for one in indicators)
    lines.append(Row(cells=(cells.EMPTY, cells.text("Chung các xã"), *totals), total=True))
    reported = (cells.text(f"{one.reported}/{len(places)}") for one in indicators)
    lines.append(Row(cells=(cells.EMPTY, cells.text("Số xã có số"), *reported), total=True))
    return Table(
        caption="",
        sheet="Chỉ tiêu theo xã",
        columns=(
            cells.INDEX,
            Column(title="Xã", kind="text", width_mm=40),
            *(Column(title=f"{tie(one.indicator)} ({one.unit})", kind="decimal", inset_mm=3) for one in indicators),
        ),
        rows=tuple(lines),
        notes=(("Ghi chú: Dấu (–) là xã chưa có số liệu đã tiếp nhận, không phải số không.",),),
        together=False,
    )
