"""The journal: append-only, hash-chained, in the writer's transaction; each way to tamper with it is found.

The triggers refuse tampering (test_guards.py); here they are taken away, as whoever owns the database could do.
"""

import json

import pytest
from django.db import connection

from danvan.audit.journal import current_head, journal, open_personal, verify
from danvan.audit.models import Entry, Head, PersonKey
from danvan.records import guards, services
from danvan.records.data import Invalid


@pytest.fixture
def chain(cast):
    """Five entries by four people, and no trigger in the way."""
    support = cast.make_support()
    cast.approve(support)
    cast.make_support(cast.hoinongdan, organization=cast.hoi_nong_dan)
    guards.remove()
    return list(Entry.objects.order_by("seq"))


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_each_step_stands_in_the_chain_under_whoever_took_it(cast, chain):
    assert [(e.seq, e.action, e.actor.username) for e in chain] == [
        (1, "create", "canbo.phuson"),
        (2, "submit", "canbo.phuson"),
        (3, "confirm", "chutich.phuson"),
        (4, "accept", "mttq"),
        (5, "create", "hoinongdan"),
    ]
    assert [e.previous for e in chain[1:]] == [e.hash for e in chain[:-1]]
    assert verify() == []
    assert verify(current_head()) == []


@pytest.mark.parametrize("column", ["action", "record_type", "changes"])
def test_a_changed_text_is_found_at_its_entry(chain, column):
    sql(f"UPDATE audit_entry SET {column} = 'other' WHERE seq = 3")  # noqa: S608
    assert [f.seq for f in verify()] == [3]


def test_a_changed_actor_time_record_and_version_are_found(cast, chain):
    changed = chain[0].at.replace(microsecond=(chain[0].at.microsecond + 1) % 1_000_000)
    sql("UPDATE audit_entry SET actor_id = %s WHERE seq = 2", cast.mttq.pk)
    sql("UPDATE audit_entry SET record_id = record_id + 1 WHERE seq = 3")
    sql("UPDATE audit_entry SET version = 9 WHERE seq = 4")
    Entry.objects.filter(seq=1).update(at=changed)
    assert [f.seq for f in verify()] == [1, 2, 3, 4]


def test_an_entry_written_anew_with_a_fitting_hash_breaks_the_next_link(chain):
    from danvan.audit.journal import digest_of

    entry = chain[2]
    entry.action = "return"
    Entry.objects.filter(seq=3).update(action="return", hash=digest_of(entry))
    assert [(f.seq, f.problem) for f in verify()] == [(4, "không nối với mục trước")]


def test_a_deleted_entry_is_found(chain):
    sql("DELETE FROM audit_entry WHERE seq = 3")
    assert {f.seq for f in verify()} == {3, 4}


def test_the_first_entry_deleted_is_found(chain):
    sql("DELETE FROM audit_entry WHERE seq = 1")
    assert (1, "thiếu mục 1–1") in [(f.seq, f.problem) for f in verify()]


def test_reordered_entries_are_found(chain):
    sql("UPDATE audit_entry SET seq = -2 WHERE seq = 2")
    sql("UPDATE audit_entry SET seq = 2 WHERE seq = 3")
    sql("UPDATE audit_entry SET seq = 3 WHERE seq = -2")
    assert {f.seq for f in verify()} >= {2, 3, 4}


def test_a_cut_tail_is_found(chain):
    sql("DELETE FROM audit_entry WHERE seq >= 4")
    assert [(f.seq, f.problem) for f in verify()] == [(3, "đuôi chuỗi bị cắt hoặc đầu chuỗi bị đổi")]


def test_an_emptied_journal_is_found(chain):
    sql("DELETE FROM audit_entry")
    assert [f.seq for f in verify()] == [0]


def test_a_tail_cut_together_with_the_head_is_found_by_what_a_report_printed(chain):
    printed = current_head()
    sql("DELETE FROM audit_entry WHERE seq >= 4")
    sql("UPDATE audit_head SET seq = 3, hash = %s", chain[2].hash)
    assert verify() == []  # nothing inside the database tells any more
    assert [(f.seq, f.problem) for f in verify(printed)] == [(5, "không còn mục mà báo cáo đã in")]


def test_an_entry_slipped_in_behind_the_head_is_found(chain):
    from danvan.audit.journal import digest_of

    extra = Entry.objects.get(seq=5)
    extra.seq, extra.previous = 6, chain[4].hash
    extra.hash = digest_of(extra)
    extra.save(force_insert=True)
    assert [f.seq for f in verify()] == [6]


def test_a_lost_head_is_found(chain):
    sql("DELETE FROM audit_head")
    assert [f.seq for f in verify()] == [5]


def test_the_head_printed_before_the_first_entry_is_no_fault(cast):
    printed = current_head()
    assert printed.startswith("0:")
    cast.make_support()
    assert verify(printed) == []


def test_a_head_that_is_none_is_refused(db):
    with pytest.raises(ValueError, match="not a head"):
        verify("twelve")


@pytest.mark.parametrize("nobody", [None, "anonymous"])
def test_nobody_writes_in_nobodys_name(cast, nobody):
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(PermissionError), journal(AnonymousUser() if nobody else None):
        pytest.fail("the block must not run")
    with pytest.raises(PermissionError):
        cast.make_support(AnonymousUser())
    assert not Entry.objects.exists()


