"""Who may do what with a record now: the same conditions for one record and for lists of them."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Model, Q, QuerySet, Value, When

from danvan.accounts.roles import ROLES, Reach
from danvan.accounts.scoping import NOBODY, Grant, Scope, access

from .models import Handover, Record, Status

R = TypeVar("R", bound=Record)
M = TypeVar("M", bound=Model)
OPEN = (Status.DRAFT, Status.RETURNED)


def organizations_q(user: Any, action: str) -> Q:
    """A condition on Organization: for which organisations the user may do `action`."""
    found = NOBODY
    for grant in access(user).holding(action):
        if grant.role.reach is Reach.ORGANIZATION:
            found |= Q(pk__in=grant.organizations)
        elif grant.role.seated:
            found |= grant.area_q("area")
        else:
            return Q()
    return found


def require_place(actor: Any, action: str, area: Any, organization: Any) -> None:
    """Refuse a record for an area or organisation outside the actor's reach."""
    for grant in access(actor).holding(action):
        if grant.role.reach is Reach.ORGANIZATION:
            if organization.pk in grant.organizations:
                return
        elif grant.reaches_path(area.path) and (not grant.role.seated or grant.reaches_path(organization.area.path)):
            return
    raise PermissionDenied("Địa bàn hoặc đơn vị này ngoài phạm vi của bạn.")


def editable_by(queryset: QuerySet[R], user: Any) -> QuerySet[R]:
    """Drafts and returned records that the user may change: their own, or of the organisations they enter for."""
    return queryset.filter(_editable_q(queryset.model, user))


def entered_by(queryset: QuerySet[M], user: Any) -> QuerySet[M]:
    """Rows that lie where the user enters, whatever their status: the place in reach, and the organisation theirs."""
    return queryset.filter(_entered_q(queryset.model.scope, user))  # type: ignore[attr-defined]


def _entered_q(scope: Scope, user: Any) -> Q:
    action = f"{scope.kind}.enter"
    return access(user).q(scope, action) & _prefixed(organizations_q(user, action), f"{scope.organization}__")


def _editable_q(model: type[Record], user: Any) -> Q:
    scope = model.scope
    found = access(user).q(scope, f"{scope.kind}.enter") & Q(status__in=OPEN)
    organizations = organizations_q(user, f"{scope.kind}.enter")
    if not organizations:  # every organisation: `Q(mine) | Q()` would leave only mine
        return found
    return found & (Q(created_by=user.pk) | _prefixed(organizations, "organization__"))


def _prefixed(q: Q, prefix: str) -> Q:
    made = Q()
    made.connector, made.negated = q.connector, q.negated
    children: list[Any] = list(q.children)
    made.children = [_prefixed(c, prefix) if isinstance(c, Q) else (prefix + c[0], c[1]) for c in children]
    return made


def waiting_for(queryset: QuerySet[R], user: Any) -> QuerySet[R]:
    """Submitted records whose next step the user may take (not their own)."""
    return queryset.filter(_waiting_q(queryset.model, user))


def _waiting_q(model: type[Record], user: Any) -> Q:
    found = NOBODY
    mine, scope = access(user), model.scope
    for action in ("confirm", "accept"):
        for grant in mine.grants:
            if f"{scope.kind}.{action}" not in grant.role.actions:
                continue
            roles = [r for r in {grant.role.code, "front_officer"} if grant in mine.stands_for(r)]
            here = Q(pending_action=action, pending_role__in=roles) & grant.q(scope)
            found |= here & not_by(model, grant.giver) if grant.giver else here
    return found & Q(status=Status.SUBMITTED) & not_by(model, user.pk)


def not_by(model: type[Record], user_id: int) -> Q:
    """A condition: the user neither wrote the record, nor changed it last, nor was ever handed it to finish.

    It binds who takes a step, and who delegated the step: nobody has their own work taken by a stand-in.
    """
    taken = Handover.objects.filter(record_type=model._meta.label_lower, taker=user_id).values("record_id")
    return ~Q(created_by=user_id) & ~Q(updated_by=user_id) & ~Q(pk__in=taken)


def authors_of(record: Record) -> set[int]:
    """The users whom `not_by` binds for this record."""
    handed = Handover.objects.filter(record_type=record.record_type, record_id=record.pk)
    return {record.created_by_id, record.updated_by_id, *handed.values_list("taker_id", flat=True)}


def stands_in_for(user: Any, record: Record, action: str) -> int | None:
    """Whose delegation lets the user do `action` on the record: a user's id; None when a role of their own does.

    For a step that waits, only roles that the route names count. The record comes with its area and organisation.
    """
    waits = action == record.pending_action and record.pending_role
    grants = access(user).stands_for(record.pending_role) if waits else access(user).grants
    able = [g for g in grants if f"{record.scope.kind}.{action}" in g.role.actions and g.reaches(record)]
    return able[0].giver if able and all(grant.giver for grant in able) else None


def deciders(user: Any, record: Record) -> list[Grant]:
    """The user's grants that let them decide proposals on the record."""
    return [grant for grant in access(user).holding(f"{record.scope.kind}.decide") if grant.reaches(record)]


@dataclass(frozen=True, slots=True)
class Rights:
    """What a user may do with one record now."""

    edit: bool  # change or send the draft
    step: bool  # take the step that waits
    enter: bool  # it lies where the user enters: a correction may be proposed
    decide: bool  # a proposed correction may be decided (but not one's own)


def rights(user: Any, record: Record) -> Rights:
    """All four in one query, by the same conditions as the lists."""
    model, scope, mine = type(record), record.scope, access(user)

    def flag(condition: Q) -> Case:
        return Case(When(condition, then=Value(True)), default=Value(False))

    found = model._default_manager.filter(pk=record.pk).values_list(
        flag(_editable_q(model, user)),
        flag(_waiting_q(model, user)),
        flag(_entered_q(scope, user)),
        flag(mine.q(scope, f"{scope.kind}.decide")),
    )
    return Rights(*map(bool, found[0]))


def why_not(user: Any, record: Record, action: str, may: Set[int] | None = None) -> str:
    """Why the user cannot take the step that waits; "" when they can. `may`: the keys of those that wait for them."""
    if record.status != Status.SUBMITTED or record.pending_action != action:
        return "Bản ghi không ở bước này."
    if may is None:
        this = type(record)._default_manager.filter(pk=record.pk)
        may = set(waiting_for(this, user).order_by().values_list("pk", flat=True))
    return "" if record.pk in may else waits_for(user, record)


def waits_for(user: Any, record: Record) -> str:
    """Whom the step of a submitted record waits for, said to somebody who may not take it."""
    authors = authors_of(record)
    if user.pk in authors:
        return "Bạn là người ghi nên không tự xác nhận hay tiếp nhận được."
    if any(grant.giver in authors for grant in access(user).grants):
        return "Người ủy quyền cho bạn là người ghi nên bạn không làm thay bước này được."
    role = ROLES.get(record.pending_role)
    return f"Bước này chờ {role.label}." if role else "Bước này thuộc người khác theo tuyến xác nhận."
