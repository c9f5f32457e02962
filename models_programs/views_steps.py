"""The steps of a model's year in the browser: a page each, which says why not and keeps what was typed."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from danvan.accounts.scoping import access
from danvan.crud import Desk
from danvan.crud_views import form_key
from danvan.lines import number
from danvan.records.services import organizations_q
from movements.models import Organization

from . import forms_life as forms
from . import life, life_page
from .life import BY_SLUG, Action, Life, Rule
from .models import LifeStep, ScoreSheet
from .views_life import LifeView


def patterns(desk: Desk) -> list[URLPattern]:
    return [
        path("<int:pk>/vong-doi/<slug:step>/", StepView.as_view(desk=desk), name="life_step"),
        path("<int:pk>/thu-lai/<int:row>/", TakeBackView.as_view(desk=desk), name="life_back"),
    ]


# (question, what will happen) of each step that asks on the common page.
QUESTIONS: dict[str, tuple[str, str]] = {
    Action.RECOGNISE: ("Ghi quyết định công nhận", "Mô hình được tính vào số mô hình công nhận của năm."),
    Action.REFUSE: ("Không công nhận mô hình này?", "Mô hình ở “Không công nhận”, lý do ai xem mô hình cũng đọc được."),
    Action.EXEMPLARY: ("Ghi quyết định chọn tiêu biểu", "Mô hình được tính vào số mô hình tiêu biểu của năm."),
    Action.AWARD: ("Ghi khen thưởng", "Mỗi quyết định khen là một dòng; mô hình được tính một lần vào số được khen."),
    Action.REPLICATE: ("Ghi nhân rộng", "Mô hình được tính vào số mô hình nhân rộng của năm."),
    Action.CARRY_OVER: ("Chuyển tiếp sang năm sau?",
                        "Cổng mở bản nháp của năm sau với khó khăn, mục tiêu, lực lượng như năm nay."),
    Action.STOP: ("Ngừng mô hình này?", "Mô hình ở “Ngừng”; kết quả đã ghi của năm giữ nguyên."),
}  # fmt: skip
FORMS: dict[str, type[forms.StepForm]] = {
    Action.RECOGNISE: forms.RecogniseForm, Action.REFUSE: forms.ReasonForm, Action.EXEMPLARY: forms.DecisionForm,
    Action.AWARD: forms.AwardForm, Action.REPLICATE: forms.ReplicateForm, Action.CARRY_OVER: forms.PlainForm,
    Action.STOP: forms.StopForm,
}  # fmt: skip
DOORS: dict[str, Callable[..., Any]] = {
    Action.RECOGNISE: life.recognise, Action.REFUSE: life.refuse, Action.EXEMPLARY: life.name_exemplary,
    Action.AWARD: life.award, Action.REPLICATE: life.replicate, Action.CARRY_OVER: life.carry_over,
    Action.STOP: life.stop,
}  # fmt: skip


class StepView(LifeView):
    """<pk>/vong-doi/<step>/: whoever may not take the step, or not from here, reads why (403)."""

    def get(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        found, rule = self.both(request, pk, step)
        return self.page(request, found, rule, self.form(request, found, rule))

    def post(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        found, rule = self.both(request, pk, step)
        form = self.form(request, found, rule, request.POST)
        last = number(request.POST.get("last"))

        def again(form: Any, status: int) -> HttpResponse:
            return self.page(request, found, rule, form, status=status, last=None if status == 409 else last)

        if form is None:
            return self.page(request, found, rule, None)
        if not form.is_valid():
            return again(form, 422)
        return self.store(request, found, form, lambda: self.write(request, found, rule, form, last), again,
                          f"Đã ghi: {rule.button.lower()}.")  # fmt: skip

    def both(self, request: HttpRequest, pk: int, step: str) -> tuple[Life, Rule]:
        rule = BY_SLUG.get(step)
        if rule is None:
            raise Http404
        found = self.life(request, pk)
        sent = request.method == "POST" and LifeStep.objects.filter(
            model_year=found.record, pk__gt=number(request.POST.get("last"))
        )
        if refusal := found.not_you(rule):
            raise PermissionDenied(refusal)
        # Somebody was quicker, or the form was sent twice: the door says which, and what was typed stays.
        if not sent and (refusal := found.not_yet(rule)):
            raise PermissionDenied(refusal)
        return found, rule

    def form(self, request: HttpRequest, found: Life, rule: Rule, data: Any = None) -> Any:
        """The step's form; None while the sheet to score on is not chosen."""
        if rule.action in (Action.SELF_ASSESS, Action.APPRAISE):
            sheet = self.sheet(request, found)
            appraising = rule.action == Action.APPRAISE
            criteria = sheet.criteria.all() if sheet else ()
            return forms.ScoreForm(data, user=request.user, criteria=criteria, appraising=appraising) if sheet else None
        more: dict[str, Any] = {}
        if rule.action == Action.REPLICATE:
            mine = access(request.user).may("model_year.enter")
            bodies = Organization.objects.filter(organizations_q(request.user, "model_year.enter"))
            more = {"bodies": bodies if mine else None}
        return FORMS[rule.action](data, user=request.user, **more)

    def sheet(self, request: HttpRequest, found: Life) -> ScoreSheet | None:
        """The year's sheet: the one that the registration names, the only one, or the one that was chosen."""
        if found.record.sheet is not None:
            return found.record.sheet
        sheets = ScoreSheet.objects.filter(year=found.record.year or 0)
        chosen = number(request.POST.get("phieu") or request.GET.get("phieu"))
        if chosen:
            return sheets.filter(pk=chosen).first()
        few = list(sheets[:2])
        return few[0] if len(few) == 1 else None

    def page(
        self, request: HttpRequest, found: Life, rule: Rule, form: Any, status: int = 200, last: Any = None
    ) -> HttpResponse:
        if rule.action in (Action.SELF_ASSESS, Action.APPRAISE):
            return self.scores(request, found, rule, form, status, last)
        question, consequence = QUESTIONS[rule.action]
        return self.ask(
            request, found, form, status=status, last=last, title=question, button=rule.button,
            consequences=[f"“{found.record}”", consequence], danger=rule.action in (Action.REFUSE, Action.STOP),
        )  # fmt: skip

    def scores(self, request: HttpRequest, found: Life, rule: Rule, form: Any, status: int, last: Any) -> HttpResponse:
        own = life_page.lines_of(found.latest(Action.SELF_ASSESS)) if rule.action == Action.APPRAISE else {}
        choose = forms.SheetForm() if form is None else None
        if choose is not None:
            sheets = ScoreSheet.objects.filter(year=found.record.year or 0)
            choose.fields["phieu"].queryset = sheets  # type: ignore[attr-defined]
        sheet = self.sheet(request, found)
        return self.ask(
            request, found, form, status=status, last=last, template="models_programs/score.html", rule=rule,
            choose=choose, sheet=sheet, rows=form.rows(own) if form else [],
            appraising=rule.action == Action.APPRAISE, no_sheet=choose is not None and not sheets.exists(),
        )  # fmt: skip

    def write(self, request: HttpRequest, found: Life, rule: Rule, form: Any, last: int) -> Any:
        user, record = request.user, found.record
        given: dict[str, Any] = {"last": last, "key": form_key(request)}
        if rule.action == Action.SELF_ASSESS:
            sheet: Any = self.sheet(request, found)
            return life.self_assess(user, record, sheet=sheet, scores=form.scores(), **given)
        if rule.action == Action.APPRAISE:
            said = form.cleaned_data
            return life.appraise(user, record, scores=form.scores(), opinion=said["words"],
                                 proposed=said["proposed"] == "co", **given)  # fmt: skip
        return DOORS[rule.action](user, record, **form.cleaned_data, **given)