def test_a_write_that_fails_leaves_no_entry_and_no_row(cast):
    from beneficiaries.models import Support

    with pytest.raises(RuntimeError), journal(cast.mttq) as log:
        log.add("create", cast.make_support())
        raise RuntimeError("the power fails")
    assert not Entry.objects.exists()
    assert not Support.objects.exists()
    assert not Head.objects.filter(seq__gt=0).exists()


def test_a_nested_write_that_fails_is_undone_alone(cast):
    from beneficiaries.models import Support

    with journal(cast.canbo_phuson):
        cast.make_support()
        with pytest.raises(Invalid):
            cast.make_support(description="")
    assert Support.objects.count() == 1
    assert [e.action for e in Entry.objects.all()] == ["create"]


def test_what_a_nested_write_said_before_it_failed_is_not_told(cast):
    with journal(cast.mttq) as log:
        log.add("export", None, {"rows": 1})
        with pytest.raises(RuntimeError), journal(cast.mttq) as inner:
            inner.add("export", None, {"rows": 2})
            raise RuntimeError("the disk is full")
    assert [json.loads(e.changes) for e in Entry.objects.all()] == [{"rows": 1}]


def test_a_nested_step_stands_under_its_own_actor(cast):
    """An import with --approve-by: one transaction, two people."""
    with journal(cast.hoinongdan):
        support = services.submit(cast.hoinongdan, cast.make_support(cast.hoinongdan, organization=cast.hoi_nong_dan))
        services.accept(cast.mttq, support)
    assert [(e.action, e.actor.username) for e in Entry.objects.order_by("seq")] == [
        ("create", "hoinongdan"),
        ("submit", "hoinongdan"),
        ("accept", "mttq"),
    ]
    assert [s.actor.username for s in services.steps_of(support)] == ["hoinongdan", "mttq"]


def test_a_bulk_import_is_one_entry_for_each_who_acted_with_a_digest(cast):
    with journal(cast.hoinongdan, bulk="import"):
        supports = [cast.make_support(cast.hoinongdan, organization=cast.hoi_nong_dan) for _ in range(3)]
        for support in supports:
            services.submit(cast.hoinongdan, support)
        services.accept(cast.mttq, supports[0])
    mine, theirs = Entry.objects.order_by("seq")
    assert (mine.action, mine.actor, theirs.action, theirs.actor) == (
        "import", cast.hoinongdan, "import", cast.mttq,
    )  # fmt: skip
    said = json.loads(mine.changes)
    assert said["entries"] == 6  # three created, three submitted
    assert said["records"] == {"beneficiaries.support": [s.pk for s in supports]}
    assert len(said["digest"]) == 64
    assert json.loads(theirs.changes)["records"] == {"beneficiaries.support": [supports[0].pk]}
    assert verify() == []


def test_an_empty_transaction_writes_no_entry(cast):
    with journal(cast.mttq):
        pass
    assert not Entry.objects.exists()


# ---- personal values -------------------------------------------------------------------------------------------

CANARY = "K’Canary Nguyễn"
CCCD = "068177001234"


def test_a_households_name_never_appears_in_the_journal_in_the_clear(cast):
    household = cast.make_household(head=CANARY, cccd=CCCD, everyday_name="Canary Bé")
    services.update(cast.canbo_phuson, household, {"head": f"{CANARY} Hai"}, expected_version=household.version)
    with connection.cursor() as cursor:
        cursor.execute("SELECT changes FROM audit_entry")
        stored = "\n".join(row[0] for row in cursor.fetchall())
    assert "Canary" not in stored
    assert CCCD not in stored
    assert "K’Ho" not in stored  # ethnicity is sensitive
    entry = Entry.objects.order_by("seq")[1]
    assert open_personal(entry, "head") == [CANARY, f"{CANARY} Hai"]


def test_a_recipients_name_never_appears_in_the_journal_in_the_clear(cast):
    support = cast.make_support(
        recipients=[{"kind": "person", "name": CANARY, "received_by": "Canary vợ"}], households=None
    )
    entry = Entry.objects.get()
    assert "Canary" not in entry.changes
    assert open_personal(entry, "recipients")[0]["name"] == CANARY
    assert support.recipients.get().name == CANARY


def test_destroying_a_persons_key_erases_the_values_and_keeps_the_chain(cast):
    household = cast.make_household(head=CANARY)
    other = cast.make_household(head="K’Brẻo")
    PersonKey.objects.filter(record_type="beneficiaries.household", record_id=household.pk).delete()
    first, second = Entry.objects.order_by("seq")
    assert open_personal(first, "head") is None
    assert open_personal(second, "head") == "K’Brẻo"
    assert other.head == "K’Brẻo"
    assert verify() == []


def test_a_persons_key_is_itself_stored_encrypted(cast):
    cast.make_household(head=CANARY)
    key = PersonKey.objects.get().key
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM audit_personkey")
        stored = cursor.fetchone()[0]
    assert key not in stored
    assert stored.partition(":")[0] == "v0"
