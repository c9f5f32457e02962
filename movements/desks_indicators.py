"""The desks of indicators and of their plans and results."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest

from danvan.accounts.scoping import visible_to
from danvan.forms import form_for
from danvan.imports.listing import batch_filter
from danvan.lib import numbers
from danvan.lib.plan import Plan
from danvan.listing import Column, Filter, equals
from danvan.records.models import Status

from .computing import registry
from .desks_base import ProgrammeDesk, may_read
from .desks_filters import BODY, CAMPAIGN, PLACE, STATUS, YEAR, of_movement, organization_name
from .forms import CatalogForm, RecordForm
from .models import Indicator, ReportingPeriod, Target

SHOWN_TARGETS = 30


def plan_of(target: Target) -> Plan:
    return Plan(target.planned_min, target.planned_max, target.result, target.indicator.lower_is_better)


class TargetForm(RecordForm):
    hints = {
        "indicator": "Chưa có trong danh sách thì thêm ở danh mục chỉ tiêu.",
        "campaign": "Để trống khi chỉ tiêu là của cả địa bàn.",
        "year": "Chọn kỳ báo cáo thì để trống cũng được.",
        "period": "Để trống khi là số của cả năm.",
        "planned_min": "Kế hoạch một số thì ghi ở đây; kế hoạch là khoảng (0,5–1) thì ghi mức thấp.",
        "planned_max": "Chỉ ghi khi kế hoạch là một khoảng.",
        "actual": "Để trống khi chưa có kết quả. Tỷ lệ thì ghi tử số, mẫu số.",
        "denominator": "Có tử số và mẫu số thì cổng tự tính tỷ lệ.",
        "estimate": "Số ước đến hết năm: đứng riêng, không cộng với thực hiện.",
        "as_of": "Thực hiện tính đến hết ngày nào. Để trống là đến hết kỳ.",
        "reason": "Vì sao không đạt, hoặc vì sao số khác số cổng tính từ bản ghi.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].required = False  # that of the period; without one the door asks for it


def of_period(code: str) -> Q | None:
    found = ReportingPeriod.objects.filter(code=code).first()
    return None if found is None else found.targets_q()


class TargetDesk(ProgrammeDesk):
    model = Target
    title = "Chỉ tiêu: kế hoạch và kết quả"
    new_title = "Ghi chỉ tiêu"
    intro = "Mỗi dòng là kế hoạch và kết quả một kỳ của một chỉ tiêu, cho một đợt hoặc một địa bàn."
    always = frozenset({"planned_min", "actual"})
    related = ("indicator", "period", "organization", "area", "campaign", "for_organization", "created_by")
    form_class = form_for(Target, TargetForm)
    list_template = "movements/targets.html"
    detail_template = "movements/target.html"
    sections = (
        (
            "Chỉ tiêu nào, của ai",
            ("indicator", "year", "period", "organization", "area", "campaign", "for_organization"),
        ),
        ("Kế hoạch", ("planned_min", "planned_max")),
        ("Kết quả", ("actual", "numerator", "denominator", "as_of", "estimate", "reason", "note")),
    )
    columns = [
        Column("indicator", "Chỉ tiêu", "indicator.name", head=True, sort="indicator__sort_key"),
        Column("year", "Kỳ", "when", sort="year"),
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
        Filter("giao-cho", "Giao cho", equals("for_organization__code"), hidden=True, said=organization_name),
        Filter("ky-bao-cao", "Kỳ báo cáo", of_period, hidden=True),
        batch_filter("chi-tieu"),
    ]  # fmt: skip

    def around(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        return {"plan": plan_of(target)}


def signed(plan: Plan) -> str | None:
    return None if plan.difference is None else numbers.format_signed(plan.difference)


def judged(target: Target) -> str:
    if target.indicator.computed and target.result is None:
        return "tính từ bản ghi"
    words = plan_of(target).judgement[1]
    return f"{words} (càng thấp càng tốt)" if target.indicator.lower_is_better and words != "–" else words


class IndicatorForm(CatalogForm):
    """`period_types` is ticked, and stored as a list of words; `computed` is one of the ways that apps registered."""

    hints = {
        "definition": "Đếm cái gì, tính đến khi nào, không gồm gì: để hai người đếm ra cùng một số.",
        "group": "Một chữ A–L theo danh mục chỉ tiêu.",
        "aggregation": "Cách cộng từ xã lên địa bàn cấp trên: tỷ lệ luôn tính lại từ tử số, mẫu số.",
        "numerator_words": "Chỉ với tỷ lệ: chia cái gì.",
        "denominator_words": "Chỉ với tỷ lệ: chia cho cái gì.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["computed"] = forms.ChoiceField(
            label="Cách tính từ bản ghi", required=False, help_text="Chọn rồi thì không ai phải ghi số này.",
            choices=[("", "– ghi tay –"), *((one.key, f"{one.label} ({one.unit})") for one in registry().values())],
        )  # fmt: skip
        self.fields["period_types"] = forms.MultipleChoiceField(
            label="Kỳ báo cáo", required=False, choices=ReportingPeriod.Kind.choices,
            widget=forms.CheckboxSelectMultiple, help_text="Không chọn kỳ nào là mọi kỳ.",
            initial=[str(kind) for kind in self.instance.kinds_of_period] if self.instance.period_types else [],
        )  # fmt: skip
        self.initial.pop("period_types", None)

    def clean_period_types(self) -> str:
        return ",".join(self.cleaned_data["period_types"])


class IndicatorDesk(ProgrammeDesk):
    model = Indicator
    title = "Danh mục chỉ tiêu"
    new_title = "Thêm chỉ tiêu"
    intro = "Định nghĩa bằng lời, đơn vị tính và cách tổng hợp của từng chỉ tiêu."
    form_class = form_for(Indicator, IndicatorForm)
    detail_template = "movements/indicator.html"
    sections = (
        ("Chỉ tiêu", ("name", "code", "group", "definition")),
        ("Cách đếm", ("unit", "kind", "aggregation", "lower_is_better", "computed", "period_types")),
        ("Tỷ lệ", ("numerator_words", "denominator_words")),
    )
    columns = [
        Column("group", "Nhóm", sort="group"),
        Column("name", "Chỉ tiêu", head=True, sort="sort_key"),
        Column("unit", "Đơn vị tính"),
        Column("kind", "Kiểu", "get_kind_display", sort="kind"),
        Column("aggregation", "Cách tổng hợp", "get_aggregation_display"),
        Column("computed", "Nguồn số liệu", lambda i: "tính từ bản ghi" if i.computed else "ghi tay", sort="computed"),
        Column("direction", "Chiều", lambda i: "càng thấp càng tốt" if i.lower_is_better else "càng cao càng tốt"),
    ]
    filters = [
        Filter("nhom", "Nhóm", equals("group"), lambda request: [(g, g) for g in "ABCDEFGHIKL"]),
        Filter("kieu", "Kiểu", equals("kind"), lambda request: Indicator.Kind.choices),
    ]

    def shown(self, target: Any, name: str) -> Any:
        if name == "computed":
            found = registry().get(target.computed)
            return f"{found.label} ({found.unit})" if found else ""
        if name == "period_types":
            return ", ".join(str(kind.label) for kind in target.kinds_of_period)
        return super().shown(target, name)

    def around(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        return {"targets": targets_of(request.user, target)}


def targets_of(user: Any, subject: Indicator) -> list[tuple[Target, Plan]] | None:
    """The targets of an indicator that the user may see, with their plans; None without the right."""
    if not may_read(user, Target):
        return None
    rows = visible_to(subject.targets.select_related("indicator", "period", "campaign", "area"), user)
    return [(target, plan_of(target)) for target in rows.exclude(status=Status.WITHDRAWN)[:SHOWN_TARGETS]]
