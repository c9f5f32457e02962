"""The steps of a record in the browser: submit, confirm, accept, ask back, withdraw, count as a supplement."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views import View

from danvan import late
from danvan.accounts.scoping import access
from danvan.audit.journal import journal
from danvan.crud import Desk
from danvan.history import HistoryView
from danvan.records import corrections, handover, periods, services
from danvan.records.data import Refused
from danvan.records.models import Record, Status
from danvan.records.periods import PeriodClosed
from danvan.since_return import SinceReturnView

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
    "bo-sung": Step("Ghi bổ sung vào kỳ sau?",
                    "Bản ghi giữ ngày thật; số của kỳ đã chốt không đổi, kỳ sau đếm bản ghi này và nêu riêng.",
                    "Ghi bổ sung", "Đã ghi là bổ sung cho kỳ đã chốt."),
}  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


def patterns(desk: Desk) -> list[URLPattern]:
    return [
        path("<int:pk>/lich-su/", HistoryView.as_view(desk=desk), name="history"),
        path("<int:pk>/doi-gi/", SinceReturnView.as_view(desk=desk), name="since"),
        path("<int:pk>/buoc/<slug:step>/", StepView.as_view(desk=desk), name="step"),
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
        if rights.enter and handover.keeper_of(record) == user.pk:
            may = [("rut", "Rút về", False)]
    closed = periods.closed_to(user, record) if rights.edit or rights.step or rights.enter else None
    if closed is not None and closed.counted_on and (rights.edit or rights.step):
        may = [("bo-sung", "Ghi bổ sung vào kỳ sau", True), *((step, word, False) for step, word, _main in may)]
    correction = corrections.open_for(record) if record.status == Status.APPROVED else None
    undecided = corrections.why_not_decide(user, correction, record, rights) if correction else ""
    steps = list(services.steps_of(record))
    taken = [
        {
            "word": WORDS[s.action][0], "shape": WORDS[s.action][1], "who": s.actor, "at": s.at,
            "giver": s.on_behalf_of, "reason": s.reason if sees else "",
        }
        for s in steps
    ]  # fmt: skip
    return {
        "steps": [
            {"word": "Ghi", "shape": "none", "who": record.created_by, "at": record.created_at, "reason": ""},
            *taken,
        ],
        "waiting": {"confirm": "Chờ xác nhận", "accept": "Chờ tiếp nhận"}.get(record.pending_action, ""),
        "may_steps": may,
        "refusal": refusal,
        "closed": closed,
        "correction": correction,
        "may_decide": correction is not None and not undecided,
        "why_not_decide": undecided,
        "may_propose": record.status == Status.APPROVED and correction is None and rights.enter,
        "may_edit": rights.edit,
        "rights": rights,
        # Whoever takes the step sees what came of the last question.
        "asked_back": next((s for s in reversed(steps) if s.action == "return"), None) if rights.step else None,
        "may_see_history": mine.may_at("journal.record", record),
        "sees_reasons": sees,
    }


class StepPage(View):
    desk: Desk = None  # type: ignore[assignment]

    def ask(self, request: HttpRequest, record: Any, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        return render(
            request,
            "records/confirm.html",
            {"desk": self.desk, "target": record, "form": form, "cancel_url": record.get_absolute_url(), **more},
            status=status,
        )


class StepView(StepPage):
    def get(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        record = self.record(request, pk, step)
        return self.page(request, record, step, ReasonForm() if STEPS[step].reason else None)

    def post(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        record, what = self.record(request, pk, step), STEPS[step]
        form = ReasonForm(request.POST) if what.reason else forms.Form(request.POST)
        if not form.is_valid():
            return self.page(request, record, step, form, status=422)
        try:
            with journal(request.user):
                if "bo_sung" in request.POST and step != "rut":
                    record = services.supplement(request.user, record)
                take(request.user, record, step, form.cleaned_data.get("reason", ""))
        except PeriodClosed as refused:
            late.refuse(form, refused, offered=step != "rut")
            return self.page(request, record, step, form, status=422)
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
            request, record, form, status, title=what.question,
            consequences=[f"“{record}”", *self.desk.warned(request.user, record), what.consequence],
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
        case "bo-sung":
            return services.supplement(user, record)
        case _:
            return services.withdraw(user, record, reason)


def back_to(request: HttpRequest) -> str:
    """Where the step was taken from, when it is a page of ours."""
    target = request.POST.get("ve", "")
    return target if target.startswith("/") and not target.startswith("//") and "\\" not in target else ""
