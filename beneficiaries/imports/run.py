"""The run of one file: read, check, write, approve; all of it in one transaction, or none."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from beneficiaries.models import ImportBatch, Support
from beneficiaries.resources import SupportResource
from danvan.accounts.scoping import require
from danvan.audit.journal import journal
from danvan.lib.numbers import format_int
from danvan.resources import Fault
from danvan.uploads import UnsafeFile, read_upload

from .approve import approve_all
from .columns import LABELS, Table, shown, tabulate
from .missing import Missing


@dataclass
class Outcome:
    """What came of a file. Stored only when `stored`; `again` is the batch that had stored these bytes before."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    rows: int = 0
    made: list[Support] = field(default_factory=list)
    again: ImportBatch | None = None
    stored: bool = False
    approved: bool = False


class _Undo(Exception):
    """Ends the transaction without a trace: there were faults, or it was a check."""


def import_file(
    name: str, content: bytes, *, user: Any | None, check: bool = False, create_missing: bool = False,
    approvers: list[Any] | None = None, max_rows: int | None = None,
) -> Outcome:  # fmt: skip
    """Store the file's rows as drafts of `user`, approved through every step when `approvers` are named.

    With `check`, or with any fault, nothing is stored. The same bytes are stored once. Only a check may have no user.
    A file of more than `max_rows` rows is refused whole (the browser does not wait for it).
    Raises PermissionDenied when the user may not import at all.
    """
    if user is None and not check:
        raise ValueError("only a check runs in nobody's name")
    if user is not None:
        require(user, "import")
    digest = hashlib.sha256(content).hexdigest()
    again = ImportBatch.objects.filter(sha256=digest).select_related("user").first()
    if again is not None and not check:
        return Outcome(again=again)
    outcome = Outcome(again=again)
    try:
        sheets = read_upload(name, content, max_bytes=settings.IMPORT_MAX_BYTES)
    except UnsafeFile as error:
        outcome.faults.append(Fault(name, "", error.message))
        return outcome
    table = tabulate(sheets)
    outcome.faults += table.faults
    outcome.warnings += table.warnings
    outcome.rows = len(table.rows)
    if max_rows is not None and len(table.rows) > max_rows:
        outcome.faults = [
            Fault(
                name, "",
                f"Tệp có {format_int(len(table.rows))} dòng, trang này nhập tối đa {format_int(max_rows)} dòng. "
                "Hãy chia thành nhiều tệp.",
            )
        ]  # fmt: skip
        return outcome
    if not table.rows:
        return outcome
    try:
        _in_one_transaction(outcome, table, user, name, digest, check, Missing(user, create=create_missing), approvers)
    except _Undo:
        outcome.made = []
    except IntegrityError:
        # The same file, sent twice at the same moment: the other one stored it.
        outcome.again = ImportBatch.objects.filter(sha256=digest).select_related("user").first()
        outcome.made = []
        if outcome.again is None:
            raise
    else:
        outcome.stored = True
    return outcome


def _in_one_transaction(
    outcome: Outcome, table: Table, user: Any | None, name: str, digest: str, check: bool, missing: Missing,
    approvers: list[Any] | None,
) -> None:  # fmt: skip
    if user is None:
        with transaction.atomic():
            _write(outcome, table, None, missing)
            raise _Undo
    with journal(user, bulk="import") as log:
        if not check:
            # First, so that a second sender of the same file waits here and not after all its rows.
            batch = ImportBatch.objects.create(sha256=digest, name=name[-200:], rows=len(table.rows), user=user)
            log.add("import", batch, {"sha256": digest, "name": batch.name, "rows": batch.rows})
        resource = _write(outcome, table, user, missing)
        if approvers and not outcome.faults:
            outcome.faults += approve_all(user, approvers, resource.rows, table)
            outcome.approved = not outcome.faults
        if check or outcome.faults:
            raise _Undo
        outcome.made = resource.made


def _write(outcome: Outcome, table: Table, actor: Any | None, missing: Missing) -> SupportResource:
    resource = SupportResource(table, actor, missing)
    result = resource.import_all(resource.dataset())
    for invalid in result.invalid_rows:
        place, row = table.places[invalid.number - 1], table.rows[invalid.number - 1]
        for key, messages in invalid.error_dict.items():
            value = shown(row[list(LABELS).index(key)])
            outcome.faults += [Fault(place.cell(key), value, message) for message in messages]
    outcome.faults.sort(key=lambda fault: _reading_order(fault, table))
    outcome.warnings += missing.warnings
    return resource


def _reading_order(fault: Fault, table: Table) -> tuple[int, int, str]:
    """By sheet, row and column, as a person goes through the file; what is about no cell first."""
    sheet, _, cell = fault.cell.rpartition("!")
    letters = cell.rstrip("0123456789")
    digits = cell[len(letters) :]
    sheets = list(dict.fromkeys(place.sheet for place in table.places))
    at = sheets.index(sheet) * 10**8 if sheet in sheets else -1
    return at + int(digits or 0), len(letters), letters
