"""Chốt số liệu: a closed period refuses writes, except for whom a timed exception was made."""

import datetime
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from danvan.accounts.scoping import access
from danvan.audit.journal import journal

from .data import Refused
from .models import PeriodClosing, PeriodException, Record


class PeriodClosed(Refused):
    """The write falls into a closed period; `closing` says which, by whom and when."""

    def __init__(self, closing: PeriodClosing) -> None:
        at = timezone.localtime(closing.closed_at)
        super().__init__(
            f"Kỳ {closing.start:%d/%m/%Y}–{closing.end:%d/%m/%Y} của {closing.area} đã chốt số liệu "
            f"({closing.closed_by}, {at:%H:%M %d/%m/%Y}). Hãy ghi vào kỳ sau dưới dạng bổ sung, "
            "hoặc đề nghị người chốt mở lại."
        )
        self.closing = closing


def closings_of(area: Any, start: datetime.date, end: datetime.date) -> list[PeriodClosing]:
    """The standing closings that cover a day of the span in the area or in a place above it, latest first."""
    return [c for c in _standing(start, end) if area.path.startswith(c.area.path)]


def _standing(start: datetime.date, end: datetime.date) -> QuerySet[PeriodClosing]:
    overlapping = PeriodClosing.objects.filter(reopened_at__isnull=True, start__lte=end, end__gte=start)
    return overlapping.select_related("area", "closed_by")


def closing_of(area: Any, start: datetime.date, end: datetime.date) -> PeriodClosing | None:
    """The latest of `closings_of`, or None."""
    return next(iter(closings_of(area, start, end)), None)


def require_open(actor: Any, record: Record, closed: "Closed | None" = None) -> None:
    """Raises PeriodClosed when the record's period is closed at its place and the actor has no exception.

    The commune and the district may both have closed it: an exception opens only the closing that it was made for.
    """
    span = record.covers()
    if span is None:
        return
    closing = next(iter((closed or Closed(actor, [span])).at(record.area, *span)), None)
    if closing is not None:
        raise PeriodClosed(closing)


class Closed:
    """The closings that hold for the actor on any day of the spans: two queries, however many records ask."""

    def __init__(self, actor: Any, spans: Iterable[tuple[datetime.date, datetime.date]]) -> None:
        spans = list(spans)
        self._by_area: dict[str, list[PeriodClosing]] = {}
        if not spans:
            return
        closings = list(_standing(min(start for start, _ in spans), max(end for _, end in spans)))
        excepted = PeriodException.objects.filter(user=actor, until__gt=timezone.now(), closing__in=closings)
        opened = set(excepted.values_list("closing_id", flat=True)) if closings else set()
        for closing in closings:
            if closing.pk not in opened:
                self._by_area.setdefault(closing.area.path, []).append(closing)

    def at(self, area: Any, start: datetime.date, end: datetime.date) -> list[PeriodClosing]:
        """Those of the area and of the places above it that share a day with the span, latest first."""
        if not self._by_area:
            return []
        above = accumulate(f"{part}." for part in area.path.split(".")[:-1])
        found = [c for path in above for c in self._by_area.get(path, ()) if c.start <= end and c.end >= start]
        return sorted(found, key=lambda c: (-c.end.toordinal(), c.pk))


def close(actor: Any, area: Any, start: datetime.date, end: datetime.date, *, reason: str = "") -> PeriodClosing:
    _require_reach(actor, area)
    if end < start:
        raise Refused("Ngày cuối phải sau ngày đầu.")
    standing = closing_of(area, start, end)
    if standing and standing.start <= start and standing.end >= end:
        raise PeriodClosed(standing)
    with journal(actor) as log:
        closing = PeriodClosing.objects.create(area=area, start=start, end=end, closed_by=actor, reason=reason)
        log.add("close", closing, {"area": area.pk, "start": start, "end": end, "reason": reason})
    return closing


def reopen(actor: Any, closing: PeriodClosing, *, reason: str) -> None:
    _require_reach(actor, closing.area)
    if not reason.strip():
        raise Refused("Mở lại kỳ cần ghi lý do.")
    with journal(actor) as log:
        closing = PeriodClosing.objects.select_for_update().get(pk=closing.pk)
        if closing.reopened_at is not None:
            raise Refused("Kỳ này đã được mở lại.")
        closing.reopened_by, closing.reopened_at, closing.reason = actor, timezone.now(), reason
        closing.save()
        log.add("reopen", closing, {"reason": reason})


def grant_exception(
    actor: Any, closing: PeriodClosing, user: Any, until: datetime.datetime, *, reason: str
) -> PeriodException:
    _require_reach(actor, closing.area)
    if until <= timezone.now():
        raise Refused("Thời hạn của ngoại lệ phải ở phía trước.")
    if not reason.strip():
        raise Refused("Ngoại lệ cần ghi lý do.")
    with journal(actor) as log:
        exception = PeriodException.objects.create(
            closing=closing, user=user, until=until, reason=reason, granted_by=actor
        )
        log.add("exception", closing, {"user": user.pk, "until": until, "reason": reason})
    return exception


def _require_reach(actor: Any, area: Any) -> None:
    if not any(grant.reaches_path(area.path) for grant in access(actor).holding("period.close")):
        raise PermissionDenied("Bạn không được chốt số liệu của địa bàn này.")
