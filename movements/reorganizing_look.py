"""What entering a plan will do, in words and figures, before anything is written. Reads only.

An administrator who enters places sees how many records stay where they are and the published totals of the communes
concerned; never a record, a household or a name in one.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Q, Sum, Value

from danvan.accounts.roles import ROLES
from danvan.figures.models import EffectRow
from danvan.lib import text
from danvan.lib.boundaries import Link, restate
from danvan.lib.writing import format_decimal
from danvan.records.kinds import kind_label, record_models
from danvan.records.models import Status

from .forms_choices import place_words
from .models import Area, Assignment, Organization, OrganizationSuccession
from .reorganizing import Begin, Work
from .restating import boundaries

SHOWN = 200
INDICATOR = "support_vnd"


@dataclass(frozen=True, slots=True)
class Stay:
    """Records of one kind in the old units: they stay. `late`: dated on or after the day, at a unit that is gone."""

    label: str
    count: int
    late: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the totals: a unit's support by year, đồng; None = nothing was recorded."""

    title: str
    values: tuple[int | None, ...]
    by_share: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The support of the old units by year, on both boundaries. The two sums are equal to the đồng."""

    years: tuple[int, ...]
    then: tuple[Row, ...]
    now: tuple[Row, ...]
    whole: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    work: Work
    ends: tuple[str, ...]
    begins: tuple[tuple[Begin, str], ...]  # with what it is made of
    followers: tuple[tuple[str, str, str], ...]  # old, new, code
    people: tuple[tuple[str, str, str], ...]  # name, role, where
    bodies: tuple[Organization, ...]
    records: tuple[Stay, ...]
    warnings: tuple[str, ...]
    totals: Totals | None


def look(work: Work) -> Look:
    """A constant number of queries."""
    places = work.model is Area
    ends = [old.pk for old in work.ends]
    return Look(
        work=work,
        ends=tuple(str(move.old) for move in {move.old.pk: move for move in work.plan.moves}.values()),
        begins=tuple((unit, "; ".join(_share(old, share) for old, share in unit.origins)) for unit in work.units),
        followers=tuple(
            (f"{begin.origins[0][0]}", f"{begin.title}, {begin.above.title}", begin.data["code"])
            for begin in work.followers[:SHOWN]
        ),
        people=tuple(_people(work)),
        bodies=tuple(_bodies(work)) if places else (),
        records=tuple(_records("area_id" if places else "organization_id", ends, work.plan.day)),
        warnings=tuple(_same_names(work)) if places else (),
        totals=_totals(work) if places else None,
    )


def _share(old: Any, share: Any) -> str:
    return str(old) if share == 1 else f"{format_decimal(share)} của {old}"


def _under(work: Work, lookup: str) -> Q:
    found = Q(pk__in=())
    for path in {move.old.path for move in work.plan.moves}:
        found |= Q(**{f"{lookup}__path__startswith": path})
    return found


def _people(work: Work) -> Iterable[tuple[str, str, str]]:
    """Who is assigned to an old unit on the day: they go along by themselves, with what they delegated."""
    held = Assignment.objects.dated(work.plan.last).filter(user__is_active=True)
    held = held.filter(area__in=_reaching(work)) if work.model is Area else held.filter(organization__in=_heirs(work))
    for one in held.select_related("user", "area", "organization").order_by("user__full_name", "pk")[:SHOWN]:
        role = ROLES[one.role].label + (" (được ủy quyền)" if one.delegated_by_id else "")
        yield str(one.user), role, one.place_label()


def _reaching(work: Work) -> set[int]:
    """The old units, what lies in them, and the earlier places that became them."""
    borders = boundaries(work.plan.last)
    olds = {old.pk for old in work.ends}
    return olds | {place for place in borders.places if olds & borders.of(place).keys()}


def _heirs(work: Work) -> set[int]:
    """The old organisations and the earlier ones that became them."""
    links = list(OrganizationSuccession.objects.values_list("old_id", "new_id"))
    found: set[int] = set()
    frontier = {old.pk for old in work.ends}
    while frontier:
        found |= frontier
        frontier = {old for old, new in links if new in frontier} - found
    return found


def _bodies(work: Work) -> Iterable[Organization]:
    """Organisations that work in an old place past its end: their own merger is entered apart."""
    last = work.plan.last
    found = Organization.objects.filter(_under(work, "area")).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=last))
    return found.order_by("sort_key")[:SHOWN]


def _records(field: str, ends: list[int], day: datetime.date) -> Iterable[Stay]:
    """Counts of the records at the old units, by kind, in one query."""
    branches = []
    for kind, model in record_models().items():
        names = {f.name for f in model._meta.concrete_fields}
        late = Q(date__gte=day) if "date" in names else Q(year__gte=day.year) if "year" in names else Q(pk__in=())
        rows = model._default_manager.filter(**{f"{field}__in": ends}).exclude(status=Status.WITHDRAWN).order_by()
        counted = rows.values(field).annotate(kind=Value(kind, output_field=CharField()))
        branches.append(
            counted.annotate(n=Count("pk"), late=Count("pk", filter=late)).values_list("kind", field, "n", "late")
        )
    found: dict[str, tuple[int, int]] = {}
    for kind, _unit, n, late in branches[0].union(*branches[1:], all=True):
        have = found.get(kind, (0, 0))
        found[kind] = have[0] + n, have[1] + late
    return [Stay(kind_label(kind), n, late) for kind, (n, late) in sorted(found.items(), key=lambda row: -row[1][0])]


def _same_names(work: Work) -> Iterable[str]:
    """Names that more than one place bears or bore, told apart by their codes; hamlets that will stand side by side."""
    for unit in work.units:
        others = Area.objects.filter(sort_key=text.sort_key(unit.data["name"])[:255], level=unit.data["level"])
        found = [f"{place_words(one)}{f', {one.parent}' if one.parent else ''}, mã {one.code}"
                 for one in others.select_related("parent").order_by("path")[:5]]  # fmt: skip
        if found:
            yield f"Cùng tên “{unit.data['name']}”: {'; '.join(found)}. Cổng phân biệt bằng mã {unit.data['code']}."
    seen: dict[tuple[int, str], int] = {}
    for begin in work.followers:
        key = (id(begin.above), text.fold(begin.data["name"]))
        seen[key] = seen.get(key, 0) + 1
        if seen[key] == 2:
            yield (
                f"{begin.above.title} sẽ có nhiều {begin.title}. Hãy đổi tên bằng một đợt sắp xếp cho thôn, "
                "hoặc phân biệt bằng mã."
            )


def _totals(work: Work) -> Totals | None:
    """By year, from the effect rows of approved records; the planned successions stand beside the stored ones."""
    rows = list(
        EffectRow.objects.filter(indicator=INDICATOR, year__isnull=False, area_id__in=[old.pk for old in work.ends])
        .order_by().values_list("year", "area_id").annotate(vnd=Sum("value"))
    )  # fmt: skip
    if not rows:
        return None
    years = tuple(sorted({year for year, _area, _vnd in rows if year}))
    tops = {move.old.pk: move.old for move in work.plan.moves}
    top_of = {old.pk: next(pk for pk, top in tops.items() if old.path.startswith(top.path)) for old in work.ends}
    then: dict[int, dict[int, int]] = {pk: {} for pk in tops}
    now: dict[int, dict[int, int]] = {}
    shared: set[int] = set()
    units, borders = _planned(work)
    for year in years:
        values = [(area, (), int(vnd)) for found, area, vnd in rows if found == year]
        for area, _covered, vnd in values:
            there = then[top_of[area]]
            there[year] = there.get(year, 0) + vnd
        for at, row in restate(values, borders).items():
            unit = units.get(at, at)
            have = now.setdefault(unit, {})
            have[year] = have.get(year, 0) + int(row.value or 0)
            shared |= {unit} if row.by_share else set()
    titles = {-number: unit.title for number, unit in enumerate(work.units, 1)}
    sums = tuple(sum(row.get(year, 0) for row in then.values()) for year in years)
    return Totals(
        years=years,
        then=tuple(Row(str(tops[pk]), tuple(row.get(y) for y in years)) for pk, row in then.items()),
        now=tuple(
            Row(titles.get(at) or "không quy được", tuple(row.get(y) for y in years), at in shared)
            for at, row in sorted(now.items(), reverse=True)
        ),
        whole=Row("Cộng", sums),
    )  # fmt: skip


def _planned(work: Work) -> tuple[dict[int, int], Any]:
    """The borders of the plan's day with its new units under negative ids; {id: the unit of the plan it lies in}."""
    ids = {id(begin): -number for number, begin in enumerate(work.begins, 1)}
    links = [
        Link(old.pk, ids[id(begin)], work.plan.day, share) for begin in work.begins for old, share in begin.origins
    ]
    units: dict[int, int] = {}
    for begin in work.begins:
        above = begin.above
        own = ids[id(begin)]
        units[own] = units[ids[id(above)]] if isinstance(above, Begin) else own
    return units, boundaries(work.plan.day, links)
