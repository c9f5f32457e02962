"""The two sides of So sánh, read once for both: places on either borders, organisations, campaigns, indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone

from beneficiaries.poverty_published import standard_short
from beneficiaries.poverty_rights import names_at
from danvan.accounts.scoping import Access
from movements import restating
from movements.desks_base import may_read
from movements.desks_campaigns import in_campaign
from movements.models import Area, Campaign, Indicator, Organization
from reports.pages import body_page, body_years, done, done_rows, place_lineage, place_page, place_poverty, place_years
from reports.pages.compare import Side, mark_of, row_of
from reports.pages.credit_block import KINDS, listed
from reports.pages.place_lineage import Lineage
from reports.pages.views_campaign import seen
from reports.pages.year_table import Cell, Head, money_note
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Links
from reports.targets.indicator_slots import cells_of, illustrative
from reports.targets.indicators import When

Pair = tuple[Side, Side]


def of_places(mine: Access, reader: Reader, places: tuple[Area, Area], years: tuple[int, int], now: bool) -> Pair:
    """Four queries where both are of one place, six where not; one more for each of which an old place was split."""
    lineages = place_lineage.read_all(mine, list(dict.fromkeys(places)))
    read = {one.place.pk: _Read.of(mine, reader, one, now and bool(one.olds)) for one in lineages}
    ours, other = (_place(mine, reader, read[place.pk], year) for place, year in zip(places, years, strict=True))
    return ours, other


@dataclass(frozen=True)
class _Read:
    """All years of one place. `now`: on today's borders."""

    lineage: Lineage
    now: bool
    figures: Mapping[int, place_years.Year]
    counts: Mapping[int, place_poverty.Count]

    @classmethod
    def of(cls, mine: Access, reader: Reader, lineage: Lineage, now: bool) -> "_Read":
        figures = place_years.read(mine.user, reader, lineage, now)
        return cls(lineage, now, figures, place_poverty.read(mine.user, lineage, now))


def _place(mine: Access, reader: Reader, read: _Read, year: int) -> Side:
    lineage, now, figures, counts = read.lineage, read.now, read.figures, read.counts
    place = lineage.place
    borders = {restating.PARAMETER: restating.NOW} if now else {}
    rows = seen(reader, mine) if place.is_valid_on(timezone.localdate()) or not now else {}
    ask = place_page.Ask(lineage, now, rows, names_at(mine, place.path), borders)
    kinds = {"grant", "loan", "house", *(kind for kind, model in done.MODELS.items() if may_read(mine.user, model))}
    done_table = place_page.done_table(ask, figures, [year], kinds)
    poor = place_page.poverty_table(ask, figures, counts, [year], linked=now or not lineage.olds)
    at, count = figures.get(year, place_years.Year()), counts.get(year)
    standard = count.standard if count else place_page.main_standard(at.lists())
    by = standard_short(standard) if standard else ""
    marks = (mark_of(done_table, year), mark_of(poor, year), count.why if count else "")
    return Side(
        name=str(place), year=year, url=f"{place.get_absolute_url()}?{urlencode(borders)}".rstrip("?"),
        cells={**row_of(done_table, year), **row_of(poor, year)},
        series={head.label: by for head in place_page.POVERTY if head.kind != "text"},
        absent=_absent(place, year, () if now else lineage.olds, now), partial=_partial(place, year, now),
        notes=_said(marks),
        illustrative=at.illustrative or bool(count and count.illustrative),
    )  # fmt: skip


def _absent(place: Area, year: int, olds: Sequence[Area] = (), now: bool = False) -> str:
    """Why a place has no figures of its own in a year: it did not stand."""
    if place.valid_to and place.valid_to < date(year, 1, 1):
        return f"{place} thôi từ {place.valid_to:%d/%m/%Y}"
    if place.valid_from and place.valid_from > date(year, 12, 31) and not now:
        old = f"; số của {', '.join(map(str, olds))} có khi quy về địa giới hiện nay" if olds else ""
        return f"{place} có từ {place.valid_from:%d/%m/%Y}{old}"
    return ""


def _partial(place: Area, year: int, now: bool = False) -> str:
    """A place that stood for a part of the year only. On today's borders a new place has its old ones' months too."""
    named = f"{str(place)[:1].upper()}{str(place)[1:]}"
    if place.valid_to and date(year, 1, 1) <= place.valid_to < date(year, 12, 31):
        return f"{named} chỉ có đến {place.valid_to:%d/%m/%Y}: số năm {year} không trọn năm"
    if place.valid_from and date(year, 1, 1) < place.valid_from <= date(year, 12, 31) and not now:
        return f"{named} có từ {place.valid_from:%d/%m/%Y}: số năm {year} không trọn năm"
    return ""


def _said(marks: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark for mark in marks if mark))


