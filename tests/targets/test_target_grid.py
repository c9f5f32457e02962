"""Bảng chỉ tiêu: what a box stores, what it asks, who may type where, and the steps of a whole period."""

import datetime
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from danvan.records import corrections, periods, services
from movements.models import Indicator, ReportingPeriod, Target
from tests.targets.pages import as_, text

GRID, BOX, STEP = "/chi-tieu/bang/", "/chi-tieu/bang/o/", "/chi-tieu/bang/buoc/"
MOST = 12


@pytest.fixture
def quarter(cast: Any) -> ReportingPeriod:
    return ReportingPeriod.objects.create(kind="quarter", year=2022, number=1, cutoff=datetime.date(2022, 3, 15))


@pytest.fixture
def rate(cast: Any) -> Indicator:
    return Indicator.objects.create(
        code="ty-le-ngheo", name="Tỷ lệ hộ nghèo", definition="Hộ nghèo chia tổng số hộ.", unit="%", kind="rate",
        aggregation="ratio", lower_is_better=True,
    )  # fmt: skip


def post(client: Client, indicator: Indicator, area: Any, *, ky: str = "2022", hidden: str = "0.", **cells: str) -> Any:
    name = f"o-{indicator.pk}-{area.pk}"
    sent = {f"{name}-{cell}": typed for cell, typed in cells.items()}
    return client.post(f"{BOX}?ky={ky}&noi={area.code}", {"o": name, name: hidden, **sent})


def hidden_of(answer: Any) -> str:
    return re.search(r'name="o-\d+-\d+" value="([^"]+)"', text(answer)).group(1)  # type: ignore[union-attr]


def test_a_box_is_a_draft_and_each_cell_is_written_on_its_own(cast, quarter, rate):
    officer = as_(cast.canbo_phuson)
    answer = post(
        officer, cast.dau_tam, cast.phu_son, ky="2022-Q1", planned="0,5–1", estimate="7,6 ha", as_of="10/3/2022"
    )
    target = Target.objects.get()
    assert answer.status_code == 200 and "Đã lưu" in text(answer)
    assert (target.status, target.area, target.organization) == ("draft", cast.phu_son, cast.mttq_phu_son)
    assert (target.period, target.year, target.planned_min, target.planned_max) == (quarter, 2022, Decimal("0.5"), 1)
    assert (target.actual, target.estimate, target.as_of) == (None, Decimal("7.6"), datetime.date(2022, 3, 10))
    post(officer, cast.dau_tam, cast.phu_son, ky="2022-Q1", hidden=hidden_of(answer), actual="0")
    target.refresh_from_db()
    assert (target.actual, target.planned_min, target.version) == (0, Decimal("0.5"), 2), "a zero is a value"
    answer = post(officer, rate, cast.phu_son, actual="38/1.850")
    stored = Target.objects.get(indicator=rate)
    assert (stored.period, stored.actual, stored.numerator, stored.denominator) == (None, None, 38, 1850)
    assert "2,05" in text(answer)  # 38 ÷ 1850 = 2,054 %


