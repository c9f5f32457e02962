"""One demo for all tests of this folder: made once, each test inside a savepoint, rolled back at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from tests.demo_rows import lay_demo


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that walk in the demo are tests of the database, so that this folder can run alone. Said after
    pytest-django has put such tests first: here they come last, when the demo may stand.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and "demo" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="package")
def _made(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock(), override_settings(DEBUG=True), transaction.atomic():  # type: ignore[attr-defined]
        lay_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_made: None) -> None:
    """The demo, as `manage.py demo` leaves it; what the test changes is undone with its transaction."""
