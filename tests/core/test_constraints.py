"""Constraints read in memory say what the database says, for every constraint of the project and every value."""

import itertools
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Model, Q, UniqueConstraint
from django.db.models.functions import Lower

from danvan.records import constraints
from danvan.records.known import Known
from danvan.records.models import Tracked
from tests.unchanged import tables

OURS = [m for m in apps.get_models() if m._meta.db_table in tables()]
CHECKS = [(m, c) for m in OURS for c in m._meta.constraints if isinstance(c, CheckConstraint)]
WORDS = ("", "loan", "grant", "house_new", "withdrawn")
NUMBERS = (-1, 0, 1, 10**15, 10**15 + 1)


def rule(model: type[Model], name: str) -> constraints.Rule:
    return next(rule for rule in constraints.rules(model) if rule.constraint.name == name)


def pool(model: type[Model], name: str) -> tuple[Any, ...]:
    field: Any = model._meta.get_field(name)
    texts = field.get_internal_type() in ("CharField", "TextField")
    return (None, *(WORDS if texts else NUMBERS))


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "check"), CHECKS, ids=[c.name for _, c in CHECKS])
def test_a_check_decides_as_the_database_does(model, check):
    read = rule(model, check.name)
    assert read.holds is not None, "left to the database: a query a row"
    names = sorted(read.reads)
    for values in itertools.product(*(pool(model, name) for name in names)):
        columns = [model._meta.get_field(name).attname for name in names]
        target = model(**dict(zip(columns, values, strict=True)))
        try:
            check.validate(model, target)
            passes = True
        except ValidationError:
            passes = False
        assert (read.holds(target) is not False) is passes, (names, values)


def test_every_unique_constraint_of_a_record_is_read_in_memory():
    for model in OURS:
        if issubclass(model, Tracked):
            found = {c.name for c in model._meta.constraints if isinstance(c, UniqueConstraint)}
            assert {read.constraint.name for read in constraints.unique(model)} == found


@pytest.mark.parametrize("condition", [Q(note=Lower("search")), Q(note__regex="x"), Q(note="a") ^ Q(note="b")])
def test_what_cannot_be_read_is_left_to_the_database(condition):
    from movements.models import Activity

    left = constraints._rule(Activity, CheckConstraint(condition=condition, name="beyond"))
    assert left.holds is None and not left.columns


def test_a_fault_of_an_excluded_field_is_not_said_twice(cast):
    from beneficiaries.models import Support

    support = Support(kind="loan", form="gift")
    with pytest.raises(ValidationError):
        constraints.validate(support, set(), Known())
    constraints.validate(support, {"form"}, Known())
