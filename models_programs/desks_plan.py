"""The desk of a year's plan: quotas of all units on one page, and the deadlines."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.http import HttpRequest

from danvan.accounts.scoping import NOBODY, access
from danvan.crud import kind_of
from danvan.forms import DoorForm, form_for
from danvan.lib.periods import Period
from danvan.listing import Column
from movements.desks_base import ProgrammeDesk, linked
from movements.desks_filters import YEAR
from movements.models import Area, Organization

from .forms_plan import AREA, BODY, PlanForm, QuotaLines, for_door, quota_lines
from .models_plan import DEADLINES, MINIMA, ModelPlan, ModelQuota


class ModelPlanDesk(ProgrammeDesk):
    model = ModelPlan
    title = "Kế hoạch mô hình theo năm"
    new_title = "Lập kế hoạch năm"
    intro = "Chỉ tiêu giao mỗi xã, mỗi tổ chức, và hạn của từng bước trong năm; ai đang chậm thì xem ở “Ai đang chậm”."
    form_class = form_for(ModelPlan, PlanForm)
    formsets = {"quotas": ("Chỉ tiêu giao", QuotaLines)}
    detail_template = "models_programs/plan.html"
    list_template = "models_programs/plans.html"
    sections = (("Năm nào", ("year", "note")), ("Hạn của từng bước", DEADLINES))
    columns = [
        Column("year", "Năm", lambda p: str(p.year), head=True, sort="year"),
        Column("register_by", "Hạn đăng ký", kind="date", sort="register_by"),
        Column("self_assess_by", "Hạn tự đánh giá", kind="date", sort="self_assess_by"),
        Column("appraise_by", "Hạn thẩm định", kind="date", sort="appraise_by"),
        Column("recognise_by", "Hạn công nhận", kind="date", sort="recognise_by"),
        Column("units", "Đơn vị được giao", "units", kind="count"),
    ]
    filters = [YEAR]

    def visible(self, user: Any) -> Any:
        return super().visible(user).annotate(units=Count("quotas")).order_by("-year")

    def formsets_for(self, request: HttpRequest, instance: Any, data: Any = None) -> dict[str, Any]:
        """A new plan begins with last year's numbers; every unit has its line."""
        rows: list[dict[str, Any]] = []
        if data is None:
            known = instance if instance.pk else ModelPlan.objects.order_by("-year").first()
            year = instance.year or self._year(request)
            rows = quota_lines(request.user, known.quotas.all() if known else [], wanted(request.user, year))
        made = QuotaLines(data, initial=rows, prefix="quotas", form_kwargs={"user": request.user})
        return {"quotas": made}

    def _year(self, request: HttpRequest) -> int | None:
        asked = request.GET.get("nam", "")
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None

    def data(self, form: DoorForm, formsets: Mapping[str, Any]) -> dict[str, Any]:
        quotas = [
            {**for_door(line.cleaned_data["unit"]), **{name: line.cleaned_data[name] for name in MINIMA}}
            for line in formsets["quotas"].filled
        ]
        return {**form.data_for_door(), "quotas": quotas}

    def children_shown(self, target: Any) -> list[tuple[str, list[str], list[list[tuple[Any, str]]]]]:
        fields: list[Any] = [ModelQuota._meta.get_field(name) for name in MINIMA]
        quotas = target.quotas.select_related("organization", "area")
        rows = [
            [
                (linked(quota.area or quota.organization), "text"),
                *((getattr(quota, f.name), kind_of(f)) for f in fields),
            ]
            for quota in quotas
        ]
        heads = ["Đơn vị", *(f"{str(f.verbose_name)[:1].upper()}{str(f.verbose_name)[1:]}" for f in fields)]
        return [("Chỉ tiêu giao", heads, rows)] if rows else []


def wanted(user: Any, year: int | None) -> list[str]:
    """The units of a year where the user works: communes, and organisations of a district or wider."""
    reach, of_body = NOBODY, NOBODY
    for grant in access(user).grants:
        reach, of_body = reach | grant.area_q(""), of_body | grant.area_q("area")
    communes = Area.objects.filter(reach, level=Area.Level.COMMUNE)
    bodies = Organization.objects.filter(of_body).exclude(area__level__in=(Area.Level.COMMUNE, Area.Level.HAMLET))
    if year is not None:
        span = Period.year(year)
        communes = communes & Area.objects.valid_in(span.start, span.end)
    return [
        *(f"{AREA}-{pk}" for pk in communes.order_by("sort_key").values_list("pk", flat=True)),
        *(f"{BODY}-{pk}" for pk in bodies.order_by("sort_key").values_list("pk", flat=True)),
    ]
