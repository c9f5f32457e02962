"""Corrections of accepted records in the browser: propose new values or the withdrawal, and decide."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path

from danvan import late
from danvan.crud import Desk
from danvan.crud_steps import ReasonForm, StepPage, context
from danvan.lines import number
from danvan.records import corrections
from danvan.records.data import Invalid, Refused
from danvan.records.models import Correction
from danvan.records.services import Stale


def patterns(desk: Desk) -> list[URLPattern]:
    return [
        path("<int:pk>/de-nghi-sua/", ProposeView.as_view(desk=desk), name="propose"),
        path("<int:pk>/de-nghi-rut/", ProposeWithdrawalView.as_view(desk=desk), name="propose_withdrawal"),
        path("<int:pk>/de-nghi/<int:correction>/", DecideView.as_view(desk=desk), name="decide"),
    ]


class ProposeView(StepPage):
    """Đề nghị sửa: the record's own form with a reason; the values are judged now, stored when decided."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.record(request, pk)
        form = self.desk.form(request, record)
        return self.page(request, record, form, self.desk.formsets_for(request, record), ReasonForm(prefix="de_nghi"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        desk, record = self.desk, self.record(request, pk)
        if request.POST.get("them"):
            why = ReasonForm(prefix="de_nghi", initial={"reason": request.POST.get("de_nghi-reason", "")})
            return self.page(request, record, *desk.asked_for_more(request, record), why)
        form = desk.form(request, record, data=request.POST)
        formsets = desk.formsets_for(request, record, data=request.POST)
        why = ReasonForm(request.POST, prefix="de_nghi")
        record_fresh = desk.get(request.user, pk)
        if all([form.is_valid(), why.is_valid(), *(fs.is_valid() for fs in formsets.values())]):
            try:
                corrections.propose(
                    request.user, record_fresh, reason=why.cleaned_data["reason"], data=desk.data(form, formsets),
                    expected_version=number(request.POST.get("version")),
                )  # fmt: skip
                messages.success(request, "Đã gửi đề nghị sửa. Số cũ còn nguyên cho đến khi đề nghị được duyệt.")
                return HttpResponseRedirect(record.get_absolute_url())
            except Invalid as invalid:
                form.take(invalid, formsets)
            except (Refused, Stale) as refused:
                late.refuse(form, refused)
        return self.page(request, record_fresh, form, formsets, why, status=422)

    def record(self, request: HttpRequest, pk: int) -> Any:
        record = self.desk.get(request.user, pk)
        if not context(request.user, record)["may_propose"]:
            raise PermissionDenied("Bạn không đề nghị sửa được bản ghi này lúc này.")
        return record

    def page(
        self, request: HttpRequest, record: Any, form: Any, formsets: Any, why: Any, status: int = 200
    ) -> HttpResponse:
        desk = self.desk
        return render(
            request,
            desk.form_template,
            {
                "desk": desk, "target": record, "form": form, "formsets": formsets, "why": why, "proposing": True,
                "parts": [(name, desk.formsets[name][0], formset) for name, formset in formsets.items()],
                "sections": desk.sectioned(form),
                "version": request.POST.get("version") or record.version, **desk.extra_context(request, record),
                **desk.form_context(request, record, form, formsets),
            },
            status=status,
        )  # fmt: skip


class ProposeWithdrawalView(ProposeView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.question(request, self.record(request, pk), ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        record, form = self.record(request, pk), ReasonForm(request.POST)
        if form.is_valid():
            try:
                corrections.propose(
                    request.user, record, reason=form.cleaned_data["reason"], expected_version=record.version
                )
                messages.success(request, "Đã gửi đề nghị rút.")
                return HttpResponseRedirect(record.get_absolute_url())
            except Refused as refused:
                form.add_error(None, refused.message)
        return self.question(request, record, form, status=422)

    def question(self, request: HttpRequest, record: Any, form: Any, status: int = 200) -> HttpResponse:
        return self.ask(
            request, record, form, status, title="Đề nghị rút bản ghi đã tiếp nhận?", button="Gửi đề nghị rút",
            consequences=[f"“{record}”", "Số liệu giữ nguyên cho đến khi người khác duyệt đề nghị."], danger=True,
        )  # fmt: skip


class DecideView(StepPage):
    """Duyệt đề nghị: what would change, side by side; approve, or refuse with a reason."""

    def get(self, request: HttpRequest, pk: int, correction: int) -> HttpResponse:
        record, found = self.both(request, pk, correction)
        return self.page(request, record, found)

    def post(self, request: HttpRequest, pk: int, correction: int) -> HttpResponse:
        record, found = self.both(request, pk, correction)
        approve = request.POST.get("quyet_dinh") == "duyet"
        try:
            corrections.decide(request.user, found, approve=approve, note=request.POST.get("note", "").strip()[:2000])
        except (Refused, Invalid) as refused:
            return self.page(request, record, found, error=refused.message, status=422)
        messages.success(request, "Đã duyệt, số liệu đã đổi." if approve else "Đã trả lời không duyệt.")
        return HttpResponseRedirect(record.get_absolute_url())

    def both(self, request: HttpRequest, pk: int, correction: int) -> tuple[Any, Correction]:
        record = self.desk.get(request.user, pk)
        found = Correction.objects.filter(record_type=record.record_type, record_id=record.pk, pk=correction).first()
        if found is None:
            raise Http404
        reason = corrections.why_not_decide(request.user, found, record)
        if reason:
            raise PermissionDenied(reason)
        return record, found

    def page(
        self, request: HttpRequest, record: Any, found: Correction, error: str = "", status: int = 200
    ) -> HttpResponse:
        return render(
            request,
            "records/decide.html",
            {
                "desk": self.desk, "target": record, "correction": found, "error": error,
                "changes": self.desk.changes_in_words(found.before, found.after) if found.after is not None else [],
            },
            status=status,
        )  # fmt: skip
