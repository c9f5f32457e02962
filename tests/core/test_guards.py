"""The triggers under approved records, on both databases: what a stray statement, a script or a bug cannot do.

Every statement here goes past the services, straight to the database.
"""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from beneficiaries.models import Support
from danvan.accounts.roles import RECORD_KINDS
from danvan.audit.models import Entry
from danvan.figures.models import EffectRow
from danvan.records import corrections, guards
from danvan.records.models import Correction, Record, StepTaken
from tests.unchanged import everything

SAYS = "changes only through an approved correction"


def sql(statement: str, *values: object) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def refused(statement: str, *values: object, says: str = SAYS) -> None:
    """The database refuses in the trigger's own words, and no row of any table has changed."""
    before = everything()
    with pytest.raises(IntegrityError) as caught:
        sql(statement, *values)
    assert says in str(caught.value), str(caught.value)
    assert everything() == before


def columns(table: str) -> str:
    with connection.cursor() as cursor:
        found = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    return ", ".join(f'"{name}"' for name in found if name != "id")


def count(table: str, column: str, value: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [value])  # noqa: S608
        return cursor.fetchone()[0]


def children(record: Record) -> list[tuple[str, str]]:
    """(table, column that leads to the record) of every child and link table."""
    return list(guards._child_tables(type(record)))


def model_of(kind: str) -> type[Record]:
    return next(m for m in apps.get_models() if issubclass(m, Record) and m.scope.kind == kind)


# ---- the record itself -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_an_approved_record_is_neither_changed_nor_deleted_and_a_draft_is(cast, kind):
    record = cast.record_of(kind)
    table = record._meta.db_table
    assert sql(f"UPDATE {table} SET note = 'x' WHERE id = %s", record.pk) == 1  # noqa: S608
    record = cast.approve(record)
    for change in ("note = 'y'", "status = 'draft'", "status = 'withdrawn'", "version = version + 1", "year = 1999",
                   "note = 'y', version = version + 1"):  # fmt: skip
        refused(f"UPDATE {table} SET {change} WHERE id = %s", record.pk)  # noqa: S608
    refused(f"DELETE FROM {table} WHERE id = %s", record.pk)  # noqa: S608


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_no_record_is_born_approved(cast, kind):
    record = cast.record_of(kind)
    table, names = record._meta.db_table, columns(record._meta.db_table)
    chosen = names.replace('"status"', "'approved'")
    refused(
        f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {table} WHERE id = %s",  # noqa: S608
        record.pk, says="cannot be born approved",
    )  # fmt: skip


