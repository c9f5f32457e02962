"""A model's constraints held against one object in memory: Django would ask the database once for each of them.

NULL is unknown, as in SQL, and what is unknown passes a check. A constraint of a shape that is not known here is
left to Django.
"""

import operator
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import BaseConstraint, CheckConstraint, Model, Q, UniqueConstraint

from .known import Known

_LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq, "gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le,
    "in": lambda value, choices: value in choices,
}  # fmt: skip


class Unreadable(Exception):
    """A condition that only the database can decide."""


def validate(target: Model, exclude: set[str], known: Known) -> None:
    """Raises ValidationError with every constraint that the object breaks, but those that read an excluded field.

    A fault stands at the field that the model names for the constraint (`said_at`), else about the whole.
    """
    errors: dict[str, Any] = {}
    said_at: dict[str, str] = getattr(target, "said_at", {})
    for model, constraints in target.get_constraints():
        for constraint in constraints:
            try:
                _one(model, constraint, target, exclude, known)
            except ValidationError as error:
                at = said_at.get(constraint.name, NON_FIELD_ERRORS)
                errors.setdefault(at, []).extend(error.error_list)
    if errors:
        raise ValidationError(errors)


def _one(model: type[Model], constraint: BaseConstraint, target: Model, exclude: set[str], known: Known) -> None:
    try:
        if isinstance(constraint, CheckConstraint):
            broken = not exclude & names(constraint.condition) and holds(constraint.condition, target) is False
        elif isinstance(constraint, UniqueConstraint):
            broken = not exclude & set(constraint.fields) and _stands_twice(model, constraint, target, known)
        else:
            raise Unreadable
    except Unreadable:
        constraint.validate(model, target, exclude=exclude)
        return
    if broken:
        raise ValidationError(constraint.get_violation_error_message(), code=constraint.violation_error_code)


def _stands_twice(model: type[Model], constraint: UniqueConstraint, target: Model, known: Known) -> bool:
    values = key(constraint, target)
    but = None if target._state.adding else target.pk
    return values is not None and known.taken(model, constraint, values, but)


def unique(model: type[Model]) -> Iterator[UniqueConstraint]:
    """The unique constraints of the model, but those whose keys only the database can read."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields and constraint.nulls_distinct is not False:
            yield constraint


def key(constraint: UniqueConstraint, target: Model) -> tuple[Any, ...] | None:
    """What the object holds of a unique constraint; None when it does not stand under it (NULL, or its condition)."""
    if not constraint.fields or constraint.nulls_distinct is False:
        raise Unreadable
    values = tuple(_value(target, name) for name in constraint.fields)
    if None in values or (constraint.condition and not holds(constraint.condition, target)):
        return None
    return values


def names(condition: Any) -> set[str]:
    """The fields that a condition reads."""
    if not isinstance(condition, Q):
        raise Unreadable
    found: set[str] = set()
    for child in condition.children:
        if isinstance(child, Q):
            found |= names(child)
        elif isinstance(child, tuple):
            found.add(child[0].partition("__")[0])
        else:
            raise Unreadable
    return found


def holds(condition: Any, target: Model) -> bool | None:
    """Whether the object meets the condition; None for unknown. Raises Unreadable for what is no plain comparison."""
    if not isinstance(condition, Q):
        raise Unreadable
    found = [holds(c, target) if isinstance(c, Q) else _compared(c, target) for c in condition.children]
    decides = {Q.AND: False, Q.OR: True}.get(condition.connector)
    if decides is None:
        raise Unreadable
    result = decides if decides in found else None if None in found else not decides
    return not result if condition.negated and result is not None else result


def _compared(child: Any, target: Model) -> bool | None:
    if not isinstance(child, tuple):
        raise Unreadable
    path, wanted = child
    name, _, lookup = path.partition("__")
    value = _value(target, name)
    if lookup == "isnull":
        return (value is None) is bool(wanted)
    compare = _LOOKUPS.get(lookup or "exact")
    if compare is None or hasattr(wanted, "resolve_expression") or isinstance(wanted, Model):
        raise Unreadable
    return None if value is None or wanted is None else compare(value, wanted)


def _value(target: Model, name: str) -> Any:
    field: Any = target._meta.get_field(name)
    return getattr(target, field.attname)
