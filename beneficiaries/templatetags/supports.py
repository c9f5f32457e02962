"""{% load supports %}: the cells of a support's lines that need more than a plain field."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms.boundfield import BoundField

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


@register.filter
def label_of(choices: Iterable[tuple[Any, Any]], value: Any) -> str:
    """The label of a choice's value."""
    return str(dict(choices).get(value, value))
