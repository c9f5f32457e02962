"""The form of a support: what was done where, when and by whom. Its lines stand in `forms_lines.py`."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse

from danvan.accounts.roles import Reach
from danvan.accounts.scoping import access
from danvan.forms import DoorForm, form_field
from danvan.lib.periods import PartialDate
from danvan.records.services import organizations_q
from movements.lookups import valid_in
from movements.models import Area, Organization

from .choices import OneOf, SeveralOf
from .models import Support
from .places import enterable, hamlets_named, require_there

ACTION = "support.enter"
TOO_LONG = "Dài %(show_value)d ký tự, tối đa %(limit_value)d. Hãy rút gọn, phần còn lại ghi ở Ghi chú."


class AreaChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Places by their title; one that is no more says until when."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} (đến {obj.valid_to:%d/%m/%Y})" if obj.valid_to else str(obj.title)


class SupportForm(DoorForm):
    campaign = OneOf("campaign", label="Đợt vận động")
    model = OneOf("model", label="Mô hình")
    joint_organizations = SeveralOf("organization", label="Đơn vị phối hợp")
    area = AreaChoiceField(
        label="Nơi nhận", queryset=Area.objects.all(),
        error_messages={
            "required": "Hãy chọn nơi nhận.",
            "invalid_choice": "Không có nơi này trong phạm vi của bạn. Hãy chọn lại trong danh sách.",
        },
    )  # fmt: skip
    hamlets = forms.CharField(
        label="Thôn, tổ dân phố", required=False, max_length=1000,
        error_messages={"max_length": TOO_LONG},
    )  # fmt: skip
    description = forms.CharField(
        label="Nội dung", max_length=300,
        error_messages={"required": "Hãy ghi nội dung, ví dụ: Xây nhà cho hộ nghèo.", "max_length": TOO_LONG},
    )  # fmt: skip

    again = forms.BooleanField(label="Đúng là lần khác, vẫn gửi", required=False)

    class Meta:
        model = Support
        fields = (
            "form", "organization", "joint_organizations", "campaign", "model", "area", "hamlets", "date",
            "date_precision", "description", "households", "people", "note", "repeat_reason",
        )  # fmt: skip
        formfield_callback = form_field
        error_messages = {
            "form": {"required": "Hãy chọn hình thức."},
            "organization": {
                "required": "Hãy chọn đơn vị thực hiện.",
                "invalid_choice": "Không có đơn vị này trong phạm vi của bạn. Hãy chọn lại trong danh sách.",
            },
            "note": {"max_length": "Ghi chú dài %(show_value)d ký tự, tối đa %(limit_value)d."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("campaign", "joint_organizations"):
            self.fields[name].offer(self.user)  # type: ignore[attr-defined]
        self.fields["model"].offer(self.user, self.instance.model)  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["hamlets"] = "; ".join(hamlet.name for hamlet in self.instance.hamlets.all())
        elif not isinstance(self.initial.get("hamlets"), str):
            self.initial["hamlets"] = ""
        if not self.instance.pk and not self.initial.get("organization"):
            own = _own_organizations(self.user)
            if len(own) == 1:
                self.initial["organization"] = next(iter(own))
        self.fields["organization"].label = "Đơn vị thực hiện"
        self.fields["date"].label = "Ngày hỗ trợ"
        self.fields["date"].error_messages["required"] = "Hãy ghi ngày; không rõ ngày thì ghi tháng hoặc năm."
        # Bounds are told by the server, so that what was pasted is not cut off in silence.
        self.fields["description"].widget.attrs.pop("maxlength", None)
        self.fields["hamlets"].widget.attrs.pop("maxlength", None)
        self.fields["hamlets"].widget.attrs |= {
            "role": "combobox", "autocomplete": "off", "aria-controls": "thon-list", "aria-expanded": "false",
            "aria-autocomplete": "list", "aria-describedby": "thon-hint", "placeholder": "Pretieng 1; Pretieng 2",
            "data-find": reverse("supports:hamlets", args=[0]),
        }  # fmt: skip
        self.fields["note"].widget.attrs["rows"] = 3
        for name in ("households", "people"):
            self.fields[name].widget.attrs["class"] = "qty"

    def choices_for(self, name: str, queryset: Any) -> Any:
        """The user's reach, and what the record has already."""
        if name == "area":
            return enterable(self.user, also=self.instance.area_id)
        if name == "organization":
            theirs = organizations_q(self.user, ACTION)
            found = theirs | Q(pk=self.instance.organization_id) if theirs else theirs  # an empty condition is all
            return queryset.filter(found).order_by("sort_key", "pk")
        return queryset

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        known, area, organization = data.get("date"), data.get("area"), data.get("organization")
        if known and area:
            self._try("area", lambda: require_there(area, known))
        if known and organization and not valid_in(organization, known):
            self.add_error("organization", _not_there(organization, known))
        typed = data.get("hamlets", "")
        if area and typed:
            found = self._try("hamlets", lambda: hamlets_named(typed, area, known))
            if found is not None:
                data["hamlets"] = [hamlet.pk for hamlet in found]
        elif "hamlets" in data:
            data["hamlets"] = []
        return data

    def _try(self, name: str, work: Any) -> Any:
        try:
            return work()
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def data_for_door(self) -> dict[str, Any]:
        found = super().data_for_door()
        found["kind"] = Support.Kind.LOAN if found.get("form") == Support.Form.LOAN else Support.Kind.GRANT
        return found


def _own_organizations(user: Any) -> frozenset[int]:
    """The organisations that the user enters for, when it is for those alone."""
    holding = access(user).holding(ACTION)
    if any(grant.role.reach is not Reach.ORGANIZATION for grant in holding):
        return frozenset()
    return frozenset(pk for grant in holding for pk in grant.organizations)


def _not_there(organization: Organization, known: PartialDate) -> str:
    if organization.valid_to and known.start > organization.valid_to:
        return f"{organization} chỉ hoạt động đến hết ngày {organization.valid_to:%d/%m/%Y}."
    return f"{organization} chỉ hoạt động từ ngày {organization.valid_from:%d/%m/%Y}."
