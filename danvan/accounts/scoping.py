"""THE permission filter: every row that leaves the portal passes `visible_to`.

A user holds assignments (role × area × organisation × dates). Each allows its role's actions within its reach;
reach follows places and organisations through their successions: forward from the assigned unit to what it
became, and back to what it was made of, never forward and then back (the officer of an old commune follows it
into the new one, but does not gain the neighbours it was merged with before the merger). Back from a part of a
commune that was split, reach follows the hamlets that came along, not the whole commune.

A model says where it stands with `scope = Scope(...)`. Not in scope → the row does not exist (404);
in scope without the right → PermissionDenied with its reason (403).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from .roles import ROLES, STANDS_FOR, Reach, Role, roles_with

if TYPE_CHECKING:
    from .models import User

NOBODY = Q(pk__in=())
# What a grant reads of an assignment: every request asks, so nothing else is fetched.
GRANTED = (
    "user", "role", "ends", "area__path", "area__name", "area__kind", "organization__name",
    "delegated_by__username", "delegated_by__full_name",
)  # fmt: skip
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a model's rows stand: look-up paths to its area and organisation, and the kind its actions are named by."""

    kind: str
    area: str = "area"
    organization: str = "organization"
    status: str | None = "status"


@dataclass(frozen=True)
class Grant:
    """One assignment, resolved: the role, the path prefixes of areas and the ids of organisations it reaches.

    A delegated one names its `giver` (a user's id; None = the role is the user's own) and ends by itself on `until`.
    """

    role: Role
    paths: tuple[str, ...]
    organizations: frozenset[int]
    label: str
    giver: int | None = None
    giver_name: str = ""
    until: date | None = None

    def q(self, scope: Scope) -> Q:
        if self.role.reach is Reach.ORGANIZATION:
            found = Q(**{f"{scope.organization}__in": self.organizations}) if scope.organization else NOBODY
        else:
            found = self.area_q(scope.area)
        if self.role.approved_only and scope.status:
            found &= Q(**{scope.status: "approved"})
        return found

    def area_q(self, lookup: str) -> Q:
        """Areas whose path starts with a reached one; a path ends with its separator, so 1 never owns 12."""
        found = NOBODY
        field = f"{lookup}__path__startswith" if lookup else "path__startswith"
        for path in self.paths:
            found |= Q(**{field: path})
        return found

    def reaches_path(self, path: str) -> bool:
        return any(path.startswith(mine) for mine in self.paths)

    def reaches(self, row: Any) -> bool:
        """`q` for one row in hand."""
        scope: Scope = row.scope
        if self.role.approved_only and scope.status and _follow(row, scope.status) != "approved":
            return False
        if self.role.reach is Reach.ORGANIZATION:
            return bool(scope.organization) and getattr(_follow(row, scope.organization), "pk", 0) in self.organizations
        return self.reaches_path(_follow(row, scope.area).path if scope.area else row.path)


