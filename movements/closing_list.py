"""The list of closings: its filters and pages."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from danvan.lib.errors import Unreadable
from danvan.lib.periods import read_date
from danvan.listing import Choices, Filter, Shown, equals, narrow, show
from danvan.records.models import PeriodException

from .views_admin import midnight


def listed(request: HttpRequest, closings: QuerySet[Any]) -> Shown:
    """What the URL's filters leave of closings that the reader reaches, latest period first."""
    return show(request, closings.order_by("-end", "area__path", "-pk"), [], _filters(closings))


def narrowed(request: HttpRequest, closings: QuerySet[Any]) -> QuerySet[Any]:
    """All that the URL's filters leave, in the list's order."""
    return narrow(closings.order_by("-end", "area__path", "-pk"), _filters(closings), request.GET)


def _filters(closings: QuerySet[Any]) -> list[Filter]:
    """Choices come from the closings themselves: one query, asked when the first is drawn."""
    known = closings.prefetch_related(None).order_by("area__path").select_related("area", "closed_by")
    found: list[Any] = []

    def all_of() -> list[Any]:
        if not found:
            found.extend(known)
        return found

    def places(_request: HttpRequest) -> Choices:
        return list({closing.area.code: (closing.area.code, closing.area.title) for closing in all_of()}.values())

    def people(_request: HttpRequest) -> Choices:
        names = {(closing.closed_by.username, str(closing.closed_by)) for closing in all_of()}
        return sorted(names, key=lambda one: one[1])

    def years(_request: HttpRequest) -> Choices:
        of = {year for closing in all_of() for year in range(closing.start.year, closing.end.year + 1)}
        return [(str(year), str(year)) for year in sorted(of, reverse=True)]

    return [
        Filter("xa", "Địa bàn", equals("area__code"), places),
        Filter("nam", "Kỳ của năm", in_year, years),
        Filter("trang-thai", "Tình trạng", state, lambda _r: [("chot", "Đang chốt"), ("mo", "Đã mở lại")]),
        Filter("ngoai-le", "Ngoại lệ", excepted, lambda _r: [("co", "Đang có"), ("da-co", "Có hoặc đã có")], more=True),
        Filter("nguoi", "Người chốt", equals("closed_by__username"), people, more=True),
        Filter("tu", "Chốt từ ngày", lambda value: closed_on(value, "gte"), more=True, hint="01/01/2023"),
        Filter("den", "Chốt đến hết ngày", lambda value: closed_on(value, "lt"), more=True, hint="31/01/2023"),
    ]


def in_year(value: str) -> Q | None:
    if not (value.isascii() and value.isdigit() and len(value) == 4 and int(value)):
        return None
    return Q(start__lte=f"{value}-12-31", end__gte=f"{value}-01-01")


def state(value: str) -> Q | None:
    return {"chot": Q(reopened_at=None), "mo": Q(reopened_at__isnull=False)}.get(value)


def excepted(value: str) -> Q | None:
    """ "co": somebody may still write now; "da-co": somebody may or might."""
    found = PeriodException.objects.all()
    if value == "co":
        found = found.filter(until__gt=timezone.now())
    return Q(pk__in=found.values("closing")) if value in ("co", "da-co") else None


def closed_on(value: str, how: str) -> Q | None:
    try:
        known = read_date(value)
    except Unreadable:
        return None
    day = known.start if how == "gte" else known.end + timedelta(days=1)
    return Q(**{f"closed_at__{how}": midnight(day)})
