"""The one table of a sheet: titles above, totals and signatures below, and merged cells are no rows of it.

What is left out is named with its reason, never silently dropped: people look through `skipped` in the preview.
"""

from collections.abc import Callable
from dataclasses import dataclass

from danvan.lib import text
from danvan.lib.digits import MISSING_SIGNS
from danvan.sheets import footers
from danvan.sheets.heads import Head, find_head
from danvan.sheets.model import Cell, Note, Sheet, cell_name, column_letters, row_name

NAMED = 20
"""Notes of one kind that are given cell by cell; a longer list is one note."""
_SHORT = 8
"""A dash with spaces around it is no longer than this."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of the body: at least as many values as the table has heads, None where the sheet says none ("–" too).

    `number` counts from 1 as on the sheet. Values beyond the heads stand outside the table. `filled`: columns whose
    value comes from a merged range that began in a row above; a number there belongs to all those rows together and
    must not be counted once for each.
    """

    number: int
    values: list[Cell]
    hidden: bool = False
    filled: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RawTable:
    """The table that was found. `head_row`: the head's last row, from 1; 0 on a sheet without any text.

    `heads[i]` is column i's head, "" where there is none; two lines are joined, "Số tiền – Quỹ". `keys[i]` is what
    `is_head` made of it. `skipped`: (row, why it is no row of data). `notes` are the table's; the sheet has its own.
    """

    sheet: Sheet
    head_row: int
    heads: list[str]
    keys: list[str | None]
    rows: list[RawRow]
    skipped: list[tuple[int, str]]
    notes: list[Note]


def find_table(sheet: Sheet, is_head: Callable[[Cell], str | None]) -> RawTable:
    """The table whose head knows most: `is_head` maps a head to a column's key, or None.

    Where no head is known, the first row with the most texts is taken for the head, so that columns can be matched by
    hand.
    """
    head = find_head(sheet, is_head)
    rows, skipped = _body(sheet, head)
    return RawTable(sheet, head.last, head.heads, head.keys, rows, skipped, _notes(sheet, head, rows))


def present(value: Cell) -> Cell:
    """The value, or None for what people write where there is nothing."""
    if isinstance(value, str) and len(value) < _SHORT and text.clean(value) in MISSING_SIGNS | {""}:
        return None
    return value


def _body(sheet: Sheet, head: Head) -> tuple[list[RawRow], list[tuple[int, str]]]:
    rows: list[RawRow] = []
    skipped: list[tuple[int, str]] = []
    if not head.last:
        return rows, skipped
    width = len(head.heads)
    own = [[present(value) for value in row] for row in sheet.rows]
    while own and all(value is None for value in own[-1]):
        own.pop()
    end = footers.end_of_body(own, head.last)
    fills, across = _merged(sheet, own, head.last)
    numbered = any(footers.is_ordinal(_ordinal(head, values)) for values in own[head.last : end - 1])
    for number in range(head.last + 1, len(own) + 1):
        values = own[number - 1]
        if number < end:
            reason = _why_not(head, number, values, across.get(number, 0), numbered)
        else:
            reason = "Dòng dưới bảng (chữ ký, ghi chú)." if any(value is not None for value in values) else ""
        if reason:
            skipped.append((number, reason))
        elif number < end:
            rows.append(_row(number, values, width, fills.get(number, {}), number in sheet.hidden_rows))
    return rows, skipped


def _row(number: int, values: list[Cell], width: int, fills: dict[int, Cell], hidden: bool) -> RawRow:
    full = values + [None] * (width - len(values))
    filled = frozenset(column for column in fills if column < width and full[column] is None)
    for column in filled:
        full[column] = fills[column]
    return RawRow(number, full, hidden, filled)


def _ordinal(head: Head, values: list[Cell]) -> Cell:
    """The row's number in the table (STT), None where there is no such column."""
    return values[head.ordinal] if head.ordinal is not None and head.ordinal < len(values) else None


def _why_not(head: Head, number: int, values: list[Cell], across: int, numbered: bool) -> str:
    """Why a row is no data, "" when it is. `numbered`: the table's rows have Arabic numbers."""
    found = [value for value in values if value is not None]
    if not found:
        return "Dòng trống."
    if number == head.last + 1 and footers.is_numbering(values):
        return "Dòng đánh số cột."
    if head.repeats(values):
        return "Tiêu đề lặp lại."
    if footers.is_total(values):
        return "Dòng cộng."
    ordinal = _ordinal(head, values)
    if len(found) == 1 and len(head.heads) > 1:
        if across * 2 > len(head.heads):
            return "Dòng tên nhóm, gộp ngang qua bảng."
        if footers.is_ordinal(ordinal):
            return "Chỉ có số thứ tự."
    if numbered and footers.is_group(ordinal, found):
        return "Dòng tên nhóm, đánh số La Mã hoặc bằng chữ."
    return ""


def _merged(sheet: Sheet, own: list[list[Cell]], head_row: int) -> tuple[dict[int, dict[int, Cell]], dict[int, int]]:
    """Row → column → the value of the merged range that began above; row → the width of its widest merged range."""
    fills: dict[int, dict[int, Cell]] = {}
    across: dict[int, int] = {}
    for found in sheet.merged:
        if not head_row < found.first_row <= len(own):
            continue
        width = found.last_column - found.first_column + 1
        across[found.first_row] = max(width, across.get(found.first_row, 0))
        first = own[found.first_row - 1]
        value = first[found.first_column] if found.first_column < len(first) else None
        if value is None:
            continue
        for number in range(found.first_row + 1, found.last_row + 1):
            fills.setdefault(number, {})[found.first_column] = value
    return fills, across


def _notes(sheet: Sheet, head: Head, rows: list[RawRow]) -> list[Note]:
    notes = list(head.notes)
    hidden = [row.number for row in rows if row.hidden]
    if hidden:
        shown = ", ".join(map(str, hidden[:NAMED])) + ("…" if len(hidden) > NAMED else "")
        notes.append(Note("", f"Có {len(hidden)} dòng đang ẩn hoặc bị lọc trong bảng: {shown}. Hãy chọn nhập hay bỏ."))
    for column in sorted(sheet.hidden_columns):
        if column < len(head.heads) and head.heads[column]:
            message = f"Cột {column_letters(column)} “{head.heads[column]}” đang ẩn, vẫn được đọc."
            notes.append(Note(cell_name(sheet.name, head.last, column), message))
    filled = [row for row in rows if row.filled]
    for row in filled[:NAMED]:
        names = ", ".join(f"{column_letters(column)}{row.number}" for column in sorted(row.filled))
        notes.append(Note(row_name(sheet.name, row.number), f"{names}: lấy theo ô gộp bắt đầu ở dòng trên."))
    if len(filled) > NAMED:
        notes.append(Note("", f"Tất cả {len(filled)} dòng có ô lấy theo ô gộp bắt đầu ở dòng trên."))
    return notes
