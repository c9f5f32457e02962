"""An import beside people who save, and beside another import, on both databases: nothing refused, lost or double."""

import threading
import time
from typing import Any

import pytest

from beneficiaries.models import Contribution, Household, Support
from danvan.audit.journal import verify
from danvan.audit.models import Entry
from danvan.figures import effects
from danvan.records.bulk import RowsRefused, create_many, prepare_many
from danvan.records.data import Invalid
from tests.core.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)

SAVERS, EACH, ROWS = 20, 3, 2000


def test_twenty_people_save_while_an_import_is_stored(cast):
    rows = [cast.support_data(description=f"Dòng {n}") for n in range(ROWS)]
    saving = threading.Event()

    prepared = prepare_many(cast.mttq, Support, rows)

    def load() -> list[int]:
        assert saving.wait(timeout=60)  # they are at it
        return create_many(cast.fresh(cast.mttq), prepared)

    def save(number: int) -> list[int]:
        me = cast.fresh(cast.canbo_phuson)
        made = []
        for turn in range(EACH):
            made.append(cast.make_support(me, description=f"Khoản {number}-{turn}").pk)
            saving.set()
            time.sleep(0.1)
        return made

    works: list[Any] = [load, *(lambda number=number: save(number) for number in range(SAVERS))]
    loaded, *saved = at_once(works)
    assert [one for one in (loaded, *saved) if isinstance(one, BaseException)] == []  # 0 refused
    pks = [pk for one in (loaded, *saved) for pk in one]
    assert len(set(pks)) == len(pks) == ROWS + SAVERS * EACH
    assert Support.objects.count() == len(pks)  # 0 lost
    assert Contribution.objects.filter(support__in=loaded).count() == 2 * ROWS
    assert Entry.objects.count() == 1 + SAVERS * EACH
    assert verify() == [] and effects.differences() == [] and effects.unproved() == []


def test_of_two_imports_of_one_household_one_is_stored(cast):
    def rows(name: str) -> list[dict[str, Any]]:
        return [
            {"head": f"{name} {n}", "area": cast.pretieng_1, "organization": cast.mttq_phu_son, "cccd": number}
            for n, number in enumerate(("", "068177001234", ""))
        ]

    prepared = [prepare_many(cast.mttq, Household, rows(name)) for name in ("K’Lũ", "K’Brẻo")]
    results = at_once([lambda one=one: create_many(cast.fresh(cast.mttq), one) for one in prepared])
    (won,) = [r for r in results if isinstance(r, list)]
    (lost,) = [r for r in results if isinstance(r, RowsRefused)]
    assert {at: fault.errors for at, fault in lost.faults.items()} == {
        1: {"cccd": ["Số CCCD này đã có ở một hộ khác."]}
    }
    assert set(Household.objects.values_list("pk", flat=True)) == set(won)
    assert Entry.objects.count() == 1
    assert verify() == []


def test_of_two_households_saved_at_once_with_one_number_one_is_stored(cast):
    """The single door checks before it stores; what both had checked, the database refuses one of."""
    results = at_once(
        [lambda name=name: cast.make_household(cast.fresh(cast.mttq), name, cccd="068177001234").pk
         for name in ("K’Lũ", "K’Brẻo", "K’Tham")]
    )  # fmt: skip
    assert Household.objects.count() == 1
    assert sum(isinstance(r, int) for r in results) == 1
    lost = [r for r in results if isinstance(r, Invalid)]
    assert [r.errors for r in lost] == [{"cccd": ["Số CCCD này đã có ở một hộ khác."]}] * 2, results
