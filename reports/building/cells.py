"""Table cells and columns that every part of a report uses."""

from decimal import Decimal

from reports.building.narrative import plain
from reports.document import Cell, Column, Figure, Row

EMPTY = Cell()
MISSING = Cell(state="missing")
UNVALUED = Cell(state="unvalued")
INDEX = Column(title="TT", kind="index", width_mm=10)


def money_width(*values: int | None) -> int:
    """Millimetres that hold the longest of these amounts in bold 12 pt, padding included: 29 for 2.215.750.000."""
    longest = max((len(str(abs(value))) for value in values if value is not None), default=1)
    return max(25, 27 + 2 * (longest - 9))


def text(*lines: str, ref: str = "") -> Cell:
    """A cell of words, a line each, leading to `ref`; nothing at all is an empty cell."""
    return Cell(tuple((line,) for line in lines if line), ref=ref)


def text_or_missing(*lines: str) -> Cell:
    """The same, with "–" where there is nothing to say."""
    return text(*lines) if any(lines) else MISSING


def money(value: int | None, key: str = "", ref: str = "") -> Cell:
    """An amount in đồng; None prints "–"."""
    return MISSING if value is None else Cell(((Figure(value=value, kind="money", key=key, ref=ref),),))


def count(value: int | None, key: str = "", ref: str = "", *, signed: bool = False, zero: bool = True) -> Cell:
    """A count; None prints "–", and so does 0 where `zero` is False (nothing to count there)."""
    if value is None or (value == 0 and not zero):
        return MISSING
    return Cell(((Figure(value=value, kind="count", key=key, ref=ref, signed=signed),),))


def percent(value: Decimal | None, key: str = "", ref: str = "", *, signed: bool = False) -> Cell:
    """A rate with two decimals, without its sign (the head has it)."""
    return (
        MISSING if value is None else Cell(((Figure(value=value, kind="percent", key=key, ref=ref, signed=signed),),))
    )


def decimal(value: Decimal | None, key: str = "", ref: str = "", *, signed: bool = False) -> Cell:
    """A measured quantity without its unit."""
    return MISSING if value is None else Cell(((plain(value, key=key, ref=ref, signed=signed),),))


def index(number: int) -> Cell:
    """The running number of a row: not a figure, it counts nothing."""
    return Cell(((str(number),),))


def total(*cells: Cell) -> Row:
    """The "Tổng cộng" row, from the column after TT on."""
    return Row(cells=(EMPTY, text("Tổng cộng"), *cells), total=True)
