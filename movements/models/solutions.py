"""The five groups of solutions (Một là … Năm là) of a year's theme: the tag, and what stands in which group."""

from typing import Any

from django.db.models import CharField, F, Q, QuerySet, TextChoices, Value
from django.db.models.functions import Coalesce, NullIf


class Solution(TextChoices):
    """Nhóm giải pháp: the groups' numbers never change; their words are the theme's."""

    ONE = "1", "Một là"
    TWO = "2", "Hai là"
    THREE = "3", "Ba là"
    FOUR = "4", "Bốn là"
    FIVE = "5", "Năm là"


def solution_field(**options: Any) -> CharField:
    return CharField("nhóm giải pháp", max_length=1, choices=Solution, **{"blank": True, "default": "", **options})


def grouped(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Each row with its `group` ("1"–"5", None = in none): its own tag, else that of its campaign, else of the campaign
    that this one is a programme of. Rows without a tag of their own (supports, models) go by their campaign.
    """
    own = [NullIf(F("solution"), Value(""))] if any(f.name == "solution" for f in queryset.model._meta.fields) else []
    inherited = [NullIf(F(f"{path}__solution"), Value("")) for path in ("campaign", "campaign__parent")]
    return queryset.annotate(group=Coalesce(*own, *inherited))


def in_group(number: str, *, own: bool) -> Q:
    """`grouped` as a condition; `own`: the rows carry a tag of their own."""
    led = Q(campaign__solution=number) | Q(campaign__solution="", campaign__parent__solution=number)
    return Q(solution=number) | Q(solution="") & led if own else led
