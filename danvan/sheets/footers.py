"""Rows that are no data: totals, the numbers under a head, and what stands below a table."""

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal

from danvan.lib import text
from danvan.sheets.model import Cell, is_spreadsheet_error

# With their marks: "Tổng" is no "Tống Văn A", "Cộng" no "Công ty". Bare letters count only where nothing else fits.
# What may follow keeps "Tổng công ty …" and "Cộng đồng dân cư …" in the table.
_TOTAL = re.compile(
    r"(?:tổng cộng|tong cong)\b.*|(?:tổng số|tong so)(?:[^:]{0,30}:.*)?"
    r"|(?:cộng dồn|lũy kế|luỹ kế|cộng trang|(?:cộng )?mang sang|chuyển sang trang)\b.*"
    r"|(?:tổng|cộng|cộng chung)(?:\s*[:.…(=0-9].*)?"
    r"|(?:tổng|cộng) (?:toàn|thôn|xã|tổ|buôn|huyện|quý|tháng|năm|mục|phần|nhóm)\b.*"
)
_NUMBERISH = re.compile(r"[-–(]?[0-9]")
_COLUMN_NUMBER = re.compile(r"\(?\s*([0-9]{1,2}|[A-Za-z])\s*\)?(?:\s*[=:].*)?")

# What opens the end of a form by itself, and the titles of those who sign.
_CLOSING = re.compile(
    r".{1,60}, ?ngày\b[\s\d.…_/]*tháng\b[\s\d.…_/]*năm\b[\s\d.…_/]*|\(?\s*ký\b.{0,60}|nơi nhận\b.*"
    r"|(?:số tiền )?(?:bằng chữ|viết bằng chữ)\b.*|(?:ghi chú|lưu ý)\s*:.*|xác nhận (?:của|ubnd)\b.{0,80}"
)
_SIGNER = re.compile(
    r"(?:người|cán bộ) (?:lập|tổng hợp|ký|viết|thống kê|duyệt)\b.{0,30}|lập (?:biểu|bảng)|kế toán(?: trưởng)?|thủ quỹ"
    r"|thủ trưởng(?: đơn vị)?|(?:phó )?chủ tịch.{0,30}|(?:tm|kt|tl|tuq|q)\s?\.\s?.{2,80}"
    r"|(?:trưởng|phó) (?:ban|thôn|phòng)\b.{0,40}"
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
    return value is not None and re.fullmatch(r"[0-9]{1,5}\.?", str(value)) is not None


def is_group(ordinal: Cell, found: Sequence[Cell]) -> bool:
    """Whether a row names a group of rows: "I" or "A" as its number, one name, and at most figures beside it (sums)."""
    if not isinstance(ordinal, str) or not re.fullmatch(r"(?:[IVXLC]{1,6}|[A-Z])\.?", ordinal):
        return False
    words = [value for value in found if isinstance(value, str) and not _NUMBERISH.match(value)]
    return len(words) == 2 and not any(isinstance(value, datetime.date) for value in found)


def end_of_body(rows: list[list[Cell]], head_row: int) -> int:
    """The first row (from 1) of what stands below the table; one past the last row when nothing does.

    It begins with a row of nothing but a date line, a note or signers, these under an empty row, a total or such a
    line; and everything from there on is sparse and of words.
    """
    end = len(rows) + 1
    for number in range(len(rows), head_row, -1):
        found = [value for value in rows[number - 1] if value is not None]
        if len(found) > _SPARSE or any(isinstance(value, int | Decimal | datetime.date) for value in found):
            break
        if _closes(found) or (_is_signed(found) and number - 1 > head_row and _is_end(rows[number - 2])):
            end = number
    return end


def _is_signed(found: Sequence[Cell]) -> bool:
    texts = [_plain(value) for value in found]
    return bool(texts) and all(_CLOSING.fullmatch(text) or _SIGNER.fullmatch(text) for text in texts)


def _closes(found: Sequence[Cell]) -> bool:
    return _is_signed(found) and any(_CLOSING.fullmatch(_plain(value)) for value in found)


def _is_end(before: list[Cell]) -> bool:
    found = [value for value in before if value is not None]
    return not found or is_total(before) or _closes(found)
