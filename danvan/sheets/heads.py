"""Where a table's head stands, and what it says: one line, or groups above sub-heads."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from danvan.lib import text
from danvan.lib.digits import MISSING_SIGNS
from danvan.sheets.footers import is_numbering
from danvan.sheets.model import Cell, Merged, Note, Sheet, cell_name, row_name

SEARCHED = 30
"""A head stands in the sheet's first rows."""
LINES = 3
JOIN = " – "
_ORDINALS = {"stt", "tt", "so tt", "so thu tu"}

IsHead = Callable[[Cell], str | None]


@dataclass(frozen=True, slots=True)
class Head:
    """`first` and `last` row (from 1, 0 = none), a head and a key a column, the column of ordinals (STT) if any; the
    lines of the head in lower case.
    """

    first: int
    last: int
    heads: list[str]
    keys: list[str | None]
    ordinal: int | None
    lines: list[list[str]]
    notes: list[Note] = field(default_factory=list)

    def repeats(self, values: list[Cell]) -> bool:
        """Whether the row is a line of the head once more, as at the top of every printed page."""
        found = [(index, value) for index, value in enumerate(values) if value is not None]
        if len(found) < 2:
            return False
        for line in self.lines:
            alike = sum(
                1 for index, value in found
                if index < len(line) and isinstance(value, str) and line[index] == value.lower()
            )  # fmt: skip
            if alike * 5 >= len(found) * 4:
                return True
        return False


def find_head(sheet: Sheet, is_head: IsHead) -> Head:
    """The row with the most known heads among the first 30, with the lines that belong to it above and below."""
    near = tuple(found for found in sheet.merged if found.first_row <= SEARCHED + LINES)
    sheet = replace(sheet, rows=sheet.rows[: SEARCHED + LINES], merged=near)
    counts = [len({key for value in row if (key := _key(is_head, value))}) for row in sheet.rows[:SEARCHED]]
    known = max(counts, default=0)
    if known:
        base = counts.index(known) + 1
    else:
        texts = [sum(1 for value in row if _is_word(value)) for row in sheet.rows[:SEARCHED]]
        base = texts.index(max(texts)) + 1 if any(texts) else 0
    if not base:
        return Head(0, 0, [], [], None, [])
    first = last = base
    while last - first < LINES - 1 and last < len(sheet.rows) and _has_sub_heads(sheet, is_head, first, last):
        last += 1
    while last - first < LINES - 1 and first > 1 and _is_group_line(sheet, first):
        first -= 1
    return _read(sheet, is_head, first, last, known)


def _read(sheet: Sheet, is_head: IsHead, first: int, last: int, known: int) -> Head:
    width = max(len(sheet.rows[number - 1]) for number in range(first, last + 1))
    lines = [_spread(sheet, number, first, last, width) for number in range(first, last + 1)]
    heads, keys = [], []
    for column in range(width):
        parts: list[str] = []
        for line in lines:
            if line[column] and line[column] not in parts[-1:]:
                parts.append(line[column])
        heads.append(JOIN.join(parts))
        keys.append(_key(is_head, heads[-1]) or (_key(is_head, parts[-1]) if len(parts) > 1 else None))
    ordinal = next((index for index, head in enumerate(heads) if text.fold(head) in _ORDINALS), None)
    notes = []
    if not known:
        notes.append(Note(row_name(sheet.name, last), "Chưa nhận ra tiêu đề nào; lấy dòng này làm tiêu đề."))
    if last > first:
        notes.append(Note(row_name(sheet.name, first), f"Tiêu đề có {last - first + 1} dòng, đã ghép lại."))
    for column, head in enumerate(heads):
        if head in heads[:column] and head:
            notes.append(Note(cell_name(sheet.name, last, column), f"Có hai cột cùng tên “{head}”."))
    lowered = [[value.lower() for value in line] for line in lines]
    return Head(first, last, heads, keys, ordinal, lowered, notes)


