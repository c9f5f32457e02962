"""The report as a workbook: what it is and its words first, then a sheet per table with typed cells.

Every table can be filtered, keeps its heads in sight and prints on A4 with its heads on each sheet of paper; sums are
values, as the report counted them. Text never becomes a formula or a link: it is written as text, and what a
spreadsheet could take for a formula after "Save as CSV" gets an apostrophe in front. Amounts are numbers, grouped by
the reader's own locale.
"""

from decimal import Decimal
from typing import Any

from reports.document import Appendix, Block, Cell, Column, Document, Heading, LetteredList, Paragraph, Table
from reports.renderers import figures
from reports.renderers.xlsx_book import Book, height, number_format, safe

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NUMBER_KINDS = ("money", "count", "decimal", "percent")
WORDS, WORDS_CHARS = "Báo cáo", 76  # as wide as a sheet of paper
MM_TO_CHARS = 0.55
OPEN_MM = 60  # of a column whose width paper leaves open


def render(document: Document) -> bytes:
    """The workbook's bytes: the words first, then a sheet per table."""
    book = Book(document, WORDS)
    _words(book, document)
    for block in document.blocks:
        if isinstance(block, Table):
            _table(book, document, block, ". ".join(part for part in (block.label, block.caption) if part))
    for appendix in document.appendices:
        for block in appendix.blocks:
            if isinstance(block, Table):
                named = [_appendix(appendix), block.label, block.caption]
                _table(book, document, block, ". ".join(part for part in named if part))
    book.book.close()
    return book.stream.getvalue()


def _appendix(appendix: Appendix) -> str:
    return f"{f'Phụ lục {appendix.number}'.strip()}. {appendix.title}"


def _about(document: Document) -> list[str]:
    """What the report is: whose, of which period, its number and day once it is issued, up to when the data go."""
    lines = [f"Cơ quan ban hành: {document.letterhead.issuer_name}"]
    if document.letterhead.joint:
        lines.append(f"Cùng ban hành: {document.letterhead.joint.issuer_name}")
    if document.meta.period:
        lines.append(f"Kỳ báo cáo: {document.meta.period}")
    if document.dated:
        number = document.letterhead.number
        lines += [number, f"Ngày ban hành: {document.dated:%d/%m/%Y}"]
    else:
        lines.append("Bản chưa ban hành")
    if document.meta.cutoff:
        lines.append(f"Số liệu tính đến hết ngày: {document.meta.cutoff:%d/%m/%Y}")
    return lines


def _words(book: Book, document: Document) -> None:
    """What the report is and its text, a paragraph a row, so that every figure of the report is in the workbook."""
    sheet = book.sheet(WORDS, document.banner)
    sheet.set_column(0, 0, WORDS_CHARS)
    title, bold = book.form(bold=True, font_size=14, text_wrap=True), book.form(bold=True, text_wrap=True)
    plain = book.form(text_wrap=True, valign="top")
    lines: list[tuple[str, Any]] = [(f"{document.kind}: {document.title}", title)]
    lines += [(line, plain) for line in _about(document)]
    lines += [(document.banner, bold)] if document.banner else []
    for block in document.blocks:
        lines += _lines(book, block)
    for appendix in document.appendices:
        lines.append((_appendix(appendix), bold))
        for block in appendix.blocks:
            lines += _lines(book, block)
    for number, (text, form) in enumerate(lines):
        sheet.set_row(number, height([(text, WORDS_CHARS)]))
        sheet.write_string(number, 0, safe(text), form)


def _lines(book: Book, block: Block) -> list[tuple[str, Any]]:
    """A block's lines with their formats; of a table its sheet; of a chart nothing, for tables have its figures."""
    plain = book.form(text_wrap=True, valign="top")
    if isinstance(block, Heading):
        return [(f"{block.number} {block.text}".strip(), book.form(bold=True, text_wrap=True))]
    if isinstance(block, Paragraph):
        form = book.form(text_wrap=True, valign="top", italic=True) if block.style == "note" else plain
        return [(figures.line_text(block.parts), form)]
    if isinstance(block, LetteredList):
        return [(f"– {figures.line_text(item)}", plain) for item in block.items]
    if isinstance(block, Table):
        named = ". ".join(part for part in (block.label, block.caption) if part) or "Bảng"
        return [(f"({named}: trang tính “{book.names[id(block)]}”)", plain)]
    return []


def _table(book: Book, document: Document, table: Table, title: str) -> None:
    """One sheet: title, unit and banner, a row of heads, the rows, the notes."""
    sheet = book.sheet(book.names[id(table)], document.banner)
    if sum(column.width_mm or OPEN_MM for column in table.columns) > document.letterhead.paper.text_mm:
        sheet.set_landscape()
    sheet.write_string(
        1, 0, " ".join(part for part in (table.unit_line, document.banner) if part), book.form(italic=True)
    )
    top = 2
    widths = [_width(column) for column in table.columns]
    _across(sheet, 0, title or table.sheet, widths, book.form(bold=True, text_wrap=True, valign="top"))
    heads = [f"{column.group}: {column.title}" if column.group else column.title for column in table.columns]
    form = book.form(bold=True, border=1, align="center", text_wrap=True, bg_color="#F2F2F2")
    # The button of the filter takes the room of three letters.
    sheet.set_row(top, height([(head, width - 3) for head, width in zip(heads, widths, strict=True)]))
    for position, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(position, position, width)
        sheet.write_string(top, position, safe(head), form)
    sheet.freeze_panes(top + 1, min(table.row_head + 1, len(table.columns) - 1))
    sheet.repeat_rows(top)
    for number, row in enumerate(table.rows, top + 1):
        texts = [(figures.cell_text(cell), width) for cell, width in zip(row.cells, widths, strict=True)]
        sheet.set_row(number, height(texts))
        for position, cell in enumerate(row.cells):
            _cell(book, sheet, (number, position), cell, table.columns[position], bold=row.total)
    # The sums stand outside the filter: they are of all rows, whatever it hides.
    records = sum(not row.total for row in table.rows)
    if records > 1 and not any(row.total for row in table.rows[:records]):
        sheet.autofilter(top, 0, top + records, len(table.columns) - 1)
    italic = book.form(italic=True, text_wrap=True, valign="top")
    for number, note in enumerate(table.notes, top + 1 + len(table.rows)):
        _across(sheet, number, figures.line_text(note), widths, italic)


def _across(sheet: Any, number: int, text: str, widths: list[float], form: Any) -> None:
    """A text over all columns of a row, whole: one that runs out of its cell would make the printed sheet small."""
    sheet.set_row(number, height([(text, sum(widths))]))
    if len(widths) > 1:
        sheet.merge_range(number, 0, number, len(widths) - 1, "", form)
    sheet.write_string(number, 0, safe(text), form)


def _width(column: Column) -> float:
    """Millimetres of paper as characters of a column; what paper leaves open gets room for a sentence."""
    return max(7.0, (column.width_mm or OPEN_MM) * MM_TO_CHARS)


def _cell(book: Book, sheet: Any, at: tuple[int, int], cell: Cell, column: Column, *, bold: bool) -> None:
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
