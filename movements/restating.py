"""The two boundaries from the database: "luc-do" (theo địa giới lúc đó) and "hien-nay" (quy về địa giới hiện nay).

`danvan.lib.boundaries` does the work on plain ids; here are the places and what became of them, the choice in the URL
(`ranh-gioi`), and the condition that finds the records behind a restated figure.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from danvan.lib.boundaries import Boundaries, Link, Place

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
    rows = Area.objects.order_by().values_list("pk", "parent_id", "valid_to", "level")
    places = {pk: Place(parent, last, level == Area.Level.HAMLET) for pk, parent, last, level in rows}
    stored = AreaSuccession.objects.order_by("pk").values_list("old_id", "new_id", "date", "share")
    return Boundaries(places, [*(Link(*row) for row in stored), *links], day or timezone.localdate())


def origins_q(code: str, lookup: str = "area") -> Q | None:
    """A condition: in the place of the code, or in one the whole of which lies in it today. None for no such place.

    A place that was split among several communes is in none of them; its hamlets are.
    """
    area = Area.objects.filter(code=code).first()
    if area is None:
        return None
    inside = set(Area.objects.within(area).values_list("pk", flat=True))
    found = boundaries().origins(inside)
    return Q(**{f"{lookup}__in" if lookup else "pk__in": found})


def named(places: Iterable[int]) -> dict[int, Any]:
    """The areas by id, each with what it lies in. One query."""
    return {area.pk: area for area in Area.objects.filter(pk__in=list(places)).select_related("parent")}
