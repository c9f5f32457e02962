"""Giảm nghèo, what the page draws: the two lists, the table by place, names against counts.

Who may not see names gets counts: small ones added up, none that leads to a household, none from which one follows.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from danvan import charts
from danvan.export import ExportColumn
from movements.models import Area

from .poverty_flows import AGAIN, BY_CODE, ESCAPED, NEAR, POOR, REASONS, STAYED, Flow, Line, gathered, hides
from .poverty_published import Published, standard_short
from .poverty_year import Place, PovertyYear

WORDS = {POOR: "hộ nghèo", NEAR: "hộ cận nghèo"}
HEADS = [
    ExportColumn("Địa bàn"), ExportColumn("Danh sách"), ExportColumn("Biến động", width=44),
    ExportColumn("Dấu", width=6), ExportColumn("Số hộ", "count"),
]  # fmt: skip


@dataclass(frozen=True)
class Links:
    """The households behind a figure; "" for who may not see them."""

    query: Mapping[str, str]
    on: bool

    def to(self, which: str, code: str, hamlet: str = "", place: str = "") -> str:
        if not self.on:
            return ""
        more = {"noi": place} if place else {}
        part = {"thon": hamlet} if hamlet else {}
        return f"/giam-ngheo/ho/?{urlencode({**self.query, **more, **part, 'ds': which, 'dong': code})}"


@dataclass(frozen=True)
class Step:
    """A line of the account: a reason with its count and where its households are."""

    label: str
    count: int
    sign: int
    url: str = ""


@dataclass(frozen=True)
class Account:
    """One list over the year, so that start − out + in = end. `small`: some of it is too small to be told."""

    flow: Flow
    steps: tuple[Step, ...]
    start_url: str = ""
    end_url: str = ""
    small: bool = False

    @property
    def name(self) -> str:
        return WORDS[self.flow.which].capitalize()

    @property
    def hidden_start(self) -> bool:
        return self.small and hides(self.flow.start)

    @property
    def hidden_end(self) -> bool:
        return self.small and hides(self.flow.end)

    @property
    def says(self) -> str:
        change = self.flow.change
        if change is None or self.hidden_start or self.hidden_end:
            return self.name
        start, end = charts.plain(self.flow.start), charts.plain(self.flow.end)
        way = "giảm" if change < 0 else "tăng"
        return f"{self.name}: {start} → {end}, " + (f"{way} {charts.plain(abs(change))}" if change else "không đổi")


def account(flow: Flow, links: Links, names: bool) -> Account:
    if not flow.known:
        return Account(flow, (), links.to(flow.which, "start"), links.to(flow.which, "end"), not names)
    if names:
        steps = [Step(line.label, line.count, line.sign, links.to(flow.which, line.code))
                 for line in (*flow.out, *flow.into)]  # fmt: skip
        return Account(flow, tuple(steps), links.to(flow.which, "start"), links.to(flow.which, "end"))
    told = _told(flow)
    return Account(flow, tuple(Step(line.label, line.count, line.sign) for line in told or ()), small=told is None)


def _told(flow: Flow) -> tuple[Line, ...] | None:
    """The lines as who may not see names reads them; None where they would tell of fewer than three households."""
    if hides(flow.start, flow.end, flow.left, flow.entered):
        return None
    sides = [gathered(side) for side in (flow.out, flow.into)]
    return None if None in sides else tuple(line for side in sides for line in side or ())


@dataclass(frozen=True)
class Row:
    """A place of the table, both lists."""

    title: str
    poor: Flow
    near: Flow
    links: Mapping[str, str]

    @property
    def cells(self) -> list[tuple[str, int | None, str]]:
        """(head, count, where its households are), in the order of `TABLE`."""
        p, n = self.poor, self.near
        other_out = p.left - p.escaped
        values = [p.start, p.escaped if p.known else None, other_out if p.known else None,
                  p.again if p.known else None, p.entered - p.again if p.known else None, p.end,
                  n.start, n.left if n.known else None, n.entered if n.known else None, n.end]  # fmt: skip
        return [(head, value, self.links.get(key, "") if value else "")
                for (key, head), value in zip(TABLE, values, strict=True)]  # fmt: skip

    @property
    def tells_single(self) -> bool:
        """Whether a figure of the row would point at one household or two."""
        return hides(*(value for _head, value, _url in self.cells))


TABLE = (
    ("poor:start", "Nghèo đầu kỳ"), ("poor:thoat", "Thoát nghèo"), ("poor:ra-khac", "Ra vì lý do khác"),
    ("poor:tai", "Tái nghèo"), ("poor:vao-khac", "Vào vì lý do khác"), ("poor:end", "Nghèo cuối kỳ"),
    ("near_poor:start", "Cận nghèo đầu kỳ"), ("near_poor:ra", "Ra"), ("near_poor:vao", "Vào"),
    ("near_poor:end", "Cận nghèo cuối kỳ"),
)  # fmt: skip
# What a cell of the table, or a line's group, stands for in the list of households.
GROUPS: dict[str, tuple[str, ...]] = {
    "thoat": ESCAPED,
    "ra-khac": tuple(r.code for r in REASONS if r.sign < 0 and r.code not in ESCAPED),
    "tai": AGAIN,
    "vao-khac": tuple(r.code for r in REASONS if r.sign > 0 and r.code not in AGAIN),
    "ra": tuple(r.code for r in REASONS if r.sign < 0),
    "vao": tuple(r.code for r in REASONS if r.sign > 0),
    "start": (STAYED, *(r.code for r in REASONS if r.sign < 0)),
    "end": (STAYED, *(r.code for r in REASONS if r.sign > 0)),
    STAYED: (STAYED,),
    **{code: (code,) for code in BY_CODE},
}
GROUP_WORDS = {
    "thoat": "Thoát nghèo", "ra-khac": "Ra vì lý do khác", "tai": "Tái nghèo", "vao-khac": "Vào vì lý do khác",
    "ra": "Ra khỏi danh sách", "vao": "Vào danh sách", "start": "Có ở đầu kỳ", "end": "Có ở cuối kỳ",
    STAYED: "Còn trong danh sách",
}  # fmt: skip


def parts_of(area: Area, year: int) -> list[Place]:
    """The places directly below, those that stood at the end of the year; all of them where the place itself was gone.

    One query.
    """
    day = date(year, 12, 31)
    below = list(Area.objects.filter(parent=area).order_by("sort_key", "pk"))
    standing = [one for one in below if (one.valid_from or day) <= day <= (one.valid_to or day)]
    if area.valid_to and area.valid_to < day:
        standing = [one for one in below if not one.valid_to or one.valid_to >= area.valid_to]
    return [Place(str(one), one.path, one.code, one.level != Area.Level.HAMLET) for one in standing]


def table(year: PovertyYear, parts: Sequence[Place], links: Links) -> list[Row]:
    """A row a place that has anything to tell."""
    rows = []
    for part in parts:
        poor, near = year.flow(POOR, part), year.flow(NEAR, part)
        if any((poor.start, poor.end, near.start, near.end)):
            where = {"place": part.code} if part.lists else {"hamlet": part.code}
            to = {key: links.to(*key.split(":"), **where) for key, _head in TABLE}
            rows.append(Row(part.title, poor, near, to))
    return rows


def safe_table(rows: Sequence[Row]) -> list[Row]:
    """The rows as who may not see names reads them: those with a small count are added up into one row of none, with
    as many of the others as that takes; none at all where even that does not do. Places without both lists are left
    out.
    """
    known = [row for row in rows if row.poor.known and row.near.known]
    small = [row for row in known if row.tells_single]
    large = sorted((row for row in known if not row.tells_single), key=lambda row: row.poor.start or 0)
    if not small:
        return known
    together = _sum(small)
    while len(small) < 2 or together.tells_single:
        if not large:
            return []
        small.append(large.pop(0))
        together = _sum(small)
    rest = [row for row in known if row not in small]
    return [*rest, together] if rest else []  # one row of all says no more than the whole


def _sum(rows: Sequence[Row]) -> Row:
    def both(flows: Sequence[Flow]) -> Flow:
        counts = sum((flow.counts for flow in flows), Counter[str]())
        return Flow(flows[0].which, sum(f.start or 0 for f in flows), sum(f.end or 0 for f in flows), counts)

    return Row("Các nơi khác, gộp lại", both([r.poor for r in rows]), both([r.near for r in rows]), {})


def series_of(counts: Sequence[Published]) -> charts.Series | None:
    """The published counts over the years; where sources differ, the one entered last."""
    last: dict[tuple[date, str], Published] = {(one.date, one.standard): one for one in counts}
    points = [
        charts.PointIn(one.date, f"{one.date:%m/%Y}", standard_short(one.standard), (one.poor, one.near_poor))
        for one in sorted(last.values(), key=lambda one: (one.date, one.standard))
    ]
    return charts.series(points, ["nghèo", "cận nghèo"])


def exported(title: str, accounts: Sequence[Account], rows: Sequence[Row]) -> list[Sequence[Any]]:
    """The account of the whole and of each part as lines. `rows`: none for who may not see names."""
    found: list[Sequence[Any]] = []
    for one in accounts:
        ends = ("dưới 3" if one.hidden_start else one.flow.start, "dưới 3" if one.hidden_end else one.flow.end)
        found += _lines(title, one.flow.which, ends, one.steps)
    for row in rows:
        for flow in (row.poor, row.near):
            found += _lines(row.title, flow.which, (flow.start, flow.end), (*flow.out, *flow.into))
    return found


def _lines(place: str, which: str, ends: tuple[Any, Any], steps: Sequence[Step | Line]) -> list[Sequence[Any]]:
    name = WORDS[which].capitalize()
    return [
        (place, name, "Đầu kỳ", "", ends[0]),
        *((place, name, step.label, "+" if step.sign > 0 else "−", step.count) for step in steps),
        (place, name, "Cuối kỳ", "", ends[1]),
    ]