@pytest.mark.parametrize(
    ("cell", "typed", "says"),
    [
        ("actual", "1.5", "đọc được hai cách"), ("actual", "7,6 hộ", "tính bằng ha"), ("actual", "nhiều", "chữ số"),
        ("planned", "1–0,5", "số đầu lớn hơn số cuối"), ("as_of", "3/2022", "chưa đủ ngày"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_stays_in_its_cell(cast, cell, typed, says):
    answer = post(as_(cast.canbo_phuson), cast.dau_tam, cast.phu_son, **{cell: typed})
    assert answer.status_code == 422 and says in text(answer) and f'value="{typed}"' in text(answer)
    assert 'aria-invalid="true"' in text(answer) and not Target.objects.exists()


def test_a_rate_is_never_typed(cast, rate):
    answer = post(as_(cast.canbo_phuson), rate, cast.phu_son, actual="2,05")
    assert answer.status_code == 422 and "hãy ghi tử số/mẫu số" in text(answer)
    assert "lớn hơn 0" in text(post(as_(cast.canbo_phuson), rate, cast.phu_son, actual="1/0"))


def test_a_box_sent_twice_is_stored_once_and_what_was_typed_meanwhile_is_not_lost(cast):
    officer, key = as_(cast.canbo_phuson), "0.6f2ad5a4-1f0f-4d6b-9a55-0d7f0e8d6c11"
    post(officer, cast.dau_tam, cast.phu_son, hidden=key, actual="5")  # the answer is lost on the way
    assert post(officer, cast.dau_tam, cast.phu_son, hidden=key, actual="5").status_code == 200
    assert post(officer, cast.dau_tam, cast.phu_son, hidden=key, actual="7").status_code == 200
    assert [(t.actual, t.version) for t in Target.objects.all()] == [(7, 2)]


def test_two_who_type_one_box_see_both_and_choose(cast):
    first, second = as_(cast.canbo_phuson), as_(cast.canbo_phuson_2)
    opened = hidden_of(post(first, cast.dau_tam, cast.phu_son, actual="5"))
    post(second, cast.dau_tam, cast.phu_son, hidden=opened, actual="6")
    answer = post(first, cast.dau_tam, cast.phu_son, hidden=opened, actual="9")
    assert answer.status_code == 409
    assert "đang lưu <b>6</b>" in text(answer) and "bạn gõ <b>9</b>" in text(answer)
    name = f"o-{cast.dau_tam.pk}-{cast.phu_son.pk}"
    sent = {"o": name, name: opened, f"{name}-actual": "9", "ghi_de": name}
    assert first.post(f"{BOX}?ky=2022&noi=phu-son", sent).status_code == 200
    assert Target.objects.get().actual == 9


def test_nobody_types_outside_their_places_or_into_what_was_handed_in(cast):
    officer, target = as_(cast.canbo_phuson), cast.record_of("target")
    assert post(officer, cast.dau_tam, cast.me_linh, actual="5").status_code == 404
    assert post(as_(cast.lanhdao), cast.dau_tam, cast.phu_son, actual="5").status_code == 403
    assert post(as_(cast.quantri), cast.dau_tam, cast.phu_son, actual="5").status_code == 403
    cast.submit(target)
    answer = post(officer, cast.dau_tam, cast.phu_son, hidden=f"{target.version}.", actual="5")
    assert answer.status_code == 422 and "Đã gửi, đang chờ" in text(answer)
    cast.approve(Target.objects.get())
    page = text(officer.get(f"{GRID}?ky=2022&nhom=-"))
    assert f"/chi-tieu/{target.pk}/" in page and "Đề nghị sửa" in page and "Đã tiếp nhận" in page
    corrections.propose(
        cast.fresh(cast.canbo_phuson), Target.objects.get(), reason="Nhầm", data={"actual": "5"},
        expected_version=Target.objects.get().version,
    )  # fmt: skip
    assert "có đề nghị sửa đang chờ" in text(officer.get(f"{GRID}?ky=2022&nhom=-"))


def test_a_closed_period_says_by_whom_and_when(cast):
    periods.close(cast.mttq_truong, cast.lam_ha, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    officer = as_(cast.canbo_phuson)
    page = text(officer.get(f"{GRID}?ky=2022&nhom=-"))
    assert "Kỳ đã chốt số liệu: Hoàng Văn Ích," in page and "data-save" not in page
    answer = post(officer, cast.dau_tam, cast.phu_son, actual="5")
    assert answer.status_code == 422 and "Hoàng Văn Ích" in text(answer) and not Target.objects.exists()


def test_a_whole_period_is_handed_in_confirmed_and_accepted_at_once(cast, rate):
    officer = as_(cast.canbo_phuson)
    post(officer, cast.dau_tam, cast.phu_son, actual="5")
    post(officer, rate, cast.phu_son, actual="38/1.850")
    answer = officer.post(f"{STEP}?ky=2022&noi=phu-son", {"lam": "gui"}, follow=True)
    assert "Đã gửi 2 chỉ tiêu của xã Phú Sơn, năm 2022." in text(answer)
    assert officer.post(f"{STEP}?ky=2022&noi=phu-son", {"lam": "xac-nhan"}).status_code == 403
    chair = as_(cast.chutich_phuson)
    assert "Xác nhận 2 chỉ tiêu" in text(chair.get(f"{GRID}?ky=2022&nhom=-"))
    chair.post(f"{STEP}?ky=2022&noi=phu-son", {"lam": "xac-nhan"})
    assert chair.post(f"{STEP}?ky=2022&noi=phu-son", {"lam": "gui"}).status_code == 403
    post(as_(cast.canbo_melinh), cast.dau_tam, cast.me_linh, actual="0")
    as_(cast.canbo_melinh).post(f"{STEP}?ky=2022&noi=me-linh", {"lam": "gui"})
    as_(cast.chutich_melinh).post(f"{STEP}?ky=2022&noi=me-linh", {"lam": "xac-nhan"})
    answer = as_(cast.mttq).post(f"{STEP}?ky=2022&noi=lam-ha", {"lam": "tiep-nhan"}, follow=True)
    assert "Đã tiếp nhận 3 chỉ tiêu của 2 xã, năm 2022." in text(answer)
    assert set(Target.objects.values_list("status", flat=True)) == {"approved"}


def test_without_a_script_the_page_stores_what_was_changed_and_keeps_what_is_wrong(cast, rate):
    officer = as_(cast.canbo_phuson)
    first, second = (f"o-{one.pk}-{cast.phu_son.pk}" for one in (cast.dau_tam, rate))
    sent = {first: "0.", f"{first}-actual": "5,5", second: "0.", f"{second}-actual": "hai phần trăm"}
    answer = officer.post(f"{GRID}?ky=2022&noi=phu-son&nhom=-", sent)
    assert answer.status_code == 422 and 'value="hai phần trăm"' in text(answer)
    assert [t.actual for t in Target.objects.all()] == [Decimal("5.5")]
    sent |= {first: "1.", f"{second}-actual": "1/50", "luu": "gui"}
    assert "Đã gửi 2 chỉ tiêu" in text(officer.post(f"{GRID}?ky=2022&noi=phu-son&nhom=-", sent, follow=True))


def test_an_organisation_has_values_of_its_own(cast):
    post(as_(cast.hoinongdan), cast.dau_tam, cast.phu_son, actual="3")
    post(as_(cast.canbo_phuson), cast.dau_tam, cast.phu_son, actual="5")
    assert {(t.for_organization, t.actual) for t in Target.objects.all()} == {(cast.hoi_nong_dan, 3), (None, 5)}
    assert 'value="3"' not in text(as_(cast.canbo_phuson).get(f"{GRID}?ky=2022&noi=phu-son&nhom=-"))


def test_the_page_costs_the_same_for_two_boxes_and_for_many(cast):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = as_(cast.mttq).get(f"{GRID}?ky=2022&noi=lam-ha&nhom=-")
        assert answer.status_code == 200
        return len(asked)

    services.create(cast.mttq, Target, {"organization": cast.mttq_phu_son, "area": cast.phu_son, "year": 2022,
                                        "indicator": cast.dau_tam, "actual": "1"})  # fmt: skip
    few = cost()
    for number in range(12):
        one = Indicator.objects.create(code=f"ct-{number}", name=f"Chỉ tiêu {number}", definition="Đếm.", unit="hộ")
        for area, body in ((cast.phu_son, cast.mttq_phu_son), (cast.me_linh, cast.mttq_me_linh)):
            services.create(cast.mttq, Target, {"organization": body, "area": area, "year": 2022, "indicator": one})
    assert cost() == few, "however many boxes"
    print(few)
