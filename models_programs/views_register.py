"""Đăng ký mô hình: the page that makes a model and its first year together, or the next year of one that is there."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import modelform_factory
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views import View

from danvan.accounts.scoping import access, visible_to
from danvan.crud import Desk
from danvan.crud_views import form_key
from danvan.forms import form_field
from danvan.lines import number
from danvan.records import services
from danvan.records.data import Invalid, Refused
from movements.models import Area

from . import life
from .forms import REGISTERED, RegisterForm
from .models import MobilizationModel, ModelYear, Replication

FORM: Any = modelform_factory(ModelYear, form=RegisterForm, fields=REGISTERED, formfield_callback=form_field)
SECTIONS = (
    ("Mô hình nào", ("model", "name", "type", "field")),
    ("Ai làm, ở đâu, năm nào", ("organization", "area", "address", "year", "start", "end", "campaign")),
    ("Giải quyết việc gì, cùng ai", ("difficulty", "goals", "partners", "forces", "note")),
)  # fmt: skip


def patterns(desk: Desk) -> list[URLPattern]:
    return [
        path("dang-ky/", RegisterView.as_view(desk=desk), name="register"),
        path("moi-nhan-rong/", OffersView.as_view(desk=desk), name="offers"),
    ]


class OffersView(View):
    """Mô hình chờ nơi này nhận: replications that name a place where the reader enters."""

    desk: Desk = None  # type: ignore[assignment]

    def get(self, request: HttpRequest) -> HttpResponse:
        if not access(request.user).may("model_year.enter"):
            raise PermissionDenied("Nhận mô hình nhân rộng là việc của người ghi mô hình ở nơi ấy.")
        return render(request, "models_programs/offers.html", {"desk": self.desk, "offers": life.offers(request.user)})


class RegisterView(View):
    """`?model=`: another year of a model in sight; `?nhan=`: a replication that this place takes up."""

    desk: Desk = None  # type: ignore[assignment]

    def get(self, request: HttpRequest) -> HttpResponse:
        offer = self.begun(request)
        return self.page(request, FORM(instance=ModelYear(), user=request.user, initial=self.initial(request, offer)),
                         offer)  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        offer = self.begun(request)
        form = FORM(request.POST, instance=ModelYear(), user=request.user)
        if form.is_valid():
            try:
                return self.done(request, self.store(request, form, offer))
            except Invalid as invalid:
                form.take(invalid)
            except (Refused, PermissionDenied) as refused:
                form.add_error(None, getattr(refused, "message", "") or str(refused))
        return self.page(request, form, offer, status=422)

    def begun(self, request: HttpRequest) -> Replication | None:
        if not self.desk.may_enter(request.user):
            raise PermissionDenied("Đăng ký mô hình là việc của cán bộ xã, tổ chức và MTTQ.")
        asked = number(request.GET.get("nhan"))
        if not asked:
            return None
        offer = life.offers(request.user).filter(pk=asked).first()
        # A form that is sent twice: the first time took the offer.
        if offer is None and not (request.method == "POST" and form_key(request)):
            raise Http404
        return offer

    def store(self, request: HttpRequest, form: Any, offer: Replication | None) -> ModelYear:
        of_year = form.data_for_door()
        model = of_year.pop("model")
        if offer is not None and model is not None:
            raise Invalid({"model": ["Mô hình nhân rộng là mô hình mới ở nơi này: để trống ô này."]})
        return life.register(
            request.user, model=model, of_model=form.of_model(), of_year=of_year, key=form_key(request), offer=offer
        )

    def done(self, request: HttpRequest, record: ModelYear) -> HttpResponse:
        if request.POST.get("luu") == "gui" and record.status in services.OPEN:
            try:
                services.submit(request.user, record)
                messages.success(request, "Đã lưu và gửi đăng ký.")
            except Refused as refused:
                messages.warning(request, f"Đã lưu nháp. {refused.message}")
        else:
            messages.success(request, "Đã lưu nháp.")
        return HttpResponseRedirect(record.get_absolute_url())

    def initial(self, request: HttpRequest, offer: Replication | None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if code := request.GET.get("noi"):
            found["area"] = Area.objects.filter(code=code).values_list("pk", flat=True).first()
        if year := number(request.GET.get("nam")):
            found["year"] = year
        if offer is not None:
            model = offer.model_year.model
            return {**found, "name": model.name, "type": model.type, "field": model.field_id, "area": offer.area_id,
                    "year": offer.date.year}  # fmt: skip
        seen = visible_to(MobilizationModel.objects.all(), request.user)
        return {**found, **self.next_of(request, seen.filter(pk=number(request.GET.get("model"))).first())}

    def next_of(self, request: HttpRequest, model: MobilizationModel | None) -> dict[str, Any]:
        """What the next year of a model starts with."""
        if model is None:
            return {}
        last = visible_to(model.years.exclude(status="withdrawn"), request.user).order_by("-year").first()
        kept = life.kept(last) if last is not None else {}
        one = last or model
        return {**kept, "model": model.pk, "organization": one.organization_id, "area": one.area_id}

    def page(self, request: HttpRequest, form: Any, offer: Replication | None, status: int = 200) -> HttpResponse:
        sections = [(legend, [form[name] for name in names]) for legend, names in SECTIONS]
        return render(
            request,
            "models_programs/register.html",
            {"desk": self.desk, "form": form, "sections": sections, "offer": offer,
             "key": request.POST.get("key") or uuid.uuid4()},
            status=status,
        )  # fmt: skip
