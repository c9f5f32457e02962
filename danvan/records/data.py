"""A tracked object as plain data and back: what forms, imports, corrections and the journal all pass around.

The shape is that of `shape.py`; `write` takes model instances and dates too. What may be written is decided in
`preparing.py`.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from . import constraints
from .known import Known
from .models import Tracked
from .preparing import Prepared, prepare, values
from .shape import Data, Invalid, Refused, child_fields, plain

__all__ = [
    "Data", "Invalid", "Refused", "changed", "child_fields", "plain", "read", "rehearse", "require_unique", "store",
    "write",
]  # fmt: skip


def read(instance: Tracked) -> Data:
    """The object with its children as plain data."""
    data: Data = {}
    for name in instance.data_fields:
        field: Any = instance._meta.get_field(name)
        if isinstance(field, models.ManyToManyField):
            data[name] = sorted(getattr(instance, name).values_list("pk", flat=True)) if instance.pk else []
        else:
            data[name] = plain(getattr(instance, field.attname))
    for name in instance.children:
        rows = getattr(instance, name).all() if instance.pk else []
        data[name] = [values(row, child_fields(type(instance), name)) for row in rows]
    return data


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Data:
    """{field: [before, after]} where they differ."""
    return {k: [before.get(k), after.get(k)] for k in {**before, **after} if before.get(k) != after.get(k)}


def write(instance: Tracked, data: Mapping[str, Any], known: Known | None = None) -> None:
    """Set, validate and store the object with the children that `data` names; others stay as they are.

    Raises Invalid with every fault at its place; nothing is stored then (the caller holds the transaction).
    """
    store(prepare(instance, data, known))


def store(prepared: Prepared) -> None:
    """Save what was prepared, in the caller's transaction."""
    instance = prepared.instance
    new = instance._state.adding
    instance.save()
    for name, rows in prepared.many.items():
        if not new:
            getattr(instance, name).set(rows)
        elif rows:
            getattr(instance, name).add(*rows)
    for name, rows in prepared.children.items():
        _replace(instance, name, rows, new)
    instance._prefetched_objects_cache = {}


def require_unique(instance: Tracked) -> None:
    """Raises Invalid where the object, not stored yet, would break a constraint by now."""
    try:
        constraints.validate(instance, set(), Known())
    except ValidationError as error:
        raise Invalid(error.message_dict) from error


def rehearse(instance: Tracked, data: Mapping[str, Any]) -> Data:
    """The plain data that `write` would store; raises Invalid like it. Changes `instance` in memory only."""
    wanted = prepare(instance, data).data()
    for name in data:
        if name not in wanted:
            field: Any = instance._meta.get_field(name)
            wanted[name] = plain(getattr(instance, field.attname))
    return wanted


def _replace(instance: Tracked, relation: str, rows: list[models.Model], new: bool) -> None:
    """The rows instead of those that stand there. A new instance has none: nothing is read or deleted for it."""
    manager = getattr(instance, relation)
    if not new:
        fields = child_fields(type(instance), relation)
        if [values(r, fields) for r in manager.all()] == [values(r, fields) for r in rows]:
            return
        manager.all().delete()
    related: Any = instance._meta.get_field(relation)
    for row in rows:
        setattr(row, related.field.name, instance)
    related.related_model._default_manager.bulk_create(rows)
