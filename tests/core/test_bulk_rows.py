"""Many rows through the bulk door: refusals in the single door's words, all or nothing, a fixed number of queries."""

import datetime
import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import Household, PovertyReview, Support
from danvan.audit.journal import journal, verify
from danvan.audit.models import Entry, PersonKey
from danvan.records import bulk, periods, services
from danvan.records.bulk import RowsRefused, create_many, prepare_many
from danvan.records.data import Invalid, Refused
from danvan.records.periods import PeriodClosed
from danvan.records.preparing import Prepared
from models_programs.models import ModelYear
from movements.models import Area, Target
from tests.unchanged import everything, refuses

CCCD = "068177001234"


def household(cast, head: str = "K’Lũ", **changes: Any) -> dict[str, Any]:
    return {"head": head, "people": 5, "area": cast.pretieng_1, "organization": cast.mttq_phu_son, **changes}


def told(refusal: Any) -> tuple[Any, ...]:
    """A refusal as it can be compared: its kind, and what it says where."""
    if isinstance(refusal, Invalid):
        return Invalid, refusal.errors
    return type(refusal), str(refusal)


# ---- the same refusals -----------------------------------------------------------------------------------------

FAULTY = {
    "nothing said": lambda cast: {"description": "", "date": None},
    "no such day": lambda cast: {"date": "2022-02-30"},
    "a year long past": lambda cast: {"date": "1930-01-01"},
    "no such form": lambda cast: {"form": "house"},
    "no number": lambda cast: {"households": "ba"},
    "less than none": lambda cast: {"households": -1},
    "too long": lambda cast: {"description": "x" * 301},
    "a loan's form for a grant": lambda cast: {"kind": "loan"},
    "no such place": lambda cast: {"area": 999_999},
    "a key beyond all keys": lambda cast: {"campaign": 10**30},
    "a key that is none": lambda cast: {"organization": "MTTQ"},
    "no such hamlet": lambda cast: {"hamlets": [999_999]},
    "a hamlet of elsewhere": lambda cast: {"hamlets": [cast.pretieng_1.pk, cast.me_linh_1.pk]},
    "no such source": lambda cast: {"contributions": [{"source": 999_999, "amount_vnd": 5}]},
    "an amount below 1": lambda cast: {"contributions": [{"source": cast.quy_tinh.pk, "amount_vnd": 0}]},
    "parts with faults each": lambda cast: {
        "items": [{"name": "Nhà", "quantity": "0", "unit": ""}, {"quantity": "hai", "unit": "căn"}],
        "contributions": [{"source": cast.quy_tinh.pk, "amount_vnd": 10**16}, {"amount_vnd": 7}],
        "recipients": [{"kind": "person"}],
    },
    "one household twice": lambda cast: {"households": 2, "recipients": [{"household": cast.hers.pk}] * 2},
    "more named than counted": lambda cast: {
        "households": 0, "recipients": [{"household": cast.hers.pk}],
    },
    "a household of elsewhere": lambda cast: {"recipients": [{"household": cast.theirs.pk}]},
    "a place of elsewhere": lambda cast: {"area": cast.me_linh, "hamlets": []},
    "an organisation of elsewhere": lambda cast: {"organization": cast.mttq_me_linh},
    "a closed year": lambda cast: {"date": "2021-05-30"},
}  # fmt: skip


@pytest.fixture
def closed(cast):
    cast.hers = cast.make_household()
    cast.theirs = cast.make_household(cast.canbo_melinh, area=cast.me_linh_1, organization=cast.mttq_me_linh)
    first, last = datetime.date(2021, 1, 1), datetime.date(2021, 12, 31)
    periods.close(cast.mttq_truong, cast.lam_ha, first, last)
    return cast


def test_each_faulty_row_is_refused_as_the_single_door_refuses_it(closed):
    cast, actor = closed, closed.canbo_phuson
    rows = [cast.support_data(**make(cast)) for make in FAULTY.values()]
    single = []
    for row in rows:
        with refuses(Refused, PermissionDenied) as caught:
            services.create(actor, Support, row)
        single.append(told(caught.value))
    before = everything()
    found = prepare_many(actor, Support, [cast.support_data(), *rows, cast.support_data()])
    assert everything() == before
    assert [isinstance(one, Prepared) for one in found] == [True, *[False] * len(rows), True]
    assert dict(zip(FAULTY, map(told, found[1:-1]), strict=True)) == dict(zip(FAULTY, single, strict=True))
    assert {kind for kind, _ in single} == {Invalid, PermissionDenied, PeriodClosed}


@pytest.mark.parametrize(
    ("model", "data"),
    [
        (Household, {"head": "", "birth_year": 1800, "cccd": "12"}),
        (PovertyReview, {"standard": "2022-2025"}),
        (Target, {"indicator": 7, "planned_max": "5.6", "numerator": "1"}),
        (ModelYear, {"year": 2022, "sheet": 999_999, "own_score": "5", "awards": [{"title": "Giấy khen"}]}),
    ],
)
def test_so_is_each_faulty_row_of_other_kinds(cast, model, data):
    data = {"area": cast.phu_son, "organization": cast.mttq_phu_son, **data}
    with refuses(Invalid) as caught:
        services.create(cast.canbo_phuson, model, data)
    (refusal,) = prepare_many(cast.canbo_phuson, model, [data])
    assert told(refusal) == told(caught.value)


