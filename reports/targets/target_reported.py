"""Ai đã báo cáo: which communes handed in the typed indicators of a period, and when it was due.

Handed in: the value was sent (waiting or accepted). A value that waits with its author is no report, nor is a plan
without a result. What the portal counts itself is nobody's to report. A commune has reported when every indicator that
is asked of the communes in this period (that any of them has a value or a plan for) is handed in.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from danvan.accounts.scoping import visible_to
from danvan.records.models import Status
from movements.models import Area, Indicator, Target
from reports.targets.target_asked import Asked, When

HANDED_IN = (Status.SUBMITTED, Status.APPROVED)
READ = (
    "year", "period", "area", "status", "actual", "numerator", "submitted_at", "indicator__computed",
    "indicator__period_types",
)  # fmt: skip


@dataclass
class Commune:
    """What one commune has handed in. `state`: full, part or none."""

    area: Area
    asked: int
    handed: set[int] = field(default_factory=set)  # keys of indicators
    drafts: int = 0
    last: datetime.date | None = None  # when the latest value was sent

    @property
    def missing(self) -> int:
        return self.asked - len(self.handed)

    @property
    def state(self) -> str:
        return "none" if not self.handed else "part" if self.missing else "full"

    @property
    def shape(self) -> str:
        return {"none": "none", "part": "warn", "full": "ok"}[self.state]

    @property
    def word(self) -> str:
        return {"none": "Chưa báo cáo", "part": "Một phần", "full": "Đã báo cáo"}[self.state]

    def late(self, due: datetime.date | None, today: datetime.date) -> int:
        """Days of the calendar past the due date: of what is missing until today, else until the last value came."""
        if due is None or (self.state == "full" and self.last is None):
            return 0
        day = self.last if self.state == "full" and self.last else today
        return max((day - due).days, 0)


@dataclass
class ByIndicator:
    """One indicator: who has handed it in, of the communes of the page."""

    indicator: Indicator
    there: list[Area] = field(default_factory=list)
    missing: list[Area] = field(default_factory=list)

    @property
    def words(self) -> str:
        return f"{len(self.there)}/{len(self.there) + len(self.missing)} xã"


@dataclass
class Reported:
    when: When
    communes: list[Commune]
    indicators: list[ByIndicator]
    due: datetime.date | None  # the first of the period's due dates
    today: datetime.date

    def count(self, state: str) -> int:
        return sum(commune.state == state for commune in self.communes)

    @property
    def full(self) -> int:
        return self.count("full")

    @property
    def words(self) -> str:
        """ "14/16 xã đã báo cáo, 1 xã mới một phần, 1 xã chưa báo cáo"."""
        said = [f"{self.full}/{len(self.communes)} xã đã báo cáo"]
        if part := self.count("part"):
            said.append(f"{part} xã mới một phần")
        if none := self.count("none"):
            said.append(f"{none} xã chưa báo cáo")
        return ", ".join(said)

    @property
    def behind(self) -> list[Commune]:
        return [commune for commune in self.communes if commune.state != "full"]

    def rows(self) -> list[tuple[Commune, int]]:
        """Each commune with its days late, who is behind first."""
        found = [(commune, commune.late(self.due, self.today)) for commune in self.communes]
        return sorted(found, key=lambda row: ("none part full".split().index(row[0].state), row[0].area.sort_key))


def reported(user: Any, asked: Asked, indicators: Sequence[Indicator]) -> Reported:
    """Of the typed ones of `indicators`, in the communes of the page. One query, and one for the due dates."""
    due = min((one.due for one in asked.when.dues), default=None)
    return tally(asked, indicators, handed_rows([asked], user), due)


def handed_rows(several: Sequence[Asked], user: Any) -> QuerySet[Target]:
    """The places' values of the periods with their indicators, as far as `tally` reads them. One query.

    `user` None: the system.
    """
    found = Q(pk__in=())
    for asked in several:
        found |= Q(year=asked.when.year, period=asked.when.row, for_organization=asked.body)
    rows = Target.objects.filter(found, campaign=None).exclude(status=Status.WITHDRAWN)
    rows = rows if user is None else visible_to(rows, user)
    return rows.order_by("pk").select_related("indicator").only(*READ)


def tally(
    asked: Asked, indicators: Sequence[Indicator], values: Iterable[Target], due: datetime.date | None
) -> Reported:  # fmt: skip
    """What the values say of one period, which is due on the day `due`."""
    when = asked.when
    typed = {one.pk: one for one in indicators if not one.computed}
    communes = {area.pk: Commune(area, 0) for area in asked.communes}
    period = when.row.pk if when.row else None
    mine = [
        row for row in values
        if (row.year, row.period_id) == (when.year, period) and row.indicator_id in typed and row.area_id in communes
    ]  # fmt: skip
    there = {row.indicator_id for row in mine}
    wanted = [one for pk, one in typed.items() if pk in there] or list(typed.values())
    for row in mine:
        commune = communes[row.area_id]
        if row.actual is None and row.numerator is None:
            continue
        if row.status not in HANDED_IN:
            commune.drafts += 1
            continue
        commune.handed.add(row.indicator_id)
        day = timezone.localtime(row.submitted_at).date() if row.submitted_at else None
        commune.last = max(filter(None, (commune.last, day)), default=None)
    for commune in communes.values():
        commune.asked = len(wanted)
    by_indicator = [_one(one, communes.values()) for one in wanted]
    return Reported(when, list(communes.values()), by_indicator, due, timezone.localdate())


def _one(indicator: Indicator, communes: Iterable[Commune]) -> ByIndicator:
    found = ByIndicator(indicator)
    for commune in communes:
        (found.there if indicator.pk in commune.handed else found.missing).append(commune.area)
    return found
