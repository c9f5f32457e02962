"""The quick grid's fields: what all rows share on top, and the cells of a row, read as an import reads them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from danvan.forms import PartialDateField, ReadField
from danvan.imports.cells import amount, quantities
from danvan.imports.names import agrees
from danvan.lib import text
from danvan.lib.errors import Unreadable
from danvan.lib.periods import DatePrecision, PartialDate
from movements.models import Area

from .forms_support import TOO_LONG
from .grid_look import find_campaign, find_place
from .imports import cells
from .models import Support
from .places import hamlets_named, require_there


def form_named(typed: str) -> str:
    """A form by its name, without marks or in part when only one fits: "qua", "ve sinh". Raises Unreadable."""
    if text.fold(typed) in cells.FORMS:
        return cells.FORMS[text.fold(typed)]
    found = [
        value
        for value, label in Support.Form.choices
        if all(word in text.fold(str(label)) for word in text.fold(typed).split()) and agrees(typed, str(label))
    ]
    return found[0] if len(found) == 1 else cells.form(typed)


class QuantityCell(ReadField):
    reader = staticmethod(quantities)


class HouseholdsCell(ReadField):
    reader = staticmethod(cells.households)


class SourcesCell(ReadField):
    reader = staticmethod(cells.sources)
    reads = "sources"


class AmountCell(ReadField):
    reader = staticmethod(amount)
    reads = "money"


class FormCell(ReadField):
    reader = staticmethod(form_named)


class ContextForm(forms.Form):
    """Where, when and who: the same for every row that is begun under it. Cleans names to the things themselves."""

    organization = forms.CharField(label="Đơn vị thực hiện", required=False, max_length=300)
    campaign = forms.CharField(label="Đợt vận động", required=False, max_length=300)
    area = forms.CharField(label="Nơi nhận", max_length=200, error_messages={"required": "Hãy ghi nơi nhận."})
    hamlets = forms.CharField(
        label="Thôn, tổ dân phố", required=False, max_length=1000, error_messages={"max_length": TOO_LONG}
    )
    date = PartialDateField(
        label="Ngày", error_messages={"required": "Hãy ghi ngày; không rõ ngày thì ghi tháng hoặc năm."}
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"autocomplete": "off"}
            field.widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        known = data.get("date")
        if known is not None and not 1990 <= known.start.year <= 2100:
            self.add_error("date", "Năm phải trong khoảng 1990–2100.")
            known = None
        for name, find in (("campaign", find_campaign), ("area", lambda typed: self._place(typed, known))):
            if typed := data.get(name):
                data[name] = self._try(name, lambda find=find, typed=typed: find(typed))
        area = data.get("area")
        data["hamlets"] = (
            self._try("hamlets", lambda: hamlets_named(data.get("hamlets", ""), area, known)) or [] if area else []
        )
        return data

    def _place(self, typed: str, known: PartialDate | None) -> Area:
        found = find_place(self.user, typed, known)
        if known is not None:
            require_there(found, known)
        return found

    def _try(self, name: str, work: Any) -> Any:
        try:
            return work()
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def door(self) -> dict[str, Any]:
        """What a new record takes from the context; only of a valid form."""
        data = self.cleaned_data
        return {
            "campaign": data["campaign"] or None, "area": data["area"],
            "hamlets": [hamlet.pk for hamlet in data["hamlets"]], "date": data["date"].start,
            "date_precision": str(data["date"].precision),
        }  # fmt: skip


def context_of_record(record: Support) -> dict[str, str]:
    """The context that a stored row was entered under, as it is typed."""
    return {
        "organization": record.organization.name,
        "campaign": record.campaign.name if record.campaign else "",
        "area": record.area.title,
        "hamlets": "; ".join(hamlet.name for hamlet in record.hamlets.all()),
        "date": PartialDateField.writer(PartialDate(record.date, DatePrecision(record.date_precision))),
    }


def _long(most: int) -> dict[str, str]:
    return {"max_length": f"Dài %(show_value)d ký tự, tối đa {most}."}


class GridRowForm(forms.Form):
    """The cells of one row. A row is there when one of `telling` holds something: the others fill themselves."""

    telling = ("description", "quantity", "households", "sources", "amount", "note")
    hidden = ("key", "pk", "version", "removed")

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    pk = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, max_value=2**30, widget=forms.HiddenInput)
    removed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    organization = forms.CharField(label="Đơn vị", required=False, max_length=600, error_messages=_long(600))
    description = forms.CharField(
        label="Nội dung", max_length=300,
        error_messages={"required": "Hãy ghi nội dung.", **_long(300)},
    )  # fmt: skip
    form = FormCell(label="Hình thức", error_messages={"required": "Hãy ghi hình thức."})
    quantity = QuantityCell(label="Số lượng", required=False, max_length=500)
    unit = forms.CharField(label="ĐVT", required=False, max_length=30, error_messages=_long(30))
    households = HouseholdsCell(label="Số hộ", required=False)
    sources = SourcesCell(label="Nguồn", required=False, max_length=2000)
    amount = AmountCell(label="Số tiền", required=False)
    note = forms.CharField(label="Ghi chú", required=False, max_length=2000, error_messages=_long(2000))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("maxlength", None)  # bounds are told, what was pasted is not cut in silence
            field.widget.attrs["inputmode"] = "numeric" if name == "households" else "text"
            if name in ("quantity", "households"):
                field.widget.attrs["class"] = "qty"

    def typed(self, name: str) -> str:
        """The cell as it stands, typed or stored."""
        value = self[name].value()
        return "" if value is None else str(value).strip()

    @property
    def filled(self) -> bool:
        return any(self.typed(name) for name in self.telling)


CELLS = tuple(name for name in GridRowForm.base_fields if name not in GridRowForm.hidden)


def read_form(typed: str) -> str:
    """The form's value, or "" where it does not read."""
    try:
        return form_named(typed) if typed.strip() else ""
    except Unreadable:
        return ""
