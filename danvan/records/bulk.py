"""The one door for many writes at once: an import's rows, or a step taken for a whole list.

The rules are those of `services`, and so are the faults; what they ask of the database is read once for all rows,
and all that can be worked out is worked out before the transaction begins.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied

from danvan.audit.journal import journal

from . import data as plain
from .data import Refused
from .known import Known
from .models import Record
from .preparing import Prepared
from .services import begin_entry, settle_entry

Refusal = Refused | PermissionDenied
"""Why a row or a record is not written: Invalid with its faults by place, PeriodClosed, or another Refused."""


class RowsRefused(Refused):
    """Nothing was stored. `faults` maps the place of a row or record in what was given (from 0) to its refusal."""

    def __init__(self, faults: Mapping[int, Refusal]) -> None:
        super().__init__("; ".join(dict.fromkeys(said(fault) for fault in faults.values())))
        self.faults = dict(faults)


def said(refusal: Refusal) -> str:
    """The reason in words."""
    return refusal.message if isinstance(refusal, Refused) else str(refusal)


def prepare_many(
    actor: Any, model: type[Record], rows: Sequence[Mapping[str, Any]], *, illustrative: bool = False
) -> list[Prepared | Refusal]:
    """Each row held against the rules of `services.create`, in the order given; nothing is stored.

    A row is refused with what `services.create` would raise after the rows before it were stored.
    """
    known = Known()
    found: list[Prepared | Refusal] = []
    for data in rows:
        record = model(created_by=actor, updated_by=actor, illustrative=illustrative)
        try:
            found.append(settle_entry(actor, begin_entry(actor, record, data, {}, known), known))
        except (Refused, PermissionDenied) as refusal:
            found.append(refusal)
    return found


def create_many(actor: Any, prepared: Sequence[Prepared], *, action: str = "import") -> list[int]:
    """Store all of them as drafts in one transaction, or none; their keys, in the order given.

    One journal entry named `action`, with a digest of the rows; inside another `journal(…)` they join its entry.
    Raises PeriodClosed or RowsRefused when others closed a period, or took what must be unique, since they were
    prepared.
    """
    with journal(actor, bulk=action) as log:
        for one in prepared:
            plain.store(one)
            log.add("create", one.instance, one.whole())
    return [one.instance.pk for one in prepared]
