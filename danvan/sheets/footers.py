"""Rows that are no data: totals, the numbers under a head, and what stands below a table."""

import datetime
import re
from decimal import Decimal

from danvan.lib import text
from danvan.sheets.model import Cell, is_spreadsheet_error

# With their marks: "Tổng" is no "Tống Văn A", "Cộng" no "Công ty". Bare letters count only where nothing else fits.
# What may follow keeps "Tổng công ty …" and "Cộng đồng dân cư …" in the table.
_TOTAL = re.compile(
    r"(?:tổng cộng|tong cong)\b.*"
    r"|(?:tổng số|cộng dồn|lũy kế|luỹ kế|cộng trang|mang sang|cộng mang sang|chuyển sang|tong so)\b.*"
    r"|(?:tổng|cộng|cộng chung)(?:\s*[:.…(=0-9].*)?"
    r"|(?:tổng|cộng) (?:toàn|thôn|xã|tổ|buôn|huyện|quý|tháng|năm|mục|phần|nhóm)\b.*"
)
_NUMBERISH = re.compile(r"[-–(]?[0-9]")
_COLUMN_NUMBER = re.compile(r"\(?\s*([0-9]{1,2}|[A-Za-z])\s*\)?(?:\s*[=:].*)?")

_DATED = r".{0,60}\bngày\b[\s\d.…_/]*tháng\b[\s\d.…_/]*năm\b[\s\d.…_/]*"
_SIGNED = re.compile(
    r"(?:người|cán bộ) (?:lập|tổng hợp|ký|viết|thống kê)\b.{0,30}|lập (?:biểu|bảng)|kế toán(?: trưởng)?|thủ quỹ"
    r"|thủ trưởng(?: đơn vị)?|(?:phó )?chủ tịch(?: ubnd| ubmttq| hội)?.{0,20}|(?:tm|kt|tl|tuq|q)\s?\.\s?.{2,80}"
    r"|\(?\s*ký\b.{0,60}|xác nhận (?:của|ubnd)\b.{0,80}|(?:trưởng|phó) (?:ban|thôn|phòng)\b.{0,40}"
    r"|(?:số tiền )?(?:bằng chữ|viết bằng chữ)\b.*|nơi nhận\b.*|(?:ghi chú|lưu ý)\s*:.*|người duyệt|duyệt"
    rf"|{_DATED}"
)
_SPARSE = 4


def _plain(value: Cell) -> str:
    return text.clean(value).lower() if isinstance(value, str) else ""


def is_total(values: list[Cell]) -> bool:
    """ "Tổng cộng", "Cộng", "Tổng" as the row's first text, with figures alone beside it."""
    label = ""
    for value in values:
        if isinstance(value, datetime.date):
            return False
        if isinstance(value, str) and not is_spreadsheet_error(value) and not _NUMBERISH.match(value):
            if label:
                return False
            label = value
    return bool(label) and _TOTAL.fullmatch(_plain(label)) is not None


def is_numbering(values: list[Cell]) -> bool:
    """The row "(1) (2) (3)", "A B 1 2 3" or "1 2 3" that numbers the columns."""
    found = [value for value in values if value is not None]
    marks = []
    for value in found:
        match = _COLUMN_NUMBER.fullmatch(str(value)) if isinstance(value, str | int) else None
        if match is None:
            return False
        marks.append(match[1])
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    letters = len(marks) - len(numbers)
    bracketed = all(isinstance(value, str) and value.startswith("(") for value in found)
    return (
        len(found) >= (2 if bracketed else 3)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)) if numbers else [])
        and marks[:letters] == [chr(65 + index) for index in range(letters)]
        and (not numbers or numbers[0] in (1, letters + 1))
    )


def is_ordinal(value: Cell) -> bool:
    """ "12" or "12." as it is typed ahead on forms that nobody has filled."""
    return re.fullmatch(r"[0-9]{1,5}\.?", str(value)) is not None


def end_of_body(rows: list[list[Cell]], head_row: int) -> int:
    """The first row (from 1) of what stands below the table; one past the last row when nothing does.

    It begins where a signature, a date line or a note stands, and everything from there on is sparse and of words.
    """
    end = len(rows) + 1
    for number in range(len(rows), head_row, -1):
        found = [value for value in rows[number - 1] if value is not None]
        if len(found) > _SPARSE or any(isinstance(value, int | Decimal | datetime.date) for value in found):
            break
        if any(_SIGNED.fullmatch(_plain(value)) for value in found):
            end = number
    return end
