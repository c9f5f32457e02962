"""What leaves: typed, safe to open, and what left can come back."""

import csv
import datetime
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beneficiaries.models import Support
from danvan.export import ExportColumn, escape, export, file_name, plain_number, unescape
from danvan.imports.kinds import kinds
from danvan.imports.outgoing import rows_of
from danvan.lib.numbers import read_decimal
from danvan.lib.periods import DatePrecision, PartialDate
from danvan.records import data as plain
from tests.imports.again_case import changed, taken
from tests.imports.conftest import CASE, row, said

COLUMNS = [
    ExportColumn("Nội dung"),
    ExportColumn("Số tiền", "money"),
    ExportColumn("Số hộ", "count"),
    ExportColumn("Ha", "decimal"),
    ExportColumn("Ngày", "date"),
    ExportColumn("Tỷ lệ", "percent"),
    ExportColumn("Trạng thái", "status"),
]
ROWS: list[list[object]] = [
    ["Xây nhà", 1_060_000_000, 20, Decimal("0.6"), datetime.date(2022, 3, 5), Decimal("135.71"), "Đã tiếp nhận"],
    ["–", None, None, None, PartialDate(datetime.date(2022, 3, 1), DatePrecision.MONTH), None, None],
]
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", " =1", "-"]


def sheet_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_xlsx_has_typed_cells_a_frozen_bold_head_and_a_filter() -> None:
    response = export("Khoản hỗ trợ", COLUMNS, ROWS, "xlsx")
    sheet = sheet_of(response.content)
    assert [cell.value for cell in sheet[1]] == [column.label for column in COLUMNS]
    assert [cell.value for cell in sheet[2]] == [
        "Xây nhà", 1_060_000_000, 20, 0.6, datetime.datetime(2022, 3, 5), 135.71, "Đã tiếp nhận",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[3]] == ["–", None, None, None, "03/2022", None, None]
    assert sheet[2][1].number_format == "#,##0" and sheet[2][4].number_format == "dd/mm/yyyy"
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:G3"
    assert all(cell.font.b for cell in sheet[1])
    assert sheet.title == "Khoản hỗ trợ"


def test_csv_is_utf8_with_a_mark_and_numbers_our_reader_takes() -> None:
    content = export("Khoản hỗ trợ", COLUMNS, ROWS, "csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[1] == ["Xây nhà", "1060000000", "20", "0,6", "05/03/2022", "135,71", "Đã tiếp nhận"]
    assert rows[2] == ["–", "", "", "", "03/2022", "", ""]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
def test_no_text_is_a_formula(value: str, fmt: Any) -> None:
    content = export(value, [ExportColumn(value)], [[value]], fmt).content
    if fmt == "xlsx":
        cells = [sheet_of(content)["A1"], sheet_of(content)["A2"]]
        assert {cell.data_type for cell in cells} == {"s"}
        found = [cell.value for cell in cells]
    else:
        found = [row[0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
    assert len(found) == 2 and all(text.startswith("'") for text in found)


def test_numbers_stay_numbers_even_negative_ones() -> None:
    columns = [ExportColumn("Chênh lệch", "money")]
    assert sheet_of(export("a", columns, [[-14_250_000]], "xlsx").content)["A2"].value == -14_250_000
    assert b"\r\n-14250000\r\n" in export("a", columns, [[-14_250_000]], "csv").content


@given(st.text(max_size=40))
def test_escaped_text_comes_back(value: str) -> None:
    assert escape(value)[:1] not in set("=+-@\t\r＝＋－＠")
    assert unescape(escape(value)) == value


@given(st.decimals(min_value=0, max_value=10**9, places=3) | st.decimals(min_value=0, max_value=10**6, places=1))
def test_plain_numbers_read_back_as_the_same_value(value: Decimal) -> None:
    assert read_decimal(plain_number(value)) == value


def test_the_file_name_is_plain_and_the_answer_is_a_download() -> None:
    response = export('Khoản hỗ trợ "Lâm Hà"\r\nX: y', COLUMNS, [], "csv")
    assert response["Content-Disposition"] == 'attachment; filename="khoan-ho-tro-lam-ha-x-y.csv"'
    assert response["X-Content-Type-Options"] == "nosniff" and "no-store" in response["Cache-Control"]
    assert file_name("／＊", "xlsx") == "danh-sach.xlsx"


def test_floats_and_unknown_formats_are_refused() -> None:
    with pytest.raises(TypeError):
        export("a", [ExportColumn("a", "money")], [[1.5]], "xlsx")
    with pytest.raises(KeyError):
        export("a", COLUMNS, ROWS, "pdf")  # type: ignore[arg-type]


# ---- the ledger out and in again ------------------------------------------------------------------------------------

KEPT = ("kind", "form", "organization", "joint_organizations", "campaign", "area", "hamlets", "date", "date_precision",
        "description", "households", "note", "items", "contributions", "loans")  # fmt: skip


def substance(support: Support) -> dict[str, Any]:
    """What the columns carry; not how an amount was typed, nor a loan's terms."""
    data = {key: plain.read(support)[key] for key in KEPT}
    for part in data["contributions"]:
        part.pop("typed")
    return data


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
def test_what_is_exported_can_be_imported_again(cast: Any, bring: Any, fmt: Any) -> None:
    bring(CASE.read_bytes(), create_missing=True)
    odd = row(
        hamlets="Pretieng 2", organizations="MTTQ huyện; Hội LHPN", campaign="pretieng-2022", form="Sửa nhà",
        description="-5 °C, =lạnh", quantity="1,1250", unit="ha", amount="", note="dòng 1\ndòng 2",
        sources="Tổ chức tự vận động = 1,5 triệu; Quỹ “Vì người nghèo” tỉnh",
    )  # fmt: skip
    assert said(bring(odd)) == []
    before = [substance(support) for support in Support.objects.order_by("pk")]
    assert len(before) == 13
    content = changed(taken(cast.mttq, "ho-tro", fmt), without_codes)
    Support.objects.all().delete()
    assert said(bring(content, name=f"lai.{fmt}")) == []
    assert [substance(support) for support in Support.objects.order_by("pk")] == before


def without_codes(rows: list[dict[str, Any]]) -> None:
    for line in rows:
        line |= {"Mã": None, "Phiên bản": None}


def test_export_costs_the_same_queries_for_more_rows(cast: Any, bring: Any, django_assert_max_num_queries: Any) -> None:
    bring(CASE.read_bytes(), create_missing=True)
    with django_assert_max_num_queries(14):  # four of them read the user's rights
        assert len(list(rows_of(kinds()["ho-tro"], Support.objects.order_by("pk"), cast.fresh(cast.mttq)))) == 12
