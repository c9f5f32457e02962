"""Rows that can be read and still need somebody's decision before they are stored."""

from typing import Any, NamedTuple

from .analysis import Analysis
from .cells import as_text
from .table import Table

HIDDEN, DOUBLE, SIMILAR = "hidden", "double", "similar"
TOTAL = "total"
"""A decision on a row that was taken for no data: it is data."""


class Ask(NamedTuple):
    """Why a row needs a decision; `ids` are the stored records that it looks like."""

    why: str
    message: str
    ids: list[int]


def questions(found: Analysis, table: Table, user: Any) -> dict[str, list[Ask]]:
    """{row key: what to decide}; a row may ask more than one thing."""
    asked: dict[str, list[Ask]] = {}

    def ask(key: str, why: str, message: str, ids: list[int] | None = None) -> None:
        asked.setdefault(key, []).append(Ask(why, message, ids or []))

    seen: dict[tuple[str, ...], str] = {}
    similar = found.kind.similar(found.rows, user)
    for index, row in enumerate(found.rows):
        key = row.place.key
        if key in table.hidden:
            ask(key, HIDDEN, "Dòng này đang ẩn trong tệp.")
        same = tuple(as_text(value) for value in row.cells.values())
        if same in seen:
            ask(key, DOUBLE, f"Giống hệt dòng {seen[same].rpartition('!')[2]} của tệp.")
        else:
            seen[same] = key
        if index in similar:
            ask(key, SIMILAR, "Giống với bản ghi đã có:", similar[index])
    return asked
