"""Mô hình “Dân vận khéo” from a file: a row is a model in a year."""

from typing import Any

import pytest

from danvan.audit.journal import verify
from danvan.audit.models import Entry
from models_programs.imports.models import ModelKind
from models_programs.models import MobilizationModel, ModelField, ModelYear
from tests.imports.again_case import again
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


# A recognition by the commune and, exemplary, by the district; an award for a period; taken up in two places.
DECIDED = {
    "Cấp công nhận": "xã; huyện", "Số quyết định công nhận": "5/QĐ; 31/QĐ-BCĐ",
    "Ngày công nhận": "1/11/2022; 16/11/2022",
    "Cơ quan công nhận": "Ban Chỉ đạo", "Tiêu biểu": "–; có", "Hình thức khen": "Giấy khen",
    "Giai đoạn khen": "2020-2022", "Cấp khen": "huyện", "Số quyết định khen": "12/QĐ-UBND", "Ngày khen": "20/12/2022",
    "Cơ quan khen": "UBND huyện", "Nhân rộng đến": "Mê Linh; Đạ Đờn", "Ngày nhân rộng": "1/6/2022; 2/6/2022",
}  # fmt: skip


def test_what_was_decided_comes_with_the_row_and_goes_out_to_be_changed(cast: Any) -> None:
    bring(cast.canbo_phuson, "mo-hinh", {**GOOD, **DECIDED})
    (year,) = ModelYear.objects.all()
    assert [(r.level, r.decision, r.date.day, r.body, r.exemplary) for r in year.recognitions.all()] == [
        ("commune", "5/QĐ", 1, "Ban Chỉ đạo", False), ("district", "31/QĐ-BCĐ", 16, "Ban Chỉ đạo", True),
    ]  # fmt: skip
    assert [(a.title, a.start_year, a.end_year) for a in year.awards.all()] == [("Giấy khen", 2020, 2022)]
    assert [(r.area, r.date.day) for r in year.replications.all()] == [(cast.me_linh, 1), (cast.da_don, 2)]
    cells = ModelKind().cells(year)
    assert cells["rec_level"] == "cấp xã; cấp huyện" and cells["exemplary"] == "không; có"
    assert (cells["award_period"], cells["rep_area"]) == ("2020–2022", "xã Mê Linh; xã Đạ Đờn")
    child = MobilizationModel.objects.create(name="Con", type="collective", field=cast.kinh_te, area=cast.me_linh,
                                             organization=cast.mttq_me_linh, replicated_from=year.model)  # fmt: skip
    year.replications.filter(area=cast.me_linh).update(child=child)
    stored(again(cast.canbo_phuson, "mo-hinh", lambda rows: rows[0].update({"Nhân rộng đến": "Đạ Đờn; Mê Linh"})))
    assert {(r.area, r.date.day, r.child) for r in year.replications.all()} == {
        (cast.da_don, 1, None), (cast.me_linh, 2, child),
    }, "the new model stays with its place"  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "head", "said"),
    [
        ({"Ngày công nhận": "1/11/2022; 2/11/2022; 3/11/2022"}, "Cấp công nhận", "Có 2 mục trong khi cột khác có 3"),
        ({"Ngày công nhận": "11/2022"}, "Ngày công nhận", "chưa đủ ngày"),
        ({"Số quyết định công nhận": ""}, "Số quyết định công nhận", ""),
        ({"Giai đoạn khen": "ba năm"}, "Giai đoạn khen", "ví dụ 2020–2022"),
        ({"Giai đoạn khen": "2022–2020"}, "Giai đoạn khen", "Năm cuối không thể trước năm đầu."),
        ({"Tiêu biểu": "có lẽ"}, "Tiêu biểu", "ghi “có” hoặc “không”"),
        ({"Nhân rộng đến": "Xã Không Có"}, "Nhân rộng đến", "Danh mục không có xã"),
    ],
)  # fmt: skip
def test_a_decision_that_is_not_whole_says_so_at_its_cell(cast: Any, cells: Any, head: str, said: str) -> None:
    found = faults(opened(cast.mttq, "mo-hinh", {**GOOD, **DECIDED, **cells}))
    assert any(where == head and said in message for _row, where, message in found), found
