"""Forms of households and poverty: an identity number is typed, never shown back; a household is found by typing."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from danvan.accounts.scoping import access, visible_to
from danvan.forms import DayField, DoorForm, form_field, form_for
from danvan.records.models import Status
from movements.forms import LineOfModel, RecordForm, line_formset

from .models import AreaPoverty, Household, Participation, PovertyReview, Residence
from .similar import Similar, living, similar_households

FOUND = 10
COMPARED = frozenset({"head", "birth_year", "area", "cccd"})  # what a household is told from another by


class NestedPlaces:
    """Places of the user's reach down to the hamlet: a household lives in one."""

    def choices_for(self, name: str, queryset: Any) -> Any:
        if name == "area":
            action = f"{self._meta.model.scope.kind}.enter"  # type: ignore[attr-defined]
            return queryset.filter(Q(access(self.user).areas(action)) | self.now(name))  # type: ignore[attr-defined]
        return super().choices_for(name, queryset)  # type: ignore[misc]


class HouseholdForm(NestedPlaces, RecordForm):
    """An empty number leaves the stored one as it is; a tick removes it."""

    cccd = forms.CharField(
        label="Số CCCD", required=False, max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    clear_cccd = forms.BooleanField(label="Xóa số CCCD đang lưu", required=False)
    go_on = forms.BooleanField(label="Đây là hộ khác, vẫn ghi", required=False)
    hints = {
        "head": "Ghi như trên giấy tờ. Tên một tiếng như K’Lũ cũng được.",
        "everyday_name": "Tên bà con thường gọi, để tìm cho dễ.",
        "area": "Thôn, tổ dân phố nơi hộ đang ở; chưa rõ thì chọn xã.",
        "legal_basis": "Vì sao cổng được giữ dữ liệu của hộ này.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.similar: list[Similar] = []
        self.initial.pop("cccd", None)
        stored = self.instance.masked_cccd
        if stored:
            self.fields["cccd"].help_text = f"Đang lưu {stored}. Để trống thì giữ nguyên."
        else:
            self.fields["cccd"].help_text = "12 chữ số. Lưu ở dạng mã hóa, chỉ hiện bốn số cuối."
            del self.fields["clear_cccd"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("clear_cccd") and found.get("cccd"):
            self.add_error("cccd", "Vừa gõ số mới vừa chọn xóa: bỏ một trong hai.")
        if COMPARED & set(self.changed_data) or not self.instance.pk:
            row = {**found, "cccd": re.sub(r"[\s.]", "", found.get("cccd") or "")}
            (self.similar,) = similar_households(self.user, [row], without=self.instance.pk)
        if any(one.why != "cccd" for one in self.similar) and not found.get("go_on"):
            self.add_error("go_on", "Có thể hộ này đã ghi rồi. Xem các hộ giống; đúng là hộ khác thì đánh dấu để ghi.")
        return found

    def data_for_door(self) -> dict[str, Any]:
        data = super().data_for_door()
        if self.instance.pk and not data.get("cccd") and not self.cleaned_data.get("clear_cccd"):
            data.pop("cccd", None)
        return data

    class Meta:
        model = Household
        fields = Household.data_fields
        formfield_callback = form_field


class ResidenceLine(LineOfModel):
    """Past places may lie outside the user's reach: all communes, and the hamlets of the reach."""

    def choices_for(self, name: str, queryset: Any) -> Any:
        return queryset.filter(Q(level="commune") | access(self.user).areas("household.enter"))


class ParticipationLine(LineOfModel):
    def choices_for(self, name: str, queryset: Any) -> Any:
        return visible_to(queryset, self.user) if name == "model" else queryset


ResidenceLines = line_formset(Residence, ("area", "start", "end"), ResidenceLine)
ParticipationLines = line_formset(
    Participation, ("campaign", "model", "start_year", "end_year", "result", "unit"), ParticipationLine
)


class HouseholdFind(forms.Widget):
    """A search box over a hidden key; without JavaScript the button "Tìm" brings a list to choose from.

    `prepare` gives it the user, whose scope bounds what is found, and what was typed.
    """

    template_name = "households/find_input.html"
    user: Any = None
    term = ""

    def prepare(self, user: Any, term: str) -> None:
        self.user, self.term = user, term.strip()[:120]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-tim" if id_ else id_

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(f"{name}-chon") or data.get(name)

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> str:
        # The project's templates: the form renderer knows only those of installed apps.
        return render_to_string(template_name, context)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        id_ = str(context["widget"]["attrs"].pop("id", f"id_{name}"))
        visible = visible_to(Household.objects.all(), self.user)
        key = str(getattr(value, "pk", value) or "")
        chosen = visible.filter(pk=key).first() if key.isascii() and key.isdigit() and len(key) < 18 else None
        found = [] if chosen or not self.term else list(found_households(self.user, self.term)[:FOUND])
        return {
            **context, "id": id_, "name": name, "key": chosen.pk if chosen else "",
            "text": chosen.head if chosen else self.term, "found": found, "asked": bool(self.term) and not chosen,
            "url": reverse("households:find"),
        }  # fmt: skip


def found_households(user: Any, term: str) -> Any:
    """Visible households whose words all match, by name; none for less than two letters.

    Neither the withdrawn ones nor those merged into another.
    """
    visible = living(visible_to(Household.objects.all(), user))
    if len(term.strip()) < 2:
        return visible.none()
    return Household.found(visible.order_by("sort_key", "pk"), term).select_related("area", "area__parent")


class ReviewForm(DoorForm):
    """Place and organisation follow the household: they are not asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].required = True
        for name in ("standard", "poverty_class"):
            field: Any = self.fields[name]
            field.choices = [("", "– chọn –"), *((value, words) for value, words in field.choices if value)]
        prepare(self, "household")

    def choices_for(self, name: str, queryset: Any) -> Any:
        return visible_to(queryset, self.user, "enter") if name == "household" else queryset

    def data_for_door(self) -> dict[str, Any]:
        household = self.cleaned_data["household"]
        return {**super().data_for_door(), "area": household.area_id, "organization": household.organization_id}

    class Meta:
        model = PovertyReview
        fields = ("household", "year", "standard", "poverty_class", "reason", "note")
        formfield_callback = form_field
        widgets = {"household": HouseholdFind}


class AreaPovertyFields(NestedPlaces, RecordForm):
    hints = {
        "date": "Ngày của số liệu, ví dụ 31/12/2022.",
        "source": "Báo cáo, quyết định nào công bố số này.",
        "poor": "Để trống nếu nguồn không nêu; chưa biết khác với không có.",
        "campaign": "Chọn khi số này là số chung các thôn của một đợt.",
    }


AreaPovertyForm = form_for(AreaPoverty, AreaPovertyFields)


class LineageForm(forms.Form):
    kind = forms.ChoiceField(
        label="Việc gì", choices=[("split", "Hộ này tách ra một hộ mới"), ("merge", "Hộ này nhập vào hộ khác")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    other = forms.ModelChoiceField(
        Household.objects.none(), label="Hộ kia", widget=HouseholdFind,
        error_messages={"required": "Chọn một hộ trong danh sách tìm được."},
    )  # fmt: skip
    date = DayField(label="Ngày")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field: Any = self.fields["other"]
        field.queryset = visible_to(Household.objects.exclude(status=Status.WITHDRAWN), user, "enter")
        prepare(self, "other")


class RevealForm(forms.Form):
    reason = forms.CharField(
        label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Việc xem được ghi vào nhật ký cùng lý do này. Không ghi tên hay số giấy tờ vào đây.",
    )  # fmt: skip

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"]).strip()
        if len(reason) < 8:
            raise ValidationError("Hãy ghi rõ hơn vì sao cần xem.")
        return reason


def prepare(form: Any, name: str) -> None:
    """Tell a find box who searches and what was typed; say plainly when nothing was chosen."""
    field = form.fields[name]
    field.widget.prepare(form.user, form.data.get(f"{form.add_prefix(name)}-tim", "") if form.is_bound else "")
    field.error_messages["required"] = "Chọn một hộ trong danh sách tìm được."
    field.error_messages["invalid_choice"] = "Không có hộ này trong phạm vi của bạn."
