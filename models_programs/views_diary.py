"""The diary and the results of a model's year in the browser: rows are added, a wrong one is replaced by another."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from danvan.crud import Desk
from danvan.crud_views import form_key
from danvan.lines import number

from . import forms_life as forms
from . import life
from .life import Life
from .models import ModelNote, ModelResult
from .views_life import LifeView


def patterns(desk: Desk) -> list[URLPattern]:
    return [
        path("<int:pk>/ghi-nhat-ky/", NoteView.as_view(desk=desk), name="life_note"),
        path("<int:pk>/ghi-ket-qua/", ResultView.as_view(desk=desk), name="life_result"),
    ]


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
