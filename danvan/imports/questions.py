"""Rows that can be read and still need somebody's decision before they are stored."""

from typing import Any, NamedTuple

from .analysis import Analysis
from .cells import as_text
from .table import Table

HIDDEN, DOUBLE, SIMILAR, STALE = "hidden", "double", "similar", "stale"
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
    fresh = [row for row in found.rows if row.again is None]
    similar = found.kind.similar(fresh, user) if fresh else {}
    for row in found.rows:
        if row.again is None or not row.again.changes:
            continue
        if row.place.key in table.hidden:
            ask(row.place.key, HIDDEN, "Dòng này đang ẩn trong tệp.")
        if row.again.stale:
            now, then = row.again.version, row["version"]
            said = f"Bản ghi đã đổi sau khi tệp được tải (tệp: phiên bản {then}, nay: phiên bản {now}). Bản đang có:"
            # The decision holds for the version that was looked at.
            ask(row.place.key, f"{STALE}-{now}", said, [row.again.record.pk])
    for index, row in enumerate(fresh):
        key = row.place.key
        if key in table.hidden:
            ask(key, HIDDEN, "Dòng này đang ẩn trong tệp.")
        same = tuple(as_text(value) for value in row.cells.values())
        if same in seen:
            ask(key, DOUBLE, f"Giống hệt dòng {seen[same].rpartition('!')[2]} của tệp.")
        else:
            seen[same] = key
        if index in similar:
            ask(key, SIMILAR, found.kind.similar_says, similar[index])
    return asked
