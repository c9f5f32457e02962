"""Ủy quyền: who will be away lets a colleague take their steps, from a day to a day.

A delegation is an `Assignment` with an end and a giver. Only a role that the giver holds themselves is passed on, at
the same place, to a colleague who works there already and sees as much; it falls when the giver's own role does. The
giver keeps the role. Steps say "thay cho …", and nobody takes a step for whom wrote the record (`rights.not_by`).
"""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone

from danvan.accounts.models import User
from danvan.accounts.roles import ROLES
from danvan.accounts.scoping import access
from danvan.audit.journal import journal
from danvan.records import data as plain
from danvan.records.data import Invalid, Refused

from .models import Area, Assignment

RELATED = ("user", "area", "organization", "delegated_by")


def delegable(user: Any) -> list[Assignment]:
    """The user's own assignments whose role may be passed on."""
    roles = [code for code, role in ROLES.items() if "delegate" in role.actions]
    own = Assignment.objects.active_on(timezone.localdate()).filter(user=user, delegated_by=None, role__in=roles)
    return list(own.select_related(*RELATED))


def colleagues(assignments: list[Assignment]) -> QuerySet[User]:
    """Who may stand in for a holder of the assignments: staff of the place, of one below or of one above it."""
    found = Q(pk__in=())
    for one in assignments:
        path = one.area.path if one.area else "-"  # a role that takes steps reaches by area
        above = [path[: i + 1] for i, sign in enumerate(path) if sign == "."]
        roles = [code for code, role in ROLES.items() if sees_as_much(code, one.role) and not role.approved_only]
        here = Q(area__path__startswith=path) | Q(area__path__in=above) | Q(organization__area__path__startswith=path)
        found |= here & Q(role__in=roles)
    working = Assignment.objects.active_on(timezone.localdate()).filter(found, delegated_by=None)
    me = {one.user_id for one in assignments}
    return User.objects.filter(is_active=True, pk__in=working.values("user")).exclude(pk__in=me).order_by("full_name")


def sees_as_much(role: str, delegated: str) -> bool:
    """Whether a holder of `role` sees people's names when the delegated role does: nobody gains that by a colleague."""
    kinds = {"personal.view", "model_year.view"} & ROLES[delegated].actions
    return kinds <= ROLES[role].actions


def delegate(actor: Any, own: Assignment, to: User, starts: datetime.date, ends: datetime.date) -> Assignment:
    """Pass the actor's own assignment on for the dates. Raises PermissionDenied, Refused, or Invalid at the fields."""
    with journal(actor) as log:
        if own.pk not in {one.pk for one in delegable(actor)}:
            raise PermissionDenied("Bạn không giữ vai trò này nên không ủy quyền được.")
        if not colleagues([own]).filter(pk=to.pk).exists():
            raise Refused("Người này không làm thay vai trò ấy được.")
        if ends < timezone.localdate():
            raise Invalid({"ends": ["Ngày hết đã qua."]})
        same = Assignment.objects.filter(
            user=to, delegated_by=actor, role=own.role, area=own.area, starts__lte=ends, ends__gte=starts
        )
        if same.exists():
            raise Refused(f"Đã ủy quyền vai trò này cho {to} trong những ngày ấy.")
        made = Assignment()
        plain.write(made, {
            "user": to, "role": own.role, "area": own.area, "organization": own.organization, "starts": starts,
            "ends": ends, "delegated_by": actor,
        })  # fmt: skip
        log.add("create", made, plain.read(made))
    return made


def end(actor: Any, delegation: Assignment) -> None:
    """End a delegation now: its last day was yesterday; one that began today or has not begun is taken away whole.

    By who gave it, or by an administrator.
    """
    if actor.pk != delegation.delegated_by_id and not access(actor).may("accounts"):
        raise PermissionDenied("Chỉ người ủy quyền hoặc quản trị thôi ủy quyền được.")
    today = timezone.localdate()
    with journal(actor) as log:
        found = Assignment.objects.select_for_update().get(pk=delegation.pk)
        if found.ends and found.ends < today:
            raise Refused("Ủy quyền này đã hết.")
        if found.starts >= today:
            log.add("delete", found, plain.read(found))
            found.delete()
            return
        before = plain.read(found)
        found.version += 1
        found.ends = today - datetime.timedelta(days=1)
        found.save()
        log.add("update", found, plain.changed(before, plain.read(found)))


def given_and_received(user: Any) -> QuerySet[Assignment]:
    """Delegations that are not over, both ways, the next to end first."""
    today = timezone.localdate()
    found = Assignment.objects.filter(delegated_by__isnull=False).filter(Q(user=user) | Q(delegated_by=user))
    return found.filter(ends__gte=today).select_related(*RELATED).order_by("ends", "pk")


def place_of(assignment: Assignment) -> str:
    place = assignment.organization or assignment.area
    return place.title if isinstance(place, Area) else str(place or "")
