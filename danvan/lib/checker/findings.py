"""What the checker says, and when a stated figure holds of a computed one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from danvan.lib.arithmetic import round_half_up
from danvan.lib.checker.figures import Figure
from danvan.lib.numbers import format_decimal

KINDS = {
    "parts_sum": "a", "part_over": "a", "change": "a", "direction": "a", "rate": "a", "price": "a", "average": "a",
    "loan_in_support": "a", "stock_flow": "a", "converted": "a", "named_count": "a", "multiple": "a", "days": "a",
    "table_sum": "a", "data_total": "b", "data_houses": "b", "data_target": "b", "data_poverty": "b",
    "data_organization": "b", "data_source": "b", "data_count": "b", "ambiguous_number": "c", "malformed_number": "c",
    "no_date": "c", "two_values": "d", "in_words": "d", "wrong_class": "d", "legal_basis": "e",
}  # fmt: skip
"""Codes of findings by the points of what is checked: a arithmetic, b data, c numbers, d two values, e legal bases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One contradiction. `stated`, `computed`, `difference` in base units with a dot decimal ("" where none);
    `start`, `end`: where the quoted words stand in the prepared text.
    """

    code: str
    quote: str
    stated: str
    computed: str
    difference: str = ""
    unit: str = ""
    message: str = ""
    start: int = 0
    end: int = 0

    def as_json(self) -> dict[str, str]:
        """The keys of design.md §6."""
        names = ("code", "quote", "stated", "computed", "difference", "unit", "message")
        return {name: getattr(self, name) for name in names}


Exact = Decimal | int | Fraction


def plain(value: Exact) -> str:
    """Base units with a dot decimal, at most four decimals: "2.6", "14250000", "-6"."""
    text = format(round_half_up(Fraction(value), 4), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(value: Exact, unit: str) -> str:
    """The same for people: "2,6 ha", "14.250.000 đồng", "13,95%"."""
    number = format_decimal(round_half_up(Fraction(value), 2))
    return f"{number}{'' if unit == '%' else ' '}{unit}".strip()


def holds(stated: Figure, computed: Exact, slack: Fraction = Fraction(0)) -> bool:
    """Within half a unit of the last written digit; trên, gần, khoảng as bounds (within a tenth), ranges inside.

    A bound is meant as one: "trên 1,5 tỷ" is not 1,483 tỷ. `slack`: what the rounding of the parts may hide.
    """
    value, exact = Fraction(stated.value), Fraction(computed)
    margin = abs(value) / 10
    half = Fraction(stated.step) / 2 if stated.dim == "%" or stated.step != 1 else Fraction(0)
    if stated.high is not None:
        return value - half <= exact <= Fraction(stated.high) + half
    match stated.qualifier:
        case "trên":
            return exact >= value - (half if stated.dim == "%" else slack)
        case "gần":
            return value - margin <= exact <= value + (half if stated.dim == "%" else slack)
        case "khoảng":
            return abs(value - exact) <= margin
        case _:
            return abs(value - exact) <= half


def contradiction(
    code: str, text: str, stated: Figure, computed: Exact, message: str, *others: Figure, unit: str = ""
) -> Finding:
    """A finding about `stated`, quoted from the first to the last figure that it rests on."""
    unit = unit or stated.unit
    figures = (stated, *others)
    start, end = min(figure.start for figure in figures), max(figure.end for figure in figures)
    figure_end = max(figures, key=lambda figure: figure.end)
    if figure_end.unit and text[end:].lstrip().lower().startswith(figure_end.unit):
        end = text.lower().index(figure_end.unit, end) + len(figure_end.unit)
    if "(" in text[start:end] and ")" not in text[start:end] and text[end : end + 1] == ")":
        end += 1
    difference = Fraction(stated.value) - Fraction(computed)
    return Finding(
        code=code, quote=text[start:end], stated=plain(stated.value), computed=plain(computed),
        difference=plain(difference), unit=unit, start=start, end=end,
        message=f"{message}: ghi {shown(stated.value, unit)}, tính ra {shown(computed, unit)}, "
        f"chênh {shown(abs(difference), unit)}.",
    )  # fmt: skip
