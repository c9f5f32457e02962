"""The kind as a resource of django-import-export: reads and binds every row; what writes is the door, afterwards."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field
from tablib import Dataset

from danvan.lib.errors import Unreadable
from danvan.lib.periods import PartialDate
from danvan.resources import CellWidget, SafeResource
from danvan.sheets import Cell, as_date

from .cells import as_text, days_like, is_empty, sound
from .faults import Unfit
from .kind import Column, Columns, ImportKind, Row
from .units import with_unit

Progress = Callable[[int], None]
STEP = 500
"""Rows between two words about the progress."""


class RowResource(SafeResource):
    """Rows of a table through the kind's readers and its `bind`; every fault stays on its row."""

    kind: ImportKind

    def __init__(self, rows: Sequence[Row], look: Any, progress: Progress | None = None) -> None:
        super().__init__()
        self.rows, self.look, self.progress = rows, look, progress
        self._known: dict[Any, tuple[Any, Any]] = {}  # one cell's text is read once a file: (value, error)
        self._next = iter(rows)

    def run(self) -> None:
        heads = [column.key for column in self.kind.columns]
        self.import_all(Dataset(*(list(row.cells.values()) for row in self.rows), headers=heads))

    def init_instance(self, row: Any = None) -> Row:
        return next(self._next)

    def import_instance(self, instance: Row, row: Any, **kwargs: Any) -> None:
        for column in self.kind.columns:
            if instance.faults and instance.unread(column.key):
                continue
            cell = row[column.key]
            known = (id(instance.place.columns), column.key, type(cell), cell)
            if known not in self._known:
                self._known[known] = self._read(instance, column, cell)
            value, error = self._known[known]
            if error is None:
                instance.values[column.key] = value
            else:
                instance.refuse(column.key, error)

    def _read(self, row: Row, column: Column, cell: Cell) -> tuple[Any, Any]:
        if column.required and is_empty(cell):
            return None, Unreadable("Ô này không được để trống.")
        try:
            return read_cell(row, column), None
        except (Unreadable, ValidationError) as error:
            return None, error

    def validate_instance(self, instance: Row, *args: Any, **kwargs: Any) -> None:
        self.kind.bind(instance, self.look)
        if instance.faults:
            raise ValidationError("")

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        if self.progress is not None and kwargs["row_number"] % STEP == 0:
            self.progress(kwargs["row_number"])


def read_cell(row: Row, column: Column) -> Any:
    """The typed value of a cell, with its head's unit and its column's habits. Raises Unreadable, ValidationError."""
    sheet, value = row.place.columns, row.cells.get(column.key)
    if column.key in sheet.units:
        value = with_unit(value, sheet.units[column.key], column.kind)
    if column.kind == "date" and not is_empty(value) and not isinstance(value, bool):
        return column.read(_day(sound(value), sheet, column))
    return column.read(value)


def _day(value: Cell, sheet: Columns, column: Column) -> PartialDate:
    try:
        return as_date(value, date1904=sheet.date1904, habits=sheet.habits.get(column.key))
    except Unreadable as error:
        raise Unfit(
            error.message, choices=[error.suggestion] if error.suggestion else days_like(as_text(value))
        ) from error


@lru_cache(maxsize=32)
def resource_for(kind: ImportKind) -> type[RowResource]:
    """The resource with the kind's columns as its declared fields."""
    keys = tuple(column.key for column in kind.columns)
    fields = {
        column.key: Field(attribute=column.key, column_name=column.key, widget=CellWidget(column.read))
        for column in kind.columns
    }
    meta = type("Meta", (), {"model": kind.model, "fields": keys, "import_order": keys})
    return type(f"{type(kind).__name__}Resource", (RowResource,), {**fields, "kind": kind, "Meta": meta})
