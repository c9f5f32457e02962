"""A kind of file (loại tệp): its columns, how a row becomes what the door takes, and what looks like it already."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from danvan.lib.numbers import format_decimal, format_int, format_money
from danvan.lib.periods import PartialDate
from danvan.records.data import Invalid
from danvan.records.models import Record
from danvan.sheets import Cell, DateHabits, cell_name

from . import door
from .cells import as_text
from .faults import single
from .naming import Again, Part

Width = int
ColumnKind = Literal["text", "money", "quantity", "count", "decimal", "date", "choice", "id"]


def as_read(value: Any) -> str:
    """A value that was read, as the preview shows it beside the text; "" where nothing needs saying."""
    if isinstance(value, PartialDate):
        return str(value)
    return ""


def money_read(value: Any) -> str:
    """Đồng in full: of an int, or of anything with `.vnd`."""
    vnd = getattr(value, "vnd", value)
    return "" if vnd is None else format_money(vnd)


def number_read(value: Any) -> str:
    return "" if value is None else format_int(value) if isinstance(value, int) else format_decimal(value)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind.

    `read(cell)` gives the typed value or raises Unreadable / ValidationError (`Unfit` with choices). `required`: the
    cell may not be empty. `extra`: a file without this column is whole. `aliases` are other heads people give it.
    `kind` "money" takes a unit from the head ("triệu đồng"), "quantity" too ("ha"). `names` says what its names are
    names of ("place", "organization" …): such a name may be remembered for its user ("" = never, as for people).
    `separator` splits a cell of several. `choices(user)` are the template's drop-down, `template` says whether it
    stands there at all. `show` puts a value that was read beside the text.
    """

    key: str
    head: str
    read: Callable[[Any], Any]
    help: str = ""
    example: str = ""
    kind: ColumnKind = "text"
    required: bool = False
    extra: bool = False
    aliases: tuple[str, ...] = ()
    names: str = ""
    separator: str = ""
    template: bool = True
    choices: Callable[[Any], Sequence[str]] | None = None
    show: Callable[[Any], str] = as_read
    width: int = 14

    @property
    def is_number(self) -> bool:
        return self.kind in ("money", "quantity", "count", "decimal")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a sheet has the columns of its kind, the units that its heads state (key → "triệu", "ha" …), and how its
    columns of dates are written. `beyond`: columns that the file has not, placed behind its last one, so that what
    is missing can be filled in.
    """

    sheet: str
    at: Mapping[str, int]
    units: Mapping[str, str] = field(default_factory=dict)
    habits: Mapping[str, DateHabits] = field(default_factory=dict)
    date1904: bool = False
    beyond: Mapping[str, int] = field(default_factory=dict)

    def index(self, key: str) -> int:
        return self.at[key] if key in self.at else self.beyond.get(key, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: its sheet's columns and its number there, from 1."""

    columns: Columns
    row: int

    @property
    def sheet(self) -> str:
        return self.columns.sheet

    @property
    def key(self) -> str:
        """ "Sheet!5": names the row in a batch's decisions."""
        return f"{self.sheet}!{self.row}"

    def cell(self, key: str) -> str:
        """ "Sheet!B5"."""
        return cell_name(self.sheet, self.row, self.columns.index(key))


@dataclass(slots=True)
class CellFault:
    """One thing wrong with a row: the column's key, why, and texts for the whole cell, each with its label."""

    key: str
    message: str
    choices: list[tuple[str, str]] = field(default_factory=list)
    part: str = ""


@dataclass(slots=True)
class Row:
    """A row on its way: `cells` as they stand, `values` as they were read (a key is missing when its cell could not
    be), `data` for the door. Faults and warnings gather here.
    """

    place: Place
    cells: Mapping[str, Cell]
    values: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    warnings: list[tuple[str, str, str]] = field(default_factory=list)  # (key, value, message)
    prepared: Any = None  # what the door made of `data`
    pk: int | None = None
    late: bool = False  # where its period is closed, it is wanted as a supplement
    counts_in: str = ""  # a closed period refused it, or made a supplement of it: where it counts then
    again: Again | None = None  # a row that names a record that is there

    def __str__(self) -> str:
        return self.place.key

    def __getitem__(self, key: str) -> Any:
        """The value that was read; None when the cell could not be read or is not there."""
        return self.values.get(key)

    @property
    def named(self) -> Again:
        """`again` of a row that names a record. Raises ValueError of another."""
        if self.again is None:
            raise ValueError(f"{self} names no record")
        return self.again

    def unread(self, *keys: str) -> bool:
        """Whether one of these cells could not be read: what binds them has nothing to say then."""
        return any(fault.key in keys for fault in self.faults)

    def fault(self, key: str, message: str, choices: Iterable[str] = (), part: str = "") -> None:
        whole = as_text(self.cells.get(key))
        texts = [(whole.replace(part, choice, 1) if part and part in whole else choice, choice) for choice in choices]
        self.faults.append(CellFault(key, message, texts, part))

    def position(self, fault: CellFault) -> int:
        """The column of the file that it is about, to put faults in reading order."""
        return self.place.columns.index(fault.key)

    def refuse(self, key: str, error: Any) -> None:
        """The faults of a ValidationError or Unreadable at this cell."""
        for message, part, choices in single(error):
            self.fault(key, message, choices, part)

    def warn(self, key: str, value: str, message: str) -> None:
        self.warnings.append((key, value, message))


