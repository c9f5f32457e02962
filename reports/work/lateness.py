"""Ai đang chậm: steps that wait, by whose step it is, and what authors have left lying; within one's reach.

Days are working days. An average is of the confirmations and acceptances that a person took in the last 90 days, each
from the step before it. Drafts lie from their last change, records asked back from the question.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate
from django.utils import timezone

from danvan.accounts.models import User
from danvan.accounts.roles import ROLES, STANDS_FOR
from danvan.accounts.scoping import NOBODY, access
from danvan.lib.workdays import working_days
from danvan.records import handover
from danvan.records.kinds import record_models
from danvan.records.models import Record, Status, StepTaken
from movements.models import Area, Assignment
from reports.work import waits
from reports.work.work_rows import union

OF_COMMUNES = frozenset({"commune_officer", "commune_chair"})  # roles of which each commune has its own
LOOK_BACK = 90
"""Days (of the calendar) of which averages speak."""


@dataclass
class Person:
    """Somebody whose step it is: how many they took in the last 90 days, after how many working days on average."""

    name: str
    taken: int = 0
    average: Decimal | None = None


@dataclass
class Step:
    """A role at a place: what waits for it. A commune's role stands in its commune, the others in the whole reach."""

    action: str
    role: str
    place: str
    path: str
    count: int = 0
    late: int = 0
    since: datetime.datetime | None = None
    people: list[Person] = field(default_factory=list)

    @property
    def days(self) -> int:
        return waits.waited(self.since) if self.since else 0

    @property
    def word(self) -> str:
        return {"confirm": "Xác nhận", "accept": "Tiếp nhận"}[self.action]

    @property
    def role_label(self) -> str:
        return ROLES[self.role].label if self.role in ROLES else self.role


@dataclass
class Author:
    """What one person has in hand and leaves lying: old drafts, and questions without an answer."""

    pk: int
    name: str = ""
    drafts: int = 0
    draft_since: datetime.datetime | None = None
    returned: int = 0
    returned_since: datetime.datetime | None = None

    @property
    def draft_days(self) -> int:
        return waits.waited(self.draft_since) if self.draft_since else 0

    @property
    def returned_days(self) -> int:
        return waits.waited(self.returned_since) if self.returned_since else 0


def in_reach(user: Any, model: type[Record]) -> QuerySet[Any]:
    """The kind's records where the user takes steps."""
    found = NOBODY
    kind = model.scope.kind
    for grant in access(user).grants:
        if grant.role.actions & {f"{kind}.confirm", f"{kind}.accept"}:
            found |= grant.q(model.scope)
    return model._default_manager.filter(found)


def steps(user: Any) -> list[Step]:
    """What waits, the latest first. Five queries."""
    limits = waits.Limits.read()
    branches = []
    for model in record_models().values():
        rows: Any = in_reach(user, model).filter(status=Status.SUBMITTED).order_by()
        branches.append(
            rows.annotate(x_since=waits.waits_since(model), x_limit=limits.of(model))
            .values("pending_action", "pending_role", "area__path")
            .annotate(
                x_count=Count("pk"), x_late=Count("pk", filter=limits.late_q("x_limit", "x_since")),
                x_since_first=Min("x_since"),
            )
            .values_list("pending_action", "pending_role", "area__path", "x_count", "x_late", "x_since_first")
        )  # fmt: skip
    waiting = list(union(branches) or ())
    ids = {int(step) for _a, _r, path, *_ in waiting for step in path.split(".") if step}
    communes = list(Area.objects.filter(pk__in=ids, level=Area.Level.COMMUNE)) if ids else []
    found: dict[tuple[str, str, str], Step] = {}
    for action, role, path, count, late, since in waiting:
        own = [area for area in communes if path.startswith(area.path)] if role in OF_COMMUNES else []
        commune = own[0] if own else None
        place = commune.path if commune else ""
        step = found.setdefault((action, role, place), Step(action, role, commune.title if commune else "", place))
        step.count, step.late = step.count + count, step.late + late
        step.since = min(filter(None, (step.since, since)))
    _people(found.values(), averages(user) if found else {})
    return sorted(found.values(), key=lambda step: (-step.late, step.since or timezone.now()))


