"""Measuring: rounds that take turns, the queries of a piece of work, memory at its height."""

import gc
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from django.db import connection

Work = Callable[[], Any]
Query = tuple[str, Any]


def in_turns(works: dict[str, Work], rounds: int) -> dict[str, float]:
    """The median time of each piece of work, in ms.

    All are done once to warm up, then once a round; each round begins with another one, so that what slows the
    machine for a while slows all of them alike. A single round is neither warmed up nor tidied for: it shows
    that the work runs.
    """
    if rounds > 1:
        for work in works.values():
            work()
    spent: dict[str, list[float]] = {name: [] for name in works}
    names = list(works)
    for turn in range(rounds):
        at = turn % len(names)
        for name in names[at:] + names[:at]:
            spent[name].append(seconds(works[name], tidy=rounds > 1) * 1000)
    return {name: median(times) for name, times in spent.items()}


def seconds(work: Work, *, tidy: bool = True) -> float:
    """How long the work takes; `tidy`: without a garbage collection that some earlier work left behind."""
    if tidy:
        gc.collect()
    began = perf_counter()
    work()
    return perf_counter() - began


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    """(p50, p95), each between the two measured values around it; one value is both."""
    if len(times) == 1:
        return times[0], times[0]
    cuts = quantiles(times, n=20, method="inclusive")
    return cuts[9], cuts[18]


@contextmanager
def queries() -> Iterator[list[Query]]:
    """The SELECTs that are asked meanwhile, with their parameters; those of the session and the user left out."""
    asked: list[Query] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        login = "django_session" in sql or re.match(r'SELECT "accounts_user"\."id"(?!.*JOIN)', sql, re.DOTALL)
        if sql.startswith("SELECT") and not login:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def replay(asked: Sequence[Query]) -> None:
    """Ask them again and take every row: the database's part of the work, without the ORM's."""
    for sql, params in asked:
        rows(sql, params)


def rows(sql: str, params: Any = ()) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def peak_mb(work: Work) -> float:
    """How many MB the process grew to at the work's height, above where it began (Linux)."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # forget the height so far
    began = _kb("VmRSS")
    work()
    return (_kb("VmHWM") - began) / 1024


def _kb(name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    if found is None:
        raise RuntimeError(f"no {name} in /proc/self/status")
    return int(found[1])
