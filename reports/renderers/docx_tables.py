"""Tables in Word: fixed widths, heads that repeat, rows that stay whole, numbers under numbers.

The elements are made directly: python-docx looks a cell up by walking its whole table, so a table of 2,000 rows would
take minutes. What stands where is `layout.table_view`, as on paper.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from danvan.lib.numbers import format_decimal, format_int, format_money
from reports.document import BarRow, BulletRow, Cell, ChartBlock, Column, Row, SlopeRow, Table
from reports.renderers.docx_styles import sub, twips
from reports.renderers.figures import UNVALUED, line_text
from reports.renderers.layout import table_view

SHADE = "F2F2F2"
LEAST_MM = 14


def paragraph(
    parent: Any, style: str, text: str = "", *, bold: bool = False, italic: bool = False, keep: bool = False
) -> Any:
    """A new paragraph at the end of a cell or of the body; its properties, for more of them in the schema's order.

    Text is never markup. `keep`: on the page of what follows.
    """
    made = sub(parent, "p")
    form = sub(made, "pPr")
    sub(form, "pStyle", val=style)
    if keep:
        sub(form, "keepNext")
    if text:
        letters = sub(made, "r")
        look = sub(letters, "rPr") if bold or italic else None
        if bold:
            sub(look, "b")
        if italic:
            sub(look, "i")
        sub(letters, "t", text).set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return form


def frame(widths_mm: Sequence[float], *, style: str = "TableNormal", centred: bool = False) -> Any:
    """A table of columns of these widths, without rows yet; without lines unless its style draws them."""
    table = etree.Element(qn("w:tbl"))
    form = sub(table, "tblPr")
    sub(form, "tblStyle", val=style)
    sub(form, "tblW", w=twips(sum(widths_mm)), type="dxa")
    if centred:
        sub(form, "jc", val="center")
    sub(form, "tblLayout", type="fixed")
    grid = sub(table, "tblGrid")
    for width in widths_mm:
        sub(grid, "gridCol", w=twips(width))
    return table


def row(table: Any, *, head: bool = False) -> Any:
    """A new row that no page break divides; `head`: it repeats on every page."""
    made = sub(table, "tr")
    form = sub(made, "trPr")
    sub(form, "cantSplit")
    if head:
        sub(form, "tblHeader")
    return made


def cell(made: Any, width_mm: float, *, span: int = 1, merge: str = "", middle: bool = True, shade: str = "") -> Any:
    """A new cell. `span`: columns that it takes; `merge`: "restart" begins a cell of several rows, "continue" goes on.

    A cell must hold a paragraph: the caller writes one.
    """
    box = sub(made, "tc")
    form = sub(box, "tcPr")
    sub(form, "tcW", w=twips(width_mm), type="dxa")
    if span > 1:
        sub(form, "gridSpan", val=span)
    if merge:
        sub(form, "vMerge", val=merge)
    if shade:
        sub(form, "shd", val="clear", color="auto", fill=shade)
    if middle:
        sub(form, "vAlign", val="center")
    return box


def data_table(table: Table, width_mm: float, *, small: bool = False) -> list[Any]:
    """Caption, unit line, the table and its notes, as elements for the body. `small`: the letters of a wide page."""
    view: dict[str, Any] = table_view(table, links=False)
    parts = etree.Element("parts")
    if view["caption"]:
        paragraph(parts, "Caption", view["caption"])
    if view["unit_line"]:
        paragraph(parts, "UnitLine", view["unit_line"])
    parts.append(_grid(table, view, widths(table.columns, width_mm), small))
    for line in table.notes:
        paragraph(parts, "Note", line_text(line))
    paragraph(parts, "Gap")
    return list(parts)


def widths(columns: Sequence[Column], width_mm: float) -> list[float]:
    """Millimetres of every column: open ones share what the others leave; all shrink or grow together to fit."""
    fixed = sum(column.width_mm or 0 for column in columns)
    open_ones = sum(not column.width_mm for column in columns)
    rest = max(LEAST_MM, (width_mm - fixed) / open_ones) if open_ones else 0
    wanted = [float(column.width_mm or rest) for column in columns]
    return [width * width_mm / sum(wanted) for width in wanted]


def _grid(table: Table, view: dict[str, Any], mm: list[float], small: bool) -> Any:
    size = "Small" if small else ""
    made = frame(mm, style="ReportTable")
    _heads(made, table.columns, mm, f"CellHead{size}")
    if view["numbers"]:
        numbers = row(made, head=True)
        for text, width in zip(view["numbers"], mm, strict=True):
            paragraph(cell(numbers, width, shade=SHADE), "CellNumbers", text)
    last = len(view["rows"]) - 1
    for number, line in enumerate(view["rows"]):
        before_total = number < last and view["rows"][number + 1]["total"]
        keep = number < last and (table.together or before_total)
        _body_row(made, line, mm, f"Cell{size}", keep)
    return made


def _heads(made: Any, columns: Sequence[Column], mm: list[float], style: str) -> None:
    """One head row, or two: the shared heads above, their columns below."""
    grouped = any(column.group for column in columns)
    upper = row(made, head=True)
    position = 0
    while position < len(columns):
        column, span = columns[position], 1
        if column.group:
            while position + span < len(columns) and columns[position + span].group == column.group:
                span += 1
        merge = "restart" if grouped and not column.group else ""
        box = cell(upper, sum(mm[position : position + span]), span=span, merge=merge, shade=SHADE)
        paragraph(box, style, column.group or column.title)
        position += span
    if grouped:
        lower = row(made, head=True)
        for column, width in zip(columns, mm, strict=True):
            box = cell(lower, width, merge="" if column.group else "continue", shade=SHADE)
            paragraph(box, style, column.title if column.group else "")


def _body_row(made: Any, line: dict[str, Any], mm: list[float], style: str, keep: bool) -> None:
    line_of, position = row(made), 0
    for view in line["cells"]:
        span = view["colspan"]
        box = cell(line_of, sum(mm[position : position + span]), span=span)
        css = view["css"].split()
        for parts in view["lines"] or [[]]:
            text = "".join(part["text"] for part in parts)
            _aside(paragraph(box, style, text, bold=line["total"], italic="unvalued" in css, keep=keep), css)
        position += span


def _aside(form: Any, css: list[str]) -> None:
    """How a paragraph of a cell stands."""
    inset = 0.0
    for word in css:
        kind, _, size = word.partition("-")
        if kind == "in":
            inset += twips(float(size)) - 80
        elif kind == "pad":  # hundredths of the letters' height, of 12 points
            inset += float(size) * 2.4
    if inset > 0:
        sub(form, "ind", right=round(inset))
    if "missing" in css or "index" in css or "unit" in css:
        sub(form, "jc", val="center")
    elif "right" in css or "unvalued" in css or "state" in css:
        sub(form, "jc", val="right")


def chart_table(chart: ChartBlock) -> Table:
    """A chart's figures as a small table: Word draws no SVG without a picture beside it, and a table can be edited.

    What a caption says in brackets is how the chart is drawn ("thanh đậm", "triệu đồng"): a table shows đồng.
    """
    name, caption = Column(title="Nội dung", kind="text"), re.sub(r" \([^)]*\)", "", chart.caption)
    columns: tuple[Column, ...]
    if chart.kind == "bullet":
        columns = (name, *(_wide(title) for title in ("Đơn vị", "Kế hoạch", "Thực hiện", "Đạt (%)")))
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
        reached = format_decimal(each.percent, 2) if each.percent is not None else "–"
        return (each.label, each.unit, low if low == high else f"{low}–{high}", format_decimal(each.actual), reached)
    if isinstance(each, SlopeRow):
        return (each.label, format_int(each.start), format_int(each.end))
    note = line_text(each.note)
    unknown = f"{UNVALUED} ({note})" if note else UNVALUED
    return (each.label, unknown if each.value is None else format_money(each.value))
