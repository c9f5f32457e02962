"""What stands in a month: activities planned and held, answers, tasks and reports due. Four queries."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from danvan.accounts.scoping import visible_to
from danvan.records.models import Precision, Status
from danvan.templatetags import vn

from . import desks_recommendations, desks_themes
from .models import Activity, Area, Recommendation, ReportingDue, WorkTask

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
LIMIT = 500  # entries of one kind in a month
KINDS = {"activity": "Hoạt động", "answer": "Hạn trả lời", "task": "Hạn nhiệm vụ",
         "report": "Hạn gửi báo cáo"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the calendar; `day` None = in this month, the day is not known."""

    kind: str
    day: datetime.date | None
    title: str
    url: str
    place: str
    organization: str
    shape: str
    word: str
    illustrative: bool = False

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Day:
    date: datetime.date
    inside: bool  # of the month itself, not of a neighbour
    today: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.date.weekday()]


@dataclass(frozen=True, slots=True)
class Month:
    """`weeks` of seven days each (Monday first), and the entries without a day."""

    first: datetime.date
    last: datetime.date
    weeks: list[list[Day]]
    undated: list[Entry]
    cut: bool

    @property
    def label(self) -> str:
        return f"Tháng {self.first.month}/{self.first.year}"

    @property
    def entries(self) -> list[Entry]:
        return [entry for day in self.days for entry in day.entries] + self.undated

    @property
    def days(self) -> list[Day]:
        """The days of the month on which something stands."""
        return [day for week in self.weeks for day in week if day.inside and day.entries]


def month_of(user: Any, year: int, month: int, area: Area | None, body: str = "") -> Month:
    """The month as the user sees it, narrowed to a place and to an organisation's code ("" = all)."""
    first = datetime.date(year, month, 1)
    last = datetime.date(year, month, calendar.monthrange(year, month)[1])
    found = [*_activities(user, first, last, area, body), *_answers(user, first, last, area, body),
             *_tasks(user, first, last, area, body), *_reports(first, last)]  # fmt: skip
    by_day: dict[datetime.date, list[Entry]] = {}
    for entry in found:
        if entry.day:
            by_day.setdefault(entry.day, []).append(entry)
    today = timezone.localdate()
    weeks = [
        [Day(d, d.month == month, d == today, by_day.get(d, []) if d.month == month else []) for d in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    return Month(first, last, weeks, [e for e in found if e.day is None], cut=len(found) >= LIMIT)


def _narrowed(rows: QuerySet[Any], area: Area | None, body: str) -> QuerySet[Any]:
    if area is not None:
        rows = rows.filter(area__path__startswith=area.path)
    return rows.filter(organization__code=body) if body else rows


def _activities(
    user: Any, first: datetime.date, last: datetime.date, area: Area | None, body: str
) -> Iterable[Entry]:  # fmt: skip
    known = Q(date_precision__in=(Precision.DAY, Precision.MONTH))
    rows = visible_to(Activity.objects.filter(known, date__range=(first, last)), user).exclude(status=Status.WITHDRAWN)
    today = timezone.localdate()
    for a in _narrowed(rows, area, body).select_related("organization", "area").order_by("date", "pk")[:LIMIT]:
        ahead = a.status != Status.APPROVED and a.date > today
        shape, word = ("none", "Kế hoạch") if ahead else vn.state_of(a)
        day = a.date if a.date_precision == Precision.DAY else None
        yield Entry("activity", day, a.name, a.get_absolute_url(), a.area.name, a.organization.label, shape, word,
                    a.illustrative)  # fmt: skip


def _answers(user: Any, first: datetime.date, last: datetime.date, area: Area | None, body: str) -> Iterable[Entry]:
    rows = _narrowed(visible_to(Recommendation.objects.filter(due__range=(first, last)), user), area, body)
    for r in rows.select_related("organization", "area").order_by("due", "pk")[:LIMIT]:
        yield Entry("answer", r.due, str(r), r.get_absolute_url(), r.area.name, r.organization.label,
                    *desks_recommendations.state_of(r), r.illustrative)  # fmt: skip


def _tasks(user: Any, first: datetime.date, last: datetime.date, area: Area | None, body: str) -> Iterable[Entry]:
    rows = visible_to(WorkTask.objects.filter(due__range=(first, last)), user)
    for t in _narrowed(rows, area, body).select_related("organization", "area").order_by("due", "pk")[:LIMIT]:
        url = reverse("tasks:detail", args=[t.pk])
        yield Entry("task", t.due, t.title, url, t.area.name, t.organization.label,
                    *desks_themes.state_of(t), t.illustrative)  # fmt: skip


def _reports(first: datetime.date, last: datetime.date) -> Iterable[Entry]:
    """When the reports of reporting periods are due: everybody reads that catalogue, and it has no place."""
    for due in ReportingDue.objects.filter(due__range=(first, last)).select_related("period")[:LIMIT]:
        yield Entry("report", due.due, f"Báo cáo {due.period}", due.period.get_absolute_url(), "", due.recipient,
                    "none", "gửi báo cáo")  # fmt: skip
