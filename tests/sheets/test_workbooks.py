"""What an XLSX file says beside its values, and parts that nobody's Excel would write."""

import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from danvan.sheets import Merged, Sheet, find_table
from danvan.uploads import UnsafeFile, is_spreadsheet_error, read_upload

SHEET = "xl/worksheets/sheet1.xml"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def read(data: bytes) -> Sheet:
    return read_upload("a.xlsx", data, max_bytes=10**7)[0]


def made(fill: Any = None) -> bytes:
    book = openpyxl.Workbook()
    if fill:
        fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def dated(sheet: Any) -> None:
    """Cells of four kinds of days and times, so that the file has styles 0–4."""
    day = datetime.datetime(2022, 3, 5, 6)
    sheet.append([day.date(), day, day.time(), datetime.timedelta(1)])


BASE = made(dated)


def with_sheet(inside: str, before: str = "", after: str = "") -> bytes:
    """The workbook with its sheet replaced by these rows."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BASE)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
        new.writestr(SHEET, f"<worksheet {NS}>{before}<sheetData>{inside}</sheetData>{after}</worksheet>")
    return out.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(UnsafeFile) as error:
        read(data)
    return error.value.message


def test_rows_that_a_filter_hides_are_hidden_rows() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for row, value in enumerate(["Xã", "A", "B", "A"]):
        sheet.write(row, 0, value)
    sheet.autofilter(0, 0, 3, 0)
    sheet.filter_column(0, "x == A")
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(2, 5, None, None, {"hidden": True})
    sheet.write(0, 3, "Ẩn")
    book.close()
    found = read(out.getvalue())
    assert found.hidden_rows == {3} and found.hidden_columns == {2, 3}


def test_rows_without_an_address_count_on() -> None:
    rows = '<row r="2"><c><v>1</v></c></row><row hidden="true"><c><v>2</v></c></row><row hidden=\'0\'/>'
    assert read(with_sheet(rows)).hidden_rows == {3}


def test_merged_ranges_are_cut_to_the_sheet() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["a", 1, "x"])
        sheet.append(["b", 2])
        for place in ("A1:A9", "B2:D2", "F1:G2"):
            sheet.merge_cells(place)

    found = read(made(fill))
    assert found.merged == (Merged(1, 2, 0, 0), Merged(2, 2, 1, 2))
    assert found.rows == [["a", 1, "x"], [None, 2]]


def test_a_formula_with_its_result_is_the_result() -> None:
    found = read(with_sheet('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c></row>'))
    assert found.rows[0][0] == 2 and is_spreadsheet_error(found.rows[0][1])


@pytest.mark.parametrize("number", ["NaN", "inf", "-inf", "1e400"])
def test_numbers_that_are_none_are_errors_of_the_cell(number: str) -> None:
    ((value,),) = read(with_sheet(f'<row r="1"><c r="A1"><v>{number}</v></c></row>')).rows
    assert is_spreadsheet_error(value)


def test_days_beyond_every_calendar_refuse_the_file() -> None:
    for number in ("inf", "1e18", "-1e18"):
        assert "Không đọc được" in refused(with_sheet(f'<row r="1"><c r="A1" s="4"><v>{number}</v></c></row>'))


def test_a_bomb_of_merged_ranges() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    many = with_sheet(row, after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 60_000 + "</mergeCells>")
    assert "quá nhiều ô gộp" in refused(many)
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="T{r}"><v>1</v></c></row>' for r in range(1, 3000))
    deep = with_sheet(rows, after="<mergeCells>" + '<mergeCell ref="A1:T3000"/>' * 1000 + "</mergeCells>")
    assert len(deep) < 50_000 and "quá nhiều ô gộp" in refused(deep)


ADDRESSES = st.sampled_from(["A{r}", "B{r}", "D{r}", "B7", "a9", "A0", "AAA9", "XFE1", "1", "A1048577", ""])
NUMBERS = st.one_of(
    st.sampled_from("NaN inf 1e400 -1 1e12 -1e18 2958466 60 0.5 2022-13-45T99 TRUE".split()),
    st.floats().map(str), st.text("0123456789.eE-", max_size=8),
)  # fmt: skip
CELLS = st.builds(
    "<c{at} {kind} s='{style}'>{formula}{value}</c>".format,
    at=ADDRESSES.map(lambda at: f' r="{at}"' if at else ""),
    kind=st.sampled_from(["", "t='n'", "t='s'", "t='b'", "t='e'", "t='str'", "t='inlineStr'", "t='d'", "t='x'"]),
    style=st.sampled_from([0, 1, 2, 3, 4, 99, -1]),
    formula=st.sampled_from(["", "", "<f>A1</f>", "<f t='shared' si='0'/>", "<f t='array' ref='A1:B2'>1</f>"]),
    value=st.one_of(NUMBERS.map("<v>{}</v>".format), NUMBERS.map("<is><t>{}</t></is>".format), st.just("")),
)
ROW = st.tuples(
    st.sampled_from(["r='{r}'", "", "hidden='1'", "r='0'", "r='x'", "r='{r}' hidden='1'"]), st.lists(CELLS, max_size=4)
)
RANGES = st.sampled_from(["A1:B2", "A2:A7", "C1:D1", "B2:A1", "A1:XFD1048576", "A1", "A:B", "x", "ZZZZ1:ZZZZ9"])


@given(
    st.lists(ROW, max_size=4), st.lists(RANGES, max_size=3),
    st.sampled_from(["", "<dimension ref='A1:XFD1048576'/>", "<cols><col min='1' max='99999' hidden='1'/></cols>"]),
)  # fmt: skip
def test_any_sheet_is_rows_or_a_refusal(rows: list[tuple[str, list[str]]], ranges: list[str], before: str) -> None:
    inside = "".join(
        f"<row {told}>{''.join(cells)}</row>".replace("{r}", str(number))
        for number, (told, cells) in enumerate(rows, 1)
    )
    after = "<mergeCells>" + "".join(f"<mergeCell ref='{ref}'/>" for ref in ranges) + "</mergeCells>"
    try:
        sheet = read(with_sheet(inside, before, after))
    except UnsafeFile as error:
        assert error.message
    else:
        find_table(sheet, lambda head: str(head) if head else None)
