"""The base of imports on django-import-export, whose defaults are unsafe (trust.md).

Its own defaults store rows that do not validate, take any column of the model from the file (an `approved` column set
the approval) and answer in English. Here the fields are declared, every instance is cleaned, the library itself writes
nothing (the door does, all rows or none, when no row has a fault), unexpected errors are raised instead of shown, and
what a person reads is a `Fault`: cell, value, reason.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from import_export import resources, widgets
from import_export.results import Result


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file: "Sheet!A2" ("" when it is the file itself), what stands there, and why."""

    cell: str
    value: str
    message: str


class CellWidget(widgets.Widget):
    """Reads one cell with `read`, which raises Unreadable or ValidationError in Vietnamese."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self.read = read

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self.read(value)


class SafeResource(resources.ModelResource):
    """Only declared fields; every fault of every row is gathered; writes nothing."""

    class Meta:
        clean_model_instances = True
        use_transactions = True
        skip_diff = True
        skip_unchanged = False
        report_skipped = False
        import_id_fields = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not self._meta.fields or set(self._meta.fields) != set(self.fields):
            raise ImproperlyConfigured(f"{type(self).__name__} must declare its fields and name each in Meta")
        if not (self._meta.clean_model_instances and self._meta.use_transactions):
            raise ImproperlyConfigured(f"{type(self).__name__} must clean instances and use transactions")

    def import_all(self, dataset: Any) -> Result:
        """Every row through the fields, without a transaction: nothing is written here, so no lock is held while
        thousands of rows are read. Unexpected errors are raised as they are: they are bugs, not faults of the file.
        """
        result = self.import_data(dataset, use_transactions=False, rollback_on_validation_errors=True)
        for broken in (*result.base_errors, *(error for row in result.error_rows for error in row.errors)):
            raise broken.error
        return result

    def get_or_init_instance(self, instance_loader: Any, row: Any) -> tuple[Any, bool]:
        """A row is always new: a file never changes what is stored."""
        return self.init_instance(row), True

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Rows are written through the services, never by the library."""

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Written with the instance."""

    def after_import(self, dataset: Any, result: Result, **kwargs: Any) -> None:
        """The library resets the database's sequences here, which other writers are using."""
