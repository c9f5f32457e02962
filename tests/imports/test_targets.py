"""Chỉ tiêu from a file."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from movements.models import Indicator, Target
from tests.imports.kinds_case import asked, bring, choices, faults, opened

GOOD = {
    "Chỉ tiêu": "Diện tích trồng dâu", "Năm": "2022", "Xã": "Phú Sơn", "Đơn vị": "", "Đợt vận động": "pretieng-2022",
    "Giao cho": "Hội Nông dân", "Kế hoạch": "5,6", "Thực hiện": "7,6 ha", "Tử số": "", "Mẫu số": "",
    "Lý do không đạt": "", "Ghi chú": "",
}  # fmt: skip


def target(**cells: str) -> dict[str, str]:
    return {**GOOD, **{head.replace("_", " "): text for head, text in cells.items()}}


@pytest.fixture
def rate(cast: Any) -> Indicator:
    return Indicator.objects.create(
        code="giam-ngheo", name="Giảm tỷ lệ hộ nghèo", definition="Giảm so với năm trước.", unit="%", kind="rate"
    )


def test_a_clean_file_stores_what_it_says(cast: Any, rate: Indicator) -> None:
    parts = target(Chỉ_tiêu="giam-ngheo", Kế_hoạch="0,5-1 %", Thực_hiện="", Tử_số="37", Mẫu_số="3.700")
    bring(cast.canbo_phuson, "chi-tieu", GOOD, parts)
    silk, poor = Target.objects.order_by("pk")
    assert (silk.indicator, silk.year, silk.area, silk.campaign) == (cast.dau_tam, 2022, cast.phu_son, cast.pretieng)
    assert (silk.organization, silk.for_organization) == (cast.mttq_phu_son, cast.hoi_nong_dan)
    assert (silk.planned_min, silk.planned_max, silk.actual) == (Decimal("5.6"), Decimal("5.6"), Decimal("7.6"))
    assert (poor.planned_min, poor.planned_max) == (Decimal("0.5"), Decimal("1"))
    assert (poor.actual, poor.result) == (None, Decimal("1.00"))


def test_without_a_place_it_is_the_bodys(cast: Any) -> None:
    bring(cast.hoinongdan, "chi-tieu", target(Xã="", Đơn_vị="Hội Nông dân", Kế_hoạch="", Thực_hiện="–"))
    one = Target.objects.get()
    assert (one.area, one.organization, one.planned_min, one.actual) == (cast.lam_ha, cast.hoi_nong_dan, None, None)


@pytest.mark.parametrize(
    ("cells", "head", "said", "offered"),
    [
        ({"Chỉ_tiêu": "Diện tích trồng dau tằm"}, "Chỉ tiêu", "không có chỉ tiêu", "Diện tích trồng dâu"),
        ({"Năm": "22"}, "Năm", "", ""),
        ({"Xã": ""}, "Xã", "chỉ tiêu này của ai", ""),
        ({"Kế_hoạch": "1,125"}, "Kế hoạch", "đọc được hai cách", ""),
        ({"Kế_hoạch": "1-0,5"}, "Kế hoạch", "số đầu lớn hơn số cuối", ""),
        ({"Thực_hiện": "7,6 m2"}, "Thực hiện", "tính bằng ha", "7,6"),
        ({"Tử_số": "3"}, "Mẫu số", "phải đi cùng nhau", ""),
        ({"Tử_số": "3", "Mẫu_số": "0", "Thực_hiện": ""}, "Mẫu số", "phải lớn hơn 0", ""),
        ({"Tử_số": "3", "Mẫu_số": "4"}, "Thực hiện", "tỷ lệ được tính", ""),
        ({"Giao_cho": "Hội lạ"}, "Giao cho", "không có tổ chức", ""),
    ],
)
def test_each_fault_stands_at_its_cell(cast: Any, cells: dict[str, str], head: str, said: str, offered: str) -> None:
    batch = opened(cast.mttq, "chi-tieu", GOOD, target(**{"Năm": "2021", **cells}))
    ((row, where, message),) = faults(batch)
    assert (row, where) == (3, head) and said in message
    if offered:
        assert offered in choices(batch)


def test_an_officer_brings_nothing_into_another_commune(cast: Any) -> None:
    ((_, where, message),) = faults(opened(cast.canbo_phuson, "chi-tieu", target(Xã="Mê Linh")))
    assert where == "Đơn vị" and "ngoài phạm vi" in message


def test_the_target_that_is_there_stands_beside_and_costs_no_query_a_row(cast: Any) -> None:
    bring(cast.mttq, "chi-tieu", GOOD, target(Năm="2021"))
    there = Target.objects.get(year=2022).pk

    def look(*rows: Any) -> tuple[Any, int]:
        with CaptureQueriesContext(connection) as queries:
            batch = opened(cast.mttq, "chi-tieu", *rows)
        return asked(batch), len(queries)

    again, cost = look(target(Thực_hiện="8"), target(Năm="2023"))
    assert again == {2: [("similar", [there])]}
    assert look(target(Thực_hiện="9"), *(target(Năm=str(year)) for year in range(2000, 2020)))[1] == cost
