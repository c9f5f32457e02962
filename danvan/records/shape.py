"""The plain data of a tracked object: its shape, its values, and what is said when data does not fit.

{field: value, …, child relation: [{field: value, …}, …]}: foreign keys as ids, many-to-many as lists of ids, dates
as ISO text, decimals as text.
"""

import datetime
from decimal import Decimal
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
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return value


def child_fields(model: Tracked | type[Tracked], relation: str) -> list[models.Field[Any, Any]]:
    """The written fields of a child relation: all but its key and the link to its owner."""
    related: Any = model._meta.get_field(relation)
    return [
        f for f in related.related_model._meta.concrete_fields if not f.primary_key and f.name != related.field.name
    ]
