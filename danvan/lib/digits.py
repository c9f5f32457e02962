"""One number as people write it: the grammar of design.md §5, before any unit.

Dots between groups of exactly three, first group 1–3 digits not beginning with 0 = thousands; one comma = decimal.
Everything else that still looks like a number asks, with both readings. Only the digits 0–9 are digits: full-width and
other scripts' ones are refused, not normalised, since nobody types them on purpose here. Spaces between groups of
exactly three (as in pasted web text) are thousands too. Time is linear in the text, and the text is bounded.
"""

from __future__ import annotations

import re
from decimal import Decimal

from danvan.lib.errors import Ambiguous, Reading, Unreadable, quoted
from danvan.lib.text import clean

MAX_CHARS = 200
MAX_DIGITS = 24
MAX_DECIMALS = 12
"""Bounds that keep every value and sum exact within decimal's 28 digits."""

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:,[0-9]+)?")
_CHARACTERS = re.compile("[0-9., ]+")
NUMBER = re.compile(r"[0-9](?:[0-9.,]| (?=[0-9]{3}(?![0-9])))*")
"""A number's characters in running text, from its first digit on; `read_digits` judges them."""

MISSING_SIGNS = frozenset("-–—−")
MINUS_SIGNS = frozenset("-−–(")


def prepare(value: str, *, max_chars: int = MAX_CHARS) -> str:
    """Cleaned text (NFC, single spaces), refused when empty, too long, a formula or written in other digits."""
    if len(value) > max_chars:  # before any other work
        raise Unreadable(f"Dài quá {max_chars} ký tự: {quoted(value)}.", value)
    if any(c < " " and not c.isspace() for c in value):
        raise Unreadable("Ô có ký tự điều khiển; hãy gõ lại con số.", value)
    text = clean(value)
    if not text or text in MISSING_SIGNS:
        raise Unreadable("Chưa có số.", value)
    if text[0] in "=@":
        raise Unreadable(f"{quoted(text)} là công thức; hãy ghi con số.", value)
    if any(c.isdecimal() and not c.isascii() for c in text):
        raise Unreadable(f"{quoted(text)}: chỉ đọc được các chữ số 0–9.", value)
    return text


def as_reading(number: Decimal) -> Reading:
    """int where whole, else the Decimal."""
    return int(number) if number == number.to_integral_value() else number


def read_typed(value: int | float | Decimal) -> Decimal:
    """A number that a spreadsheet already typed: its value. Floats count to 15 digits, as spreadsheets show them."""
    if isinstance(value, bool):
        raise Unreadable("Ô này ghi đúng/sai, không phải con số.", str(value))
    number = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise Unreadable("Không phải là con số.", str(value))
    if number and not -MAX_DECIMALS <= number.adjusted() < MAX_DIGITS:
        raise Unreadable("Con số lớn hoặc nhỏ quá mức.", f"{number:.3E}")
    return number


def read_digits(token: str, *, scaled: bool = False, text: str = "") -> Decimal:
    """One bare number, e.g. "1.234,5". `scaled`: nghìn, triệu or tỷ follows, so a comma and three digits are a decimal.

    Raises Ambiguous with the number's own two readings, Unreadable with `text` (the whole entry) quoted.
    """
    text = text or token
    if _SPACED.fullmatch(token):
        token = token.replace(" ", ".")
    if not _CHARACTERS.fullmatch(token):
        raise Unreadable(f"{quoted(text)} không phải là một con số; viết như 4.545 hoặc 5,6.", text)
    parts = re.split("[.,]", token)
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise Unreadable(f"{quoted(text)}: dấu chấm, dấu phẩy hoặc dấu cách đặt sai chỗ.", text)
    digits = "".join(parts)
    if len(digits.lstrip("0")) > MAX_DIGITS or (len(parts) > 1 and len(parts[-1]) > MAX_DECIMALS):
        raise Unreadable(f"{quoted(text)} có quá nhiều chữ số.", text)
    whole, comma, fraction = token.partition(",")
    if whole.isdigit() or _GROUPED.fullmatch(whole):
        if not comma:
            return Decimal(digits)
        if fraction.isdigit() and (scaled or len(fraction) != 3):
            return Decimal(f"{whole.replace('.', '')}.{fraction}")
    if len(parts) > 2 and (len(parts[0]) > 3 or any(len(part) != 3 for part in parts[1:-1])):
        raise Unreadable(f"{quoted(text)}: dấu chấm, dấu phẩy đặt sai chỗ; viết như 102.750.000 hoặc 5,6.", text)
    separators_group = Decimal(digits)
    last_is_decimal = Decimal(f"{''.join(parts[:-1])}.{parts[-1]}")
    if separators_group == last_is_decimal:
        return separators_group
    raise Ambiguous(text, (as_reading(separators_group), as_reading(last_is_decimal)))
