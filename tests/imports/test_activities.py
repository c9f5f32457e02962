"""Hoạt động from a file."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from movements.models import Activity
from tests.imports.kinds_case import asked, bring, choices, faults, keep, opened

GOOD = {
    "Ngày": "12/04/2022", "Xã": "Phú Sơn", "Thôn": "Pretieng 1", "Đơn vị": "MTTQ Phú Sơn; Hội LHPN",
    "Đợt vận động": "pretieng-2022", "Phong trào": "Thi đua “Dân vận khéo”", "Loại hoạt động": "Đối thoại",
    "Nội dung": "Đối thoại với nhân dân", "Số người": "85 người", "Số lượt": "120", "Kiến nghị": "7",
    "Đã trả lời": "5", "Nữ": "", "Căn cứ": "", "Ghi chú": "tại nhà sinh hoạt cộng đồng",
}  # fmt: skip


def activity(**cells: str) -> dict[str, str]:
    return {**GOOD, **{head.replace("_", " "): text for head, text in cells.items()}}


def test_a_clean_file_stores_what_it_says(cast: Any) -> None:
    bring(cast.mttq, "hoat-dong", GOOD, activity(Ngày="quý II/2022", Thôn="", Nội_dung="Giám sát quỹ", Số_lượt="85"))
    first, second = Activity.objects.order_by("pk")
    assert (first.date, first.area, first.organization) == (
        datetime.date(2022, 4, 12), cast.pretieng_1, cast.mttq_phu_son,
    )  # fmt: skip
    assert list(first.joint_organizations.all()) == [cast.hoi_phu_nu]
    assert (first.campaign, first.movement, first.kind_of_activity) == (cast.pretieng, cast.phong_trao, "dialogue")
    assert (first.people, first.attendances, first.recommendations, first.answered) == (85, 120, 7, 5)
    assert (first.status, first.created_by, first.note) == ("draft", cast.mttq, "tại nhà sinh hoạt cộng đồng")
    assert (second.date_precision, second.area) == ("quarter", cast.phu_son)


def test_what_a_kind_needs_has_columns_of_its_own(cast: Any) -> None:
    bring(cast.mttq, "hoat-dong", activity(
        Loại_hoạt_động="Giám sát", Số_người="30", Nữ="12", DTTS="18 người", Số_buổi="2", Căn_cứ="217-QĐ/TW",
        Nội_dung_giám_sát="Rà soát hộ nghèo", Đối_tượng="UBND xã Phú Sơn", Nhóm_giải_pháp="5", Nơi_tổ_chức="Hội trường",
    ))  # fmt: skip
    one = Activity.objects.get()
    assert (one.people, one.women, one.minority, one.sessions, one.basis, one.solution) == (30, 12, 18, 2, "217", "5")
    assert (one.subject, one.supervised, one.place) == ("Rà soát hộ nghèo", "UBND xã Phú Sơn", "Hội trường")


def test_counts_that_are_not_written_are_unknown_not_zero(cast: Any) -> None:
    bring(cast.mttq, "hoat-dong", activity(Số_người="–", Số_lượt="", Kiến_nghị="", Đã_trả_lời=""))
    one = Activity.objects.get()
    assert (one.people, one.attendances, one.recommendations, one.answered) == (None, None, None, None)


@pytest.mark.parametrize(
    ("cells", "head", "said", "offered"),
    [
        ({"Ngày": "31/04/2022"}, "Ngày", "tháng 4 năm 2022 có 30 ngày", ""),
        ({"Xã": "Phú Sơnn"}, "Xã", "không có xã", "xã Phú Sơn"),
        ({"Thôn": "Pretieng 3"}, "Thôn", "không có thôn", "Pretieng 1"),
        ({"Đơn_vị": "Hội Nông dâng"}, "Đơn vị", "không có tổ chức", ""),
        ({"Phong_trào": "Thi đua Dân vận khéoo"}, "Phong trào", "không có phong trào", "Thi đua “Dân vận khéo”"),
        ({"Loại_hoạt_động": "Tuyên truyềnn"}, "Loại hoạt động", "Không có loại hoạt động", "tuyên truyền, vận động"),
        ({"Nội_dung": ""}, "Nội dung", "không được để trống", ""),
        ({"Số_người": "1.5"}, "Số người", "đọc được hai cách", ""),
        ({"Số_lượt": "10"}, "Số lượt", "Số lượt không thể ít hơn số người", ""),
        ({"Nữ": "86"}, "Nữ", "Số nữ không thể nhiều hơn số người", ""),
        ({"Căn_cứ": "219"}, "Căn cứ", "Không có căn cứ", ""),
        ({"Đã_trả_lời": "9"}, "Đã trả lời", "không thể nhiều hơn số kiến nghị", ""),
    ],
)
def test_each_fault_stands_at_its_cell(cast: Any, cells: dict[str, str], head: str, said: str, offered: str) -> None:
    batch = opened(cast.mttq, "hoat-dong", GOOD, activity(**cells))
    ((row, where, message),) = faults(batch)
    assert (row, where) == (3, head) and said in message
    if offered:
        assert offered in choices(batch)
    assert not Activity.objects.exists()


def test_a_formula_that_failed_under_ma_is_a_fault_like_any_other(cast: Any) -> None:
    ((row, where, message),) = faults(opened(cast.mttq, "hoat-dong", {"Mã": "#N/A", **GOOD}))
    assert (row, where) == (2, "Mã") and message.startswith("#N/A")


def test_heads_as_reports_write_them(cast: Any) -> None:
    heads = {
        "Thời gian": "12/04/2022", "Địa bàn": "X. Phú Sơn", "Đơn vị thực hiện": "MTTQ Phú Sơn", "Hình thức": "giám sát",
        "Nội dung hoạt động": "Giám sát xây nhà", "Số người tham gia": "12",
    }  # fmt: skip
    bring(cast.canbo_phuson, "hoat-dong", heads)
    assert Activity.objects.get().kind_of_activity == "supervision"


def test_an_officer_brings_nothing_into_another_commune(cast: Any) -> None:
    cells = activity(Xã="Mê Linh", Thôn="", Đơn_vị="MTTQ Mê Linh")
    ((_, _, message),) = faults(opened(cast.canbo_phuson, "hoat-dong", cells))
    assert "ngoài phạm vi" in message


def test_what_is_there_stands_beside_and_only_what_the_reader_sees(cast: Any) -> None:
    bring(cast.mttq, "hoat-dong", GOOD)
    there = Activity.objects.get().pk
    assert asked(opened(cast.mttq, "hoat-dong", activity(Nội_dung="ĐỐI THOẠI với nhân dân", Số_người="80"))) == {
        2: [("similar", [there])]
    }
    assert asked(opened(cast.mttq, "hoat-dong", activity(Ngày="13/04/2022"))) == {}
    other = activity(Đơn_vị="Hội Nông dân", Nội_dung="Tập huấn")
    bring(cast.hoinongdan, "hoat-dong", other)
    batch = opened(cast.hoiphunu, "hoat-dong", {**other, "Đơn vị": "Hội LHPN"})
    assert asked(batch) == {}


def test_the_same_again_can_be_kept_and_stored(cast: Any) -> None:
    bring(cast.mttq, "hoat-dong", GOOD)
    batch = opened(cast.mttq, "hoat-dong", {**GOOD, "Ghi chú": "buổi chiều"})
    keep(batch, 2)
    assert batch.state == "ready"


def test_a_check_costs_the_same_for_more_rows(cast: Any) -> None:
    def cost(count: int) -> int:
        rows = [activity(Nội_dung=f"Việc {count}.{n}") for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            opened(cast.mttq, "hoat-dong", *rows)
        return len(queries)

    assert cost(2) == cost(20)
