"""Báo cáo mô hình “Dân vận khéo” on the models of `test_funnel.lay`: the same figures as /mo-hinh/, told and listed.

2022: Một, Hai, Bốn of collectives and Ba, Năm of individuals are registered, Năm waits; Một goes on from 2021, Bốn
stopped; Một and Ba are recognised. Mê Linh owes two and handed in one.
"""

from typing import Any

import pytest

from models_programs.models import ModelPlan, ModelQuota
from reports.asked import Asked
from tests.models_programs.test_funnel import lay
from tests.reports.documents import made, rows, said
from tests.targets.pages import as_

ASKED = Asked(kind="dan-van-kheo", period="2022")


@pytest.fixture
def year(cast: Any) -> Any:
    lay(cast)
    plan = ModelPlan.objects.create(year=2022)
    ModelQuota.objects.create(plan=plan, area=cast.me_linh, any_type=2)
    return cast


def test_the_year_of_the_programme(year: Any) -> None:
    document = made(ASKED)
    words = said(document)
    assert "có 05 mô hình đăng ký (03 tập thể, 02 cá nhân), tăng 04 mô hình so với năm trước" in words
    assert "04 mô hình được duyệt, triển khai (03 tập thể, 01 cá nhân)" in words
    assert "Các mô hình được làm theo 02 lượt ở nơi khác" in words
    steps = rows(document, "Các bước")
    assert steps["Công nhận"] == ["1", "1", "2", "0", "+2"]
    assert steps["Ngừng"] == ["1", "0", "1", "0", "+1"] and steps["Tiếp từ năm trước"][:3] == ["1", "0", "1"]
    communes = rows(document, "Theo xã")
    assert communes["Phú Sơn"] == ["2", "1", "2", "0", "1", "0", "0", "0"]
    assert communes["Đạ Đờn"] == ["–"] * 8, "nothing is recorded there: not 0"
    assert communes["Chưa phân xã"] == ["1", "0", "1", "0", "0", "0", "1", "0"]
    assert rows(document, "Chỉ tiêu giao")["Xã Mê Linh"] == ["2", "–", "–", "0", "1", "1"]
    assert rows(document, "Sức sống")["2021"] == ["Tập thể", "1", "1"]
    assert rows(document, "Mô hình ngừng")["Bốn"][-1] == "Hết vốn"
    recognised = rows(document, "Được công nhận")
    assert list(recognised) == ["Một", "Ba"] and document.appendices[0].landscape
    assert recognised["Một"][-1] == (
        "31/QĐ-BCĐ ngày 30/05/2022 của Ban Chỉ đạo huyện (cấp xã)\n"
        "31/QĐ-BCĐ ngày 30/05/2022 của Ban Chỉ đạo huyện (cấp huyện, tiêu biểu)"
    )


def test_who_reads_it_and_what_a_quarter_says(year: Any) -> None:
    assert as_(year.bandanvan).get("/bao-cao/xem/?nam=2022&loai=dan-van-kheo").status_code == 200
    assert as_(year.quantri).get("/bao-cao/xem/?nam=2022&loai=dan-van-kheo").status_code == 403
    assert as_(year.canbo_melinh).get("/bao-cao/xem/?nam=2022&loai=dan-van-kheo").status_code == 404
    mine = made(Asked(kind="dan-van-kheo", scope="area", code="me-linh", period="2022"), year.canbo_melinh)
    assert "có 01 mô hình đăng ký (cá nhân)" in said(mine)
    assert list(rows(mine, "Được công nhận")) == ["Ba"]
    assert "không có số của riêng quý I/2022" in said(made(Asked(kind="dan-van-kheo", period="2022-Q1")))
    assert "Chưa có mô hình nào được đăng ký năm 2031" in said(made(Asked(kind="dan-van-kheo", period="2031")))
