"""What is due of the work that is followed after its acceptance: answers to recommendations, tasks of the theme."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

from danvan.accounts.scoping import access, visible_to

from . import desks_recommendations, desks_themes
from .desks_recommendations import SOON
from .models import Recommendation, WorkTask

# namespace, its model, words, the list's condition of a `tinh-trang`, the value of it that lists the late ones
FOLLOWED: tuple[tuple[str, type[Any], str, Callable[[str], Q | None], str], ...] = (
    ("recommendations", Recommendation, "kiến nghị chờ trả lời", desks_recommendations.in_state, "qua-han"),
    ("tasks", WorkTask, "nhiệm vụ của chủ đề năm", desks_themes.in_state, "late"),
)
SOON_IN = "sap-den-han"
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
    found = []
    for name, model, _words, in_state, late_in in FOLLOWED:
        late, soon = in_state(late_in) or NONE, in_state(SOON_IN) or NONE
        found.append(counted(visible_to(model.objects.filter(late | soon), user), name, late, soon))
    return found


def lines(counts: Mapping[str, tuple[int, int]]) -> list[Due]:
    found = []
    for name, _model, words, _in_state, late_in in FOLLOWED:
        over, near = counts.get(name, (0, 0))
        address = f"{reverse(f'{name}:list')}?tinh-trang="
        if over:
            found.append(Due(over, words, address + late_in, late=True))
        if near:
            found.append(Due(near, f"{words} đến hạn trong {SOON} ngày", address + SOON_IN, late=False))
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
