"""The run of one file without questions, as the command does it: read, check, write, approve; all of it, or none."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from danvan.accounts.scoping import require
from danvan.audit.journal import Log, journal
from danvan.resources import Fault
from danvan.uploads import Sheet, UnsafeFile, read_upload

from .analysis import Analysis, analyse
from .approve import approve_all
from .codes import VERSION
from .kind import ImportKind
from .models import ImportBatch, ImportedRow
from .table import Table, tabulate


@dataclass
class Outcome:
    """What came of a file. Stored only when `stored`; `again` is the batch that had stored these bytes before."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    rows: int = 0
    made: list[Any] = field(default_factory=list)
    again: ImportBatch | None = None
    stored: bool = False
    approved: bool = False


class Undo(Exception):
    """Ends a transaction without a trace: there were faults, or it was a check."""


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def stored_before(kind: ImportKind, digest: str) -> ImportBatch | None:
    """The batch that stored these bytes."""
    same = ImportBatch.objects.filter(kind=kind.code, sha256=digest, state=ImportBatch.State.STORED)
    return same.select_related("user").first()


def read_sheets(name: str, content: bytes) -> list[Sheet]:
    """Raises UnsafeFile."""
    return read_upload(name, content, max_bytes=settings.IMPORT_MAX_BYTES)


def import_file(
    kind: ImportKind, name: str, content: bytes, *, user: Any | None, check: bool = False,
    create_missing: bool = False, approvers: list[Any] | None = None,
) -> Outcome:  # fmt: skip
    """Store the file's rows as drafts of `user`, approved through every step when `approvers` are named.

    With `check`, or with any fault, nothing is stored. The same bytes are stored once. Only a check may have no user.
    Raises PermissionDenied when the user may not import at all.
    """
    if user is None and not check:
        raise ValueError("only a check runs in nobody's name")
    if user is not None:
        require(user, "import")
    digest = digest_of(content)
    again = stored_before(kind, digest)
    if again is not None and not check:
        return Outcome(again=again)
    outcome = Outcome(again=again)
    try:
        sheets = read_sheets(name, content)
    except UnsafeFile as error:
        outcome.faults.append(Fault(name, "", error.message))
        return outcome
    table = tabulate(kind, sheets)
    outcome.rows = len(table.rows)
    if not table.rows:
        outcome.faults, outcome.warnings = table.faults, table.warnings
        return outcome
    try:
        _run(outcome, kind, table, user, (name, digest), check, create_missing, approvers)
    except IntegrityError:
        # The same file, sent twice at the same moment: the other one stored it.
        outcome.again = stored_before(kind, digest)
        if outcome.again is None:
            raise
    return outcome


def _run(
    outcome: Outcome, kind: ImportKind, table: Table, user: Any | None, file: tuple[str, str], check: bool,
    create_missing: bool, approvers: list[Any] | None,
) -> None:  # fmt: skip
    if create_missing:
        # What is missing is made while rows are read: all of it inside the transaction.
        with undoable(), _transaction(user) as log:
            _write(outcome, kind, _checked(outcome, kind, table, user, True), user, file, check, approvers, log)
        return
    found = _checked(outcome, kind, table, user, False)
    if found.sound and not check:
        found.pack(user)
        with undoable(), journal(user, bulk="import") as log:
            _write(outcome, kind, found, user, file, check, approvers, log)


@contextmanager
def undoable() -> Iterator[None]:
    try:
        yield
    except Undo:
        pass


@contextmanager
def _transaction(user: Any | None) -> Iterator[Log | None]:
    if user is None:
        with transaction.atomic():
            yield None
    else:
        with journal(user, bulk="import") as log:
            yield log


def _checked(outcome: Outcome, kind: ImportKind, table: Table, user: Any | None, create: bool) -> Analysis:
    found = analyse(kind, table, user, create_missing=create)
    for row in found.rows:
        if row.again is not None and row.again.stale and row.again.changes and not row.faults:
            row.fault(VERSION, "Bản ghi đã đổi sau khi tệp được tải. Hãy tải lại, hoặc nhập trên cổng để so hai bản.")
    outcome.faults, outcome.warnings = found.all_faults(), found.all_warnings()
    return found


def _write(
    outcome: Outcome, kind: ImportKind, found: Analysis, user: Any | None, file: tuple[str, str], check: bool,
    approvers: list[Any] | None, log: Log | None,
) -> None:  # fmt: skip
    if check or user is None or log is None or not found.sound:
        raise Undo
    found.pack(user)
    name, digest = file
    # First, so that a second sender of the same file waits here and not after all its rows.
    batch = ImportBatch.objects.create(
        kind=kind.code, sha256=digest, name=name[-200:], rows=len(found.rows), user=user,
        state=ImportBatch.State.STORED,
    )  # fmt: skip
    made = write_rows(log, kind, found, user, batch)
    if approvers:
        drafts = {record.pk for record in made}
        outcome.faults += approve_all(user, approvers, kind, [row for row in found.rows if row.pk in drafts])
        if outcome.faults:
            raise Undo
        outcome.approved = True
    outcome.made, outcome.stored = made, True


def write_rows(log: Log, kind: ImportKind, found: Analysis, user: Any, batch: ImportBatch) -> list[Any]:
    """The sound rows through the door, and which batch they came with; inside the caller's journalled transaction.

    Returns the drafts, new and changed; nothing is written of rows that change nothing. Raises Refused.
    """
    log.add("import", batch, {"sha256": batch.sha256, "name": batch.name, "rows": len(found.rows)})
    fresh = found.fresh
    made = kind.create(user, fresh, found.packed) if fresh else []
    changed = [row for row in found.rows if row.again is not None and row.again.changes]
    made += kind.amend(user, changed) if changed else []
    ImportedRow.objects.bulk_create(
        [ImportedRow(batch=batch, record_id=row.pk or 0, cell=row.place.key[-60:]) for row in [*fresh, *changed]],
        batch_size=1000,
    )
    return made
