"""Rà soát hộ nghèo from a file, and the counts that were published."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import AreaPoverty, PovertyReview
from tests.imports.kinds_case import asked, bring, choices, faults, opened

GOOD = {
    "Mã hộ": "", "Chủ hộ": "K’Lũ", "Năm sinh": "", "Xã": "Phú Sơn", "Thôn": "Pretieng 1", "Năm": "2022", "Chuẩn": "",
    "Diện": "Cận nghèo", "Lý do": "thiếu đất", "Ghi chú": "",
}  # fmt: skip
PUBLISHED = {
    "Xã": "Phú Sơn", "Thôn": "", "Ngày": "31/12/2022", "Chuẩn": "NĐ 07/2021", "Nguồn": "UBND xã Phú Sơn",
    "Hộ nghèo": "43 hộ", "Hộ cận nghèo": "38", "Tổng số hộ": "", "Ghi chú": "",
}  # fmt: skip


def review(**cells: str) -> dict[str, str]:
    return {**GOOD, **{head.replace("_", " "): text for head, text in cells.items()}}


def published(**cells: str) -> dict[str, str]:
    return {**PUBLISHED, **{head.replace("_", " "): text for head, text in cells.items()}}


@pytest.fixture
def home(cast: Any) -> Any:
    return cast.make_household(head="K’Lũ", code="PS-07", birth_year=1961)


def test_a_clean_file_stores_what_it_says(cast: Any, home: Any) -> None:
    bring(cast.canbo_phuson, "ra-soat",
          GOOD, review(Mã_hộ="PS-07", Chủ_hộ="", Xã="", Thôn="", Năm="2021", Diện="hộ thoát nghèo"))  # fmt: skip
    now, before = PovertyReview.objects.order_by("pk")
    assert (now.household, now.area, now.organization) == (home, cast.pretieng_1, cast.mttq_phu_son)
    assert (now.year, now.standard, now.poverty_class, now.reason) == (2022, "2022-2025", "near_poor", "thiếu đất")
    assert (before.household, before.standard, before.poverty_class) == (home, "2016-2020", "escaped_poor")


@pytest.mark.parametrize("typed", ["k'lu", "K` Lũ", "K’LŨ"])
def test_the_head_is_found_however_the_name_is_written(cast: Any, home: Any, typed: str) -> None:
    bring(cast.canbo_phuson, "ra-soat", review(Chủ_hộ=typed))
    assert PovertyReview.objects.get().household == home


@pytest.mark.parametrize(
    ("cells", "head", "said", "offered"),
    [
        ({"Chủ_hộ": "K’Lữ"}, "Chủ hộ", "không có hộ “K’Lữ”", "K’Lũ"),
        ({"Chủ_hộ": "Nguyễn Văn Tám"}, "Chủ hộ", "nhập danh sách hộ trước", ""),
        ({"Chủ_hộ": ""}, "Chủ hộ", "Hộ nào?", ""),
        ({"Xã": ""}, "Xã", "Hãy ghi xã", ""),
        ({"Mã_hộ": "PS-99"}, "Mã hộ", "Không có hộ mã “PS-99”", ""),
        ({"Mã_hộ": "PS-07", "Chủ_hộ": "K’Brèm"}, "Chủ hộ", "Mã PS-07 là hộ K’Lũ", "K’Lũ"),
        ({"Diện": "khá"}, "Diện", "Không có diện “khá”", "hộ nghèo"),
        ({"Chuẩn": "1990"}, "Chuẩn", "Không có chuẩn nghèo", "đa chiều 2016–2020"),
        ({"Thôn": "Pretieng 9"}, "Thôn", "không có thôn", "Pretieng 1"),
    ],
)
def test_each_fault_stands_at_its_cell(
    cast: Any, home: Any, cells: dict[str, str], head: str, said: str, offered: str
) -> None:
    batch = opened(cast.canbo_phuson, "ra-soat", review(Năm="2023"), review(**cells))
    ((row, where, message),) = faults(batch)
    assert (row, where) == (3, head) and said in message
    if offered:
        assert offered in choices(batch)


def test_two_of_one_name_ask_and_the_year_of_birth_tells(cast: Any, home: Any) -> None:
    other = cast.make_household(head="K’Lũ", birth_year=1990)
    ((_, _, message),) = faults(opened(cast.canbo_phuson, "ra-soat", GOOD))
    assert "Có 2 hộ như vậy: K’Lũ sinh 1961 (mã PS-07), K’Lũ sinh 1990" in message
    bring(cast.canbo_phuson, "ra-soat", review(Năm_sinh="1990"))
    assert PovertyReview.objects.get().household == other


def test_a_household_elsewhere_does_not_exist(cast: Any) -> None:
    cast.make_household(cast.canbo_melinh, head="Zzbímật", code="ML-1", area=cast.me_linh_1,
                        organization=cast.mttq_me_linh)  # fmt: skip
    batch = opened(cast.canbo_phuson, "ra-soat", review(Mã_hộ="ML-1", Chủ_hộ="", Xã="", Thôn=""),
                   review(Chủ_hộ="Zzbimat", Xã="Mê Linh", Thôn="Thôn 1"), review(Chủ_hộ="Zzbimật"))  # fmt: skip
    assert len(faults(batch)) == 3 and "Zzbímật" not in str(batch.report)


def test_a_household_whose_commune_was_merged_is_found_in_the_new_one(cast: Any, home: Any) -> None:
    bring(cast.canbo_phuson, "ra-soat", review(Năm="2026", Xã="Phú Sơn Lâm Hà", Thôn=""))
    assert PovertyReview.objects.get().household == home


def test_a_year_that_is_reviewed_already_is_refused_beside_what_stands(cast: Any, home: Any) -> None:
    bring(cast.canbo_phuson, "ra-soat", GOOD)
    batch = opened(cast.canbo_phuson, "ra-soat", review(Diện="hộ nghèo"))
    ((_, _, message),) = faults(batch)
    assert "đã có kết quả rà soát" in message
    assert asked(batch) == {2: [("similar", [PovertyReview.objects.get().pk])]}


def test_a_check_costs_the_same_for_more_rows(cast: Any, home: Any) -> None:
    def cost(*years: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            opened(cast.mttq, "ra-soat", *(review(Năm=str(year)) for year in years), review(Chủ_hộ="Không có"))
        return len(queries)

    assert cost(2022) == cost(*range(2000, 2025))


def test_published_counts_are_stored_as_they_were_published(cast: Any) -> None:
    bring(cast.canbo_phuson, "so-ho-ngheo", PUBLISHED, published(Thôn="Pretieng 1", Hộ_cận_nghèo="–", Tổng_số_hộ="120"))
    commune, hamlet = AreaPoverty.objects.order_by("pk")
    assert (commune.area, commune.organization, commune.date) == (
        cast.phu_son, cast.mttq_phu_son, datetime.date(2022, 12, 31),
    )  # fmt: skip
    assert (commune.standard, commune.source, commune.poor, commune.near_poor, commune.households) == (
        "2022-2025", "UBND xã Phú Sơn", 43, 38, None,
    )  # fmt: skip
    assert (hamlet.area, hamlet.poor, hamlet.near_poor, hamlet.households) == (cast.pretieng_1, 43, None, 120)
    again = opened(cast.canbo_phuson, "so-ho-ngheo", published(Hộ_nghèo="44"))
    assert asked(again) == {2: [("similar", [commune.pk])]}


def test_faults_of_published_counts(cast: Any) -> None:
    batch = opened(cast.canbo_phuson, "so-ho-ngheo", published(Ngày="2022"), published(Hộ_nghèo="", Hộ_cận_nghèo=""),
                   published(Tổng_số_hộ="50"), published(Nguồn=""), published(Xã="Mê Linh"))  # fmt: skip
    assert [(row, head) for row, head, _ in faults(batch)] == [
        (2, "Ngày"), (3, "Hộ nghèo"), (4, "Tổng số hộ"), (5, "Nguồn"), (6, "Đơn vị"),
    ]  # fmt: skip
    assert choices(batch) == ["31/12/2022", "01/01/2022"]
