"""Chỉ tiêu: what every screen, report and file says of indicators, from one function: `table`.

    shown = table(user, indicators, communes, period, above=district)
    for row in shown.rows:
        row.cells[commune.pk].value, row.cells[commune.pk].source   # Decimal | None, "tính từ bản ghi" | "nhập tay"
        row.above.value, row.total.value, row.total.said()          # the district's own; its communes' sum, "14/16 xã"

When a place from which nothing was counted has 0, and when it is not known ("–")
    A place is 0 only when it has said so: it, or a place above it, has closed the last day of the period (chốt số
    liệu), or somebody typed 0. Until then nothing recorded is nothing known. What was counted of places at a date
    (hộ nghèo) is never 0 by silence.

Scope first: rows and records pass `visible_to`; only accepted rows and approved records make values. Who does not reach
a place whole (an organisation's officer) sees there what their part comes to, and `Table.partial` says so.

Queries: one for the rows of both years, one for the closings, one for last year's period where it is part of a year,
and one for each kind of record behind the indicators, whatever the number of places, indicators and records.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from danvan.accounts.roles import Reach
from danvan.accounts.scoping import access, visible_to
from danvan.lib.periods import Period
from danvan.records.models import PeriodClosing, Status
from movements.computing import Answer, Ask, Computed, registry, scaled, values
from movements.models import Area, Campaign, Indicator, Organization, ReportingPeriod, Target
from reports.summaries.term import Term
from reports.targets.indicator_cells import Cell, Total, Typed, total

__all__ = ["Row", "Table", "When", "cell_of", "counted_for", "link_of", "settled", "table", "typed", "worked_out"]


@dataclass(frozen=True, slots=True)
class When:
    """A period of values: its days, its year, and the key of its ReportingPeriod (None = the whole year)."""

    start: date
    end: date
    year: int
    period: int | None = None
    label: str = ""
    code: str = ""

    @classmethod
    def of(cls, period: ReportingPeriod | int) -> "When":
        """Of a reporting period, or of a whole year by its number."""
        if isinstance(period, int):
            whole = Period.year(period)
            return cls(whole.start, whole.end, period, None, whole.label, whole.code)
        key = None if period.is_whole_year else period.pk
        return cls(period.start, period.end, period.year, key, period.label, period.code)

    @classmethod
    def of_term(cls, term: Term) -> "When":
        """Of a report's period; of a part of a year that nobody set up there are no targets."""
        key = None if term.year is not None else term.key or 0
        return cls(term.start, term.end, term.year or term.end.year, key, term.label, term.code)

    def q(self) -> Q:
        """The targets of it."""
        return Q(year=self.year, period__isnull=True) if self.period is None else Q(period=self.period)

    def holds(self, target: Target) -> bool:
        return target.period_id == self.period and (self.period is not None or target.year == self.year)


Pair = tuple[When, When | None]


def year_before(period: ReportingPeriod | int) -> When | None:
    """Cùng kỳ năm trước. Without a reporting period of that name its days alone, for what is counted from records."""
    if isinstance(period, int):
        return When.of(period - 1)
    if period.kind == ReportingPeriod.Kind.SPAN:
        return None
    found = period.year_before()
    if found is not None:
        return When.of(found)
    days = Period.between(period.start, period.end).year_before()
    return When(days.start, days.end, days.end.year, None if period.is_whole_year else 0, days.label, days.code)


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator: `cells` by the key of the area, `above` of the place over them, `total` what the areas come to."""

    indicator: Indicator
    cells: Mapping[int, Cell]
    total: Total
    above: Cell | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`partial`: in words, where the user sees a part of these places only; "" when they see them whole."""

    when: When
    areas: Sequence[Area]
    rows: Sequence[Row]
    partial: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class _Both:
    """This period's and last year's answer of the records, and which places were settled then."""

    answer: Answer
    settled: frozenset[str]
    when: When


