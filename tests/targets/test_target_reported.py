"""Ai đã báo cáo: 2/3 xã, by commune and by indicator, and how late against the due date."""

import datetime
import io
from typing import Any

import openpyxl
import pytest

from movements.models import ReportingDue, ReportingPeriod, Target
from tests.targets.pages import as_, text

PAGE = "/chi-tieu/bao-cao/?ky=2022-Q1&noi=lam-ha"


@pytest.fixture
def period(cast: Any) -> ReportingPeriod:
    made = ReportingPeriod.objects.create(kind="quarter", year=2022, number=1)
    due = datetime.date.today() - datetime.timedelta(days=4)
    ReportingDue.objects.create(period=made, recipient="MTTQ huyện", due=due)
    ReportingDue.objects.create(period=made, recipient="MTTQ tỉnh", due=due + datetime.timedelta(days=5))
    return made


def test_two_of_three_communes_have_reported(cast, period):
    """Phú Sơn's is accepted, Mê Linh's sent with the value 0; Đạ Đờn has a plan, and a draft is no report."""
    made = {"period": period, "indicator": cast.dau_tam}
    cast.approve(cast.record_of("target", actual="5", **made))
    zero = {"area": cast.me_linh, "organization": cast.mttq_me_linh, "actual": "0"}
    cast.submit(cast.record_of("target", cast.canbo_melinh, **made, **zero))
    cast.record_of("target", cast.mttq, area=cast.da_don, organization=cast.mttq_da_don, **made)
    page = text(as_(cast.mttq).get(PAGE))
    assert "Quý I năm 2022: 2/3 xã đã báo cáo, 1 xã chưa báo cáo." in page
    assert "MTTQ tỉnh: hạn gửi" in page and "Trễ 4 ngày" in page and page.count("Gửi trễ 4 ngày") == 2
    sheet: Any = openpyxl.load_workbook(io.BytesIO(as_(cast.mttq).get(f"{PAGE}&bang=xa&xuat=xlsx").content)).active
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    assert [rows[f"Xã {name}"][:4] for name in ("Đạ Đờn", "Mê Linh", "Phú Sơn")] == [
        ("Chưa báo cáo", 0, 1, 0), ("Đã báo cáo", 1, 1, 0), ("Đã báo cáo", 1, 1, 0),
    ]  # fmt: skip
    csv = as_(cast.mttq).get(f"{PAGE}&bang=chi-tieu&xuat=csv").content.decode("utf-8-sig")
    assert csv.splitlines()[1] == "Diện tích trồng dâu,2,3,xã Đạ Đờn"
    assert "1/1 xã đã báo cáo." in text(as_(cast.canbo_phuson).get("/chi-tieu/bao-cao/?ky=2022-Q1"))


def test_what_is_due_stands_in_my_work(cast, period):
    assert "Chỉ tiêu quý I năm 2022" in text(as_(cast.canbo_phuson).get("/viec-cua-toi/"))
    cast.submit(cast.record_of("target", period=period, actual="5"))
    assert "Chỉ tiêu quý I năm 2022" not in text(as_(cast.canbo_phuson).get("/viec-cua-toi/"))
    page = text(as_(cast.mttq).get("/viec-cua-toi/"))
    assert "1/3 xã đã báo cáo" in page and "trễ 4 ngày" in page
    assert Target.objects.count() == 1
