"""Write numbers as Vietnamese readers expect: dots between thousands, a decimal comma (Luật Kế toán 2003, Điều 12).

Missing is not zero: None prints "–". Negative numbers carry a true minus (U+2212). Floats are refused: a figure that
came through one is already wrong.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from danvan.lib.arithmetic import Number, round_half_up

MISSING = "–"
MINUS = "\u2212"
PERCENT = "\u00a0%"
"""No-break space and sign, as on the screens ("16,9 %"); paper sets the sign close: `unit="%"`."""


def _exact(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"a figure is int or Decimal, not {type(value).__name__}")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError("not a finite number")
    return number


def _grouped(digits: str) -> str:
    head = len(digits) % 3
    groups = [digits[:head]] if head else []
    groups += [digits[at : at + 3] for at in range(head, len(digits), 3)]
    return ".".join(groups)


def _write(number: Decimal, places: int | None, plus: bool = False) -> str:
    if places is None:
        plain = format(number.copy_abs(), "f")
        if "." in plain:
            plain = plain.rstrip("0").rstrip(".")
    else:
        plain = format(round_half_up(number, places).copy_abs(), "f")
    whole, _, fraction = plain.partition(".")
    text = _grouped(whole.lstrip("0") or "0") + (f",{fraction}" if fraction else "")
    if not plain.strip("0."):
        return text  # a change that rounds to nothing has no sign
    return (MINUS if number < 0 else "+" if plus else "") + text


def format_int(n: Number | None) -> str:
    """A whole number: 4545 → "4.545". A Decimal must be whole (ValueError)."""
    if n is None:
        return MISSING
    number = _exact(n)
    if number != number.to_integral_value():
        raise ValueError("not a whole number")
    return _write(number, None)


def format_money(n: Number | None) -> str:
    """Đồng in full, without the unit: 1060000000 → "1.060.000.000"."""
    return format_int(n)


def format_decimal(d: Number | None, places: int | None = None) -> str:
    """5.60 → "5,6" (every significant digit, no trailing zeros), or exactly `places` decimals, half up: 2 → "2,0"."""
    return MISSING if d is None else _write(_exact(d), places)


def format_signed(d: Number | None, places: int | None = None) -> str:
    """A change: "+2,0", "−6", "0" (nothing has no sign)."""
    return MISSING if d is None else _write(_exact(d), places, plus=True)


def format_percent(d: Number | None, places: int = 2, unit: str = PERCENT) -> str:
    """A rate already in per cent: 135.714 → "135,71 %"."""
    return MISSING if d is None else _write(_exact(d), places) + unit


def format_signed_percent(d: Number | None, places: int = 2, unit: str = PERCENT) -> str:
    """A change in per cent: "+16,90 %", "−13,95 %"."""
    return MISSING if d is None else _write(_exact(d), places, plus=True) + unit


def format_short_money(n: Number | None) -> tuple[str, str]:
    """A headline figure and its unit: ("9,486", "tỷ đồng"), ("140", "triệu đồng"), ("500.000", "đồng"); ("–", "") for
    None.

    Half up to a million for tỷ and to ten thousand for triệu; trailing zeros are left out.
    """
    if n is None:
        return MISSING, ""
    number = _exact(n)
    millions = Fraction(number) / 10**6
    # Chosen after rounding, or 999.999.999 would print as "1.000 triệu".
    if abs(round_half_up(millions, 2)) >= 1000:
        return _write(round_half_up(millions / 1000, 3), None), "tỷ đồng"
    if abs(millions) >= 1:
        return _write(round_half_up(millions, 2), None), "triệu đồng"
    return format_int(number), "đồng"


def format_entry(d: Number | None) -> str:
    """The text for an input field: it reads back as exactly this value. None is an empty field.

    Only exactly three decimals differ from `format_decimal`: "0,125" would ask (thousands or decimals?), "0,1250" does
    not.
    """
    if d is None:
        return ""
    text = _write(_exact(d), None).replace(MINUS, "-")
    return text + "0" if len(text.partition(",")[2]) == 3 else text
