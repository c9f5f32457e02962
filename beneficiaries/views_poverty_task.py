"""Rà soát of a commune's year on one page: choose, save, hand in; a place above the commune shows how far each is."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views import View

from danvan.accounts.scoping import access, visible_to
from danvan.context import Context, context_of
from danvan.records.models import Status
from movements.models import Area

from . import poverty_task as task_of
from .forms_households import HouseholdFind, prepare
from .models import Household, PovertyClass, PovertyReview
from .poverty_page import parts_of
from .poverty_rights import enters_at, names_at
from .poverty_task import CLASSES, Row, Task
from .poverty_year import year_of
from .similar import living

PAGE = 100
CHOICES = [("", "– chọn –"), *((str(value), str(label)) for value, label in PovertyClass.choices)]
SHOWN = {"": "Tất cả", "con-lai": "Chưa rà soát", "xong": "Đã rà soát"}


class EntrantForm(forms.Form):
    """A household that was not in last year's list."""

    household = forms.ModelChoiceField(Household.objects.none(), label="Hộ", widget=HouseholdFind)
    poverty_class = forms.ChoiceField(
        label="Xếp loại", choices=CHOICES, error_messages={"required": "Chọn xếp loại của hộ."}
    )
    reason = forms.CharField(label="Lý do", max_length=300, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field: Any = self.fields["household"]
        field.queryset = living(visible_to(Household.objects.all(), user, "enter")).select_related("area")
        prepare(self, "household")


class PovertyTaskView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        context = self.context(request)
        if context.area.level != Area.Level.COMMUNE:
            return self.board(request, context)
        return self.page(request, context, self.task(request, context), EntrantForm(user=request.user, prefix="moi"))

    def post(self, request: HttpRequest) -> HttpResponse:
        context = self.context(request)
        if context.area.level != Area.Level.COMMUNE:
            raise Http404
        task = self.task(request, context)
        chosen = typed(request.POST, task)
        if request.POST.get("luu") == "moi" or request.POST.get("them"):
            return self.enter(request, context, task, chosen)
        wanted, whole = self.wanted(request, task, chosen)
        written = task_of.save(request.user, task, wanted, numbers(request.POST, "v-"), texts(request.POST, "ly-do-"))
        faults = [row for row in task.rows if row.fault]
        if written:
            messages.success(request, f"Đã lưu {written} kết quả.")
        if not faults and "gui" in request.POST:
            self.hand_in(request, context)
        elif not faults and not written and not wanted:
            messages.info(request, "Chưa chọn hộ nào.")
        if not faults and whole:
            return HttpResponseRedirect(request.get_full_path())
        form = EntrantForm(user=request.user, prefix="moi")
        return self.page(request, context, keep(task, chosen), form, 422 if faults else 200)

    def context(self, request: HttpRequest) -> Context:
        """Raises PermissionDenied for who does not enter reviews at the place, Http404 where it is out of reach."""
        mine = access(request.user)
        if not mine.may("poverty_review.enter"):
            raise PermissionDenied("Tài khoản của bạn không ghi kết quả rà soát.")
        context = context_of(request)
        area = context.area
        if area is None or not names_at(mine, area.path):
            raise Http404
        if not enters_at(mine, area.path):
            raise PermissionDenied("Tài khoản của bạn không ghi kết quả rà soát ở đây.")
        return context

    def task(self, request: HttpRequest, context: Context) -> Task:
        year = year_of(request.user, context.area, context.year or 0)
        return task_of.read_task(request.user, year, context.area)

    def wanted(self, request: HttpRequest, task: Task, chosen: Mapping[int, str]) -> tuple[Mapping[int, str], bool]:
        """What the button asks to save; whether the page begins anew after it."""
        if "giu" in request.POST:
            ticked = {int(pk) for pk in request.POST.getlist("chon") if pk.isascii() and pk.isdigit() and len(pk) < 18}
            same = {row.household.pk: row.before for row in task.rows if row.editable and row.household.pk in ticked}
            return {**{pk: value for pk, value in chosen.items() if pk not in ticked}, **same}, True
        one = request.POST.get("luu", "")
        if one.isascii() and one.isdigit():
            return {pk: value for pk, value in chosen.items() if str(pk) == one}, False
        return chosen, True

    def hand_in(self, request: HttpRequest, context: Context) -> None:
        outcomes = task_of.hand_in(request.user, self.task(request, context))
        refused = [one for one in outcomes if one.refusal]
        if len(outcomes) > len(refused):
            messages.success(request, f"Đã gửi {len(outcomes) - len(refused)} kết quả rà soát.")
        elif not outcomes:
            messages.info(request, "Không còn bản nháp nào để gửi.")
        for reason in dict.fromkeys(one.reason for one in refused):
            messages.error(request, f"{sum(one.reason == reason for one in refused)} kết quả chưa gửi được: {reason}")

    def enter(self, request: HttpRequest, context: Context, task: Task, chosen: Mapping[int, str]) -> HttpResponse:
        """A new entrant, or only the search for one."""
        form = EntrantForm(request.POST, user=request.user, prefix="moi")
        if request.POST.get("them"):
            form.errors.clear()  # nothing is judged yet
            return self.page(request, context, keep(task, chosen), form)
        if form.is_valid():
            household = form.cleaned_data["household"]
            row = Row(household, "", chosen=form.cleaned_data["poverty_class"])
            if any(household.pk == other.household.pk for other in (*task.rows, *task.entrants)):
                form.add_error("household", "Hộ này đã có ở bảng dưới: hãy chọn xếp loại tại hàng của hộ.")
            elif not household.area.path.startswith(context.area.path):
                form.add_error("household", f"Hộ này ở {household.area}, không thuộc {context.area}.")
            else:
                task.entrants.append(row)
                reason = {household.pk: form.cleaned_data["reason"]}
                task_of.save(request.user, task, {household.pk: row.chosen}, {}, reason)
                if not row.fault:
                    messages.success(request, f"Đã ghi {household}.")
                    return HttpResponseRedirect(request.get_full_path())
                task.entrants.remove(row)
                form.add_error(None, row.fault)
        return self.page(request, context, keep(task, chosen), form, 422)

    def page(
        self, request: HttpRequest, context: Context, task: Task, form: EntrantForm, status: int = 200
    ) -> HttpResponse:
        shown = request.GET.get("xem", "")
        wanted = {"con-lai": (False,), "xong": (True,)}.get(shown, (False, True))
        rows = [row for row in task.rows if row.fault or (row.review is not None) in wanted]
        return render(request, "poverty/task.html", {
            "task": task, "area": context.area, "year": context.year, "form": form, "choices": CHOICES,
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")), "shown": shown, "ways": SHOWN.items(),
            "standard": dict(PovertyReview._meta.get_field("standard").flatchoices)[task.standard],
            "bar": context.bar(request), "faults": [row for row in task.rows if row.fault],
        }, status=status)  # fmt: skip

    def board(self, request: HttpRequest, context: Context) -> HttpResponse:
        """How far each commune is. Counts only."""
        at = context.year or 0
        year = year_of(request.user, context.area, at)
        reviews = task_of.reviews_of(request.user, at)
        said_of: dict[int, str] = dict(reviews.values_list("counted_as", "status"))
        rows = []
        for part in parts_of(context.area, at):
            wanted = [home.household for home in task_of.listed(year, part)]
            said = [said_of[household] for household in wanted if household in said_of]
            if wanted:
                rows.append((part, len(wanted), len(said), said.count(Status.APPROVED)))
        return render(request, "poverty/task_board.html", {
            "area": context.area, "year": at, "rows": rows, "bar": context.bar(request),
            "total": [sum(row[n] for row in rows) for n in (1, 2, 3)],
        })  # fmt: skip


def typed(data: Any, task: Task) -> dict[int, str]:
    """What was chosen for the rows of the page that may be changed."""
    rows = {row.household.pk for row in (*task.rows, *task.entrants) if row.editable}
    return {pk: value for pk, value in texts(data, "lop-").items() if pk in rows and value in CLASSES}


def keep(task: Task, chosen: Mapping[int, str]) -> Task:
    """The task with what was chosen and not saved yet."""
    for row in (*task.rows, *task.entrants):
        value = chosen.get(row.household.pk, "")
        if not row.review or row.review.poverty_class != value:
            row.chosen = row.chosen or value
    return task


def texts(data: Any, prefix: str) -> dict[int, str]:
    """{household: text} of the fields named by a household's number."""
    keys = ((name, name.removeprefix(prefix)) for name in data if name.startswith(prefix))
    return {
        int(key): data[name].strip()[:300] for name, key in keys if key.isascii() and key.isdigit() and len(key) < 18
    }


def numbers(data: Any, prefix: str) -> dict[int, int]:
    return {
        pk: int(text) for pk, text in texts(data, prefix).items() if text.isascii() and text.isdigit() and len(text) < 9
    }
