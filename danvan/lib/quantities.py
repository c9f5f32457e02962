"""Counts, decimals, ranges, quantities with a unit, and areas."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from danvan.lib.amounts import Amount, read_amount
from danvan.lib.digits import MINUS_SIGNS, prepare, read_digits, read_typed
from danvan.lib.errors import Unreadable, quoted
from danvan.lib.folding import fold
from danvan.lib.money import split_qualifier

Value = str | int | float | Decimal | None

MAX_COUNT = 999_999_999
MAX_LIST = 500
MAX_UNIT = 40

_POWERS = {"m2": "m²", "m3": "m³", "km2": "km²"}
# Number words that would otherwise be taken for a unit and make "3 trăm cây" three.
_NUMBER_WORDS = frozenset(("tram", "van", "ruoi", "nua", "muoi"))
_RANGE = re.compile(r"\s*[-–—]\s*|\s+đến\s+|\s+den\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Quantity:
    """So much of something; `unit` is "" when none was written."""

    value: Decimal
    unit: str


@dataclass(frozen=True)
class LandArea:
    """An area in square metres, and how it was written (a sào differs by region)."""

    square_metres: Decimal
    original: Quantity
    text: str


def _text(value: str, max_chars: int = 200) -> str:
    """Prepared text that begins with a digit; says what is wrong when it does not."""
    text = prepare(value, max_chars=max_chars)
    if text[0] in MINUS_SIGNS and text[1:2].isdigit():
        raise Unreadable(f"{quoted(text)}: không được là số âm.", value)
    qualifier, _ = split_qualifier(text)
    if qualifier:
        raise Unreadable(f"{quoted(text)}: hãy ghi số chính xác, bỏ “{qualifier}”.", value)
    if not text[0].isdigit():
        raise Unreadable(f"{quoted(text)} không bắt đầu bằng chữ số.", value)
    return text


def _typed(value: int | float | Decimal | None, signed: bool = False) -> Decimal:
    if value is None:
        raise Unreadable("Chưa có số.")
    number = read_typed(value)
    if number < 0 and not signed:
        raise Unreadable("Không được là số âm.", str(value))
    return number


def read_decimal(value: Value, *, signed: bool = False) -> Decimal:
    """A bare number: "5,6", "1.234,5". "0.125", "1.5" and a comma with exactly three digits ask; `signed` accepts a
    minus.
    """
    if not isinstance(value, str):
        return _typed(value, signed)
    text = prepare(value)
    minus = signed and text[0] in "-−" and text[1:2].isdigit()
    if minus:
        number = read_digits(text[1:], text=text)
        return number.copy_negate() if number else number
    return read_digits(_text(text), text=text)


def read_count(value: Value, *, units: Collection[str] = ()) -> int:
    """A whole number 0 … 999.999.999: "02", "4.545"; with `units=("hộ",)` also "03 hộ". A fraction is refused."""
    if isinstance(value, str):
        quantity = read_quantity(value)
        if quantity.unit and fold(quantity.unit) not in {fold(unit) for unit in units}:
            raise Unreadable(f"{quoted(value)}: chỉ ghi con số, bỏ {quoted(quantity.unit)}.", value)
        number, text = quantity.value, value
    else:
        number, text = _typed(value), str(value)
    if number != number.to_integral_value():
        raise Unreadable(f"{quoted(text)}: phải là số nguyên.", text)
    if number > MAX_COUNT:
        raise Unreadable(f"{quoted(text)} quá lớn.", text)
    return int(number)


def read_range(value: Value) -> tuple[Decimal, Decimal]:
    """A plan, which may be a range: "0,5-1 %", "từ 1,5 đến 2%" → its bounds; one number is both bounds. The unit is
    dropped.
    """
    if not isinstance(value, str):
        number = _typed(value)
        return number, number
    text = prepare(value)
    sides = _RANGE.split(re.sub(r"^từ\s+", "", text, flags=re.IGNORECASE))
    if len(sides) > 2 or "" in sides:
        raise Unreadable(f"{quoted(text)}: viết khoảng như “0,5-1 %”.", value)
    (low, low_unit), (high, high_unit) = (_amount(side) for side in (sides[0], sides[-1]))
    if low.scaled != high.scaled:
        # "60-70 triệu" surely means 60 triệu, but "500-1 triệu" does not mean 500 triệu.
        raise Unreadable(f"{quoted(text)}: hãy ghi nghìn, triệu hoặc tỷ ở cả hai đầu.", value)
    if low_unit and high_unit and fold(low_unit) != fold(high_unit):
        raise Unreadable(f"{quoted(text)}: hai đầu khác đơn vị.", value)
    if low.value > high.value:
        raise Unreadable(f"{quoted(text)}: số đầu lớn hơn số cuối.", value)
    return low.value, high.value


def _unit(rest: str, text: str) -> str:
    unit = _POWERS.get(rest.lower(), rest)
    if not unit:
        return ""
    if len(unit) > MAX_UNIT:
        raise Unreadable(f"{quoted(text)}: đơn vị tính dài quá {MAX_UNIT} ký tự.", text)
    if any(c.isdecimal() for c in unit):
        raise Unreadable(f"{quoted(text)} có nhiều hơn một con số; ngăn các mục bằng dấu chấm phẩy.", text)
    if not (unit[0].isalpha() or unit[0] == "%") or not set(";=<>").isdisjoint(unit):
        raise Unreadable(f"{quoted(text)}: không hiểu {quoted(unit)}.", text)
    if fold(unit).split()[0] in _NUMBER_WORDS:
        raise Unreadable(f"{quoted(text)}: hãy viết cả số bằng chữ số.", text)
    return unit


def _amount(value: str) -> tuple[Amount, str]:
    text = _text(value)
    amount = read_amount(text, original=text, money=False)
    return amount, _unit(amount.rest, text)


def read_quantity(value: Value) -> Quantity:
    """A number and its unit: "02 tấn", "7,6ha", "50 ngày công", "4 nghìn cây"; no unit is ""; m2 → m²."""
    if not isinstance(value, str):
        return Quantity(_typed(value), "")
    amount, unit = _amount(value)
    return Quantity(amount.value, unit)


def read_quantities(value: Value) -> tuple[Quantity, ...]:
    """Several, separated by ";": "02 tấn; 04 bộ". A final ";" is forgiven, an empty item between two is not."""
    if not isinstance(value, str):
        return (read_quantity(value),)
    pieces = prepare(value, max_chars=MAX_LIST).split(";")
    if len(pieces) > 1 and not pieces[-1].strip():
        pieces.pop()
    return tuple(read_quantity(piece) for piece in pieces)


_SQUARE_METRES = {
    **dict.fromkeys(("m²", "m2", "met vuong", "m vuong"), 1),
    **dict.fromkeys(("ha", "hecta", "hec ta", "hec-ta"), 10_000),
    **dict.fromkeys(("km²", "km2", "kilomet vuong"), 1_000_000),
}


def read_area(value: str, sao_m2: int = 1000) -> LandArea:
    """Square metres of "5 sào", "0,6 ha", "200 m2". `sao_m2`: 1.000 in Tây Nguyên, 500 in Trung Bộ, 360 in Bắc Bộ: a
    setting.

    A unit must be written; unknown ones are refused.
    """
    quantity = read_quantity(value)
    unit = fold(quantity.unit)
    factor = sao_m2 if unit == "sao" else _SQUARE_METRES.get(unit)
    if factor is None:
        raise Unreadable(f"{quoted(value)}: hãy ghi diện tích theo ha, sào hoặc m².", value)
    return LandArea(quantity.value * factor, quantity, value)
