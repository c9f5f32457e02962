"""Form fields that read what Vietnamese officers type, and the base of forms whose data goes through the one door.

A field keeps what was typed; an ambiguous figure raises with `.choices`, which the page offers as radio buttons.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH

from danvan.lib import numbers, periods
from danvan.lib.errors import Ambiguous, Unreadable
from danvan.records.data import Invalid
from danvan.records.models import Tracked


class TypedInput(forms.TextInput):
    """A text box for a figure; the radio "<name>-chon" that answers an ambiguous figure replaces the text."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return data.get(f"{name}-chon") or super().value_from_datadict(data, files, name)


class ReadField(forms.CharField):
    """Reads its text with `reader`; writes a stored value back with `writer`, so that it can be read again."""

    widget = TypedInput
    reader: Callable[[Any], Any]
    writer: Callable[[Any], str]
    reads = ""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 120)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        if self.reads:
            attrs["data-read"] = self.reads
        attrs["inputmode"] = "text" if self.reads == "money" else "decimal"
        return attrs

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return type(self).reader(text)
        except Ambiguous as error:
            raised = ValidationError(error.message, code="ambiguous")
            raised.choices = error.choices  # type: ignore[attr-defined]
            raise raised from error
        except Unreadable as error:
            raise ValidationError(error.message, code="unreadable") from error

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else type(self).writer(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class MoneyField(ReadField):
    """Integer đồng, as typed: "1,06 tỷ", "60tr", "102.750.000"."""

    reader = staticmethod(numbers.read_money)
    writer = staticmethod(numbers.format_money)
    reads = "money"


class DecimalField(ReadField):
    reader = staticmethod(numbers.read_decimal)
    writer = staticmethod(numbers.format_entry)


class CountField(ReadField):
    reader = staticmethod(numbers.read_count)
    writer = staticmethod(numbers.format_int)


class YearField(ReadField):
    """A plain year: 2022, never grouped."""

    writer = staticmethod(str)

    @staticmethod
    def reader(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            raise Unreadable(f"“{text}” không phải là năm. Hãy ghi bốn chữ số, ví dụ 2022.", text)
        return int(text)


class DayField(ReadField):
    """A whole day."""

    @staticmethod
    def reader(text: str) -> date:
        found = periods.read_date(text)
        if found.precision != "day":
            raise Unreadable(f"“{text}” chưa đủ ngày. Hãy ghi cả ngày, tháng, năm, ví dụ 15/03/2022.", text)
        return found.start

    @staticmethod
    def writer(value: date) -> str:
        return f"{value:%d/%m/%Y}"


class PartialDateField(ReadField):
    """A day, a month, a quarter or a year; cleans to a PartialDate."""

    reader = staticmethod(periods.read_date)

    @staticmethod
    def writer(value: periods.PartialDate) -> str:
        match str(value.precision):
            case "day":
                return f"{value.start:%d/%m/%Y}"
            case "month":
                return f"{value.start:%m/%Y}"
            case "quarter":
                return f"quý {('I', 'II', 'III', 'IV')[(value.start.month - 1) // 3]}/{value.start.year}"
            case _:
                return str(value.start.year)


def form_field(field: Any, **kwargs: Any) -> forms.Field | None:
    """ModelForm's formfield_callback: our readers for numbers and dates, Django's own for the rest."""
    match field:
        case models.BigIntegerField():
            made: type[ReadField] = MoneyField
        case models.DecimalField():
            made = DecimalField
        case models.PositiveSmallIntegerField() if field.name.endswith("year"):
            made = YearField
        case models.PositiveIntegerField() | models.PositiveSmallIntegerField() | models.IntegerField():
            made = CountField
        case models.DateField() if not isinstance(field, models.DateTimeField):
            made = DayField
        case _:
            return field.formfield(**kwargs)  # type: ignore[no-any-return]
    label = str(field.verbose_name)
    return made(
        required=not field.blank and not field.null and not field.has_default(),
        label=label[:1].upper() + label[1:],
        help_text=str(field.help_text),
        initial=field.get_default() if field.has_default() else None,
    )


class DoorForm(forms.ModelForm):
    """A model's form that only reads and offers choices: validation and storing are the door's.

    `data()` is what goes to the service; `take(Invalid)` puts its faults back at the fields.
    """

    user: Any

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        if "date_precision" in self.fields:
            del self.fields["date_precision"]
            self.fields["date"] = PartialDateField(
                label="Ngày", help_text="Chỉ biết tháng, quý hay năm thì ghi 03/2022, quý I/2022 hoặc 2022."
            )
            if self.instance.date:
                self.initial["date"] = PartialDateField.writer(
                    periods.PartialDate(self.instance.date, periods.DatePrecision(self.instance.date_precision))
                )
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self.choices_for(name, field.queryset)
                if isinstance(field, forms.ModelMultipleChoiceField):
                    field.help_text = field.help_text or "Giữ Ctrl để chọn nhiều dòng."
                elif field.empty_label is not None:
                    field.empty_label = "– chọn –" if field.required else "– không –"
            elif isinstance(field, forms.TypedChoiceField):
                blank = ("", "– chọn –" if field.required else "– không –")
                choices: Any = field.choices
                field.choices = [blank if choice in BLANK_CHOICE_DASH else choice for choice in choices]

    def choices_for(self, name: str, queryset: Any) -> Any:
        """Narrow what a choice offers to the user's reach; the desk of each kind overrides what it must."""
        return queryset

    def _post_clean(self) -> None:
        """The door validates; a second validation here would say everything twice."""

    def data_for_door(self) -> dict[str, Any]:
        found = {name: value for name, value in self.cleaned_data.items() if name in (self._meta.fields or ())}
        when = found.get("date")
        if isinstance(when, periods.PartialDate):
            found["date"], found["date_precision"] = when.start, str(when.precision)
        return {name: list(v) if isinstance(v, models.QuerySet) else v for name, v in found.items()}

    def take(self, invalid: Invalid, formsets: Mapping[str, forms.BaseFormSet] | None = None) -> None:
        """Put the door's faults at their fields; one without a field of its own goes to the top."""
        for place, messages in invalid.errors.items():
            relation, _, rest = place.partition(".")
            if rest and formsets and relation in formsets:
                index, _, name = rest.partition(".")
                rows = live_forms(formsets[relation]) or list(formsets[relation].forms)
                target: forms.BaseForm = rows[int(index)] if int(index) < len(rows) else self
            else:
                target, name = self, place
            for message in messages:
                target.add_error(name if name in target.fields else None, message)


def put_faults(form: forms.BaseForm, invalid: Invalid) -> None:
    """Put the door's faults at the fields of a form without lines; one without a field of its own goes to the top."""
    for place, messages in invalid.errors.items():
        for message in messages:
            form.add_error(place if place in form.fields else None, message)


def live_forms(formset: forms.BaseFormSet) -> list[Any]:
    """The lines that were filled and not dropped, in order: those that the door gets.

    A line that the form was opened with stays although nothing in it changed: the door replaces all lines.
    """
    there = [form for form in formset.forms if form.has_changed() or not form.empty_permitted]
    return [form for form in there if not form.cleaned_data.get("DELETE")]


def rows_for_door(formset: forms.BaseFormSet, names: Iterable[str]) -> list[dict[str, Any]]:
    return [{name: form.cleaned_data.get(name) for name in names} for form in live_forms(formset)]


def form_for(model: type[Tracked], base: type[DoorForm] = DoorForm, **overrides: Any) -> type[DoorForm]:
    """A DoorForm over the model's `data_fields`."""
    made: Any = forms.modelform_factory(
        model, form=base, fields=model.data_fields, formfield_callback=form_field, **overrides
    )
    return made  # type: ignore[no-any-return]
