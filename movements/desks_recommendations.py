"""The desk of recommendations: who still waits for an answer, from whom, and since when it is late."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone

from danvan.accounts.scoping import access, visible_to
from danvan.forms import form_for
from danvan.history import HistoryView
from danvan.lib import numbers
from danvan.listing import Choices, Column, Filter, equals, narrow, number
from danvan.records import catalogs

from .desks_base import ProgrammeDesk, linked
from .desks_filters import PLACE, organizations, years
from .forms import RecordForm
from .models import Activity, Recommendation

State = Recommendation.State
SOON = 7  # days ahead in which an answer is "sắp đến hạn"


class RecommendationForm(RecordForm):
    """Under an activity (a hidden key of one that the user enters) the place and the body are the activity's."""

    activity = forms.IntegerField(required=False, widget=forms.HiddenInput)
    hints = {
        "words": "Nêu việc; không ghi họ tên, số điện thoại, CCCD của người dân.",
        "made_by": "Nói chung, ví dụ: cử tri thôn Pretieng 1. Không cần họ tên.",
        "to_organization": "Nơi phải trả lời, nếu có trong danh mục.",
        "to_words": "Khi nơi trả lời không có trong danh mục, ví dụ: Điện lực Lâm Hà.",
        "due": "Để trống khi chưa hẹn ngày.",
        "answered_on": "Ghi khi đã trả lời hoặc đã nói rõ là không thuộc thẩm quyền.",
        "organization": "Đơn vị đã ghi nhận và theo dõi đến khi có trả lời.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.under = self._activity(self["activity"].value())
        if self.under:
            del self.fields["organization"], self.fields["area"]

    def _activity(self, value: Any) -> Activity | None:
        key = str(value or "")
        if not (key.isascii() and key.isdigit() and len(key) < 18):
            return None
        if self.instance.activity_id == int(key):
            return self.instance.activity  # what stands there stays, whoever follows it now
        found: Activity | None = visible_to(Activity.objects.all(), self.user, "enter").filter(pk=int(key)).first()
        return found

    def clean_activity(self) -> Activity | None:
        if self.cleaned_data.get("activity") and self.under is None:
            raise ValidationError("Không có hoạt động này trong phạm vi của bạn.")
        return self.under

    def data_for_door(self) -> dict[str, Any]:
        found = super().data_for_door()
        if self.under:
            found |= {"area": self.under.area, "organization": self.under.organization}
        return found


def state_of(asked: Recommendation) -> tuple[str, str]:
    """(shape, words): the state, and by how many days the answer is or was late."""
    word = str(State(asked.state).label).capitalize()
    if days := asked.late():
        return "bad", f"{word}, quá hạn {numbers.format_int(days)} ngày"
    if asked.state in Recommendation.OPEN:
        return "wait", word
    if asked.due and asked.answered_on and asked.answered_on > asked.due:
        return "ok", f"{word}, chậm {numbers.format_int((asked.answered_on - asked.due).days)} ngày"
    return ("ok" if asked.state == State.ANSWERED else "none"), word


def in_state(value: str) -> Q | None:
    today = timezone.localdate()
    if value == "qua-han":
        return Recommendation.late_q(today)
    if value == "con-cho":
        return Q(state__in=Recommendation.OPEN)
    if value == "sap-den-han":
        soon = (today, today + datetime.timedelta(days=SOON))
        return Q(state__in=Recommendation.OPEN, due__range=soon)
    return Q(state=value) if value in State.values else None


def states(request: HttpRequest) -> Choices:
    return [("qua-han", "quá hạn"), ("sap-den-han", f"đến hạn trong {SOON} ngày"), ("con-cho", "chưa có trả lời"),
            *((value, str(label)) for value, label in State.choices)]  # fmt: skip


def debtors(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """Who owes answers: {name, code, open, late, oldest (the earliest due day of the late ones)}, the latest first."""
    today = timezone.localdate()
    late = Recommendation.late_q(today)
    found = (
        rows.filter(state__in=Recommendation.OPEN)
        .order_by()
        .values("to_organization__code", "to_organization__name", "to_words")
        .annotate(open=Count("pk"), late=Count("pk", filter=late), oldest=Min("due", filter=late))
    )
    named = [
        {"name": r["to_organization__name"] or r["to_words"] or "Chưa ghi nơi trả lời",
         "code": r["to_organization__code"] or "", "open": r["open"], "late": r["late"], "oldest": r["oldest"],
         "days": (today - r["oldest"]).days if r["oldest"] else None}
        for r in found
    ]  # fmt: skip
    return sorted(named, key=lambda r: (-r["late"], -r["open"], r["name"]))


class RecommendationDesk(ProgrammeDesk):
    model = Recommendation
    title = "Kiến nghị, phản ánh, ý kiến cử tri"
    new_title = "Ghi kiến nghị"
    intro = (
        "Mỗi dòng một kiến nghị, theo dõi đến khi có trả lời: ở hoạt động nào cũng được, hoặc riêng như khi tiếp dân."
    )
    always = frozenset({"due", "answer"})
    related = ("organization", "area", "to_organization", "activity")
    form_class = form_for(Recommendation, RecommendationForm)
    list_template = "movements/recommendations.html"
    detail_template = "movements/recommendation.html"
    evidence_page = "detail"
    sections = (
        ("Kiến nghị gì", ("words", "made_by", "date", "organization", "area")),
        ("Ai trả lời, hạn nào", ("to_organization", "to_words", "due")),
        ("Kết quả", ("state", "answer", "answered_on")),
    )
    columns = [
        Column("words", "Kiến nghị", str, head=True, sort="sort_key"),
        Column("made_by", "Ai nêu", personal=True),
        Column("date", "Ngày nêu", kind="date", sort="date"),
        Column("area", "Địa bàn", "area.name", sort="area__sort_key"),
        Column("organization", "Theo dõi", "organization.label", sort="organization__sort_key"),
        Column("to", "Cơ quan trả lời", "to"),
        Column("due", "Hạn", kind="date", sort="due"),
        Column(
            "state",
            "Tình trạng",
            lambda r: (state_of(r)[0], state_of(r)[1].partition(",")[0]),
            kind="status",
            sort="state",
        ),
        Column("late", "Quá hạn, ngày", lambda r: r.late() or None, kind="count"),
        Column("answered_on", "Trả lời ngày", kind="date", sort="answered_on"),
    ]
    filters = [
        Filter("nam", "Năm", number("date__year"), years),
        PLACE,
        Filter("to-chuc", "Theo dõi", equals("organization__code"), organizations),
        Filter("tra-loi", "Cơ quan trả lời", equals("to_organization__code"), organizations),
        Filter("tinh-trang", "Tình trạng", in_state, states),
        Filter("hoat-dong", "Hoạt động số", number("activity"), hidden=True),
    ]

    def may_edit(self, user: Any, target: Any) -> bool:
        return self.may_enter(user) if target.pk is None else catalogs.may_change_this(user, target)

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"date": timezone.localdate(), **super().initial(request)}

    def facts(self, user: Any, target: Any) -> list[tuple[str, Any, str]]:
        """The activity is named to those who see it alone: a leader sees none that is not accepted."""
        rows = super().facts(user, target)
        label = self.label("activity")
        sees = target.activity_id and visible_to(Activity.objects.filter(pk=target.activity_id), user).exists()
        shown = [(label, linked(target.activity), "text")] if sees else []
        return [*shown, *(row for row in rows if row[0] != label)]

    def around(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        return {"state": state_of(target), "may_see_history": access(request.user).may_at("journal.record", target)}

    def extra_context(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        context = super().extra_context(request, target)
        if target is None and "xuat" not in request.GET:
            rows = narrow(self.listed(request.user), self.filters, request.GET)
            if request.GET.get("noi"):
                rows = self.in_place(rows, request.portal_context.area)  # type: ignore[attr-defined]
            context["debtors"] = debtors(rows)
        return context

    def form_context(self, request: HttpRequest, target: Any, form: Any, formsets: Any) -> dict[str, Any]:
        return {"under": form.under}

    def more_urls(self) -> list[URLPattern]:
        return [path("<int:pk>/lich-su/", HistoryView.as_view(desk=self), name="history")]
