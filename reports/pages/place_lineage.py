"""What a place came from and became, as its page needs it: the links, the areas that its figures are read from, and the
borders that put earlier figures on it (danvan/lib/boundaries.py). Communes and hamlets; what lies above them counts
within its own borders.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from danvan.accounts.scoping import Access
from danvan.lib.boundaries import Boundaries, Link, Place
from movements.models import Area, AreaSuccession

Level = Area.Level


@dataclass(frozen=True)
class Lineage:
    """`areas`: the place, what lies in it, and the earlier places that any of it came from, with what lay in them, by
    id. `came_from`, `became`: the place's own links.
    """

    place: Area
    areas: dict[int, Area]
    links: tuple[AreaSuccession, ...]

    @property
    def came_from(self) -> list[AreaSuccession]:
        return [link for link in self.links if link.new_id == self.place.pk]

    @property
    def became(self) -> list[AreaSuccession]:
        return [link for link in self.links if link.old_id == self.place.pk]

    @cached_property
    def borders(self) -> Boundaries:
        """Of today; of a place that is gone, of its last day."""
        known = {pk: Place(area.parent_id, area.valid_to, area.level == Level.HAMLET)
                 for pk, area in self.areas.items()}  # fmt: skip
        links = (Link(one.old_id, one.new_id, one.date, one.share) for one in self.links)
        today = timezone.localdate()
        return Boundaries(known, links, min(today, self.place.valid_to or today))

    @cached_property
    def parts(self) -> dict[int, Any]:
        """{area: the part of it that is this place's}; those of which nothing came are left out."""
        if self.place.level == Level.HAMLET:
            return {self.place.pk: 1}
        found = {pk: self.borders.of(pk).get(self.place.pk) for pk in self.areas}
        return {pk: part for pk, part in found.items() if part}

    @property
    def whole(self) -> list[int]:
        return [pk for pk, part in self.parts.items() if part == 1]

    @property
    def parted(self) -> list[int]:
        """Earlier places of which only a part came: their figures are split."""
        return [pk for pk, part in self.parts.items() if part != 1]

    @cached_property
    def olds(self) -> list[Area]:
        """The earlier communes that the place was made of, wholly or in part, by name."""
        found = (self.areas[pk] for pk in self.parts if pk != self.place.pk)
        return sorted((area for area in found if area.level == Level.COMMUNE), key=lambda area: area.sort_key)

    @property
    def below(self) -> list[Area]:
        """What lies directly in the place."""
        return sorted((a for a in self.areas.values() if a.parent_id == self.place.pk), key=lambda a: a.sort_key)

    def stood_at_end(self, area: Area, year: int) -> bool:
        return area.is_valid_on(date(year, 12, 31))


def read(mine: Access, place: Area) -> Lineage:
    """Two queries."""
    return read_all(mine, [place])[0]


def read_all(mine: Access, places: Sequence[Area]) -> list[Lineage]:
    """Of each place; what one does not need of the others' rows changes nothing in it. Two queries."""
    paths = {place.path for place in places}
    for place in places:
        if place.level == Level.COMMUNE:
            paths |= _behind(place.path, [(old, new) for old, new, _share in mine.area_links])
    ids = {_id(old) for old, _new, _share in mine.area_links if any(old.startswith(path) for path in paths)}
    news = Q(old__in=ids) | Q(new__in=[place.pk for place in places])
    links = tuple(AreaSuccession.objects.filter(news).select_related("old__parent", "new__parent"))
    inside = Q(path__in=[place.path for place in places]) | Q(parent__in=[place.pk for place in places])
    if any(place.level == Level.COMMUNE for place in places):
        for path in paths:
            inside |= Q(path__startswith=path)
    areas = {area.pk: area for area in Area.objects.filter(inside)}
    return [Lineage(place, areas, links) for place in places]


def _behind(path: str, links: Iterable[tuple[str, str]]) -> set[str]:
    """The paths of every earlier place from which something of the place came."""
    pairs, found, frontier = list(links), set[str](), {path}
    while frontier:
        frontier = {old for old, new in pairs if any(new.startswith(at) for at in frontier)} - found
        found |= frontier
    return found


def _id(path: str) -> int:
    return int(path.rstrip(".").rpartition(".")[2])
