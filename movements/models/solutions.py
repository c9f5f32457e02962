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


NO_GROUP = "0"
CAMPAIGNS = ("campaign", "campaign__parent", "campaign__parent__parent")  # a row's, and those that it runs inside


def grouped(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Each row with its `group` ("1"–"5", None = in none): its own tag, else its campaign's, else that of the campaigns
    that this one is a programme of. Rows without a tag of their own (supports, models) go by their campaign.
    """
    own = [NullIf(F("solution"), Value(""))] if any(f.name == "solution" for f in queryset.model._meta.fields) else []
    inherited = [NullIf(F(f"{path}__solution"), Value("")) for path in CAMPAIGNS]
    return queryset.annotate(group=Coalesce(*own, *inherited))


def in_group(number: str, *, own: bool) -> Q:
    """`grouped` as a condition, NO_GROUP for the rows in none; `own`: the rows carry a tag of their own."""
    if number == NO_GROUP:
        none = Q(solution="") if own else Q()
        for path in CAMPAIGNS:
            none &= Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__solution": ""})
        return none
    before = Q(solution="") if own else Q()
    found = Q(solution=number) if own else Q(pk__in=())
    for path in CAMPAIGNS:
        found |= before & Q(**{f"{path}__solution": number})
        before &= Q(**{f"{path}__solution": ""})
    return found
