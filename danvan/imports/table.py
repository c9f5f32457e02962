"""Sheets → the rows of one kind: which sheet carries its heads (danvan/sheets finds the table), and its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from danvan.resources import Fault
from danvan.sheets import Cell, RawRow, RawTable, Sheet, cell_name, date_habits, find_table

from .cells import as_text
from .kind import Columns, ImportKind, Place, Row
from .matching import Head, head_key, known_heads, match, missing
from .units import unit_above, unit_of

MIN_KNOWN = 3
"""A sheet with fewer of a kind's heads is some other sheet of the book."""
SHARED = "Số này nằm ở ô gộp của nhiều dòng. Hãy ghi số của riêng dòng này, hoặc để trống (–) nếu đã ghi ở dòng trên."

Matching = Mapping[str, Mapping[str, str]]
"""{sheet: {column of the file, as text: key, "" = left out}}, as a person chose it."""


@dataclass(slots=True)
class Table:
    """Every sheet's rows under one head. `faults` and `warnings` are about the file and its heads, not its rows;
    `hidden` are keys of rows that somebody should decide about, `skipped` (key, why) rows that are no data.
    """

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    skipped: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Heads:
    """A sheet with its table found, and what each of its heads is; `above`: the unit of money over the heads."""

    raw: RawTable
    heads: list[Head]
    above: str = ""

    @property
    def sheet(self) -> Sheet:
        return self.raw.sheet

    def samples(self, index: int, count: int = 3) -> list[str]:
        """The first values under a head."""
        found: list[str] = []
        for row in self.raw.rows:
            value = as_text(row.values[index]) if index < len(row.values) else ""
            if value and value not in found:
                found.append(value[:60])
            if len(found) == count:
                break
        return found


def find_heads(
    kind: ImportKind, sheets: Sequence[Sheet], remembered: Mapping[str, str] | None = None, least: int = MIN_KNOWN
) -> list[Heads]:
    """The visible sheets that carry at least `least` of the kind's heads."""
    known = {head: key for head, (_, key) in known_heads(kind).items()}
    known |= {head: key for head, key in (remembered or {}).items() if key}
    found = []
    for sheet in sheets:
        if sheet.hidden or not sheet.rows:
            continue
        raw = find_table(sheet, lambda head: known.get(head_key(head)))
        heads = match(kind, [head or None for head in raw.heads], remembered)
        if raw.head_row and len({key for key in raw.keys if key}) >= least:
            found.append(Heads(raw, heads, unit_above(sheet.rows[: raw.head_row - 1])))
    return found


def tabulate(
    kind: ImportKind, sheets: Sequence[Sheet], *, matching: Matching | None = None,
    mends: Mapping[str, str] | None = None, kept: frozenset[str] = frozenset(), found: Sequence[Heads] | None = None,
) -> Table:  # fmt: skip
    """Join the sheets that carry the kind's heads. Without a `matching` the file must have every head itself.
    `mends` are texts for cells ("Sheet!B4"); `kept` are keys of total rows that somebody wants all the same; `found`
    are the tables where they have been looked for already.
    """
    table = Table()
    ours = list(found or find_heads(kind, sheets, least=0 if matching is not None else MIN_KNOWN))
    if matching is not None:
        ours = [heads for heads in ours if heads.sheet.name in matching]
    names = {heads.sheet.name for heads in ours}
    for sheet in sheets:
        if sheet.name not in names and sheet.rows:
            what = "đang ẩn" if sheet.hidden else f"không có các cột của {kind.title}"
            table.warnings.append(Fault(sheet.name, "", f"Trang tính này {what}, đã bỏ qua."))
    if not ours:
        heads = ", ".join(column.head for column in kind.columns if not column.extra)
        name = sheets[0].name if sheets else ""
        table.faults.append(Fault(cell_name(name, 1, 0), "", f"Chưa thấy dòng tiêu đề với các cột: {heads}."))
    for heads_ in ours:
        _add(table, kind, heads_, matching, mends or {}, kept)
    if ours and not table.rows and not table.faults:
        where = cell_name(ours[0].sheet.name, ours[0].raw.head_row + 1, 0)
        table.faults.append(Fault(where, "", "Dưới dòng tiêu đề chưa có dòng nào."))
    return table


