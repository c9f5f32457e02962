"""Database triggers that protect approved records, the journal and the effect rows (trust.md), on both databases.

An approved record and its children refuse INSERT, UPDATE and DELETE unless the version goes up by one while a
correction row for the old version is being applied. Three things go on in the life of an approved record: columns that
repeat what its last step says (`Record.follows`), children that a step made (their `step`), and children that may
always be added (`Record.grows`). Triggers are installed after migrations (SQLite's table rebuilds drop them) and the
system check `records.E001` verifies that they stand.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from django.db import connection, transaction
from django.db.utils import DatabaseError

from .models import Record

APPEND_ONLY = ("audit.entry", "figures.effectrow", "records.steptaken", "records.handover")


def statements() -> Iterator[tuple[str, str, str, str, str]]:
    """(trigger name, table, event, the condition that refuses, what to say)."""
    for model in apps.get_models():
        if issubclass(model, Record) and not model._meta.abstract:
            yield from _of_record(model)
        if model._meta.label_lower in APPEND_ONLY or getattr(model, "append_only", False):
            table = model._meta.db_table
            for event in ("UPDATE", "DELETE"):
                yield f"guard_{table}_{event.lower()}", table, event, "1=1", f"{table} is append-only"


def _of_record(model: type[Record]) -> Iterator[tuple[str, str, str, str, str]]:
    table, label = model._meta.db_table, model._meta.label_lower
    applying = (
        "EXISTS (SELECT 1 FROM records_correction c WHERE c.record_type = '{label}' AND c.record_id = {id} "
        "AND c.version = {version} AND c.state = 'applying')"
    )
    says = f"an approved {label} changes only through an approved correction"
    yield f"guard_{table}_insert", table, "INSERT", "NEW.status = 'approved'", f"{label} cannot be born approved"
    yield f"guard_{table}_delete", table, "DELETE", "OLD.status = 'approved'", says
    allowed = applying.format(label=label, id="OLD.id", version="OLD.version")
    yield (
        f"guard_{table}_update", table, "UPDATE",
        f"OLD.status = 'approved' AND NOT (NEW.version = OLD.version + 1 AND NEW.id = OLD.id AND {allowed})"
        f"{_but_follows(model)}", says,
    )  # fmt: skip
    growing = {_table_of(model, relation) for relation in model.grows}
    stepping = {_table_of(model, relation) for relation in model.children if _steps(model, relation)}
    for child, column in _child_tables(model):
        open_ = applying.format(label=label, id="r.id", version="r.version - 1")
        for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
            if event == "INSERT" and child in growing:
                continue
            refused = " OR ".join(
                f"EXISTS (SELECT 1 FROM {table} r WHERE r.id = {row}.{column} "  # noqa: S608 (names of our models)
                f"AND r.status = 'approved' AND NOT {open_})"
                for row in rows
            )
            if model.follows and child in stepping:
                steps = _table_of(model, model.follows[0]), _link_to(model, model.follows[0])
                refused = f"({refused}){_but_of_step(*steps, column, event)}"
            yield f"guard_{child}_{event.lower()}", child, event, refused, says


def _but_follows(model: type[Record]) -> str:
    """… and not when nothing changes but the columns that follow, each to what the last step says."""
    if not model.follows:
        return ""
    relation, names = model.follows
    steps, link = _table_of(model, relation), _link_to(model, relation)
    fields = [f for f in model._meta.concrete_fields if f.name != "updated_at"]
    follow = [f'"{f.column}"' for f in fields if f.name in names]  # quoted: a column may be called "end"
    kept = [f'"{f.column}"' for f in fields if f.name not in names]
    same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in kept)
    says = " AND ".join(f"s.{column} IS NOT DISTINCT FROM NEW.{column}" for column in follow)
    last = f"SELECT MAX(l.id) FROM {steps} l WHERE l.{link} = OLD.id"  # noqa: S608 (names of our models)
    return f" AND NOT ({same} AND EXISTS (SELECT 1 FROM {steps} s WHERE s.id = ({last}) AND {says}))"  # noqa: S608


def _but_of_step(steps: str, link: str, column: str, event: str) -> str:
    """… and not for a row that comes with its step, or goes because that was taken back."""
    if event == "INSERT":
        return f" AND NOT EXISTS (SELECT 1 FROM {steps} s WHERE s.id = NEW.step_id AND s.{link} = NEW.{column})"  # noqa: S608
    if event == "DELETE":
        return f" AND NOT EXISTS (SELECT 1 FROM {steps} s WHERE s.undoes_id = OLD.step_id)"  # noqa: S608
    return ""


def _steps(model: type[Record], relation: str) -> bool:
    related: Any = model._meta.get_field(relation)
    return bool(model.follows) and any(f.name == "step" for f in related.related_model._meta.concrete_fields)


def _table_of(model: type[Record], relation: str) -> str:
    related: Any = model._meta.get_field(relation)
    return str(related.related_model._meta.db_table)


def _link_to(model: type[Record], relation: str) -> str:
    related: Any = model._meta.get_field(relation)
    return str(related.field.column)


def _child_tables(model: type[Record]) -> Iterator[tuple[str, str]]:
    for relation in model.children:
        related: Any = model._meta.get_field(relation)
        yield related.related_model._meta.db_table, related.field.column
    for field in model._meta.many_to_many:
        through: Any = field.remote_field.through  # type: ignore[union-attr]
        yield through._meta.db_table, field.m2m_column_name()  # type: ignore[attr-defined]


def install(**_: Any) -> None:
    """(Re)install every trigger whose table exists. Connected to post_migrate."""
    tables = set(connection.introspection.table_names())
    if "records_correction" not in tables:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for name, table, event, refused, says in statements():
            if table not in tables:
                continue
            for sql in _sql(name, table, event, refused, says):
                cursor.execute(sql)


def remove(**_: Any) -> None:
    """Drop every trigger that stands: for tests that flush the database, which install them again."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name, table in _standing_on().items():
            cursor.execute(_drop(name, table))


def step_aside(*, plan: Any, **_: Any) -> None:
    """Before migrations run: a trigger names other tables, which SQLite cannot rebuild under it, and a data migration
    may fill a new column of approved records. `install` puts them back. Connected to pre_migrate.
    """
    if plan:
        remove()


def _drop(name: str, table: str) -> str:
    return f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if connection.vendor == "postgresql" else "")


def _sql(name: str, table: str, event: str, refused: str, says: str) -> list[str]:
    # Every part is a name from our own models, never input.
    if connection.vendor == "postgresql":
        result = "OLD" if event == "DELETE" else "NEW"
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {refused} THEN RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {result}; END $$",
            _drop(name, table),
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return [
        _drop(name, table),
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {refused} "
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END",
    ]


def standing() -> set[str]:
    """The triggers that the database holds and fires."""
    return set(_standing_on())


def _standing_on() -> dict[str, str]:
    """{trigger: its table}."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE tgenabled <> 'D' AND tgname LIKE 'guard_%'"
            )
        else:
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'")
        return dict(cursor.fetchall())


@register("database", deploy=True)
def check_guards(**_: Any) -> list[Error]:
    """In `check --deploy --database default`: an approved record must never be open to a stray UPDATE.

    Only with --deploy, because `migrate` runs the other database checks before it could mend this.
    """
    try:
        tables = set(connection.introspection.table_names())
        missing = {name for name, table, *_rest in statements() if table in tables} - standing()
    except DatabaseError:
        return []
    if not missing:
        return []
    return [Error(f"{len(missing)} database triggers are missing: {sorted(missing)[:3]} …", id="records.E001",
                  hint="Run manage.py migrate.")]  # fmt: skip
