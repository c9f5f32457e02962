"""{% load supports %}: the cells of a support's lines that need more than a plain field."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.urls import reverse

from beneficiaries.forms_lines import readable
from beneficiaries.models import Recipient
from danvan.lib import numbers
from danvan.templatetags._forms import field_context

register = template.Library()


@register.inclusion_tag("supports/money_cell.html")
def money_cell(bound: BoundField, row: int | str, asks: Any = ()) -> dict[str, Any]:
    """An amount's box and how it reads now; the question of an ambiguous one stands in the row below it."""
    spoken = f"{bound.label}, dòng {row}"
    context = field_context(bound, hint="", label=spoken, read="money", css="", optional="", in_cell=True)
    amount = readable(bound.value())
    context["asked"] = bool(asks)
    if amount is not None and not bound.errors:
        context |= {
            "words": numbers.money_in_words(amount), "digits": numbers.format_money(amount), "value": amount,
        }  # fmt: skip
    return context


@register.simple_tag
def person_kind(line: Any, row: int | str) -> Any:
    """The kind of a recipient that is no household: a select without that choice."""
    bound = line["kind"]
    choices = [choice for choice in Recipient.Kind.choices if choice[0] != Recipient.Kind.HOUSEHOLD]
    bound.field.choices = choices
    return bound.as_widget(attrs={"aria-label": f"Loại, dòng {row}"})


FOUND_BY = {"organization": "don-vi", "form": "hinh-thuc", "sources": "nguon"}


@register.inclusion_tag("supports/grid_cell.html")
def grid_cell(row: Any, name: str) -> dict[str, Any]:
    """A cell of the quick grid: its box, bound to its message below the row, and how its amount reads."""
    bound = row.form[name]
    attrs = {"aria-label": f"{bound.label}, dòng {row.spoken}", "autocomplete": "off", "data-read-done": ""}
    if name == "amount":
        attrs["class"] = "money"
    if row.judged and bound.errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}-error"}
    if name in FOUND_BY:
        attrs |= find_attrs(FOUND_BY[name], "grid-list")
    total = row.amount_vnd if name == "amount" else None
    there = row.form.filled and row.state not in ("bad", "new")
    return {
        "widget": bound.as_widget(attrs=attrs), "name": name, "id": bound.auto_id, "amount": total,
        "total": None if total is None else numbers.format_money(total), "unvalued": there and total is None,
    }  # fmt: skip


@register.inclusion_tag("supports/found_field.html")
def found_field(bound: BoundField, what: str) -> dict[str, Any]:
    """A field of the quick grid's context with a list under it. "thon": the hamlets of the place beside it."""
    attrs = find_attrs(what, f"{what}-list")
    if what == "thon":
        attrs["data-find"] = reverse("supports:hamlets", args=[0])
    bound.field.widget.attrs |= attrs
    return {"field": bound, "list": f"{what}-list"}


def find_attrs(what: str, list_id: str) -> dict[str, str]:
    """What makes a box a search with a list under it (static/js/find.js)."""
    return {
        "role": "combobox", "autocomplete": "off", "aria-controls": list_id, "aria-expanded": "false",
        "aria-autocomplete": "list", "data-find": reverse("supports:quick_find", args=[what]),
    }  # fmt: skip


@register.filter
def label_of(choices: Iterable[tuple[Any, Any]], value: Any) -> str:
    """The label of a choice's value."""
    return str(dict(choices).get(value, value))
