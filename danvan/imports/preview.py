"""3. Xem trước: the sheet as it was sent, what was read of it, and every problem at its cell with a way out.

A page holds `PAGE` rows, those with problems first, so that it stays small however long the file is. The first cell of
each problem on a page carries the form that mends it and all cells like it; the others point there.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator

from danvan.lib.errors import Unreadable
from danvan.sheets import column_letters

from .batches import kind_of, table_of
from .cells import as_text
from .codes import AGAIN_KEYS, MA
from .kind import Column, ImportKind, Row, Stored
from .models import ImportBatch
from .questions import DOUBLE, SIMILAR
from .resource import read_cell
from .table import Table, shown

PAGE = 25
LISTED = 20
"""So many faults are listed at the top of the page."""
WIDE = 20


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    part: str = ""


@dataclass
class Fix:
    """One problem of a cell: its reason, the choices, how many cells say the same, and where the form is when it
    stands at an earlier cell (`at`).
    """

    cell: str
    key: str
    message: str
    choices: list[Choice]
    alike: int = 1
    names: bool = False
    optional: bool = False
    at: str = ""

    @property
    def likely(self) -> bool:
        """Whether the one choice may stand ticked already: a name with a single near miss, never a figure."""
        return self.names and len(self.choices) == 1


@dataclass
class Question:
    why: str
    message: str
    stored: list[Stored] = field(default_factory=list)


@dataclass
class ShownCell:
    cell: str
    text: str
    raw: str
    css: str
    bad: bool
    mended: bool


@dataclass
class Line:
    """A row of the page: its cells, and what stands under it."""

    key: str
    number: int
    id: str
    cells: list[ShownCell]
    fixes: list[Fix]
    questions: list[Question]
    state: str  # ok, same, bad, warn, out
    again: str = ""  # of a row that names a record: same, update, propose
    changes: list[list[str]] = field(default_factory=list)  # head, before, after

    @property
    def span(self) -> int:
        return len(self.cells) + 1

    @property
    def twice(self) -> bool:
        """Whether the row seems to be there already: leaving it out stands ticked."""
        return any(question.why in (DOUBLE, SIMILAR) for question in self.questions)


@dataclass
class Preview:
    columns: list[tuple[str, Column, str]]
    page: Page[Any]
    lines: list[Line]
    faults: list[Fix]
    more_faults: int
    several: bool


def tally(counts: Mapping[str, int]) -> list[tuple[int, str]]:
    """What storing a file does with its rows, in words; nothing for a file of new rows alone."""
    words = {"new": "dòng mới", "update": "bản nháp sửa", "propose": "đề nghị sửa", "same": "dòng không đổi"}
    found = [(counts[what], word) for what, word in words.items() if counts.get(what)]
    return found if set(counts) - {"new"} else []


def cell_id(table: Table, row: Row, key: str) -> str:
    """ "B4" on the first sheet, "2-B4" on the second: the cell in an address, a form, an HTML id."""
    number = table.sheets.index(row.place.sheet) + 1
    letters = column_letters(row.place.columns.index(key))
    return f"{'' if number == 1 else f'{number}-'}{letters}{row.place.row}"


def row_id(table: Table, row: Row) -> str:
    number = table.sheets.index(row.place.sheet) + 1
    return f"{'' if number == 1 else f'{number}-'}{row.place.row}"


def preview(batch: ImportBatch, user: Any, *, page: Any = 1, only: str = "", opened: str = "") -> Preview:
    """The page of a batch that was checked. `only` "loi" leaves the rows that need something; `opened` is the id of a
    cell whose form is wanted though an earlier cell has it. One query, for stored records that rows look like.
    """
    kind, table, report = kind_of(batch), table_of(batch), batch.report
    out = {key for key, decision in batch.work["rows"].items() if "skip" in decision}
    rank = {"bad": 0, "warn": 1, "ok": 2, "same": 3, "out": 4}
    rows = [(row, _state(row.place.key, report, out)) for row in table.rows]
    if only == "loi":
        rows = [(row, state) for row, state in rows if state in ("bad", "warn")]
    rows.sort(key=lambda pair: rank[pair[1]])
    shown_page = Paginator(rows, PAGE).get_page(page)
    alike = _alike(table, report, out)
    ids = [pk for row, _ in shown_page for ask in report["asks"].get(row.place.key, ()) for pk in ask[2]]
    stored = kind.stored(ids, user) if ids else {}
    first: dict[Any, str] = {}
    columns = _columns(kind, table, report)
    lines = [
        _line(kind, table, batch, row, state, [column for _, column, _ in columns], alike, first, opened, stored)
        for row, state in shown_page
    ]
    return Preview(
        columns, shown_page, lines, *_listed(kind, table, report, out), len(table.sheets) > 1
    )  # fmt: skip


def _state(key: str, report: dict[str, Any], out: set[str]) -> str:
    if key in out:
        return "out"
    if key in report["faults"]:
        return "bad"
    return "warn" if key in report["asks"] else "same" if report.get("again", {}).get(key, [""])[0] == "same" else "ok"


def _columns(kind: ImportKind, table: Table, report: dict[str, Any]) -> list[tuple[str, Column, str]]:
    """(letters, column, unit of the head) of each column of the first sheet, in the file's order; then those that the
    file has not and that something is wrong with.
    """
    if not table.rows:
        return []
    place = table.rows[0].place.columns
    wanted = {fault[0] for faults in report["faults"].values() for fault in faults}
    wanted |= {key for row in table.rows for key in place.beyond if row.cells.get(key) is not None}
    found = sorted((place.index(key), key) for key in {*place.at, *(wanted & place.beyond.keys())})
    return [(column_letters(index), kind.column(key), place.units.get(key, "")) for index, key in found]


def _signature(row: Row, fault: list[Any]) -> tuple[str, str, str]:
    return fault[0], as_text(row.cells.get(fault[0])), fault[1]


def _alike(table: Table, report: dict[str, Any], out: set[str]) -> Counter[tuple[str, str, str]]:
    """How many cells have one text and one fault."""
    return Counter(
        _signature(row, fault)
        for row in table.rows
        if row.place.key not in out
        for fault in report["faults"].get(row.place.key, ())
    )


def _listed(kind: ImportKind, table: Table, report: dict[str, Any], out: set[str]) -> tuple[list[Fix], int]:
    found: list[Fix] = []
    count = 0
    for row in table.rows:
        if row.place.key in out:
            continue
        for fault in report["faults"].get(row.place.key, ()):
            count += 1
            if len(found) < LISTED:
                found.append(Fix(cell_id(table, row, fault[0]), fault[0], fault[1], []))
    return found, count - len(found)


def _line(
    kind: ImportKind, table: Table, batch: ImportBatch, row: Row, state: str, columns: list[Column],
    alike: Counter[tuple[str, str, str]], first: dict[Any, str], opened: str, stored: dict[int, Stored],
) -> Line:  # fmt: skip
    key = row.place.key
    faults = batch.report["faults"].get(key, ()) if state == "bad" else ()
    bad = {fault[0] for fault in faults}
    fixes = []
    for fault in faults:
        column, where = kind.column(fault[0]), cell_id(table, row, fault[0])
        signature = _signature(row, fault)
        # What the choices offer is not said twice.
        message = fault[1].partition(" Ý bạn là")[0] if fault[2] else fault[1]
        fix = Fix(
            where, fault[0], message, [Choice(value, label, fault[3]) for value, label in fault[2]],
            alike[signature], bool(column.names and fault[3]), not column.required and column.key not in AGAIN_KEYS,
        )  # fmt: skip
        at = first.setdefault(signature, where)
        fix.at = at if at != where and where != opened else ""
        fixes.append(fix)
    asks = batch.report["asks"].get(key, ()) if state in ("bad", "warn") else ()
    questions = [
        Question(why, message, [stored[pk] for pk in ids if pk in stored]) for why, message, ids in asks
    ]  # fmt: skip
    cells = [_cell(table, batch, row, column, column.key in bad) for column in columns]
    what, changes = batch.report.get("again", {}).get(key, ("", [])) if state != "out" else ("", [])
    return Line(key, row.place.row, row_id(table, row), cells, fixes, questions, state, what, changes)


def _cell(table: Table, batch: ImportBatch, row: Row, column: Column, bad: bool) -> ShownCell:
    """What was read stands first, what was written under it where they differ."""
    value = row.cells.get(column.key)
    written = shown(value)
    where = cell_id(table, row, column.key)
    mended = row.place.cell(column.key) in batch.work["mends"]
    read = ""
    if not bad and value is not None:
        try:
            read = column.show(read_cell(row, column))
        except (Unreadable, ValidationError):
            read = ""
    css = " ".join(
        word
        for word, true in (
            ("fault", bad),
            ("num", column.is_number),
            ("code", column.key == MA),
            ("wide", column.width >= WIDE),
        )
        if true
    )
    if not read or read.endswith(written):  # "năm 2022" says no more than "2022"
        return ShownCell(where, written, "", css, bad, mended)
    return ShownCell(where, read, written, css, bad, mended)
