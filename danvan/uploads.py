"""Spreadsheets from outside: a .xlsx or .csv becomes sheets of typed rows, or is refused in words before it can harm.

XLSX is in workbooks.py, which bounds what the archive may hold before anything parses it; danvan/sheets/ has what
follows: encodings, old Vietnamese fonts, and the table on a sheet.
"""

import csv
import datetime
import io
import math
import re
from dataclasses import replace
from decimal import Decimal

from danvan import workbooks
from danvan.export import unescape
from danvan.lib import text
from danvan.lib.numbers import format_int
from danvan.sheets import Cell, Sheet, cell_name, column_letters, encodings, foreign, legacy
from danvan.sheets.model import UnsafeFile, is_spreadsheet_error
from danvan.workbooks import MAX_CELLS

__all__ = ["Cell", "Sheet", "UnsafeFile", "cell_name", "column_letters", "is_spreadsheet_error", "read_upload"]

MAX_COLUMNS = 256
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\x00\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def read_upload(name: str, data: bytes, *, max_bytes: int) -> list[Sheet]:
    """The sheets of a .xlsx or .csv file. For CSV the file's name is the sheet's. Raises UnsafeFile.

    Texts are NFC with plain spaces, none at their ends and nothing invisible; empty ones are None; TCVN3 and VNI are
    Unicode, which the sheet's notes say. Whole floats are integers again; other numbers are Decimals as the
    spreadsheet shows them (15 digits).
    """
    if len(data) > max_bytes:
        raise UnsafeFile(f"Tệp lớn hơn {max_bytes // 1024 // 1024} MB. Hãy chia thành nhiều tệp.")
    if not data.strip():
        raise UnsafeFile("Tệp trống.")
    if data.startswith(b"PK\x03\x04"):
        return [
            _cleaned(
                Sheet(
                    text.nfc(part.name), [_trimmed([_typed(value) for value in row]) for row in part.rows],
                    part.hidden, part.hidden_rows, (), part.hidden_columns, part.merged, part.date1904,
                )
            )
            for part in workbooks.read(data)
        ]  # fmt: skip
    if reason := foreign.refusal(name, data):
        raise UnsafeFile(reason)
    return [_cleaned(Sheet(name, _read_csv(encodings.decode(data))))]


# ---- CSV ------------------------------------------------------------------------------------------------------------

_DELIMITERS = ",;\t"
_SAMPLE_CHARS, _SAMPLE_ROWS = 65_536, 60
_SEP = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)


def _read_csv(content: str) -> list[list[Cell]]:
    told = _SEP.match(content)  # Excel's own first line, which is no row
    content = content[told.end() :] if told else content
    delimiter = told[1] if told else max(_DELIMITERS, key=lambda each: _agreement(content[:_SAMPLE_CHARS], each))
    rows: list[list[Cell]] = []
    cells = 0
    # A fault in the quotes would let the rest of the file slide into one cell: strict.
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            cells += len(row)
            if cells > MAX_CELLS or len(row) > MAX_COLUMNS:
                raise UnsafeFile(f"Tệp có quá nhiều ô (tối đa {format_int(MAX_CELLS)}). Hãy chia thành nhiều tệp.")
            rows.append([_typed(value) for value in row])
    except csv.Error:
        raise UnsafeFile(
            f"Dòng {reader.line_num}: dấu ngoặc kép không khép đúng, hoặc ô quá dài. Trong ô đặt giữa hai dấu "
            'ngoặc kép, mỗi dấu " viết thành "".'
        ) from None
    return rows


def _agreement(sample: str, delimiter: str) -> int:
    """How many fields stand in the longest run of rows of one width: titles above, and commas within cells, do not
    mislead it.
    """
    best = run = before = 0
    try:
        for count, row in enumerate(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)):
            if count == _SAMPLE_ROWS:
                break
            run = run + 1 if len(row) == before else 1
            before = len(row)
            best = max(best, run * (before - 1))
    except csv.Error:
        pass
    return best


# ---- values ---------------------------------------------------------------------------------------------------------


def _typed(value: object) -> Cell:
    if isinstance(value, bool | datetime.date | datetime.datetime | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return "#NUM!"
        number = Decimal(format(value, ".15g"))
        return int(number) if number == number.to_integral_value() and abs(number) < 10**16 else number
    if isinstance(value, str):
        return unescape(text.nfc(value).strip()).strip() or None
    return str(value) if value is not None else None


def _trimmed(row: list[Cell]) -> list[Cell]:
    while row and row[-1] is None:
        row.pop()
    return row


def _cleaned(sheet: Sheet) -> Sheet:
    """Old encodings first: one of TCVN3's letters is the soft hyphen, which Unicode text must not keep."""
    notes = legacy.convert(sheet.name, sheet.rows)
    for row in sheet.rows:
        for column, value in enumerate(row):
            if isinstance(value, str) and not (value.isascii() and value.isprintable()):
                row[column] = _INVISIBLE.sub("", _SPACES.sub(" ", value)).strip() or None
    return replace(sheet, notes=notes)
