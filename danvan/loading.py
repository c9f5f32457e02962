"""Many new rows of one table at once: keys reserved beforehand, rows worked out beforehand, one statement to store.

Database triggers fire for each row as for any insert. PostgreSQL takes the rows by COPY, SQLite by one prepared
statement: some twenty times quicker than `save`, five times quicker than `bulk_create`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

PIECE = 1 << 20
"""Characters of one piece of a COPY."""


class Rows:
    """New rows of a model as the database will be given them; unless `keyed`, their keys are left to the database."""

    def __init__(self, model: type[models.Model], *, keyed: bool = True) -> None:
        self.model = model
        self.fields: list[Any] = [f for f in model._meta.concrete_fields if keyed or not f.primary_key]
        self.values: list[tuple[Any, ...]] = []
        self._kinds = [(f, _AS_IT_IS.get(type(f))) for f in self.fields]

    def extend(self, objects: Iterable[models.Model]) -> "Rows":
        database = connections[DEFAULT_DB_ALIAS]
        for one in objects:
            row = []
            for field, kind in self._kinds:
                value = field.pre_save(one, True)
                if value is not None and type(value) is not kind:
                    value = field.get_db_prep_save(value, database)
                row.append(value)
            self.values.append(tuple(row))
        return self


# What a field of exactly this class stores of a value of exactly this type: the value. Asking each costs a third more.
_AS_IT_IS: dict[type, type] = {
    models.CharField: str, models.TextField: str, models.BooleanField: bool, models.BigIntegerField: int,
    models.PositiveIntegerField: int, models.PositiveSmallIntegerField: int, models.ForeignKey: int,
    models.BigAutoField: int,
}  # fmt: skip


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Keys, rising, that no other row of the table will get. Those that are not used are lost."""
    if not count:
        return []
    table, key = model._meta.db_table, str(model._meta.pk.column)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), key, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT %s, 0 "
            "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)", [table, table],
        )  # fmt: skip
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0]
        return list(range(last - count + 1, last + 1))


def insert(rows: Rows) -> None:
    """Store them in the caller's transaction. Raises IntegrityError like any insert."""
    if not rows.values:
        return
    quote = connection.ops.quote_name
    table, columns = quote(rows.model._meta.db_table), ", ".join(quote(f.column) for f in rows.fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for piece in _pieces(rows.values):
                    copy.write(piece)
            return
        marks = ", ".join(["%s"] * len(rows.fields))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows.values)  # noqa: S608 (our names)


def _pieces(values: list[tuple[Any, ...]]) -> Iterable[str]:
    """The rows in COPY's text format: tabs between values, a line a row, \\N for NULL."""
    lines: list[str] = []
    length = 0
    for row in values:
        line = "\t".join([_copied(value) for value in row])
        lines.append(line)
        length += len(line)
        if length > PIECE:
            yield "\n".join(lines) + "\n"
            lines, length = [], 0
    if lines:
        yield "\n".join(lines) + "\n"


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        # Ten times quicker than `translate` on Vietnamese text.
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
