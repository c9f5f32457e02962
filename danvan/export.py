"""One list, two files: XLSX with typed cells, CSV in UTF-8, both safe to open.

A text that begins like a formula is written behind an apostrophe (trust.md); `unescape` takes it away again where such
a file comes back. CSV is comma-separated with a byte-order mark, so that Excel shows Vietnamese letters; its numbers
are written for the portal's own reader: đồng as bare digits, decimals with a comma ("0,6"). People who work in Excel
take XLSX, where the separator of their locale plays no part.
"""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from django.http import HttpResponse

from danvan.lib import numbers, text
from danvan.lib.periods import DatePrecision, PartialDate, format_date

Kind = Literal["text", "money", "count", "decimal", "date", "percent", "status"]
Format = Literal["xlsx", "csv"]

TRIGGERS = "=+-@\t\r\n＝＋－＠"
MAX_CELL_CHARS = 32_767
WIDTHS: dict[str, int] = {
    "text": 24, "money": 18, "count": 11, "decimal": 12, "date": 12, "percent": 11, "status": 18,
}  # fmt: skip
NUMBER_FORMATS = {
    "money": "#,##0", "count": "#,##0", "decimal": "#,##0.###", "percent": '0.00"%"', "date": "dd/mm/yyyy",
}  # fmt: skip
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column's head and the kind of its values; `width` in characters, 0 = by kind.

    Values: text and status str; money and count int; decimal and percent Decimal or int (per cent as 135.71); date a
    date, a datetime or a PartialDate (known to the day it is a date cell, else text such as "03/2022"). None is an
    empty cell, never zero. A str is written as text in a column of any kind.
    """

    label: str
    kind: Kind = "text"
    width: int = 0


def export(title: str, columns: Sequence[ExportColumn], rows: Iterable[Sequence[object]], fmt: Format) -> HttpResponse:
    """The list as a download named after `title`, which must say nothing personal. Raises KeyError for another format.

    Whoever calls checks the right, passes rows through `visible_to` and journals the export.
    """
    write = {"xlsx": write_xlsx, "csv": write_csv}[fmt]
    response = HttpResponse(write(title, columns, rows), content_type=CONTENT_TYPES[fmt])
    response["Content-Disposition"] = f'attachment; filename="{file_name(title, fmt)}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def file_name(title: str, fmt: str) -> str:
    """ "Khoản hỗ trợ" → "khoan-ho-tro.xlsx": plain letters, digits and hyphens, 60 at most."""
    slug = re.sub(r"[^a-z0-9]+", "-", text.fold(title)).strip("-")[:60].strip("-")
    return f"{slug or 'danh-sach'}.{fmt}"


def escape(value: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before = + - @ TAB CR LF and full-width forms, and
    before what somebody wrote behind an apostrophe already, so that it comes back as it was.
    """
    bare = value.lstrip("'")
    risky = bare.lstrip(" \u00a0\u3000")[:1] in set(TRIGGERS) or bare[:1] in set(TRIGGERS)
    return f"'{value}" if risky else value


def unescape(value: str) -> str:
    """The text behind `escape`'s apostrophe; other apostrophes stay."""
    return value[1:] if value[:1] == "'" and escape(value[1:]) == value else value


# ---- XLSX -----------------------------------------------------------------------------------------------------------


def write_xlsx(title: str, columns: Sequence[ExportColumn], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet, heads in row 1 (bold, frozen, filtered), typed cells; rows leave memory as they are written."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet(sheet_name(title))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {kind: book.add_format({"num_format": code}) for kind, code in NUMBER_FORMATS.items()}
    for index, column in enumerate(columns):
        width = column.width or max(WIDTHS[column.kind], min(len(column.label) + 3, 30))
        sheet.set_column(index, index, width, formats.get(column.kind))
    for index, column in enumerate(columns):
        sheet.write_string(0, index, escape(column.label), head)
    last = 0
    for last, row in enumerate(rows, 1):
        for index, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write_cell(sheet, last, index, column.kind, value, formats)
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()
    return out.getvalue()


def sheet_name(title: str) -> str:
    """At most 31 characters, none of those that Excel refuses."""
    return re.sub(r"[\[\]:*?/\\]+", " ", text.clean(title)).strip("' ")[:31].strip("' ") or "Danh sách"


def _write_cell(sheet: Any, row: int, column: int, kind: Kind, value: object, formats: dict[str, Any]) -> None:
    known = cell_value(value)
    if known is None:
        return
    if isinstance(known, str):
        sheet.write_string(row, column, escape(known)[:MAX_CELL_CHARS])
    elif isinstance(known, datetime.date):
        sheet.write_datetime(row, column, datetime.datetime(known.year, known.month, known.day), formats["date"])
    else:
        sheet.write_number(row, column, known, formats.get(kind))


def cell_value(value: object) -> str | int | Decimal | datetime.date | None:
    """The value as a cell holds it; texts without control characters, partial dates as text."""
    if value is None or value == "":
        return None
    if isinstance(value, PartialDate):
        match value.precision:
            case DatePrecision.DAY:
                return value.start
            case DatePrecision.YEAR:
                return str(value.start.year)
        return str(value)
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float):
        raise TypeError("a figure is int or Decimal: one that came through a float is already wrong")
    if isinstance(value, int | Decimal | datetime.date):
        return value
    return "".join(c for c in str(value) if c >= " " or c in "\t\r\n")


# ---- CSV ------------------------------------------------------------------------------------------------------------


def write_csv(title: str, columns: Sequence[ExportColumn], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte-order mark, commas, CRLF; numbers as the portal's own reader takes them back."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([escape(column.label) for column in columns])
    for row in rows:
        if len(row) != len(columns):
            raise ValueError("a row is as wide as its heads")
        writer.writerow([_csv_cell(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _csv_cell(value: object) -> str:
    known = cell_value(value)
    if known is None:
        return ""
    if isinstance(known, str):
        return escape(known)
    if isinstance(known, datetime.date):
        return format_date(known)
    return plain_number(known)


def plain_number(value: int | Decimal) -> str:
    """1060000000, "0,6", "0,1250": no dots between thousands, and read back by danvan.lib.numbers as the same value."""
    return numbers.format_entry(value).replace(".", "")
