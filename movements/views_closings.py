"""Chốt số liệu: close a period of a place after seeing what it stops; reopen it with a reason; timed exceptions."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from danvan.accounts.scoping import access, require
from danvan.downloads import download
from danvan.lib.errors import Unreadable
from danvan.lib.periods import Period
from danvan.records import periods
from danvan.records.data import Refused
from danvan.records.models import PeriodClosing, PeriodException
from danvan.templatetags import vn

from . import outgoing
from .closing_board import board, unfinished
from .closing_forms import SPANS, ClosingForm, EndForm, ExceptionForm, ReopenForm, period_of, span_of
from .closing_list import listed, narrowed
from .models import Area


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
    """The closings under the URL's filters, and the board: which communes have closed a period (`bang`, `bang-nam`)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        reach = access(request.user).areas("period.close")
        exceptions = PeriodException.objects.select_related("user", "granted_by").order_by("-until")
        closings = (
            PeriodClosing.objects.filter(area__in=Area.objects.filter(reach))
            .select_related("area", "closed_by", "reopened_by")
            .prefetch_related(Prefetch("exceptions", exceptions))
        )  # fmt: skip
        if fmt := request.GET.get("xuat"):
            found = narrowed(request, closings)
            rows_out = outgoing.closing_rows(found)
            return download(request, "closings", "Chốt số liệu", outgoing.CLOSING_HEADS, rows_out, fmt, found.count())
        shown = listed(request, closings)
        now = timezone.now()
        rows = [
            {"closing": c, "label": label_of(c), "exceptions": [(e, e.until > now) for e in c.exceptions.all()]}
            for c in shown.page
        ]
        span, year = self.asked(request)
        seen = board(reach, period_of(span, year))
        return render(
            request,
            "administration/closings.html",
            {"shown": shown, "rows": rows, "board": seen, "spans": SPANS, "span": span, "span_year": year,
             "close_with": span_of(seen.period)},
        )  # fmt: skip

    @staticmethod
    def asked(request: HttpRequest) -> tuple[str, int]:
        """The board's period: the last whole year unless the URL names another. Http404 for none that there is."""
        span, year = (
            request.GET.get("bang") or "year",
            request.GET.get("bang-nam") or str(timezone.localdate().year - 1),
        )
        try:
            period_of(span, int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0)
        except Unreadable:
            raise Http404 from None
        return span, int(year)


class CloseView(ClosingPage):
    """Two posts: the first shows what the closing stops, the second closes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        named = {name: request.GET[name] for name in ("area", "span", "year", "start", "end") if name in request.GET}
        initial = {"span": "year", "year": timezone.localdate().year - 1, **named}
        return self.page(request, ClosingForm(user=request.user, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ClosingForm(request.POST, user=request.user)
        if not form.is_valid() or request.POST.get("sua"):
            return self.page(request, form, status=200 if request.POST.get("sua") else 422)
        area, period = form.cleaned_data["area"], form.cleaned_data["period"]
        if request.POST.get("chac") != "1":
            left = unfinished(area, period)
            return self.page(request, form, preview={"area": area, "period": period, "left": left})
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
    """A closing changed after a question; the exceptions' pages differ in their words and their form."""

    button, danger = "Mở lại", True

    def get(self, request: HttpRequest, pk: int, **more: int) -> HttpResponse:
        closing = self.closing(request, pk, **more)
        return self.page(request, closing, self.form(closing))

    def post(self, request: HttpRequest, pk: int, **more: int) -> HttpResponse:
        closing = self.closing(request, pk, **more)
        form = self.form(closing, request.POST)
        if form.is_valid():
            try:
                messages.success(request, self.act(request, closing, form))
                return HttpResponseRedirect(reverse("closings"))
            except Refused as refused:
                form.add_error(None, refused.message)
        return self.page(request, closing, form, 422)

    def form(self, closing: PeriodClosing, data: Any = None) -> forms.Form:
        return ReopenForm(data)

    def act(self, request: HttpRequest, closing: PeriodClosing, form: Any) -> str:
        periods.reopen(request.user, closing, reason=form.cleaned_data["reason"])
        return "Đã mở lại kỳ."

    def words(self, closing: PeriodClosing) -> tuple[str, list[str]]:
        return f"Mở lại {label_of(closing)} của {closing.area}?", [
            "Mọi người có quyền lại ghi, sửa và tiếp nhận được số liệu của kỳ này.",
            "Khoản bổ sung đã tiếp nhận vẫn tính ở kỳ sau; bản bổ sung còn nháp, khi sửa, trở về kỳ của nó.",
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
    button, danger = "Cho ngoại lệ", False

    def form(self, closing: PeriodClosing, data: Any = None) -> forms.Form:
        return ExceptionForm(data, closing=closing)

    def act(self, request: HttpRequest, closing: PeriodClosing, form: Any) -> str:
        until, wanted = form.moment(), form.cleaned_data
        periods.grant_exception(request.user, closing, wanted["user"], until, reason=wanted["reason"])
        return f"{wanted['user']} được ghi vào kỳ này đến {vn.dt(until)}."

    def words(self, closing: PeriodClosing) -> tuple[str, list[str]]:
        return f"Cho ghi vào {label_of(closing)} của {closing.area}", [
            "Chỉ người được chọn, và chỉ đến lúc ghi dưới đây; số của kỳ đã chốt sẽ đổi theo những gì người ấy ghi.",
            "Những người khác vẫn không ghi được vào kỳ này; ai xác nhận, tiếp nhận bản ghi ấy thì cũng cần ngoại lệ.",
        ]


class EndExceptionView(ReopenView):
    button, danger = "Kết thúc ngoại lệ", True

    def closing(self, request: HttpRequest, pk: int, exception: int = 0) -> PeriodClosing:
        closing = super().closing(request, pk)
        found = closing.exceptions.select_related("user", "closing__area").filter(pk=exception).first()
        if found is None:
            raise Http404
        self.exception = found
        return closing

    def form(self, closing: PeriodClosing, data: Any = None) -> forms.Form:
        return EndForm(data)

    def act(self, request: HttpRequest, closing: PeriodClosing, form: Any) -> str:
        periods.end_exception(request.user, self.exception, reason=form.cleaned_data["reason"])
        return f"Ngoại lệ của {self.exception.user} đã kết thúc."

    def words(self, closing: PeriodClosing) -> tuple[str, list[str]]:
        who = self.exception.user
        return f"Kết thúc ngoại lệ của {who}?", [
            f"{who} không ghi được vào {label_of(closing)} của {closing.area} nữa, từ bây giờ.",
            f"Hạn đã cho là {vn.dt(self.exception.until)}; lý do cho và lý do kết thúc đều nằm trong nhật ký.",
        ]