def test_what_must_be_there_once_is_found_against_what_stands_and_among_the_rows(cast):
    cast.make_household(cccd=CCCD)
    gone = cast.make_household(cccd="068177009999")
    services.withdraw(cast.canbo_phuson, gone)
    rows = [household(cast, cccd=number) for number in (
        "068 177 001 234", "068177005555", "068.177.005.555", "068177009999", "", "",
    )]  # fmt: skip
    found = prepare_many(cast.canbo_phuson, Household, rows)
    refused = {at: one.errors for at, one in enumerate(found) if isinstance(one, Invalid)}
    says = {"cccd": ["Số CCCD này đã có ở một hộ khác."]}
    assert refused == {0: says, 2: says}
    hers = cast.make_household()
    review = {"household": hers, "organization": cast.mttq_phu_son, "area": cast.phu_son, "year": 2022,
              "standard": "2022-2025", "poverty_class": "poor"}  # fmt: skip
    first, second, other = prepare_many(cast.canbo_phuson, PovertyReview, [review, review, {**review, "year": 2023}])
    assert isinstance(first, Prepared) and isinstance(other, Prepared)
    assert second.errors == {"__all__": ["Hộ này đã có kết quả rà soát của năm và chuẩn đó."]}


# ---- what is stored --------------------------------------------------------------------------------------------

WORDS = ["tab\tvà \\N, \\. \\\\", "“ngoặc” 'đơn' \"kép\"", "hai\ndòng\r\nnữa", "K’Lu\u0303 🏠", "%s {0} \x00 NULL"]


def test_rows_of_any_words_are_stored_as_the_single_door_stores_them(cast):
    def data(word: str) -> dict[str, Any]:
        return cast.support_data(
            description=word, note=word, joint_organizations=[cast.hoi_phu_nu.pk, cast.hoi_nong_dan.pk],
            recipients=[{"kind": "person", "name": word}], campaign=None,
            items=[{"name": word, "quantity": "1.250", "unit": "tấn"}, {"name": "", "quantity": "2", "unit": "căn"}],
        )  # fmt: skip

    one = [services.create(cast.canbo_phuson, Support, data(word)) for word in WORDS]
    many = create_many(cast.canbo_phuson, prepare_many(cast.canbo_phuson, Support, [data(w) for w in WORDS]))
    assert many == sorted(many) and not {record.pk for record in one} & set(many)
    for record, pk in zip(one, many, strict=True):
        twin = Support.objects.get(pk=pk)
        record.refresh_from_db()
        own = ("id", "created_at", "updated_at")
        columns = [f.attname for f in Support._meta.concrete_fields if f.name not in own]
        assert [getattr(twin, c) for c in columns] == [getattr(record, c) for c in columns]
        for relation in ("items", "contributions", "recipients", "hamlets", "joint_organizations"):
            rows = [
                [{k: v for k, v in row.items() if k not in ("id", "support_id")}
                 for row in getattr(support, relation).order_by("pk").values()]
                for support in (record, twin)
            ]  # fmt: skip
            assert rows[0] == rows[1] != []
    later = cast.make_support()
    assert later.pk > many[-1]  # reserved keys are never given again


def test_a_batch_is_one_entry_with_a_digest_and_nothing_personal(cast):
    rows = [household(cast, f"K’Canary {n}", cccd=f"06817700{n:04}", ethnicity="K’Ho") for n in range(3)]
    pks = create_many(cast.canbo_phuson, prepare_many(cast.canbo_phuson, Household, rows))
    entry = Entry.objects.get()
    said = json.loads(entry.changes)
    assert (entry.action, entry.actor, said["entries"]) == ("import", cast.canbo_phuson, 3)
    assert said["records"] == {"beneficiaries.household": pks}
    assert len(said["digest"]) == 64
    assert "Canary" not in entry.changes and "0681" not in entry.changes and "K’Ho" not in entry.changes
    assert not PersonKey.objects.exists()  # a digest opens nothing: no key is made before there is a value to open
    assert verify() == []
    stored = Household.objects.get(pk=pks[1])
    assert (stored.cccd, stored.name_key, stored.created_by) == ("068177000001", "kcanary 1", cast.canbo_phuson)
    services.update(cast.canbo_phuson, stored, {"head": "K’Lũ"}, expected_version=1)
    assert PersonKey.objects.count() == 1


def test_the_digest_tells_apart_what_was_stored(cast):
    digests = []
    for name in ("K’Lũ", "K’Lu"):
        prepared = prepare_many(cast.canbo_phuson, Household, [household(cast, name)])
        batch = bulk.pack(cast.canbo_phuson, prepared)
        batch.records[0].pk = 1
        digests.append(bulk.folded(cast.canbo_phuson, "create", batch.records[0], prepared[0].whole()).digest)
    assert digests[0] != digests[1]


