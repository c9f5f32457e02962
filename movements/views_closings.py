"""Chốt số liệu: close a period of a place after seeing what it stops; reopen it with a reason; timed exceptions."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, Value
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from danvan.accounts.models import User
from danvan.accounts.scoping import access, require
from danvan.forms import DayField, YearField
from danvan.lib.periods import Period
from danvan.records import periods
from danvan.records.data import Refused
from danvan.records.kinds import record_models
from danvan.records.models import DatedRecord, PeriodClosing, Precision, Status

from .forms_choices import place_words
from .models import Area, Assignment

SPANS = [("year", "Cả năm"), ("quarter", "Một quý"), ("custom", "Khoảng ngày khác")]
QUARTERS = [("", "– chọn –"), ("1", "Quý I"), ("2", "Quý II"), ("3", "Quý III"), ("4", "Quý IV")]


class ClosingForm(forms.Form):
    area = forms.ModelChoiceField(Area.objects.none(), label="Địa bàn", empty_label="– chọn –", to_field_name="code")
    span = forms.ChoiceField(label="Kỳ", choices=SPANS, widget=forms.RadioSelect, initial="year")
    year = YearField(label="Năm", required=False)
    quarter = forms.ChoiceField(label="Quý", choices=QUARTERS, required=False)
    start = DayField(label="Từ ngày", required=False)
    end = DayField(label="Đến hết ngày", required=False)
    reason = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["area"]
        reach = Area.objects.filter(access(user).areas("period.close"))
        field.queryset = reach.exclude(level="hamlet").order_by("path")
        field.label_from_instance = place_words

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        span, year, quarter = found.get("span"), found.get("year"), found.get("quarter")
        if span in ("year", "quarter") and not year and "year" not in self.errors:
            self.add_error("year", "Hãy ghi năm.")
        if span == "quarter" and not quarter:
            self.add_error("quarter", "Hãy chọn quý.")
        if span == "custom":
            for name in ("start", "end"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, "Hãy ghi ngày.")
            if found.get("start") and found.get("end") and found["end"] < found["start"]:
                self.add_error("end", "Ngày cuối phải sau ngày đầu.")
        if not self.errors:
            found["period"] = self._period(found)
            if found["period"].start > timezone.localdate():
                raise ValidationError("Kỳ này chưa bắt đầu, chưa chốt được.")
        return found

    @staticmethod
    def _period(found: dict[str, Any]) -> Period:
        match found["span"]:
            case "year":
                return Period.year(found["year"])
            case "quarter":
                return Period.quarter(found["year"], int(found["quarter"]))
            case _:
                return Period.between(found["start"], found["end"])


class ReopenForm(forms.Form):
    reason = forms.CharField(label="Lý do mở lại", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ExceptionForm(forms.Form):
    user = forms.ModelChoiceField(User.objects.none(), label="Người được ghi", empty_label="– chọn –")
    until = DayField(label="Đến hết ngày", help_text="Sau ngày này quyền ghi tự hết.")
    reason = forms.CharField(label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entering = Assignment.objects.active_on(timezone.localdate()).filter(
            role__in=("commune_officer", "org_officer", "front_officer", "front_chair")
        )
        field: Any = self.fields["user"]
        field.queryset = User.objects.filter(is_active=True, pk__in=entering.values("user")).order_by("full_name")
        field.label_from_instance = lambda u: f"{u.full_name} ({u.username})"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Records of one kind that the closing will stop where they are."""

    label: str
    drafts: int
    sent: int


def unfinished(area: Area, period: Period) -> list[Unfinished]:
    """What lies in the place and period and is neither accepted nor withdrawn. One query over all kinds."""
    branches = []
    for kind, model in record_models().items():
        rows = model._default_manager.filter(area__path__startswith=area.path).filter(covered(model, period))
        branches.append(
            rows.order_by()
            .filter(status__in=(Status.DRAFT, Status.RETURNED, Status.SUBMITTED))
            .values("status")
            .annotate(n=Count("pk"))
            .values_list("status", "n", Value(kind))
        )
    found: dict[str, list[int]] = {}
    for status, count, kind in branches[0].union(*branches[1:], all=True):
        found.setdefault(kind, [0, 0])[status == Status.SUBMITTED] += count
    labels = {kind: str(model._meta.verbose_name) for kind, model in record_models().items()}
    return [Unfinished(labels[kind], *found[kind]) for kind in labels if kind in found]


