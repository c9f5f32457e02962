"""A table read, bound and held against the door: nothing is written, every fault is at its cell."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from danvan.lib.collector import collector_off
from danvan.resources import Fault

from . import again
from .cells import as_text
from .kind import ImportKind, Row
from .resource import Progress, resource_for
from .table import Table, shown

COMMON = 0.5
"""A value that so many of the sound rows share is offered to the others of a column of dates."""


@dataclass(slots=True)
class Analysis:
    """The rows of a table (those left out are not among them) with their faults, and what the look-ups made."""

    kind: ImportKind
    rows: list[Row]
    faults: list[Fault] = field(default_factory=list)  # of the file itself
    warnings: list[Fault] = field(default_factory=list)
    packed: Any = None

    @property
    def fresh(self) -> list[Row]:
        """The rows that name no record: new ones."""
        return [row for row in self.rows if row.again is None]

    def pack(self, actor: Any) -> None:
        """Make sound rows ready to be stored, once: best before the transaction begins."""
        if self.packed is None and self.fresh:
            with collector_off():
                self.packed = self.kind.pack(actor, self.fresh)

    @property
    def sound(self) -> bool:
        return not self.faults and not any(row.faults for row in self.rows)

    def all_faults(self) -> list[Fault]:
        """In reading order: the file's own first, then by sheet, row and column."""
        found = list(self.faults)
        for row in self.rows:
            of_row = sorted(row.faults, key=row.position)
            found += [Fault(row.place.cell(f.key), shown(row.cells.get(f.key)), f.message) for f in of_row]
        return found

    def all_warnings(self) -> list[Fault]:
        of_rows = [
            Fault(row.place.cell(key), value, message) for row in self.rows for key, value, message in row.warnings
        ]
        return self.warnings + of_rows


def analyse(
    kind: ImportKind, table: Table, actor: Any | None, *, aliases: Mapping[tuple[str, str], str] | None = None,
    create_missing: bool = False, without: frozenset[str] = frozenset(), progress: Progress | None = None,
    late: bool = False,
) -> Analysis:  # fmt: skip
    """Read every row but those whose keys are in `without`. With `create_missing` the look-ups may write to the
    catalogues: the caller holds a transaction then, and undoes it for a check. `late`: rows of a closed period are
    wanted as supplements.
    """
    rows = [row for row in table.rows if row.place.key not in without] if without else table.rows
    found = Analysis(kind, rows, list(table.faults), list(table.warnings))
    if not rows:
        return found
    with collector_off():
        _judge(found, actor, aliases or {}, create_missing, progress, late)
    return found


def _judge(
    found: Analysis, actor: Any | None, aliases: Mapping[tuple[str, str], str], create_missing: bool,
    progress: Progress | None, late: bool,
) -> None:  # fmt: skip
    kind, rows = found.kind, found.rows
    look = kind.lookups(actor, aliases, create_missing)
    named = again.find(kind, actor, rows)
    held = set(map(id, named))
    fresh = [row for row in rows if id(row) not in held]
    resource_for(kind)(fresh, look, progress).run()
    for row in fresh:
        row.late = late
    for row, place, message in kind.check(actor, [row for row in fresh if not row.faults]):
        row.fault(kind.key_of(place), message)
    if named:
        for row, place, message in again.compare(kind, actor, named, look, progress):
            row.fault(kind.key_of(place), message)
    _offer_common(kind, rows)


def _offer_common(kind: ImportKind, rows: list[Row]) -> None:
    """A date that cannot be read may be what most of the other rows say."""
    for column in kind.columns:
        asking = [fault for row in rows for fault in row.faults if fault.key == column.key]
        if column.kind != "date" or not asking:
            continue
        said = Counter(as_text(row.cells.get(column.key)) for row in rows if not row.unread(column.key))
        if not said:
            continue
        value, times = said.most_common(1)[0]
        if times >= 2 and times >= COMMON * said.total():
            for fault in asking:
                if all(text != value for text, _ in fault.choices):
                    fault.choices.append((value, f"{value} (như {times} dòng kia)"))
