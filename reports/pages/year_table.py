"""A table of years as the pages of places and organisations show it, and as it leaves as a file. No database here.

Missing is "–" (None), never 0; loans stand apart; a cell leads to exactly the rows that it counts, or to nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from danvan.charts.base import pct, share
from danvan.export import ExportColumn
from danvan.lib.numbers import format_int


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. `note`: small words beside it; `by_share`: split by a share, so that no list shows just that."""

    value: int | Decimal | str | None
    url: str = ""
    note: str = ""
    by_share: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """`kind`: money, count or text; `bar`: the figure is drawn too."""

    label: str
    kind: str = "count"
    bar: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Row:
    """One year, or one of the bodies in it (`sub`). `mark`: what is in it beside the place's or body's own."""

    label: str
    cells: tuple[Cell, ...]
    mark: str = ""
    sub: bool = False
    url: str = ""


@dataclass(frozen=True)
class Table:
    key: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    first: str = "Năm"

    @property
    def shown(self) -> list[tuple[Row, list[tuple[Head, Cell, str]]]]:
        """The rows with their heads, and the width of the bar."""
        tops = [max((int(row.cells[at].value or 0) for row in self.rows if not row.sub), default=0) if head.bar else 0
                for at, head in enumerate(self.heads)]  # fmt: skip
        return [
            (row, [(head, cell, "" if row.sub else _bar(cell.value, top))
                   for head, cell, top in zip(self.heads, row.cells, tops, strict=True)])
            for row in self.rows
        ]  # fmt: skip

    def exported(self) -> tuple[list[ExportColumn], list[Sequence[Any]]]:
        heads = [ExportColumn(self.first), ExportColumn("Gồm", width=40),
                 *(ExportColumn(f"{head.label}{', ' + head.unit if head.unit else ''}", head.kind)  # type: ignore[arg-type]
                   for head in self.heads)]  # fmt: skip
        return heads, [(row.label, row.mark, *(cell.value for cell in row.cells)) for row in self.rows]


def _bar(value: int | Decimal | str | None, top: int) -> str:
    return pct(share(value, top)) if top and isinstance(value, int) else ""


def money_note(n: int, vnd: int | None) -> str:
    """ "3 khoản": how many are behind a sum in đồng, and that none of them is valued where there is no sum."""
    return f"{format_int(n)} khoản" + ("" if vnd is not None else ", chưa quy thành tiền")


def without_empty(heads: Sequence[Head], rows: Iterable[Row]) -> tuple[tuple[Head, ...], tuple[Row, ...]]:
    """Without the columns in which no year has anything."""
    rows = list(rows)
    keep = [at for at in range(len(heads)) if any(row.cells[at].value is not None for row in rows)]
    return tuple(heads[at] for at in keep), tuple(
        Row(row.label, tuple(row.cells[at] for at in keep), row.mark, row.sub, row.url) for row in rows
    )
