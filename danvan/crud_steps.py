"""The steps of a record in the browser: submit, confirm, accept, ask back, withdraw; propose and decide."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views import View

from danvan.accounts.scoping import access
from danvan.crud import Desk
from danvan.history import HistoryView
from danvan.lines import number
from danvan.records import corrections, services
from danvan.records.data import Invalid, Refused
from danvan.records.models import Correction, Record, Status
from danvan.records.services import Stale

WORDS = {
    "submit": ("Gửi", "wait"), "confirm": ("Xác nhận", "ok"), "accept": ("Tiếp nhận", "ok"),
    "return": ("Đề nghị làm rõ", "bad"), "withdraw": ("Rút", "none"), "correct": ("Sửa theo đề nghị", "ok"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A step's page: question, what will happen, the word on its button, whether a reason is asked."""

    question: str
    consequence: str
    button: str
    done: str
    reason: bool = False
    danger: bool = False


STEPS = {
    "gui": Step("Gửi bản ghi này?", "Bản ghi sang bước tiếp theo và không sửa trực tiếp được nữa.", "Gửi", "Đã gửi."),
    "xac-nhan": Step("Xác nhận bản ghi này?", "Bản ghi sang bước tiếp nhận.", "Xác nhận", "Đã xác nhận."),
    "tiep-nhan": Step("Tiếp nhận bản ghi này?", "Từ lúc này bản ghi được tính vào số liệu.", "Tiếp nhận",
                      "Đã tiếp nhận."),
    "lam-ro": Step("Đề nghị làm rõ?", "Bản ghi trở về người ghi cùng với lý do.", "Gửi đề nghị làm rõ",
                   "Đã đề nghị làm rõ.", reason=True),
    "rut": Step("Rút bản ghi này?", "Bản ghi không còn trong danh sách chờ; nội dung vẫn giữ trong nhật ký.", "Rút",
                "Đã rút.", danger=True),
}  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


def patterns(desk: Desk) -> list[URLPattern]:
    return [
        path("<int:pk>/lich-su/", HistoryView.as_view(desk=desk), name="history"),
        path("<int:pk>/buoc/<slug:step>/", StepView.as_view(desk=desk), name="step"),
        path("<int:pk>/de-nghi-sua/", ProposeView.as_view(desk=desk), name="propose"),
        path("<int:pk>/de-nghi-rut/", ProposeWithdrawalView.as_view(desk=desk), name="propose_withdrawal"),
        path("<int:pk>/de-nghi/<int:correction>/", DecideView.as_view(desk=desk), name="decide"),
    ]


def context(user: Any, record: Record) -> dict[str, Any]:
    """The steps taken, the one that waits, and what this user may do now, with why not."""
    rights, mine = services.rights(user, record), access(user)
    sees = mine.may_at("personal.view", record)  # reasons are words of people and may name some
    may: list[tuple[str, str, bool]] = []  # (step, word, main)
    refusal = ""
    if rights.edit:
        may = [("gui", "Gửi", True), ("rut", "Rút bản nháp", False)]
    elif rights.step:
        step = "xac-nhan" if record.pending_action == "confirm" else "tiep-nhan"
        may = [(step, STEPS[step].button, True), ("lam-ro", "Đề nghị làm rõ", False)]
    elif record.status == Status.SUBMITTED:
        refusal = services.waits_for(user, record)
        if record.created_by_id == user.pk and rights.enter:
            may = [("rut", "Rút về", False)]
    correction = corrections.open_for(record) if record.status == Status.APPROVED else None
    undecided = corrections.why_not_decide(user, correction, record, rights) if correction else ""
    taken = [
        {
            "word": WORDS[s.action][0], "shape": WORDS[s.action][1], "who": s.actor, "at": s.at,
            "reason": s.reason if sees else "",
        }
        for s in services.steps_of(record)
    ]  # fmt: skip
    return {
        "steps": [
            {"word": "Ghi", "shape": "none", "who": record.created_by, "at": record.created_at, "reason": ""},
            *taken,
        ],
        "waiting": {"confirm": "Chờ xác nhận", "accept": "Chờ tiếp nhận"}.get(record.pending_action, ""),
        "may_steps": may,
        "refusal": refusal,
        "correction": correction,
        "may_decide": correction is not None and not undecided,
        "why_not_decide": undecided,
        "may_propose": record.status == Status.APPROVED and correction is None and rights.enter,
        "may_edit": rights.edit,
        "may_attach": rights.edit,
        "may_see_history": mine.may_at("journal.record", record),
        "sees_reasons": sees,
    }


class _StepPage(View):
    desk: Desk = None  # type: ignore[assignment]

    def ask(self, request: HttpRequest, record: Any, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        return render(
            request,
            "records/confirm.html",
            {"desk": self.desk, "target": record, "form": form, "cancel_url": record.get_absolute_url(), **more},
            status=status,
        )


class StepView(_StepPage):
    def get(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        record = self.record(request, pk, step)
        return self.page(request, record, step, ReasonForm() if STEPS[step].reason else None)

    def post(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        record, what = self.record(request, pk, step), STEPS[step]
        form = ReasonForm(request.POST) if what.reason else None
        if form is not None and not form.is_valid():
            return self.page(request, record, step, form, status=422)
        reason = form.cleaned_data["reason"] if form is not None else ""
        try:
            take(request.user, record, step, reason)
        except Refused as refused:
            messages.error(request, refused.message)
            return HttpResponseRedirect(record.get_absolute_url())
        messages.success(request, what.done)
        return HttpResponseRedirect(back_to(request) or record.get_absolute_url())

    def record(self, request: HttpRequest, pk: int, step: str) -> Any:
        if step not in STEPS:
            raise Http404
        record = self.desk.get(request.user, pk)
        allowed = {name for name, *_ in context(request.user, record)["may_steps"]}
        if step not in allowed:
            raise PermissionDenied(services.why_not(request.user, record, record.pending_action or "accept"))
        return record

    def page(self, request: HttpRequest, record: Any, step: str, form: Any, status: int = 200) -> HttpResponse:
        what = STEPS[step]
        return self.ask(
            request, record, form, status, title=what.question, consequences=[f"“{record}”", what.consequence],
            button=what.button, danger=what.danger,
        )  # fmt: skip


def take(user: Any, record: Any, step: str, reason: str = "") -> Any:
    """Take a step by its address word. Raises Refused or PermissionDenied like the services."""
    match step:
        case "gui":
            return services.submit(user, record)
        case "xac-nhan":
            return services.confirm(user, record)
        case "tiep-nhan":
            return services.accept(user, record)
        case "lam-ro":
            return services.ask_back(user, record, reason)
        case _:
            return services.withdraw(user, record, reason)


def back_to(request: HttpRequest) -> str:
    """Where the step was taken from, when it is a page of ours."""
    target = request.POST.get("ve", "")
    return target if target.startswith("/") and not target.startswith("//") and "\\" not in target else ""


class ProposeView(_StepPage):
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
                form.add_error(None, refused.message)
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


class DecideView(_StepPage):
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
