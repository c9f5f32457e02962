"""The one door for writes of records: save, submit, confirm, accept, ask back, withdraw.

Every function takes the actor first, runs in one transaction with its journal entry, checks the right, the place,
the period and the version, and returns the record. Nobody confirms or accepts what they wrote themselves.
Corrections of approved records stand in `corrections.py`.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet

from danvan.audit.journal import Log, journal, require_named
from danvan.figures import effects

from . import data as plain
from . import handover, periods
from .data import Refused
from .known import Known
from .models import PeriodClosing, Record, Status, StepTaken
from .periods import Closed, require_open, settle
from .preparing import Draft, Prepared, begin, finish
from .references import require_visible
from .rights import (
    OPEN,
    R,
    Rights,
    editable_by,
    organizations_q,
    require_place,
    rights,
    waiting_for,
    waits_for,
    why_not,
)
from .steps import ask, require_reason, route_for, send, step_taken, take, wait_for
from .submissions import made_before, remember

# Who may stands in rights.py, on which route in steps.py; callers of the door find it here too.
__all__ = [
    "Rights", "Stale", "accept", "ask_back", "confirm", "create", "editable_by", "lock",
    "organizations_q", "require_place", "rights", "route_for", "steps_of", "submit", "supplement", "update",
    "waiting_for", "waits_for", "why_not", "withdraw",
]  # fmt: skip


class Stale(Refused):
    """Somebody saved after the form was opened; `current` is what stands now, `mine` what was typed."""

    def __init__(self, current: Any, mine: Mapping[str, Any]) -> None:
        super().__init__("Bản ghi đã được người khác sửa sau khi bạn mở. Hãy so hai bản rồi quyết định.")
        self.current, self.mine = current, mine


# ---- entering --------------------------------------------------------------------------------------------------


def create(
    actor: Any, model: type[R], data: Mapping[str, Any], *, key: uuid.UUID | None = None, illustrative: bool = False,
    supplement: bool = False,
) -> R:  # fmt: skip
    """A new draft. The same `key` again returns the record that it made the first time.

    `supplement`: where its period is closed, keep it as a supplement that counts in the next open one.
    """
    require_named(actor)
    record = model(created_by=actor, updated_by=actor, illustrative=illustrative)
    try:
        # Before the transaction begins: on SQLite everybody else waits while one is open.
        prepared, closing = _prepare(actor, record, data, {}, supplement)
    except (Refused, PermissionDenied):
        if first := made_before(actor, key, model):  # which stands in the way of its own second post
            return first
        raise
    try:
        with journal(actor) as log:
            require_open(actor, record)  # it may have been closed since
            plain.store(prepared)
            remember(actor, key, record)
            log.add("create", record, prepared.whole())
            periods.tell_counting(log, record, None, closing)
    except IntegrityError:
        if first := made_before(actor, key, model):
            return first
        plain.require_unique(record)  # somebody else took what must be unique since
        raise
    return record


def update(actor: Any, record: R, data: Mapping[str, Any], *, expected_version: int, supplement: bool = False) -> R:
    """Change a draft or a returned record. Raises Stale when it moved on, Refused when it is not open.

    `supplement` as in `create`.
    """
    with journal(actor) as log:
        record = lock(record)
        if not editable_by(type(record)._default_manager.filter(pk=record.pk), actor).exists():
            if record.status not in OPEN:
                raise Refused("Bản ghi đã gửi thì không sửa trực tiếp được nữa.")
            raise PermissionDenied("Bạn không được sửa bản ghi này.")
        if record.version != expected_version:
            raise Stale(record, data)
        if not supplement:
            require_open(actor, record)
        before, counted = plain.read(record), periods.counted_on(record)
        record.version += 1
        record.updated_by = actor
        prepared, closing = _prepare(actor, record, data, before, supplement)
        plain.store(prepared)
        changes = plain.changed(before, plain.read(record))
        log.add("update", record, changes)
        periods.tell_counting(log, record, counted, closing)
    return record


def supplement(actor: Any, record: R) -> R:
    """Bổ sung vào kỳ sau: an unfinished record of a closed period counts in the next open one, its date unchanged.

    For whoever may change the record or take the step that waits. Does nothing where its period is open.
    """
    with journal(actor) as log:
        record = lock(record)
        mine = rights(actor, record)
        if not (mine.edit or mine.step):
            raise PermissionDenied("Bạn không ghi bổ sung được bản ghi này.")
        counted = periods.counted_on(record)
        closing = settle(actor, record, as_supplement=True)
        if periods.counted_on(record) != counted:
            record.version += 1
            record.save()
        periods.tell_counting(log, record, counted, closing)
    return record


def _prepare(
    actor: Any, record: Record, data: Mapping[str, Any], before: Mapping[str, Any], supplement: bool
) -> tuple[Prepared, PeriodClosing | None]:
    """Hold what was entered against the rules; also the closing that made a supplement of it."""
    known = Known()
    draft = begin_entry(actor, record, data, before, known)
    return settle_late(actor, draft, known, as_supplement=supplement)


def begin_entry(actor: Any, record: Record, data: Mapping[str, Any], before: Mapping[str, Any], known: Known) -> Draft:
    """The first half of the rules of entering: nobody names what they cannot see, and each field is valid."""
    require_visible(actor, record, data, before, known)
    return begin(record, data, known)


def settle_entry(actor: Any, draft: Draft, known: Known, closed: Closed | None = None) -> Prepared:
    """The second half: the whole is valid, the place is the actor's, the period is open. Nothing is stored yet."""
    return settle_late(actor, draft, known, closed)[0]


