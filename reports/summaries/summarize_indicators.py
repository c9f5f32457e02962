"""The indicators of groups A–L of a place or an organisation in a period: the lines that /chi-tieu/so-sanh/ shows.

One definition: values, totals, comparisons and what is missing are those of `reports.targets.target_compare`. About as
many queries as there are kinds of records behind the indicators, whatever the number of communes and of records.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from movements.models import Area, Indicator, Organization, Portal, ReportingPeriod
from reports.summaries.rows_indicators import From, IndicatorRow, Reporting
from reports.summaries.summarize_subject import Subject
from reports.summaries.term import Term
from reports.targets.indicator_cells import Source
from reports.targets.target_asked import GROUPS, Asked, When, indicators_of
from reports.targets.target_compare import Line, comparison, lines_of
from reports.targets.target_reported import reported

Kind = ReportingPeriod.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators:
    """`reporting`: None where no communes report; `illustrative`: whether some value is no published fact."""

    rows: tuple[IndicatorRow, ...] = ()
    reporting: Reporting | None = None
    illustrative: bool = False


def indicators(
    user: Any, subject: Subject, term: Term, portal: Portal | None, group: str = ""
) -> Indicators:  # fmt: skip
    """A line for each indicator that is reported for such a period, of one group or of all. Nothing for a campaign or
    a movement: those have targets of their own.

    `user` None: the system.
    """
    if subject.type in ("campaign", "movement") or portal is None:
        return Indicators()
    asked = _asked(subject, portal, period_of(term))
    wanted = [one for one in indicators_of(asked.when) if not group or one.group == group]
    shown = comparison(user, asked, wanted)
    return Indicators(
        rows=tuple(_row(line) for line in lines_of(asked, shown)), reporting=_reporting(user, asked, wanted),
        illustrative=shown.illustrative,
    )  # fmt: skip


def _reporting(user: Any, asked: Asked, wanted: Sequence[Indicator]) -> Reporting | None:
    if asked.commune is not None or asked.body is not None or not asked.communes:
        return None
    found = reported(user, asked, wanted)
    behind = sorted(found.behind, key=lambda one: (one.state != "none", one.area.sort_key))
    return Reporting(
        full=found.full, part=found.count("part"), expected=len(found.communes),
        behind=tuple(one.area.title for one in behind), ref=f"/chi-tieu/bao-cao/?{asked.query}",
    )  # fmt: skip


def period_of(term: Term) -> When:
    """The reporting period of these days; one that nobody set up has what was counted, and no typed values."""
    mine = Q(pk=term.key) if term.key else Q(start=term.start, end=term.end)
    row = ReportingPeriod.objects.filter(mine).first()
    if row is not None:
        return When.of(row)
    if term.is_calendar_year:
        return When.of_year(term.start.year)
    found = re.fullmatch(r"\d{4}-(?:Q([1-4])|H([12])|(9T))", term.code)
    quarter, half, nine = found.groups() if found else (None, None, None)
    kind = Kind.QUARTER if quarter else Kind.HALF if half else Kind.NINE_MONTHS if nine else Kind.SPAN
    # The key of no row: its typed values are none, and it is no whole year.
    unset = ReportingPeriod(
        pk=0, kind=kind, year=term.end.year, number=int(quarter or half or 0) or None, name=term.label,
        start=term.start, end=term.end, code=term.code,
    )  # fmt: skip
    return When.of(unset)


def _asked(subject: Subject, portal: Portal, when: When) -> Asked:
    """As the page of the same place asks: a commune by itself, a place by its communes and what it says itself."""
    root = portal.root_area
    if subject.type == "organization":
        body = Organization.objects.select_related("area").get(code=subject.code)
        return Asked(when, body.area, _communes(body.area, when), body)
    place = root if subject.type == "portal" else Area.objects.get(code=subject.code)
    if place.level == Area.Level.COMMUNE:
        return Asked(when, place, [place])
    return Asked(when, place, [area for area in subject.reporting if _stood(area, when)])


def _communes(place: Area, when: When) -> list[Area]:
    found = Area.objects.filter(path__startswith=place.path, level=Area.Level.COMMUNE).order_by("sort_key", "pk")
    return [area for area in found if _stood(area, when)]


def _stood(area: Area, when: When) -> bool:
    start, end = when.period.start, when.period.end
    return (area.valid_from is None or area.valid_from <= end) and (area.valid_to is None or start <= area.valid_to)


def _row(line: Line) -> IndicatorRow:
    low, high = line.plan.bounds or (None, None)
    made: From = "" if line.value is None else "records" if line.source == Source.COMPUTED else "typed"
    return IndicatorRow(
        group=line.group, group_name=GROUPS.get(line.group, "Khác"), code=line.code, indicator=line.label,
        unit=line.unit, planned_min=low, planned_max=high, actual=line.value, value_from=made, estimate=line.estimate,
        last_year=line.last_year, change=line.change, change_percent=line.change_percent, counted=line.differs,
        reason=line.reason, reported=line.reported, expected=line.expected, own=line.own,
        lower_is_better=line.plan.lower_is_better, ref=line.url, value_ref=line.value_url,
    )  # fmt: skip
