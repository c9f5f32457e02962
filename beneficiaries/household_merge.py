"""Merging two records of one household, and undoing it; journalled.

Who may: those who enter for both. When either record is approved the merge is proposed with a reason and decided by
another person, like every correction of an approved record (design.md §3): one who decides for both, and neither
proposed it nor entered one of them. The same for undoing. The values that the kept record takes over pass the one
door: an edit when it is a draft, an approved correction when it is approved.
"""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from danvan.accounts.scoping import visible_to
from danvan.audit.journal import Log, journal
from danvan.figures import effects
from danvan.records import corrections, services
from danvan.records import data as plain
from danvan.records.data import Invalid, Refused
from danvan.records.models import Status

from .models import ACTIVE, Household, HouseholdMerge

FIELDS = tuple(name for name in Household.data_fields if name not in ("organization", "cccd"))
State = HouseholdMerge.State
SETTLED = (Status.DRAFT, Status.RETURNED, Status.APPROVED)


def propose(actor: Any, away: Household, kept: Household, *, take: Collection[str] = (), reason: str) -> HouseholdMerge:
    """`away` becomes part of `kept`, which takes the fields `take` over from it. At once when neither is approved.

    Raises Invalid at "other" or "reason", Refused when the values do not pass the door.
    """
    _require(actor, away, kept)
    if not reason.strip():
        raise Invalid({"reason": ["Hãy ghi vì sao hai hồ sơ là một hộ."]})
    if unknown := set(take) - set(FIELDS):
        raise KeyError(f"a household has no {sorted(unknown)}")
    with journal(actor) as log:
        away, kept = _locked(away, kept)
        _must_be_free(away, kept)
        have, other = plain.read(kept), plain.read(away)
        after = {name: other[name] for name in take if other[name] != have[name]}
        merge = HouseholdMerge.objects.create(
            away=away, kept=kept, standing=kept, reason=reason.strip()[:300], proposed_by=actor,
            before={name: have[name] for name in after}, after=after,
        )  # fmt: skip
        if Status.APPROVED in (away.status, kept.status):
            _log(log, "merge_propose", merge, reason)
            if after:
                plain.rehearse(Household.objects.get(pk=kept.pk), after)
        else:
            _apply(actor, merge, log)
    return merge


def decide(actor: Any, merge: HouseholdMerge, *, approve: bool, note: str = "") -> HouseholdMerge:
    """Approve or refuse what is proposed: the merge, or its undoing."""
    with journal(actor) as log:
        merge = _locked_merge(merge)
        if reason := why_not_decide(actor, merge):
            raise PermissionDenied(reason)
        if not approve and not note.strip():
            raise Refused("Không duyệt cần ghi lý do.")
        merge.decided_by, merge.decided_at, merge.decision = actor, timezone.now(), note.strip()[:300]
        if not approve:
            merge.state = State.REFUSED if merge.state == State.PROPOSED else State.APPLIED
            merge.save()
            _log(log, "merge_refuse", merge, note)
        elif merge.state == State.PROPOSED:
            _must_be_free(merge.away, merge.kept, but=merge.pk)
            _apply(actor, merge, log)
        else:
            _undo(actor, merge, log)
    return merge


def propose_undo(actor: Any, merge: HouseholdMerge, *, reason: str) -> HouseholdMerge:
    """Take a merge apart again; at once when neither record is approved."""
    _require(actor, merge.away, merge.kept)
    if not reason.strip():
        raise Invalid({"reason": ["Hãy ghi vì sao bỏ gộp."]})
    with journal(actor) as log:
        merge = _locked_merge(merge)
        if merge.state != State.APPLIED:
            raise Refused("Chỉ bỏ được việc gộp đang có hiệu lực.")
        merge.undo_by, merge.undo_reason = actor, reason.strip()[:300]
        if Status.APPROVED in (merge.away.status, merge.kept.status):
            merge.state, merge.decided_by, merge.decided_at, merge.decision = State.UNDOING, None, None, ""
            merge.save()
            _log(log, "unmerge_propose", merge, reason)
        else:
            _undo(actor, merge, log)
    return merge


def why_not_decide(user: Any, merge: HouseholdMerge) -> str:
    """Why the user cannot decide what is proposed; "" when they can."""
    if not merge.waits:
        return "Đề nghị này đã được giải quyết."
    proposer = merge.proposed_by_id if merge.state == State.PROPOSED else merge.undo_by_id
    if user.pk in (proposer, merge.away.created_by_id, merge.kept.created_by_id):
        return "Bạn là người ghi hoặc người đề nghị nên không tự duyệt được."
    both = {merge.away_id, merge.kept_id}
    if visible_to(Household.objects.filter(pk__in=both), user, "decide").count() < len(both):
        return "Bạn không có quyền duyệt việc gộp hai hồ sơ này."
    return ""


