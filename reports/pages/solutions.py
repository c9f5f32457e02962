"""Kết quả theo 5 nhóm giải pháp: what was done for a year's theme, by group, each number with its rows' address.

Records count once accepted, in their year; tasks and answers are as of today. A record's group is its own tag, else
its campaign's (`movements.models.solutions`); what is in no group stands in a row of its own: the foot is the whole.
People (người) and attendances (lượt) are never added. `None` is not known, and prints "–".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.http import urlencode

from beneficiaries.models import Support
from danvan.accounts.scoping import access, visible_to
from danvan.records.models import Status
from models_programs.models import ModelYear
from movements.models import Activity, Area, CommunityWork, Solution, WorkTask, WorkTheme
from movements.models.activities import SESSIONS
from movements.models.recommendations import counted
from movements.models.solutions import NO_GROUP, grouped, in_group

Task = WorkTask.State
BY = {"nhom": "Nhóm giải pháp", "don-vi": "Đơn vị", "xa": "Địa bàn"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One column. `extra` narrows its list; `aggregate` gives it, under `key`; kind as in `danvan.export`."""

    key: str
    label: str
    aggregate: Any
    extra: tuple[tuple[str, str], ...] = ()
    kind: str = "count"


@dataclass(frozen=True, slots=True)
class Part:
    """Figures of one kind of thing: its rows for a user and a year, and the list they lead to."""

    label: str
    right: str
    list_name: str
    rows: Callable[[Any, int], QuerySet[Any]]
    figures: tuple[Figure, ...]
    own: bool = False  # the rows carry a tag of their own
    base: tuple[tuple[str, str], ...] = (("trang-thai", "approved"),)


def _approved(model: Any) -> Callable[[Any, int], QuerySet[Any]]:
    return lambda user, year: visible_to(model._default_manager.filter(status=Status.APPROVED, year=year), user)


def _in_state(key: str, label: str, state: str) -> Figure:
    return Figure(key, label, Count("pk", filter=WorkTask.in_state(state)), (("tinh-trang", str(state)),))


