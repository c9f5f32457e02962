"""What a change did, in sentences: a field from this to that, a row of a list added, dropped, or changed in part."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from .models import Tracked
from .words import DASH, label_of, said

Namer = Callable[[type[models.Model], Any], str] | None
Row = dict[str, Any]
MOST = 12
"""Rows of a list that are told one by one; the rest are counted."""


def told(
    model: type[Tracked], name: str, before: Any, after: Any, legends: Mapping[str, str], namer: Namer = None
) -> list[str]:
    """The sentences of one field or child relation that changed from `before` to `after`."""
    label = label_of(model, name, legends)
    if isinstance(before, Mapping):
        return [f"{label} {said(model, name, before)}"]
    field: Any = model._meta.get_field(name)
    if field.one_to_many:
        rows = _rows(field.related_model, before or [], after or [], namer)
        told_rows = [f"{label}: {words}" for words in rows[:MOST]]
        return told_rows + ([f"{label}: và {len(rows) - MOST} dòng khác"] if len(rows) > MOST else [])
    return [f"{label} {_moved(said(model, name, before, namer), said(model, name, after, namer))}"]


def _moved(old: str, new: str) -> str:
    if old == DASH:
        return f"thành {new}"
    return f"bỏ {old}" if new == DASH else f"từ {old} thành {new}"


def _rows(model: type[models.Model], before: list[Row], after: list[Row], namer: Namer) -> list[str]:
    old, new = list(before), list(after)
    for row in before:
        if row in new:
            old.remove(row)
            new.remove(row)
    pairs = _pairs(old, new)
    found = []
    for one, other in pairs:
        changed = [n for n in {**one, **other} if one.get(n) != other.get(n)]
        parts = [
            f"{_small(model, n)} {_moved(said(model, n, one.get(n), namer), said(model, n, other.get(n), namer))}"
            for n in changed
        ]
        found.append(f"{_called(model, one, other, namer)}{', '.join(parts)}")
    gone = [row for row in old if not any(row is one for one, _ in pairs)]
    come = [row for row in new if not any(row is other for _, other in pairs)]
    found += [f"thêm {_line(model, row, namer)}" for row in come]
    return found + [f"bỏ {_line(model, row, namer)}" for row in gone]


def _pairs(old: list[Row], new: list[Row]) -> list[tuple[Row, Row]]:
    """Rows that are the same one changed in part: those that share most of what they say, at the same place first."""
    free, found = list(new), []
    for at, row in enumerate(old):
        shared = [(sum(_says(v) and row.get(n) == v for n, v in o.items()), new.index(o) == at, o) for o in free]
        nobody: tuple[int, bool, Row] = (0, False, {})
        best = max(shared, key=lambda one: one[:2], default=nobody)
        if best[0] or (best[1] and len(old) == len(new) == 1):
            found.append((row, best[2]))
            free = [other for other in free if other is not best[2]]
    return found


def _says(value: Any) -> bool:
    return value not in (None, "", False, [])


def _called(model: type[models.Model], one: Row, other: Row, namer: Namer) -> str:
    """What a changed row is told by: the first that it says and that stayed."""
    for name, value in one.items():
        if _says(value) and other.get(name) == value:
            field: Any = model._meta.get_field(name)
            if field.is_relation or isinstance(field, models.CharField) and not field.choices:
                return f"{said(model, name, value, namer)}: "
    return ""


def _line(model: type[models.Model], row: Row, namer: Namer) -> str:
    return " · ".join(said(model, name, value, namer) for name, value in row.items() if _says(value)) or DASH


def _small(model: type[models.Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name))
