"""Spreadsheets from outside: a .xlsx or .csv becomes sheets of typed rows, or is refused in words before it can harm.

XLSX is in workbooks.py, which bounds what the archive may hold before anything parses it.
"""

import csv
import datetime
import io
from decimal import Decimal

from danvan import workbooks
from danvan.export import unescape
from danvan.lib import text
from danvan.lib.numbers import format_int
from danvan.sheets import Cell, Sheet, cell_name, column_letters
from danvan.sheets.model import is_spreadsheet_error
from danvan.workbooks import MAX_CELLS, UnsafeFile

__all__ = ["Cell", "Sheet", "UnsafeFile", "cell_name", "column_letters", "is_spreadsheet_error", "read_upload"]

MAX_COLUMNS = 256


def read_upload(name: str, data: bytes, *, max_bytes: int) -> list[Sheet]:
    """The sheets of a .xlsx or .csv file. For CSV the file's name is the sheet's. Raises UnsafeFile.

    Texts are NFC without spaces at their ends, empty ones None; whole floats are integers again; other numbers are
    Decimals as the spreadsheet shows them (15 digits).
    """
    if len(data) > max_bytes:
        raise UnsafeFile(f"Tệp lớn hơn {max_bytes // 1024 // 1024} MB. Hãy chia thành nhiều tệp.")
    if not data.strip():
        raise UnsafeFile("Tệp trống.")
    if data[:4] == b"PK\x03\x04":
        return [
            Sheet(
                text.nfc(part.name),
                [_trimmed([_typed(value) for value in row]) for row in part.rows],
                part.hidden,
                part.hidden_rows,
                (),
                part.hidden_columns,
                part.merged,
                part.date1904,
            )
            for part in workbooks.read(data)
        ]
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnsafeFile("Tệp có mật khẩu hoặc là .xls cũ. Hãy mở bằng Excel và lưu lại thành .xlsx không mật khẩu.")
    if name.lower().endswith((".xlsx", ".xlsm", ".xls", ".ods")):
        raise UnsafeFile("Tệp hỏng hoặc không phải .xlsx. Hãy mở bằng Excel và lưu lại thành .xlsx.")
    return [Sheet(name, _read_csv(data))]


# ---- CSV ------------------------------------------------------------------------------------------------------------


def _read_csv(data: bytes) -> list[list[Cell]]:
    try:
        content = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise UnsafeFile("Tệp CSV phải mã hóa UTF-8. Trong Excel: Lưu thành, chọn “CSV UTF-8”.") from None
    if "\x00" in content:
        raise UnsafeFile("Tệp không phải là văn bản CSV.")
    first = content.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
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


# ---- values ---------------------------------------------------------------------------------------------------------


def _typed(value: object) -> Cell:
    if isinstance(value, bool | datetime.date | datetime.datetime):
        return value
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        number = Decimal(format(value, ".15g"))
        return int(number) if number == number.to_integral_value() and abs(number) < 10**16 else number
    if isinstance(value, str):
        return unescape(text.nfc(value).strip()).strip() or None
    return str(value) if value is not None else None


def _trimmed(row: list[Cell]) -> list[Cell]:
    while row and row[-1] is None:
        row.pop()
    return row
