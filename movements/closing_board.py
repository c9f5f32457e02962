"""What a closing would stop, and which communes have closed a period: reading only, always within the user's reach."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Count, Q, Value
from django.urls import reverse

from danvan.lib.periods import Period
from danvan.records.kinds import record_models
from danvan.records.models import PeriodClosing, Status

from .models import Area

WORDS = {
    Status.DRAFT: "bản nháp", Status.RETURNED: "cần làm rõ", Status.SUBMITTED: "đang chờ",
}  # fmt: skip
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records, and the list that shows exactly them ("" = there is no such list)."""

    count: int
    url: str = ""


@dataclass(slots=True)
class Left:
    """Records of one kind in one commune that are not accepted yet."""

    place: str
    label: str
    drafts: Tally
    returned: Tally
    waiting: Tally


@dataclass(slots=True)
class Unfinished:
    """What lies in a place and period. `approved`: what was accepted and stays."""

    rows: list[Left] = field(default_factory=list)
    approved: int = 0

    @property
    def count(self) -> int:
        return sum(row.drafts.count + row.returned.count + row.waiting.count for row in self.rows)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """(words, how many) of each state that has any."""
        sums = (
            (WORDS[Status.DRAFT], sum(row.drafts.count for row in self.rows)),
            (WORDS[Status.RETURNED], sum(row.returned.count for row in self.rows)),
            (WORDS[Status.SUBMITTED], sum(row.waiting.count for row in self.rows)),
        )
        return [(words, count) for words, count in sums if count]


def unfinished(area: Area, period: Period) -> Unfinished:
    """Commune by commune and kind by kind. Two queries: all kinds at once, and the places' names."""
    kinds = record_models()
    branches = [
        model._default_manager.filter(area__path__startswith=area.path)
        .filter(model.covered_by(period.start, period.end))
        .exclude(status=Status.WITHDRAWN)
        .order_by()
        .values("area__path", "status")
        .annotate(n=Count("pk"))
        .values_list("area__path", "status", "n", Value(kind, output_field=CharField()))
        for kind, model in kinds.items()
    ]
    communes = list(Area.objects.filter(path__startswith=area.path, level=Area.Level.COMMUNE).order_by("sort_key"))
    found = Unfinished()
    made: dict[tuple[Area | None, str], dict[str, int]] = {}
    for path, status, count, kind in branches[0].union(*branches[1:], all=True):
        if status == Status.APPROVED:
            found.approved += count
            continue
        commune = next((c for c in communes if path.startswith(c.path)), None)
        counts = made.setdefault((commune, kind), {})
        counts[status] = counts.get(status, 0) + count
    for commune in [*communes, None]:
        for kind, model in kinds.items():
            if counts := made.get((commune, kind), {}):
                states = [
                    Tally(counts.get(state, 0), _list_of(model, commune, period, state))
                    for state in (Status.DRAFT, Status.RETURNED, Status.SUBMITTED)
                ]
                place = commune.title if commune else f"Của {area}"
                found.rows.append(Left(place, str(model._meta.verbose_name), *states))
    return found


def _list_of(model: Any, commune: Area | None, period: Period, status: str) -> str:
    """The list of a commune's records; what belongs to no commune has no list of its own."""
    if commune is None:
        return ""
    query = {"noi": commune.code, "ky": period.code, "trang-thai": status}
    return f"{reverse(f'{model.url_name}:list')}?{urlencode(query)}"


@dataclass(frozen=True, slots=True)
class PlaceState:
    """A commune in a period: closed through ("ok"), in part ("warn"), or open ("none"), and by which closings."""

    area: Area
    shape: str
    word: str
    closings: Sequence[PeriodClosing] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """Đã chốt `closed` trên `len(places)` xã."""

    period: Period
    places: list[PlaceState]

    @property
    def closed(self) -> int:
        return sum(place.shape == "ok" for place in self.places)

    @property
    def open(self) -> list[PlaceState]:
        return [place for place in self.places if place.shape != "ok"]


def board(reach: Q, period: Period) -> Board:
    """The communes within `reach` (a condition on Area) that stood in the period. Two queries."""
    communes = Area.objects.valid_in(period.start, period.end).filter(reach, level=Area.Level.COMMUNE)
    standing = list(
        PeriodClosing.objects.filter(reopened_at=None, start__lte=period.end, end__gte=period.start)
        .select_related("area", "closed_by").order_by("start", "pk")
    )  # fmt: skip
    places = []
    for commune in communes.order_by("sort_key"):
        over = [closing for closing in standing if commune.path.startswith(closing.area.path)]
        whole = covers(((c.start, c.end) for c in over), period)
        shape, word = ("ok", "Đã chốt") if whole else ("warn", "Chốt một phần") if over else ("none", "Chưa chốt")
        places.append(PlaceState(commune, shape, word, over))
    return Board(period, places)


def covers(spans: Iterable[tuple[datetime.date, datetime.date]], period: Period) -> bool:
    """Whether the spans (in the order of their first days) leave no day of the period open."""
    day = period.start
    for start, end in spans:
        if start <= day <= end:
            day = end + DAY
    return day > period.end
