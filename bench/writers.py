"""People who save at once, each in a thread with a connection of its own: refused, lost, p50 and p95.

python -m bench.writers FOLDER      on the database of DATABASE_URL, which must be empty; prints JSON
"""

import json
import sys
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import base
from bench.base import FULL, Sizes
from bench.timing import percentiles

Save = Callable[[Any], Any]
Done = Callable[[int], bool]


@dataclass
class Told:
    """What one writer saw: ms of each save that went through, the keys of what was stored, why others did not."""

    times: list[float] = field(default_factory=list)
    stored: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def measure(sizes: Sizes) -> list[dict[str, Any]]:
    """Without a pause, and (in a full run) at one save a second each. Raises when the journal's chain broke."""
    from danvan.audit.journal import verify

    ways = [(f"{sizes.writers} writers without a pause", sizes.saves, 0.0)]
    if sizes.paced_seconds:
        ways.append((f"{sizes.writers} writers, one save a second each", sizes.paced_seconds, 1.0))
    found = [
        {"how": how, **{name: _writers(sizes.writers, lambda turn, each=each: turn >= each, pause, save)  # type: ignore[misc]
                        for name, save in (("door", _door), ("bare", _bare))}}
        for how, each, pause in ways
    ]  # fmt: skip
    faults = verify()
    if faults:
        raise AssertionError(f"the journal's chain broke: {faults[:3]}")
    return found


def paced(writers: int, done: Done) -> dict[str, Any]:
    """One save a second each, through the door, until `done` (turns so far of the one who asks)."""
    return _writers(writers, done, 1.0, _door)


def _door(place: Any) -> Any:
    from bench.rows import support_data
    from beneficiaries.models import Support
    from danvan.accounts.models import User
    from danvan.records import services

    return services.create(User.objects.get(username=place.officer), Support, support_data(place), key=uuid.uuid4())


def _bare(place: Any) -> Any:
    from bench.rows import bare_ledger_rows

    return bare_ledger_rows(place)


def _writers(writers: int, done: Done, pause: float, save: Save) -> dict[str, Any]:
    from bench.rows import places
    from beneficiaries.models import Support

    where = places()
    together = threading.Barrier(writers)

    def work(number: int) -> Told:
        from django.db import connection

        told = Told()
        try:
            connection.ensure_connection()
            together.wait(timeout=60)
            time.sleep(pause * number / writers)
            turn = 0
            while not done(turn):
                turn += 1
                began = time.perf_counter()
                try:
                    told.stored.append(save(where[number % len(where)]).pk)
                    told.times.append((time.perf_counter() - began) * 1000)
                except Exception as error:
                    told.refused.append(f"{type(error).__name__}: {error}")
                if pause:
                    time.sleep(max(0.0, pause - (time.perf_counter() - began)))
        finally:
            connection.close()
        return told

    with ThreadPoolExecutor(writers) as pool:
        told = list(pool.map(work, range(writers)))
    stored = [pk for one in told for pk in one.stored]
    refused = [why for one in told for why in one.refused]
    if not stored:
        raise RuntimeError(f"every save was refused: {refused[0]}")
    times = [took for one in told for took in one.times]
    p50, p95 = percentiles(times)
    there = Support.objects.filter(pk__in=stored, items__unit="căn", contributions__amount_vnd__gt=0).distinct().count()
    return {
        "sent": len(stored) + len(refused), "refused": len(refused), "why": refused[:3],
        "lost": len(stored) - there, "p50": p50, "p95": p95, "worst": max(times),
    }  # fmt: skip


def main() -> None:
    import os

    base.set_up(Path(sys.argv[1]), os.environ["DATABASE_URL"])
    base.lay(whole=False)
    print(json.dumps(measure(FULL)))


if __name__ == "__main__":
    main()