def covered(model: Any, period: Period) -> Q:
    """Records whose day, month, quarter or year shares a day with the period (Record.covers)."""
    years = Q(year__gte=period.start.year, year__lte=period.end.year)
    if not issubclass(model, DatedRecord):
        return years
    start, end = period.start, period.end
    first, last = Period.month(start.year, start.month).start, Period.month(end.year, end.month).end
    quarter_first = Period.quarter(start.year, (start.month + 2) // 3).start
    quarter_last = Period.quarter(end.year, (end.month + 2) // 3).end
    return (
        Q(date_precision=Precision.DAY, date__range=(start, end))
        | Q(date_precision=Precision.MONTH, date__range=(first, last))
        | Q(date_precision=Precision.QUARTER, date__range=(quarter_first, quarter_last))
        | (Q(date_precision=Precision.YEAR) & years)
    )


def label_of(closing: PeriodClosing) -> str:
    return Period.between(closing.start, closing.end).label


class ClosingPage(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require(request.user, "period.close")
        return super().dispatch(request, *args, **kwargs)

    def closing(self, request: HttpRequest, pk: int) -> PeriodClosing:
        reach = Area.objects.filter(access(request.user).areas("period.close"))
        found = PeriodClosing.objects.filter(pk=pk, area__in=reach).select_related("area", "closed_by").first()
        if found is None:
            raise Http404
        return found


class ListView(ClosingPage):
    def get(self, request: HttpRequest) -> HttpResponse:
        reach = Area.objects.filter(access(request.user).areas("period.close"))
        closings = list(
            PeriodClosing.objects.filter(area__in=reach)
            .select_related("area", "closed_by", "reopened_by")
            .prefetch_related("exceptions__user")
            .order_by("-end", "area__path", "-pk")[:200]
        )
        now = timezone.now()
        rows = [
            {"closing": c, "label": label_of(c), "exceptions": [e for e in c.exceptions.all() if e.until > now]}
            for c in closings
        ]
        return render(request, "administration/closings.html", {"rows": rows})


class CloseView(ClosingPage):
    """Two posts: the first shows what the closing stops, the second closes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = {"span": "year", "year": timezone.localdate().year - 1}
        return self.page(request, ClosingForm(user=request.user, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ClosingForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.page(request, form, status=422)
        area, period = form.cleaned_data["area"], form.cleaned_data["period"]
        if request.POST.get("chac") != "1":
            return self.page(request, form, preview={"area": area, "period": period, "rows": unfinished(area, period)})
        try:
            periods.close(request.user, area, period.start, period.end, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.page(request, form, status=422)
        messages.success(request, f"Đã chốt số liệu {period.label} của {area}.")
        return HttpResponseRedirect(reverse("closings"))

    def page(self, request: HttpRequest, form: Any, *, preview: Any = None, status: int = 200) -> HttpResponse:
        return render(request, "administration/close.html", {"form": form, "preview": preview}, status=status)


class ReopenView(ClosingPage):
    form_class: type[forms.Form] = ReopenForm
    button, danger = "Mở lại", True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, self.closing(request, pk), self.form_class())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        closing, form = self.closing(request, pk), self.form_class(request.POST)
        if form.is_valid():
            try:
                messages.success(request, self.act(request, closing, form.cleaned_data))
                return HttpResponseRedirect(reverse("closings"))
            except Refused as refused:
                form.add_error(None, refused.message)
        return self.page(request, closing, form, 422)

    def act(self, request: HttpRequest, closing: PeriodClosing, wanted: dict[str, Any]) -> str:
        periods.reopen(request.user, closing, reason=wanted["reason"])
        return "Đã mở lại kỳ."

    def words(self, closing: PeriodClosing) -> tuple[str, list[str]]:
        return f"Mở lại {label_of(closing)} của {closing.area}?", [
            "Mọi người có quyền lại ghi, sửa và tiếp nhận được số liệu của kỳ này.",
            "Lý do nằm trong nhật ký; muốn khóa lại thì chốt lần nữa.",
        ]

    def page(self, request: HttpRequest, closing: PeriodClosing, form: Any, status: int = 200) -> HttpResponse:
        title, consequences = self.words(closing)
        return render(
            request,
            "records/confirm.html",
            {"title": title, "consequences": consequences, "form": form, "button": self.button,
             "danger": self.danger, "cancel_url": reverse("closings")},
            status=status,
        )  # fmt: skip


class ExceptionView(ReopenView):
    form_class = ExceptionForm
    button, danger = "Cho ngoại lệ", False

    def act(self, request: HttpRequest, closing: PeriodClosing, wanted: dict[str, Any]) -> str:
        end = datetime.datetime.combine(wanted["until"], datetime.time(23, 59, 59))
        periods.grant_exception(
            request.user, closing, wanted["user"], timezone.make_aware(end), reason=wanted["reason"]
        )
        return f"{wanted['user']} được ghi vào kỳ này đến hết {wanted['until']:%d/%m/%Y}."

    def words(self, closing: PeriodClosing) -> tuple[str, list[str]]:
        return f"Cho ghi bổ sung vào {label_of(closing)} của {closing.area}", [
            "Chỉ người được chọn, và chỉ đến hết ngày ghi dưới đây.",
            "Những người khác vẫn không ghi được vào kỳ này.",
        ]