def of_bodies(mine: Access, reader: Reader, bodies: tuple[Organization, Organization], years: tuple[int, int]) -> Pair:
    """At most three queries an organisation. Its earlier organisations that went into it wholly count with it."""
    tables = {}
    for body in dict.fromkeys(bodies):
        lineage = body_years.lineage(body)
        figures = body_years.read(mine.user, reader, lineage.bodies)
        shown = body_page.table(lineage, figures, [], seen(reader, mine), timezone.localdate().year)
        tables[body.pk] = (shown, figures)
    sides = []
    for body, year in zip(bodies, years, strict=True):
        shown, figures = tables[body.pk]
        sides.append(
            Side(
                name=body.label, year=year, url=body.get_absolute_url(), cells=row_of(shown, year) if shown else {},
                notes=_said([mark_of(shown, year) if shown else ""]),
                illustrative=figures.get(year, body_years.Year()).illustrative,
            )
        )  # fmt: skip
    return sides[0], sides[1]


def of_campaigns(mine: Access, reader: Reader, campaigns: tuple[Campaign, Campaign], years: tuple[int, int]) -> Pair:
    """One query a side, a campaign with its programmes; and one for what of it is no published fact."""
    ours, other = (
        _Counted(one.name, one.get_absolute_url(), in_campaign(one.pk), {"dot": one.code}) for one in campaigns
    )
    return _counted(mine, reader, (ours, other), years)


def of_whole(mine: Access, reader: Reader, name: str, years: tuple[int, int]) -> Pair:
    """Everything in the portal, as Tổng quan counts it: before and after a merger alike. Three queries."""
    whole = _Counted(name, "/tong-quan/", Q(), {})
    return _counted(mine, reader, (whole, whole), years)


@dataclass(frozen=True)
class _Counted:
    """What a condition on records holds; `parameters` are the lists' filters of the same."""

    name: str
    url: str
    inside: Q
    parameters: Mapping[str, str]


def _counted(mine: Access, reader: Reader, both: tuple[_Counted, _Counted], years: tuple[int, int]) -> Pair:
    either = both[0].inside | both[1].inside
    shown = reader.supports.approved().filter(either, year__in=years, illustrative=True).exists()
    sides = []
    for one, year in zip(both, years, strict=True):
        query = {**one.parameters, "nam": str(year)}
        links = {kind: Links(query, on=on) for kind, on in seen(reader, mine).items()}
        conditions = dict.fromkeys(("activity", "work", "model"), one.inside)
        found = done.read(mine.user, year, conditions, supports=reader.supports.filter(one.inside))
        cells = _done_cells(found, links)
        sides.append(Side(name=one.name, year=year, url=f"{one.url}?nam={year}", cells=cells, illustrative=shown))
    return sides[0], sides[1]


def _done_cells(found: Mapping[str, done.Done], links: Mapping[str, Links]) -> dict[str, tuple[Head, Cell]]:
    cells: list[tuple[Head, Cell]] = []
    for kind in ("grant", "loan"):
        one = found.get(kind, done.Done())
        url = listed(KINDS[kind], links[kind]) if one.n else ""
        cell = Cell(one.vnd, url, money_note(one.n, one.vnd)) if one.n else Cell(None)
        cells.append((Head(done_rows.HEADS[kind], "money", unit="đồng"), cell))
    houses = found.get("house", done.Done()).n
    url = links["grant"].supports(hinh_thuc="house_new") if houses else ""
    cells.append((Head("Nhà xây mới", unit="căn"), Cell(houses or None, url)))
    for row in done_rows.rows(found, links):
        cells.append((Head(row.label), Cell(row.n, row.url)))
        cells += [(Head(f"{row.label}: {unit}", "decimal"), Cell(value)) for value, unit in row.figures]
    return {head.label: (head, cell) for head, cell in cells}


def of_indicators(
    mine: Access, indicators: Sequence[Indicator], places: tuple[Area, Area], years: tuple[int, int]
) -> Pair:  # fmt: skip
    """The values of indicators as `reports.targets.indicators` has them, the places' own."""
    slots = [(place, When.of(year)) for place, year in zip(places, years, strict=True)]
    sides = []
    for (place, when), cells in zip(slots, cells_of(mine.user, indicators, slots), strict=True):
        shown = {}
        for one in indicators:
            cell = cells[one.pk]
            url = (cell.link or (cell.accepted.ref if cell.accepted else "")) if cell.value is not None else ""
            shown[one.name] = (Head(one.name, "decimal", unit=one.unit), Cell(cell.value, url))
        sides.append(
            Side(
                name=str(place), year=when.year, cells=shown, absent=_absent(place, when.year),
                partial=_partial(place, when.year),
                url=f"/chi-tieu/so-sanh/?{urlencode({'ky': when.year, 'noi': place.code})}",
                sources={one.name: str(cells[one.pk].source) for one in indicators}, illustrative=illustrative(cells),
            )
        )  # fmt: skip
    return sides[0], sides[1]


def with_open_years(pair: Pair, today: date) -> Pair:
    """A year that has not ended says so beside its figures."""
    ours, other = (
        replace(side, notes=(*side.notes, f"năm {side.year} chưa hết")) if side.year >= today.year else side
        for side in pair
    )  # fmt: skip
    return ours, other
