"""The two boundaries from the database: "luc-do" (theo địa giới lúc đó) and "hien-nay" (quy về địa giới hiện nay).

`danvan.lib.boundaries` does the work on plain ids; here are the places and what became of them, the choice in the URL
(`ranh-gioi`), and the condition that finds the records behind a restated figure.
"""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, Subquery
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone

from danvan.lib.boundaries import Boundaries, Link, Place
from danvan.listing import Filter

from .models import Area, AreaSuccession

PARAMETER = "ranh-gioi"
THEN, NOW = "luc-do", "hien-nay"
CHOICES = ((THEN, "Theo địa giới lúc đó"), (NOW, "Quy về địa giới hiện nay"))


def asked(request: HttpRequest) -> str:
    """Which boundaries the URL asks for: THEN unless it says otherwise. Raises Http404 for any other word."""
    found = request.GET.get(PARAMETER) or THEN
    if found not in (THEN, NOW):
        raise Http404
    return found


def boundaries(day: datetime.date | None = None, links: Iterable[Link] = ()) -> Boundaries:
    """The borders of a day (today), with `links` that are not stored yet beside those that are. Two queries."""
    return _borders(Area.objects.order_by().values_list("pk", "parent_id", "valid_to", "level"), day, links)


def _borders(rows: Iterable[Any], day: datetime.date | None = None, links: Iterable[Link] = ()) -> Boundaries:
    """From rows that begin with (id, parent's id, last day, level). One query, for the successions."""
    places = {pk: Place(parent, last, level == Area.Level.HAMLET) for pk, parent, last, level, *_ in rows}
    stored = AreaSuccession.objects.order_by("pk").values_list("old_id", "new_id", "date", "share")
    return Boundaries(places, [*(Link(*row) for row in stored), *links], day or timezone.localdate())


def lying_in(code: str, lookup: str = "area") -> Q:
    """The place of a code and all below it, on the borders of the time; no rows for a code that no place has. `lookup`
    leads to the area ("" = it is the area).
    """
    path = Subquery(Area.objects.filter(code=code).order_by().values("path")[:1])
    return Q(**{f"{lookup}__path__startswith" if lookup else "path__startswith": path})


def in_area(lookup: str = "area") -> Callable[[str, QueryDict], Q | None]:
    """A condition by a place's code, on the borders that the query asks for: the place and all below it; today's also
    hold every earlier place the whole of which lies in it. None for no such place, or other borders.

    A place that was split among several communes lies in none of them; its hamlets do.
    """

    def condition(code: str, query: QueryDict) -> Q | None:
        asked_for = query.get(PARAMETER) or THEN
        if asked_for not in (THEN, NOW):
            return None
        if asked_for == THEN:
            return lying_in(code, lookup)
        field = f"{lookup}__" if lookup else ""
        path, earlier = _place_now(code)
        return None if path is None else Q(**{f"{field}path__startswith": path}) | Q(**{f"{field}pk__in": earlier})

    return condition


def _place_now(code: str) -> tuple[str | None, list[int]]:
    """The path, and the earlier places outside it the whole of which lies in it today. Two queries."""
    rows = list(Area.objects.order_by().values_list("pk", "parent_id", "valid_to", "level", "code", "path"))
    own = next((row[5] for row in rows if row[4] == code), None)
    if own is None:
        return None, []
    inside = {row[0] for row in rows if row[5].startswith(own)}
    return own, [place for place in _borders(rows).origins(inside) if place not in inside]


FILTER = Filter(
    PARAMETER, "Địa giới", lambda value: Q() if value in (THEN, NOW) else None, lambda _request: CHOICES, more=True
)
"""Beside a filter by place that is made with `in_area`: which borders it means."""


def named(places: Iterable[int]) -> dict[int, Any]:
    """The areas by id, each with what it lies in. One query."""
    return {area.pk: area for area in Area.objects.filter(pk__in=list(places)).select_related("parent")}
