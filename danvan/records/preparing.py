"""Plain data laid onto an object and held against its model's rules, in memory: nothing is stored here.

`begin` sets and cleans the object's own fields; `finish` holds it against its constraints and does the children. In
between, the bulk door reads at once what the constraints of many objects will ask (`Known`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import models

from . import constraints
from .known import Known
from .models import Tracked, normalise
from .shape import Data, Invalid, asks_unique, child_fields, links, plain, set_by_us

AUTHORS = frozenset({"created_by", "updated_by"})
"""Set by the services, never typed: no query asks whether they exist."""
Faults = dict[str, list[str]]


@dataclass(slots=True)
class Prepared:
    """An object that may be stored with the children and many-to-many rows that its data named, and no others."""

    instance: Any
    many: dict[str, list[Any]] = field(default_factory=dict)
    children: dict[str, list[Any]] = field(default_factory=dict)

    def data(self) -> Data:
        """The plain data that will be stored, of all that was named."""
        return {
            **{name: sorted(row.pk for row in rows) for name, rows in self.many.items()},
            **{name: [values(row, fields) for row in rows] for name, rows, fields in self._children()},
        }

    def whole(self) -> Data:
        """The plain data of a new object: like `data.read` of it once it is stored."""
        instance, many = self.instance, self.data()
        found: Data = {}
        for name in (*instance.data_fields, *instance.children):
            one = instance._meta.get_field(name)
            found[name] = (
                many.get(name, []) if one.many_to_many or one.one_to_many else plain(getattr(instance, one.attname))
            )
        return found

    def _children(self) -> list[tuple[str, list[Any], tuple[Any, ...]]]:
        owner: type[Tracked] = type(self.instance)
        return [(name, rows, child_fields(owner, name)) for name, rows in self.children.items()]


@dataclass(slots=True)
class Draft:
    """Between `begin` and `finish`: what was found so far."""

    prepared: Prepared
    data: Mapping[str, Any]
    errors: Faults


def values(row: models.Model, fields: Iterable[Any]) -> Data:
    return {f.name: plain(getattr(row, f.attname)) for f in fields}


def prepare(instance: Tracked, data: Mapping[str, Any], known: Known | None = None) -> Prepared:
    """Raises Invalid with every fault at its place; `instance` is changed in memory only."""
    known = known or Known()
    return finish(begin(instance, data, known), known)


def begin(instance: Tracked, data: Mapping[str, Any], known: Known) -> Draft:
    """The object's own fields and links. Raises KeyError for a field that the door does not write."""
    errors: Faults = {}
    prepared = Prepared(instance)
    for name, value in data.items():
        if name in instance.children:
            continue
        if name not in instance.data_fields:
            raise KeyError(f"{instance._meta.label} does not write {name!r}")
        one: Any = instance._meta.get_field(name)
        if one.many_to_many:
            prepared.many[name] = _linked(one, value, known, errors)
        else:
            _set(instance, one, value, errors)
    found, missing = _attach(instance, known, AUTHORS | errors.keys())
    if not errors and not missing:
        try:
            instance.refresh_derived()
        except (AttributeError, ObjectDoesNotExist):
            pass  # a required part is missing: clean_fields names it
    try:
        _clean_fields(instance, AUTHORS | errors.keys(), found, missing)
    except ValidationError as error:
        _gather(error, errors, "")
    try:
        instance.clean()
    except ValidationError as error:
        _gather(error, errors, "")
    return Draft(prepared, data, errors)


def finish(draft: Draft, known: Known) -> Prepared:
    """The constraints, the children and what binds them together. Raises Invalid."""
    prepared, errors = draft.prepared, draft.errors
    instance: Tracked = prepared.instance
    exclude = AUTHORS | errors.keys()
    try:
        if asks_unique(type(instance)):
            instance.validate_unique(exclude)
    except ValidationError as error:
        _gather(error, errors, "")
    try:
        constraints.validate(instance, exclude, known)
    except ValidationError as error:
        _gather(error, errors, "")
    for name in instance.children:
        if name in draft.data:
            prepared.children[name] = _build(instance, name, draft.data[name], errors, known)
    if not errors:
        try:
            instance.settle(prepared.children, prepared.many)
        except ValidationError as error:
            _gather(error, errors, "")
    if errors:
        raise Invalid(errors)
    return prepared


