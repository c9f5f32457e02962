"""The desk of activities: the form and the list show what the chosen kind needs and no more."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone

from danvan.accounts.scoping import visible_to
from danvan.forms import form_for
from danvan.imports.listing import batch_filter
from danvan.lib import numbers
from danvan.listing import Column, Filter, equals

from . import restating
from .counts import REVIEWED
from .desks_base import ProgrammeDesk
from .desks_filters import (
    BODY,
    CAMPAIGN,
    COUNTED,
    PLACE,
    SOLUTION,
    STATUS,
    YEAR,
    joint_filters,
    of_movement,
    organizations,
)
from .forms import RecordForm
from .models import Activity, Area, Recommendation
from .models.activities import SESSIONS
from .models.recommendations import counted

Kind = Activity.Kind
# What only some kinds need; the fields of the others everybody sees.
RULED = ("basis", "subject", "supervised")
WHO = ("women", "minority")
ASKED = ("recommendations", "answered")
NEEDS: dict[str, tuple[str, ...]] = {
    Kind.PROPAGANDA: WHO, Kind.TRAINING: WHO, Kind.CONTEST: WHO, Kind.FESTIVAL: WHO,
    Kind.DIALOGUE: (*WHO, *ASKED), Kind.VOTER_MEETING: (*WHO, *ASKED),
    Kind.SUPERVISION: (*RULED, *ASKED), Kind.CRITICISM: (*RULED, *ASKED), Kind.FEEDBACK: (*RULED, *ASKED),
    Kind.LABOUR: (), Kind.MEETING: ASKED, Kind.OTHER: ASKED,
}  # fmt: skip
SOMETIMES = frozenset({*RULED, *WHO, *ASKED})


class ActivityForm(RecordForm):
    """The fields of one kind, and those of others that hold something: a changed kind loses nothing.

    Without JavaScript: the button "Hiện mục của loại này" (`them`) draws the form anew for the kind that was chosen.
    """

    hints = {
        "people": "Số người khác nhau.",
        "women": "Trong số người ở trên; cổng tự tính tỷ lệ.",
        "minority": "Trong số người ở trên; cổng tự tính tỷ lệ.",
        "attendances": "Số lượt: một người dự hai buổi là hai lượt.",
        "sessions": "Để trống là một. Ghi số khi bản ghi này gồm nhiều cuộc, ví dụ 5 buổi tuyên truyền.",
        "place": "Ví dụ: nhà văn hóa thôn Pretieng 1.",
        "recommendations": "Chỉ ghi khi không ghi từng kiến nghị thành dòng.",
        "answered": "Trong số kiến nghị đã ghi.",
        "subject": "Giám sát, phản biện, góp ý việc gì.",
        "supervised": "Cơ quan, đơn vị được giám sát hay ra dự thảo.",
        "solution": "Theo năm nhóm của chủ đề công tác năm; để trống thì tính theo nhóm của đợt.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self["kind_of_activity"].value() or ""
        for name in SOMETIMES - set(NEEDS.get(str(kind), ())):
            if name in self.fields and self[name].value() in (None, ""):
                del self.fields[name]


def level_of(activity: Activity) -> str:
    """The level (cấp) at which it was held: that of the organisation's place."""
    return str(Area.Level(activity.organization.area.level).label)


def levels(request: HttpRequest) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Area.Level.choices if value != "hamlet"]


def share(part: int | None, whole: int | None) -> str:
    """ "45 (37,50 %)": a share is computed and never typed; "–" where either is not known."""
    if part is None:
        return "–"
    percent = numbers.percent(part, whole)
    return numbers.format_int(part) + (f" ({numbers.format_percent(percent)})" if percent is not None else "")


NAME = Column("name", "Nội dung", head=True, sort="sort_key")
STATE = Column("status", "Trạng thái", lambda a: a, kind="status", sort="status")
WHEN = (
    Column("date", "Ngày", lambda a: (a.date, a.date_precision), kind="date", sort="date"),
    Column("organization", "Đơn vị", "organization.label", sort="organization__sort_key"),
    Column("area", "Địa bàn", "area.name", sort="area__sort_key"),
    Column("sessions", "Cuộc", lambda a: a.sessions or 1, kind="count", sort="sessions", total=SESSIONS),
)
PEOPLE = Column("people", "Người", kind="count", sort="people", total="people")
ATTENDANCES = Column("attendances", "Lượt", kind="count", sort="attendances", total="attendances")
OF_KIND: dict[tuple[str, ...], tuple[Column, ...]] = {
    RULED: (
        Column("subject", "Giám sát, phản biện việc gì"),
        Column("supervised", "Đối tượng"),
        Column("basis", "Căn cứ", "get_basis_display"),
        Column("level", "Cấp", level_of),
    ),
    WHO: (
        Column("women", "Nữ", kind="count", sort="women", total="women"),
        Column("minority", "DTTS", kind="count", sort="minority", total="minority"),
    ),
    ASKED: (
        Column("recommendations", "Kiến nghị", "asked_n", kind="count", sort="asked_n", total="asked_n"),
        Column("answered", "Trả lời", "answered_n", kind="count", sort="answered_n", total="answered_n"),
    ),
}