def _add(
    table: Table, kind: ImportKind, found: Heads, matching: Matching | None, mends: Mapping[str, str],
    kept: frozenset[str],
) -> None:  # fmt: skip
    sheet, raw = found.sheet, found.raw
    at = _chosen(matching[sheet.name]) if matching is not None else _matched(table, found)
    lacking = missing(kind, set(at), strict=matching is None)
    for head in lacking:
        end = cell_name(sheet.name, raw.head_row, len(raw.heads))
        table.faults.append(Fault(end, "", f"Thiếu cột “{head}”. Cột được để trống nhưng phải có tiêu đề."))
    if lacking:
        return
    table.sheets.append(sheet.name)
    notes = dict.fromkeys((*sheet.notes, *raw.notes))
    table.warnings += [Fault(note.where or sheet.name, "", note.message) for note in notes]
    body = _body(table, raw, kept)
    habits = {
        column.key: date_habits(row.values[at[column.key]] for row in body if at[column.key] < len(row.values))
        for column in kind.columns
        if column.kind == "date" and column.key in at
    }
    others = [column.key for column in kind.columns if column.key not in at]
    beyond = {key: len(raw.heads) + number for number, key in enumerate(others)}
    columns = Columns(sheet.name, at, _units(kind, found, at), habits, sheet.date1904, beyond)
    known = [(column.key, at.get(column.key, -1), column.is_number) for column in kind.columns]
    changed = _by_row(mends, sheet.name)
    for row in body:
        place = Place(columns, row.number)
        if row.hidden:
            table.hidden.add(place.key)
        _outside(table, raw, row)
        cells = {key: row.values[index] if 0 <= index < len(row.values) else None for key, index, _ in known}
        mended = set()
        if row.number in changed:
            mended = {name for name in (*at, *beyond) if place.cell(name) in changed[row.number]}
            cells |= {name: mends[place.cell(name)] for name in mended}
        made = Row(place, cells)
        for key, index, is_number in known:
            if is_number and index in row.filled and key not in mended:
                made.fault(key, SHARED, [] if kind.column(key).required else ["–"])
        table.rows.append(made)


def _body(table: Table, raw: RawTable, kept: frozenset[str]) -> list[RawRow]:
    """The rows of data, and of those that are none the totals that somebody wants."""
    name = raw.sheet.name
    wanted = []
    for number, why in raw.skipped:
        key = f"{name}!{number}"
        if key in kept:
            values = [*raw.sheet.rows[number - 1]]
            wanted.append(RawRow(number, values + [None] * (len(raw.heads) - len(values))))
        elif why != "Dòng trống.":
            table.skipped.append((key, why))
    return sorted([*raw.rows, *wanted], key=lambda row: row.number) if wanted else raw.rows


def _matched(table: Table, found: Heads) -> dict[str, int]:
    at: dict[str, int] = {}
    for head in found.heads:
        cell = cell_name(found.sheet.name, found.raw.head_row, head.index)
        if head.key:
            at[head.key] = head.index
        elif head.guess and head.guess in {other.guess for other in found.heads if other.index < head.index}:
            table.faults.append(Fault(cell, shown(head.text), "Có hai cột cùng tên."))
        elif head.guess and any(other.guess == head.guess for other in found.heads if other.index > head.index):
            at[head.guess] = head.index
        elif head.asked:
            table.warnings.append(Fault(cell, shown(head.text), "Cột này không thuộc tệp mẫu, đã bỏ qua."))
    return at


def _chosen(of_sheet: Mapping[str, str]) -> dict[str, int]:
    return {key: int(index) for index, key in of_sheet.items() if key}


def _units(kind: ImportKind, found: Heads, at: Mapping[str, int]) -> dict[str, str]:
    units = {}
    for column in kind.columns:
        if column.kind in ("money", "quantity") and column.key in at:
            stated = unit_of(found.raw.heads[at[column.key]], column.kind)
            unit = stated or (found.above if column.kind == "money" else "")
            if unit:
                units[column.key] = unit
    return units


def _by_row(mends: Mapping[str, str], sheet: str) -> dict[int, list[str]]:
    """{row number: cells of it that were mended}."""
    found: dict[int, list[str]] = {}
    for key in mends:
        name, _, cell = key.rpartition("!")
        if name == sheet:
            found.setdefault(int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0), []).append(key)
    return found


def _outside(table: Table, raw: RawTable, row: RawRow) -> None:
    # A CSV row longer than its heads was cut by a comma outside quotes, even when what juts out is empty.
    width, values = len(raw.heads), row.values
    beside = [i for i, head in enumerate(raw.heads) if not head and i < len(values) and values[i] is not None]
    for index in beside or range(width, min(len(values), width + 1)):
        table.faults.append(
            Fault(
                cell_name(raw.sheet.name, row.number, index), shown(values[index]),
                "Ô này nằm ngoài các cột có tiêu đề. Trong CSV, ô có dấu phẩy phải đặt giữa hai dấu ngoặc kép.",
            )
        )  # fmt: skip


def shown(value: Cell) -> str:
    """A cell's value as a person recognises it, on one line."""
    found = as_text(value)
    return found if len(found) <= 120 else f"{found[:119]}…"
