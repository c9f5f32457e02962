"""The demo's rows, built once in a run and put back for every folder of tests that walks in it."""

from danvan.records import guards
from reports.demo import build
from tests.snapshot import Snapshot

_demo = Snapshot()


def lay_demo() -> None:
    """As `manage.py demo` leaves it. Call under DEBUG, inside a transaction that is rolled back at the end."""
    if not _demo.taken:
        assert _demo.take(build.build)
        return
    guards.remove()  # rows come back as they ended: approved
    _demo.restore()
    guards.install()
