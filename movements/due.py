"""What is due of the work that is followed after its acceptance: answers to recommendations, tasks of the theme."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from danvan.accounts.scoping import access, visible_to

from .desks_recommendations import SOON
from .models import Recommendation, WorkTask


@dataclass(frozen=True, slots=True)
class Due:
    """A line of "Đến hạn": how many, in words, and the list that holds exactly these."""

    count: int
    words: str
    url: str
    late: bool


def due(user: Any) -> list[Due]:
    """For those who enter activities: what is late, and what is due in the next SOON days. One query."""
    if not access(user).may("activity.enter"):
        return []
    today = timezone.localdate()
    soon = Q(due__range=(today, today + datetime.timedelta(days=SOON)))
    asked = visible_to(Recommendation.objects.filter(state__in=Recommendation.OPEN), user)
    tasks = visible_to(WorkTask.objects.filter(done_on__isnull=True), user)
    rows = _counted(asked, "recommendations", today, soon).union(_counted(tasks, "tasks", today, soon), all=True)
    words = {"recommendations": "kiến nghị chờ trả lời", "tasks": "nhiệm vụ của chủ đề năm"}
    late_in = {"recommendations": "qua-han", "tasks": "late"}
    found = []
    for name, late, near in rows:
        address = f"{reverse(f'{name}:list')}?tinh-trang="
        if late:
            found.append(Due(late, f"{words[name]} đã quá hạn", address + late_in[name], late=True))
        if near:
            found.append(Due(near, f"{words[name]} đến hạn trong {SOON} ngày", f"{address}sap-den-han", late=False))
    return found


def _counted(rows: QuerySet[Any], name: str, today: datetime.date, soon: Q) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(x_name=Value(name, output_field=CharField()))
        .values("x_name")
        .annotate(late=Count("pk", filter=Q(due__lt=today)), near=Count("pk", filter=soon))
        .values_list("x_name", "late", "near")
    )
    return found
