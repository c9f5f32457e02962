"""What the address of a target page asks for: the period, the place with its communes, and a group of indicators."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from danvan.accounts.roles import Reach
from danvan.accounts.scoping import Grant, access
from danvan.context import context_of, year_in
from danvan.lib.periods import Period
from danvan.records.models import Status
from movements.models import Area, Indicator, Organization, ReportingPeriod, Target

# domain.md §2.2
GROUPS = {
    "A": "Dân vận khéo", "B": "Quỹ “Vì người nghèo”", "C": "Nhà ở", "D": "Quà, sinh kế, học bổng, y tế",
    "E": "Giám sát, phản biện", "F": "Dân chủ, tiếp dân", "G": "Nông thôn mới, đô thị văn minh",
    "H": "Tổ chức, hội viên", "I": "Vốn ủy thác", "K": "Bối cảnh kinh tế, xã hội",
    "L": "Văn bản, hội nghị, tuyên truyền",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class When:
    """The period of a sheet: a reporting period, or a whole year that nobody set one up for. `row` None = that."""

    code: str
    label: str
    year: int
    kind: str
    period: Period
    set_up: ReportingPeriod | None = None

    @classmethod
    def of(cls, row: ReportingPeriod) -> "When":
        return cls(row.code, row.label, row.year, row.kind, row.period, row)

    @classmethod
    def of_year(cls, year: int) -> "When":
        period = Period.year(year)
        return cls(period.code, period.label, year, ReportingPeriod.Kind.YEAR, period)

    @property
    def row(self) -> ReportingPeriod | None:
        """What a Target of the period names: none for a whole year."""
        return None if self.set_up is None or self.set_up.is_whole_year else self.set_up

    @property
    def title(self) -> str:
        return self.label[:1].upper() + self.label[1:]

    @property
    def as_of(self) -> datetime.date:
        """Số liệu tính đến ngày, where a value does not say its own."""
        return (self.set_up and self.set_up.cutoff) or self.period.end

    @property
    def counted(self) -> ReportingPeriod | int:
        """As `reports.targets.indicators` takes it: a year by its number where its days are the calendar's."""
        year = Period.year(self.year)
        whole = self.row is None and (self.period.start, self.period.end) == (year.start, year.end)
        return self.set_up if self.set_up is not None and not whole else self.year

    @property
    def closes(self) -> tuple[datetime.date, datetime.date]:
        """The days that a closing must not share: those of `Target.covers`."""
        return (self.period.end if self.row else self.period.start), self.period.end

    @property
    def dues(self) -> list[Any]:
        return list(self.set_up.dues.all()) if self.set_up else []

    def targets(self) -> Any:
        """The places' own values of the period: not those of a campaign."""
        found = Target.objects.filter(campaign=None).exclude(status=Status.WITHDRAWN)
        if self.row is not None:
            return found.filter(period=self.row)
        return found.filter(year=self.year, period=None)


def periods_of(years: Iterable[int]) -> list[When]:
    """Every reporting period, and the years besides, newest first, the year before its parts. One query."""
    rows = [When.of(row) for row in ReportingPeriod.objects.all()]
    there = {when.code for when in rows}
    rows += [When.of_year(year) for year in years if str(year) not in there]
    kinds = ReportingPeriod.Kind.values
    return sorted(rows, key=lambda when: (-when.year, -kinds.index(when.kind), when.code))


def chosen(request: HttpRequest, periods: list[When], year: int | None) -> When:
    """The period that the address names (`ky`), else the year. Raises Http404 for one that there is not."""
    code = request.GET.get("ky") or str(year or timezone.localdate().year)
    found = next((when for when in periods if when.code == code), None)
    if found is not None:
        return found
    of_calendar = year_in(code)
    if of_calendar is None:
        raise Http404
    return When.of_year(of_calendar)


