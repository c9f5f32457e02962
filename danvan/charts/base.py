"""What every chart shares: figures to shares of a scale, and to finished SVG attributes."""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from danvan.lib import numbers

Number = int | Decimal
Say = Callable[[Number | None], str]

DASH = "–"
# A figure above nothing keeps a visible sliver: nobody may read "no money" from a small commune's row.
SLIVER = 0.6


def pct(share: float) -> str:
    """Attribute "12.34%" for a share of the width given in percent."""
    return f"{share:.2f}%"


def rem(length: float) -> str:
    """Attribute "3.20rem" for a length in rem."""
    return f"{length:.2f}rem"


def million(value: Number | None) -> str:
    """Đồng as whole triệu, half up, grouped: 2 487 400 000 → "2.487"; None → "–"; a few thousand → "< 1"."""
    if value is None:
        return DASH
    whole = int((Decimal(value) / 1_000_000).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return "< 1" if value and not whole else numbers.format_int(whole)


def change(now: Number | None, before: Number | None, places: int = 0) -> str:
    """Change in percent with its sign ("+17 %", "−33,3 %"), half up; "–" where either is unknown or before is zero.

    From ten times on a percentage says nothing: "×106" is how many times as much it is.
    """
    if now is None or not before:
        return DASH
    if now >= 11 * before:
        times = (Decimal(now) / Decimal(before)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return f"×{numbers.format_int(int(times))}"
    value = numbers.change_percent(now, before, places) or Decimal(0)
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{f'{abs(value):f}'.replace('.', ',')} %"


def checked(values: Sequence[Number | None]) -> list[Number]:
    """The known values; raises ValueError on a negative one."""
    known = [value for value in values if value is not None]
    if any(value < 0 for value in known):
        raise ValueError("charts draw amounts, counts and rates, none of which is negative")
    return known


def share(value: Number | None, top: Number) -> float:
    """Percent of `top`, with a sliver for anything above zero; 0 for None, zero and an empty scale."""
    if not value or not top:
        return 0.0
    return max(float(value * 100 / top), SLIVER)


def plain(value: Number | None) -> str:
    """A figure with its own decimals: 7.6 → "7,6"; 1500 → "1.500"; None → "–"."""
    if value is None:
        return DASH
    return numbers.format_int(value) if isinstance(value, int) else numbers.format_decimal(value)
