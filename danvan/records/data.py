"""A tracked object as plain data and back: what forms, imports, corrections and the journal all pass around.

The shape is {field: value, …, child relation: [{field: value, …}, …]}: foreign keys as ids, many-to-many as lists
of ids, dates as ISO text, decimals as text. `write` takes the same shape (model instances and dates too).
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from .models import Tracked, normalise

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
        data[name] = [{f.name: plain(getattr(row, f.attname)) for f in child_fields(instance, name)} for row in rows]
    return data


def plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return value


def child_fields(instance: Tracked, relation: str) -> list[models.Field[Any, Any]]:
    """The written fields of a child relation: all but its key and the link to its owner."""
    related: Any = instance._meta.get_field(relation)
    return [
        f for f in related.related_model._meta.concrete_fields if not f.primary_key and f.name != related.field.name
    ]


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Data:
    """{field: [before, after]} where they differ."""
    return {k: [before.get(k), after.get(k)] for k in {**before, **after} if before.get(k) != after.get(k)}


def write(instance: Tracked, data: Mapping[str, Any]) -> None:
    """Set, validate and store the object with the children that `data` names; others stay as they are.

    Raises Invalid with every fault at its place; nothing is stored then (the caller holds the transaction).
    """
    many, children = _prepare(instance, data)
    new = instance._state.adding
    instance.save()
    for name, values in many.items():
        if not new:
            getattr(instance, name).set(values)
        elif values:
            getattr(instance, name).add(*values)
    for name, rows in children.items():
        _replace(instance, name, rows, new)
    instance._prefetched_objects_cache = {}  # type: ignore[attr-defined]


def rehearse(instance: Tracked, data: Mapping[str, Any]) -> Data:
    """The plain data that `write` would store; raises Invalid like it. Changes `instance` in memory only."""
    many, children = _prepare(instance, data)
    wanted: Data = {}
    for name in data:
        if name in many:
            wanted[name] = sorted(many[name])
        elif name in children:
            fields = child_fields(instance, name)
            wanted[name] = [{f.name: plain(getattr(row, f.attname)) for f in fields} for row in children[name]]
        else:
            field: Any = instance._meta.get_field(name)
            wanted[name] = plain(getattr(instance, field.attname))
    return wanted


Prepared = tuple[dict[str, list[Any]], dict[str, list[models.Model]]]


def _prepare(instance: Tracked, data: Mapping[str, Any]) -> Prepared:
    errors: dict[str, list[str]] = {}
    many: dict[str, list[Any]] = {}
    for name, value in data.items():
        if name in instance.children:
            continue
        if name not in instance.data_fields:
            raise KeyError(f"{instance._meta.label} does not write {name!r}")
        field = instance._meta.get_field(name)
        if isinstance(field, models.ManyToManyField):
            many[name] = [plain(v) for v in value or []]
        else:
            _set(instance, field, value, errors, name)
    if not errors:
        try:
            instance.refresh_derived()
        except (AttributeError, models.ObjectDoesNotExist):
            pass  # a required part is missing: full_clean names it
    # Who wrote it is set by the services, never typed: no query asks whether they exist.
    _clean(instance, errors, "", exclude=[*errors, "created_by", "updated_by"])
    children = {name: _build(instance, name, data[name], errors) for name in instance.children if name in data}
    if not errors:
        try:
            instance.settle(children, many)
        except ValidationError as error:
            _gather(error, errors, "")
    if errors:
        raise Invalid(errors)
    return many, children


def _set(target: models.Model, field: Any, value: Any, errors: dict[str, list[str]], key: str) -> None:
    if isinstance(value, models.Model):
        setattr(target, field.name, value)
        return
    if value in (None, "") and field.null:
        value = None
    elif value is None and field.empty_strings_allowed:
        value = ""
    try:
        setattr(target, field.attname, field.to_python(value) if not field.is_relation else value)
    except ValidationError as error:
        errors[key] = error.messages


def _clean(target: models.Model, errors: dict[str, list[str]], prefix: str, exclude: list[str]) -> None:
    try:
        target.full_clean(exclude=exclude)
    except ValidationError as error:
        _gather(error, errors, prefix)


def _gather(error: ValidationError, errors: dict[str, list[str]], prefix: str) -> None:
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, messages in by_field.items():
        errors.setdefault(prefix + name, []).extend(messages)


def _build(instance: Tracked, relation: str, rows: Any, errors: dict[str, list[str]]) -> list[models.Model]:
    related: Any = instance._meta.get_field(relation)
    link = related.field.name
    built = []
    for index, row in enumerate(rows):
        child = related.related_model(**{link: instance})
        key = f"{relation}.{index}."
        faults: dict[str, list[str]] = {}
        for field in child_fields(instance, relation):
            if field.name in row:
                _set(child, field, row[field.name], faults, field.name)
        normalise(child)
        exclude = [link, *faults]
        try:
            child.clean_fields(exclude=exclude)
            child.clean()
            child.validate_constraints(exclude=exclude)
        except ValidationError as error:
            _gather(error, faults, "")
        errors.update({key + name: messages for name, messages in faults.items()})
        built.append(child)
    return built


def _replace(instance: Tracked, relation: str, rows: list[models.Model], new: bool) -> None:
    """The rows instead of those that stand there. A new instance has none: nothing is read or deleted for it."""
    manager = getattr(instance, relation)
    if not new:
        fields = [f.attname for f in child_fields(instance, relation)]
        have = [[plain(getattr(r, f)) for f in fields] for r in manager.all()]
        if have == [[plain(getattr(r, f)) for f in fields] for r in rows]:
            return
        manager.all().delete()
    related: Any = instance._meta.get_field(relation)
    for row in rows:
        setattr(row, related.field.name, instance)
    related.related_model._default_manager.bulk_create(rows)