def table(
    user: Any, indicators: Iterable[Indicator], areas: Iterable[Area], period: ReportingPeriod | int | Pair, *,
    above: Area | None = None, campaign: Campaign | None = None, organization: Organization | None = None,
    held: Iterable[Target] | None = None,
) -> Table:  # fmt: skip
    """A cell for each indicator and area, as the user may count them.

    `campaign`, `organization` (giao cho): the values of exactly that; without, those of the places themselves.
    `user` None: the system. `held`: what `rows_of` has read of these places already. A pair: the period and cùng kỳ,
    when the caller knows both.
    """
    indicators, areas = list(indicators), list(areas)
    places = [*areas, above] if above is not None else areas
    now, before = period if isinstance(period, tuple) else (When.of(period), year_before(period))
    whens = [when for when in (now, before) if when is not None]
    if held is None:
        held = rows_of(user, places, whens, campaign, organization).filter(indicator__in=indicators)
    rows: dict[tuple[int, int], list[Target]] = {}
    for row in held:
        rows.setdefault((row.indicator_id, row.area_id), []).append(row)
    ids = _family(campaign)
    ones = [registry()[i.computed] for i in indicators if i.computed in registry()]
    paths = [place.path for place in places]
    answers = _counted(user, ones, paths, whens, ids, organization)
    closed = settled(paths, whens) if ones else [frozenset[str]()] * len(whens)
    found = [_Both(*both) for both in zip(answers, closed, whens, strict=True)]
    narrow = _narrow(campaign, organization)
    made = []
    for indicator in indicators:
        cells = {place.pk: _cell(user, indicator, place, rows, found, narrow) for place in places}
        own = {area.pk: cells[area.pk] for area in areas}
        made.append(Row(indicator, own, total(indicator.aggregation, own.values()), cells[above.pk] if above else None))
    used = [row for group in rows.values() for row in group if row.status == Status.APPROVED]
    return Table(now, areas, made, _partial(user, paths), any(row.illustrative for row in used))


def settled(paths: Collection[str], whens: Sequence[When]) -> list[frozenset[str]]:
    """For each period the paths for which it was closed, there or above, up to its last day (see the module). One
    query.
    """
    holds = Q(pk__in=())
    for when in whens:
        holds |= Q(start__lte=when.end, end__gte=when.end)
    closings = PeriodClosing.objects.filter(holds, reopened_at__isnull=True).order_by()
    known = list(closings.values_list("area__path", "start", "end"))
    found = []
    for when in whens:
        closed = [place for place, start, end in known if start <= when.end <= end]
        found.append(frozenset(path for path in paths if any(path.startswith(one) for one in closed)))
    return found


def is_settled(day: date, path: str = "area__path") -> Exists:
    """`settled` as a condition on rows whose place's path is `path`, for a period that ends on `day`."""
    closings = PeriodClosing.objects.filter(reopened_at__isnull=True, start__lte=day, end__gte=day)
    place = ExpressionWrapper(OuterRef(path), output_field=CharField())
    return Exists(closings.annotate(place=place).filter(place__startswith=F("area__path")))


def worked_out(indicator: Indicator, path: str, answer: Answer, closed: Collection[str]) -> Decimal | None:
    """What the records come to for an indicator at a path, in its unit; the rule of 0 (see the module)."""
    one = registry().get(indicator.computed)
    if one is None or one.key not in answer.keys:
        return None
    if (one.key, path) in answer.found:
        value = answer.found[one.key, path]
        return None if value is None else scaled(one, value, indicator.unit)
    return Decimal(0) if path in closed and not one.exact else None


def counted_for(user: Any, target: Target) -> tuple[Decimal | None, str]:
    """What the records come to beside a target's own row, and the list of them. Two queries, three for a campaign."""
    one = registry().get(target.indicator.computed)
    if one is None or target.year is None:
        return None, ""
    when, path = When.of(target.period or target.year), target.area.path
    (answer,) = _counted(user, [one], [path], [when], _family(target.campaign), target.for_organization)
    (closed,) = settled([path], [when])
    value = worked_out(target.indicator, path, answer, closed)
    narrow = _narrow(target.campaign, target.for_organization)
    return value, link_of(user, one, target.area, when, narrow)


def typed(target: Target) -> Typed:
    return Typed(
        pk=target.pk, version=target.version, status=target.status, actual=target.result, numerator=target.numerator,
        denominator=target.denominator, planned_min=target.planned_min, planned_max=target.planned_max,
        estimate=target.estimate, as_of=target.as_of, reason=target.reason, illustrative=target.illustrative,
    )  # fmt: skip


