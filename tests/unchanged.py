"""A refused write leaves every table as it was: compared value by value, not only by counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

OTHERS = {"auth", "axes", "contenttypes", "django_tasks_database", "sessions"}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the project, link tables too, as the database holds it.

    Read past the ORM: a test of refusals looks at all tables twice for each refusal.
    """
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")  # noqa: S608 (our models)
            found[table] = cursor.fetchall()
    return found


@cache
def tables() -> tuple[str, ...]:
    models = apps.get_models(include_auto_created=True)
    return tuple(sorted({m._meta.db_table for m in models if m._meta.managed and m._meta.app_label not in OTHERS}))


@contextmanager
def refuses(*errors: type[BaseException]) -> Iterator[pytest.ExceptionInfo[BaseException]]:
    """The block raises one of `errors` and changes no row of any table."""
    before = everything()
    with pytest.raises(errors) as caught:
        yield caught
    after = everything()
    assert after == before, {name: rows for name, rows in after.items() if rows != before[name]}
