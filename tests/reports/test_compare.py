"""So sánh: two years of a place on either borders, two places, bodies, campaigns; what breaks a series is said."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.pages import compare
from reports.pages.compare import Line, Side
from reports.pages.year_table import Cell, Head
from tests.cast import Cast
from tests.movements.pages import as_, text
from tests.reports.test_place_page import merged  # noqa: F401 (a fixture)

MILLION = 1_000_000


def lines(user: Any, query: str) -> dict[str, Line]:
    answer = as_(user).get(f"/bao-cao/so-sanh/?{query}")
    assert answer.status_code == 200
    return {line.label: line for line in answer.context["lines"]}


def test_a_place_of_today_beside_the_year_before_it_stood(merged: Cast) -> None:  # noqa: F811
    """2022: Phú Sơn 60 + Đạ Đờn 5 = 65 million; 2025: 3 + 4 = 7; 43 + 20 = 63 poor then, 55 now."""
    query = "noi=phu-son-lam-ha&nam=2025&voi-nam=2022"
    found = lines(merged.mttq, f"{query}&ranh-gioi=hien-nay")
    grant, poor = found["Hỗ trợ"], found["Nghèo, công bố"]
    assert (grant.ours.value, grant.other.value, grant.change) == (7 * MILLION, 65 * MILLION, -58 * MILLION)
    assert grant.percent == Decimal("-89.23")
    assert (poor.ours.value, poor.other.value, poor.change, poor.percent) == (55, 63, -8, Decimal("-12.70"))
    page = text(as_(merged.mttq).get(f"/bao-cao/so-sanh/?{query}"))
    assert "xã Phú Sơn Lâm Hà có từ 01/07/2025; số của xã Đạ Đờn, xã Phú Sơn có khi quy về" in page
    assert "Xã Phú Sơn Lâm Hà có từ 01/07/2025: số năm 2025 không trọn năm" in page
    assert "không trọn năm" not in text(as_(merged.mttq).get(f"/bao-cao/so-sanh/?{query}&ranh-gioi=hien-nay"))
    old = text(as_(merged.mttq).get("/bao-cao/so-sanh/?noi=phu-son&nam=2025&voi-nam=2022"))
    assert "Xã Phú Sơn chỉ có đến 30/06/2025: số năm 2025 không trọn năm" in old
    then = lines(merged.mttq, query)["Hỗ trợ"]
    assert (then.ours.value, then.other.value, then.change) == (4 * MILLION, None, None)


def test_two_standards_of_poverty_are_not_compared_and_one_is(merged: Cast) -> None:  # noqa: F811
    apart = lines(merged.mttq, "noi=phu-son&nam=2022&voi-nam=2021")["Nghèo, công bố"]
    assert (apart.ours.value, apart.other.value, apart.change, apart.percent) == (43, 50, None, None)
    assert apart.broken.startswith("Khác chuẩn (")
    alike = lines(merged.mttq, "noi=phu-son&nam=2023&voi-nam=2022")["Nghèo, công bố"]
    assert (alike.change, alike.percent, alike.broken) == (-3, Decimal("-6.98"), "")


def test_two_places_two_bodies_and_a_campaign(merged: Cast) -> None:  # noqa: F811
    """Phú Sơn gave 60 and lent 50 in 2022; Đạ Đờn gave 5, and nobody lent there: "–", no difference."""
    found = lines(merged.mttq, "noi=phu-son&nam=2022&voi=da-don")
    assert (found["Hỗ trợ"].change, found["Hỗ trợ"].percent) == (55 * MILLION, Decimal("1100.00"))
    assert (found["Cho vay"].ours.value, found["Cho vay"].other.value, found["Cho vay"].change) == (
        50 * MILLION, None, None,
    )  # fmt: skip
    body = lines(merged.hoinongdan, "nam=2022")  # who answers for a body alone opens on it
    assert body["Cho vay, kênh thực hiện"].ours.value == 50 * MILLION
    campaign = lines(merged.mttq, "dot=pretieng-2022&nam=2022&voi-nam=2023")
    assert campaign["Hỗ trợ"].ours.value == 60 * MILLION and campaign["Nhà xây mới"].ours.value == 1


def test_indicators_of_two_years_say_where_their_sources_differ(cast: Cast) -> None:
    for year, actual in ((2021, "5.6"), (2022, "7.6")):
        cast.approve(cast.record_of("target", year=year, actual=actual))
    line = lines(cast.mttq, "noi=phu-son&nam=2022&voi-nam=2021&phan=chi-tieu")[cast.dau_tam.name]
    assert (line.change, line.percent) == (Decimal("2.0"), Decimal("35.71"))


def test_typed_beside_counted_and_shares_are_marked() -> None:
    head = Head("Nhà ở", "decimal")
    sides = [
        Side(name="xã Phú Sơn", year=year, cells={"Nhà ở": (head, Cell(value, by_share=shared))},
             sources={"Nhà ở": source})
        for year, value, shared, source in ((2022, 5, False, "nhập tay"), (2021, 4, True, "tính từ bản ghi"))
    ]  # fmt: skip
    (line,) = compare.lines(*sides)
    assert line.change == 1
    assert line.broken == "Khác nguồn: nhập tay; tính từ bản ghi; Tách theo tỷ lệ: Xã Phú Sơn, năm 2021"


def test_scope_bad_addresses_files_and_twelve_queries(merged: Cast) -> None:  # noqa: F811
    for user, query in (
        (merged.canbo_melinh, "noi=phu-son"), (merged.mttq, "noi=phu-son&voi=hiep-thanh"), (merged.mttq, "nam=20x2"),
        (merged.mttq, "nam=2022-Q1"), (merged.hoinongdan, "to-chuc=hoi-phu-nu"), (merged.mttq, "dot=khong-co"),
    ):  # fmt: skip
        assert as_(user).get(f"/bao-cao/so-sanh/?{query}").status_code == 404, query
    client = as_(merged.mttq)
    for query in ("noi=phu-son&voi=phu-son-lam-ha&nam=2022&voi-nam=2025&ranh-gioi=hien-nay",
                  "to-chuc=hoi-nong-dan&voi=mttq-phu-son&nam=2022", "noi=phu-son&nam=2022&phan=chi-tieu",
                  "dot=pretieng-2022&nam=2022"):  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/bao-cao/so-sanh/?{query}").status_code == 200
        assert len(asked) <= 14, (query, len(asked))  # session and user are two of them
    file = client.get("/bao-cao/so-sanh/?noi=phu-son&nam=2022&voi-nam=2021&xuat=csv")
    assert "43" in file.content.decode("utf-8-sig") and "Khác chuẩn" in file.content.decode("utf-8-sig")


@pytest.mark.parametrize("year", [datetime.date.today().year])
def test_a_year_that_has_not_ended_says_so(cast: Cast, year: int) -> None:
    answer = as_(cast.mttq).get(f"/bao-cao/so-sanh/?noi=phu-son&nam={year}")
    assert answer.context["pair"][0].notes == (f"năm {year} chưa hết",)


def test_everything_in_the_portal_beside_the_year_before(merged: Cast) -> None:  # noqa: F811
    """2025: 3 + 4 = 7 million before and after the merger; 2022: 60 + 5 = 65; who sees a part has no such page."""
    grant = lines(merged.mttq, "toan-cong=&nam=2025&voi-nam=2022")["Hỗ trợ"]
    assert (grant.ours.value, grant.other.value, grant.change) == (7 * MILLION, 65 * MILLION, -58 * MILLION)
    assert as_(merged.canbo_melinh).get("/bao-cao/so-sanh/?toan-cong=&nam=2025").status_code == 404
