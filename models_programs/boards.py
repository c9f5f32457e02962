"""The boards of a year's models: the funnel beside last year and beside what was published, and its split by field, by
organisation and by commune (theo địa giới lúc đó). Reading only, always within what `rows` was narrowed to.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from danvan.lib.ordering import sort_key
from movements.models import Area, PublishedFigure

from . import funnel
from .funnel import KEY, STEPS, TOTAL, TYPES, Counts, Step, added
from .models import ModelField, ModelYear, Replication

NO_COMMUNE = "chưa phân xã"
BY = (
    "year", "model__field__code", "model__field__name", "organization__code", "organization__short_name",
    "organization__name", "area__level", "area__code", "area__name", "area__parent__code", "area__parent__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a board: its words, what the list needs in its address to show exactly it, and its counts
    ({} = nothing is recorded: "–").
    """

    label: str
    query: dict[str, str]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Board:
    """`name` stands in the address of its file."""

    name: str
    title: str
    head: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Said:
    """A published figure beside the held one; `difference` = published − held, None where nothing is held."""

    figure: PublishedFigure
    kind: str
    held: int | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.held is None else self.figure.value - self.held


@dataclass(slots=True)
class Year:
    """The year and the year before, the boards, and in how many places the year's models were taken up."""

    now: Counts = field(default_factory=dict)
    before: Counts = field(default_factory=dict)
    boards: list[Board] = field(default_factory=list)
    places: int | None = None

    def said(self, figures: Iterable[PublishedFigure]) -> dict[str, list[Said]]:
        """{step: published figures with their differences}, in the order of the publishing."""
        found: dict[str, list[Said]] = {}
        for figure in figures:
            _models, code, kind = figure.key.split(".")
            held = funnel.whole(self.now, code) if kind == TOTAL else self.now.get((code, kind)) if self.now else None
            found.setdefault(code, []).append(Said(figure, kind, held))
        return found


def read(rows: QuerySet[ModelYear], year: int, communes: Iterable[Area]) -> Year:
    """`rows` as the user may see them; `communes` have a line each, even when nothing is recorded. Three queries."""
    groups = funnel.tally(rows.filter(year__in=(year, year - 1)), *BY)
    now = [(values, counts) for values, _kind, counts in groups if values[0] == year]
    found = Year(
        now=added(counts for _values, counts in now),
        before=added(counts for values, _kind, counts in groups if values[0] == year - 1),
        places=places(rows, year) if now else None,
    )
    fields = dict(ModelField.objects.values_list("code", "name"))
    found.boards = [
        Board("linh-vuc", "Theo lĩnh vực", "Lĩnh vực",
              lines(now, lambda v: (v[1], v[2]), "linh-vuc", fields)),
        Board("don-vi", "Theo tổ chức", "Tổ chức", lines(now, body, "to-chuc", {})),
        Board("xa", "Theo xã", "Xã, thị trấn",
              lines(now, commune, "xa", {a.code: a.name for a in sorted(communes, key=lambda a: a.sort_key)})),
    ]  # fmt: skip
    return found


def lines(
    groups: list[tuple[Any, Counts]], of: Callable[[Any], tuple[str, str]], parameter: str, known: dict[str, str]
) -> list[Line]:
    """A line for each of `known` (code → words) in its order, then one for whatever else the rows name, by name."""
    gathered: dict[str, list[Counts]] = {}
    words = dict(known)
    for values, counts in groups:
        code, label = of(values)
        words.setdefault(code, label)
        gathered.setdefault(code, []).append(counts)
    others = sorted(words.keys() - known.keys(), key=lambda code: (code == "", sort_key(words[code])))
    return [
        Line(words[code], {parameter: code} if code else {"chua-phan-xa": "1"}, added(gathered.get(code, [])))
        for code in (*known, *others)
    ]


def body(values: Any) -> tuple[str, str]:
    """The organisation, by its short name where it has one."""
    return values[3], values[4] or values[5]


def commune(values: Any) -> tuple[str, str]:
    """The commune of the time; ("", "chưa phân xã") where the model is the district's own."""
    match values[6]:
        case Area.Level.COMMUNE:
            return values[7], values[8]
        case Area.Level.HAMLET:
            return values[9], values[10]
    return "", NO_COMMUNE


def places(rows: QuerySet[ModelYear], year: int) -> int:
    """How often the accepted models of the year were taken up. One query."""
    return Replication.objects.filter(model_year__in=rows.filter(funnel.ACCEPTED, year=year).order_by()).count()


def published(year: int, subject: Q) -> list[PublishedFigure]:
    """What was published of the year's models about exactly this subject, oldest first. One query."""
    keys = [f"{KEY}.{step.code}.{kind}" for step in STEPS for kind in (*TYPES, TOTAL)]
    return list(PublishedFigure.objects.filter(subject, year=year, key__in=keys).order_by("date", "pk"))


def stood_in(area: Area, year: int) -> bool:
    """Whether the area existed on at least one day of the year."""
    return (area.valid_from or date.min) <= date(year, 12, 31) and (area.valid_to or date.max) >= date(year, 1, 1)


def change(now: Counts, before: Counts, step: Step) -> int | None:
    """On last year; None where either is not recorded."""
    mine, old = funnel.whole(now, step.code), funnel.whole(before, step.code)
    return None if mine is None or old is None else mine - old
