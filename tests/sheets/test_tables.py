"""One table on a sheet as people make them: titles, two-line heads, merged cells, totals, signatures, hidden rows."""

import datetime
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.lib import text
from danvan.sheets import Cell, Merged, RawTable, Sheet, find_table
from danvan.uploads import read_upload

KEYS = {"ho ten": "name", "xa": "commune", "thon": "hamlet", "so tien": "amount", "nam": "year", "ngay": "date"}
KEYS |= {"so tien – quy": "fund", "so tien – tu gop": "own"}


def is_head(value: Cell) -> str | None:
    return KEYS.get(text.fold(str(value)))


def table(*rows: list[Any], merged: tuple[Merged, ...] = (), **said: Any) -> RawTable:
    return find_table(Sheet("S", list(rows), merged=merged, **said), is_head)


def read(fill: Callable[[Any], None]) -> RawTable:
    """The table of the first sheet of a workbook that openpyxl wrote."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "S"
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return find_table(read_upload("a.xlsx", out.getvalue(), max_bytes=10**7)[0], is_head)


def values(found: RawTable) -> list[list[Cell]]:
    return [row.values for row in found.rows]


HEAD = ["STT", "Họ tên", "Xã", "Số tiền"]
LAN, MINH = [1, "Lê Thị Lan", "Phú Sơn", 5_000_000], [2, "K’ Minh", "Mê Linh", 3_000_000]


# ---- the head -------------------------------------------------------------------------------------------------------


def test_titles_above_the_head_are_no_rows() -> None:
    found = table(
        ["ỦY BAN MTTQ XÃ PHÚ SƠN"], [], ["DANH SÁCH HỘ NHẬN HỖ TRỢ"], ["Năm 2022", None, "Xã"], HEAD, LAN, MINH
    )
    assert (found.head_row, found.heads) == (5, HEAD)
    assert found.keys == [None, "name", "commune", "amount"]
    assert values(found) == [LAN, MINH] and [row.number for row in found.rows] == [6, 7]
    assert found.skipped == [] and found.notes == []


def test_a_head_is_looked_for_in_thirty_rows() -> None:
    assert table(*[["tựa đề"]] * 29, HEAD, LAN).head_row == 30
    assert table(*[["tựa đề"]] * 30, HEAD, LAN).keys == [None]


def test_merged_groups_above_sub_heads_are_joined() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["DANH SÁCH"])
        sheet.append(["STT", "Họ tên", "Số tiền", None])
        sheet.append([None, None, "Quỹ", "Tự góp"])
        sheet.append([1, "Lan", 5, 6])
        for place in ("A1:D1", "A2:A3", "B2:B3", "C2:D2"):
            sheet.merge_cells(place)

    found = read(fill)
    assert found.heads == ["STT", "Họ tên", "Số tiền – Quỹ", "Số tiền – Tự góp"]
    assert found.keys == [None, "name", "fund", "own"]
    assert (found.head_row, values(found)) == (3, [[1, "Lan", 5, 6]])
    assert ("S!2", "Tiêu đề có 2 dòng, đã ghép lại.") in found.notes


def test_groups_above_the_line_that_knows_more_are_joined_too() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["STT", "Nơi ở", None, "Số tiền", None])
        sheet.append([None, "Xã", "Thôn", "Quỹ", "Tự góp"])
        sheet.append([1, "Phú Sơn", "Preteing", 5, 6])
        for place in ("A1:A2", "B1:C1", "D1:E1"):
            sheet.merge_cells(place)

    found = read(fill)
    assert found.heads == ["STT", "Nơi ở – Xã", "Nơi ở – Thôn", "Số tiền – Quỹ", "Số tiền – Tự góp"]
    assert found.keys == [None, "commune", "hamlet", "fund", "own"]


def test_groups_typed_without_merging_as_in_a_csv() -> None:
    found = table(["STT", "Họ tên", "Số tiền", None, "Xã"], [None, None, "Quỹ", "Tự góp", None], [1, "Lan", 5, 6, "A"])
    assert found.heads == ["STT", "Họ tên", "Số tiền – Quỹ", "Số tiền – Tự góp", "Xã"]
    assert values(found) == [[1, "Lan", 5, 6, "A"]]


def test_three_lines_of_heads() -> None:
    merged = (Merged(1, 3, 0, 0), Merged(1, 1, 1, 3), Merged(2, 2, 2, 3), Merged(2, 3, 1, 1))
    found = table(["Họ tên", "Hỗ trợ"], [None, "Xã", "Số tiền"], [None, None, "Quỹ", "Tự góp"], ["Lan", "A", 1, 2],
                  merged=merged)  # fmt: skip
    assert found.heads == ["Họ tên", "Hỗ trợ – Xã", "Hỗ trợ – Số tiền – Quỹ", "Hỗ trợ – Số tiền – Tự góp"]


def test_a_merged_letterhead_right_above_a_full_head_is_no_group() -> None:
    merged = (Merged(1, 1, 0, 1), Merged(1, 1, 2, 3))
    assert table(["Đơn vị: Phú Sơn", None, "Mẫu số 01", None], HEAD, LAN, merged=merged).heads == HEAD


def test_a_first_row_of_words_is_data() -> None:
    assert values(table(["Họ tên", "Xã"], ["Lan", "Phú Sơn"], ["Minh", "Mê Linh"])) == [
        ["Lan", "Phú Sơn"], ["Minh", "Mê Linh"],
    ]  # fmt: skip
    assert table(["Họ tên", "Xã", None], [None, "Phú Sơn", "ghi thêm"]).head_row == 1


def test_a_head_that_nobody_knows_can_be_matched_by_hand() -> None:
    found = table(["Danh sách"], ["Cột lạ", "Cột khác"], [1, 2])
    assert (found.head_row, found.heads, found.keys) == (2, ["Cột lạ", "Cột khác"], [None, None])
    assert found.notes == [("S!2", "Chưa nhận ra tiêu đề nào; lấy dòng này làm tiêu đề.")]


def test_an_empty_sheet_has_no_table() -> None:
    for rows in ([], [[], [None, "–"]], [[1, 2], [3, 4]]):
        found = table(*rows)
        assert (found.head_row, found.heads, found.rows) == (0, [], [])


def test_two_heads_alike_are_noticed() -> None:
    assert ("S!C1", "Có hai cột cùng tên “Xã”.") in table(["Họ tên", "Xã", "Xã"], ["Lan", "A", "B"]).notes


# ---- rows that are none ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "numbering",
    [["(1)", "(2)", "(3)", "(4)"], [1, 2, 3, 4], ["1", "2", "3", "4=3x2"], ["A", "B", 1, 2], ["A", "B", "C", "D"],
     ["(1)", "(2)", None, "(3) = (1)+(2)"]],
)  # fmt: skip
def test_the_row_that_numbers_the_columns(numbering: list[Any]) -> None:
    found = table(HEAD, numbering, LAN)
    assert (values(found), found.skipped) == ([LAN], [(2, "Dòng đánh số cột.")])


@pytest.mark.parametrize(
    "label", ["Tổng cộng", "TỔNG CỘNG:", "Cộng", "Tổng", "Tổng số: 2 hộ", "Cộng (I)", "tong cong", "Cộng thôn 1"]
)
def test_totals_are_skipped_with_the_reason(label: str) -> None:
    for row in ([None, label, None, 8_000_000], [label, None, "–", "8.000.000"], [None, label, None, "#REF!"]):
        found = table(HEAD, LAN, MINH, row)
        assert (values(found), found.skipped) == ([LAN, MINH], [(4, "Dòng cộng.")])


@pytest.mark.parametrize("name", ["Tống Văn A", "Công ty TNHH Lâm Hà", "Tổng công ty Cà phê", "Cộng đồng thôn 1"])
def test_names_that_begin_like_a_total_are_data(name: str) -> None:
    rows = [[3, name, None, 5], [None, name, "Phú Sơn", 5], [name, None, None, 5]]
    assert values(table(HEAD, LAN, *rows)) == [LAN, *rows]


def test_a_total_beside_a_date_or_other_words_is_data() -> None:
    rows = [[1, "Tổng cộng", "Phú Sơn", 5], [datetime.date(2022, 3, 5), "Tổng cộng", None, 5]]
    assert values(table(HEAD, *rows)) == rows


def test_repeated_heads_empty_rows_and_bare_ordinals() -> None:
    found = table(HEAD, LAN, [None, "–", " "], HEAD, [None, None, "Xã", "Số tiền"], MINH, [3], [4, None, "-"], [], [])
    assert values(found) == [LAN, MINH]
    assert found.skipped == [
        (3, "Dòng trống."), (4, "Tiêu đề lặp lại."), (5, "Tiêu đề lặp lại."), (7, "Chỉ có số thứ tự."),
        (8, "Chỉ có số thứ tự."),
    ]  # fmt: skip


def test_the_signatures_below_the_table() -> None:
    found = table(
        HEAD, LAN, [None, "Cộng", None, 5_000_000], ["Bằng chữ: Năm triệu đồng"],
        [None, None, "Phú Sơn, ngày 5 tháng 1 năm 2023"], [None, "Người lập biểu", None, "TM. UBND XÃ"],
        [None, "(Ký, ghi rõ họ tên)", None, "CHỦ TỊCH"], [], [], [None, "Lê Thị Lan", None, "Trần Văn Minh"],
    )  # fmt: skip
    assert values(found) == [LAN]
    assert [number for number, _ in found.skipped] == [3, 4, 5, 6, 7, 10]
    assert {reason for number, reason in found.skipped if number > 3} == {"Dòng dưới bảng (chữ ký, ghi chú)."}


def test_signers_right_below_an_empty_row_or_a_total() -> None:
    signers = [[None, "NGƯỜI LẬP", None, "KT. CHỦ TỊCH"], [None, "Lan", None, "Minh"]]
    for before in ([None], [None, "Cộng", None, 5]):
        found = table(HEAD, LAN, before, *signers)
        assert values(found) == [LAN] and [number for number, _ in found.skipped] == [3, 4, 5]


def test_titles_and_written_dates_in_a_short_table_are_data() -> None:
    rows = [["Lan", "Chủ tịch"], [None, None], ["Minh", "Kế toán"], ["Hoa", "ngày 5 tháng 1 năm 2022"]]
    assert values(table(["Họ tên", "Chức vụ"], *rows)) == [rows[0], rows[2], rows[3]]
    assert values(table(["Họ tên", "Xã"], ["Chủ tịch"], ["Kế toán"])) == [["Chủ tịch", None], ["Kế toán", None]]


def test_an_indicator_that_counts_everything_is_data() -> None:
    rows = [["Tổng số hộ nghèo", 120, 115], ["Chuyển sang cận nghèo", 5, 6]]
    assert values(table(["Họ tên", "Năm", "Số tiền"], *rows)) == rows


def test_a_chairman_among_the_rows_is_data() -> None:
    rows = [[1, "Chủ tịch", "Phú Sơn", 5], ["Chủ tịch"], LAN]
    assert values(table(HEAD, *rows)) == [rows[0], ["Chủ tịch", None, None, None], LAN]


def test_a_group_name_merged_across_the_table() -> None:
    found = table(HEAD, ["I. Thôn Preteing 1"], LAN, ["II. Thôn 2"], merged=(Merged(2, 2, 0, 3),))
    assert found.skipped == [(2, "Dòng tên nhóm, gộp ngang qua bảng.")]
    assert values(found) == [LAN, ["II. Thôn 2", None, None, None]]


def test_group_names_with_roman_numbers_among_arabic_ones() -> None:
    found = table(
        HEAD, ["I", "Thôn Preteing 1"], LAN, ["II.", "Thôn 2", None, 3_000_000], ["A", "Lan", "Phú Sơn", 5], MINH
    )
    assert values(found) == [LAN, ["A", "Lan", "Phú Sơn", 5], MINH]
    assert found.skipped == [(n, "Dòng tên nhóm, đánh số La Mã hoặc bằng chữ.") for n in (2, 4)]
    roman = [["I", "Lan", None, 5], ["II", "Minh", None, 6]]
    assert values(table(HEAD, *roman)) == roman


# ---- values, merged and hidden --------------------------------------------------------------------------------------


def test_dashes_are_none_and_rows_are_as_wide_as_the_head() -> None:
    assert values(table(HEAD, [1, "Lan"], ["–", "-", "—", 5], [1, "a", "b", 0, "ngoài bảng"])) == [
        [1, "Lan", None, None], [None, None, None, 5], [1, "a", "b", 0, "ngoài bảng"],
    ]  # fmt: skip


def test_a_merged_value_fills_its_rows_and_says_so() -> None:
    def fill(sheet: Any) -> None:
        for row in (HEAD, [1, "Lan", "Phú Sơn", 5], [2, "Minh", None, None], [None, None, None, None]):
            sheet.append(row)
        for place in ("C2:C4", "D2:D3"):
            sheet.merge_cells(place)

    found = read(fill)
    assert values(found) == [[1, "Lan", "Phú Sơn", 5], [2, "Minh", "Phú Sơn", 5]]
    assert [row.filled for row in found.rows] == [frozenset(), {2, 3}]
    assert found.notes == [("S!3", "C3, D3: lấy theo ô gộp bắt đầu ở dòng trên.")]


def test_hidden_rows_and_columns_are_read_and_flagged() -> None:
    def fill(sheet: Any) -> None:
        for row in (HEAD, LAN, MINH):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    found = read(fill)
    assert [row.hidden for row in found.rows] == [False, True]
    assert values(found) == [LAN, MINH]
    assert found.notes == [
        ("", "Có 1 dòng đang ẩn hoặc bị lọc trong bảng: 3. Hãy chọn nhập hay bỏ."),
        ("S!C1", "Cột C “Xã” đang ẩn, vẫn được đọc."),
    ]


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.decimals(), st.dates(), st.text(max_size=12),
    st.sampled_from(["Họ tên", "Xã", "Số tiền", "Tổng cộng", "(1)", "–", "Người lập biểu", "#REF!", "STT"]),
)  # fmt: skip
PLACES = st.tuples(*[st.integers(1, 9)] * 2, *[st.integers(0, 6)] * 2).map(
    lambda p: Merged(min(p[:2]), max(p[:2]), min(p[2:]), max(p[2:]))
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=9), st.lists(PLACES, max_size=4))
def test_every_row_below_any_head_is_data_or_skipped_or_empty(rows: list[list[Any]], merged: list[Merged]) -> None:
    found = table(*rows, merged=tuple(m for m in merged if m.last_row <= len(rows)))
    numbers = [row.number for row in found.rows] + [number for number, _ in found.skipped]
    assert len(numbers) == len(set(numbers)) and len(found.keys) == len(found.heads)
    for number in range(found.head_row + 1, len(rows) + 1) if found.head_row else ():
        empty = all(v is None or (isinstance(v, str) and text.clean(v) in set("-–—−") | {""}) for v in rows[number - 1])
        assert number in numbers or empty
    assert all(len(row.values) >= len(found.heads) for row in found.rows)
