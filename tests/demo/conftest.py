"""One demo for all tests of this folder: made once, each test inside a savepoint, rolled back at the end."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from tests.demo_rows import lay_demo


@pytest.fixture(scope="package")
def _made(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock(), override_settings(DEBUG=True), transaction.atomic():  # type: ignore[attr-defined]
        lay_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_made: None, db: None) -> None:
    """The demo, as `manage.py demo` leaves it; what the test changes is undone (by the fixture `db`, whose name also
    tells pytest-django to make a database when this folder runs alone)."""