def may_merge(user: Any, *households: Household) -> bool:
    wanted = {household.pk for household in households}
    return visible_to(Household.objects.filter(pk__in=wanted), user, "enter").count() == len(wanted)


def _require(actor: Any, *households: Household) -> None:
    if not may_merge(actor, *households):
        raise PermissionDenied("Bạn không ghi được cho một trong hai hộ này.")


def _locked(*households: Household) -> list[Household]:
    """As they stand now, locked in one order whoever comes first."""
    found = {pk: services.lock(Household.objects.get(pk=pk)) for pk in sorted(h.pk for h in households)}
    return [found[household.pk] for household in households]


def _locked_merge(merge: HouseholdMerge) -> HouseholdMerge:
    _locked(merge.away, merge.kept)
    found = HouseholdMerge.objects.select_for_update(of=("self",)).select_related("away", "kept", "proposed_by")
    return found.get(pk=merge.pk)


def _must_be_free(away: Household, kept: Household, but: int = 0) -> None:
    if away.pk == kept.pk:
        raise Invalid({"other": ["Hai hồ sơ phải khác nhau."]})
    for one in (away, kept):
        if one.status not in SETTLED:
            raise Invalid({"other": [f"Hồ sơ của {one} đang chờ tiếp nhận hoặc đã rút, chưa gộp được."]})
    rows = HouseholdMerge.objects.filter(state__in=(*ACTIVE, State.PROPOSED)).exclude(pk=but)
    if rows.filter(away__in=(away.pk, kept.pk)).exists():
        raise Invalid({"other": ["Một trong hai hồ sơ đã được gộp, hoặc đang có đề nghị gộp."]})
    if rows.filter(kept=away.pk, state=State.PROPOSED).exists():
        raise Invalid({"other": ["Đang có đề nghị gộp một hồ sơ khác vào hồ sơ này; hãy duyệt việc đó trước."]})


def _apply(actor: Any, merge: HouseholdMerge, log: Log) -> None:
    _take_over(actor, merge.proposed_by, merge, merge.after, f"Gộp hồ sơ trùng: {merge.reason}")
    merge.state = State.APPLIED
    merge.save()
    _resolve()
    effects.bump()  # a household counts once from here on
    _log(log, "merge", merge, merge.reason)


def _undo(actor: Any, merge: HouseholdMerge, log: Log) -> None:
    """The old values come back where nobody changed them since."""
    now = plain.read(Household.objects.get(pk=merge.kept_id))
    back = {name: value for name, value in merge.before.items() if now[name] == merge.after[name]}
    _take_over(actor, merge.undo_by, merge, back, f"Bỏ gộp hồ sơ: {merge.undo_reason}")
    merge.state, merge.undone_by, merge.undone_at = State.UNDONE, actor, timezone.now()
    merge.save()
    _resolve()
    effects.bump()
    _log(log, "unmerge", merge, merge.undo_reason)


def _take_over(actor: Any, proposer: Any, merge: HouseholdMerge, values: dict[str, Any], reason: str) -> None:
    if not values:
        return
    kept = Household.objects.get(pk=merge.kept_id)
    if kept.status != Status.APPROVED:
        services.update(proposer, kept, values, expected_version=kept.version)
        return
    correction = corrections.propose(proposer, kept, reason=reason, data=values, expected_version=kept.version)
    corrections.decide(actor, correction, approve=True)


def _resolve() -> None:
    """`standing` of every merge that holds: where the chain of merges ends. Chains are short and merges are few."""
    rows = {merge.away_id: merge for merge in HouseholdMerge.objects.filter(state__in=ACTIVE)}
    for merge in rows.values():
        end = merge.kept_id
        while end in rows:
            end = rows[end].kept_id
        if merge.standing_id != end:
            HouseholdMerge.objects.filter(pk=merge.pk).update(standing=end)


def _log(log: Log, action: str, merge: HouseholdMerge, reason: str) -> None:
    """Which fields were taken over, never what stood in them: those words are in the correction's own entry."""
    for one, other in ((merge.kept, merge.away_id), (merge.away, merge.kept_id)):
        log.add(action, one, {"other": other, "kept": merge.kept_id, "fields": sorted(merge.after), "reason": reason})
