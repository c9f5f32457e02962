"""What is due of the work that is followed after its acceptance: answers to recommendations, tasks of the theme."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from danvan.accounts.scoping import access, visible_to

from .desks_recommendations import SOON
from .models import Recommendation, WorkTask

# namespace, words, the value of `tinh-trang` that lists the late ones
FOLLOWED = (("recommendations", "kiến nghị chờ trả lời", "qua-han"), ("tasks", "nhiệm vụ của chủ đề năm", "late"))


@dataclass(frozen=True, slots=True)
class Due:
    """A line of "Đến hạn": how many, in words, and the list that holds exactly these."""

    count: int
    words: str
    url: str
    late: bool


def due(user: Any, also: Mapping[str, QuerySet[Any]]) -> tuple[list[Due], set[str]]:
    """For those who enter activities: what is late, and what is due in the next SOON days; beside it the names of those
    querysets of `also` that have any row, so that whoever draws a page need not ask for each. One query.
    """
    today = timezone.localdate()
    late, soon = Q(due__lt=today), Q(due__range=(today, today + datetime.timedelta(days=SOON)))
    branches = [_counted(rows, name, Q(pk__isnull=False), Q(pk__isnull=True)) for name, rows in also.items()]
    if access(user).may("activity.enter"):
        waiting = visible_to(Recommendation.objects.filter(state__in=Recommendation.OPEN), user)
        tasks = visible_to(WorkTask.objects.filter(done_on__isnull=True), user)
        branches += [_counted(waiting, "recommendations", late, soon), _counted(tasks, "tasks", late, soon)]
    counts = {name: (first, second) for name, first, second in branches[0].union(*branches[1:], all=True)}
    found = []
    for name, words, late_in in FOLLOWED:
        over, near = counts.get(name, (0, 0))
        address = f"{reverse(f'{name}:list')}?tinh-trang="
        if over:
            found.append(Due(over, words, address + late_in, late=True))
        if near:
            found.append(Due(near, f"{words} đến hạn trong {SOON} ngày", f"{address}sap-den-han", late=False))
    return found, {name for name in also if counts.get(name, (0, 0))[0]}


def _counted(rows: QuerySet[Any], name: str, first: Q, second: Q) -> QuerySet[Any, Any]:
    """(name, how many are `first`, how many `second`), a row or none."""
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(x_name=Value(name, output_field=CharField()))
        .values("x_name")
        .annotate(x_first=Count("pk", filter=first), x_second=Count("pk", filter=second))
        .values_list("x_name", "x_first", "x_second")
    )
    return found