def test_nothing_to_store_is_stored(cast):
    before = everything()
    assert create_many(cast.canbo_phuson, prepare_many(cast.canbo_phuson, Support, [])) == []
    assert everything() == before


# ---- all or nothing --------------------------------------------------------------------------------------------


def test_a_number_taken_meanwhile_stores_nothing_and_is_said_at_its_row(cast):
    rows = [household(cast, cccd=f"06817700{n:04}") for n in range(4)]
    prepared = prepare_many(cast.canbo_phuson, Household, rows)
    cast.make_household(cccd=rows[2]["cccd"])
    with refuses(RowsRefused) as caught:
        create_many(cast.canbo_phuson, prepared)
    (place, fault), *rest = caught.value.faults.items()
    assert (place, fault.errors, rest) == (2, {"cccd": ["Số CCCD này đã có ở một hộ khác."]}, [])
    assert caught.value.message == "Số CCCD này đã có ở một hộ khác."
    del prepared[2]
    assert len(create_many(cast.canbo_phuson, prepared)) == 3  # the others are good as they are


def test_rows_prepared_apart_that_do_not_go_together_store_nothing(cast):
    twice = [prepare_many(cast.canbo_phuson, Household, [household(cast, cccd=CCCD)])[0] for _ in range(2)]
    with refuses(RowsRefused) as caught:
        create_many(cast.canbo_phuson, twice)
    assert list(caught.value.faults) == [1]


def test_a_period_closed_meanwhile_stores_nothing(cast):
    rows = [cast.support_data(), cast.support_data(date="2023-05-30"), cast.support_data()]
    prepared = prepare_many(cast.canbo_phuson, Support, rows)
    periods.close(cast.mttq_truong, cast.phu_son, datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))
    with refuses(RowsRefused) as caught:
        create_many(cast.canbo_phuson, prepared)
    assert [(at, type(fault)) for at, fault in caught.value.faults.items()] == [(1, PeriodClosed)]


def test_a_batch_goes_down_with_the_transaction_that_it_is_part_of(cast):
    batch = bulk.pack(cast.canbo_phuson, prepare_many(cast.canbo_phuson, Support, [cast.support_data()] * 3))
    with refuses(LookupError), journal(cast.canbo_phuson, bulk="import") as log:
        bulk.store(log, batch)
        assert Support.objects.count() == 3
        raise LookupError
    with journal(cast.canbo_phuson, bulk="import") as log:
        bulk.store(log, batch)
    assert Support.objects.count() == 3
    assert verify() == []


def test_a_batch_is_not_journalled_row_by_row(cast):
    batch = bulk.pack(cast.canbo_phuson, prepare_many(cast.canbo_phuson, Support, [cast.support_data()]))
    with refuses(ValueError), journal(cast.canbo_phuson) as log:
        bulk.store(log, batch)


# ---- queries ---------------------------------------------------------------------------------------------------


def test_two_hundred_rows_cost_the_queries_of_ten(cast):
    actor = cast.mttq
    homes = [cast.make_household(cast.mttq, f"K’{n}") for n in range(20)]
    hamlets = [
        Area.objects.create(code=f"thon-{n}", name=f"Thôn {n}", level="hamlet", kind="thon", parent=cast.phu_son)
        for n in range(20)
    ]
    sources = [cast.quy_huyen, cast.quy_tinh, cast.tu_van_dong]
    bodies = [cast.mttq_phu_son, cast.hoi_nong_dan, cast.hoi_phu_nu]

    def supports(count: int) -> list[dict[str, Any]]:
        return [
            cast.support_data(
                organization=bodies[n % 3], hamlets=[hamlets[n % 20].pk], joint_organizations=[bodies[(n + 1) % 3].pk],
                contributions=[{"source": sources[n % 3].pk, "amount_vnd": 10}],
                recipients=[{"household": homes[n % 20].pk}],
            )
            for n in range(count)
        ]  # fmt: skip

    def people(count: int) -> list[dict[str, Any]]:
        return [
            household(cast, f"K’{n}", area=hamlets[n % 20], cccd=f"0681{count:04}{n:04}",
                      residences=[{"area": hamlets[n % 20].pk}]) for n in range(count)
        ]  # fmt: skip

    cost: dict[int, list[int]] = {}
    for count in (10, 200):
        for model, rows in ((Support, supports(count)), (Household, people(count))):
            me = cast.fresh(actor)
            with CaptureQueriesContext(connection) as preparing:
                prepared = prepare_many(me, model, rows)
            with CaptureQueriesContext(connection) as storing:
                assert len(create_many(me, prepared)) == count
            cost.setdefault(count, []).extend((len(preparing), len(storing)))
    assert cost[10] == cost[200], cost
    assert max(cost[200]) <= 25, cost
