"""Two people send the same file at the same moment: one of them stores it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from beneficiaries.models import Support
from danvan.audit.journal import verify
from danvan.imports.kinds import kinds
from danvan.imports.models import ImportBatch
from danvan.imports.run import Outcome, import_file
from tests.cast import assemble
from tests.imports.conftest import HEADS, as_csv, row


@pytest.mark.django_db(transaction=True)
def test_the_same_file_from_four_at_once_is_stored_once() -> None:
    cast = assemble()
    content = as_csv([HEADS, *(row(description=f"Nhà {n}") for n in range(5))])
    start = Barrier(4)

    def send(user: Any) -> Outcome:
        try:
            start.wait(timeout=10)
            return import_file(kinds()["ho-tro"], "a.csv", content, user=cast.fresh(user))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(send, [cast.mttq, cast.mttq_2, cast.mttq_truong, cast.mttq]))
    assert [outcome.faults for outcome in outcomes] == [[]] * 4
    assert sum(outcome.stored for outcome in outcomes) == 1
    assert all(outcome.again is not None for outcome in outcomes if not outcome.stored)
    assert (Support.objects.count(), ImportBatch.objects.count()) == (5, 1)
    assert verify() == []
