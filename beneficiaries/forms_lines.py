"""The lines of a support: things, sources with their amounts, recipients, terms of a loan."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from danvan.accounts.scoping import visible_to
from danvan.forms import CountField, DecimalField, MoneyField
from danvan.lib import numbers
from danvan.lines import LineForm, LineFormSet, lines

from .choices import catalogue
from .models import Contribution, FundingSource, Household, PovertyClass, Recipient

# What a form of help is usually counted in: filled in where a quantity stands and no unit was typed.
USUAL_UNITS = {
    "house_new": "căn", "house_repair": "căn", "sanitation": "công trình", "gift": "suất", "scholarship": "suất",
    "labour": "ngày công", "loan": "khoản vay",
}  # fmt: skip

Grouped = Sequence[tuple[str, Sequence[tuple[str, str]]]]


def source_choices(user: Any) -> Grouped:
    """All sources, grouped by kind."""
    groups: dict[str, list[tuple[str, str]]] = {value: [] for value in FundingSource.Kind.values}
    for pk, name, kind in catalogue(user)["source"]:
        groups[kind].append((str(pk), name))
    labels = dict(FundingSource.Kind.choices)
    return [(str(labels[kind])[:1].upper() + str(labels[kind])[1:], rows) for kind, rows in groups.items() if rows]


class SourceField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        unknown = {"invalid_choice": "Không có nguồn này. Hãy chọn trong danh sách."}
        kwargs["error_messages"] = unknown | kwargs.get("error_messages", {})
        super().__init__(coerce=int, empty_value=None, **kwargs)

    def offer(self, user: Any) -> None:
        self.choices = [("", "– chọn nguồn –"), *source_choices(user)]


class ItemForm(LineForm):
    telling = ("name", "quantity")

    name = forms.CharField(
        label="Tên", required=False, max_length=160,
        error_messages={"max_length": "Tên dài %(show_value)d ký tự, tối đa %(limit_value)d."},
    )  # fmt: skip
    quantity = DecimalField(label="Số lượng", error_messages={"required": "Hãy ghi số lượng."})
    unit = forms.CharField(
        label="Đơn vị tính", max_length=30,
        error_messages={
            "required": "Hãy ghi đơn vị tính: căn, suất, con …",
            "max_length": "Dài %(show_value)d ký tự, tối đa %(limit_value)d.",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quantity"].widget.attrs["class"] = "qty"
        self.fields["unit"].widget.attrs["list"] = "don-vi-tinh"


class ContributionForm(LineForm):
    """A source and its amount. No amount = chưa quy thành tiền; `typed` keeps the amount as it was written."""

    telling = ("source", "amount_vnd", "valuation_basis")

    source = SourceField(label="Nguồn", error_messages={"required": "Hãy chọn nguồn của số tiền này."})
    manner = forms.ChoiceField(label="Cách góp", choices=Contribution.Manner.choices, initial=Contribution.Manner.CASH)
    amount_vnd = MoneyField(label="Số tiền, đồng", required=False)
    valuation_basis = forms.CharField(label="Căn cứ quy đổi", required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].offer(self.user)  # type: ignore[attr-defined]

    def clean_amount_vnd(self) -> int | None:
        amount: int | None = self.cleaned_data["amount_vnd"]
        if amount == 0:
            raise ValidationError("Số tiền phải lớn hơn 0; chưa quy thành tiền thì để trống.")
        return amount

    @property
    def asks(self) -> list[tuple[str, str]]:
        """The readings of an ambiguous amount, each with its words."""
        choices = [c for error in self["amount_vnd"].errors.as_data() for c in getattr(error, "choices", ())]
        return [(choice, numbers.money_in_words(numbers.read_money(choice))) for choice in choices]

    @property
    def amount(self) -> int | None:
        """The amount as it reads now, None when there is none or it does not read."""
        return readable(self["amount_vnd"].value())


class RecipientForm(LineForm):
    telling = ("household", "name", "share_vnd", "category", "received_by")

    kind = forms.ChoiceField(
        label="Loại", choices=Recipient.Kind.choices, initial=Recipient.Kind.PERSON, required=False
    )
    household = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)
    name = forms.CharField(label="Tên người, nhóm, cộng đồng", required=False, max_length=160)
    share_vnd = MoneyField(label="Phần được nhận", required=False)
    poverty_class = forms.ChoiceField(
        label="Diện", choices=[("", "– không ghi –"), *PovertyClass.choices], required=False
    )
    category = forms.CharField(label="Đối tượng", required=False, max_length=80)
    received_by = forms.CharField(label="Người nhận thay", required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("household"):
            data["kind"] = Recipient.Kind.HOUSEHOLD
        elif data.get("kind") in ("", Recipient.Kind.HOUSEHOLD):
            data["kind"] = Recipient.Kind.PERSON
        return data

    @property
    def household_id(self) -> int | None:
        value = str(self["household"].value() or "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None

    more = ("poverty_class", "category", "share_vnd", "received_by")

    @property
    def opened(self) -> bool:
        """Whether the finer fields of the line hold something or are at fault."""
        return any(self.typed(name) or self[name].errors for name in self.more)

    @property
    def finer(self) -> list[forms.BoundField]:
        return [self[name] for name in self.more]


class RecipientFormSet(LineFormSet):
    """Recipients; a household is named only to those who see it."""

    @property
    def households(self) -> dict[int, Household]:
        found: dict[int, Household] | None = getattr(self, "_households", None)
        if found is None:
            ids = {form.household_id for form in self.forms} - {None}
            rows = visible_to(Household.objects.filter(pk__in=ids), self.form_kwargs["user"]).select_related("area")
            found = self._households = {row.pk: row for row in rows} if ids else {}
        return found

    @property
    def people(self) -> list[tuple[Any, Household | None]]:
        """The lines that are households, each with its household (None when the user does not see it)."""
        return [(form, self.households.get(form.household_id)) for form in self.forms if form.household_id]

    @property
    def others(self) -> list[Any]:
        """The lines that are people, groups and communities by name, and the empty one."""
        return [form for form in self.forms if not form.household_id]

    def said(self) -> str:
        """The recipients in words, for the page that shows two versions."""
        people = [str(one) if one else "một hộ ngoài phạm vi xem" for _form, one in self.people]
        return "; ".join(people + [form.typed("name") for form in self.others if form.typed("name")])


class LoanForm(LineForm):
    lender = SourceField(label="Bên cho vay", required=False)
    purpose = forms.CharField(label="Mục đích vay", required=False, max_length=200)
    term_months = CountField(label="Thời hạn (tháng)", required=False)
    interest = DecimalField(label="Lãi suất (%/năm)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lender"].offer(self.user)  # type: ignore[attr-defined]


ITEMS = lines(ItemForm)
CONTRIBUTIONS = lines(ContributionForm, most=60)
RECIPIENTS = lines(RecipientForm, RecipientFormSet)
LOANS = lines(LoanForm, most=1)


def readable(typed: Any) -> int | None:
    """Đồng, where the text reads as one amount."""
    if isinstance(typed, int):
        return typed
    try:
        return numbers.read_money(str(typed)) if typed not in (None, "") else None
    except numbers.Unreadable:
        return None
