"""The desks of indicators and of their plans and results."""

from typing import Any

from django.http import HttpRequest

from danvan.accounts.scoping import visible_to
from danvan.forms import form_for
from danvan.imports.listing import batch_filter
from danvan.lib import numbers
from danvan.listing import Column, Filter, equals
from danvan.records.models import Status

from .desks_base import ProgrammeDesk, may_read
from .desks_filters import BODY, CAMPAIGN, PLACE, STATUS, YEAR, of_movement
from .desks_plan import Plan
from .forms import CatalogForm, RecordForm
from .models import Indicator, Target

SHOWN_TARGETS = 30


def plan_of(target: Target) -> Plan:
    return Plan(target.planned_min, target.planned_max, target.result, target.indicator.lower_is_better)


class TargetForm(RecordForm):
    hints = {
        "indicator": "Chưa có trong danh sách thì thêm ở danh mục chỉ tiêu.",
        "campaign": "Để trống khi chỉ tiêu là của cả địa bàn.",
        "planned_min": "Kế hoạch một số thì ghi ở đây; kế hoạch là khoảng (0,5–1) thì ghi mức thấp.",
        "planned_max": "Chỉ ghi khi kế hoạch là một khoảng.",
        "actual": "Để trống khi chưa có kết quả. Tỷ lệ thì ghi tử số, mẫu số.",
        "denominator": "Có tử số và mẫu số thì cổng tự tính tỷ lệ.",
        "reason": "Vì sao không đạt, hoặc vì sao số khác nguồn tính.",
    }


class TargetDesk(ProgrammeDesk):
    model = Target
    title = "Chỉ tiêu: kế hoạch và kết quả"
    new_title = "Ghi chỉ tiêu"
    intro = "Mỗi dòng là kế hoạch và kết quả một năm của một chỉ tiêu, cho một đợt hoặc một địa bàn."
    always = frozenset({"planned_min", "actual"})
    related = ("indicator", "organization", "area", "campaign", "for_organization", "created_by")
    form_class = form_for(Target, TargetForm)
    list_template = "movements/targets.html"
    detail_template = "movements/target.html"
    sections = (
        ("Chỉ tiêu nào, của ai", ("indicator", "year", "organization", "area", "campaign", "for_organization")),
        ("Kế hoạch", ("planned_min", "planned_max")),
        ("Kết quả", ("actual", "numerator", "denominator", "reason", "note")),
    )
    columns = [
        Column("indicator", "Chỉ tiêu", "indicator.name", head=True, sort="indicator__sort_key"),
        Column("year", "Năm", lambda t: str(t.year), sort="year"),
        Column("subject", "Đợt, địa bàn", lambda t: t.campaign or t.area.title),
        Column("unit", "Đơn vị tính", "indicator.unit"),
        Column("plan", "Kế hoạch", lambda t: plan_of(t).text, kind="figure"),
        Column("actual", "Thực hiện", "result", kind="decimal", sort="actual"),
        Column("difference", "Chênh lệch", lambda t: signed(plan_of(t)), kind="figure"),
        Column("percent", "% kế hoạch", lambda t: plan_of(t).percent, kind="percent"),
        Column("judgement", "Đánh giá", lambda t: judged(t)),
        Column("status", "Trạng thái", lambda t: t, kind="status", sort="status"),
    ]
    filters = [
        YEAR, PLACE, BODY, CAMPAIGN, STATUS,
        Filter("chi-tieu", "Chỉ tiêu", equals("indicator__code"), hidden=True),
        Filter("phong-trao", "Phong trào", of_movement(), hidden=True),
        batch_filter("chi-tieu"),
    ]  # fmt: skip

    def around(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        return {"plan": plan_of(target)}


def signed(plan: Plan) -> str | None:
    return None if plan.difference is None else numbers.format_signed(plan.difference)


def judged(target: Target) -> str:
    words = plan_of(target).judgement[1]
    return f"{words} (càng thấp càng tốt)" if target.indicator.lower_is_better and words != "–" else words


class IndicatorForm(CatalogForm):
    hints = {
        "definition": "Đếm cái gì, tính đến khi nào, không gồm gì: để hai người đếm ra cùng một số.",
        "group": "Một chữ A–L theo danh mục chỉ tiêu.",
        "aggregation": "Cách cộng từ xã lên huyện: tỷ lệ luôn tính lại từ tử số, mẫu số.",
    }


class IndicatorDesk(ProgrammeDesk):
    model = Indicator
    title = "Danh mục chỉ tiêu"
    new_title = "Thêm chỉ tiêu"
    intro = "Định nghĩa bằng lời, đơn vị tính và cách tổng hợp của từng chỉ tiêu."
    form_class = form_for(Indicator, IndicatorForm)
    detail_template = "movements/indicator.html"
    sections = (
        ("Chỉ tiêu", ("name", "code", "group", "definition")),
        ("Cách đếm", ("unit", "kind", "aggregation", "lower_is_better")),
    )
    columns = [
        Column("group", "Nhóm", sort="group"),
        Column("name", "Chỉ tiêu", head=True, sort="sort_key"),
        Column("unit", "Đơn vị tính"),
        Column("kind", "Kiểu", "get_kind_display", sort="kind"),
        Column("aggregation", "Cách tổng hợp", "get_aggregation_display"),
        Column("direction", "Chiều", lambda i: "càng thấp càng tốt" if i.lower_is_better else "càng cao càng tốt"),
    ]
    filters = [
        Filter("nhom", "Nhóm", equals("group"), lambda request: [(g, g) for g in "ABCDEFGHIKL"]),
        Filter("kieu", "Kiểu", equals("kind"), lambda request: Indicator.Kind.choices),
    ]

    def around(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        return {"targets": targets_of(request.user, target)}


def targets_of(user: Any, subject: Indicator) -> list[tuple[Target, Plan]] | None:
    """The targets of an indicator that the user may see, with their plans; None without the right."""
    if not may_read(user, Target):
        return None
    rows = visible_to(subject.targets.select_related("indicator", "campaign", "area"), user)
    return [(target, plan_of(target)) for target in rows.exclude(status=Status.WITHDRAWN)[:SHOWN_TARGETS]]
