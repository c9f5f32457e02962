"""Mô hình “Dân vận khéo” from a file: a row is a model in a year."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danvan.audit.journal import verify
from danvan.audit.models import Entry
from models_programs.models import MobilizationModel, ModelField, ModelYear
from tests.imports.kinds_case import asked, bring, choices, faults, opened, stored

GOOD = {
    "Tên mô hình": "Tổ già làng tự quản", "Tập thể/cá nhân": "Tập thể", "Lĩnh vực": "Phát triển kinh tế", "Đơn vị": "",
    "Xã": "Phú Sơn", "Thôn": "", "Địa chỉ": "nhà dài", "Năm": "2022", "Bước": "Công nhận", "Lý do ngừng": "",
    "Số hộ": "12 hộ", "Điểm": "92,5", "Ghi chú": "",
}  # fmt: skip


def model(**cells: str) -> dict[str, str]:
    return {**GOOD, **{head.replace("_", " "): text for head, text in cells.items()}}


def kind(typed: str, **cells: str) -> dict[str, str]:
    return {**model(**cells), "Tập thể/cá nhân": typed}


def test_a_new_model_comes_with_its_years(cast: Any) -> None:
    bring(cast.canbo_phuson, "mo-hinh", model(Năm="2021", Bước="chuyển tiếp"), GOOD)
    made = MobilizationModel.objects.get(name="Tổ già làng tự quản")
    assert (made.type, made.field, made.organization, made.area, made.address) == (
        "collective", cast.kinh_te, cast.mttq_phu_son, cast.phu_son, "nhà dài",
    )  # fmt: skip
    before, now = ModelYear.objects.order_by("year")
    assert (before.model, before.year, before.stage) == (made, 2021, "carried_over")
    assert (now.model, now.year, now.stage, now.households, str(now.score)) == (made, 2022, "recognised", 12, "92.50")
    assert (now.status, now.created_by, now.area) == ("draft", cast.canbo_phuson, cast.phu_son)
    assert list(ModelYear.found(ModelYear.objects.all(), "gia lang")) and verify() == []
    assert Entry.objects.filter(action="import").count() == 1


def test_a_model_that_is_there_takes_a_new_year(cast: Any) -> None:
    cells = model(Tên_mô_hình="TRỒNG DÂU nuôi tằm", Lĩnh_vực="", Bước="")
    bring(cast.mttq, "mo-hinh", {**cells, "Tập thể/cá nhân": ""})
    (year,) = ModelYear.objects.all()
    assert (year.model, year.organization, year.stage) == (cast.mo_hinh, cast.hoi_nong_dan, "registered")
    assert MobilizationModel.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "head", "said", "offered"),
    [
        ({"Tên_mô_hình": ""}, "Tên mô hình", "không được để trống", ""),
        ({"Lĩnh_vực": "Phát triển kinh tees"}, "Lĩnh vực", "không có lĩnh vực", "Phát triển kinh tế"),
        ({"Tên_mô_hình": "Mới", "Lĩnh_vực": ""}, "Lĩnh vực", "Mô hình mới cần lĩnh vực", "Phát triển kinh tế"),
        ({"Bước": "xong"}, "Bước", "Không có bước", "Công nhận"),
        ({"Bước": "Ngừng"}, "Lý do ngừng", "cần ghi lý do", ""),
        ({"Năm": "hai"}, "Năm", "", ""),
        ({"Điểm": "-1"}, "Điểm", "", ""),
        ({"Tên_mô_hình": "x" * 251}, "Tên mô hình", "250", ""),
        ({"Tên_mô_hình": "Trồng dâu nuôi tằm", "Lĩnh_vực": "Văn hoá"}, "Lĩnh vực", "trong danh mục thuộc lĩnh vực",
         "Phát triển kinh tế"),
    ],
)  # fmt: skip
def test_each_fault_stands_at_its_cell(cast: Any, cells: dict[str, str], head: str, said: str, offered: str) -> None:
    ModelField.objects.create(code="van-hoa", name="Văn hoá")
    batch = opened(cast.mttq, "mo-hinh", GOOD, model(**cells))
    ((row, where, message), *_) = faults(batch)
    assert (row, where) == (3, head) and said in message
    if offered:
        assert offered in choices(batch)
    assert MobilizationModel.objects.count() == 1


def test_the_type_is_one_of_two_and_the_catalogues_word_stands(cast: Any) -> None:
    assert choices(opened(cast.mttq, "mo-hinh", kind("")))[:2] == ["tập thể", "cá nhân"]
    batch = opened(cast.mttq, "mo-hinh", kind("CN", Tên_mô_hình="Trồng dâu nuôi tằm"))
    assert faults(batch) == [(2, "Tập thể/cá nhân", "Mô hình này trong danh mục là tập thể.")]


def test_a_year_twice_is_refused_beside_what_stands(cast: Any) -> None:
    bring(cast.mttq, "mo-hinh", GOOD)
    batch = opened(cast.mttq, "mo-hinh", model(Bước="Đăng ký"), model(Tên_mô_hình="Mới"), model(Tên_mô_hình="MỚI"))
    assert [(row, message) for row, _, message in faults(batch)] == [
        (row, "Mô hình này đã có bản ghi của năm đó.") for row in (2, 4)
    ]
    assert asked(batch) == {2: [("similar", [ModelYear.objects.get().pk])]}


def test_a_name_nearly_the_same_in_the_place_is_pointed_out(cast: Any) -> None:
    batch = opened(cast.mttq, "mo-hinh", model(Tên_mô_hình="Trồng dâu nuôi tầm"))
    (warned,) = batch.report["warnings"]
    assert "gần giống “Trồng dâu nuôi tằm” đã có ở xã Phú Sơn" in warned[2]


def test_an_officer_brings_nothing_into_another_commune_and_sees_no_name_of_it(cast: Any) -> None:
    MobilizationModel.objects.create(name="Zzbímật", type="collective", field=cast.kinh_te, area=cast.me_linh,
                                     organization=cast.mttq_me_linh)  # fmt: skip
    batch = opened(cast.canbo_phuson, "mo-hinh", model(Xã="Mê Linh", Tên_mô_hình="Zzbimật"))
    ((_, where, message),) = faults(batch)
    assert where == "Đơn vị" and "ngoài phạm vi" in message
    assert "Zzbímật" not in str(batch.report)


# U Minh Thượng 2019: 332 registered = 316 collective + 16 individual, 266 recognised = 251 + 15 (domain.md §1.2).
U_MINH_THUONG = {"tập thể": (316, 251), "cá nhân": (16, 15)}


def test_the_models_of_u_minh_thuong_2019(cast: Any) -> None:
    rows = [
        kind(typed, Tên_mô_hình=f"Mô hình {typed} số {n}", Năm="2019", Bước="Công nhận" if n < good else "Không đạt")
        for typed, (registered, good) in U_MINH_THUONG.items()
        for n in range(registered)
    ]
    with CaptureQueriesContext(connection) as queries:
        batch = opened(cast.mttq, "mo-hinh", *rows)
    assert len(queries) < 40, "a check does not grow with its rows"
    stored(batch)
    found = Counter(ModelYear.objects.filter(year=2019).values_list("model__type", "stage"))
    assert found == {
        ("collective", "recognised"): 251, ("collective", "not_recognised"): 65,
        ("individual", "recognised"): 15, ("individual", "not_recognised"): 1,
    }  # fmt: skip
    assert Entry.objects.filter(action="import").count() == 1 and verify() == []
