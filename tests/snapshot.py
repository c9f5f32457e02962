"""Rows that many tests start from: written by the ORM once, then put back by one statement a table."""

import pickle
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, transaction

Rows = dict[tuple[Any, ...], None]


class Snapshot:
    """What a function added to the database, and what it returned.

    The rows keep their ids and moments; what was returned comes back as a fresh copy each time, so that no test meets
    what another did to it.
    """

    def __init__(self) -> None:
        self.taken = False
        self._inserts: list[tuple[str, list[tuple[Any, ...]]]] = []
        self._returned = b""

    def take(self, lay: Callable[[], Any]) -> Any:
        """Call `lay`, and keep what it wrote."""
        before = {table: _rows(table)[1] for table in _tables()}
        made = lay()
        for table in _tables():
            columns, rows = _rows(table)
            added = [row for row in rows if row not in before[table]]
            if added:
                names = ", ".join(connection.ops.quote_name(column) for column in columns)
                marks = ", ".join(["%s"] * len(columns))
                self._inserts.append((f"INSERT INTO {table} ({names}) VALUES ({marks})", added))  # noqa: S608
        self._returned = pickle.dumps(made)
        self.taken = True
        return made

    def restore(self) -> Any:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, rows in self._inserts:
                cursor.executemany(statement, rows)
        return pickle.loads(self._returned)  # noqa: S301 (our own, of this run)


def _tables() -> list[str]:
    """Every table of the portal's models; the order does not matter: foreign keys are held at the end."""
    return sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})


def _rows(table: str) -> tuple[list[str], Rows]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (names of our models)
        return [column[0] for column in cursor.description], dict.fromkeys(cursor.fetchall())
