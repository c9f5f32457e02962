"""The plain data of a tracked object: its shape, its values, and what is said when data does not fit.

{field: value, …, child relation: [{field: value, …}, …]}: foreign keys as ids, many-to-many as lists of ids, dates
as ISO text, decimals as text.
"""

import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models

from .models import Tracked

Data = dict[str, Any]


class Refused(Exception):
    """A write that was refused for a reason a person can act on; nothing was stored."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Invalid(Refused):
    """Faults by place: `errors` maps "field" or "child.index.field" (index from 0) to messages."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("; ".join(message for messages in errors.values() for message in messages))
        self.errors = errors


def plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return value


@cache
def child_fields(owner: type[Tracked], relation: str) -> tuple[Any, ...]:
    """The written fields of a child relation: all but its key, the link to its owner and what nobody types."""
    related: Any = owner._meta.get_field(relation)
    fields = related.related_model._meta.concrete_fields
    return tuple(f for f in fields if not f.primary_key and f.name != related.field.name and f.editable)


@cache
def links(model: type[models.Model]) -> tuple[Any, ...]:
    """The foreign keys of a model."""
    return tuple(f for f in model._meta.concrete_fields if f.is_relation)


@cache
def set_by_us(model: type[models.Model]) -> frozenset[str]:
    """The fields that nobody types: set by the services, or worked out from the others."""
    return frozenset(f.name for f in model._meta.concrete_fields if not f.editable)


@cache
def asks_unique(model: type[models.Model]) -> bool:
    """Whether some field but the key must be unique by itself (constraints are another matter)."""
    alone = any(f.unique and not f.primary_key for f in model._meta.concrete_fields)
    return alone or bool(model._meta.unique_together)
