"""A chart of the report in Word: its figures as a small table, which can be edited.

Word draws no SVG without a picture beside it.
"""

import re
from collections.abc import Iterable

from danvan.lib.numbers import MISSING, format_decimal, format_int, format_money
from reports.document import BarRow, BulletRow, Cell, ChartBlock, Column, Row, SlopeRow, Table
from reports.renderers.figures import UNVALUED, line_text


def chart_table(chart: ChartBlock) -> Table:
    """The table in the chart's place.

    What a caption says in brackets is how the chart is drawn ("thanh đậm", "triệu đồng"): left out, for the
    table has đồng.
    """
    name, caption = Column(title="Nội dung", kind="text"), re.sub(r" \([^)]*\)", "", chart.caption)
    columns: tuple[Column, ...]
    if chart.kind == "bullet":
        unit = Column(title="Đơn vị", kind="unit", width_mm=27)
        columns = (name, unit, *(_wide(title) for title in ("Kế hoạch", "Thực hiện", "Đạt (%)")))
    elif chart.kind == "bars":
        columns = (name, Column(title="Giá trị (đồng)", kind="state", width_mm=50))
    else:
        columns = (name, *(_wide(title) for title in chart.ends))
    rows = tuple(Row(cells=tuple(Cell(((text,),) if text else ()) for text in _chart_row(each))) for each in chart.rows)
    return Table(caption=caption, label=f"Số liệu {chart.label}", sheet="", columns=columns, rows=rows, row_head=0)


def _wide(title: str) -> Column:
    return Column(title=title, kind="state", width_mm=27)


def _chart_row(each: BulletRow | BarRow | SlopeRow) -> Iterable[str]:
    if isinstance(each, BulletRow):
        low, high = format_decimal(each.low), format_decimal(each.high)
        reached = format_decimal(each.percent, 2) if each.percent is not None else MISSING
        return (each.label, each.unit, low if low == high else f"{low}–{high}", format_decimal(each.actual), reached)
    if isinstance(each, SlopeRow):
        return (each.label, format_int(each.start), format_int(each.end))
    note = line_text(each.note)
    unknown = f"{UNVALUED} ({note})" if note else UNVALUED
    return (each.label, unknown if each.value is None else format_money(each.value))
