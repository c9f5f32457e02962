"""Effect rows: what every approved record counts for, proved equal to a recount, mended by adding rows."""

from decimal import Decimal

import pytest

from danvan.figures import effects
from danvan.figures.models import EffectRow
from danvan.records import guards, services


@pytest.fixture
def approved(cast):
    return cast.approve(cast.make_support())


def plant(cast, record_id: int, record_type: str = "beneficiaries.support", **changes) -> EffectRow:
    return EffectRow.objects.create(
        actor=cast.mttq, reason="approve", record_type=record_type, record_id=record_id, record_version=1,
        **{"indicator": "support_vnd", "year": 2022, "month": 5, "area": cast.phu_son, "value": Decimal(1),
           "organization": cast.mttq_phu_son, "campaign": cast.pretieng, **changes},
    )  # fmt: skip


def total(indicator: str) -> Decimal:
    return sum(EffectRow.objects.filter(indicator=indicator).values_list("value", flat=True), Decimal(0))


def test_an_approval_counts_once_where_and_when_it_happened(cast, approved):
    rows = {row.indicator: row for row in EffectRow.objects.all()}
    assert {name: row.value for name, row in rows.items()} == {"supports": 1, "support_vnd": 60_000_000, "houses": 1}
    row = rows["support_vnd"]
    assert (row.year, row.month, row.area, row.organization, row.campaign, row.actor) == (
        2022, 5, cast.phu_son, cast.mttq_phu_son, cast.pretieng, cast.mttq,
    )  # fmt: skip
    assert effects.differences() == []


def test_drafts_and_sent_records_count_nothing(cast):
    cast.make_support()
    services.confirm(cast.chutich_phuson, cast.submit(cast.make_support()))
    assert not EffectRow.objects.exists()
    assert effects.data_version() == 0


def test_a_month_that_is_not_known_stays_unknown(cast):
    cast.approve(cast.make_support(date_precision="year"))
    assert set(EffectRow.objects.values_list("year", "month")) == {(2022, None)}


def test_what_is_not_valued_is_counted_and_never_zero(cast):
    cast.approve(cast.make_support(contributions=[{"source": cast.tu_van_dong.pk}], form="labour"))
    assert set(EffectRow.objects.values_list("indicator", "value")) == {("supports", 1), ("unvalued", 1)}


def test_two_payers_of_one_house_make_one_house(cast, approved):
    assert approved.contributions.count() == 2
    assert total("houses") == 1


@pytest.mark.parametrize(
    "changes",
    [{}, {"indicator": "houses"}, {"year": 2021}, {"month": None}, {"campaign": None}, {"value": Decimal("-0.001")}],
)
def test_a_planted_row_is_found_and_mended_by_its_opposite(cast, approved, changes):
    plant(cast, approved.pk, **changes)
    assert effects.differences() == [f"khoản hỗ trợ {approved.pk}: dòng tác động khác với đếm lại"]
    rows, version = EffectRow.objects.count(), effects.data_version()
    assert effects.rebuild(cast.mttq) == 1
    assert effects.differences() == []
    assert EffectRow.objects.count() == rows + 1  # nothing is erased
    assert EffectRow.objects.order_by("pk").last().reason == "rebuild"
    assert effects.data_version() == version + 1
    assert (total("support_vnd"), total("houses"), total("supports")) == (60_000_000, 1, 1)


def test_a_lost_row_is_found_and_written_again(cast, approved):
    guards.remove()
    EffectRow.objects.filter(indicator="support_vnd").delete()
    assert len(effects.differences()) == 1
    assert effects.rebuild(cast.mttq) == 1
    assert total("support_vnd") == 60_000_000


def test_a_row_of_a_draft_is_found(cast):
    draft = cast.make_support()
    plant(cast, draft.pk)
    assert len(effects.differences()) == 1
    effects.rebuild(cast.mttq)
    assert total("support_vnd") == 0


@pytest.mark.parametrize("record_type", ["beneficiaries.support", "beneficiaries.gone"])
def test_a_row_that_no_record_stands_behind_is_found_and_taken_back(cast, approved, record_type):
    plant(cast, 10**6, record_type)
    assert effects.differences() == [f"{record_type} 1000000: có dòng tác động mà không có bản ghi"]
    assert effects.rebuild(cast.mttq) == 1
    assert effects.differences() == []
    assert total("support_vnd") == 60_000_000


def test_a_sound_ledger_is_not_touched(cast, approved):
    rows, version = EffectRow.objects.count(), effects.data_version()
    assert effects.rebuild(cast.mttq) == 0
    assert (EffectRow.objects.count(), effects.data_version()) == (rows, version)


def test_comparing_takes_as_many_queries_for_ten_records_as_for_one(cast, approved, django_assert_num_queries):
    with django_assert_num_queries(10) as few:
        effects.differences()
    for _ in range(9):
        cast.approve(cast.make_support())
    with django_assert_num_queries(len(few)):
        effects.differences()
