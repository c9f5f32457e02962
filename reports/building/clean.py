"""Text made fit for every renderer: NFC, single spaces, no control or direction marks, whatever was stored."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from danvan.lib.text import clean as clean_text

T = TypeVar("T")


def clean(value: T) -> T:
    """A copy of a tree of dataclasses, tuples and strings with every string made fit by `danvan.lib.text.clean`."""
    return _clean(value)  # type: ignore[no-any-return]


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, tuple):
        return tuple(_clean(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _clean(getattr(value, field.name)) for field in fields(value)})
    return value
