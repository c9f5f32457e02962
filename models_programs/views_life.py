"""The steps of a model's year in the browser: a page each, which says why not and keeps what was typed."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views import View

from danvan.accounts.scoping import access
from danvan.crud import Desk
from danvan.crud_views import form_key
from danvan.lines import number
from danvan.records.data import Invalid, Refused
from danvan.records.services import organizations_q
from movements.models import Organization

from . import forms_life as forms
from . import life, life_page
from .life import BY_SLUG, Action, Life, Rule
from .models import LifeStep, ModelNote, ModelResult, ModelYear, ScoreSheet

Data = Mapping[str, Any]


def patterns(desk: Desk) -> list[URLPattern]:
    return [
        path("<int:pk>/vong-doi/<slug:step>/", StepView.as_view(desk=desk), name="life_step"),
        path("<int:pk>/thu-lai/<int:row>/", TakeBackView.as_view(desk=desk), name="life_back"),
        path("<int:pk>/ghi-nhat-ky/", NoteView.as_view(desk=desk), name="life_note"),
        path("<int:pk>/ghi-ket-qua/", ResultView.as_view(desk=desk), name="life_result"),
    ]


class LifeView(View):
    """A page that asks before something is added to a year's life."""

    desk: Desk = None  # type: ignore[assignment]

    def life(self, request: HttpRequest, pk: int) -> Life:
        return Life.of(request.user, self.desk.get(request.user, pk))

    def ask(
        self, request: HttpRequest, found: Life, form: Any, *, status: int = 200, last: Any = None,
        template: str = "records/confirm.html", **more: Any,
    ) -> HttpResponse:  # fmt: skip
        """`last` stays what the form was opened on, until somebody else's step has been shown."""
        hidden = [("key", request.POST.get("key") or uuid.uuid4()), ("last", found.last if last is None else last)]
        return render(
            request, template,
            {"desk": self.desk, "target": found.record, "form": form, "hidden": hidden,
             "cancel_url": found.record.get_absolute_url(), **more},
            status=status,
        )  # fmt: skip

    def store(
        self, request: HttpRequest, found: Life, form: Any, write: Callable[[], Any],
        again: Callable[..., HttpResponse], done: str,
    ) -> HttpResponse:  # fmt: skip
        """Write, or show the form again with the door's refusal at its place."""
        try:
            made = write()
        except Invalid as invalid:
            form.take(invalid)
            return again(form, status=422)
        except life.Moved as moved:
            form.add_error(None, moved.message)
            return again(form, status=409)
        except Refused as refused:
            form.add_error(None, refused.message)
            return again(form, status=422)
        messages.success(request, done)
        target = made if isinstance(made, ModelYear) else found.record
        return HttpResponseRedirect(target.get_absolute_url())


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


class AddView(LifeView):
    """A row of the diary or a result; `?thay=` names the row that it replaces."""

    model: type[ModelNote] | type[ModelResult]
    form_class: type[forms.StepForm]
    title = ""
    door: Callable[..., Any]
    fields: tuple[str, ...]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, old = self.both(request, pk)
        initial = {name: getattr(old, name) for name in self.fields} if old else {}
        return self.page(request, found, old, self.form_class(user=request.user, initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, old = self.both(request, pk)
        form = self.form_class(request.POST, user=request.user)

        def again(form: Any, status: int) -> HttpResponse:
            return self.page(request, found, old, form, status=status)

        if not form.is_valid():
            return again(form, 422)

        def write() -> Any:
            door = type(self).door
            return door(request.user, found.record, **form.cleaned_data, replaces=old, key=form_key(request))

        return self.store(request, found, form, write, again, "Đã ghi.")

    def both(self, request: HttpRequest, pk: int) -> tuple[Life, Any]:
        found = self.life(request, pk)
        if refusal := life.why_no_note(found):
            raise PermissionDenied(refusal)
        asked = number(request.GET.get("thay"))
        old = self.model._default_manager.filter(model_year=found.record, pk=asked).first() if asked else None
        if asked and old is None:
            raise Http404
        return found, old

    def page(self, request: HttpRequest, found: Life, old: Any, form: Any, **more: Any) -> HttpResponse:
        said = (
            "Dòng cũ được gạch đi và vẫn đọc được." if old else "Dòng đã ghi không xóa được; ghi sai thì ghi dòng thay."
        )
        return self.ask(request, found, form, title=self.title, button="Ghi", consequences=[f"“{found.record}”", said],
                        **more)  # fmt: skip


class NoteView(AddView):
    model = ModelNote
    form_class = forms.NoteForm
    title = "Ghi nhật ký triển khai"
    door = life.note
    fields = ("date", "words")


class ResultView(AddView):
    model = ModelResult
    form_class = forms.ResultForm
    title = "Ghi kết quả đo được"
    door = life.result
    fields = ("what", "quantity", "unit", "date")
