"""A row that names a record that is there: what it says of it, and how the record's parts are known again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Again:
    """What a row that names a record by Mã says of it (again.py).

    `record` (None: there is none for this user) as it stood at `version` when the row was checked; `changes` is what
    the door takes, {} = nothing changes; `shown` is (head, before, after) of each cell that differs; `stale`: the
    record moved on since the file was made; `propose`: it is approved, so that the changes are proposed.
    """

    record: Any = None
    version: int = 0
    changes: dict[str, Any] = field(default_factory=dict)
    shown: list[tuple[str, str, str]] = field(default_factory=list)
    stale: bool = False
    propose: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """How rows of a child relation are known again when their cell changed: by `key` (none: by their order).
    `follows` {field: other}: a field that is new only when the other is, however it is written.
    """

    key: tuple[str, ...] = ()
    follows: Mapping[str, str] = field(default_factory=dict)
