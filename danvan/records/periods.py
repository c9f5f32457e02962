"""Chốt số liệu: a closed period refuses writes, except for whom a timed exception was made."""

import datetime
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from danvan.accounts.scoping import access
from danvan.audit.journal import Log, journal
from danvan.lib.periods import Period

from .data import Refused
from .models import DatedRecord, PeriodClosing, PeriodException, Record, Status

NEVER_LATER = "Bản ghi này nói về cả kỳ nên không tính sang kỳ sau: hãy xin ngoại lệ có hạn hoặc đề nghị mở lại."
STANDS = (
    "Bản ghi đã tiếp nhận giữ nguyên: phần thiếu thì ghi một bản bổ sung vào kỳ sau; ghi sai thì xin ngoại lệ có hạn "
    "hoặc đề nghị mở lại."
)
DAY = datetime.timedelta(days=1)


class PeriodClosed(Refused):
    """The write falls into a closed period; `closing` says which, by whom and when.

    `counted_on` is the day from which the record would count as a supplement (bổ sung vào kỳ sau), None where that is
    not offered; `advice` then says what to do instead.
    """

    def __init__(
        self, closing: PeriodClosing, *, counted_on: datetime.date | None = None, advice: str = NEVER_LATER
    ) -> None:
        at = timezone.localtime(closing.closed_at)
        if counted_on:
            advice = f"Có thể ghi bổ sung vào kỳ sau: tính vào {counting_label(counted_on)}, nêu riêng trong báo cáo."
        super().__init__(
            f"Kỳ {closing.start:%d/%m/%Y}–{closing.end:%d/%m/%Y} của {closing.area} đã chốt số liệu "
            f"({closing.closed_by}, {at:%H:%M %d/%m/%Y}). {advice}"
        )
        self.closing, self.counted_on = closing, counted_on


def counting_label(day: datetime.date) -> str:
    """Where a supplement counts, in words: "tháng 1/2023"."""
    return Period.month(day.year, day.month).label


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
    """Raises PeriodClosed when the record's period is closed at its place and the actor has no exception."""
    refused = closed_to(actor, record, closed)
    if refused is not None:
        raise refused


def closed_to(actor: Any, record: Record, closed: "Closed | None" = None) -> PeriodClosed | None:
    """What `require_open` raises, or None.

    The commune and the district may both have closed it: an exception opens only the closing that it was made for.
    """
    span = record.covers()
    if span is None:
        return None
    closed = Closed(actor, [span]) if closed is None else closed
    closings = closed.at(record.area, *span)
    if not closings:
        return None
    if not isinstance(record, DatedRecord):
        return PeriodClosed(closings[0])
    if record.status in (Status.APPROVED, Status.WITHDRAWN):
        return PeriodClosed(closings[0], advice=STANDS)
    return PeriodClosed(closings[0], counted_on=closed.first_open_day(record.area, closings))


class Closed:
    """The closings that hold for the actor on any day of the spans: one query, however many records ask."""

    def __init__(self, actor: Any, spans: Iterable[tuple[datetime.date, datetime.date]]) -> None:
        spans = list(spans)
        self._by_area: dict[str, list[PeriodClosing]] = {}
        self._all: list[tuple[str, datetime.date, datetime.date]] | None = None
        if not spans:
            return
        excepted = PeriodException.objects.filter(user=actor, until__gt=timezone.now()).order_by()
        standing = _standing(min(start for start, _ in spans), max(end for _, end in spans))
        for closing in standing.exclude(pk__in=excepted.values("closing")):
            self._by_area.setdefault(closing.area.path, []).append(closing)

    def __bool__(self) -> bool:
        return bool(self._by_area)

    def at(self, area: Any, start: datetime.date, end: datetime.date) -> list[PeriodClosing]:
        """Those of the area and of the places above it that share a day with the span, latest first."""
        if not self._by_area:
            return []
        above = accumulate(f"{part}." for part in area.path.split(".")[:-1])
        found = [c for path in above for c in self._by_area.get(path, ()) if c.start <= end and c.end >= start]
        return sorted(found, key=lambda c: (-c.end.toordinal(), c.pk))

    def first_open_day(self, area: Any, closings: Sequence[PeriodClosing]) -> datetime.date:
        """The first day after these closings that none covers at the place: from there a supplement counts.

        Exceptions play no part: what counts there is open to all. One query, once.
        """
        if self._all is None:
            standing = PeriodClosing.objects.filter(reopened_at__isnull=True).order_by("start")
            self._all = list(standing.values_list("area__path", "start", "end"))
        day = max(closing.end for closing in closings) + DAY
        for path, start, end in self._all:
            if start <= day <= end and area.path.startswith(path):
                day = end + DAY
        return day


def settle(actor: Any, record: Record, closed: "Closed | None" = None, *, as_supplement: bool) -> PeriodClosing | None:
    """Where an unfinished record counts, in memory, once its date and place are set; the closing that moved it.

    `as_supplement` makes a supplement of it where its period is closed to the actor; raises PeriodClosed for a kind of
    record that has none. A supplement whose own period stands open again (reopened, or another date) counts by its
    own date.
    """
    if not isinstance(record, DatedRecord):
        if as_supplement:
            require_open(actor, record, closed)
        return None
    before = record.counted_on
    if record.counted_on and not closings_of(record.area, *record.happened()):
        record.counted_on = None
    refused = closed_to(actor, record, closed) if as_supplement else None
    if refused is not None:
        if refused.counted_on is None:
            raise refused
        record.counted_on = refused.counted_on
    if record.counted_on != before:
        record.refresh_derived()
    return refused.closing if refused else None


def counted_on(record: Record) -> datetime.date | None:
    """From when a supplement counts; None of any other record."""
    return record.counted_on if isinstance(record, DatedRecord) else None


def tell_counting(log: Log, record: Record, before: datetime.date | None, closing: PeriodClosing | None) -> None:
    """An entry of its own where the record now counts elsewhere than it did, with the closing that moved it."""
    after = counted_on(record)
    if after != before:
        why = {"closing": closing.pk, "start": closing.start, "end": closing.end} if closing else {}
        log.add("supplement", record, {"counted_on": [before, after], **why})


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


def end_exception(actor: Any, exception: PeriodException, *, reason: str) -> None:
    """Kết thúc sớm: from now on the period is closed to that person again."""
    _require_reach(actor, exception.closing.area)
    if not reason.strip():
        raise Refused("Kết thúc ngoại lệ cần ghi lý do.")
    with journal(actor) as log:
        exception = PeriodException.objects.select_for_update().get(pk=exception.pk)
        now, until = timezone.now(), exception.until
        if until <= now:
            raise Refused("Ngoại lệ này đã hết hạn.")
        exception.until = now
        exception.save()
        log.add("exception_end", exception.closing, {"user": exception.user_id, "until": until, "reason": reason})


def _require_reach(actor: Any, area: Any) -> None:
    if not any(grant.reaches_path(area.path) for grant in access(actor).holding("period.close")):
        raise PermissionDenied("Bạn không được chốt số liệu của địa bàn này.")
