"""The demo for the tests of pages."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from reports.demo import build


@pytest.fixture(scope="package")
def _made(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The demo, made once for them all and undone at its end."""
    with django_db_blocker.unblock(), override_settings(DEBUG=True), transaction.atomic():  # type: ignore[attr-defined]
        assert build.build()
        yield
        transaction.set_rollback(True)