def _set(target: models.Model, one: Any, value: Any, errors: Faults) -> None:
    value = plain(value) if one.is_relation else value
    if value in (None, "") and one.null:
        value = None
    elif value is None and one.empty_strings_allowed:
        value = ""
    try:
        setattr(target, one.attname, one.to_python(value))
    except ValidationError as error:
        errors[one.name] = error.messages


def _linked(one: Any, value: Any, known: Known, errors: Faults) -> list[Any]:
    """The rows that a many-to-many field names, each once."""
    model = one.related_model
    try:
        pks = dict.fromkeys(model._meta.pk.to_python(plain(v)) for v in value or [])
        rows = {pk: known.row(model, pk) for pk in pks}
    except ValidationError as error:
        errors[one.name] = error.messages
        return []
    lost = [pk for pk, row in rows.items() if row is None]
    if lost:
        errors[one.name] = _no_row(one, lost[0]).messages
    return [row for row in rows.values() if row is not None]


def _attach(target: models.Model, known: Known, exclude: Any) -> tuple[set[str], dict[str, ValidationError]]:
    """Hang on the rows that the foreign keys name: (fields whose row is there, the faults of those that name none)."""
    found: set[str] = set()
    missing: dict[str, ValidationError] = {}
    for one in links(type(target)):
        pk = getattr(target, one.attname)
        if pk is None or one.name in exclude:
            continue
        row = known.row(one.related_model, pk)
        if row is None:
            missing[one.name] = _no_row(one, pk)
            one.set_cached_value(target, None)  # whoever asks for it meets nothing, and no query
        else:
            found.add(one.name)
            if one.get_cached_value(target, default=None) is None:
                one.set_cached_value(target, row)
    return found, missing


def _no_row(one: Any, pk: Any) -> ValidationError:
    """The fault of a key that names no row, in Django's words."""
    says = models.ForeignKey.default_error_messages["invalid"]
    params = {"model": one.related_model._meta.verbose_name, "pk": pk, "field": "id", "value": pk}
    return ValidationError(says, code="invalid", params=params)


def _clean_fields(target: models.Model, exclude: Any, found: set[str], missing: dict[str, ValidationError]) -> None:
    """Like Django's, but that no query asks whether a row exists that is in hand, and what nobody typed is right."""
    faults: dict[str, Any] = {}
    try:
        target.clean_fields(exclude={*set_by_us(type(target)), *exclude, *found, *missing})
    except ValidationError as error:
        faults = error.update_error_dict(faults)
    faults.update({name: error.error_list for name, error in missing.items()})
    if faults:
        raise ValidationError(faults)


def _gather(error: ValidationError, errors: Faults, prefix: str) -> None:
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, messages in by_field.items():
        errors.setdefault(prefix + name, []).extend(messages)


def _build(instance: Tracked, relation: str, rows: Any, errors: Faults, known: Known) -> list[models.Model]:
    related: Any = instance._meta.get_field(relation)
    link, fields = related.field.name, child_fields(type(instance), relation)
    built = []
    for index, row in enumerate(rows):
        child = related.related_model()
        related.field.set_cached_value(child, instance)
        faults: Faults = {}
        for one in fields:
            if one.name in row:
                _set(child, one, row[one.name], faults)
        normalise(child)
        exclude = {link, *faults}
        found, missing = _attach(child, known, exclude)
        try:
            _clean_fields(child, exclude, found, missing)
            child.clean()
            constraints.validate(child, exclude, known)
        except ValidationError as error:
            _gather(error, faults, "")
        errors.update({f"{relation}.{index}.{name}": messages for name, messages in faults.items()})
        built.append(child)
    return built