def averages(user: Any) -> dict[tuple[int, str], tuple[int, Decimal]]:
    """{(who, action): (steps taken in the last 90 days, working days on average)} in the user's reach. One query.

    Grouped by the days on which a step began and was taken: their number does not grow with the records.
    """
    first = timezone.now() - datetime.timedelta(days=LOOK_BACK)
    branches = []
    for model in record_models().values():
        label = model._meta.label_lower
        before = StepTaken.objects.filter(record_type=label, record_id=OuterRef("record_id"), pk__lt=OuterRef("pk"))
        branches.append(
            StepTaken.objects.filter(record_type=label, action__in=("confirm", "accept"), at__gte=first)
            .filter(record_id__in=in_reach(user, model).order_by().values("pk"))
            .order_by()
            .annotate(
                x_began=TruncDate(Subquery(before.order_by("-pk").values("at")[:1])), x_taken=TruncDate("at"),
                x_kind=Value(model.scope.kind),
            )
            .filter(x_began__isnull=False)
            .values("actor_id", "action", "x_began", "x_taken", "x_kind")
            .annotate(x_count=Count("pk"))
            .values_list("actor_id", "action", "x_began", "x_taken", "x_count")
        )  # fmt: skip
    sums: dict[tuple[int, str], tuple[int, int]] = {}
    for actor, action, began, taken, count in union(branches) or ():
        n, days = sums.get((actor, action), (0, 0))
        sums[actor, action] = n + count, days + count * working_days(began, taken)
    return {key: (n, (Decimal(days) / n).quantize(Decimal("0.1"))) for key, (n, days) in sums.items()}


def _people(found: Iterable[Step], known: dict[tuple[int, str], tuple[int, Decimal]]) -> None:
    """Who holds each role there today, with their averages. One query."""
    wanted = {code for step in found for code in STANDS_FOR.get(step.role, (step.role,))}
    holders = Assignment.objects.active_on(timezone.localdate()).filter(role__in=wanted, user__is_active=True)
    rows = list(holders.select_related("user", "area").order_by("user__full_name")) if wanted else []
    for step in found:
        here = STANDS_FOR.get(step.role, (step.role,))
        names: dict[int, Person] = {}
        for one in rows:
            if one.role in here and one.area and (not step.path or step.path.startswith(one.area.path)):
                names.setdefault(one.user_id, Person(str(one.user), *known.get((one.user_id, step.action), (0, None))))
        step.people = list(names.values())


def authors(user: Any, days: int) -> list[Author]:
    """Who leaves drafts lying for more than `days` working days or a question unanswered. Two queries."""
    branches = []
    for model in record_models().values():
        rows: Any = in_reach(user, model).order_by()
        old = Q(status=Status.DRAFT) & waits.longer_q("updated_at", days)
        branches.append(
            rows.filter(old | Q(status=Status.RETURNED))
            .annotate(x_keeper=handover.keeper(model), x_asked=waits.waits_since(model))
            .values("x_keeper", "status")
            .annotate(x_count=Count("pk"), x_changed=Min("updated_at"), x_asked_first=Min("x_asked"))
            .values_list("x_keeper", "status", "x_count", "x_changed", "x_asked_first")
        )
    found: dict[int, Author] = {}
    for keeper, status, count, changed, asked in union(branches) or ():
        author = found.setdefault(keeper, Author(keeper))
        if status == Status.DRAFT:
            author.drafts += count
            author.draft_since = min(filter(None, (author.draft_since, changed)))
        else:
            author.returned += count
            author.returned_since = min(filter(None, (author.returned_since, asked or changed)))
    for one in User.objects.filter(pk__in=found):
        found[one.pk].name = str(one)
    return sorted(found.values(), key=lambda a: (-max(a.returned_days, a.draft_days), a.name))
