"""The kind as a resource of django-import-export: reads and binds every row; what writes is the door, afterwards."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field
from tablib import Dataset

from danvan.lib.errors import Unreadable
from danvan.resources import CellWidget, SafeResource
from danvan.sheets import as_date

from .cells import is_empty, sound
from .kind import Column, ImportKind, Row
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
            if column.required and is_empty(row[column.key]):
                instance.fault(column.key, "Ô này không được để trống.")
                continue
            try:
                instance.values[column.key] = read_cell(instance, column)
            except (Unreadable, ValidationError) as error:
                instance.refuse(column.key, error)

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
        return column.read(as_date(sound(value), date1904=sheet.date1904, habits=sheet.habits.get(column.key)))
    return column.read(value)


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
