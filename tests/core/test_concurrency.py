"""Many at once, each with a connection of their own, on both databases: nothing lost, nothing double, no error."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from beneficiaries.models import Support
from danvan.audit.journal import verify
from danvan.audit.models import Entry, PersonKey
from danvan.figures import effects
from danvan.figures.models import EffectRow
from danvan.records import corrections, services
from danvan.records.data import Refused
from danvan.records.models import Submission
from danvan.records.services import Stale

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 20


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """Run each work in a thread of its own, all let go together; the results, or the exceptions that they raised."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            results[index] = work()
        except Exception as error:  # noqa: BLE001 (every failure is a result here)
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return results


def test_twenty_parallel_posts_of_one_form_make_one_record(cast):
    key = uuid.uuid4()
    results = at_once([lambda: cast.make_support(key=key).pk for _ in range(WRITERS)])
    (support,) = Support.objects.all()
    assert results == [support.pk] * WRITERS
    assert (Submission.objects.count(), Entry.objects.count()) == (1, 1)
    assert (support.items.count(), support.contributions.count()) == (1, 2)


def test_twenty_writers_lose_nothing_and_meet_no_error(cast):
    each = 5

    def write(number: int) -> list[int]:
        me = cast.fresh(cast.canbo_phuson)
        return [cast.make_support(me, description=f"Khoản {number}-{i}").pk for i in range(each)]

    results = at_once([lambda number=number: write(number) for number in range(WRITERS)])
    assert [r for r in results if isinstance(r, BaseException)] == []
    assert len({pk for pks in results for pk in pks}) == WRITERS * each
    stored = set(Support.objects.values_list("description", flat=True))
    assert stored == {f"Khoản {n}-{i}" for n in range(WRITERS) for i in range(each)}
    assert Entry.objects.count() == WRITERS * each
    assert verify() == []  # one chain, in spite of twenty writers


def test_of_two_saves_on_one_version_one_wins_and_the_other_is_shown_both(cast):
    draft = cast.make_support()
    people = [cast.canbo_phuson, cast.canbo_phuson_2]
    results = at_once(
        [
            lambda user=user: services.update(user, draft, {"note": user.username}, expected_version=1).note
            for user in people
        ]
    )
    lost = next(r for r in results if isinstance(r, Stale))
    won = next(r for r in results if isinstance(r, str))
    draft.refresh_from_db()
    assert (draft.note, draft.version) == (won, 2)
    assert lost.current.note == won
    assert {won, lost.mine["note"]} == {user.username for user in people}


def test_twenty_updates_of_one_record_all_count_when_each_reads_first(cast):
    """Whoever is told that the record moved on reads it again and saves on top: twenty saves, twenty versions."""
    draft = cast.make_support(people=0)

    def add_one() -> None:
        me = cast.fresh(cast.canbo_phuson)
        while True:
            now = Support.objects.get(pk=draft.pk)
            try:
                services.update(me, now, {"people": now.people + 1}, expected_version=now.version)
                return
            except Stale:
                continue

    assert at_once([add_one for _ in range(WRITERS)]) == [None] * WRITERS
    draft.refresh_from_db()
    assert (draft.people, draft.version) == (WRITERS, WRITERS + 1)


def test_a_support_accepted_by_two_at_once_counts_once(cast):
    support = services.confirm(cast.chutich_phuson, cast.submit(cast.make_support()))
    people = [cast.mttq, cast.mttq_2, cast.mttq_truong]
    results = at_once([lambda user=user: str(services.accept(user, support).status) for user in people])
    assert Counter(type(r) for r in results) == {str: 1, PermissionDenied: 2}
    total = EffectRow.objects.filter(indicator="support_vnd").values_list("value", flat=True)
    assert list(total) == [Decimal(60_000_000)]
    assert effects.differences() == []


def test_of_two_corrections_proposed_at_once_one_stands(cast):
    approved = cast.approve(cast.make_support())
    results = at_once(
        [
            lambda user=user: (
                corrections.propose(user, approved, reason="…", data={"note": user.username}, expected_version=1).state
            )
            for user in (cast.canbo_phuson, cast.canbo_phuson_2)
        ]
    )
    assert sorted(isinstance(r, Refused) for r in results) == [False, True]


def test_a_persons_key_is_made_once(cast):
    from danvan.audit.journal import journal

    household = cast.make_household()
    PersonKey.objects.all().delete()

    def reveal() -> None:
        with journal(cast.mttq) as log:
            log.add("reveal", household, {"cccd": "…"})

    assert at_once([reveal for _ in range(8)]) == [None] * 8
    assert PersonKey.objects.count() == 1
    assert verify() == []