class Access:
    """What one user may do today. Made once a request; two queries."""

    def __init__(self, user: "User", today: date | None = None) -> None:
        self.user = user
        self.today = today or timezone.localdate()

    @cached_property
    def grants(self) -> list[Grant]:
        if not self.user.is_active or self.user.pk is None:
            return []
        rows = apps.get_model("movements", "Assignment").objects.select_related("area", "organization", "delegated_by")
        assignments = rows.only(*GRANTED).held_by(self.user.pk, self.today)
        areas = _follow_areas({a.area.path for a in assignments if a.area}, self)
        organizations = _follow_organizations({a.organization_id for a in assignments if a.organization_id})
        return [
            Grant(
                role=ROLES[a.role],
                paths=_outermost(areas.get(a.area.path, ())) if a.area else (),
                organizations=frozenset(organizations.get(a.organization_id or 0, ())),
                label=a.place_label(),
                giver=a.delegated_by_id,
                giver_name=str(a.delegated_by or ""),
                until=a.ends,
            )
            for a in assignments
        ]

    @cached_property
    def area_links(self) -> list[tuple[str, str, Any]]:
        """(old path, new path, share) of every succession of places, read once a request."""
        return area_links()

    @cached_property
    def portal(self) -> Any:
        """The portal's row (whose portal this is), read once a request; None before it is set up."""
        return apps.get_model("movements", "Portal").current()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role.code for grant in self.grants)

    def may(self, action: str) -> bool:
        """Whether any assignment holds the action anywhere. Raises KeyError for an action that no role holds."""
        return bool(self.roles & roles_with(action))

    def may_at(self, action: str, row: Any) -> bool:
        """Whether a role that holds the action reaches this row: a second role elsewhere lends nothing here."""
        return any(grant.reaches(row) for grant in self.holding(action))

    def holding(self, action: str) -> list[Grant]:
        roles_with(action)
        return [grant for grant in self.grants if action in grant.role.actions]

    def q(self, scope: Scope, action: str) -> Q:
        found = NOBODY
        for grant in self.holding(action):
            found |= grant.q(scope)
        return found

    def areas(self, action: str) -> Q:
        """A condition on Area: the places where the user holds the action."""
        found = NOBODY
        for grant in self.holding(action):
            found |= grant.area_q("")
        return found

    def stands_for(self, role: str) -> list[Grant]:
        """The grants with which the user may take a step that a route gives to `role`."""
        return [grant for grant in self.grants if grant.role.code in STANDS_FOR.get(role, (role,))]


def access(user: Any) -> Access:
    """The user's Access, kept on the user object of this request (a revoked right bites on the next request)."""
    found = getattr(user, "_access", None)
    if found is None:
        found = user._access = Access(user)
    return found


def visible_to(queryset: QuerySet[M], user: Any, action: str = "view") -> QuerySet[M]:
    """The rows of `queryset` on which the user may do `action` ("view", "enter" …); all others do not exist."""
    scope: Scope = queryset.model.scope  # type: ignore[attr-defined]
    return queryset.filter(access(user).q(scope, f"{scope.kind}.{action}"))


def require(user: Any, action: str) -> None:
    """Refuse with a reason when no assignment of the user holds the action."""
    if not access(user).may(action):
        raise PermissionDenied("Tài khoản của bạn không có quyền làm việc này.")


def _follow(row: Any, lookup: str) -> Any:
    return reduce(getattr, lookup.split("__"), row)


def _follow_areas(paths: Iterable[str], mine: Access) -> dict[str, set[str]]:
    """For each path: itself, what lies in it and became something else (forward), what it was made of (back).

    Back only along what came whole: of a commune that was split, the officer of one part sees the hamlets that came
    along, not the records of the commune and of the hamlets that went elsewhere.
    """
    wanted = set(paths)
    if not wanted:
        return {}
    links = mine.area_links
    forward = [(old, new) for old, new, _share in links]
    back = [(new, old) for old, new, share in links if share == 1]
    return {start: {start} | _closure(start, forward) | _closure(start, back) for start in wanted}


def area_links() -> list[tuple[str, str, Any]]:
    return list(apps.get_model("movements", "AreaSuccession").objects.values_list("old__path", "new__path", "share"))


def became(path: str) -> set[str]:
    """The place with this path and what it became, by their paths. One query."""
    return {path} | _closure(path, [(old, new) for old, new, _share in area_links()])


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that lie in another of them: each becomes a condition of every query."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)


def _closure(start: str, links: list[tuple[str, str]]) -> set[str]:
    reached: set[str] = set()
    frontier = {start}
    while frontier:
        frontier = {
            new for old, new in links if any(old.startswith(path) for path in frontier) and new not in reached
        } - {start}
        reached |= frontier
    return reached


def _follow_organizations(ids: Iterable[int]) -> dict[int, set[int]]:
    wanted = set(ids)
    if not wanted:
        return {}
    links = list(apps.get_model("movements", "OrganizationSuccession").objects.values_list("old_id", "new_id"))
    found: dict[int, set[int]] = {}
    for start in wanted:
        found[start] = {start}
        for pairs in (links, [(new, old) for old, new in links]):
            frontier = {start}
            while frontier:
                frontier = {new for old, new in pairs if old in frontier} - found[start]
                found[start] |= frontier
    return found
