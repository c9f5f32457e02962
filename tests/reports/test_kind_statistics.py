"""Phụ lục số liệu: the indicators by group, the same figures as /chi-tieu/so-sanh/, missing never 0.

Phú Sơn: plan 4 ha, 5 ha accepted, 7 ha expected of the year; 3 ha in 2021. Mê Linh: a plan of 2 ha. Đạ Đờn: 9 ha sent,
not yet accepted. So plan 6, result 5, 83,33 % of the plan, 1 of 3 communes, 2 ha more than last year.
"""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from movements.models import ReportingPeriod
from reports.asked import Asked
from reports.targets.target_asked import GROUPS
from tests.reports.documents import made, rows, said
from tests.targets.pages import as_

ASKED = Asked(kind="phu-luc", period="2022")
PAGE = "/bao-cao/xem/?nam=2022&loai=phu-luc"


@pytest.fixture
def year(cast: Any) -> Any:
    cast.dau_tam.group = "D"
    cast.dau_tam.save()
    one = {"indicator": cast.dau_tam}
    da_don = {"area": cast.da_don, "organization": cast.mttq_da_don}
    me_linh = {"area": cast.me_linh, "organization": cast.mttq_me_linh}
    cast.approve(cast.record_of("target", **one, planned_min="4", planned_max="4", actual="5", estimate="7"))
    cast.approve(cast.record_of("target", **one, year=2021, planned_min=None, planned_max=None, actual="3"))
    cast.submit(cast.record_of("target", cast.mttq, **one, **da_don, actual="9"))
    plan = {"planned_min": "2", "planned_max": "2", "actual": None}
    cast.approve(cast.record_of("target", cast.canbo_melinh, **one, **me_linh, **plan))
    return cast


def test_an_indicator_says_plan_result_rate_and_last_year(year: Any) -> None:
    document = made(ASKED)
    assert rows(document, "Nhóm D")["Diện tích trồng dâu"] == [
        "ha", "6", "5", "83,33", "3", "+2", "nhập; 1/3 xã\nước cả năm 7",
    ]  # fmt: skip
    words = said(document)
    assert (
        "Có 02/03 xã đã báo cáo đủ các chỉ tiêu phải nhập; chưa báo cáo: 01 xã. Các xã chưa báo cáo đủ: xã Mê Linh."
        in words
    )
    assert document.appendices[0].landscape
    waits = made(Asked(kind="phu-luc", scope="area", code="da-don", period="2022"))
    assert "D. Quà, sinh kế, học bổng, y tế: 13 chỉ tiêu, chưa có số liệu năm 2022." in said(waits)


def test_the_page_shows_what_the_indicators_page_shows(year: Any) -> None:
    client = as_(year.mttq)
    mine = said(client.get(f"{PAGE}&nhom=D"))
    theirs = said(client.get("/chi-tieu/so-sanh/?ky=2022&nhom=D&noi=lam-ha"))
    for words in ("83,33", "Diện tích trồng dâu", "E. Giám sát, phản biện"):
        assert words in mine and words in theirs, words
    for letter in GROUPS:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{PAGE}&nhom={letter}").status_code == 200
        assert len(queries) <= 14, letter  # two of them are the session's and the user's
    assert as_(year.quantri).get(PAGE).status_code == 403
    assert as_(year.canbo_phuson).get(PAGE).status_code == 404


def test_a_period_with_nothing_says_so_without_a_table(year: Any) -> None:
    own = ReportingPeriod.objects.create(
        kind="year", year=2022, start=datetime.date(2021, 12, 1), end=datetime.date(2022, 11, 30)
    )
    days = made(Asked(kind="phu-luc", period=f"{own.start}..{own.end}"))
    assert rows(days, "Nhóm D")["Diện tích trồng dâu"][1:4] == ["6", "5", "83,33"], (
        "a year that was set up has its values"
    )
    quarter = made(Asked(kind="phu-luc", period="2031-Q1"))
    assert rows(quarter, "Nhóm D") == {}
    assert "chỉ tiêu, chưa có số liệu quý I/2031." in said(quarter)
