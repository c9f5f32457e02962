"""Hộ tham gia on a model's page: the counts for all, adding for those who enter the households."""

import uuid
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from danvan.accounts.scoping import access, visible_to
from danvan.crud_views import form_key
from danvan.forms import DecimalField, YearField, put_faults
from danvan.records.data import Invalid, Refused
from danvan.records.models import Status
from models_programs.models import ModelYear
from movements.desks_base import Panel, register_panel

from . import participation
from .desks_households import place
from .models import Household


class JoinForm(forms.Form):
    unit = forms.CharField(label="Đơn vị tính của kết quả", max_length=30, required=False, help_text="Ví dụ: ha, con.")
    start_year = YearField(label="Tham gia từ năm")
    end_year = YearField(label="đến năm", required=False, help_text="Còn tham gia thì để trống.")


def panel(request: HttpRequest, record: ModelYear) -> Panel | None:
    if record.status != Status.APPROVED:
        return None
    sees = access(request.user).may("household.view")
    return "households/participation_panel.html", {
        "counted": participation.counted(record), "sees": sees, "record": record,
        "may_enter": sees and access(request.user).may_at("household.enter", record),
    }  # fmt: skip


register_panel(ModelYear, panel)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """<mô hình>/ho-tham-gia/: households found by name, ticked, each with its result. `q` narrows the list."""
    if not access(request.user).may("household.view"):
        raise PermissionDenied("Tài khoản của bạn không xem hộ.")
    seen = visible_to(ModelYear.objects.all(), request.user)
    record = seen.select_related("model", "area", "organization__area").filter(pk=pk).first()
    if record is None:
        raise Http404
    if refusal := participation.why_not(request.user, record):
        raise PermissionDenied(refusal)
    term = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()
    rows = participation.able(request.user, record).select_related("area__parent")
    rows = Household.found(rows, term) if term else rows.filter(area__path__startswith=record.area.path)
    form = JoinForm(request.POST if request.method == "POST" else None, initial={"start_year": record.year})
    offered = [_Offered(one, request) for one in rows.order_by("sort_key")[: participation.MOST]]
    status = 200
    if request.method == "POST":
        if form.is_valid() and all(one.read() for one in offered):
            try:
                results = {one.household.pk: one.result for one in offered if one.ticked}
                n = participation.join(request.user, record, results, key=form_key(request), **form.cleaned_data)
                messages.success(request, f"Đã thêm {n} hộ tham gia." if n else "Phiếu này đã ghi trước đó.")
                return HttpResponseRedirect(record.get_absolute_url())
            except Invalid as invalid:
                put_faults(form, invalid)
            except Refused as refused:
                form.add_error(None, refused.message)
        elif form.is_valid():
            form.add_error(None, "Có kết quả chưa đọc được, xem ở dòng có lỗi.")
        status = 422
    return render(
        request, "households/join.html",
        {"record": record, "form": form, "offered": offered, "term": term,
         "key": request.POST.get("key") or uuid.uuid4()},
        status=status,
    )  # fmt: skip


class _Offered:
    """A household of the list, with what was typed beside it."""

    def __init__(self, household: Household, request: HttpRequest) -> None:
        self.household, self.place = household, place(household)
        self.ticked = str(household.pk) in request.POST.getlist("ho")
        self.typed = request.POST.get(f"kq-{household.pk}", "").strip()
        self.result: Decimal | None = None
        self.error = ""

    def read(self) -> bool:
        """Whether what was typed is a number; a result alone ticks its household."""
        field = DecimalField(required=False)
        try:
            self.result = field.clean(self.typed)
        except forms.ValidationError as error:
            self.error = " ".join(error.messages)
        self.ticked = self.ticked or bool(self.typed)
        return not self.error
