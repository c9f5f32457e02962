"""How long a step has waited, and whether it is late: since the step before it, in working days, against its route.

Who is to accept is not charged with the days that the confirmation took.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from danvan.lib.workdays import longer_than, working_days
from danvan.records.models import DUE_DAYS, ConfirmationRoute, Record, StepTaken


def waits_since(model: type[Record]) -> Coalesce:
    """An expression on submitted records: when the step that waits began, by the last step taken."""
    steps = StepTaken.objects.filter(record_type=model._meta.label_lower, record_id=OuterRef("pk"))
    return Coalesce(Subquery(steps.order_by("-pk").values("at")[:1]), "submitted_at")


def waited(since: datetime.datetime, today: datetime.date | None = None) -> int:
    """Working days from the day of `since` to today."""
    return working_days(timezone.localtime(since).date(), today or timezone.localdate())


def longer_q(field: str, days: int) -> Q:
    """A condition: since `field`, more than `days` working days have passed."""
    first = longer_than(days, timezone.localdate()) + datetime.timedelta(days=1)
    midnight = timezone.make_aware(datetime.datetime.combine(first, datetime.time.min))
    return Q(**{f"{field}__lt": midnight})


@dataclass(frozen=True)
class Limits:
    """The routes' limits, read once (one query): within how many working days each step is to be taken."""

    routes: tuple[ConfirmationRoute, ...]

    @classmethod
    def read(cls) -> "Limits":
        routes = sorted(
            ConfirmationRoute.objects.order_by(),
            key=lambda r: (bool(r.record_kind), bool(r.organization_kind), bool(r.level)), reverse=True,
        )  # fmt: skip
        return cls(tuple(routes))

    def of(self, model: type[Record]) -> Case:
        """An expression on records of the kind: the limit of the step that waits, by the most exact route."""
        whens = []
        for route in self.routes:
            if route.record_kind not in ("", model.scope.kind):
                continue
            fits: dict[str, Any] = {}
            if route.organization_kind:
                fits["organization__kind"] = route.organization_kind
            if route.level:
                fits["organization__area__level"] = route.level
            whens += [
                When(**fits, pending_action=action, then=Value(days))
                for action, days in (("confirm", route.confirm_days), ("accept", route.accept_days))
            ]
        return Case(*whens, default=Value(DUE_DAYS), output_field=IntegerField())

    def late_q(self, limit: str, since: str) -> Q:
        """A condition on rows that carry `limit` and `since`: the step is late."""
        found = Q(pk__in=())
        for days in {DUE_DAYS, *(d for route in self.routes for d in (route.confirm_days, route.accept_days))}:
            found |= Q(**{limit: days}) & longer_q(since, days)
        return found
