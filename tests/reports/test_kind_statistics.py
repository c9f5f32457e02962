"""Phụ lục số liệu: the indicators by group, the same figures as /chi-tieu/so-sanh/, missing never 0.

Phú Sơn: plan 4 ha, 5 ha accepted, 7 ha expected of the year; 3 ha in 2021. Mê Linh: a plan of 2 ha. Đạ Đờn: 9 ha sent,
not yet accepted. So plan 6, result 5, 83,33 % of the plan, 1 of 3 communes, 2 ha more than last year.
"""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from movements.models import Portal
from reports.asked import Asked
from reports.composing import document_of, summary_of
from reports.document import Document, Table
from reports.renderers import figures, html
from reports.summarize_reader import Reader
from reports.target_asked import GROUPS
from tests.targets.pages import as_, text

ASKED = Asked(kind="phu-luc", period="2022")
PAGE = "/bao-cao/xem/?nam=2022&loai=phu-luc"


@pytest.fixture
def year(cast: Any) -> Any:
    cast.dau_tam.group = "D"
    cast.dau_tam.save()
    made = {"indicator": cast.dau_tam}
    da_don = {"area": cast.da_don, "organization": cast.mttq_da_don}
    cast.approve(cast.record_of("target", **made, planned_min="4", planned_max="4", actual="5", estimate="7"))
    cast.approve(cast.record_of("target", **made, year=2021, planned_min=None, planned_max=None, actual="3"))
    cast.submit(cast.record_of("target", cast.mttq, **made, **da_don, actual="9"))
    me_linh = {"area": cast.me_linh, "organization": cast.mttq_me_linh}
    plan = {"planned_min": "2", "planned_max": "2", "actual": None}
    cast.approve(cast.record_of("target", cast.canbo_melinh, **made, **me_linh, **plan))
    return cast


def made(user: Any = None, asked: Asked = ASKED) -> Document:
    reader = Reader.system() if user is None else Reader.of(user)
    return document_of(asked, summary_of(asked, reader, Portal.current()))


def lines(document: Document) -> dict[str, list[str]]:
    """{indicator: its cells as they are printed} of the appendix."""
    (appendix,) = document.appendices
    tables = [block for block in appendix.blocks if isinstance(block, Table)]
    return {
        figures.cell_text(row.cells[1]): [figures.cell_text(cell) for cell in row.cells[2:]]
        for table in tables
        for row in table.rows
    }


def test_an_indicator_says_plan_result_rate_and_last_year(year: Any) -> None:
    document = made()
    assert lines(document)["Diện tích trồng dâu"] == [
        "ha", "6", "5", "83,33", "3", "+2", "nhập; 1/3 xã\nước cả năm 7",
    ]  # fmt: skip
    words = text_of(document)
    assert "báo cáo đủ các chỉ tiêu phải nhập: 2/3 xã; chưa báo cáo: 01 xã. Chưa đủ: xã Mê Linh." in words
    assert document.appendices[0].landscape
    waits = made(asked=Asked(kind="phu-luc", scope="area", code="da-don", period="2022"))
    assert "D. Quà, sinh kế, học bổng, y tế: 13 chỉ tiêu, chưa có số liệu của năm 2022." in text_of(waits)


def test_the_page_shows_what_the_indicators_page_shows(year: Any) -> None:
    client = as_(year.mttq)
    mine = said(text(client.get(f"{PAGE}&nhom=D")))
    theirs = text(client.get("/chi-tieu/so-sanh/?ky=2022&nhom=D&noi=lam-ha"))
    for words in ("83,33", "Diện tích trồng dâu", "nhóm chỉ tiêu", "E. Giám sát, phản biện"):
        assert words in mine, words
    assert "83,33" in theirs
    for letter in GROUPS:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{PAGE}&nhom={letter}").status_code == 200
        assert len(queries) <= 14, letter  # two of them are the session's and the user's
    assert as_(year.quantri).get(PAGE).status_code == 403
    assert as_(year.canbo_phuson).get(PAGE).status_code == 404


def test_a_year_with_nothing_says_so_without_a_table(year: Any) -> None:
    document = made(asked=Asked(kind="phu-luc", period="2031"))
    assert lines(document) == {}
    assert "D. Quà, sinh kế, học bổng, y tế: 13 chỉ tiêu, chưa có số liệu của năm 2031." in text_of(document)


def text_of(document: Document) -> str:
    return said(html.render(document))


def said(page: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", page)).replace("\xa0", " ")
