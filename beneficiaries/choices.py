"""What a support's form offers of the catalogues: four tables, one query a request, however many lines ask."""

from typing import Any

from django import forms
from django.db.models import CharField, Value
from django.db.models.functions import Cast

from danvan.accounts.scoping import visible_to
from models_programs.models import MobilizationModel
from movements.models import Campaign, Organization

from .models import FundingSource

Offered = tuple[int, str, str]  # id, name, and what it is sorted or grouped by
NOTHING = Value("", output_field=CharField())


def catalogue(user: Any) -> dict[str, list[Offered]]:
    """Sources with their kind, organisations, models in sight, campaigns (latest first); kept on the request's user."""
    found: dict[str, list[Offered]] | None = getattr(user, "_support_choices", None)
    if found is None:
        tables = [
            _rows("source", FundingSource.objects.all(), "kind"),
            _rows("organization", Organization.objects.all(), NOTHING),
            _rows("model", visible_to(MobilizationModel.objects.all(), user), NOTHING),
            _rows("campaign", Campaign.objects.all(), Cast("start", CharField())),
        ]
        found = {"source": [], "organization": [], "model": [], "campaign": []}
        rows = tables[0].union(*tables[1:], all=True)
        for tag, _sort_key, pk, name, by in sorted(rows, key=lambda row: (row[0], row[1], row[2])):
            found[tag].append((pk, name, by or ""))
        found["campaign"].sort(key=lambda row: row[2], reverse=True)
        user._support_choices = found
    return found


def _rows(tag: str, queryset: Any, by: Any) -> Any:
    return queryset.order_by().values_list(Value(tag, output_field=CharField()), "sort_key", "pk", "name", by)


class OneOf(forms.TypedChoiceField):
    """One of a catalogue, or none; cleans to its id."""

    def __init__(self, tag: str, **kwargs: Any) -> None:
        self.tag = tag
        super().__init__(coerce=int, empty_value=None, required=False, **kwargs)

    def offer(self, user: Any, now: Any = None) -> None:
        """`now` is what the record names already, offered whatever the user sees: an edit must not lose it."""
        rows = [(str(pk), name) for pk, name, _by in catalogue(user)[self.tag]]
        if now is not None and str(now.pk) not in dict(rows):
            rows.append((str(now.pk), str(now)))
        self.choices = [("", "– không –"), *rows]


class SeveralOf(forms.TypedMultipleChoiceField):
    """Several of a catalogue, as boxes to tick; cleans to their ids."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, tag: str, **kwargs: Any) -> None:
        self.tag = tag
        super().__init__(coerce=int, required=False, **kwargs)

    def offer(self, user: Any) -> None:
        self.choices = [(str(pk), name) for pk, name, _by in catalogue(user)[self.tag]]

    def prepare_value(self, value: Any) -> Any:
        return [getattr(one, "pk", one) for one in value] if isinstance(value, list | tuple) else value