def settle_late(
    actor: Any, draft: Draft, known: Known, closed: Closed | None = None, *, as_supplement: bool = False
) -> tuple[Prepared, PeriodClosing | None]:
    """`settle_entry`, where a closed period may make a supplement of the record; also the closing that did."""
    prepared = finish(draft, known)
    record: Record = prepared.instance
    require_place(actor, f"{record.scope.kind}.enter", record.area, record.organization)
    closing = settle(actor, record, closed, as_supplement=as_supplement)
    if closing is None:  # a supplement counts where nothing is closed
        require_open(actor, record, closed)
    return prepared, closing


def lock(record: R) -> R:
    """The record as it stands now, locked to the end of the transaction."""
    return locked(type(record)).get(pk=record.pk)


def locked(model: type[R]) -> QuerySet[R]:
    found = model._default_manager.select_related("area", "organization__area")
    return found.select_for_update(of=("self",))


# ---- steps -----------------------------------------------------------------------------------------------------


def submit(actor: Any, record: R) -> R:
    """Send a draft on its route. Raises Refused naming what is missing."""
    with journal(actor) as log:
        record = lock(record)
        send(actor, record, ask(actor, [record], "submit"))
        record.save()
        _step(log, record, "submit")
    return record


def confirm(actor: Any, record: R) -> R:
    """Xác nhận: the commune's step."""
    with journal(actor) as log:
        record, giver = _take(actor, record, "confirm")
        _step(log, record, "confirm", giver=giver)
    return record


def accept(actor: Any, record: R) -> R:
    """Tiếp nhận: the last step; the record counts from here on."""
    with journal(actor) as log:
        record, giver = _take(actor, record, "accept")
        effects.apply(record, actor, "approve")
        _step(log, record, "accept", giver=giver)
    return record


def ask_back(actor: Any, record: R, reason: str) -> R:
    """Đề nghị làm rõ: back to whoever entered it, with a reason."""
    require_reason(reason)
    with journal(actor) as log:
        record, giver = _take(actor, record, record.pending_action, back=True)
        _step(log, record, "return", reason, giver)
    return record


def withdraw(actor: Any, record: R, reason: str = "") -> R:
    """Rút a record that is not approved yet (an approved one: `corrections.propose`)."""
    with journal(actor) as log:
        record = lock(record)
        mine = rights(actor, record)
        sent = mine.enter and record.status == Status.SUBMITTED and handover.keeper_of(record) == actor.pk
        if not sent and not mine.edit:
            raise PermissionDenied("Bạn không được rút bản ghi này.")
        require_open(actor, record)
        wait_for(record, ("", ""))
        record.status = Status.WITHDRAWN
        record.save()
        _step(log, record, "withdraw", reason)
    return record


def _take(actor: Any, record: R, action: str, *, back: bool = False) -> tuple[R, int | None]:
    """The record after the step that waits, and whom the actor stood in for (None = nobody)."""
    record = lock(record)
    giver = take(actor, record, action, ask(actor, [record], action), back=back)
    record.save()
    return record, giver


def _step(log: Log, record: Record, action: str, reason: str = "", giver: int | None = None) -> None:
    step_taken(log, record, action, reason, giver).save()


def steps_of(record: Record) -> QuerySet[StepTaken]:
    found = StepTaken.objects.filter(record_type=record.record_type, record_id=record.pk)
    return found.select_related("actor", "on_behalf_of")
