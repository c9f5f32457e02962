"""A thousand rows with two hundred faults of twenty kinds: each is named at its cell, and nothing else is."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.faults import KINDS, plant
from beneficiaries.imports.columns import LABELS
from beneficiaries.models import Support
from danvan.imports import batches
from danvan.imports.kinds import kinds
from tests.imports.conftest import HEADS, as_csv, row

ROWS, EACH = 1000, 10


def test_every_planted_fault_is_found_at_its_cell_and_nothing_else(
    cast: Any, django_assert_max_num_queries: Any
) -> None:
    rows = [dict(zip(LABELS, row(description=f"Xây nhà số {n}"), strict=True)) for n in range(ROWS)]
    planted = plant(rows, EACH)
    assert len(planted) == 200 and len(KINDS) == 20
    content = as_csv([HEADS, *(list(cells.values()) for cells in rows)])
    user = cast.fresh(cast.mttq)
    with django_assert_max_num_queries(40):
        batch = batches.open_file(user, kinds()["ho-tro"], "sổ.csv", content)
    found = {
        (int(key.rpartition("!")[2]) - 2, fault[0])
        for key, faults in batch.report["faults"].items()
        for fault in faults
    }
    assert found == set(planted)
    assert (batch.faulty, batch.asking, batch.report["good"]) == (200, 0, 800)
    assert all(fault[1] for faults in batch.report["faults"].values() for fault in faults)
    assert Support.objects.count() == 0


def test_a_longer_file_costs_no_more_queries(cast: Any) -> None:
    counts = []
    for rows in (20, 400):
        content = as_csv([HEADS, *(row(description=f"Nhà {n} của {rows}") for n in range(rows))])
        user = cast.fresh(cast.mttq)
        with CaptureQueriesContext(connection) as caught:
            assert batches.open_file(user, kinds()["ho-tro"], "sổ.csv", content).state == "ready"
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 40
