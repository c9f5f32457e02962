"""Corrections and withdrawals of approved records: proposed with a reason, decided by another.

The old figures stand until the decision. On approval the correction row goes to "applying", the record's version
up by one, the children follow, and the row closes: the order that the database's triggers demand (guards.py).
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone

from danvan.accounts.scoping import NOBODY, access
from danvan.audit.journal import journal
from danvan.figures import effects

from . import data as plain
from .data import Refused
from .models import Correction, Record, Status
from .periods import require_open
from .references import require_visible
from .rights import Rights, deciders, stands_in_for
from .services import R, Stale, _step, lock, require_place, rights


def propose(
    actor: Any, record: R, *, reason: str, data: Mapping[str, Any] | None = None, expected_version: int
) -> Correction:
    """Propose new values (`data`), or with data=None the withdrawal, of an approved record.

    The values are validated now, in a rolled-back write, so that a proposal that could not be stored is refused at
    its fields. Raises Refused when another proposal is open.
    """
    if not reason.strip():
        raise Refused("Hãy ghi lý do.")
    with journal(actor) as log:
        record = lock(record)
        if record.status != Status.APPROVED:
            raise Refused("Chỉ đề nghị sửa hoặc rút bản ghi đã tiếp nhận.")
        if not rights(actor, record).enter:
            raise PermissionDenied("Bạn không được đề nghị sửa bản ghi này.")
        if record.version != expected_version:
            raise Stale(record, data or {})
        if open_for(record) is not None:
            raise Refused("Đã có một đề nghị đang chờ duyệt cho bản ghi này.")
        require_open(actor, record)
        before = plain.read(record)
        after = None
        if data is not None:
            require_visible(actor, record, data, before)
            after = {**before, **_rehearse(actor, record, data)}
            if after == before:
                raise Refused("Đề nghị không khác gì bản đang có.")
        correction = Correction.objects.create(
            record_type=record.record_type, record_id=record.pk, version=record.version, reason=reason,
            kind=Correction.Kind.CORRECT if after is not None else Correction.Kind.WITHDRAW,
            before=before, after=after, proposed_by=actor,
        )  # fmt: skip
        log.add("propose", record, plain.changed(before, after) if after is not None else {"reason": reason})
    return correction


def _rehearse(actor: Any, record: Record, data: Mapping[str, Any]) -> dict[str, Any]:
    """The proposed values as they would be stored; raises Invalid at the fields. Nothing is kept."""
    copy = type(record)._default_manager.get(pk=record.pk)
    wanted = plain.rehearse(copy, data)
    require_place(actor, f"{copy.scope.kind}.enter", copy.area, copy.organization)
    require_open(actor, copy)
    return wanted


def decide(actor: Any, correction: Correction, *, approve: bool, note: str = "") -> Correction:
    """Approve or refuse; never by who proposed it or by who entered the record."""
    from django.apps import apps

    model = apps.get_model(correction.record_type)
    with journal(actor) as log:
        record = lock(model._default_manager.get(pk=correction.record_id))
        correction = Correction.objects.select_for_update().get(pk=correction.pk)
        reason = why_not_decide(actor, correction, record)
        if reason:
            raise PermissionDenied(reason)
        if not approve and not note.strip():
            raise Refused("Không duyệt cần ghi lý do.")
        require_open(actor, record)
        correction.decided_by, correction.decided_at, correction.decision = actor, timezone.now(), note
        if not approve:
            correction.state = Correction.State.REFUSED
            correction.save()
            log.add("refuse", record, {"note": note})
            return correction
        if record.version != correction.version:
            raise Stale(record, correction.after or {})
        correction.state = Correction.State.APPLYING
        correction.save()
        _apply(actor, record, correction)
        correction.state = Correction.State.APPLIED
        correction.save()
        action = "withdraw" if correction.kind == Correction.Kind.WITHDRAW else "correct"
        _step(log, record, action, correction.reason, stands_in_for(actor, record, "decide"))
        if correction.after is not None:
            log.add("correct", record, plain.changed(correction.before, correction.after))
    return correction


def _apply(actor: Any, record: Record, correction: Correction) -> None:
    record.version += 1
    if correction.kind == Correction.Kind.WITHDRAW:
        record.status = Status.WITHDRAWN
        record.save()
        effects.apply(record, actor, "withdraw")
        return
    record.updated_by = correction.proposed_by
    plain.write(record, correction.after or {})
    require_open(actor, record)
    effects.apply(record, actor, "correct")


def open_for(record: Record) -> Correction | None:
    """The proposal that waits for a decision, or None."""
    return (
        Correction.objects.filter(record_type=record.record_type, record_id=record.pk, state=Correction.State.PROPOSED)
        .select_related("proposed_by")
        .first()
    )


def why_not_decide(user: Any, correction: Correction, record: Record, known: Rights | None = None) -> str:
    """Why the user cannot decide the proposal; "" when they can."""
    if correction.state != Correction.State.PROPOSED:
        return "Đề nghị này đã được giải quyết."
    if user.pk in (correction.proposed_by_id, record.created_by_id):
        return "Bạn là người ghi hoặc người đề nghị nên không tự duyệt được."
    if not (known or rights(user, record)).decide:
        return "Bạn không có quyền duyệt đề nghị sửa."
    givers = {grant.giver for grant in deciders(user, record)}
    if givers and givers <= {correction.proposed_by_id, record.created_by_id}:
        return "Người ủy quyền cho bạn là người ghi hoặc người đề nghị nên bạn không duyệt thay được."
    return ""


def waiting_for(queryset: QuerySet[R], user: Any) -> QuerySet[R]:
    """Records with an open proposal that the user may decide: not their own, nor of who delegated the right to them."""
    model, found = queryset.model, NOBODY
    proposed = Correction.objects.filter(record_type=model._meta.label_lower, state=Correction.State.PROPOSED)
    for grant in access(user).holding(f"{model.scope.kind}.decide"):
        bound = [person for person in (user.pk, grant.giver) if person]
        others = proposed.exclude(proposed_by__in=bound)
        found |= grant.q(model.scope) & ~Q(created_by__in=bound) & Q(pk__in=others.values("record_id"))
    return queryset.filter(found)