def columns_of(kind: str) -> list[Column]:
    """The list's columns for one kind of activity; for all kinds together what they share."""
    has = {part for part in OF_KIND if kind not in NEEDS or set(part) <= set(NEEDS[kind])}
    every = kind not in NEEDS
    found = [NAME, Column("kind", "Loại", "get_kind_of_activity_display")] if every else [NAME]
    if RULED in has and not every:
        found += OF_KIND[RULED]
    found += [*WHEN, PEOPLE]
    if WHO in has and not every:
        found += OF_KIND[WHO]
    found.append(ATTENDANCES)
    if ASKED in has:
        found += OF_KIND[ASKED]
    return [*found, STATE]


def still_ahead(value: str) -> Q | None:
    return Q(date__gt=timezone.localdate()) if value == "1" else None


class ActivityDesk(ProgrammeDesk):
    model = Activity
    title = "Hoạt động"
    new_title = "Ghi hoạt động"
    intro = "Tuyên truyền, đối thoại, giám sát, hội nghị và các hoạt động khác, ghi số người và số lượt riêng."
    always = frozenset({"people", "attendances"})
    related = ("organization__area", "area", "campaign", "movement", "created_by")
    form_class = form_for(Activity, ActivityForm)
    list_template = "movements/activities.html"
    detail_template = "movements/activity.html"
    form_template = "movements/activity_form.html"
    evidence_in_form = True
    sections = (
        ("Loại nào", ("kind_of_activity",)),
        ("Ở đâu, khi nào, ai làm", ("organization", "area", "date", "place", "joint_organizations")),
        ("Việc đã làm", ("name", *RULED, "campaign", "movement", "solution")),
        ("Kết quả", ("sessions", "people", *WHO, "attendances", *ASKED, "note")),
    )
    columns = columns_of("")
    filters = [
        YEAR, PLACE, BODY, CAMPAIGN,
        Filter("loai", "Loại", equals("kind_of_activity"), lambda request: Kind.choices),
        STATUS, SOLUTION,
        Filter("cap", "Cấp", equals("organization__area__level"), levels, more=True),
        Filter("sap-toi", "Kế hoạch", still_ahead, lambda request: [("1", "còn ở phía trước")], more=True),
        restating.FILTER, *joint_filters(Activity, organizations),
        Filter("phong-trao", "Phong trào", of_movement("movement"), hidden=True),
        Filter("giam-sat", "Giám sát, phản biện", lambda v: Q(kind_of_activity__in=REVIEWED) if v == "1" else None,
               hidden=True, said=lambda _value: ""),
        COUNTED,
        batch_filter("hoat-dong"),
    ]  # fmt: skip

    def visible(self, user: Any) -> QuerySet[Any]:
        return counted(super().visible(user))

    def columns_for(self, user: Any, query: Mapping[str, str]) -> list[Column]:
        return columns_of(query.get("loai", ""))

    def sums(self, request: HttpRequest) -> dict[str, Any]:
        """People known with their women and minority people, for shares over those activities alone."""
        found: dict[str, Any] = {}
        for name in WHO:
            known = Q(**{f"{name}__isnull": False}, people__isnull=False)
            found |= {f"{name}_of": Sum("people", filter=known), f"{name}_in": Count("pk", filter=known),
                      f"{name}_n": Sum(name, filter=known)}  # fmt: skip
        return found

    def extra_context(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        context = super().extra_context(request, target)
        if target is None:
            context["kind"] = request.GET.get("loai", "")
            context["who"] = [("women", "Nữ"), ("minority", "Người dân tộc thiểu số")]
        return context

    def facts(self, user: Any, target: Any) -> list[tuple[str, Any, str]]:
        """Shares beside their counts; recommendations as the list of them has it, where there is one."""
        said = {self.label(name): (share(getattr(target, name), target.people), "text") for name in WHO}
        if target.held:
            for name, value in (("recommendations", target.held), ("answered", target.held_answered)):
                typed = getattr(target, name)
                more = f"; đã ghi {numbers.format_int(typed)}" if typed not in (None, value) else ""
                said[self.label(name)] = (f"{numbers.format_int(value)}, tính từ danh sách{more}", "text")
        rows = [(label, *said.pop(label)) if label in said else (label, value, kind)
                for label, value, kind in super().facts(user, target)]  # fmt: skip
        left = [self.label(name) for name in ASKED if self.label(name) in said and target.held]
        return [*rows, *((label, *said[label]) for label in left)]

    def around(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        """The recommendations held one by one under the activity, as far as the user sees them."""
        held = visible_to(Recommendation.objects.filter(activity=target), request.user)
        return {"asked": list(held.select_related("to_organization").order_by("date", "pk"))}

    def more_urls(self) -> list[URLPattern]:
        from .views_calendar import calendar

        return [path("lich/", calendar, name="calendar")]