class ImportKind:
    """Subclass it, name the class in `kinds.KINDS`, and the browser, the template and the error file are there.

    `columns` in the file's order; `right` is needed to import; `door_keys` leads the door's faults
    ("contributions.amount_vnd", without the index) to columns; `fallback` is the column for all others.

    With a `prefix` ("HT") rows may name records that are there by "HT-12", and the list's "Tải để sửa" writes them:
    add codes.AGAIN to `columns`, write `written`, name in `related` and `prefetch` what it reads, in `parts` how rows
    of child relations are known again, and in `fixed` the columns that say which thing a record is about.
    """

    code: ClassVar[str] = ""
    title: ClassVar[str] = ""
    sheet: ClassVar[str] = ""
    model: ClassVar[type[Any]]
    right: ClassVar[str] = ""
    columns: ClassVar[tuple[Column, ...]] = ()
    door_keys: ClassVar[Mapping[str, str]] = {}
    fallback: ClassVar[str] = ""
    can_create: ClassVar[tuple[type[Any], ...]] = ()
    list_name: ClassVar[str] = ""
    prefix: ClassVar[str] = ""
    related: ClassVar[tuple[str, ...]] = ()
    prefetch: ClassVar[tuple[str, ...]] = ()
    parts: ClassVar[Mapping[str, Part]] = {}
    fixed: ClassVar[frozenset[str]] = frozenset()
    similar_says: ClassVar[str] = "Giống với bản ghi đã có:"

    def lookups(self, actor: Any | None, aliases: Mapping[tuple[str, str], str], create: bool) -> Any:
        """What `bind` looks names up in, read once a file in a fixed number of queries. `aliases` maps (what, folded
        name) to the name that the user meant before; `create`: missing catalogue entries may be made.
        """
        return None

    def bind(self, row: Row, look: Any) -> None:
        """Bring `row.values` together into `row.data`, the plain data that the door takes, or `row.fault(…)`."""
        raise NotImplementedError

    def check(self, actor: Any | None, rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
        """(row, place, message) of everything that the door would refuse; nothing is written."""
        return door.check(actor, self.model, rows)

    def pack(self, actor: Any, rows: Sequence[Row]) -> Any:
        """What `create` will write of the rows that `check` passed, worked out before its transaction."""
        return door.pack(actor, rows)

    def create(self, actor: Any, rows: Sequence[Row], packed: Any) -> list[Any]:
        """Store the rows that were packed, each `row.pk` set; inside the caller's transaction. Raises Refused."""
        return door.create(actor, rows, packed)

    def amend(self, actor: Any, rows: Sequence[Row]) -> list[Any]:
        """Write what rows change of the records that they name; the drafts among them. Raises Refused."""
        from .amending import amend

        return amend(actor, self, rows)

    @property
    def comes_again(self) -> bool:
        """Whether its list goes out "để sửa"."""
        return bool(self.prefix)

    def similar(self, rows: Sequence[Row], user: Any) -> dict[int, list[int]]:
        """{index in `rows`: ids of stored records that look like it}; only what the user sees. A few queries."""
        return {}

    def stored(self, ids: Iterable[int], user: Any) -> dict[int, "Stored"]:
        """The records named by `similar`, to stand beside the file's rows; only what the user sees."""
        return {}

    def written(self, records: Sequence[Any], user: Any) -> Iterator[dict[str, Any]]:
        """Each record's cells by column key, as the file of its list holds them and `bind` takes them back; what is
        left out is no cell of that file. A fixed number of queries, over records with `related` and `prefetch`.
        """
        raise NotImplementedError

    def sums(self, rows: Iterable[Row]) -> list[tuple[str, int]]:
        """(label, đồng) of what was read, in the words of the preview's line."""
        return []

    @property
    def sends(self) -> bool:
        """Whether its rows become drafts that are sent to be confirmed; entries of catalogues stand at once."""
        return issubclass(self.model, Record)

    @property
    def heads(self) -> dict[str, str]:
        return {column.key: column.head for column in self.columns}

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def key_of(self, place: str) -> str:
        """The column of a fault of the door ("contributions.0.amount_vnd")."""
        relation, _, rest = place.partition(".")
        name = f"{relation}.{rest.partition('.')[2]}" if rest else relation
        if name in self.door_keys:
            return self.door_keys[name]
        return name if name in self.heads else self.fallback or self.columns[0].key


@dataclass(frozen=True, slots=True)
class Stored:
    """A record that is there already: its link, and what to say of it in one line."""

    url: str
    text: str


__all__ = [
    "Again",
    "CellFault",
    "Column",
    "Columns",
    "ImportKind",
    "Invalid",
    "Part",
    "Place",
    "Row",
    "Stored",
    "money_read",
]
