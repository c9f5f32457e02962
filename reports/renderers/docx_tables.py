"""Tables in Word: fixed widths, heads that repeat, rows that stay whole, numbers under numbers.

What stands where is `layout.table_view`, as on paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from reports.document import Column, Table
from reports.renderers.docx_xml import cell, frame, paragraph, row, sub, twips
from reports.renderers.figures import line_text
from reports.renderers.layout import table_view

SHADE = "F2F2F2"
LEAST_MM = 14
SIDE, LEAST_SIDE = 80, 15  # twips between a cell's line and its words
EMS = {".": 0.25, ",": 0.25, " ": 0.25, "\u00a0": 0.25, "+": 0.57, "−": 0.57}


def data_table(table: Table, width_mm: float, size: float, *, small: bool = False) -> list[Any]:
    """Caption, unit line, the table and its notes, as elements for the body.

    `size`: of the letters in cells, in points; `small`: they are those of a wide page.
    """
    view: dict[str, Any] = table_view(table, links=False)
    parts = etree.Element("parts")
    if view["caption"]:
        paragraph(parts, "Caption", view["caption"])
    if view["unit_line"]:
        paragraph(parts, "UnitLine", view["unit_line"])
    parts.append(_grid(table, view, widths(table.columns, width_mm), "Small" if small else "", size))
    for number, line in enumerate(table.notes, 1):
        paragraph(parts, "Note", line_text(line), keep=number < len(table.notes))
    paragraph(parts, "Gap")
    return list(parts)


def widths(columns: Sequence[Column], width_mm: float) -> list[float]:
    """Millimetres of every column: open ones share what the others leave; all shrink or grow together to fit."""
    fixed = sum(column.width_mm or 0 for column in columns)
    open_ones = sum(not column.width_mm for column in columns)
    rest = max(LEAST_MM, (width_mm - fixed) / open_ones) if open_ones else 0
    wanted = [float(column.width_mm or rest) for column in columns]
    return [width * width_mm / sum(wanted) for width in wanted]


def _grid(table: Table, view: dict[str, Any], mm: list[float], end: str, size: float) -> Any:
    made = frame(mm, style="ReportTable")
    _heads(made, table.columns, mm, f"CellHead{end}")
    if view["numbers"]:
        numbers = row(made, head=True)
        for text, width in zip(view["numbers"], mm, strict=True):
            paragraph(cell(numbers, width, shade=SHADE), "CellNumbers", text)
    last = len(view["rows"]) - 1
    for number, line in enumerate(view["rows"]):
        # Neither a total nor the notes alone on the next page.
        keep = table.together or view["rows"][number + 1]["total"] if number < last else bool(table.notes)
        _body_row(made, line, mm, f"Cell{end}", size, keep)
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


def _body_row(made: Any, line: dict[str, Any], mm: list[float], style: str, size: float, keep: bool) -> None:
    line_of, position = row(made), 0
    for view in line["cells"]:
        span, css = view["colspan"], view["css"].split()
        width = sum(mm[position : position + span])
        texts = ["".join(part["text"] for part in parts) for parts in view["lines"]] or [""]
        fit = _fitted(texts, twips(width), _inset(css, size), size) if "right" in css else Fit()
        box = cell(line_of, width, span=span, left=fit.left)
        for text in texts:
            look = {"bold": line["total"], "italic": "unvalued" in css, "keep": keep, "narrow": fit.narrow}
            form = paragraph(box, style, text, **look)
            if fit.right:
                sub(form, "ind", right=fit.right)
            if "missing" in css or "index" in css or "unit" in css:
                sub(form, "jc", val="center")
            elif "right" in css or "unvalued" in css or "state" in css:
                sub(form, "jc", val="right")
        position += span


def _inset(css: list[str], size: float) -> int:
    """Twips that a number stands away from the right: to line up, and short ones in wide columns."""
    inset = 0.0
    for word in css:
        kind, _, much = word.partition("-")
        if kind == "in":
            inset += twips(float(much)) - SIDE
        elif kind == "pad":  # hundredths of the letters' height
            inset += float(much) / 100 * size * 20
    return max(0, round(inset))


@dataclass(frozen=True, slots=True)
class Fit:
    """How a number is made to stand on one line: twips at its left (None: the table's) and right, width of letters."""

    left: int | None = None
    right: int = 0
    narrow: int = 100


def _fitted(texts: list[str], width: int, inset: int, size: float) -> Fit:
    """Word breaks a long number where paper lets it stand out: it may take the room at its left, then at its right;
    only then are its letters made narrower. Widths of Times: a digit half its height, a dot or comma a quarter.
    """
    ems = max(sum(EMS.get(letter, 0.5) for letter in text) for text in texts)
    needed = round(ems * size * 20 * 1.01)
    lack = needed + inset + 2 * SIDE - width
    if lack <= 0:
        return Fit(None, inset)
    left = max(LEAST_SIDE, SIDE - lack)
    lack -= SIDE - left
    right = max(0, inset - max(0, lack))
    lack -= inset - right
    return Fit(left, right, max(50, 100 * (needed - lack) // needed) if lack > 0 else 100)
