"""Plain data in words: what a change looks like to a person (history, proposals, the journal)."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import models

from danvan.lib import numbers

from .models import Tracked

DASH = "–"


def changes(
    model: type[Tracked], before: Mapping[str, Any], after: Mapping[str, Any], legends: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """(label, before, after) of each field that differs; children as one line a row."""
    found = []
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old != new:
            found.append((label_of(model, name, legends), said(model, name, old), said(model, name, new)))
    return found


def label_of(model: type[Tracked], name: str, legends: Mapping[str, str] | None = None) -> str:
    if legends and name in legends:
        return legends[name]
    if name in model.children:
        related: Any = model._meta.get_field(name)
        text = str(related.related_model._meta.verbose_name)
    else:
        text = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return text[:1].upper() + text[1:]


def said(model: type[models.Model], name: str, value: Any) -> str:
    """One value of plain data in words: names for ids, Vietnamese figures and dates, "–" for nothing."""
    if isinstance(value, Mapping) and "enc" in value:
        return "(thông tin riêng, không hiện)"
    if value in (None, "", []):
        return DASH
    field: Any = model._meta.get_field(name)
    if isinstance(value, list) and field.one_to_many:
        return "; ".join(_line(field.related_model, row) for row in value)
    if field.many_to_many:
        return ", ".join(str(o) for o in field.related_model._default_manager.filter(pk__in=value))
    if field.is_relation:
        return str(field.related_model._default_manager.filter(pk=value).first() or value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    match field:
        case models.BigIntegerField():
            return numbers.format_money(int(value))
        case models.DecimalField():
            return numbers.format_decimal(Decimal(str(value)))
        case models.DateField():
            return f"{datetime.date.fromisoformat(str(value)[:10]):%d/%m/%Y}"
        case models.BooleanField():
            return "có" if value else "không"
    return str(value)


def _line(model: type[models.Model], row: Mapping[str, Any]) -> str:
    words = [said(model, name, value) for name, value in row.items() if value not in (None, "", False)]
    return " · ".join(words)
