"""Figures as text: the one place where a document's typed values become Vietnamese numbers."""

from decimal import Decimal

from danvan.lib.numbers import MISSING, format_decimal, format_int, format_money, format_signed
from reports.document import Cell, Figure, Line

NBSP = "\u00a0"
UNVALUED = "chưa quy thành tiền"


def decimals(figure: Figure) -> int:
    """How many decimals the figure shows: two for rates, those it has for measured quantities, none for the rest."""
    if figure.kind == "percent":
        return 2
    if figure.kind == "decimal" and isinstance(figure.value, Decimal):
        exponent = figure.value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0
    return 0


def number(figure: Figure) -> str:
    """The number without its unit; "–" when it is not known."""
    value = figure.value
    if value is None:
        return MISSING
    places = decimals(figure)
    if figure.signed:
        return format_signed(value, places)
    if figure.kind == "money":
        return format_money(value)
    if figure.kind in ("decimal", "percent"):
        return format_decimal(value, places)
    written = format_int(value)
    return f"0{written}" if figure.pad and 0 < value < 10 else written


def text(figure: Figure) -> str:
    """The number with its unit: "14.250.000 đồng", "135,71%"; the unit never falls to the next line alone."""
    written = number(figure)
    if not figure.unit:
        return written
    return f"{written}%" if figure.unit == "%" else f"{written}{NBSP}{figure.unit}"


def line_text(line: Line) -> str:
    """A line of words and figures as one string."""
    return "".join(text(part) if isinstance(part, Figure) else part for part in line)


def cell_text(cell: Cell, between: str = "\n") -> str:
    """A cell as one string; the words of its state where it has no lines."""
    if cell.state == "missing":
        return MISSING
    if cell.state == "unvalued":
        return UNVALUED
    return between.join(line_text(line) for line in cell.lines)
