"""Kinds of files whose rows are entries of a catalogue, known by their code (mã).

An entry that is there with the same values stays as it is; with other values it stands beside the row, and the row
changes it only when somebody says so. A row may lie under another row of the file (`data["parent"]`), wherever it is.
"""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from danvan.audit.journal import unfolded
from danvan.export import cell_value
from danvan.imports.faults import Unfit
from danvan.lib import text
from danvan.lib.errors import Unreadable
from danvan.lib.periods import PartialDate, read_date
from danvan.records import catalogs
from danvan.records.known import Known
from danvan.records.preparing import begin
from danvan.records.shape import plain
from danvan.uploads import Cell

from . import cells
from .codes import VERSION
from .kind import Again, Column, ImportKind, Row, Stored
from .table import shown

EXAMPLE_CODE = "vi-du"


def catalog_code(value: Cell) -> str:
    """Mã: letters without marks, digits, hyphens; a whole number as its digits."""
    if cells.as_text(value) == EXAMPLE_CODE:
        raise Unfit("Đây là dòng ví dụ của tệp mẫu. Hãy xóa dòng này.")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else cells.required_text(value).lower()


def first_day(value: Cell | PartialDate) -> Any:
    """The day, or the first of a month or year; None for an empty cell."""
    found = _day(value)
    return None if found is None else found.start


def last_day(value: Cell | PartialDate) -> Any:
    found = _day(value)
    return None if found is None else found.end


def _day(value: Cell | PartialDate) -> PartialDate | None:
    if isinstance(value, PartialDate):
        return value
    if cells.is_empty(value):
        return None
    if isinstance(cells.sound(value), bool):
        raise Unreadable("Ô này không phải là ngày.")
    return read_date(value)


def other_names(value: Cell) -> str:
    """Several, separated by ";", as the catalogues keep them: one a line."""
    return "\n".join(cells.names(value))


CODE = Column("code", "Mã", catalog_code, "Chữ không dấu, số, gạch nối; mã đã có là sửa mục đó.", EXAMPLE_CODE,
              required=True, width=18, aliases=("Mã số", "Ký hiệu"))  # fmt: skip
VALIDITY = (
    Column("valid_from", "Từ ngày", first_day, "Có từ ngày nào; để trống là từ trước.", kind="date", extra=True,
           aliases=("Hiệu lực từ", "Ngày thành lập", "Từ")),
    Column("valid_to", "Đến hết ngày", last_day, "Có đến hết ngày nào; để trống là đang có.", kind="date", extra=True,
           aliases=("Đến ngày", "Hiệu lực đến", "Đến")),
    Column("aliases", "Tên gọi khác", other_names, "Các tên khác, ngăn bằng dấu chấm phẩy.", extra=True, separator=";",
           width=30, aliases=("Tên khác", "Tên cũ")),
)  # fmt: skip


