"""The names of what plain data points at, as they were then: one query, however many values and models name it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, CharField, TextField, Value
from django.db.models.functions import Cast

from danvan.accounts.scoping import visible_to
from danvan.audit.models import Entry

UNSEEN = "(không hiện tên)"
SAID = ("name", "kind", "head", "year", "full_name", "username")
"""The columns that a thing's `str()` may read: a thing is named from these alone, without its row."""


class Names:
    """What stands in a scope (a household) is named only to those who see it; without a user it is not named at all.

    First `learn` (or `want`) everything, then ask `of`; what was learned later is not named.
    """

    def __init__(self, user: Any = None) -> None:
        self.user = user
        self._wanted: dict[type[models.Model], set[int]] = {}
        self._found: dict[tuple[str, int], dict[str, Any]] | None = None
        self._changed: dict[tuple[str, int], list[tuple[int, dict[str, Any]]]] = {}

    def learn(self, model: type[models.Model], data: Iterable[tuple[str, Any]]) -> None:
        """Note every reference in (field, value) pairs."""
        for name, value in data:
            field: Any = model._meta.get_field(name)
            if not field.is_relation or value in (None, "", []) or isinstance(value, Mapping):
                continue
            if isinstance(value, list) and field.one_to_many:
                for row in value:
                    self.learn(field.related_model, row.items())
            else:
                self.want(field.related_model, value if isinstance(value, list) else [value])

    def want(self, model: type[models.Model], ids: Iterable[Any]) -> None:
        self._wanted.setdefault(model, set()).update(int(i) for i in ids if str(i).isdecimal())

    def of(self, model: type[models.Model], pk: Any, seq: int | None = None) -> str:
        """The name now, or as it was when the journal's entry `seq` was written."""
        if self._found is None:
            self._read()
        key = (model._meta.label_lower, int(pk))
        values = (self._found or {}).get(key)
        if values is None:
            return UNSEEN
        later = sorted(self._changed.get(key, ()), key=_seq, reverse=True) if seq is not None else ()
        for at, before in later:  # back through its renamings to the moment asked for
            if at > (seq or 0):
                values = {**values, **before}
        return str(model(**values))

    def _read(self) -> None:
        self._found = {}
        wanted = {model: ids for model, ids in self._wanted.items() if ids}
        branches = [self._branch(model, ids) for model, ids in wanted.items()]
        if not branches:
            return
        labels = {model._meta.label_lower: model for model in wanted}
        branches.append(_changes_of(wanted))
        for tag, pk, record_id, *texts in branches[0].union(*branches[1:], all=True):
            if tag in labels:
                known = {f.name for f in labels[tag]._meta.concrete_fields}
                self._found[tag, pk] = {n: t for n, t in zip(SAID, texts, strict=True) if n in known and t is not None}
            else:  # an entry: its number, its record, what it changed
                self._note(labels[tag.removeprefix("entry:")], record_id, pk, json.loads(texts[0]))

    def _branch(self, model: type[models.Model], ids: set[int]) -> models.QuerySet[Any]:
        rows = model._default_manager.filter(pk__in=ids).order_by()
        if hasattr(model, "scope"):
            rows = visible_to(rows, self.user) if self.user is not None else rows.none()
        known = {field.name for field in model._meta.concrete_fields}
        texts = {f"x_{n}": Cast(n if n in known else Value(None), TextField()) for n in SAID}
        none = Cast(Value(None), BigIntegerField())
        tag = Value(model._meta.label_lower, output_field=CharField())
        return rows.annotate(x_tag=tag, x_of=none, **texts).values_list("x_tag", "pk", "x_of", *texts)

    def _note(self, model: type[models.Model], record_id: int, seq: int, changes: dict[str, Any]) -> None:
        """The name that stood before an entry, of the columns that names are made of."""
        before = {n: v[0] for n, v in changes.items() if n in SAID and isinstance(v, list) and len(v) == 2}
        if before:
            self._changed.setdefault((model._meta.label_lower, record_id), []).append((seq, before))


def _seq(change: tuple[int, Any]) -> int:
    return change[0]


def _changes_of(wanted: Mapping[type[models.Model], set[int]]) -> models.QuerySet[Any]:
    """The entries that changed a name since, in the columns of `Names._branch`."""
    found = models.Q(pk__in=())
    for model, ids in wanted.items():
        found |= models.Q(record_type=model._meta.label_lower, record_id__in=ids)
    renamed = models.Q(changes__contains='"name":[') | models.Q(changes__contains='"full_name":[')
    texts = {f"x_{n}": Cast(Value(None), TextField()) for n in SAID[1:]}
    tag = models.functions.Concat(Value("entry:"), "record_type", output_field=CharField())
    rows = Entry.objects.filter(found, renamed, action__in=("update", "correct")).order_by()
    return rows.annotate(x_tag=tag, **texts).values_list("x_tag", "seq", "record_id", "changes", *texts)
