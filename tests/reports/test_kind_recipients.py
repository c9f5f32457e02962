"""Danh sách người được hỗ trợ: by right alone, never more than name, place and support.

Phú Sơn, 2022: 441 gifts to 120 households, of which two are named (K’Lũ with 300.000 đồng, Ka Drim); a house for Ka
Drim alone, 60 million; eyeglasses (Y tế) for four named people; schoolbags for one orphan.
"""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.sensitive import reveals
from reports.asked import Asked
from reports.summaries.summarize_recipients import grouped
from tests.reports.documents import made, rows, said
from tests.targets.pages import as_

ASKED = Asked(kind="danh-sach", period="2022")
PAGE = "/bao-cao/xem/?nam=2022&loai=danh-sach"


@pytest.fixture
def year(cast: Any) -> Any:
    klu = cast.make_household(head="K’Lũ", cccd="068123456789")
    drim = cast.make_household(head="Ka Drim")
    people = [{"kind": "person", "name": f"Người Bệnh {n}"} for n in range(4)]
    orphan = {"kind": "person", "name": "Bé Thơ", "category": "trẻ mồ côi"}
    gifts = {"form": "gift", "description": "Quà Tết", "households": 120, "contributions": []}
    one = {"form": "house_new", "description": "Xây nhà", "households": 1, "items": [{"quantity": "1", "unit": "căn"}]}
    for data in (
        {**gifts, "items": [{"quantity": "441", "unit": "phần quà"}],
         "recipients": [{"household": klu, "share_vnd": 300_000}, {"household": drim}]},
        {**one, "recipients": [{"household": drim}]},
        {"form": "medical", "description": "Tặng kính mắt", "households": None, "recipients": people},
        {"form": "goods", "description": "Tặng cặp sách", "households": None, "recipients": [orphan]},
    ):  # fmt: skip
        cast.approve(cast.make_support(area=cast.phu_son, organization=cast.mttq_phu_son, hamlets=[], **data))
    return cast


def test_the_list_says_name_place_and_support(year: Any) -> None:
    document = made(ASKED, year.mttq)
    listed = rows(document, "Danh sách")
    assert listed == {
        "Ka Drim": ["thôn Pretieng 1, xã Phú Sơn", "Xây nhà", "60.000.000", "MTTQ Phú Sơn"],
        "K’Lũ": ["thôn Pretieng 1, xã Phú Sơn", "Quà Tết", "300.000", "MTTQ Phú Sơn"],
    }
    assert rows(document, "Chưa nêu đủ tên") == {
        "Quà Tết": ["xã Phú Sơn", "MTTQ Phú Sơn", "441 phần quà", "120", "2 hộ"]
    }
    assert rows(document, "Không nêu tên") == {
        "Y tế": ["Xã Phú Sơn", "4"], "Hiện vật": ["Toàn địa bàn", "dưới 3"],
    }  # fmt: skip
    words = said(document)
    assert "có 03 lượt nhận ghi rõ họ tên, của 02 hộ khác nhau; còn 01 khoản chưa nêu đủ tên người nhận." in words
    for secret in ("068123456789", "6789", "K’Ho", "Người Bệnh", "Bé Thơ", "Tặng kính"):
        assert secret not in words, secret
    assert document.appendices[0].landscape


@pytest.mark.once
def test_names_are_seen_by_two_rights_and_by_nobody_else(year: Any) -> None:
    assert "Ka Drim" in said(as_(year.mttq).get(PAGE))
    for who in (year.lanhdao, year.bandanvan, year.quantri):
        assert as_(who).get(PAGE).status_code == 403
        assert as_(who).get("/bao-cao/tai/json/?nam=2022&loai=danh-sach").status_code == 403
    assert as_(year.canbo_melinh).get(PAGE).status_code == 404
    assert as_(year.canbo_melinh).get(f"{PAGE}&xa=phu-son").status_code == 404
    theirs = said(as_(year.canbo_melinh).get(f"{PAGE}&xa=me-linh"))
    assert "Chưa có khoản hỗ trợ nào" in theirs and "Drim" not in theirs
    client = as_(year.mttq)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    more = [{"household": year.make_household(head=f"Hộ {n}")} for n in range(5)]
    year.approve(
        year.make_support(area=year.phu_son, organization=year.mttq_phu_son, hamlets=[], households=5, recipients=more)
    )
    with CaptureQueriesContext(connection) as many:
        assert "Hộ 4" in said(client.get(PAGE))
    assert len(many) == len(few) <= 14


@pytest.mark.once
def test_words_that_tell_of_health_family_or_marriage_are_known() -> None:
    assert reveals("medical") and reveals("gift", "Quà", "Trẻ mồ-côi") and reveals("goods", "Xe lăn (5 chiếc)")
    assert reveals("gift", "Tuyên truyền chống TẢO HÔN") and reveals("other", "Hỗ trợ chữa bệnh")
    assert not reveals("gift", "Quà Tết cho hộ nghèo", "hộ nghèo") and not reveals("livelihood", "Mô hình điểm")


@pytest.mark.once
def test_small_communes_are_told_together() -> None:
    class One:
        def __init__(self, commune: str) -> None:
            self.commune, self.given = commune, self
            self.form_label = "Y tế"

    found = [One(name) for name, n in {"A": 5, "B": 3, "C": 2}.items() for _ in range(n)]
    told = [(row.place, row.count) for row in grouped(found)]  # type: ignore[arg-type]
    assert told == [("A", 5), ("các xã còn lại", 5)], "2 alone would tell too much: B goes with it"
    few = [(row.place, row.count) for row in grouped(found[8:])]  # type: ignore[arg-type]
    assert few == [("toàn địa bàn", None)]
