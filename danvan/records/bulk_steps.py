"""A step taken for many records at once: send, confirm, accept, ask back. The rules are those of `services`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from danvan.audit.journal import journal

from . import services
from .bulk import Refusal, RowsRefused, said
from .data import Refused
from .models import Record


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one record: as it stands now, and why the step was not taken (None: it was)."""

    record: Any
    refusal: Refusal | None = None

    @property
    def reason(self) -> str:
        return said(self.refusal) if self.refusal else ""


def submit_many(actor: Any, records: Sequence[Record], *, whole: bool = False) -> list[Outcome]:
    """Gửi. A refused record stops no other; with `whole` it stops all: RowsRefused, and nothing is stored."""
    return _each(actor, records, services.submit, whole)


def take_many(actor: Any, records: Sequence[Record], action: str, *, whole: bool = False) -> list[Outcome]:
    """The step "confirm" or "accept" that waits. Refusals as in `submit_many`."""
    return _each(actor, records, {"confirm": services.confirm, "accept": services.accept}[action], whole)


def ask_back_many(actor: Any, records: Sequence[Record], reason: str, *, whole: bool = False) -> list[Outcome]:
    """Đề nghị làm rõ, with one reason for all. Refusals as in `submit_many`; Refused when the reason is empty."""
    return _each(actor, records, lambda who, record: services.ask_back(who, record, reason), whole)


def _each(actor: Any, records: Sequence[Record], step: Callable[[Any, Any], Any], whole: bool) -> list[Outcome]:
    with journal(actor):
        found = []
        for record in records:
            try:
                found.append(Outcome(step(actor, record)))
            except (Refused, PermissionDenied) as refusal:
                found.append(Outcome(record, refusal))
        faults = {at: one.refusal for at, one in enumerate(found) if one.refusal}
        if whole and faults:
            raise RowsRefused(faults)
    return found
