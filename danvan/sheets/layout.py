"""What an XLSX sheet says beside its values: hidden rows and columns, merged ranges, the day its dates count from.

Works on parts that workbooks.py has checked; every pass is linear in the part, every result bounded by the sheet.
"""

import re
from collections.abc import Iterable

from danvan.sheets.model import Merged

# No repeat runs past the next tag: a hostile part must not make one of these run over it again and again.
_ROW = re.compile(rb"<(?:[\w.-]{1,20}:)?row(\s[^<>]{0,1000})?>")
_COLUMN = re.compile(rb"<(?:[\w.-]{1,20}:)?col\s([^<>]{0,500})>")
_NUMBER = re.compile(rb"\sr\s?=\s?[\"']([0-9]{1,7})[\"']")
_HIDDEN = re.compile(rb"\shidden\s?=\s?[\"'](?:1|true)[\"']")
_BOUND = re.compile(rb"(?:^|\s)(min|max)\s?=\s?[\"']([0-9]{1,5})[\"']")
_EPOCH = re.compile(rb"<(?:[\w.-]{1,20}:)?workbookPr\s[^<>]{0,1000}?\bdate1904\s?=\s?[\"'](?:1|true)[\"']")


def hidden_rows(part: bytes, height: int) -> frozenset[int]:
    """Rows (from 1, up to `height`) that are hidden, by hand or by a filter."""
    if b"hidden" not in part:
        return frozenset()
    found = set()
    number = 0
    for row in _ROW.finditer(part):
        attributes = row[1] or b""
        told = _NUMBER.search(attributes)
        # A row without an address is the one after the row before.
        number = int(told[1]) if told else number + 1
        if number <= height and _HIDDEN.search(attributes):
            found.add(number)
    return frozenset(found)


def hidden_columns(part: bytes, width: int) -> frozenset[int]:
    """Columns (from 0, below `width`) that are hidden."""
    if b"hidden" not in part:
        return frozenset()
    found: set[int] = set()
    for column in _COLUMN.finditer(part):
        if _HIDDEN.search(b" " + column[1]):
            bounds = {name: int(value) for name, value in _BOUND.findall(column[1])}
            found.update(range(max(0, bounds.get(b"min", 1) - 1), min(width, bounds.get(b"max", 0))))
    return frozenset(found)


def counts_from_1904(workbook: bytes) -> bool:
    """Whether the workbook's dates count from 1904, as those of old Macs do."""
    return _EPOCH.search(workbook) is not None


def merged(
    ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]] | None, height: int, width: int
) -> tuple[Merged, ...]:
    """The ranges of more than one cell that begin inside the sheet, cut to it; in the order of their rows."""
    found = [
        Merged(top + 1, min(bottom + 1, height), left, min(right, width - 1))
        for (top, left), (bottom, right) in ranges or ()
        if top < height and left < width
    ]
    return tuple(sorted(m for m in found if m.first_row < m.last_row or m.first_column < m.last_column))
