"""A model's constraints held against one object in memory: Django would ask the database once for each of them.

NULL is unknown, as in SQL, and what is unknown passes a check. A constraint of a shape that is not known here is
left to Django.
"""

import operator
from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import BaseConstraint, CheckConstraint, F, Model, Q, UniqueConstraint

from .known import Known

Holds = Callable[[Any], bool | None]
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq, "gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le,
    "in": lambda value, choices: value in choices,
}  # fmt: skip


class Unreadable(Exception):
    """A condition that only the database can decide."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A constraint as it is read here; without `holds` and `columns` Django decides."""

    constraint: BaseConstraint
    reads: frozenset[str] = frozenset()
    holds: Holds | None = None  # of a check; of a unique constraint its condition
    columns: tuple[str, ...] = ()

    def key(self, target: Model) -> tuple[Any, ...] | None:
        """What the object holds of a unique constraint; None when it does not stand under it (NULL, its condition)."""
        values = tuple([getattr(target, column) for column in self.columns])
        return None if None in values or (self.holds and not self.holds(target)) else values


def validate(target: Model, exclude: Set[str], known: Known) -> None:
    """Raises ValidationError with every constraint that the object breaks, but those that read an excluded field.

    A fault stands at the field that the model names for the constraint (`said_at`), else about the whole.
    """
    errors: dict[str, Any] = {}
    for rule in rules(type(target)):
        constraint = rule.constraint
        try:
            if not (rule.columns or rule.holds):
                constraint.validate(type(target), target, exclude=set(exclude))
            elif not exclude & rule.reads and _breaks(target, rule, known):
                says = constraint.get_violation_error_message()
                raise ValidationError(says, code=constraint.violation_error_code)
        except ValidationError as error:
            said_at: dict[str, str] = getattr(target, "said_at", {})
            errors.setdefault(said_at.get(constraint.name, NON_FIELD_ERRORS), []).extend(error.error_list)
    if errors:
        raise ValidationError(errors)


def _breaks(target: Model, rule: Rule, known: Known) -> bool:
    if rule.columns:
        key = rule.key(target)
        but = None if target._state.adding else target.pk
        return key is not None and known.taken(type(target), rule.constraint, key, but)
    return rule.holds is not None and rule.holds(target) is False


@cache
def rules(model: type[Model]) -> tuple[Rule, ...]:
    return tuple(_rule(model, constraint) for constraint in model._meta.constraints)


@cache
def unique(model: type[Model]) -> tuple[Rule, ...]:
    """The unique constraints of the model, but those that only Django can read."""
    return tuple(rule for rule in rules(model) if rule.columns)


def _rule(model: type[Model], constraint: BaseConstraint) -> Rule:
    try:
        if isinstance(constraint, CheckConstraint):
            names: set[str] = set()
            return Rule(constraint, holds=_condition(model, constraint.condition, names), reads=frozenset(names))
        if isinstance(constraint, UniqueConstraint) and constraint.fields and constraint.nulls_distinct is not False:
            holds = _condition(model, constraint.condition, set()) if constraint.condition else None
            columns = tuple(_column(model, name) for name in constraint.fields)
            return Rule(constraint, frozenset(constraint.fields), holds, columns)
    except Unreadable:
        pass
    return Rule(constraint)


def _condition(model: type[Model], condition: Any, names: set[str]) -> Holds:
    """A function of an object: whether it meets the condition, None for unknown. Notes the fields that are read."""
    if not isinstance(condition, Q) or condition.connector not in (Q.AND, Q.OR):
        raise Unreadable
    parts = [_condition(model, c, names) if isinstance(c, Q) else _comparison(model, c, names)
             for c in condition.children]  # fmt: skip
    decides, negated = condition.connector == Q.OR, condition.negated

    def holds(target: Any) -> bool | None:
        found: bool | None = not decides
        for part in parts:
            one = part(target)
            if one is decides:
                found = decides
                break
            if one is None:
                found = None
        return found if found is None else found is not negated

    return holds


def _comparison(model: type[Model], child: Any, names: set[str]) -> Holds:
    if not isinstance(child, tuple):
        raise Unreadable
    path, wanted = child
    name, _, lookup = path.partition("__")
    column = _column(model, name)
    names.add(name)
    if lookup == "isnull":
        return lambda target: (getattr(target, column) is None) is bool(wanted)
    compare = _COMPARISONS.get(lookup or "exact")
    other = wanted.name if isinstance(wanted, F) else ""  # type: ignore[attr-defined]
    if compare is not None and other and "__" not in other:
        return _of_two(compare, column, _column(model, other), names, other)
    if compare is None or wanted is None or hasattr(wanted, "resolve_expression") or isinstance(wanted, Model):
        raise Unreadable

    def compared(target: Any) -> bool | None:
        value = getattr(target, column)
        return None if value is None else compare(value, wanted)

    return compared


def _of_two(compare: Callable[[Any, Any], bool], one: str, other: str, names: set[str], name: str) -> Holds:
    names.add(name)

    def compared(target: Any) -> bool | None:
        left, right = getattr(target, one), getattr(target, other)
        return None if left is None or right is None else compare(left, right)

    return compared


def _column(model: type[Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.attname)
