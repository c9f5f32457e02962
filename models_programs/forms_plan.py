"""The form of a year's plan: a line for every commune and organisation, with the numbers beside its name."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html

from danvan.forms import CountField
from danvan.lines import LineForm, lines
from movements.forms import CatalogForm
from movements.forms_choices import kept, place_words
from movements.models import Area, Organization

from .models_plan import MINIMA, ModelPlan, ModelQuota

AREA, BODY = "xa", "to-chuc"
Unit = tuple[str, str]
"""("xa-5", "Xã Phú Sơn")."""


class PlanForm(CatalogForm):
    hints = {
        "year": "Mỗi năm một kế hoạch.",
        "register_by": "Để trống nếu năm ấy không đặt hạn.",
        "note": "Ví dụ: số, ngày văn bản giao chỉ tiêu.",
    }

    class Meta:
        model = ModelPlan
        fields = ModelPlan.data_fields


def units(user: Any) -> dict[str, list[Unit]]:
    """Communes and organisations that quotas may be given to, by group. Two queries a request."""

    def read() -> dict[str, list[Unit]]:
        communes = Area.objects.filter(level=Area.Level.COMMUNE).order_by("sort_key")
        bodies = Organization.objects.order_by("sort_key")
        return {
            "Xã, thị trấn": [(f"{AREA}-{area.pk}", place_words(area)) for area in communes],
            "Tổ chức": [(f"{BODY}-{body.pk}", body.label) for body in bodies],
        }

    return kept(user, "model_units", read)  # type: ignore[no-any-return]


def unit_of(quota: ModelQuota) -> str:
    return f"{AREA}-{quota.area_id}" if quota.area_id else f"{BODY}-{quota.organization_id}"


class Named(forms.Select):
    """The unit's name as text once it is chosen; a select where a line is still nobody's."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        known = {
            code: words for _group, options in self.choices if isinstance(options, list) for code, words in options
        }
        if value in known:
            return format_html('{}<input type="hidden" name="{}" value="{}">', known[value], name, value)
        return super().render(name, value, attrs, renderer)


class QuotaLine(LineForm):
    """A line counts when it has a number."""

    telling = MINIMA
    unit = forms.ChoiceField(
        label="Đơn vị", widget=Named, error_messages={"required": "Chọn đơn vị.", "invalid_choice": "Chọn đơn vị."}
    )
    any_type = CountField(label="Ít nhất, mọi loại", required=False)
    collective = CountField(label="Ít nhất, tập thể", required=False)
    individual = CountField(label="Ít nhất, cá nhân", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.choices = lambda: [("", "– chọn –"), *units(self.user).items()]


QuotaLines = lines(QuotaLine)


def quota_lines(user: Any, quotas: Iterable[ModelQuota], wanted: Iterable[str]) -> list[dict[str, Any]]:
    """What the lines begin with: the quotas there are, and an empty line for each other unit of `wanted`."""
    there = {unit_of(quota): {name: getattr(quota, name) for name in MINIMA} for quota in quotas}
    return [{"unit": unit, **there.get(unit, {})} for unit in dict.fromkeys([*wanted, *there])]


def for_door(unit: str) -> dict[str, int | None]:
    """The unit as the fields of a quota."""
    kind, _, pk = unit.rpartition("-")
    return {"area": int(pk) if kind == AREA else None, "organization": int(pk) if kind == BODY else None}
