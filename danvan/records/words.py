"""Plain data in words: what a value looks like to a person (history, proposals, the journal)."""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.db import models

from danvan.crypto import EncryptedText
from danvan.lib import numbers

from .models import Tracked

DASH = "–"
HIDDEN = "(thông tin riêng, không hiện)"
ERASED = "(đã xóa theo yêu cầu)"
Namer = Callable[[type[models.Model], Any], str]
"""How an id is said: `Names.of`, or none to read the object's own name now."""


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


def said(model: type[models.Model], name: str, value: Any, namer: Namer | None = None) -> str:
    """One value of plain data in words: names for ids, Vietnamese figures and dates, "–" for nothing.

    A personal value that stays shut ({"enc": …}) says why in its "words".
    """
    if isinstance(value, Mapping) and "enc" in value:
        return str(value.get("words") or HIDDEN)
    if value in (None, "", []):
        return DASH
    field: Any = model._meta.get_field(name)
    if isinstance(field, EncryptedText):  # an identity number: its last four signs at most, whoever reads
        return f"••••{str(value)[-4:]}"
    if isinstance(value, list) and field.one_to_many:
        return "; ".join(_line(field.related_model, row, namer) for row in value)
    if field.is_relation:
        return _named(field, value, namer)
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


def _named(field: Any, value: Any, namer: Namer | None) -> str:
    ids = value if isinstance(value, list) else [value]
    if namer is not None:
        return ", ".join(namer(field.related_model, pk) for pk in ids)
    return ", ".join(str(o) for o in field.related_model._default_manager.filter(pk__in=ids)) or str(value)


def _line(model: type[models.Model], row: Mapping[str, Any], namer: Namer | None) -> str:
    words = [said(model, name, value, namer) for name, value in row.items() if value not in (None, "", False)]
    return " · ".join(words)
