"""The demo for the tests of pages."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from tests.demo_rows import lay_demo


@pytest.fixture(scope="module")
def _made(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The demo, made once for a module and undone at its end (a package without `__init__` ends with the session)."""
    with django_db_blocker.unblock(), override_settings(DEBUG=True), transaction.atomic():  # type: ignore[attr-defined]
        lay_demo()
        yield
        transaction.set_rollback(True)