def test_an_approved_amount_is_not_changed(cast):
    support = cast.approve(cast.make_support())
    refused("UPDATE beneficiaries_support SET amount_vnd = amount_vnd + 1 WHERE id = %s", support.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.filter(pk=support.pk).update(amount_vnd=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        support.delete()


# ---- its children ----------------------------------------------------------------------------------------------


def test_the_children_of_a_support_are_all_guarded():
    assert dict(guards._child_tables(Support)) == {
        "beneficiaries_supportitem": "support_id",
        "beneficiaries_contribution": "support_id",
        "beneficiaries_recipient": "support_id",
        "beneficiaries_loan": "support_id",
        "beneficiaries_support_joint_organizations": "support_id",
        "beneficiaries_support_hamlets": "support_id",
    }


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_the_children_of_an_approved_record_are_neither_changed_deleted_nor_joined_by_others(cast, kind):
    record = cast.approve(cast.record_of(kind))
    for table, column in children(record):
        assert count(table, column, record.pk) > 0, table
        refused(f"UPDATE {table} SET {column} = {column} WHERE {column} = %s", record.pk)  # noqa: S608
        refused(f"DELETE FROM {table} WHERE {column} = %s", record.pk)  # noqa: S608
        if table in {guards._table_of(type(record), relation) for relation in record.grows}:
            continue
        names = columns(table)
        refused(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} WHERE {column} = %s",  # noqa: S608
            record.pk,
        )


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_the_children_of_a_draft_are_free(cast, kind):
    """The same statements pass while nothing is approved: it is the approval that the triggers guard."""
    record = cast.record_of(kind)
    for table, column in children(record):
        assert sql(f"UPDATE {table} SET {column} = {column} WHERE {column} = %s", record.pk) >= 1  # noqa: S608
        assert sql(f"DELETE FROM {table} WHERE {column} = %s", record.pk) >= 1  # noqa: S608


def test_a_child_does_not_change_its_owner_from_or_to_an_approved_record(cast):
    approved, draft = cast.approve(cast.record_of("support")), cast.record_of("support")
    for table, column in children(approved):
        move = f"UPDATE {table} SET {column} = %s WHERE {column} = %s"  # noqa: S608
        refused(move, approved.pk, draft.pk)
        refused(move, draft.pk, approved.pk)


def test_a_new_kind_of_children_would_be_guarded_by_being_named():
    """The triggers are generated from the models: every child relation and link table of every Record has three."""
    names = {name for name, *_ in guards.statements()}
    for model in (m for m in apps.get_models() if issubclass(m, Record)):
        growing = {guards._table_of(model, relation) for relation in model.grows}
        for child, _ in guards._child_tables(model):
            events = ("update", "delete") if child in growing else ("insert", "update", "delete")
            assert {f"guard_{child}_{event}" for event in events} <= names


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
def test_replace_does_not_slip_past_the_delete_trigger(cast):
    approved, draft = cast.approve(cast.record_of("support")), cast.record_of("support")
    names = columns("beneficiaries_support")
    refused(
        f"REPLACE INTO beneficiaries_support (id, {names}) "  # noqa: S608
        f"SELECT %s, {names} FROM beneficiaries_support WHERE id = %s",
        approved.pk, draft.pk,
    )  # fmt: skip
    refused(
        "REPLACE INTO beneficiaries_supportitem (id, support_id, name, quantity, unit) VALUES (%s, %s, 'x', 1, 'x')",
        approved.items.get().pk, draft.pk,
    )  # fmt: skip


# ---- the one way through ---------------------------------------------------------------------------------------


@pytest.fixture
def applying(cast):
    """An approved support with a correction for its version in the state that lets a change through."""
    support = cast.approve(cast.record_of("support"))
    correction = corrections.propose(cast.canbo_phuson, support, reason="…", data={"note": "sửa"}, expected_version=1)
    Correction.objects.filter(pk=correction.pk).update(state="applying")
    return support


UP = "UPDATE beneficiaries_support SET note = 'x', version = version + %s WHERE id = %s"


def test_with_a_correction_being_applied_the_version_goes_up_by_exactly_one(applying):
    refused(UP, 0, applying.pk)
    refused(UP, 2, applying.pk)
    assert sql(UP, 1, applying.pk) == 1
    refused(UP, 1, applying.pk)  # the correction was for the old version


@pytest.mark.parametrize("state", ["proposed", "applied", "refused"])
def test_a_correction_in_any_other_state_lets_nothing_through(applying, state):
    Correction.objects.update(state=state)
    refused(UP, 1, applying.pk)


@pytest.mark.parametrize("change", [{"version": 2}, {"record_type": "movements.activity"}])
def test_a_correction_of_another_version_or_kind_lets_nothing_through(applying, change):
    Correction.objects.update(**change)
    refused(UP, 1, applying.pk)


def test_a_correction_of_another_record_lets_nothing_through(applying):
    Correction.objects.update(record_id=applying.pk + 1)
    refused(UP, 1, applying.pk)


def test_the_children_follow_the_record_and_only_then(applying):
    empty = "DELETE FROM beneficiaries_supportitem WHERE support_id = %s"
    refused(empty, applying.pk)  # the record first
    sql(UP, 1, applying.pk)
    assert sql(empty, applying.pk) == 1
    Correction.objects.update(state="applied")
    refused("DELETE FROM beneficiaries_contribution WHERE support_id = %s", applying.pk)


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_a_decided_correction_passes_for_every_kind_and_closes_behind_itself(cast, kind):
    record = cast.approve(cast.record_of(kind))
    correction = corrections.propose(
        cast.mttq, record, reason="Ghi thêm", data={"note": "đã sửa"}, expected_version=record.version
    )
    corrections.decide(cast.mttq_truong, correction, approve=True)
    record.refresh_from_db()
    assert (record.note, record.version, record.status) == ("đã sửa", 2, "approved")
    refused(f"UPDATE {record._meta.db_table} SET note = 'x' WHERE id = %s", record.pk)  # noqa: S608


# ---- what is only ever added to --------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Entry, EffectRow, StepTaken])
def test_journal_effects_and_steps_are_append_only(cast, model):
    cast.approve(cast.make_support())
    row = model.objects.order_by("pk").first()
    table, key = model._meta.db_table, model._meta.pk.column
    refused(f"UPDATE {table} SET {key} = {key} WHERE {key} = %s", row.pk, says="append-only")  # noqa: S608
    refused(f"DELETE FROM {table} WHERE {key} = %s", row.pk, says="append-only")  # noqa: S608


# ---- the triggers stand ----------------------------------------------------------------------------------------


def test_every_trigger_stands_after_the_migrations(db):
    assert guards.standing() == {name for name, *_ in guards.statements()}
    assert guards.check_guards() == []


@pytest.mark.parametrize("name", ["guard_beneficiaries_support_update", "guard_audit_entry_delete"])
def test_the_system_check_bites_when_one_is_dropped(db, name):
    table = next(table for found, table, *_ in guards.statements() if found == name)
    sql(guards._drop(name, table))
    (error,) = guards.check_guards()
    assert error.id == "records.E001"
    assert name in error.msg
    guards.install()
    assert guards.check_guards() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite cannot switch a trigger off")
def test_the_system_check_bites_when_one_is_switched_off(db):
    sql("ALTER TABLE beneficiaries_support DISABLE TRIGGER guard_beneficiaries_support_update")
    assert [e.id for e in guards.check_guards()] == ["records.E001"]


def test_without_the_triggers_the_same_statement_passes(cast):
    """It is they that refuse, nothing else."""
    support = cast.approve(cast.make_support())
    guards.remove()
    assert guards.standing() == set()
    assert sql(UP, 0, support.pk) == 1


@pytest.mark.django_db(transaction=True)
def test_a_flush_leaves_an_empty_database_with_its_triggers(cast):
    """As after every test that commits: the triggers go, the rows go, post_migrate brings the triggers back."""
    cast.approve(cast.make_support())
    guards.remove()
    call_command("flush", verbosity=0, interactive=False)
    assert not Support.objects.exists()
    assert guards.standing() == {name for name, *_ in guards.statements()}