def cell_of(
    indicator: Indicator, rows: Iterable[Target], computed: Decimal | None, *, link: str = "",
    last_year: Decimal | None = None,
) -> Cell:  # fmt: skip
    """The cell of the rows of one slot (at most one stands) and of what the records come to."""
    rows = [row for row in rows if row.status != Status.WITHDRAWN]
    accepted = next((row for row in rows if row.status == Status.APPROVED), None)
    waiting = next((row for row in reversed(rows) if row.status != Status.APPROVED), None)
    return Cell(
        accepted=typed(accepted) if accepted else None, waiting=typed(waiting) if waiting else None, computed=computed,
        link=link, last_year=last_year, lower_is_better=indicator.lower_is_better,
    )  # fmt: skip


def _cell(
    user: Any, indicator: Indicator, place: Area, rows: Mapping[tuple[int, int], list[Target]],
    found: Sequence[_Both], narrow: Mapping[str, str],
) -> Cell:  # fmt: skip
    here = rows.get((indicator.pk, place.pk), [])
    cells = [
        cell_of(
            indicator, [row for row in here if one.when.holds(row)],
            worked_out(indicator, place.path, one.answer, one.settled),
        )
        for one in found
    ]  # fmt: skip
    computed = registry().get(indicator.computed)
    link = link_of(user, computed, place, found[0].when, narrow) if computed and cells[0].computed is not None else ""
    last = cells[1].value if len(cells) > 1 else None
    return Cell(
        accepted=cells[0].accepted, waiting=cells[0].waiting, computed=cells[0].computed, link=link, last_year=last,
        lower_is_better=indicator.lower_is_better,
    )  # fmt: skip


def rows_of(
    user: Any, places: Iterable[Area], whens: Iterable[When], campaign: Campaign | None = None,
    organization: Organization | None = None,
) -> QuerySet[Target]:  # fmt: skip
    """The rows of these periods that the user sees, accepted or not, never withdrawn."""
    asked = Q()
    for when in whens:
        asked |= when.q()
    everything = Target.objects.all() if user is None else visible_to(Target.objects.all(), user)
    rows = everything.filter(asked, area__in=list(places), campaign=campaign, for_organization=organization)
    return rows.exclude(status=Status.WITHDRAWN).order_by("pk")


def _counted(
    user: Any, ones: list[Computed], paths: list[str], whens: Sequence[When], campaigns: tuple[int, ...],
    organization: Organization | None,
) -> list[Answer]:  # fmt: skip
    body = organization.pk if organization else None
    return values(ones, [Ask(user, when.start, when.end, campaigns, body) for when in whens], paths)


def _family(campaign: Campaign | None) -> tuple[int, ...]:
    """The campaign with its programmes, two levels down."""
    if campaign is None:
        return ()
    parts = Campaign.objects.filter(Q(parent=campaign) | Q(parent__parent=campaign)).values_list("pk", flat=True)
    return (campaign.pk, *parts)


def _narrow(campaign: Campaign | None, organization: Organization | None) -> dict[str, str]:
    """The lists' filters of a campaign and of an organisation."""
    named = {"dot": campaign, "to-chuc": organization}
    return {name: one.code for name, one in named.items() if one is not None}


def link_of(user: Any, one: Computed, place: Area, when: When, narrow: Mapping[str, str]) -> str:
    """The list of what was counted, for those who may read it."""
    if not one.link or (user is not None and not access(user).may(one.right)):
        return ""
    days = Term.of(Period.between(when.start, when.end)).days
    query = urlencode({"xa": place.code, **days, "trang-thai": Status.APPROVED.value, **narrow})
    return f"{one.link}{'&' if '?' in one.link else '?'}{query}"


def _partial(user: Any, paths: Iterable[str]) -> str:
    if user is None:
        return ""
    grants = access(user).holding("target.view")
    if all(any(g.role.reach is Reach.AREA and g.reaches_path(path) for g in grants) for path in paths):
        return ""
    return "; ".join(dict.fromkeys(grant.label for grant in grants if grant.label))
