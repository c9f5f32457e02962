"""Taking the demo away: every row of every table, for a database that holds the demo holds nothing else.

Approved records, the journal and the effect rows are protected by the database's triggers, which step aside for this
one transaction and stand again when it ends, whether it succeeds or not.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.files.storage import FileSystemStorage, Storage
from django.db import connection, models, transaction

from danvan.figures.effects import bump
from danvan.records import guards
from movements.catalogue import install
from movements.models import Indicator

from .build import State, require_debug, state

# What Django itself fills in, and the counter that caches hang on: it only ever goes up.
KEPT = frozenset({"contenttypes.contenttype", "auth.permission", "figures.dataversion"})


def tables() -> Iterator[type[models.Model]]:
    """The models whose rows are the demo's, with the tables between them."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in KEPT:
            yield model


def remove() -> bool:
    """Empty the database of the demo; whether there was one. Raises DemoRefused when a real user was added."""
    require_debug()
    if state() is State.EMPTY:
        return False
    files = list(_files())
    with transaction.atomic():
        connection.check_constraints()  # PostgreSQL drops no trigger while a check of the same table is due
        guards.remove()
        with connection.cursor() as cursor:
            present = set(connection.introspection.table_names(cursor))
            # In any order: foreign keys are checked at the end, here below.
            for model in tables():
                if model._meta.db_table in present:
                    cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
        install(Indicator)  # the catalogue comes with the tables, not with the demo
        bump()
        connection.check_constraints()
        guards.install()
    for storage, name in files:
        storage.delete(name)
    return True


def _files() -> Iterator[tuple[Storage, str]]:
    """Uploaded files that rows of the demo name."""
    for model in tables():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField) and isinstance(field.storage, FileSystemStorage):
                rows: Any = model._default_manager.exclude(**{field.name: ""})
                for name in rows.values_list(field.name, flat=True):
                    yield field.storage, name
