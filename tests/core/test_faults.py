"""Plant a fault: each protection is taken away, and the test that stands for it must fail.

A test that passes without the thing it tests is no test. The named tests are called as plain functions on the same
cast; `Exception` stands for whatever way they fail in (an assertion, or a refusal that does not come).
"""

from contextlib import contextmanager

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from danvan.accounts import scoping
from danvan.audit import journal as recorder
from danvan.figures import effects
from danvan.records import guards, services, steps
from tests.core import (
    test_corrections,
    test_guards,
    test_journal,
    test_scoping,
    test_services,
    test_services_data,
)


def fails(named, *args) -> None:
    """The named test fails now, and passes once the block's fault is gone (its own run in the suite shows that)."""
    with pytest.raises((AssertionError, pytest.fail.Exception)), transaction.atomic():
        named(*args)


@pytest.fixture
def ledger(cast):
    return test_scoping.ledger.__wrapped__(cast)


def test_a_filter_that_lets_everything_through_is_noticed(ledger, monkeypatch):
    monkeypatch.setattr(test_scoping, "visible_to", lambda queryset, user, action="view": queryset)
    fails(test_scoping.test_each_sees_their_own_place_or_organisation, ledger, "canbo_melinh", {"melinh", "nongdan"})
    fails(test_scoping.test_no_canary_leaks_through_joins_counts_or_search, ledger, "nobody")
    fails(test_scoping.test_the_leader_sees_approved_records_only, ledger)


def test_a_prefix_without_its_separator_is_noticed(cast, monkeypatch):
    from django.db.models import Q

    def careless(self, lookup):
        found = scoping.NOBODY
        for path in self.paths:
            found |= Q(**{f"{lookup}__path__startswith" if lookup else "path__startswith": path.rstrip(".")})
        return found

    monkeypatch.setattr(scoping.Grant, "area_q", careless)
    fails(test_scoping.test_unit_1_does_not_own_unit_12, cast)


def test_a_walk_forward_and_back_again_is_noticed(cast, monkeypatch):
    merged = test_scoping.merged.__wrapped__(cast)

    def both_ways(start, links):
        reached, more = {start}, {start}
        pairs = [*links, *((new, old) for old, new in links)]
        while more:
            more = {b for a, b in pairs if any(a.startswith(path) for path in more)} - reached
            reached |= more
        return reached

    monkeypatch.setattr(scoping, "_closure", both_ways)
    named = test_scoping.test_the_officer_of_an_old_commune_follows_it_forward_but_never_back_into_its_neighbour
    fails(named, merged)


def test_a_service_without_its_right_is_noticed(cast, monkeypatch):
    monkeypatch.setattr(steps, "why_not", lambda *args: "")
    fails(test_services.test_the_communes_step_is_its_chairs_alone, cast, "nobody")
    everyman = test_services.everyman.__wrapped__(cast)
    fails(test_services.test_the_author_neither_confirms_nor_accepts_even_with_every_role, cast, everyman)


def test_a_place_that_is_not_checked_is_noticed(cast, monkeypatch):
    monkeypatch.setattr(services, "require_place", lambda *args: None)
    fails(test_services.test_a_record_is_not_moved_to_a_place_or_body_out_of_reach, cast)


def test_references_that_are_not_checked_are_noticed(cast, monkeypatch):
    monkeypatch.setattr(services, "require_visible", lambda *args: None)
    fails(test_services.test_nobody_names_a_household_that_they_cannot_see, cast)


def test_a_version_that_is_not_compared_is_noticed(cast, monkeypatch):
    update = services.update

    def blind(actor, record, data, *, expected_version):
        return update(actor, record, data, expected_version=type(record).objects.get(pk=record.pk).version)

    monkeypatch.setattr(services, "update", blind)
    fails(test_services_data.test_a_stale_save_gives_both_versions_and_changes_nothing, cast)


def test_a_journal_without_its_transaction_is_noticed(cast, monkeypatch):
    @contextmanager
    def nothing(*args, **kwargs):
        yield

    monkeypatch.setattr(recorder.transaction, "atomic", nothing)
    with pytest.raises(AssertionError):
        test_journal.test_a_write_that_fails_leaves_no_entry_and_no_row(cast)


def test_personal_values_in_the_clear_are_noticed(cast, monkeypatch):
    from beneficiaries.models import Household

    monkeypatch.setattr(Household, "personal_fields", frozenset())
    fails(test_journal.test_a_households_name_never_appears_in_the_journal_in_the_clear, cast)


def test_a_verification_that_sees_nothing_is_noticed(cast, monkeypatch):
    chain = test_journal.chain.__wrapped__(cast)
    monkeypatch.setattr(recorder, "digest_of", lambda entry: entry.hash)
    fails(test_journal.test_a_changed_text_is_found_at_its_entry, chain, "changes")


def test_missing_triggers_are_noticed(cast):
    guards.remove()
    for named, kind in (
        (test_guards.test_an_approved_record_is_neither_changed_nor_deleted_and_a_draft_is, "support"),
        (test_guards.test_no_record_is_born_approved, "activity"),
        (
            test_guards.test_the_children_of_an_approved_record_are_neither_changed_deleted_nor_joined_by_others,
            "support",
        ),
    ):
        fails(named, cast, kind)
    fails(test_guards.test_every_trigger_stands_after_the_migrations, None)


def test_a_decision_by_anybody_is_noticed(cast, monkeypatch):
    approved = test_corrections.approved.__wrapped__(cast)
    monkeypatch.setattr(test_corrections.corrections, "why_not_decide", lambda *args: "")
    fails(test_corrections.test_only_the_front_chair_of_the_place_decides, cast, approved, "nobody")


def test_a_correction_that_forgets_its_effects_is_noticed(cast, monkeypatch):
    approved = test_corrections.approved.__wrapped__(cast)
    monkeypatch.setattr(effects, "apply", lambda record, actor, reason: None)
    fails(test_corrections.test_the_old_figures_stand_until_the_decision, cast, approved)


def test_the_named_tests_pass_without_a_fault(ledger):
    """What fails above fails through the fault, not through the way it is called here."""
    test_scoping.test_each_sees_their_own_place_or_organisation(ledger, "canbo_melinh", {"melinh", "nongdan"})
    test_services.test_the_communes_step_is_its_chairs_alone(ledger, "nobody")
    with pytest.raises(PermissionDenied):
        services.confirm(ledger.nobody, ledger.submit(ledger.make_support()))
