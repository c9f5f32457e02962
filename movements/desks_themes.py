"""The desks of the year's theme and of its tasks."""

import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone

from danvan.accounts.scoping import access, visible_to
from danvan.forms import form_for
from danvan.history import HistoryView
from danvan.lib import numbers
from danvan.listing import Choices, Column, Filter, equals, number
from danvan.records import catalogs

from .desks_base import ProgrammeDesk, may_read
from .desks_filters import BODY, PLACE, solutions, years
from .desks_recommendations import SOON
from .forms import CatalogForm, RecordForm
from .models import Activity, Solution, WorkTask, WorkTheme

State = WorkTask.State
SHAPES = {State.AHEAD: "none", State.RUNNING: "wait", State.DONE: "ok", State.DONE_LATE: "warn", State.LATE: "bad"}


def state_of(task: WorkTask) -> tuple[str, str]:
    """(shape, words) of where a task stands today."""
    state = task.state()
    word = str(State(state).label).capitalize()
    if state == State.LATE:
        word = f"{word} {numbers.format_int((timezone.localdate() - task.due).days)} ngày"
    return SHAPES[state], word


def in_state(value: str) -> Q | None:
    if value == "xong":
        return Q(done_on__isnull=False)
    if value == "sap-den-han":
        today = timezone.localdate()
        return Q(done_on__isnull=True, due__range=(today, today + datetime.timedelta(days=SOON)))
    return WorkTask.in_state(value)


def states(request: HttpRequest) -> Choices:
    return [*((value, str(label)) for value, label in State.choices), ("xong", "đã xong"),
            ("sap-den-han", f"đến hạn trong {SOON} ngày")]  # fmt: skip


class ThemeForm(CatalogForm):
    hints = {
        "words": "Đúng câu chữ của văn bản.",
        "decision": "Ví dụ: Kế hoạch 15-KH/HU.",
        **{f"group_{g.value}": "Câu chữ của văn bản; câu có sẵn chỉ là gợi ý." for g in Solution},
    }


class ThemeDesk(ProgrammeDesk):
    model = WorkTheme
    title = "Chủ đề công tác năm"
    new_title = "Thêm chủ đề"
    intro = "Chủ đề của từng năm với năm nhóm giải pháp; mỗi nhóm có nhiệm vụ, ai làm, hạn nào."
    related = ("organization",)
    form_class = form_for(WorkTheme, ThemeForm)
    list_template = "movements/themes.html"
    detail_template = "movements/theme.html"
    sections = (
        ("Chủ đề", ("words", "year", "organization", "decision", "issued_on")),
        ("Năm nhóm giải pháp", tuple(f"group_{g.value}" for g in Solution)),
    )
    columns = [
        Column("words", "Chủ đề", head=True, sort="sort_key"),
        Column("year", "Năm", lambda t: str(t.year), sort="year"),
        Column("organization", "Cơ quan ban hành", "organization.label", sort="organization__sort_key"),
        Column("decision", "Số văn bản"),
        Column("issued_on", "Ngày", kind="date", sort="issued_on"),
    ]
    filters = [
        Filter("nam", "Năm", number("year"), years),
        Filter("to-chuc", "Cơ quan ban hành", equals("organization__code"), hidden=True),
    ]

    def facts(self, user: Any, target: Any) -> list[tuple[str, Any, str]]:
        words = {self.label(f"group_{g.value}") for g in Solution}
        return [row for row in super().facts(user, target) if row[0] not in words]

    def around(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        """The five groups with the tasks that the user sees. One query."""
        sees = may_read(request.user, Activity)
        tasks = visible_to(WorkTask.objects.filter(theme=target), request.user) if sees else WorkTask.objects.none()
        found: dict[str, list[tuple[WorkTask, tuple[str, str]]]] = {g.value: [] for g in Solution}
        for task in tasks.select_related("organization"):
            found[task.solution].append((task, state_of(task)))
        return {
            "groups": [(number, label, words, found[number]) for number, label, words in target.groups],
            "sees_tasks": sees,
            "may_add": access(request.user).may(WorkTask.action),
        }


class TaskForm(RecordForm):
    hints = {
        "theme": "Chủ đề của năm nào.",
        "solution": "Theo năm nhóm của chủ đề.",
        "start": "Để trống khi làm được ngay.",
        "done_on": "Để trống khi chưa xong. Xong hay chậm do cổng tính từ ngày, không gõ phần trăm.",
        "result": "Đã làm được gì, có số thì ghi số.",
    }


class TaskDesk(ProgrammeDesk):
    model = WorkTask
    title = "Nhiệm vụ của chủ đề năm"
    new_title = "Thêm nhiệm vụ"
    intro = "Ai làm, từ ngày nào, hạn nào, xong ngày nào; xong đúng hạn, chậm hay quá hạn do cổng tính từ ngày."
    always = frozenset({"done_on"})
    related = ("organization", "area", "theme")
    form_class = form_for(WorkTask, TaskForm)
    detail_template = "movements/task.html"
    evidence_page = "detail"
    sections = (
        ("Nhiệm vụ", ("theme", "solution", "title", "organization", "area")),
        ("Khi nào", ("start", "due")),
        ("Kết quả", ("done_on", "result")),
    )
    columns = [
        Column("title", "Nhiệm vụ", head=True, sort="sort_key"),
        Column("year", "Năm", lambda t: str(t.theme.year), sort="theme__year"),
        Column("solution", "Nhóm giải pháp", "get_solution_display", sort="solution"),
        Column("organization", "Đơn vị", "organization.label", sort="organization__sort_key"),
        Column("area", "Địa bàn", "area.name", sort="area__sort_key"),
        Column("start", "Từ ngày", kind="date", sort="start"),
        Column("due", "Hạn", kind="date", sort="due"),
        Column("done_on", "Xong ngày", kind="date", sort="done_on"),
        Column("state", "Tình trạng", state_of, kind="status"),
    ]
    filters = [
        Filter("nam", "Năm", number("theme__year"), years),
        PLACE,
        BODY,
        Filter("nhom", "Nhóm giải pháp", lambda v: Q(solution=v) if v in Solution.values else None, solutions),
        Filter("tinh-trang", "Tình trạng", in_state, states),
    ]

    def may_edit(self, user: Any, target: Any) -> bool:
        return self.may_enter(user) if target.pk is None else catalogs.may_change_this(user, target)

    def around(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        return {"state": state_of(target), "may_see_history": access(request.user).may_at("journal.record", target)}

    def more_urls(self) -> list[URLPattern]:
        return [path("<int:pk>/lich-su/", HistoryView.as_view(desk=self), name="history")]
