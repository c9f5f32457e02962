"""A spreadsheet as it was sent: sheets of typed cells, and what the sheet says about its rows and columns."""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

Cell = str | int | Decimal | bool | datetime.date | datetime.datetime | None

UNCOMPUTED = "Công thức chưa có kết quả: ="
_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!)")


class UnsafeFile(ValueError):
    """The file cannot be read, or not safely; `message` is for the person who sent it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Note(NamedTuple):
    """What the reader did or noticed. `where` is a cell ("Sheet!A2"), a row ("Sheet!2") or "" for the whole sheet."""

    where: str
    message: str


class Merged(NamedTuple):
    """A merged range that lies within the sheet's rows; rows count from 1, columns from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows from row 1 on, each as wide as what stands in it; `hidden` ones are not for reading.

    `rows[i]` is row i + 1. A merged range has its value in its first cell alone. `hidden_rows` count from 1 (filtered
    rows too), `hidden_columns` from 0. `date1904`: numbers count days from 1904, as dates of old Macs do.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    notes: tuple[Note, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()
    date1904: bool = False


def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(sheet: str, row: int, column: int) -> str:
    """ "Sheet!A2"; `row` counts from 1 as on the sheet, `column` from 0."""
    return f"{sheet}!{column_letters(column)}{row}"


def row_name(sheet: str, row: int) -> str:
    """ "Sheet!2"."""
    return f"{sheet}!{row}"


def is_spreadsheet_error(value: Cell) -> bool:
    """#REF!, #DIV/0! … or a formula without a result: never an empty cell, never a text."""
    return isinstance(value, str) and (_ERROR.fullmatch(value) is not None or value.startswith(UNCOMPUTED))
