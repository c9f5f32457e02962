"""Plain data in words: what a change looks like to a person (history, proposals, the journal)."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import models

from danvan.accounts.scoping import visible_to
from danvan.crypto import EncryptedText
from danvan.lib import numbers

from .models import Tracked

DASH = "–"
HIDDEN = "(thông tin riêng, không hiện)"


class Names:
    """The names of what plain data points at: one query a model, however many values name it.

    What stands in a scope (a household) is named only to those who see it; without a user it is not named at all.
    """

    def __init__(self, user: Any = None) -> None:
        self.user = user
        self._wanted: dict[type[models.Model], set[int]] = {}
        self._found: dict[type[models.Model], dict[int, str]] = {}

    def learn(self, model: type[models.Model], data: Iterable[tuple[str, Any]]) -> None:
        """Note every reference in (field, value) pairs; the names are fetched when the first is asked for."""
        for name, value in data:
            field: Any = model._meta.get_field(name)
            if not field.is_relation or value in (None, "", []) or isinstance(value, Mapping):
                continue
            if isinstance(value, list) and field.one_to_many:
                for row in value:
                    self.learn(field.related_model, row.items())
            else:
                ids = value if isinstance(value, list) else [value]
                self._wanted.setdefault(field.related_model, set()).update(int(i) for i in ids if str(i).isdecimal())

    def of(self, model: type[models.Model], pk: Any) -> str:
        if model not in self._found:
            queryset = model._default_manager.filter(pk__in=self._wanted.get(model, set()) | {int(pk)})
            if hasattr(model, "scope"):
                queryset = visible_to(queryset, self.user) if self.user is not None else queryset.none()
            self._found[model] = {o.pk: str(o) for o in queryset}
        return self._found[model].get(int(pk), "(không hiện tên)")


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


def said(model: type[models.Model], name: str, value: Any, names: Names | None = None) -> str:
    """One value of plain data in words: names for ids, Vietnamese figures and dates, "–" for nothing."""
    if isinstance(value, Mapping) and "enc" in value:
        return HIDDEN
    if value in (None, "", []):
        return DASH
    field: Any = model._meta.get_field(name)
    if isinstance(field, EncryptedText):  # an identity number: its last four signs at most, whoever reads
        return f"••••{str(value)[-4:]}"
    if isinstance(value, list) and field.one_to_many:
        return "; ".join(_line(field.related_model, row, names) for row in value)
    if field.is_relation:
        return _named(field, value, names)
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


def _named(field: Any, value: Any, names: Names | None) -> str:
    ids = value if isinstance(value, list) else [value]
    if names is not None:
        return ", ".join(names.of(field.related_model, pk) for pk in ids)
    return ", ".join(str(o) for o in field.related_model._default_manager.filter(pk__in=ids)) or str(value)


def _line(model: type[models.Model], row: Mapping[str, Any], names: Names | None) -> str:
    words = [said(model, name, value, names) for name, value in row.items() if value not in (None, "", False)]
    return " · ".join(words)
