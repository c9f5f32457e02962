"""Published counts of models from a file, where the models themselves are not held."""

from typing import Any

import pytest

from movements.models import PublishedFigure
from tests.imports.kinds_case import asked, bring, faults, opened
from tests.movements.pages import as_, text

CODE = "so-cong-bo-mo-hinh"
ROW = {"Địa bàn": "", "Năm": "2019", "Bước": "Đăng ký", "Tập thể/cá nhân": "tập thể", "Số công bố": "316",
       "Cơ quan công bố": "Huyện ủy U Minh Thượng", "Ngày công bố": "25/02/2020", "Nguyên văn": ""}  # fmt: skip


def test_the_counts_of_u_minh_thuong_stand_on_the_funnel_and_are_brought_once(cast: Any) -> None:
    given = (("Đăng ký", "TT", "316"), ("Đăng ký", "CN", "16"), ("Đăng ký", "", "332"), ("Công nhận", "TT", "251"),
             ("Công nhận", "CN", "15"), ("Công nhận", "", "266"), ("Nhân rộng", "", "39 mô hình"))  # fmt: skip
    rows = [{**ROW, "Bước": step, "Tập thể/cá nhân": kind, "Số công bố": said} for step, kind, said in given]
    bring(cast.mttq, CODE, *rows)
    assert list(PublishedFigure.objects.order_by("pk").values_list("key", "value", "unit", "words")) == [
        ("models.registered.collective", 316, "mô hình", "316 mô hình: đăng ký, tập thể"),
        ("models.registered.individual", 16, "mô hình", "16 mô hình: đăng ký, cá nhân"),
        ("models.registered.total", 332, "mô hình", "332 mô hình: đăng ký, cộng"),
        ("models.recognised.collective", 251, "mô hình", "251 mô hình: công nhận, tập thể"),
        ("models.recognised.individual", 15, "mô hình", "15 mô hình: công nhận, cá nhân"),
        ("models.recognised.total", 266, "mô hình", "266 mô hình: công nhận, cộng"),
        ("models.replicated.total", 39, "mô hình", "39 mô hình: nhân rộng, cộng"),
    ]  # fmt: skip
    page = as_(cast.mttq).get("/mo-hinh/bang/?nam=2019")
    said = {row["step"].code: [(s.figure.value, s.difference) for s in row["said"]] for row in page.context["steps"]}
    assert said["registered"] == [(316, None), (16, None), (332, None)], "nothing is held: no difference is made up"
    assert "332" in text(page) and "Huyện ủy U Minh Thượng, 25/02/2020" in text(page)
    again = opened(cast.mttq, CODE, ROW, {**ROW, "Cơ quan công bố": "Báo Kiên Giang", "Số công bố": "trên 310"})
    assert asked(again) == {2: [("similar", [PublishedFigure.objects.earliest("pk").pk])]}, (
        "another publisher may differ"
    )


@pytest.mark.parametrize(
    ("cells", "head", "said"),
    [
        ({"Bước": "xong"}, "Bước", "Không có bước"),
        ({"Số công bố": "12,5"}, "Số công bố", "số nguyên"),
        ({"Số công bố": "12 triệu đồng"}, "Số công bố", "số nguyên"),
        ({"Địa bàn": "Xã Không Có"}, "Địa bàn", "Danh mục không có xã"),
        ({"Ngày công bố": "2020"}, "Ngày công bố", "cả ngày, tháng, năm"),
        ({"Cơ quan công bố": ""}, "Cơ quan công bố", "không được để trống"),
    ],
)  # fmt: skip
def test_each_fault_of_a_figure_stands_at_its_cell(cast: Any, cells: Any, head: str, said: str) -> None:
    ((_row, where, message), *_) = faults(opened(cast.mttq, CODE, {**ROW, **cells}))
    assert where == head and said in message


def test_who_keeps_no_published_figures_is_offered_no_file_of_them(cast: Any) -> None:
    assert "số công bố về mô hình" in text(as_(cast.mttq).get("/nhap-excel/"))
    assert "số công bố về mô hình" not in text(as_(cast.canbo_phuson).get("/nhap-excel/"))
