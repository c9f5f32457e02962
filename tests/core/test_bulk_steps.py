"""A step for a whole list: each record by the rules of the single step, refusals said one by one or stopping all."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import Support
from danvan.accounts.roles import RECORD_KINDS
from danvan.audit.journal import journal, verify
from danvan.audit.models import Entry
from danvan.figures import effects
from danvan.figures.models import EffectRow
from danvan.records import bulk, services
from danvan.records.bulk import RowsRefused
from danvan.records.bulk_steps import ask_back_many, submit_many, take_many
from danvan.records.data import Refused
from movements.models import Activity
from tests.unchanged import refuses


def statuses(*records: Any) -> list[str]:
    return [type(record)._default_manager.get(pk=record.pk).status for record in records]


def test_a_refused_record_stops_no_other_and_is_told_why(cast):
    mine, colleagues = cast.submit(cast.make_support()), cast.submit(cast.make_support(cast.canbo_phuson_2))
    draft, gone = cast.make_support(), cast.make_support()
    Support.objects.filter(pk=gone.pk).delete()
    cast.assign(cast.canbo_phuson, "commune_chair", cast.phu_son)
    everyman = cast.fresh(cast.canbo_phuson)
    outcomes = take_many(everyman, [mine, draft, colleagues, gone, colleagues], "confirm")
    assert [outcome.reason for outcome in outcomes] == [
        "Bạn là người ghi nên không tự xác nhận hay tiếp nhận được.", "Bản ghi không ở bước này.", "",
        "Bản ghi này không còn nữa.", "Bản ghi không ở bước này.",
    ]  # fmt: skip
    assert outcomes[2].record.pending_action == "accept"
    mine.refresh_from_db(), colleagues.refresh_from_db()
    assert (mine.pending_action, colleagues.pending_action) == ("confirm", "accept")
    assert [step.action for step in services.steps_of(colleagues)] == ["submit", "confirm"]
    assert [step.action for step in services.steps_of(mine)] == ["submit"]
    assert list(Entry.objects.filter(action="confirm").values_list("record_id", flat=True)) == [colleagues.pk]


def test_with_all_or_nothing_one_refusal_stops_all(cast):
    good, bare = cast.make_support(), cast.make_support(items=[], contributions=[])
    with refuses(RowsRefused) as caught:
        submit_many(cast.canbo_phuson, [good, bare], whole=True)
    (place, fault), *rest = caught.value.faults.items()
    assert (place, fault.message, rest) == (
        1, "Chưa gửi được, còn thiếu: hiện vật, công trình hoặc nguồn tiền.", [],
    )  # fmt: skip
    outcomes = submit_many(cast.canbo_phuson, [good, bare])
    assert [bool(outcome.reason) for outcome in outcomes] == [False, True]
    assert statuses(good, bare) == ["submitted", "draft"]


def test_a_list_of_every_kind_goes_the_whole_way(cast):
    records = [cast.record_of(kind) for kind in RECORD_KINDS]
    chair, front = cast.chutich_phuson, cast.mttq
    sent = [o.record for o in submit_many(cast.canbo_phuson, records, whole=True)]
    assert [type(record) for record in sent] == [type(record) for record in records]  # in the order given
    before = effects.data_version()
    take_many(chair, sent, "confirm", whole=True)
    confirmed = [type(record)._default_manager.get(pk=record.pk) for record in records]
    take_many(front, confirmed, "accept", whole=True)
    assert set(statuses(*records)) == {"approved"}
    assert effects.data_version() > before
    assert effects.differences() == [] and effects.unproved() == []
    assert verify() == []


def test_accepting_counts_once_and_bumps_the_data_version_once(cast):
    supports = [cast.submit(cast.make_support()) for _ in range(3)]
    take_many(cast.chutich_phuson, supports, "confirm")
    supports = list(Support.objects.all())
    before = effects.data_version()
    take_many(cast.mttq, supports, "accept")
    assert effects.data_version() == before + 1
    rows = EffectRow.objects.filter(indicator="support_vnd")
    assert dict(rows.values_list("record_id", "value")) == {s.pk: 60_000_000 for s in supports}
    take_many(cast.mttq_2, supports, "accept")
    assert rows.count() == 3 and effects.data_version() == before + 1  # refused: nothing more


def test_asking_back_says_one_reason_to_all_and_needs_one(cast):
    supports = [cast.submit(cast.make_support()) for _ in range(2)]
    with refuses(Refused):
        ask_back_many(cast.chutich_phuson, supports, "  ")
    ask_back_many(cast.chutich_phuson, supports, "Thiếu biên bản")
    assert statuses(*supports) == ["returned", "returned"]
    assert {services.steps_of(s).last().reason for s in supports} == {"Thiếu biên bản"}
    with refuses(RowsRefused):
        ask_back_many(cast.mttq, supports, "Lần nữa", whole=True)


def test_an_import_is_sent_and_accepted_in_one_transaction_or_not_at_all(cast):
    me, rows = cast.hoinongdan, [cast.support_data(organization=cast.hoi_nong_dan) for _ in range(3)]

    def run(taker: Any) -> list[int]:
        batch = bulk.pack(me, bulk.prepare_many(me, Support, rows))
        with journal(me, bulk="import") as log:
            bulk.store(log, batch)
            sent = submit_many(me, batch.records, whole=True)
            take_many(taker, [outcome.record for outcome in sent], "accept", whole=True)
        return batch.pks

    with refuses(RowsRefused):
        run(cast.chutich_phuson)
    pks = run(cast.mttq)
    assert statuses(*Support.objects.filter(pk__in=pks)) == ["approved"] * 3
    assert list(Entry.objects.order_by("seq").values_list("action", "actor")) == [
        ("import", me.pk), ("import", cast.mttq.pk),
    ]  # fmt: skip
    assert verify() == [] and effects.differences() == [] and effects.unproved() == []


def test_a_longer_list_costs_no_more_queries(cast):
    people = {"submit": cast.canbo_phuson, "confirm": cast.chutich_phuson, "accept": cast.mttq}
    cost: dict[int, list[int]] = {}
    for count in (2, 3, 30):  # the first makes the row of the data version
        rows = [cast.support_data() for _ in range(count)]
        pks = bulk.create_many(cast.canbo_phuson, bulk.prepare_many(cast.canbo_phuson, Support, rows))
        for action, person in people.items():
            records, user = list(Support.objects.filter(pk__in=pks)), cast.fresh(person)
            with CaptureQueriesContext(connection) as asked:
                if action == "submit":
                    submit_many(user, records, whole=True)
                else:
                    take_many(user, records, action, whole=True)
            cost.setdefault(count, []).append(len(asked))
    assert cost[3] == cost[30], cost
    assert max(cost[30]) <= 27, cost
    assert effects.differences() == []


def test_two_kinds_in_one_list_keep_their_places(cast):
    activity = cast.submit(cast.record_of("activity"))
    support = cast.submit(cast.make_support())
    outcomes = take_many(cast.chutich_phuson, [support, activity, support], "confirm")
    assert [type(o.record) for o in outcomes] == [Support, Activity, Support]
    assert [bool(o.reason) for o in outcomes] == [False, False, True]
