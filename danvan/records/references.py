"""What a record points at: nobody names a household, a model or whatever else has a scope that they cannot see.

Forms offer visible rows only; a key posted by hand, an import or a proposed correction comes through here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from danvan.accounts.scoping import visible_to

from .data import Invalid, child_fields, plain
from .models import Tracked

UNKNOWN = "Không có lựa chọn này trong phạm vi của bạn."


def require_visible(actor: Any, instance: Tracked, data: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Refuse references in `data` to rows that the actor cannot see, other than those that stood in `before`.

    Raises Invalid at the fields, with the words that a row which does not exist would get.
    """
    kept = {(model, pk) for _, model, pk in _references(instance, before)}
    errors: dict[str, list[str]] = {}
    for place, model, pk in _references(instance, data):
        if (model, pk) not in kept and not visible_to(model._default_manager.filter(pk=pk), actor).exists():
            errors[place] = [UNKNOWN]
    if errors:
        raise Invalid(errors)


def _references(instance: Tracked, data: Mapping[str, Any]) -> Iterator[tuple[str, type[Tracked], Any]]:
    """(place, model, id) of every row with a scope that the data names; what is no number is left to validation."""
    for name in data:
        if name in instance.children:
            for field in child_fields(instance, name):
                for index, row in enumerate(data[name] or []):
                    yield from _reference(f"{name}.{index}.{field.name}", field, row.get(field.name))
        elif name in instance.data_fields:
            yield from _reference(name, instance._meta.get_field(name), data[name])


def _reference(place: str, field: Any, value: Any) -> Iterator[tuple[str, type[Tracked], Any]]:
    model = field.related_model
    if not (isinstance(model, type) and hasattr(model, "scope")):
        return
    for one in value if isinstance(value, list | tuple) else [value]:
        pk = plain(one)
        if isinstance(pk, int) or (isinstance(pk, str) and pk.isdecimal()):
            yield place, model, int(pk)
