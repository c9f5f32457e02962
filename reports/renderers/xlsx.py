"""The report as a workbook: typed cells, one sheet per table, loans on sheets and in columns of their own.

Text never becomes a formula or a link: it is written as text, and what a spreadsheet could take for a formula after
"Save as CSV" gets an apostrophe in front. Amounts are numbers, grouped by the reader's own locale.
"""

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from reports.document import Cell, ChartBlock, Column, Document, Figure, Heading, LetteredList, Paragraph, Table
from reports.renderers import figures

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Also the full-width forms, which some programs fold to these.
FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")
NUMBER_KINDS = ("money", "count", "decimal", "percent")
MM_TO_CHARS = 0.55
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula, however often it is saved and opened; plain spaces to search by."""
    spaced = text.replace(figures.NBSP, " ")
    return f"'{spaced}" if spaced.startswith(FORMULA_STARTS) else spaced


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts: at most 31 characters, none of []:*?/\\, not twice, whatever the case."""
    short = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:31] or "Bảng"
    number = 2
    result = short
    while result.casefold() in taken:
        tail = f" {number}"
        result, number = short[: 31 - len(tail)] + tail, number + 1
    taken.add(result.casefold())
    return result


def number_format(figure: Figure) -> str:
    """The cell's format: grouping, the figure's decimals, a sign where the document shows one."""
    places = figures.decimals(figure)
    form = "#,##0" + (f".{'0' * places}" if places else "")
    return f"+{form};\N{MINUS SIGN}{form};0" if figure.signed else form


class _Book:
    """The workbook with its formats, each made once."""

    def __init__(self, document: Document) -> None:
        self.stream = BytesIO()
        self.book: Any = xlsxwriter.Workbook(self.stream, OPTIONS)
        self.book.set_properties(
            {
                "title": document.meta.title,
                "author": document.meta.author,
                "subject": document.meta.description,
                "keywords": ", ".join(document.meta.keywords),
            }
        )
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self.taken: set[str] = set()

    def form(self, **properties: object) -> Any:
        """The format with these properties."""
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", **properties}
        key = tuple(sorted(base.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(base)
        return self.formats[key]

    def sheet(self, name: str) -> Any:
        """A new sheet, set up for printing on A4."""
        sheet = self.book.add_worksheet(sheet_name(name, self.taken))
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet


def render(document: Document) -> bytes:
    """The workbook's bytes: the words first, then a sheet per table."""
    book = _Book(document)
    _words(book, document)
    for table in document.tables():
        _table(book, document, table)
    book.book.close()
    return book.stream.getvalue()


def _words(book: _Book, document: Document) -> None:
    """The report's text, a paragraph a row, so that every figure of the report is in the workbook."""
    sheet = book.sheet("Báo cáo")
    sheet.set_column(0, 0, 110)
    bold, plain = book.form(bold=True, text_wrap=True), book.form(text_wrap=True, valign="top")
    lines: list[tuple[str, Any]] = [(f"{document.kind}: {document.title}", book.form(bold=True, font_size=14))]
    lines.append((document.letterhead.issuer_name, plain))
    if document.banner:
        lines.append((document.banner, bold))
    for block in document.blocks:
        if isinstance(block, Heading):
            lines.append((f"{block.number} {block.text}", bold))
        elif isinstance(block, Paragraph):
            lines.append((figures.line_text(block.parts), plain))
        elif isinstance(block, LetteredList):
            lines.extend((f"– {figures.line_text(item)}", plain) for item in block.items)
        elif isinstance(block, ChartBlock):
            continue
        elif block.label:
            lines.append((f"({block.label}. {block.caption}: trang tính “{block.sheet}”)", plain))
    for number, (text, form) in enumerate(lines):
        sheet.write_string(number, 0, safe(text), form)


def _table(book: _Book, document: Document, table: Table) -> None:
    sheet = book.sheet(table.sheet)
    if any(column.group for column in table.columns):
        sheet.set_landscape()
    title = ". ".join(part for part in (table.label, table.caption or table.sheet) if part)
    sheet.write_string(0, 0, safe(title), book.form(bold=True))
    sheet.write_string(
        1, 0, " ".join(part for part in (table.unit_line, document.banner) if part), book.form(italic=True)
    )
    top = 2
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, _width(column))
        name = f"{column.group}: {column.title}" if column.group else column.title
        sheet.write_string(top, position, name, book.form(bold=True, border=1, align="center", text_wrap=True))
    sheet.freeze_panes(top + 1, 2)
    sheet.repeat_rows(top)
    for number, row in enumerate(table.rows, top + 1):
        for position, cell in enumerate(row.cells):
            _cell(book, sheet, (number, position), cell, table.columns[position], bold=row.total)
    for number, note in enumerate(table.notes, top + 1 + len(table.rows)):
        sheet.write_string(number, 0, safe(figures.line_text(note)), book.form(italic=True))


def _width(column: Column) -> float:
    """Millimetres of paper as characters of a column; what paper leaves open gets room for a sentence."""
    return max(7.0, (column.width_mm or 60) * MM_TO_CHARS)


def _cell(book: _Book, sheet: Any, at: tuple[int, int], cell: Cell, column: Column, *, bold: bool) -> None:
    figure = cell.figure
    if figure is not None and figure.value is not None:
        form = book.form(border=1, bold=bold, align="right", num_format=number_format(figure))
        # A double holds fifteen digits exactly: more than any sum in đồng here; Decimal is written digit for digit.
        sheet.write_number(*at, figure.value if isinstance(figure.value, Decimal) else int(figure.value), form)
        return
    text = figures.cell_text(cell)
    if column.kind == "index" and text.isdigit():
        sheet.write_number(*at, int(text), book.form(border=1, bold=bold, align="center"))
        return
    centred = cell.state == "missing" or column.kind == "unit"
    align = "center" if centred else "right" if cell.state or column.kind in NUMBER_KINDS else "left"
    form = book.form(border=1, bold=bold, text_wrap=True, align=align, italic=cell.state == "unvalued")
    if text:
        sheet.write_string(*at, safe(text), form)
    else:
        sheet.write_blank(*at, None, form)
