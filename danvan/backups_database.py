"""The database's part of a backup: a copy at one moment while others write, and back, on SQLite and PostgreSQL.

SQLite is copied by its own backup interface, PostgreSQL by pg_dump inside an exported snapshot, so that the counts
and the journal's head in the manifest are those of the very copy.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from danvan.audit.journal import current_head


class BackupError(Exception):
    """Why nothing could be backed up or restored, in words for whoever runs the server."""


def file_name() -> str:
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"


def tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def counts() -> dict[str, int]:
    """Rows of every table of the connected database."""
    with connection.cursor() as cursor:
        found = {}
        for table in tables():
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 (names from the database itself)
            found[table] = cursor.fetchone()[0]
    return found


def dump(target: Path) -> dict[str, Any]:
    """Copy the database to `target`; returns its row counts and the journal's head at that moment."""
    if connection.vendor == "sqlite":
        return _dump_sqlite(target)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        said = {"tables": counts(), "journal": current_head()}
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
             f"--file={target}")  # fmt: skip
    return said


def _dump_sqlite(target: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, no -wal beside it
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise BackupError("Bản sao của cơ sở dữ liệu không nguyên vẹn.")
        names = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        rows = {
            name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 (names from the database)
            for (name,) in sorted(names.fetchall())
        }
        head = copy.execute("SELECT seq, hash FROM audit_head").fetchone() or (0, "0" * 64)
        copy.commit()
    return {"tables": rows, "journal": f"{head[0]}:{head[1]}"}


def load(source: Path) -> None:
    """Put the copy into the connected, empty database."""
    if connection.vendor == "sqlite":
        connection.close()
        target = Path(connection.settings_dict["NAME"])
        for leftover in (f"{target}-wal", f"{target}-shm"):
            Path(leftover).unlink(missing_ok=True)
        shutil.copyfile(source, target)
        return
    name = str(connection.settings_dict["NAME"])
    _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--dbname={name}",
         str(source))  # fmt: skip


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise BackupError(f"Không có chương trình {program}; trên Debian, Ubuntu: apt-get install postgresql-client.")
    given = connection.get_connection_params()
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}
    environment = {name: str(given[key]) for name, key in names.items() if given.get(key)}
    done = subprocess.run(  # noqa: S603 (a fixed program; the password goes by the environment, never by an argument)
        [path, *arguments], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()}")
