"""The desk of issuing bodies: head, symbol, who signs, and the measures of their paper, each beside the rule's own."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import URLPattern, path

from danvan.forms import DecimalField, form_field
from danvan.listing import Column, Filter, equals
from movements.desks_base import ProgrammeDesk
from movements.forms import CatalogForm
from reports.issuers import views_issuers
from reports.issuers.paper_form import (
    FORMS,
    RULES,
    FormKind,
    bounds,
    default_of,
    fault,
    in_words,
    number,
    value_in_words,
)
from reports.models import Issuer

PREFIX = "do_"  # a measure's field on the form: do_margin_left
OTHERS: tuple[tuple[FormKind, str], ...] = (("party", "Đảng"), ("union", "Đoàn"))
LINES_OF = ("superior", "addressees", "recipients")
YES_NO = [("", "theo thể thức"), ("1", "có"), ("0", "không")]


def hint_of(name: str) -> str:
    """ "Mặc định 14 pt (Đảng 15 pt); theo NĐ 30/2020: 13–14": what stands without a value, and what is allowed."""
    own = value_in_words(name, default_of("front", name))
    others = [
        f"{label} {value_in_words(name, default_of(kind, name))}"
        for kind, label in OTHERS
        if default_of(kind, name) != default_of("front", name)
    ]
    differs = f" ({', '.join(others)})" if others else ""
    limits = bounds("front", name)
    if limits is None:
        return f"Mặc định: {own}{differs}."
    span = "–".join(number(value) for value in dict.fromkeys(limits))
    by = "theo NĐ 30/2020:" if RULES[name].source.startswith("NĐ") else "được"
    return f"Mặc định {own}{differs}; {by} {span}."


class IssuerForm(CatalogForm):
    """The body's words, and one field a measure: left empty, the form's own value stands."""

    hints = {
        "name": "Như viết giữa câu, ví dụ “Ban Thường trực Ủy ban MTTQ Việt Nam huyện Lâm Hà”.",
        "form": "Quyết định đầu văn bản, dấu giữa số và ký hiệu, và số đo mặc định.",
        "superior": "Mỗi dòng in một dòng. Cổng tự in hoa.",
        "issuer": "Dòng in đậm dưới cơ quan chủ quản.",
        "symbol": "Phần sau số, ví dụ “BC-MTTQ-BTT”; của Đảng “BC/BDVHU”.",
        "place": "Trước ngày tháng, ví dụ “Lâm Hà”.",
        "authority": "Tập thể mà cấp trưởng thay mặt, ví dụ “Ban Thường trực”. Để trống nếu ký theo chế độ thủ trưởng.",
        "deputy_post": "Để trống là “Phó” và chức vụ người ký.",
        "addressees": "Mỗi dòng một nơi. Để trống thì báo cáo của Mặt trận gửi Mặt trận và cấp ủy cấp trên.",
        "recipients": "Mỗi dòng một nơi, dòng cuối là nơi lưu. Để trống thì cổng ghi theo nội dung báo cáo.",
        "joint_with": "Đơn vị thứ hai cùng ký. Số, ngày và số đo theo đơn vị này.",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        differing = self.instance.measures
        for name, rule in RULES.items():
            unit = f", {rule.unit}" if rule.unit else ""
            common: dict[str, Any] = {"label": f"{rule.label}{unit}", "help_text": hint_of(name), "required": False}
            made: forms.Field
            if rule.low is None:
                made = forms.ChoiceField(choices=YES_NO, **common)
                shown: Any = {True: "1", False: "0"}.get(differing.get(name), "")
            else:
                made, shown = DecimalField(**common), differing.get(name)
                shown = "" if shown is None else number(shown)
            self.fields[PREFIX + name] = made
            self.initial[PREFIX + name] = shown

    def choices_for(self, name: str, queryset: Any) -> Any:
        if name == "joint_with":
            return queryset.filter(joint_with=None).exclude(pk=self.instance.pk)
        return queryset.exclude(level="hamlet") if name == "area" else queryset

    def clean(self) -> dict[str, Any]:
        """Each measure against what its rule allows in the form that was chosen."""
        found = super().clean() or self.cleaned_data
        kind: Any = found.get("form")
        for name in RULES if kind in FORMS else ():
            value = self.typed(name)
            if value is not None and (words := fault(kind, name, value)):
                self.add_error(PREFIX + name, words)
        return found

    def typed(self, name: str) -> float | bool | None:
        """The measure as given; None where the form's own stands."""
        value = self.cleaned_data.get(PREFIX + name)
        if value in (None, ""):
            return None
        return value == "1" if RULES[name].low is None else float(value)

    def data_for_door(self) -> dict[str, Any]:
        kind: FormKind = self.cleaned_data["form"]
        given = {name: self.typed(name) for name in RULES}
        differing = {n: v for n, v in given.items() if v is not None and v != default_of(kind, n)}
        return {**super().data_for_door(), "measures": differing}

    class Meta:
        model = Issuer
        fields = tuple(name for name in Issuer.data_fields if name != "measures")
        formfield_callback = form_field


class IssuerDesk(ProgrammeDesk):
    model = Issuer
    title = "Đơn vị ban hành"
    new_title = "Thêm đơn vị ban hành"
    intro = "Đầu văn bản, ký hiệu, người ký và số đo trên giấy của từng cơ quan đứng tên báo cáo."
    read_action = "catalog.issuers"
    related = ("organization", "area", "joint_with")
    form_class = IssuerForm
    form_template = "reports/issuer_form.html"
    detail_template = "reports/issuer.html"
    columns = [
        Column("name", "Đơn vị", head=True, sort="sort_key"),
        Column("form", "Thể thức", "get_form_display", sort="form"),
        Column("symbol", "Ký hiệu", sort="symbol"),
        Column("place", "Địa danh", sort="place"),
        Column("joint_with", "Cùng ban hành với", lambda i: i.joint_with.name if i.joint_with else ""),
        Column("measures", "Số đo khác mặc định", lambda i: in_words(i.measures)),
    ]
    filters = [Filter("the-thuc", "Thể thức", equals("form"), lambda request: Issuer.Form.choices)]
    sections = (
        (
            "Đơn vị",
            ("name", "form", "superior", "issuer", "symbol", "place", "organization", "area", "joint_with"),
        ),
        ("Người ký", ("authority", "post", "deputy_post")),
        ("Gửi đến đâu", ("addressees", "recipients")),
        *(
            (group, tuple(PREFIX + name for name, rule in RULES.items() if rule.group == group))
            for group in dict.fromkeys(rule.group for rule in RULES.values())
        ),
    )

    def shown(self, target: Any, name: str) -> Any:
        if name == "measures":
            return in_words(target.measures)
        value = super().shown(target, name)
        return "; ".join(value.splitlines()) if name in LINES_OF else value

    def form_context(self, request: HttpRequest, target: Any, form: Any, formsets: Any) -> dict[str, Any]:
        """The sections of words, and those of measures, folded away until one is set or at fault."""
        sections = self.sectioned(form)
        measured = [part for part in sections if part[1][0].name.startswith(PREFIX)]
        return {
            "sections": [part for part in sections if part not in measured],
            "measured": [
                (legend, bounds_, any(f.errors or f.value() not in (None, "") for f in bounds_))
                for legend, bounds_ in measured
            ],
        }

    def more_urls(self) -> list[URLPattern]:
        return [path("<int:pk>/trang-dau/", views_issuers.first_page, {"desk": self}, name="sample")]
