"""Amounts of money in đồng, typed in the ledger (exact) or quoted from publications (with a qualifier)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from danvan.lib.amounts import read_amount, readings_of
from danvan.lib.digits import MINUS_SIGNS, as_reading, prepare, read_typed
from danvan.lib.errors import Ambiguous, Reading, Unreadable, quoted

MAX_MONEY = 10**15
"""A million billion đồng. Above it someone has typed a wrong key; below it a thousand such rows still add up in 64
bits.
"""

HINT = "viết như 102.750.000, 60 triệu hoặc 1,06 tỷ đồng"

TREN, GAN, KHOANG = "trên", "gần", "khoảng"
_QUALIFIERS = {
    **dict.fromkeys(("trên", "tren", "hơn", ">"), TREN),
    **dict.fromkeys(("gần", "gan"), GAN),
    **dict.fromkeys(("khoảng", "khoang", "ước", "ước tính", "ước đạt", "xấp xỉ", "chừng", "~", "≈"), KHOANG),
}
_QUALIFIER = re.compile(
    "(" + "|".join(sorted(map(re.escape, _QUALIFIERS), key=len, reverse=True)) + r")(?![^\W\d_])\s*", re.IGNORECASE
)
_SIGN = re.compile(r"[-−+]\s?(?=[0-9])")


def split_qualifier(text: str) -> tuple[str, str]:
    """("trên", "2,47 tỷ") of "Hơn 2,47 tỷ"; ("", text) when there is none."""
    found = _QUALIFIER.match(text)
    return (_QUALIFIERS[found[1].lower()], text[found.end() :]) if found else ("", text)


def _whole_dong(first: Reading, second: Reading) -> tuple[int, int]:
    """Readings that can be sums of money: "1,060" is 1.060 đồng or 1,060 tỷ; "1,5" is 1,5 triệu or 1,5 tỷ.

    A reading below 1.000 đồng is one whose unit was left out; a larger one with a fraction was meant whole.
    """

    def with_unit(reading: Reading, power: int) -> int:
        return int(Decimal(reading).scaleb(power))

    smaller = min(first, second)
    if smaller != int(smaller):
        larger = int(max(first, second))
        if smaller >= 1000:
            return larger, int(smaller)
        return larger if larger >= 1000 else with_unit(smaller, 6), with_unit(smaller, 9)
    return int(first), int(second)


def _dong(value: Decimal, text: str) -> int:
    if value != value.to_integral_value():
        # Less than a đồng is left over, so a unit was left out, or a digit too many was typed.
        if value < 1000:
            raise Ambiguous(text, (int(value.scaleb(6)), int(value.scaleb(9))), "đồng")
        raise Ambiguous(text, (int(value), int(value) + 1), "đồng")
    if value > MAX_MONEY:
        raise Unreadable(f"{quoted(text)} quá lớn; số tiền không vượt quá một triệu tỷ đồng.", text)
    return int(value)


def read_money(value: str | int | float | Decimal | None) -> int:
    """Đồng, 0 … 10^15. Unreadable with a reason, or Ambiguous whose readings are whole đồng.

    Typed numbers are values (107.0 is 107). "500k" is 500 nghìn. Refused: negatives, ranges, two amounts, words for
    digits, and trên / gần / khoảng, which have no place in a ledger.
    """
    if value is None:
        raise Unreadable("Chưa có số.")
    if not isinstance(value, str):
        number = read_typed(value)
        if number < 0:
            raise Unreadable("Số tiền không được âm.", str(value))
        return _dong(number, str(value))
    text = prepare(value)
    if text[0] in MINUS_SIGNS and any(c.isdigit() for c in text[1:2]):
        raise Unreadable(f"{quoted(text)}: số tiền không được âm.", value)
    qualifier, _ = split_qualifier(text)
    if qualifier:
        raise Unreadable(f"{quoted(text)}: sổ ghi số tiền chính xác, hãy bỏ “{qualifier}” và ghi đúng số.", value)
    if not text[0].isdigit():
        raise Unreadable(f"{quoted(text)} không phải là số tiền; {HINT}.", value)
    try:
        amount = read_amount(text, original=text, money=True)
    except Ambiguous as ambiguous:
        raise Ambiguous(text, _whole_dong(*readings_of(ambiguous)), "đồng") from None
    if amount.rest.rstrip(".") or (amount.rest and not (amount.scaled or amount.currency)):
        raise _leftover(amount.rest, text)
    return _dong(amount.value, text)


def _leftover(rest: str, text: str) -> Unreadable:
    if any(c.isdigit() for c in rest):
        return Unreadable(f"{quoted(text)} có nhiều hơn một con số; mỗi ô ghi một số tiền, {HINT}.", text)
    return Unreadable(f"{quoted(text)}: không hiểu {quoted(rest)}; {HINT}.", text)


@dataclass(frozen=True)
class Published:
    """A figure as a publication states it.

    `value`: int where whole, else Decimal, scale words multiplied out; `qualifier`: "", "trên", "gần" or "khoảng";
    `unit`: "đồng" when đồng is written or a bare nghìn/triệu/tỷ ends the text, else the words after the number;
    `text`: as written; `step`: one unit of the last written digit ("13,95 %" → 0.01), which is how exactly the figure
    is known.
    """

    value: Reading
    qualifier: str
    unit: str
    text: str
    step: Decimal = Decimal(1)


def read_published(text: str) -> Published:
    """A published figure: "trên 2,47 tỷ đồng", "4.545 phần", "−13,95 %". Asks and refuses as the ledger does
    otherwise.
    """
    prepared = prepare(text)
    qualifier, rest = split_qualifier(prepared)
    sign = _SIGN.match(rest)
    rest = rest[sign.end() :] if sign else rest
    if not rest[:1].isdigit():
        raise Unreadable(f"{quoted(prepared)} không bắt đầu bằng một con số.", text)
    amount = read_amount(rest, original=prepared, money=True)
    if any(c.isdecimal() for c in amount.rest) and amount.rest not in ("m2", "m3", "km2"):
        raise Unreadable(f"{quoted(prepared)} có nhiều hơn một con số; hãy ghi từng số.", text)
    unit = "đồng" if amount.currency or (amount.scaled and not amount.rest) else amount.rest
    value = Decimal(_dong(amount.value, prepared)) if unit == "đồng" else amount.value
    signed = value.copy_negate() if sign and sign[0][0] != "+" and value else value
    return Published(as_reading(signed), qualifier, unit, text, amount.step)
