"""A group of places before and after a reorganisation: what each new one is made of, and whether both are one land.

Six new communes are not the old district when one of them took in a commune from outside: the page says so, by how
much where that is known, and how much support was recorded on either side for those who read totals.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum

from danvan.accounts.scoping import NOBODY, Scope, access
from danvan.figures.models import EffectRow
from danvan.lib.boundaries import Boundaries, restate

from .models import Area, AreaGroup, AreaStanding
from .restating import boundaries

EFFECTS = Scope("support", status=None)


@dataclass(frozen=True, slots=True)
class Size:
    """Households and people as last counted while the old places stood; None = not known for all of them."""

    households: int | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Made:
    """One new place, the old ones that it is made of (outsiders apart), and their size together."""

    new: Area
    inside: tuple[Area, ...]
    outside: tuple[Area, ...]
    size: Size


@dataclass(frozen=True, slots=True)
class Year:
    """Support in đồng recorded in the old places and put on the new ones; None = nothing recorded in sight."""

    year: int
    then: int | None
    now: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`whole` names what the new places are compared with: the old district, or the group of old places.

    `outside`: old places beyond it that came in; `left`: old places of it that went elsewhere.
    """

    whole: str
    made: tuple[Made, ...]
    outside: tuple[Area, ...]
    left: tuple[Area, ...]
    size: Size
    more: Size
    dates: str
    years: tuple[Year, ...]


def compare(user: Any, group: AreaGroup) -> Comparison | None:
    """None where the group's places neither became nor came from others. Six queries at most."""
    borders = boundaries()
    members = {area.pk for area in group.areas.all()}  # the desk has fetched them
    communes = [pk for pk in borders.places if not borders.places[pk].is_hamlet]
    homes = {pk: set(borders.of(pk)) for pk in communes}
    old = any(homes[pk] != {pk} for pk in members)
    news = set().union(*(homes[pk] for pk in members)) if old else members
    olds = {pk for pk in communes if pk not in news and homes[pk] & news}
    if not olds:
        return None
    areas = {a.pk: a for a in Area.objects.filter(Q(pk__in=olds | news) | Q(parent__in=_parents(borders, olds)))
             .select_related("parent")}  # fmt: skip
    reference, whole = (members, str(group)) if old else _district(areas, olds)
    known, dates = _sizes(olds)
    outside, left = olds - reference, {pk for pk in reference - olds if pk in areas}
    made = [
        Made(
            areas[new], tuple(_sorted(areas[pk] for pk in olds & reference if new in homes[pk])),
            tuple(_sorted(areas[pk] for pk in outside if new in homes[pk])),
            _sum(known, [pk for pk in olds if new in homes[pk]]),
        )
        for new in news
        if new in areas
    ]  # fmt: skip
    return Comparison(
        whole=whole, made=tuple(sorted(made, key=lambda row: row.new.sort_key)),
        outside=tuple(_sorted(areas[pk] for pk in outside)), left=tuple(_sorted(areas[pk] for pk in left)),
        size=_sum(known, reference), more=_sum(known, outside), dates=dates,
        years=tuple(_years(user, borders, reference, olds, news)),
    )  # fmt: skip


def _parents(borders: Boundaries, olds: set[int]) -> set[int]:
    return {parent for pk in olds if (parent := borders.places[pk].parent) is not None}


def _district(areas: dict[int, Area], olds: set[int]) -> tuple[set[int], str]:
    """The old district that most of the old places lay in, with the communes that it had on their last day."""
    counted = Counter(areas[pk].parent_id for pk in olds if areas[pk].parent_id)
    ((parent, _count),) = counted.most_common(1)
    last = max((day for pk in olds if (day := areas[pk].valid_to)), default=None)
    its = {pk for pk, a in areas.items() if a.parent_id == parent and (last is None or a.is_valid_on(last))}
    named = next(areas[pk].parent for pk in its)
    return its, f"{named} cũ" if named and named.valid_to else str(named)


def _sizes(olds: Iterable[int]) -> tuple[dict[int, Size], str]:
    """The last count of each old place, and from when they are in words."""
    rows = AreaStanding.objects.filter(area__in=list(olds), fact=AreaStanding.Fact.SIZE).order_by("date", "pk")
    found = {row.area_id: row for row in rows}
    days = sorted({row.date for row in found.values()})
    bases = sorted({row.basis for row in found.values() if row.basis})
    said = " đến ".join(f"{day:%d/%m/%Y}" for day in dict.fromkeys((days[0], days[-1]))) if days else ""
    return {pk: Size(row.households, row.people) for pk, row in found.items()}, "; ".join(filter(None, (said, *bases)))


def _sum(known: dict[int, Size], places: Iterable[int]) -> Size:
    rows = [known.get(pk, Size(None, None)) for pk in places]

    def whole(values: list[int | None]) -> int | None:
        there = [value for value in values if value is not None]
        return sum(there) if rows and len(there) == len(rows) else None

    return Size(whole([row.households for row in rows]), whole([row.people for row in rows]))


def _sorted(areas: Iterable[Area]) -> list[Area]:
    return sorted(areas, key=lambda area: area.sort_key)


def _years(
    user: Any, borders: Boundaries, reference: set[int], olds: set[int], news: set[int]
) -> Iterable[Year]:  # fmt: skip
    """Approved support by year within what the reader may total: in the old places, and on the new ones."""
    mine = access(user)
    reach = NOBODY
    for grant in mine.holding("report.view"):
        reach |= grant.q(EFFECTS)
    rows = EffectRow.objects.filter(reach, indicator="support_vnd", year__isnull=False).order_by()
    found: dict[int, list[tuple[int, tuple[()], int]]] = {}
    for year, area, vnd in rows.values_list("year", "area_id").annotate(vnd=Sum("value")):
        found.setdefault(year or 0, []).append((area, (), int(vnd)))
    ours = reference | olds
    for year, values in sorted(found.items()):
        then = [vnd for area, _covered, vnd in values if {area, borders.places[area].parent} & reference]
        came = [row for row in values if {row[0], borders.places[row[0]].parent} & (ours | news)]
        now = [int(row.value or 0) for at, row in restate(came, borders).items() if at in news]
        if then or now:
            yield Year(year, sum(then) if then else None, sum(now) if now else None)