@dataclass
class Asked:
    """What the address of a target page asks for: the period, and the place with its communes that stood then."""

    when: When
    place: Area | None
    communes: list[Area]
    body: Organization | None = None
    places: list[Area] = field(default_factory=list)  # what may be chosen instead
    periods: list[When] = field(default_factory=list)

    @property
    def commune(self) -> Area | None:
        """The one commune of the page, None where it shows several."""
        return self.place if self.place is not None and self.place.level == Area.Level.COMMUNE else None

    @property
    def address(self) -> dict[str, str]:
        """The period and the place, as the pages of a period carry them in their addresses."""
        return {"ky": self.when.code, **({"noi": self.place.code} if self.place else {})}

    @property
    def query(self) -> str:
        return urlencode(self.address)

    @property
    def parts(self) -> list[str]:
        return [self.place.title if self.place else "Toàn cổng", self.when.title]


def asked_for(request: HttpRequest) -> Asked:
    """Read the address (`ky`, `noi`, `nam`, `to`). Raises PermissionDenied without the right to read targets."""
    user: Any = request.user
    mine = access(user)
    if not mine.may("target.view"):
        raise PermissionDenied("Tài khoản của bạn không xem chỉ tiêu.")
    context = context_of(request)
    periods = periods_of(context.years)
    when = chosen(request, periods, context.year)
    place = context.area
    communes = communes_in(context.places, when, mine.holding("target.view"), place)
    return Asked(when, place, communes, own_body(request), context.places, periods)


def communes_in(places: Iterable[Area], when: When, reach: Iterable[Grant], place: Area | None = None) -> list[Area]:
    """The communes of `places` that stood in the period, lie in the place, and are in reach; who works for an
    organisation has values of it anywhere.
    """
    start, end, reach = when.period.start, when.period.end, list(reach)
    everywhere = any(grant.role.reach is Reach.ORGANIZATION for grant in reach)
    found = [
        area
        for area in places
        if area.level == Area.Level.COMMUNE
        and (place is None or area.path.startswith(place.path))
        and (area.valid_from is None or area.valid_from <= end)
        and (area.valid_to is None or start <= area.valid_to)
        and (everywhere or any(grant.reaches_path(area.path) for grant in reach))
    ]
    return sorted(found, key=lambda area: area.sort_key)


def own_body(request: HttpRequest) -> Organization | None:
    """Whose values a sheet holds: of who works for an organisation those of that organisation (`to` chooses among
    several); of all others the places' own.
    """
    grants = access(request.user).holding("target.view")
    if not grants or any(grant.role.reach is Reach.AREA for grant in grants):
        return None
    mine = {pk for grant in grants for pk in grant.organizations}
    bodies = list(Organization.objects.filter(pk__in=mine).select_related("area").order_by("-valid_to", "sort_key"))
    return next((body for body in bodies if body.code == request.GET.get("to")), bodies[0] if bodies else None)


def group_words(group: str) -> str:
    """ "A. Dân vận khéo"."""
    return f"{group}. {GROUPS[group]}" if group in GROUPS else group.strip("-") or "Khác"


@dataclass(frozen=True)
class Shown:
    """Indicators, the groups that may be chosen with their words, and the one that is ("" = there is none)."""

    indicators: list[Indicator]
    groups: list[tuple[str, str]]
    group: str


def in_group(request: HttpRequest, everything: list[Indicator]) -> Shown:
    """The indicators of the group that the address names (`nhom`, "-" = of none), else of the first.

    A group at a time: the catalogue has more than a hundred, and each kind of record behind them is a query.
    """
    groups = list(dict.fromkeys(one.group or "-" for one in everything))
    wanted = request.GET.get("nhom", "")
    group = wanted if wanted in groups else groups[0] if groups else ""
    shown = [one for one in everything if group in ("", one.group or "-")]
    return Shown(shown, [(one, group_words(one)) for one in groups], group)


def indicators_of(when: When) -> list[Indicator]:
    """The indicators that are reported for a period of this kind, in the order of their groups."""
    return [one for one in Indicator.objects.order_by("group", "sort_key", "pk") if when.kind in one.kinds_of_period]
