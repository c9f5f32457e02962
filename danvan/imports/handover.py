"""Giao lô cho đồng nghiệp: only to somebody whose reach covers all that the owner reaches with imports."""

from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from danvan.accounts.models import User
from danvan.accounts.roles import roles_with
from danvan.accounts.scoping import Access, Grant, access
from danvan.audit.journal import journal
from danvan.records.data import Refused

from .batches import State, kind_of
from .models import ImportBatch

NOT_COVERED = "Người này không nhập được cho mọi nơi mà bạn nhập, nên không giao lô này được."


def covers(other: Access, mine: Access, right: str) -> bool:
    """Whether `other` may import for every place and organisation for which `mine` may."""
    if not other.may("import"):
        return False
    theirs = other.holding(right)
    return all(any(_covers(their, grant) for their in theirs) for grant in mine.holding(right))


def _covers(their: Grant, grant: Grant) -> bool:
    if grant.organizations or their.organizations:
        return bool(grant.organizations) and grant.organizations <= their.organizations
    seated_alike = grant.role.seated or not their.role.seated
    return bool(grant.paths) and seated_alike and all(their.reaches_path(path) for path in grant.paths)


def colleagues(user: Any, right: str) -> list[User]:
    """Active accounts assigned to import at the same organisation, the same place or one above it; by name.

    Two queries. Whether one of them covers all is asked when the batch is handed over.
    """
    assignments = apps.get_model("movements", "Assignment").objects.active_on(timezone.localdate())
    mine = list(assignments.filter(user=user).select_related("area"))
    here = Q(pk__in=())
    for one in mine:
        if one.organization_id:
            here |= Q(organization=one.organization_id)
        elif one.area:
            here |= Q(area__in=[int(pk) for pk in one.area.path.split(".") if pk])
    roles = roles_with("import") & roles_with(right)
    found = assignments.filter(here, role__in=roles).exclude(user=user).values("user")
    return list(User.objects.filter(pk__in=found, is_active=True).order_by("full_name", "username"))


def hand_over(user: Any, batch: ImportBatch, other: User) -> None:
    """Make the batch the colleague's. Raises Refused for one who reaches less far, or a batch that waits no more."""
    if other.pk == user.pk or not covers(Access(other), access(user), kind_of(batch).right):
        raise Refused(NOT_COVERED)
    with journal(user) as log:
        given = ImportBatch.objects.filter(pk=batch.pk, user=user, state__in=ImportBatch.OPEN).update(
            user=other, state=State.CHECKING if batch.report is None else batch.state, revision=batch.revision + 1,
            changed_at=timezone.now(),
        )  # fmt: skip
        if not given:
            raise Refused("Lô này không còn chờ nữa nên không giao được.")
        log.add("hand_over", batch, {"to": other.pk})
