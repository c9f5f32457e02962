"""Danh sách hộ from a file: what Excel did to numbers, what is there already, and what nobody may learn."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import Household
from danvan.imports import batches, storing
from danvan.imports.kinds import kinds
from tests.imports.conftest import as_xlsx
from tests.imports.kinds_case import asked, bring, choices, faults, opened

GOOD = {
    "Mã hộ": "PS-07", "Chủ hộ": "K’Lũ", "Năm sinh": "1961", "Tên thường gọi": "Ông Lũ", "Số khẩu": "05",
    "Dân tộc": "K’Ho", "CCCD": "068161000123", "Xã": "Phú Sơn", "Thôn": "Pretieng 1", "Đơn vị": "", "Căn cứ": "",
    "Ghi chú": "",
}  # fmt: skip


def household(**cells: str) -> dict[str, str]:
    return {**GOOD, **{head.replace("_", " "): text for head, text in cells.items()}}


def test_a_clean_file_stores_what_it_says(cast: Any) -> None:
    bring(cast.canbo_phuson, "ho",
          GOOD, household(Chủ_hộ="Nguyễn Thị Bê", Mã_hộ="", Năm_sinh="05/03/1975", CCCD="", Thôn="", Số_khẩu="–",
                          Đơn_vị="MTTQ Phú Sơn", Căn_cứ="Hộ đồng ý", Ghi_chú="mới về"))  # fmt: skip
    first, second = Household.objects.order_by("pk")
    assert (first.code, first.head, first.birth_year, first.everyday_name) == ("PS-07", "K’Lũ", 1961, "Ông Lũ")
    assert (first.people, first.ethnicity, first.cccd, first.area) == (5, "K’Ho", "068161000123", cast.pretieng_1)
    assert (first.organization, first.legal_basis) == (cast.mttq_phu_son, "duty"), "the commune's Front by itself"
    assert (second.birth_year, second.people, second.area) == (1975, None, cast.phu_son)
    assert (second.legal_basis, second.note) == ("consent", "mới về")
    assert {one.status for one in (first, second)} == {"draft"}
    assert Household.found(Household.objects.all(), "klu").get() == first


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("068161000123", "068161000123"), (68161000123, "068161000123"), ("068 161 000 123", "068161000123"),
     ("250123456", "250123456"), (250123456, "250123456")],
)  # fmt: skip
def test_numbers_that_excel_shortened_come_back_where_that_is_certain(cast: Any, typed: Any, stored: str) -> None:
    rows = [list(GOOD), list({**GOOD, "CCCD": typed}.values())]
    user = cast.fresh(cast.canbo_phuson)
    batch = batches.open_file(user, kinds()["ho"], "a.xlsx", as_xlsx(rows, "Hộ"))
    assert faults(batch) == [] and batch.state == "ready"
    told = [warned[2] for warned in batch.report["warnings"] if "số 0" in warned[2]]
    assert bool(told) == (typed == 68161000123)
    storing.begin(user, batch, submit=False)
    assert Household.objects.get().cccd == stored


@pytest.mark.parametrize(
    ("cells", "head", "said", "offered"),
    [
        ({"CCCD": "6,8161E+10"}, "CCCD", "đã rút gọn", ""),
        ({"CCCD": "1161000123"}, "CCCD", "hai số 0", "001161000123"),
        ({"CCCD": "25012345"}, "CCCD", "8 chữ số", "025012345"),
        ({"CCCD": "0681610001234"}, "CCCD", "phải có 12", ""),
        ({"Chủ_hộ": ""}, "Chủ hộ", "không được để trống", ""),
        ({"Năm_sinh": "1875"}, "Năm sinh", "1900", ""),
        ({"Số_khẩu": "năm"}, "Số khẩu", "không bắt đầu bằng chữ số", ""),
        ({"Thôn": "Preteing 1"}, "Thôn", "không có thôn", "Pretieng 1"),
        ({"Thôn": "Pretieng 1; Pretieng 2"}, "Thôn", "Một hộ ở một thôn", "Pretieng 2"),
        ({"Đơn_vị": "MTTQ Phú Sơnn"}, "Đơn vị", "không có tổ chức", ""),
        ({"Căn_cứ": "tùy"}, "Căn cứ", "Không có căn cứ", "hộ đồng ý"),
    ],
)
def test_each_fault_stands_at_its_cell(cast: Any, cells: dict[str, str], head: str, said: str, offered: str) -> None:
    batch = opened(cast.canbo_phuson, "ho", household(Chủ_hộ="K’Tư", CCCD=""), household(**cells))
    ((row, where, message),) = faults(batch)
    assert (row, where) == (3, head) and said in message
    if offered:
        assert offered in choices(batch)


def test_a_household_that_is_there_stands_beside(cast: Any) -> None:
    there = cast.make_household(head="K’Lũ", birth_year=1961, cccd="068161000999")
    same = household(Chủ_hộ="k' lu", CCCD="", Năm_sinh="")
    near = household(Chủ_hộ="K’Lụ", CCCD="", Thôn="Pretieng 2")
    assert asked(opened(cast.canbo_phuson, "ho", same, near, household(Chủ_hộ="K’Brèm", CCCD=""))) == {
        2: [("similar", [there.pk])], 3: [("similar", [there.pk])],
    }  # fmt: skip
    kind = kinds()["ho"]
    (said,) = kind.stored([there.pk], cast.fresh(cast.canbo_phuson)).values()
    assert said.text == "K’Lũ, sinh 1961, thôn Pretieng 1, xã Phú Sơn, CCCD ••••••••0999."


def test_a_number_that_is_held_is_refused_and_twice_in_a_file_too(cast: Any) -> None:
    there = cast.make_household(head="K’Lũ", cccd="068161000123")
    batch = opened(cast.canbo_phuson, "ho", household(Chủ_hộ="Y’Bhăm"), household(Chủ_hộ="A", CCCD="068161000777"),
                   household(Chủ_hộ="B", CCCD="068161000777"))  # fmt: skip
    assert faults(batch) == [(row, "CCCD", "Số CCCD này đã có ở một hộ khác.") for row in (2, 4)]
    assert asked(batch) == {2: [("similar", [there.pk])]}


def test_a_row_with_a_fault_is_mended_before_it_is_decided_on(client: Any, cast: Any) -> None:
    cast.make_household(head="K’Lũ", cccd="068161000123")
    batch = opened(cast.canbo_phuson, "ho", GOOD)
    client.force_login(cast.fresh(cast.canbo_phuson))
    page = client.get(batch.get_absolute_url()).content.decode()
    assert "K’Lũ, thôn Pretieng 1, xã Phú Sơn, CCCD ••••••••0123" in page and "Sửa lỗi trước" in page
    assert 'value="nhap"' not in page and " checked" not in page


def test_a_number_held_elsewhere_tells_only_that_it_is_held(cast: Any) -> None:
    cast.make_household(cast.canbo_melinh, head="Zzbímật", cccd="068161000123", area=cast.me_linh_1,
                        organization=cast.mttq_me_linh)  # fmt: skip
    batch = opened(cast.canbo_phuson, "ho", GOOD)
    assert faults(batch) == [(2, "CCCD", "Số CCCD này đã có ở một hộ khác.")] and asked(batch) == {}
    assert "Zzbímật" not in str(batch.report)


def test_an_officer_brings_nothing_into_another_commune_and_sees_no_name_of_it(cast: Any) -> None:
    cast.make_household(cast.canbo_melinh, head="Zzbímật", birth_year=1961, area=cast.me_linh_1,
                        organization=cast.mttq_me_linh)  # fmt: skip
    batch = opened(cast.canbo_phuson, "ho", household(Xã="Mê Linh", Thôn="Thôn 1", Chủ_hộ="Zzbimat", CCCD=""))
    ((_, _, message),) = faults(batch)
    assert "ngoài phạm vi" in message and asked(batch) == {} and "Zzbímật" not in str(batch.report)


def test_two_of_one_name_in_a_file_are_pointed_out(cast: Any) -> None:
    batch = opened(cast.canbo_phuson, "ho", household(CCCD=""), household(CCCD="", Năm_sinh="1990"))
    past, same = (warned[2] for warned in batch.report["warnings"])
    assert same == "Cùng tên, cùng nơi ở với dòng 2 của tệp."
    assert "kế thừa: xã Phú Sơn Lâm Hà" in past and past.endswith("Các dòng vẫn ghi vào xã Phú Sơn.")


def test_a_check_costs_the_same_for_more_rows(cast: Any) -> None:
    def cost(count: int) -> int:
        rows = [household(Chủ_hộ=f"Hộ {count} {n}", CCCD=f"0681{count:04}{n:04}") for n in range(count)]
        with CaptureQueriesContext(connection) as queries:
            opened(cast.mttq, "ho", *rows)
        return len(queries)

    assert cost(2) == cost(40)
