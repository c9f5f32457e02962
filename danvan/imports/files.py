"""Files that go out: the template to fill in, and the file as it was sent with its reasons beside it."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.http import HttpResponse

from danvan.export import CONTENT_TYPES, MAX_CELL_CHARS, escape, file_name, sheet_name

from .batches import kind_of, table_of
from .cells import as_text
from .kind import Column, ImportKind
from .models import ImportBatch

LIST_ROWS = 1000
INLINE = 255
"""Characters that Excel takes for a list of choices inside a cell's rule; longer lists stand on a sheet."""
REASONS = "Lý do"


def response(title: str, content: bytes) -> HttpResponse:
    made = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    made["Content-Disposition"] = f'attachment; filename="{file_name(title, "xlsx")}"'
    made["Cache-Control"] = "no-store, private"
    return made


def template_bytes(kind: ImportKind, user: Any) -> bytes:
    """An XLSX with the kind's heads, an example row (which its kind refuses until it is deleted), drop-downs from the
    user's scope, and a sheet that explains each column.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    example = book.add_format({"italic": True, "font_color": "#555555"})
    # Text, so that Excel does not turn 05/03/2022 into 3 May or 1.060 into 1,06 on its way.
    plain = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(kind.sheet)
    columns = [column for column in kind.columns if column.template]
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width, plain)
        sheet.write_string(0, index, column.head, bold)
        if column.example:
            sheet.write_string(1, index, escape(column.example), example)
    sheet.freeze_panes(1, 0)
    guide = book.add_worksheet("Hướng dẫn")
    guide.set_column(0, 0, 18)
    guide.set_column(1, 1, 90)
    for row, column in enumerate(columns):
        guide.write_string(row, 0, column.head, bold)
        guide.write_string(
            row, 1, column.help + ("" if column.required or "để trống" in column.help else " Có thể để trống.")
        )
    _drop_downs(book, sheet, [(i, c.choices(user)) for i, c in enumerate(columns) if c.choices])
    book.close()
    return out.getvalue()


def _drop_downs(book: Any, sheet: Any, lists: Sequence[tuple[int, Sequence[str]]]) -> None:
    long = [(index, list(labels)) for index, labels in lists if len(",".join(labels)) > INLINE]
    names = None
    for at, (index, labels) in enumerate(long):
        if names is None:
            names = book.add_worksheet("Danh mục")
            names.hide()
        for row, label in enumerate(labels):
            names.write_string(row, at, label)
        column = chr(65 + at)
        source = f"='Danh mục'!${column}$1:${column}${len(labels)}"
        _validate(sheet, index, source)
    for index, short in lists:
        if short and len(",".join(short)) <= INLINE:
            _validate(sheet, index, list(short))


def _validate(sheet: Any, index: int, source: Any) -> None:
    # A word outside the list is pointed out, not refused: several hamlets or a new source are typed.
    rule = {"validate": "list", "source": source, "error_type": "warning", "error_title": "Ngoài danh sách",
            "error_message": "Giá trị này không có trong danh sách. Vẫn giữ?"}  # fmt: skip
    sheet.data_validation(1, index, LIST_ROWS, index, rule)


def error_file_bytes(batch: ImportBatch) -> bytes:
    """The batch's rows with their mends: cells at fault coloured, and a column of reasons that reading leaves out."""
    kind, table, report = kind_of(batch), table_of(batch), batch.report
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    bad = book.add_format({"bg_color": "#fbe9e7", "border": 1, "border_color": "#b3261e"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for name in table.sheets:
        rows = [row for row in table.rows if row.place.sheet == name]
        if not rows:
            continue
        place = rows[0].place.columns
        columns = [kind.column(key) for _, key in sorted((index, key) for key, index in place.at.items())]
        sheet = book.add_worksheet(sheet_name(name))
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            unit = place.units.get(column.key, "")
            sheet.write_string(0, index, escape(_head(column, unit)), bold)
        sheet.set_column(len(columns), len(columns), 60)
        sheet.write_string(0, len(columns), REASONS, bold)
        for number, row in enumerate(rows, 1):
            faults = report["faults"].get(row.place.key, ())
            at_fault = {fault[0] for fault in faults}
            for index, column in enumerate(columns):
                _write(sheet, number, index, row.cells.get(column.key), bad if column.key in at_fault else None)
            reasons = [f"{kind.column(fault[0]).head}: {fault[1]}" for fault in faults]
            reasons += [ask[1] for ask in report["asks"].get(row.place.key, ())]
            if reasons:
                sheet.write_string(number, len(columns), escape("\n".join(reasons))[:MAX_CELL_CHARS], wrap)
        sheet.freeze_panes(1, 0)
    if not book.worksheets():
        book.add_worksheet(sheet_name(kind.sheet))
    book.close()
    return out.getvalue()


def _head(column: Column, unit: str) -> str:
    if not unit:
        return column.head
    return f"{column.head} ({unit} đồng)" if column.kind == "money" else f"{column.head} ({unit})"


def _write(sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
    if value is None:
        if form is not None:
            sheet.write_blank(row, column, None, form)
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**15:
        sheet.write_number(row, column, value, form)
    else:
        sheet.write_string(row, column, escape(as_text(value))[:MAX_CELL_CHARS], form)
