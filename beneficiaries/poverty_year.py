"""The lists of poor and near-poor households of one place over one year, read into the cases of `poverty_flows`.

Only accepted reviews count, records that were merged are one household. A list is that of the place where the review
was made; only where a household has no review of a year is its recorded residence asked. Borders that moved move
nobody: a household of a hamlet that went to another commune stayed where it is.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from danvan.accounts.scoping import access
from danvan.records.models import Status
from movements.models import Area

from .belonging import Belonging
from .models import HouseholdLineage, PovertyReview, Residence, standing
from .poverty_flows import LISTS, Case, Flow, flow, reason_of
from .poverty_rights import countable

Link = tuple[str, str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """One accepted review: `household` is the id it is counted by; the paths are those of places, "" = unknown."""

    pk: int
    household: int
    own: bool
    year: int
    standard: str
    said: str
    place: str
    commune: str
    lived_before: str
    lives: str
    came: bool
    went: bool
    withdrawn: bool
    seen: bool
    illustrative: bool


@dataclass(frozen=True)
class Place:
    """The place itself or a part of it. `lists`: it holds lists of its own, as a commune does and a hamlet does not."""

    title: str
    path: str
    code: str = ""
    lists: bool = True


@dataclass
class Home:
    """A household over the year: its reviews by the standards of the lists, and where it was."""

    household: int
    start: Said | None = None
    end: Said | None = None
    earlier: list[Said] = field(default_factory=list)
    other_before: Said | None = None
    other: Said | None = None
    place_before: str = ""
    place: str = ""
    last: Said | None = None

    @property
    def shown(self) -> Said | None:
        """The review by which a list shows it."""
        return self.end or self.start or self.last


@dataclass
class PovertyYear:
    """The year of a place. `standards`: those of its two lists, ("", "") where there is none; `reviews`: those made
    here in either year.
    """

    year: int
    whole: Place
    belonging: Belonging
    homes: list[Home]
    standards: tuple[str, str]
    reviews: QuerySet[PovertyReview] | None = None

    @property
    def illustrative(self) -> bool:
        return any(one.illustrative for home in self.homes for one in (home.start, home.end) if one)

    @property
    def broken(self) -> bool:
        """Whether the two lists were made by different standards: the change is partly that of the standard."""
        return all(self.standards) and self.standards[0] != self.standards[1]

    @cached_property
    def held(self) -> tuple[bool, bool]:
        """Whether a list of the year before, and of the year, is held of the place at all."""
        return self.held_in(self.whole)

    def held_in(self, place: Place) -> tuple[bool, bool]:
        inside = self.belonging.belongs
        return (
            any(home.start is not None and inside(home.start.place, place.path) for home in self.homes),
            any(home.end is not None and inside(home.end.place, place.path) for home in self.homes),
        )

    def cases(self, place: Place) -> list[tuple[Home, Case]]:
        """Every household as this place sees it."""
        return [(home, self._case(home, place.path)) for home in self.homes]

    def flow(self, which: str, place: Place | None = None) -> Flow:
        at = place or self.whole
        before, now = self.held_in(at) if at.lists else self.held
        return flow((case for _home, case in self.cases(at)), which, listed_before=before, listed=now)

    def reasons(self, which: str, place: Place | None = None) -> list[tuple[Home, str]]:
        """The households of the list at either end, each with what happened to it."""
        found = ((home, reason_of(case, which)) for home, case in self.cases(place or self.whole))
        return [(home, code) for home, code in found if code]

    def moved_inside(self, parts: Iterable[Place]) -> int:
        """Listed households that went from one part of the place to another: no flow of the whole, one of each."""
        rows = list(parts)
        moved = 0
        for home in self.homes:
            listed = [one for one in (home.start, home.end) if one is not None and one.said in LISTS]
            before, now = (self._part(place, rows) for place in (home.place_before, home.place))
            moved += bool(listed and before and now and before != now)
        return moved

    def _part(self, place: str, parts: list[Place]) -> str:
        return next((part.path for part in parts if place and self.belonging.belongs(place, part.path)), "")

    def _case(self, home: Home, path: str) -> Case:
        inside = self.belonging.belongs
        shown = home.shown
        return Case(
            start=home.start.said if home.start else "",
            end=home.end.said if home.end else "",
            there_before=inside(home.place_before, path),
            there=inside(home.place, path),
            earlier=tuple(one.said for one in home.earlier),
            other_before=home.other_before is not None,
            other=home.other is not None,
            listed_before=self._listed_before(home.end.commune if home.end else ""),
            came=bool(shown and shown.came),
            went=bool(shown and shown.went),
            withdrawn=bool(shown and shown.withdrawn),
        )

    def _listed_before(self, commune: str) -> bool:
        """Whether the commune of a review held a list the year before, under whatever name."""
        if commune not in self._listed:
            self._listed[commune] = any(self.belonging.belongs(place, commune) for place in self._places_before)
        return self._listed[commune]

    @cached_property
    def _listed(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _places_before(self) -> frozenset[str]:
        return frozenset(home.start.place for home in self.homes if home.start)


def whole_of(area: Area) -> Place:
    return Place(str(area), area.path, area.code)


def year_of(user: Any, area: Area, year: int) -> PovertyYear:
    """`read_year` of a place for a user, who may count there (`counts_at`)."""
    return read_year(countable(user), whole_of(area), year, access(user).area_links)


def read_year(reviews: QuerySet[PovertyReview], whole: Place, year: int, links: Iterable[Link]) -> PovertyYear:
    """The year of a place from the accepted reviews that the reader may count. One query.

    `links`: the successions of places (`Access.area_links`).
    """
    belonging = Belonging((old, new) for old, new, _share in links)
    inside = Q()
    for path in belonging.related(whole.path):
        inside |= Q(area__path__startswith=path)
    here = reviews.filter(inside, year__in=(year - 1, year)).order_by()
    found = arrange(_read(here, reviews, year), whole, belonging, year)
    found.reviews = here
    return found


def _read(here: QuerySet[PovertyReview], reviews: QuerySet[PovertyReview], year: int) -> list[Said]:
    """Every review up to the year of the households that are reviewed here in either year.

    Also reviews that are not `seen`: only that a household is elsewhere is taken from them.
    """
    rows = (
        PovertyReview.objects.filter(status=Status.APPROVED, year__lte=year, household__in=here.values("household"))
        .order_by("year", "pk")
        .annotate(
            counted_as=standing(),
            lived_before=_lived(datetime.date(year - 1, 12, 31)), lives=_lived(datetime.date(year, 12, 31)),
            came=_lineage("new", year), went=_lineage("old", year),
            seen=Exists(reviews.filter(pk=OuterRef("pk"))),
        )
        .values_list(
            "pk", "household_id", "counted_as", "year", "standard", "poverty_class", "area__path", "area__level",
            "lived_before", "lives", "came", "went", "household__status", "seen", "illustrative",
        )
    )  # fmt: skip
    return [
        Said(pk, counted, household == counted, at or 0, standard, said, path,
             path if level != Area.Level.HAMLET else f"{path[:-1].rpartition('.')[0]}.",
             before or "", now or "", came, went, status == Status.WITHDRAWN, seen, shown)
        for (pk, household, counted, at, standard, said, path, level, before, now, came, went, status, seen, shown)
        in rows
    ]  # fmt: skip


def _lived(day: datetime.date) -> Subquery:
    """The path of where the household is recorded to have lived on the day."""
    began = Q(start__isnull=True) | Q(start__lte=day)
    there = Residence.objects.filter(began, Q(end__isnull=True) | Q(end__gte=day), household=OuterRef("household"))
    return Subquery(there.order_by("-start", "-pk").values("area__path")[:1])


def _lineage(side: str, year: int) -> Exists:
    return Exists(HouseholdLineage.objects.filter(date__year=year, **{side: OuterRef("household")}))


def arrange(rows: Iterable[Said], whole: Place, belonging: Belonging, year: int) -> PovertyYear:
    """The reviews put together by household. `rows` in the order of their years."""
    said = list(rows)
    by = [Counter(one.standard for one in said if one.year == at and belonging.belongs(one.place, whole.path))
          for at in (year - 1, year)]  # fmt: skip
    standards = chosen(*by)
    homes: dict[int, Home] = {}
    for one in said:
        home = homes.setdefault(one.household, Home(one.household))
        home.last = one
        if one.year == year:
            if one.standard == standards[1]:
                home.end = one if home.end is None or one.own else home.end
            else:
                home.other = one
        elif one.year == year - 1:
            if one.standard == standards[0]:
                home.start = one if home.start is None or one.own else home.start
            else:
                home.other_before = one
        elif one.seen:
            home.earlier.append(one)
    for home in homes.values():
        _settle(home)
    return PovertyYear(year, whole, belonging, list(homes.values()), standards)


def chosen(before: Mapping[str, int], now: Mapping[str, int]) -> tuple[str, str]:
    """The standards of the two lists: one that both years know where there is one (the one of most households), else
    that of most households in each year.
    """
    both = set(before) & set(now)
    if both:
        standard = max(both, key=lambda one: (now[one], one))
        return standard, standard
    most = [max(counts, key=lambda one: (counts[one], one)) if counts else "" for counts in (before, now)]
    return most[0], most[1]


def _settle(home: Home) -> None:
    """Where the household was at the ends of the two years: by its reviews, else by its residence, else where it was at
    the other end."""
    shown = home.shown
    lived_before, lives = (shown.lived_before, shown.lives) if shown else ("", "")
    before, now = home.start or home.other_before, home.end or home.other
    start, end = (one.place if one else "" for one in (before, now))
    home.place_before = start or lived_before or end
    home.place = end or lives or start
