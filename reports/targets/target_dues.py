"""Chỉ tiêu đến hạn, for Việc của tôi: periods that are due soon or just were, and are not handed in."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Min
from django.utils import timezone

from danvan.accounts.roles import Reach
from danvan.accounts.scoping import access
from movements.models import Area, ReportingPeriod
from reports.targets.target_asked import Asked, When, communes_in
from reports.targets.target_reported import Reported, handed_rows, tally

AHEAD, BEHIND = 14, 90
"""Days (of the calendar) before and after a due date in which it is told."""
MOST = 3


@dataclass(frozen=True, slots=True)
class DueLine:
    """One period: `late` in days of the calendar (0 = not due yet)."""

    due: datetime.date
    title: str
    words: str
    late: int
    query: str


def window() -> tuple[datetime.date, datetime.date]:
    """The first and last due day that is told today."""
    today = timezone.localdate()
    return today - datetime.timedelta(days=BEHIND), today + datetime.timedelta(days=AHEAD)


def due_lines(user: Any) -> list[DueLine]:
    """Of those who enter, confirm or accept the values of places. One query when nothing is due, else three."""
    verbs = {"target.enter", "target.confirm", "target.accept"}
    grants = [g for g in access(user).grants if g.role.reach is Reach.AREA and g.role.actions & verbs]
    if not grants:
        return []
    first, last = window()
    near = ReportingPeriod.objects.annotate(x_due=Min("dues__due")).filter(x_due__range=(first, last))
    rows = list(near.order_by("x_due")[:MOST])
    if not rows:
        return []
    reach = Area.objects.filter(access(user).areas("target.view"), level=Area.Level.COMMUNE)
    places = list(reach)
    several = [Asked(when, None, communes_in(places, when, grants)) for when in map(When.of, rows)]
    values = list(handed_rows(several, user))
    # What nobody has a value of is asked of nobody (see `tally`): the indicators of the values are enough.
    known = {value.indicator_id: value.indicator for value in values}.values()
    found = []
    for row, asked in zip(rows, several, strict=True):
        asked_for = [one for one in known if asked.when.kind in one.kinds_of_period]
        seen = tally(asked, asked_for, values, row.x_due)
        if seen.behind:
            found.append(_line(seen, asked))
    return found


def _line(seen: Reported, asked: Asked) -> DueLine:
    due = seen.due or seen.today
    words = seen.words
    if len(seen.communes) == 1:
        commune = seen.communes[0]
        words = f"còn {commune.missing} chỉ tiêu chưa gửi" if commune.handed else "chưa gửi chỉ tiêu nào"
    return DueLine(due, f"Chỉ tiêu {seen.when.label}", words, max((seen.today - due).days, 0), asked.query)
