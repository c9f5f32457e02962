"""The rules of the steps: who may take one, and what it makes of a record. In memory; the doors store it.

`services` takes a step for one record, `bulk_steps` for a list; both ask here.
"""

import datetime
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from danvan.audit.journal import Log

from .data import Refused
from .models import ConfirmationRoute, Record, Status, StepTaken
from .periods import Closed, require_open
from .rights import OPEN, editable_by, stands_in_for, waiting_for, why_not


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step asks of the database about the records that it is taken for: one, or a whole list at once."""

    may: Set[int]  # the keys of those that the actor may send, or whose step they may take
    closed: Closed
    routes: Sequence[ConfirmationRoute]
    now: datetime.datetime
    lacking: Mapping[int, list[str]] = field(default_factory=dict)  # what must be filled before sending, by key


def ask(actor: Any, records: Sequence[Record], action: str) -> Asked:
    """The answers for `action` ("submit", or a step that waits) on records of one kind; four queries."""
    model = type(records[0])
    rows = model._default_manager.filter(pk__in=[record.pk for record in records]).order_by()
    may = (editable_by if action == "submit" else waiting_for)(rows, actor).values_list("pk", flat=True)
    spans = [span for record in records if (span := record.covers())]
    routes = ConfirmationRoute.objects.filter(record_kind__in=("", model.scope.kind))
    lacking = model.lacking(records) if action == "submit" else {}
    return Asked(set(may), Closed(actor, spans), list(routes), timezone.now(), lacking)


def route_for(record: Record, routes: Sequence[ConfirmationRoute] | None = None) -> ConfirmationRoute:
    """The most exact route that fits; raises Refused when none does."""
    organization, level = record.organization, record.organization.area.level
    found = [
        r
        for r in (ConfirmationRoute.objects.all() if routes is None else routes)
        if r.organization_kind in ("", organization.kind)
        and r.level in ("", level)
        and r.record_kind in ("", record.scope.kind)
    ]
    if not found:
        raise Refused(f"Chưa có tuyến xác nhận cho {organization}. Quản trị cần lập tuyến trước.")
    return max(found, key=lambda r: (bool(r.record_kind), bool(r.organization_kind), bool(r.level)))


def send(actor: Any, record: Record, asked: Asked) -> None:
    """Lay the sending on the record, in memory; raises why not. Nobody stands in for an author."""
    if record.pk not in asked.may or record.status not in OPEN:
        raise PermissionDenied("Bạn không được gửi bản ghi này.")
    require_open(actor, record, asked.closed)
    missing = [*record.missing_for_submission(), *asked.lacking.get(record.pk, ())]
    if missing:
        raise Refused(f"Chưa gửi được, còn thiếu: {', '.join(missing)}.")
    wait_for(record, route_for(record, asked.routes).steps[0])
    record.status, record.submitted_at = Status.SUBMITTED, asked.now


def take(actor: Any, record: Record, action: str, asked: Asked, *, back: bool = False) -> int | None:
    """Lay the step that waits on the record, or its return (`back`), in memory; raises why not.

    Returns whom the actor stood in for (None = nobody).
    """
    reason = why_not(actor, record, action, asked.may)
    if reason:
        raise PermissionDenied(reason)
    require_open(actor, record, asked.closed)
    giver = stands_in_for(actor, record, action)
    if back:
        wait_for(record, ("", ""))
        record.status = Status.RETURNED
    elif action == "confirm":
        wait_for(record, route_for(record, asked.routes).steps[-1])
    else:
        wait_for(record, ("", ""))
        record.status, record.approved_at = Status.APPROVED, asked.now
    return giver


def wait_for(record: Record, step: tuple[str, str]) -> None:
    record.pending_action, record.pending_role = step


def require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Hãy ghi điều cần làm rõ.")


def step_taken(log: Log, record: Record, action: str, reason: str = "", giver: int | None = None) -> StepTaken:
    """The step as a row to store; it is journalled here. `giver`: whom the actor stood in for."""
    more = {name: value for name, value in (("reason", reason), ("on_behalf_of", giver)) if value}
    log.add(action, record, {"status": record.status, **more})
    return StepTaken(
        record_type=record.record_type, record_id=record.pk, version=record.version, action=action, actor=log.actor,
        on_behalf_of_id=giver, reason=reason,
    )  # fmt: skip
