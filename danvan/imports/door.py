"""The door for all rows of a file at once (danvan/records/bulk.py): what it would refuse, and the writing itself."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied

from danvan.accounts.models import User
from danvan.audit.journal import journal
from danvan.records import bulk
from danvan.records.bulk import prepare_many
from danvan.records.data import Invalid, Refused
from danvan.records.known import Known
from danvan.records.periods import PeriodClosed, counting_label
from danvan.records.preparing import prepare

WHERE_PERIOD, WHERE_PLACE, WHERE_WHOLE = "date", "organization", ""


def check(
    actor: Any | None, model: type[Any], rows: Sequence[Any], expected: Iterable[Any] = ()
) -> Iterator[tuple[Any, str, str]]:
    """(row, place, message) of every refusal; sound rows keep what was prepared of them for `create`. `expected` as in
    `prepare_many`.
    """
    if actor is None:
        yield from _rehearse(model, rows)
        return
    late = any(row.late for row in rows)
    found = prepare_many(actor, model, [row.data for row in rows], expected=expected, supplement=late)
    for row, prepared in zip(rows, found, strict=True):
        if isinstance(prepared, Refused | PermissionDenied):
            row.counts_in = _counts_in(getattr(prepared, "counted_on", None))
            yield from ((row, place, message) for place, message in places(prepared))
        else:
            row.prepared = prepared
            row.counts_in = _counts_in(getattr(prepared.instance, "counted_on", None))


def pack(actor: Any, rows: Sequence[Any]) -> bulk.Batch:
    """All that `create` will write of what `check` prepared, worked out while nobody waits for the database."""
    return bulk.pack(actor, [row.prepared for row in rows])


def create(actor: Any, rows: Sequence[Any], packed: bulk.Batch) -> list[Any]:
    """Store what was packed, each `row.pk` set; inside the caller's transaction. Raises Refused."""
    with journal(actor, bulk="import") as log:
        bulk.store(log, packed)
    for row, pk in zip(rows, packed.pks, strict=True):
        row.pk = pk
    return list(packed.records)


def _counts_in(day: Any) -> str:
    return counting_label(day) if day else ""


def _rehearse(model: type[Any], rows: Sequence[Any]) -> Iterator[tuple[Any, str, str]]:
    """A check in nobody's name: any account stands in as the author, and no right is asked for."""
    author, known = User.objects.first(), Known()
    for row in rows:
        try:
            prepare(model(created_by=author, updated_by=author), row.data, known)
        except Refused as refusal:
            yield from ((row, place, message) for place, message in places(refusal))


def places(refusal: Refused | PermissionDenied) -> Iterator[tuple[str, str]]:
    """(place, message) of each reason, the place as `ImportKind.key_of` takes it."""
    match refusal:
        case Invalid():
            yield from ((place, message) for place, messages in refusal.errors.items() for message in messages)
        case PeriodClosed():
            yield WHERE_PERIOD, refusal.message
        case Refused():
            yield WHERE_WHOLE, refusal.message
        case _:
            yield WHERE_PLACE, str(refusal)
