"""Suspected duplicates in the user's reach: groups of households that may be one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from .models import Household
from .similar import WHY, Near, living, people

MOST = 50  # groups a page


@dataclass(frozen=True)
class Suspects:
    """Households that may be one, and why."""

    why: str
    households: list[Household]

    @property
    def said(self) -> str:
        return WHY[self.why]


def suspects(households: QuerySet[Household], *, near: bool) -> tuple[list[Suspects], bool]:
    """Groups of the same name in one hamlet, then (with `near`, for one commune) of a near name and birth year.

    The second value says whether there are more than the first fifty. Four queries at most. Near names are compared
    in memory, which a whole district would make slow: a commune's few thousand take some tens of milliseconds.
    """
    rows = living(households)
    twice: Any = (
        rows.order_by().values("name_key", "area").annotate(n=Count("pk")).filter(n__gt=1)
        .order_by("name_key", "area").values_list("name_key", "area")[: MOST + 1]
    )  # fmt: skip
    names = list(twice)
    condition = Q(pk__in=())
    for key, area in names[:MOST]:
        condition |= Q(name_key=key, area=area)
    same = people(rows.filter(condition)) if names else []
    groups: dict[tuple[str, str], list[int]] = {}
    for one in same:
        groups.setdefault((one.name_key, one.place), []).append(one.pk)
    found = [("name", ids) for ids in groups.values()]
    pairs = list(_near_pairs(people(rows.exclude(birth_year=None)), found)) if near else []
    more = len(names) > MOST or len(found) + len(pairs) > MOST
    found = [*found, *(("near", list(pair)) for pair in pairs)][:MOST]
    shown = rows.filter(pk__in={pk for _why, ids in found for pk in ids}).select_related("area__parent")
    named = {row.pk: row for row in shown}
    return [Suspects(why, [named[pk] for pk in ids]) for why, ids in found], more


def _near_pairs(rows: Any, found: Iterable[tuple[str, list[int]]]) -> Iterable[tuple[int, int]]:
    """Pairs that are not in a group already."""
    known = {frozenset((a, b)) for _why, ids in found for a in ids for b in ids if a != b}
    near = Near(rows)
    for one in rows:
        for other in near.of(one):
            pair = frozenset((one.pk, other.pk))
            if one.pk < other.pk and pair not in known:
                yield one.pk, other.pk