class TakeBackView(LifeView):
    """<pk>/thu-lai/<step>/: by who decides, with a reason."""

    def get(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        found, step = self.both(request, pk, row)
        return self.page(request, found, step, forms.ReasonForm(user=request.user))

    def post(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        found, step = self.both(request, pk, row)
        form = forms.ReasonForm(request.POST, user=request.user)
        last = number(request.POST.get("last"))

        def again(form: Any, status: int) -> HttpResponse:
            return self.page(request, found, step, form, status=status, last=None if status == 409 else last)

        if not form.is_valid():
            return again(form, 422)

        def write() -> LifeStep:
            reason = form.cleaned_data["reason"]
            return life.take_back(request.user, found.record, step, reason=reason, last=last, key=form_key(request))

        return self.store(request, found, form, write, again, "Đã thu lại.")

    def both(self, request: HttpRequest, pk: int, row: int) -> tuple[Life, LifeStep]:
        found = self.life(request, pk)
        step = next((step for step in found.steps if step.pk == row), None)
        if step is None:
            raise Http404
        again = request.method == "POST" and step.pk in found.undone  # the same form, sent twice
        if not again and (refusal := found.why_not_back(step)):
            raise PermissionDenied(refusal)
        return found, step

    def page(self, request: HttpRequest, found: Life, step: LifeStep, form: Any, **more: Any) -> HttpResponse:
        return self.ask(
            request, found, form, title=f"Thu lại “{step.get_action_display()}”?", button="Thu lại", danger=True,
            consequences=[f"“{found.record}”", "Mô hình trở về như trước bước này; bước và lý do vẫn ở lịch sử.",
                          "Số liệu đã tính theo bước này được trừ lại."],
            **more,
        )  # fmt: skip