class CatalogKind(ImportKind):
    """`fields` gives the row's values but the parent, which may be a row that comes later."""

    comes_again = True
    similar_says = "Mã này đã có, với giá trị khác:"
    fallback = "code"

    def lookups(self, actor: Any | None, aliases: Mapping[tuple[str, str], str], create: bool) -> Any:
        """An object with `there` {code: entry}, `of_file` (a set for the codes of its rows), and `parent(name, row)`:
        an entry, or Unfit."""
        raise NotImplementedError

    def fields(self, row: Row, look: Any) -> dict[str, Any]:
        """The values of the columns, by field."""
        raise NotImplementedError

    def said(self, entry: Any) -> str:
        """A stored entry with all its values in one line."""
        raise NotImplementedError

    def cells(self, entry: Any) -> dict[str, Any]:
        """A stored entry in the cells of its file, but for the code and what all catalogues have."""
        raise NotImplementedError

    def written(self, records: Sequence[Any], user: Any) -> Iterator[dict[str, Any]]:
        for entry in records:
            yield {
                **self.cells(entry), "code": entry.code, "name": entry.name, "valid_from": entry.valid_from,
                "valid_to": entry.valid_to, "aliases": "; ".join(entry.aliases.splitlines()),
                "parent": entry.parent.code if entry.parent else "",
            }  # fmt: skip

    def fits(self, row: Row, parent: Any) -> str:
        """Why the row cannot lie under the parent; "" where it can."""
        return ""

    def bind(self, row: Row, look: Any) -> None:
        there = look.there.get(row["code"])
        wanted = {**self.fields(row, look), "code": row["code"] or ""}
        if there is not None:  # a column that the file does not have changes nothing
            have = row.place.columns.at
            wanted = {name: value for name, value in wanted.items() if self.door_keys.get(name, name) in have}
        row.data |= wanted
        row.prepared = Entry(there, look)
        look.of_file.add(row["code"])

    def check(self, actor: Any | None, rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
        known, by_code = Known(), dict[str, Row]()
        for number, row in enumerate(rows):
            if by_code.setdefault(row["code"], row) is not row:
                yield row, "code", f"Mã {row['code']} đã ở dòng {by_code[row['code']].place.row} của tệp."
            row.prepared.take(self.model, row.data, -1 - number)
        by_name = {text.fold(name): row for row in rows for name in (row.prepared.entry.name, str(row.prepared.entry))}
        for row in rows:
            if "parent" in row.place.columns.at:
                self._lie(row, by_code, by_name)
        known.expect(row.prepared.entry for row in rows if row.prepared.there is None)
        _learn(self.model, rows, known)
        for row in rows:
            if not row.faults:
                errors = begin(row.prepared.entry, row.data, known).errors
                yield from ((row, name, said) for name, texts in errors.items() for said in texts)
        self._recognise(actor, [row for row in rows if row.prepared.there is not None and not row.faults])

    def _recognise(self, actor: Any, rows: Sequence[Row]) -> None:
        """`again` of the rows whose entry is there: unchanged, or changed by a file that says of which version."""
        written = self.written([row.prepared.there for row in rows], actor)
        for row, cells_ in zip(rows, written, strict=True):
            there, version = row.prepared.there, row[VERSION]
            if not differs(row):
                row.again = Again(there, there.version)
            elif version is not None and version > there.version:
                row.fault(VERSION, f"{row['code']} chưa có phiên bản {version}. Hãy giữ nguyên cột này như khi tải về.")
            elif version is not None:
                fields = {column: name for name, column in self.door_keys.items()}
                moved = [
                    (column.head, shown(cell_value(cells_.get(column.key))), shown(row.cells.get(column.key)))
                    for column in self.columns
                    if changes(row, fields.get(column.key, column.key))
                ]
                row.again = Again(there, there.version, dict(row.data), moved, version < there.version)

    def _lie(self, row: Row, by_code: Mapping[str, Row], by_name: Mapping[str, Row]) -> None:
        """The row's parent: a row of the file by its code, else what the catalogue has, else a row by its name."""
        row.data["parent"] = None
        name = row["parent"]
        if not name:
            return
        above = by_code.get(name.lower())
        try:
            parent = above.prepared.entry if above else row.prepared.look.parent(name, row)
        except Unfit as error:
            above = by_name.get(text.fold(name))
            if above is None:
                if name.lower() not in row.prepared.look.of_file:  # else its row has faults of its own
                    row.refuse("parent", error)
                return
            parent = above.prepared.entry
        row.data["parent"], row.prepared.above = parent, above
        if any(row is one for one in _line(above)):
            row.fault("parent", f"“{name}” lại nằm dưới mục này, hoặc là chính nó.")
        elif why := self.fits(row, parent):
            row.fault("parent", why)

    def pack(self, actor: Any, rows: Sequence[Row]) -> None:
        """Entries are written one by one: each may stand below the one before it."""

    def create(self, actor: Any, rows: Sequence[Row], packed: Any = None) -> list[Any]:
        """Through the catalogues' door, parents first. Nothing of it is sent anywhere: no records."""
        known = Known()
        for row in rows:
            for one in reversed([row, *_line(row.prepared.above)]):
                if one.pk is None:
                    one.pk = self._store(actor, one, known)
        return []

    def amend(self, actor: Any, rows: Sequence[Row]) -> list[Any]:
        return self.create(actor, rows)

    def _store(self, actor: Any, row: Row, known: Known) -> int:
        there, above = row.prepared.there, row.prepared.above
        if above is not None:
            row.data["parent"] = above.pk
        if there is None:
            return int(catalogs.save(actor, self.model, row.data, known=known).pk)
        if differs(row):
            with unfolded():
                catalogs.save(actor, there, row.data, expected_version=there.version, known=known)
        return int(there.pk)

    def similar(self, rows: Sequence[Row], user: Any) -> dict[int, list[int]]:
        """No query: the look-ups have read the catalogue."""
        return {
            index: [row.prepared.there.pk]
            for index, row in enumerate(rows)
            if row.prepared is not None and row.prepared.there is not None and not row.faults and differs(row)
        }  # fmt: skip

    def stored(self, ids: Iterable[int], user: Any) -> dict[int, Stored]:
        found = self.model._default_manager.filter(pk__in=list(ids)).select_related(*self.related)
        return {entry.pk: Stored(entry.get_absolute_url(), self.said(entry)) for entry in found}


class Entry:
    """What a row is in the catalogue: the entry that is `there`, and how it would stand (`entry`)."""

    def __init__(self, there: Any | None, look: Any) -> None:
        self.there, self.look = there, look
        self.entry: Any = None
        self.above: Row | None = None

    def take(self, model: type[Any], data: Mapping[str, Any], key: int) -> None:
        self.entry = copy.copy(self.there) if self.there is not None else model(pk=key)
        for name in ("name", "level", "kind"):
            if name in data:
                setattr(self.entry, name, data[name])


def _line(row: Row | None) -> list[Row]:
    """The row and those above it in the file; ends where they go round."""
    found: list[Row] = []
    while row is not None and not any(row is one for one in found):
        found.append(row)
        row = row.prepared.above
    return found


def differs(row: Row) -> bool:
    """Whether the entry that is there would change."""
    return any(changes(row, name) for name in row.data)


def changes(row: Row, name: str) -> bool:
    """Whether this field of the entry that is there would change."""
    there = row.prepared.there
    return name in row.data and plain(row.data[name]) != plain(getattr(there, there._meta.get_field(name).attname))


def _learn(model: type[Any], rows: Sequence[Row], known: Known) -> None:
    for field in model._meta.concrete_fields:
        if field.is_relation:
            pks = {plain(row.data.get(field.name)) for row in rows} - {None}
            known.learn_rows(field.related_model, pks)
