"""Exact arithmetic for figures: half-up rounding, rates, and splits that lose nothing.

Everything is computed in fractions and rounded once, so no binary float and no decimal context can shift a last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

Number = Decimal | int
MILLION = 1_000_000


def round_half_up(value: Number | Fraction, places: int) -> Decimal:
    """Round to `places` decimals, halves away from zero (Vietnamese statistical practice); the result shows all of
    them.
    """
    scaled = abs(Fraction(value)) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if rest * 2 >= scaled.denominator:
        whole += 1
    sign = 1 if value < 0 and whole else 0
    return Decimal((sign, tuple(int(digit) for digit in str(whole)), -places))


def percent(numerator: Number | None, denominator: Number | None, places: int = 2) -> Decimal | None:
    """`numerator` of `denominator` in per cent, half up; None when either is unknown or the denominator is 0."""
    if numerator is None or denominator is None or denominator == 0:
        return None
    return round_half_up(Fraction(numerator) / Fraction(denominator) * 100, places)


def change_percent(now: Number | None, before: Number | None, places: int = 2) -> Decimal | None:
    """How much `now` differs from `before`, in per cent of `before`; None when unknown or when nothing was before."""
    if now is None or before is None or before == 0:
        return None
    return round_half_up((Fraction(now) - Fraction(before)) / abs(Fraction(before)) * 100, places)


def split_largest_remainder(total: int, shares: Sequence[Number]) -> list[int]:
    """Split `total` (đồng, households …) by `shares` so that the parts add up to it exactly.

    Each part gets its whole quota, the units left over go to the largest remainders (Hare; ties to the earlier share).
    Shares need not add up to 1; they may not be negative or all zero (ValueError). A negative total mirrors a positive
    one.
    """
    weights = [Fraction(share) for share in shares]
    whole = sum(weights, Fraction(0))
    if any(weight < 0 for weight in weights) or whole == 0:
        raise ValueError("shares must be non-negative and not all zero")
    quotas = [abs(total) * weight / whole for weight in weights]
    parts = [quota.numerator // quota.denominator for quota in quotas]
    left = abs(total) - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - quotas[index], index))
    for index in by_remainder[:left]:
        parts[index] += 1
    return [-part for part in parts] if total < 0 else parts


def readable_unit(unit: str, *values: Number | None) -> tuple[str, int]:
    """The unit officials write, and by what the values are divided for it: đồng of a million or more as triệu đồng."""
    large = unit == "đồng" and any(value is not None and abs(Decimal(value)) >= MILLION for value in values)
    return ("triệu đồng", MILLION) if large else (unit, 1)
