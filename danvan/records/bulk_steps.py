"""A step taken for many records at once: send, confirm, accept, ask back. The rules are those of `services`.

What they ask of the database is read once for each kind of record. Steps are journalled record by record, so that
each record tells its history; inside an import's `journal(…, bulk=…)` they join its one entry.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model

from danvan.audit.journal import Log, journal
from danvan.figures import effects
from danvan.loading import Rows, insert

from .bulk import Refusal, RowsRefused, said
from .data import Refused
from .known import chunks
from .models import Record, StepTaken
from .services import locked
from .steps import Asked, ask, require_reason, send, step_taken, take

Step = Callable[[Record, Asked], int | None]
"""Lays the step on a record, in memory; returns whom the actor stood in for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one record: as it stands now, and why the step was not taken (None: it was)."""

    record: Any
    refusal: Refusal | None = None

    @property
    def reason(self) -> str:
        return said(self.refusal) if self.refusal else ""


def submit_many(actor: Any, records: Sequence[Record], *, whole: bool = False) -> list[Outcome]:
    """Gửi. A refused record stops no other; with `whole` it stops all: RowsRefused, and nothing is stored.

    The outcomes stand in the order of the records, which may be of several kinds.
    """

    def step(record: Record, asked: Asked) -> None:
        send(actor, record, asked)

    return _each(actor, records, "submit", step, whole)


def take_many(actor: Any, records: Sequence[Record], action: str, *, whole: bool = False) -> list[Outcome]:
    """The step "confirm" or "accept" that waits. Refusals as in `submit_many`."""
    return _each(actor, records, action, lambda record, asked: take(actor, record, action, asked), whole)


def ask_back_many(actor: Any, records: Sequence[Record], reason: str, *, whole: bool = False) -> list[Outcome]:
    """Đề nghị làm rõ, with one reason for all. Refusals as in `submit_many`; Refused when the reason is empty."""
    require_reason(reason)

    def back(record: Record, asked: Asked) -> int | None:
        return take(actor, record, record.pending_action, asked, back=True)

    return _each(actor, records, "return", back, whole, reason)


def _each(
    actor: Any, records: Sequence[Record], action: str, step: Step, whole: bool, reason: str = ""
) -> list[Outcome]:
    kinds: dict[type[Record], list[int]] = {}
    for at, record in enumerate(records):
        kinds.setdefault(type(record), []).append(at)
    outcomes: dict[int, Outcome] = {}
    with journal(actor) as log:
        for places in (kinds[kind] for kind in sorted(kinds, key=lambda kind: kind._meta.label_lower)):
            found = _one_kind(log, [records[at] for at in places], action, step, reason)
            outcomes |= dict(zip(places, found, strict=True))
        faults = {at: one.refusal for at, one in sorted(outcomes.items()) if one.refusal}
        if whole and faults:
            raise RowsRefused(faults)
    return [outcomes[at] for at in range(len(records))]


def _one_kind(log: Log, records: Sequence[Record], action: str, step: Step, reason: str) -> list[Outcome]:
    model = type(records[0])
    now: dict[int, Record] = {}
    for chunk in chunks(sorted({record.pk for record in records})):  # rising, so that two lists never wait crosswise
        rows = locked(model).filter(pk__in=chunk).order_by("pk").prefetch_related(*model.children)
        now |= {one.pk: one for one in rows}
    asked = ask(log.actor, list(now.values()), action) if now else None
    outcomes: list[Outcome] = []
    givers: dict[int, int | None] = {}
    for record in records:
        try:
            if asked is None or record.pk not in now:
                raise Refused("Bản ghi này không còn nữa.")
            givers[record.pk] = step(now[record.pk], asked)
            outcomes.append(Outcome(now[record.pk]))
        except (Refused, PermissionDenied) as refusal:
            outcomes.append(Outcome(now.get(record.pk, record), refusal))
    taken = [now[pk] for pk in givers]
    if asked is not None:
        _store(taken, asked)
    if action == "accept":
        effects.apply_many(taken, log.actor, "approve")
    steps: list[Model] = [step_taken(log, record, action, reason, givers[record.pk]) for record in taken]
    insert(Rows(StepTaken, keyed=False).extend(steps))
    return outcomes


def _store(taken: Sequence[Record], asked: Asked) -> None:
    """Write what a step changes: one statement for those that come to stand alike."""
    fields = ("status", "pending_action", "pending_role", "submitted_at", "approved_at")
    alike: dict[tuple[Any, ...], list[int]] = {}
    for record in taken:
        alike.setdefault(tuple(getattr(record, name) for name in fields), []).append(record.pk)
    for values, pks in alike.items():
        for chunk in chunks(pks):
            rows = type(taken[0])._default_manager.filter(pk__in=chunk)
            rows.update(**dict(zip(fields, values, strict=True)), updated_at=asked.now)