def _key(is_head: IsHead, value: Cell) -> str | None:
    return None if value is None or _shown(value) == "" else is_head(value)


def _shown(value: Cell) -> str:
    found = "" if value is None else text.clean(str(value))
    return "" if found in MISSING_SIGNS else found


def _is_word(value: Cell) -> bool:
    return isinstance(value, str) and any(letter.isalpha() for letter in value)


def _at(sheet: Sheet, number: int, column: int) -> Cell:
    row = sheet.rows[number - 1] if 0 < number <= len(sheet.rows) else []
    return row[column] if column < len(row) else None


def _starts(sheet: Sheet, number: int) -> list[Merged]:
    return [found for found in sheet.merged if found.first_row <= number <= found.last_row]


def _spread(sheet: Sheet, number: int, first: int, last: int, width: int) -> list[str]:
    """A line of the head with each merged head in all its columns and lines."""
    line = [_shown(_at(sheet, number, column)) for column in range(width)]
    for found in _starts(sheet, number):
        if found.first_row < first:
            continue
        value = _shown(_at(sheet, found.first_row, found.first_column))
        for column in range(found.first_column, min(found.last_column + 1, width)):
            line[column] = line[column] or value
    if number < last:
        # A group that was typed without merging reaches over the empty heads beside it that have sub-heads.
        covered = {
            column
            for found in _starts(sheet, number)
            for column in range(found.first_column, min(found.last_column + 1, width))
        }
        for column in range(1, width):
            if not line[column] and column not in covered and _shown(_at(sheet, number + 1, column)):
                line[column] = line[column - 1]
    return line


def _has_sub_heads(sheet: Sheet, is_head: IsHead, first: int, number: int) -> bool:
    """Whether the row below carries sub-heads of this one: words only, under merged groups or, where one of them is
    known, under empty heads.
    """
    below = {index: value for index, value in enumerate(sheet.rows[number]) if _shown(value)}
    if not below or not all(_is_word(value) for value in below.values()) or is_numbering(list(below.values())):
        return False
    merged = _starts(sheet, number)
    grouped = [m for m in merged if m.first_column < m.last_column and m.last_row == number and m.first_row >= first]
    if any(m.first_column <= index <= m.last_column for m in grouped for index in below):
        return len(below) > 1 or any(m.last_row > number and m.first_row >= first for m in merged)
    heads = {index: _shown(value) for index, value in enumerate(sheet.rows[number - 1]) if _shown(value)}
    groups = {index for index in heads if index + 1 in below and index + 1 not in heads}
    if not groups or below.keys() & heads.keys() - groups or not heads.keys() - below.keys():
        return False
    under = [(heads[at], _shown(below[index])) for at in groups for index in (at, at + 1) if index in below]
    return any(_key(is_head, value) for value in below.values()) or any(
        _key(is_head, group + JOIN + value) for group, value in under
    )


def _is_group_line(sheet: Sheet, number: int) -> bool:
    """Whether the row above carries groups of this one's heads: not a title, which stands alone.

    A row that is complete without it needs no groups, unless its heads repeat.
    """
    above = [index for index, value in enumerate(sheet.rows[number - 2]) if _shown(value)]
    here = [index for index, value in enumerate(sheet.rows[number - 1]) if _shown(value)]
    if len(above) < 2 or not all(_is_word(_at(sheet, number - 1, index)) for index in above):
        return False
    grouped = [
        m for m in _starts(sheet, number - 1)
        if m.last_row == number - 1 and sum(m.first_column <= index <= m.last_column for index in here) >= 2
    ]  # fmt: skip
    down = [m for m in _starts(sheet, number - 1) if m.last_row >= number]
    names = [text.fold(_shown(_at(sheet, number, index))) for index in here]
    if grouped:
        return bool(down) or not set(above) <= set(here) or len(set(names)) < len(names)
    return (
        not set(above) <= set(here)
        and set(here) > {here[0]}
        and any(index in here and index + 1 in here and index + 1 not in above for index in above)
    )
