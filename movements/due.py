"""What is due of the work that is followed after its acceptance: answers to recommendations, tasks of the theme."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from danvan.accounts.scoping import access, visible_to

from .desks_recommendations import SOON
from .models import Recommendation, WorkTask

# namespace, words, the value of `tinh-trang` that lists the late ones
FOLLOWED = (("recommendations", "kiến nghị chờ trả lời", "qua-han"), ("tasks", "nhiệm vụ của chủ đề năm", "late"))
ALL, NONE = Q(pk__isnull=False), Q(pk__isnull=True)


@dataclass(frozen=True, slots=True)
class Due:
    """A line of "Đến hạn": how many, in words, and the list that holds exactly these."""

    count: int
    words: str
    url: str
    late: bool


def branches(user: Any) -> list[QuerySet[Any, Any]]:
    """For those who enter activities: what is late, and what is due in the next SOON days. `lines` says them."""
    if not access(user).may("activity.enter"):
        return []
    today = timezone.localdate()
    late, soon = Q(due__lt=today), Q(due__range=(today, today + datetime.timedelta(days=SOON)))
    waiting = visible_to(Recommendation.objects.filter(state__in=Recommendation.OPEN), user)
    tasks = visible_to(WorkTask.objects.filter(done_on__isnull=True), user)
    return [counted(waiting, "recommendations", late, soon), counted(tasks, "tasks", late, soon)]


def lines(counts: Mapping[str, tuple[int, int]]) -> list[Due]:
    found = []
    for name, words, late_in in FOLLOWED:
        over, near = counts.get(name, (0, 0))
        address = f"{reverse(f'{name}:list')}?tinh-trang="
        if over:
            found.append(Due(over, words, address + late_in, late=True))
        if near:
            found.append(Due(near, f"{words} đến hạn trong {SOON} ngày", f"{address}sap-den-han", late=False))
    return found


def counted(rows: QuerySet[Any], name: str, first: Q = ALL, second: Q = NONE) -> QuerySet[Any, Any]:
    """(name, "", how many are `first`, how many `second`, no moment), a row or none: the columns in which whoever draws
    a page asks for all its counts at once.
    """
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(x_name=Value(name, output_field=CharField()))
        .values("x_name")
        .annotate(
            x_action=Value("", output_field=CharField()), x_first=Count("pk", filter=first),
            x_second=Count("pk", filter=second), x_at=Cast(Value(None), DateTimeField()),
        )
        .values_list("x_name", "x_action", "x_first", "x_second", "x_at")
    )  # fmt: skip
    return found
