"""Sheets as JSON and back, so that a batch can wait for days: every cell keeps its type."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from danvan.sheets import Cell, Merged, Note, Sheet


def freeze(sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    """All of each sheet."""
    return [
        {
            "name": sheet.name, "hidden": sheet.hidden, "hidden_rows": sorted(sheet.hidden_rows),
            "hidden_columns": sorted(sheet.hidden_columns), "merged": [list(found) for found in sheet.merged],
            "date1904": sheet.date1904, "notes": [list(note) for note in sheet.notes],
            "rows": [[_put(value) for value in row] for row in sheet.rows],
        }
        for sheet in sheets
    ]  # fmt: skip


def thaw(stored: Sequence[dict[str, Any]]) -> list[Sheet]:
    return [
        Sheet(
            name=one["name"], rows=[[_take(value) for value in row] for row in one["rows"]], hidden=one["hidden"],
            hidden_rows=frozenset(one["hidden_rows"]), notes=tuple(Note(*note) for note in one["notes"]),
            hidden_columns=frozenset(one["hidden_columns"]), merged=tuple(Merged(*found) for found in one["merged"]),
            date1904=one["date1904"],
        )
        for one in stored
    ]  # fmt: skip


def _put(value: Cell) -> Any:
    if isinstance(value, Decimal):
        return {"n": str(value)}
    if isinstance(value, datetime.datetime):
        return {"t": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"d": value.isoformat()}
    return value


def _take(value: Any) -> Cell:
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]
    ((kind, written),) = value.items()
    if kind == "n":
        return Decimal(written)
    return datetime.datetime.fromisoformat(written) if kind == "t" else datetime.date.fromisoformat(written)
