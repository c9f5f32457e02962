"""A place's years as tables and a chart: what was done, and the poor. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from beneficiaries.poverty_flows import NEAR, POOR, hides
from beneficiaries.poverty_page import Links as PovertyLinks
from beneficiaries.poverty_published import standard_short
from danvan import charts
from danvan.lib.numbers import format_int
from models_programs.models import MobilizationModel
from reports.pages.credit_block import KINDS, listed
from reports.pages.place_lineage import Lineage
from reports.pages.place_poverty import Count
from reports.pages.place_years import Year
from reports.pages.year_table import Cell, Head, Row, Table, money_note
from reports.summaries.summarize_subject import Links

TYPES = [kind.value for kind in MobilizationModel.Type]
DONE = (
    ("grant", Head("Hỗ trợ", "money", bar=True, unit="đồng")), ("loan", Head("Cho vay", "money", unit="đồng")),
    ("house", Head("Nhà xây mới", unit="căn")),
    ("model", Head("MH đăng ký, tập thể")), ("model", Head("MH đăng ký, cá nhân")),
    ("model", Head("MH công nhận, tập thể")), ("model", Head("MH công nhận, cá nhân")),
    ("activity", Head("Hoạt động")), ("work", Head("Công trình, phần việc")),
)  # fmt: skip
POVERTY = (
    Head("Nghèo, công bố", unit="hộ"), Head("Cận nghèo, công bố", unit="hộ"),
    Head("Nghèo, có tên", unit="hộ"), Head("Cận nghèo, có tên", unit="hộ"), Head("Chuẩn, nơi công bố", "text"),
)  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """How the page is read: `now` with the earlier places' years; `on`: which kinds' rows the reader may open."""

    lineage: Lineage
    now: bool
    on: Mapping[str, bool]
    names: bool
    borders: Mapping[str, str]

    def links(self, year: int, kind: str) -> Links:
        query = {"xa": self.lineage.place.code, "nam": str(year), **self.borders}
        return Links(query, on=self.on.get(kind, False))


def span(lineage: Lineage, years: Mapping[int, Year], counts: Mapping[int, Count]) -> list[int]:
    """From the first year with anything to the last, without gaps, and none after the place ended."""
    known = sorted({*years, *counts})
    if not known:
        return []
    last = lineage.place.valid_to.year if lineage.place.valid_to else known[-1]
    return [year for year in range(known[0], known[-1] + 1) if year <= last]


def done_table(ask: Ask, years: Mapping[int, Year], span: list[int], kinds: set[str]) -> Table:
    """A row a year; columns of the kinds that the reader may count."""
    heads = tuple(head for kind, head in DONE if kind in kinds)
    rows = (Row(str(year), _done(ask, year, years.get(year, Year()), kinds), _mark(ask, years.get(year)))
            for year in span)  # fmt: skip
    return Table("nam", "Việc đã làm qua các năm", heads, tuple(rows))


def _mark(ask: Ask, found: Year | None) -> str:
    """ "quy về từ xã Phú Sơn": where anything of the year was recorded in an earlier place."""
    older = found.older if found else set()
    areas = ask.lineage.areas
    names = dict.fromkeys(
        str(old) for old in ask.lineage.olds if any(areas[pk].path.startswith(old.path) for pk in older)
    )
    return f"quy về từ {', '.join(names)}" if names else ""


def _done(ask: Ask, year: int, at: Year, kinds: set[str]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for kind in ("grant", "loan"):
        if kind in kinds:
            cells.append(_money(ask, year, at, kind))
    if "house" in kinds:
        held = at.of("house", "houses")
        url = ask.links(year, "grant").supports(hinh_thuc="house_new") if held.value else ""
        cells.append(_cell(at.number("house", "houses"), url, held.by_share))
    if "model" in kinds:
        for step in ("registered", "recognised"):
            for kind in TYPES:
                held = at.of("model", step, kind)
                url = ask.links(year, "model").to("/mo-hinh/", muc=step, loai=kind) if held.value else ""
                cells.append(_cell(at.number("model", step, kind), url, held.by_share))
    for kind in ("activity", "work"):
        if kind in kinds:
            held = at.of(kind)
            url = listed(KINDS[kind], ask.links(year, kind)) if held.value else ""
            people = at.number(kind, "people") if kind == "activity" else None
            note = f"{format_int(people)} người" if people else ""
            cells.append(_cell(at.number(kind), url, held.by_share, note))
    return tuple(cells)


def _money(ask: Ask, year: int, at: Year, kind: str) -> Cell:
    n = at.number(kind)
    if n is None:
        return Cell(None)
    held, vnd = at.of(kind), at.vnd(kind)
    url = listed(KINDS[kind], ask.links(year, kind))
    return _cell(vnd, url, held.by_share, money_note(n, vnd))


def _cell(value: int | None, url: str, by_share: bool, note: str = "") -> Cell:
    return Cell(value, "" if by_share else url, f"{note}, tách theo tỷ lệ".strip(", ") if by_share else note, by_share)


def poverty_table(
    ask: Ask, years: Mapping[int, Year], counts: Mapping[int, Count], span: list[int], *, linked: bool
) -> Table:  # fmt: skip
    """A row a year: published beside held by names, and the standard, said where it changes. `linked`: the lists of
    households behind are those of this place.
    """
    rows, before = [], ""
    for year in span:
        count, lists = counts.get(year), years.get(year, Year()).lists()
        standard = count.standard if count else main_standard(lists)
        names = lists.get(standard) or lists.get(main_standard(lists))
        links = PovertyLinks({"nam": str(year), "noi": ask.lineage.place.code}, ask.names and linked)
        cells = (*_published(count), *(_held(ask, names, which, links) for which in (POOR, NEAR)))
        told = _told(count, standard, before)
        before = standard or before
        summed = count is not None and count.pk is None and not count.why
        rows.append(Row(str(year), (*cells, Cell(told or None)), "cộng các xã cũ" if summed else ""))
    return Table("ngheo", "Hộ nghèo, cận nghèo qua các năm", POVERTY, tuple(rows))


def main_standard(lists: Mapping[str, Mapping[str, int]]) -> str:
    """That of most households; "" where no list is held."""
    return max(lists, key=lambda one: (sum(lists[one].values()), one), default="")


def _published(count: Count | None) -> list[Cell]:
    if count is None:
        return [Cell(None), Cell(None)]
    note = "tách theo tỷ lệ" if count.by_share else ""
    return [Cell(value, count.url if value is not None else "", note) for value in (count.poor, count.near_poor)]


def _held(ask: Ask, names: Mapping[str, int] | None, which: str, links: PovertyLinks) -> Cell:
    number = None if names is None else names.get(which, 0)
    if not ask.names and hides(number):
        return Cell("dưới 3")
    return Cell(number, links.to(which, "end") if number else "")


def _told(count: Count | None, standard: str, before: str) -> str:
    """ "Đổi chuẩn: đa chiều 2022–2025; UBND xã, 31/12/2022"."""
    words = standard_short(standard)
    said = [f"Đổi chuẩn: {words}" if before and standard and standard != before else words]
    if count:
        said += [f"{count.source}, {count.day:%d/%m/%Y}", count.why]
    return "; ".join(filter(None, said))


def poverty_chart(counts: Mapping[int, Count], years: Mapping[int, Year], names: bool) -> charts.Series | None:
    """The published counts over the years, broken where the standard changes; with fewer than two of them the lists
    held by names, for who may see those."""
    points = [charts.PointIn(one.day, str(year), one.standard_words, (one.poor, one.near_poor))
              for year, one in sorted(counts.items()) if one.poor is not None or one.near_poor is not None]  # fmt: skip
    if len(points) < 2 and names:
        lists = {year: one.lists() for year, one in sorted(years.items())}
        points = [
            charts.PointIn(date(year, 12, 31), str(year), standard_short(by),
                           (held[by].get(POOR, 0), held[by].get(NEAR, 0)))
            for year, held in lists.items() if (by := main_standard(held))
        ]  # fmt: skip
    return charts.series(points, ["nghèo", "cận nghèo"]) if len(points) > 1 else None
