"""What every test stands on: quick password hashes, a database and a media folder of its own, steady properties."""

import gc
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.cast import cast  # noqa: F401  (a fixture of every test)

# A busy machine is slow now and then: time is no property of the code. In CI a run is repeatable; elsewhere it
# explores.
hypothesis_settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("ci", parent=hypothesis_settings.get_profile("dev"), derandomize=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "dev")

_media_root: str | None = None

# What no database could change is tested once, on SQLite: marked "once", left out on PostgreSQL (deploy/test.sh).
ONCE = (
    "tests/access/", "tests/administration/test_journal_page.py", "tests/core/test_roles.py",
    "tests/dashboard/test_queries.py", "tests/demo/test_command.py", "tests/demo/test_illustrative.py",
    "tests/demo/test_places_and_people.py", "tests/imports/test_page.py", "tests/imports/test_rules.py",
    "tests/imports/test_uploads.py", "tests/lib/", "tests/movements/test_budgets.py",
    "tests/movements/test_plan_words.py", "tests/pages/", "tests/reports/test_document",
    "tests/reports/test_kind_programme.py", "tests/reports/test_kind_statistics.py",
    "tests/reports/test_issuers.py", "tests/reports/test_jobs_killed.py", "tests/reports/test_reconcile.py",
    "tests/reports/test_report_pages.py", "tests/reports/test_words_bounds.py", "tests/sheets/",
    "tests/supports/test_faults.py", "tests/supports/test_reading.py", "tests/test_architecture.py",
    "tests/test_bench.py", "tests/test_charts.py", "tests/test_commands.py", "tests/test_locale",
    "tests/test_requirements.py", "tests/test_vn_filters.py",
)  # fmt: skip
# So are those that count queries: how many there are is the ORM's doing; what they answer is tested beside.
COUNTS = re.compile(r"test_\w*_costs?_\w*(queries|twelve|no_more|the_same)")
BULK = "tests/core/test_bulk"  # whose statements differ


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(ONCE) or COUNTS.match(item.name) and not item.nodeid.startswith(BULK):
            item.add_marker(pytest.mark.once)


def pytest_collection_finish() -> None:
    """What stands until the end (modules, thousands of tests) is not searched for garbage again and again, and the rest
    seldom: that was a seventh of a run's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def pytest_configure(config: pytest.Config) -> None:
    """Settings that differ from those that serve, set before anything has read them."""
    global _media_root
    from django.conf import settings

    # Argon2 costs 50 ms on purpose; a suite logs in thousands of times.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    _media_root = tempfile.mkdtemp(prefix="danvan-media-")
    settings.MEDIA_ROOT = _media_root


def pytest_unconfigure(config: pytest.Config) -> None:
    if _media_root is not None:
        shutil.rmtree(_media_root, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On SQLite, test on a file as users do.

    Django's default is one connection in memory that all threads share: the server thread of a browser test and the
    threads of a concurrency test would run inside each other's transactions.
    """
    from django.db import connections

    for alias in connections:
        connection = connections[alias]
        if connection.vendor == "sqlite":
            folder = tmp_path_factory.mktemp("database")
            connection.settings_dict["TEST"]["NAME"] = str(folder / f"{alias}.sqlite3")


@pytest.fixture(scope="session")
def before_flush() -> Callable[[], None]:
    """What must happen before a test's database is emptied row by row.

    A test that commits (`transaction=True`, `live_server`) ends with a flush, which the triggers that refuse deletes
    would stop: they are taken away.
    """
    from danvan.records import guards

    return guards.remove


@pytest.fixture(scope="session")
def after_flush() -> Callable[[], None]:
    """What must happen once the database is empty again: the triggers are installed anew."""
    from danvan.records import guards

    return guards.install


@pytest.fixture(scope="session", autouse=True)
def _around_flush(before_flush: Callable[[], None], after_flush: Callable[[], None]) -> Iterator[None]:
    """Hang `before_flush` and `after_flush` around the flush of every test class that commits, pytest's or Django's."""
    from django.test import TransactionTestCase

    flush = TransactionTestCase._fixture_teardown

    def flush_between(self: TransactionTestCase) -> None:
        before_flush()
        try:
            flush(self)
        finally:
            after_flush()

    TransactionTestCase._fixture_teardown = flush_between
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture
def media_root() -> Path:
    """The run's media folder, emptied for this test."""
    assert _media_root is not None
    root = Path(_media_root)
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    return root