def parts() -> tuple[Part, ...]:
    """Made when asked, for the states of tasks are those of today."""
    return (
        Part("Nhiệm vụ", "activity.view", "tasks:list",
             lambda user, year: visible_to(WorkTask.objects.filter(theme__year=year), user),
             (Figure("tasks", "Tất cả", Count("pk")), _in_state("done", "Đúng hạn", Task.DONE),
              _in_state("done_late", "Xong chậm", Task.DONE_LATE), _in_state("late", "Quá hạn", Task.LATE)),
             own=True, base=()),
        Part("Hoạt động", "activity.view", "activities:list",
             lambda user, year: counted(_approved(Activity)(user, year)),
             (Figure("sessions", "Cuộc", Sum(SESSIONS)), Figure("people", "Người", Sum("people")),
              Figure("attendances", "Lượt", Sum("attendances")), Figure("asked", "Kiến nghị", Sum("asked_n")),
              Figure("answered", "Trả lời", Sum("answered_n"))), own=True),
        Part("Công trình", "community_work.view", "works:list", _approved(CommunityWork),
             (Figure("works", "Số", Count("pk")),), own=True),
        Part("Mô hình", "model_year.view", "model_years:list", _approved(ModelYear),
             (Figure("models", "Số", Count("pk")),)),
        Part("Hỗ trợ", "support.view", "supports:list",
             lambda user, year: _approved(Support)(user, year).filter(kind=Support.Kind.GRANT),
             (Figure("supports", "Khoản", Count("pk")),
              Figure("support_vnd", "Số tiền", Sum("amount_vnd"), kind="money")),
             base=(("trang-thai", "approved"), ("loai", "grant"))),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ask:
    """What the page speaks of: a year, a place, an organisation's code, a group; and by what its rows stand (BY)."""

    year: int
    area: Area | None = None
    body: str = ""
    group: str = ""
    by: str = "nhom"


@dataclass(frozen=True, slots=True)
class Line:
    """A row: `values` by figure's key, `urls` beside them; `words` says what the group is."""

    key: str
    label: str
    words: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Results:
    parts: tuple[Part, ...]
    lines: list[Line]
    total: Line
    theme: WorkTheme | None
    illustrative: bool = False  # some rows are of the demo

    @property
    def figures(self) -> Iterator[tuple[Part, Figure]]:
        return ((part, figure) for part in self.parts for figure in part.figures)


def gather(user: Any, ask: Ask) -> Results:
    """One query a part, and one for the theme."""
    mine = access(user)
    seen = tuple(part for part in parts() if mine.may(part.right))
    theme = theme_of(ask)
    found: dict[str, Line] = {line.key: line for line in _groups(theme, ask)} if ask.by == "nhom" else {}
    total, demo = Line("", "Cộng"), 0
    for part in seen:
        for row in _rows(part, user, ask):
            key, label = str(row["x_key"] or NO_GROUP), str(row["x_name"] or "Chưa xếp nhóm")
            line = found.setdefault(key, Line(key, label))
            demo += row["x_demo"]
            for figure in part.figures:
                line.values[figure.key] = row[figure.key]
                line.urls[figure.key] = _address(part, figure, ask, key)
                if row[figure.key] is not None:
                    total.values[figure.key] = total.values.get(figure.key, 0) + row[figure.key]
                    total.urls[figure.key] = _address(part, figure, ask, "")
    lines = sorted(found.values(), key=lambda line: line.label) if ask.by != "nhom" else _ordered(found)
    return Results(seen, lines, total, theme, bool(demo))


def _rows(part: Part, user: Any, ask: Ask) -> QuerySet[Any, Any]:
    rows = part.rows(user, ask.year)
    if ask.area is not None:
        rows = rows.filter(area__path__startswith=ask.area.path)
    if ask.body:
        rows = rows.filter(organization__code=ask.body)
    tasks = rows.model is WorkTask
    if ask.group:
        rows = rows.filter(solution=ask.group) if tasks else rows.filter(in_group(ask.group, own=part.own))
    if ask.by == "nhom":
        rows = rows.annotate(x_key=F("solution")) if tasks else grouped(rows).annotate(x_key=F("group"))
        rows = rows.annotate(x_name=F("x_key"))
    else:
        unit = "organization" if ask.by == "don-vi" else "area"
        rows = rows.annotate(x_key=F(f"{unit}__code"), x_name=F(f"{unit}__name"))
    asked: dict[str, Any] = {figure.key: figure.aggregate for figure in part.figures}
    asked["x_demo"] = Count("pk", filter=Q(illustrative=True))
    found: QuerySet[Any, Any] = rows.order_by().values("x_key", "x_name").annotate(**asked)
    return found


def _address(part: Part, figure: Figure, ask: Ask, key: str) -> str:
    """The list of the rows that the figure counts; `key` is the line's, "" for the foot."""
    query = {"nam": str(ask.year), **dict(part.base), **dict(figure.extra)}
    if ask.area is not None:
        query["xa"] = ask.area.code
    if ask.body:
        query["to-chuc"] = ask.body
    if ask.group:
        query["nhom"] = ask.group
    if key:
        query[{"nhom": "nhom", "don-vi": "to-chuc", "xa": "xa"}[ask.by]] = key
    return f"{reverse(part.list_name)}?{urlencode(query)}"


def theme_of(ask: Ask) -> WorkTheme | None:
    """The year's theme: that of the nearest place above the one asked for; without any, of the widest."""
    themes = list(WorkTheme.objects.filter(year=ask.year).select_related("organization__area"))
    path = ask.area.path if ask.area else ""
    above = [t for t in themes if path.startswith(t.organization.area.path)]
    if above:
        return max(above, key=lambda t: len(t.organization.area.path))
    return min(themes, key=lambda t: len(t.organization.area.path), default=None)


def _groups(theme: WorkTheme | None, ask: Ask) -> list[Line]:
    named = theme.groups if theme else [(g.value, str(g.label), "") for g in Solution]
    return [Line(number, label, words) for number, label, words in named if ask.group in ("", number)]


def _ordered(found: dict[str, Line]) -> list[Line]:
    """Một là … Năm là, then what is in no group."""
    last = found.pop(NO_GROUP, None)
    named = [found[key] for key in sorted(found)]
    return [*named, replace(last, label="Chưa xếp nhóm")] if last else named
