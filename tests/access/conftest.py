"""The world is built once for the whole folder, in a transaction that never ends; every test leaves it as it was."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.access import world as worlds
from tests.access.visitors import Visitors


@pytest.fixture(scope="package")
def folder(django_db_setup: None, django_db_blocker: Any) -> Iterator[Visitors]:
    said = logging.getLogger("django.request")
    before = said.level
    said.setLevel(logging.ERROR)  # thousands of refusals are the point here
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]  # durable blocks may stand inside, as in TestCase
        atomic.__enter__()
        try:
            yield Visitors(worlds.build())
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
            said.setLevel(before)


@pytest.fixture
def visitors(folder: Visitors, db: None) -> Iterator[Visitors]:
    """Clients of every role over the world; what the test changes is rolled back (by the fixture `db`)."""
    cache.clear()
    yield folder
    cache.clear()


@pytest.fixture
def world(visitors: Visitors) -> worlds.World:
    return visitors.world
