"""4. Nhập: a batch's rows into the ledger, all or nothing, by the request or by the worker behind it.

A batch is claimed by its state: whoever turns it from storing to stored, in the one transaction that also writes its
rows, has stored it; whoever comes second changes nothing. `beat_at` says when somebody last worked on it, so that a
batch whose worker was killed can be begun again.
"""

import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from danvan.audit.journal import Log, journal
from danvan.records.bulk_steps import submit_many
from danvan.records.data import Refused

from .analysis import Analysis
from .batches import AlreadyStored, State, kind_of, look_over, report, require_kind, table_of
from .models import ImportBatch
from .run import stored_before, write_rows
from .table import Table

BACKGROUND = 500
"""More rows than this are stored by the worker, not while the browser waits."""
SILENT = datetime.timedelta(seconds=60)
"""A batch that nobody has worked on for so long may be begun again."""
UNEXPECTED = "Cổng gặp lỗi bất ngờ khi nhập, chưa ghi gì. Hãy thử lại; nếu vẫn vậy, báo quản trị."


def is_stuck(batch: ImportBatch) -> bool:
    return batch.state == State.STORING and (batch.beat_at is None or timezone.now() - batch.beat_at > SILENT)


def begin(user: Any, batch: ImportBatch, *, submit: bool) -> None:
    """Start storing a batch that is ready, or one that is stuck. Small ones are stored when this returns.

    Raises Refused when it is not ready.
    """
    require_kind(user, kind_of(batch))
    open_again = ImportBatch.objects.filter(
        pk=batch.pk, user=user, state=State.STORING, beat_at__lt=timezone.now() - SILENT
    )
    ready = ImportBatch.objects.filter(pk=batch.pk, user=user, state=State.READY, revision=batch.revision)
    claim = {"state": State.STORING, "beat_at": timezone.now(), "done": 0, "changed_at": timezone.now()}
    if batch.state == State.STORING:
        claimed = open_again.update(**claim)
    else:
        claimed = ready.update(**claim, submit=submit, revision=F("revision") + 1)
    if not claimed:
        raise Refused("Lô này chưa sẵn sàng để nhập. Hãy xem lại các dòng còn lỗi.")
    if batch.rows > BACKGROUND:
        from .tasks import store_batch

        store_batch.enqueue(batch.pk)
    else:
        store(batch.pk)


class _Stop(Exception):
    """Nothing is stored; the batch goes back to its owner. The message is "" when its report says why."""


def store(pk: int) -> None:
    """Store the batch as it stands; when something stands against it by now, it waits for its owner again."""
    batch = ImportBatch.objects.select_related("user").filter(pk=pk, state=State.STORING).first()
    if batch is None:
        return
    again = stored_before(kind_of(batch), batch.sha256)
    if again is not None:
        _back(batch, AlreadyStored(again).message)
        return
    table = table_of(batch)
    try:
        if batch.create_missing:
            # What is missing is made while rows are read: all of it inside the transaction.
            with journal(batch.user, bulk="import") as log:
                _write(batch, _look(batch, table), log)
        else:
            found = _look(batch, table)
            if batch.state == State.READY:
                found.pack(batch.user)
            with journal(batch.user, bulk="import") as log:
                _write(batch, found, log)
    except _Stop as stop:
        _back(batch, str(stop))
    except IntegrityError:
        # The same bytes were stored by somebody else meanwhile.
        again = stored_before(kind_of(batch), batch.sha256)
        if again is None:
            _back(batch, UNEXPECTED)
            raise
        _back(batch, AlreadyStored(again).message)
    except Exception:
        _back(batch, UNEXPECTED)
        raise


def _look(batch: ImportBatch, table: Table) -> Analysis:
    found = look_over(batch, table, progress=lambda done: _beat(batch, done))
    report(batch, found, table)
    return found


def _write(batch: ImportBatch, found: Analysis, log: Log) -> None:
    if batch.state != State.READY:
        raise _Stop
    claimed = ImportBatch.objects.filter(pk=batch.pk, state=State.STORING).update(
        state=State.STORED, at=timezone.now(), changed_at=timezone.now(), rows=len(found.rows), faulty=0, asking=0,
        content=None, work=None, report={key: batch.report[key] for key in ("sums", "counts")}, done=len(found.rows),
    )  # fmt: skip
    if not claimed:
        return
    try:
        found.pack(batch.user)
        made = write_rows(log, found.kind, found, batch.user, batch)
        if batch.submit:
            submit_many(batch.user, made, whole=True)
    except Refused as error:
        raise _Stop(error.message) from error


def _beat(batch: ImportBatch, done: int) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(done=done, beat_at=timezone.now())


def _back(batch: ImportBatch, why: str) -> None:
    """To its owner, with what stands against it now."""
    if why:
        batch.report["file"].insert(0, ["", "", why])
    ImportBatch.objects.filter(pk=batch.pk, state=State.STORING).update(
        state=State.FAULTY, report=batch.report, faulty=batch.faulty, asking=batch.asking, revision=F("revision") + 1,
        changed_at=timezone.now(),
    )  # fmt: skip
