"""What a record points at: nobody names a household, a model or whatever else has a scope that they cannot see.

Forms offer visible rows only; a key posted by hand, an import or a proposed correction comes through here.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.db.models import Model

from .known import Known
from .models import Tracked
from .shape import Invalid, child_fields, plain

UNKNOWN = "Không có lựa chọn này trong phạm vi của bạn."


def require_visible(
    actor: Any, instance: Tracked, data: Mapping[str, Any], before: Mapping[str, Any], known: Known | None = None
) -> None:
    """Refuse references in `data` to rows that the actor cannot see, other than those that stood in `before`.

    Raises Invalid at the fields, with the words that a row which does not exist would get.
    """
    known = known or Known()
    kept = {(model, pk) for _, model, pk in references(type(instance), before) if hasattr(model, "scope")}
    errors: dict[str, list[str]] = {}
    for place, model, pk in references(type(instance), data):
        if hasattr(model, "scope") and (model, pk) not in kept and not known.sees(actor, model, pk):
            errors[place] = [UNKNOWN]
    if errors:
        raise Invalid(errors)


def references(owner: type[Tracked], data: Mapping[str, Any]) -> Iterator[tuple[str, type[Model], int]]:
    """(place, model, id) of every row that the data names; what is no number is left to validation."""
    own, of_children = _links(owner)
    for field in own:
        if field.name in data:
            yield from _reference(field.name, field, data[field.name])
    for name, fields in of_children:
        for index, row in enumerate(data.get(name) or ()):
            for field in fields:
                if field.name in row:
                    yield from _reference(f"{name}.{index}.{field.name}", field, row[field.name])


@cache
def _links(owner: type[Tracked]) -> tuple[list[Any], list[tuple[str, list[Any]]]]:
    """The written fields that point at rows: the owner's own, and those of each child relation."""
    fields = [owner._meta.get_field(name) for name in owner.data_fields]
    children = [(name, [f for f in child_fields(owner, name) if f.is_relation]) for name in owner.children]
    return [f for f in fields if f.is_relation], children


def _reference(place: str, field: Any, value: Any) -> Iterator[tuple[str, type[Model], int]]:
    for one in value if isinstance(value, list | tuple) else [value]:
        pk = plain(one)
        if isinstance(pk, int) or (isinstance(pk, str) and pk.isdecimal()):
            yield place, field.related_model, int(pk)
