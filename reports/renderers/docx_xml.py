"""The elements of a Word file that are made by hand: paragraphs, tables, rows and cells.

python-docx looks a cell up by walking its whole table, so a table of 2,000 rows would take minutes; made directly it
takes less than a second.
"""

from collections.abc import Sequence
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TWIPS_PER_MM = 1440 / 25.4


def sub(parent: Any, tag: str, text: str = "", /, **attributes: object) -> Any:
    """A new last child `w:tag` of an element; attributes are of Word's name space too. Text is escaped by lxml."""
    element = etree.SubElement(parent, qn(f"w:{tag}"))
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    if text:
        element.text = text
    return element


def twips(mm: float) -> int:
    """Millimetres as Word counts lengths."""
    return round(mm * TWIPS_PER_MM)


def paragraph(
    parent: Any,
    style: str,
    text: str = "",
    *,
    bold: bool = False,
    italic: bool = False,
    keep: bool = False,
    narrow: int = 100,
) -> Any:
    """A new paragraph at the end of a cell or of the body; its properties, for more of them in the schema's order.

    Text is never markup. `keep`: on the page of what follows. `narrow`: how wide its letters are, in percent.
    """
    made = sub(parent, "p")
    form = sub(made, "pPr")
    sub(form, "pStyle", val=style)
    if keep:
        sub(form, "keepNext")
    if text:
        letters = sub(made, "r")
        look = sub(letters, "rPr") if bold or italic or narrow < 100 else None
        if bold:
            sub(look, "b")
        if italic:
            sub(look, "i")
        if narrow < 100:
            sub(look, "w", val=narrow)
        sub(letters, "t", text).set(SPACE, "preserve")
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


def cell(
    made: Any,
    width_mm: float,
    *,
    span: int = 1,
    merge: str = "",
    middle: bool = True,
    shade: str = "",
    left: int | None = None,
) -> Any:
    """A new cell. `span`: columns that it takes; `merge`: "restart" begins a cell of several rows, "continue" goes on;
    `left`: twips before its words, where not the table's.

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
    if left is not None:
        sub(sub(form, "tcMar"), "left", w=left, type="dxa")
    if middle:
        sub(form, "vAlign", val="center")
    return box
