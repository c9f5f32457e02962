"""The figures of a job are counted in the worker itself, which alone may ask the database: with a limit of its own.

An alarm, for a thread cannot be stopped and a child would need a connection of its own. It reaches Python code, a query
that psycopg waits for (an interrupt cancels it), and a query inside SQLite (by its progress handler).
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import Any

from django.db import DatabaseError, connection

from reports.files.rendering import Failed

COUNTING_SECONDS = 25
"""Ten times the longest report measured. Below `jobs.SILENT`: a worker that counts tells nobody that it is alive."""
INSTRUCTIONS = 1_000_000
"""Of SQLite's machine between two looks at the alarm: some milliseconds."""


class _Over(KeyboardInterrupt):
    """An interrupt: no `except Exception` holds it up."""


@contextmanager
def limited() -> Iterator[None]:
    """Failed, in words, when what is inside takes longer than COUNTING_SECONDS. In the main thread alone, where the
    worker does its tasks (with `--reload`, for developers, it does not).
    """
    if current_thread() is not main_thread():
        yield
        return
    over = []

    def ring(*_: Any) -> None:
        over.append(True)
        raise _Over

    before = signal.signal(signal.SIGALRM, ring)
    _look_up(INSTRUCTIONS)
    signal.setitimer(signal.ITIMER_REAL, COUNTING_SECONDS)
    try:
        yield
    except (_Over, DatabaseError) as error:
        if not over:
            raise
        raise Failed(f"Cộng số liệu quá {COUNTING_SECONDS:g} giây nên đã dừng.") from error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        _look_up(0)


def _look_up(instructions: int) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.set_progress_handler((lambda: 0) if instructions else None, instructions)
