"""Files from outside: what is read, and what is refused before it can harm (within two seconds)."""

import datetime
import io
import time
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from danvan.uploads import Sheet, UnsafeFile, cell_name, column_letters, is_spreadsheet_error, read_upload

LIMIT = 8 * 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def read(data: bytes, name: str = "a.xlsx") -> list[Sheet]:
    return read_upload(name, data, max_bytes=LIMIT)


def book(fill: object = None) -> bytes:
    made = openpyxl.Workbook()
    if callable(fill):
        fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_parts(parts: dict[str, bytes | str], base: bytes | None = None) -> bytes:
    """A workbook with some of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base or book())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def sheet_xml(rows: str) -> str:
    return f"<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>"


def refused(data: bytes, name: str = "a.xlsx") -> str:
    """The message of the refusal, which must come within two seconds."""
    began = time.monotonic()
    with pytest.raises(UnsafeFile) as error:
        read(data, name)
    assert time.monotonic() - began < 2
    return error.value.message


# ---- what is read ---------------------------------------------------------------------------------------------------


def test_cells_keep_their_types_and_whole_floats_are_integers() -> None:
    def fill(made: openpyxl.Workbook) -> None:
        sheet = made.active
        assert sheet is not None
        sheet.append(["Số", 107.0, 0.6, datetime.date(2022, 3, 5), True, " Phu\u0301 ", "", None, 0.1 + 0.2])

    ((row,),) = [sheet.rows for sheet in read(book(fill))]
    assert row == ["Số", 107, Decimal("0.6"), datetime.date(2022, 3, 5), True, "Phú", None, None, Decimal("0.3")]
    assert isinstance(row[1], int)


def test_what_xlsxwriter_writes_inline_is_read_too() -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = made.add_worksheet("Hỗ trợ")
    sheet.write_row(0, 0, ["Ngày", 1_060_000_000])
    made.close()
    assert read(out.getvalue()) == [Sheet("Hỗ trợ", [["Ngày", 1_060_000_000]])]


def test_rows_and_columns_keep_their_places() -> None:
    def fill(made: openpyxl.Workbook) -> None:
        assert made.active is not None
        made.active["C4"] = "ở đây"
        made.create_sheet("ẩn").sheet_state = "hidden"
        made.create_chartsheet("biểu đồ")

    first, hidden = read(book(fill))
    assert first.rows == [[], [], [], [None, None, "ở đây"]]
    assert hidden.hidden and not first.hidden


def test_a_failed_or_uncomputed_formula_is_not_an_empty_cell() -> None:
    def fill(made: openpyxl.Workbook) -> None:
        sheet = made.active
        assert sheet is not None
        sheet["A1"] = "=SUM(B1:B9)"
        sheet["A2"] = "#REF!"
        sheet["A2"].data_type = "e"

    rows = read(book(fill))[0].rows
    assert all(is_spreadsheet_error(row[0]) for row in rows) and "SUM(B1:B9)" in str(rows[0][0])
    assert not is_spreadsheet_error("Quỹ #1") and not is_spreadsheet_error(None)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_its_usual_dresses(delimiter: str, encoding: str) -> None:
    text = f'Ngày{delimiter}Xã\r\n"2022"{delimiter}"Quỹ ""A""{delimiter} B"\r\n'
    assert read(text.encode(encoding), "số.csv") == [
        Sheet("số.csv", [["Ngày", "Xã"], ["2022", f'Quỹ "A"{delimiter} B']])
    ]


def test_the_apostrophe_of_our_own_exports_goes_others_stay() -> None:
    assert read(b"'=1+1,'-5,'tis,K'Ho", "a.csv")[0].rows == [["=1+1", "-5", "'tis", "K'Ho"]]


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (12, "M"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_column_letters(index: int, letters: str) -> None:
    assert column_letters(index) == letters


def test_cells_are_named_as_on_the_sheet() -> None:
    assert cell_name("Hỗ trợ", 10, 12) == "Hỗ trợ!M10"


# ---- what is refused ------------------------------------------------------------------------------------------------


def test_a_bomb_by_ratio() -> None:
    bomb = with_parts({"xl/sharedStrings.xml": b"<sst>" + b"<si><t>a</t></si>" * 2_500_000 + b"</sst>"})
    assert len(bomb) < 300_000
    assert "nở ra quá lớn" in refused(bomb)


def test_a_bomb_by_many_cells() -> None:
    rows = "".join(f'<row r="{r}">' + f"<c><v>{r * 7919 % 99991}</v></c>" * 100 + "</row>" for r in range(1, 8200))
    assert "quá nhiều ô" in refused(with_parts({SHEET: sheet_xml(rows)}))


def test_two_cells_far_apart() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "trải ra quá rộng" in refused(with_parts({SHEET: sheet_xml(far)}))


def test_cells_without_addresses_that_span_as_much() -> None:
    far = "<row>" + "<c><v>1</v></c>" * 3000 + '</row><row r="900000"><c><v>1</v></c></row>'
    assert "trải ra quá rộng" in refused(with_parts({SHEET: sheet_xml(far)}))


def test_one_long_string_in_very_many_cells() -> None:
    shared = f"<sst {NS}><si><t>{'x' * 30_000}</t></si></sst>"
    cells = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{c}{r}" t="s"><v>0</v></c>' for c in "ABCDEFGHIJ") + "</row>"
        for r in range(1, 2000)
    )
    data = with_parts({"xl/sharedStrings.xml": shared, SHEET: sheet_xml(cells)})
    assert len(data) < 200_000
    assert "lặp lại quá nhiều chữ" in refused(data)


def test_attributes_that_hide_the_repetition_count_as_the_longest() -> None:
    shared = f"<sst {NS}><si><t>{'x' * 30_000}</t></si></sst>"
    pad = " " * 300
    cell = f'<c t="s"{pad}><v>0</v></c>'
    data = with_parts({"xl/sharedStrings.xml": shared, SHEET: sheet_xml(("<row>" + cell * 10 + "</row>") * 300)})
    assert "lặp lại quá nhiều chữ" in refused(data)


def test_a_cell_longer_than_excel_can_hold() -> None:
    shared = f"<sst {NS}><si><t>{'x' * 200_000}</t></si></sst>"
    assert "quá nhiều chữ" in refused(with_parts({"xl/sharedStrings.xml": shared}))


def test_entities_are_refused() -> None:
    xml = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet_xml("")
    assert "không an toàn" in refused(with_parts({SHEET: xml}))


def test_a_header_that_lies_about_its_size() -> None:
    data = bytearray(with_parts({SHEET: sheet_xml("<row>" + "<c><v>1</v></c>" * 5000 + "</row>")}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(SHEET).file_size
    real, lie = size.to_bytes(4, "little"), (40).to_bytes(4, "little")
    assert data.count(real) >= 1
    assert "hỏng" in refused(bytes(data.replace(real, lie)))


def test_too_many_members() -> None:
    assert "quá nhiều thành phần" in refused(with_parts({f"xl/worksheets/s{n}.xml": "" for n in range(500)}))


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.xlsx", "trống"),
        (b"   \n", "a.csv", "trống"),
        (b"PK\x03\x04 not a zip", "a.xlsx", "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old excel", "a.xls", "mật khẩu hoặc là .xls"),
        (b"just text", "a.xlsx", "không phải .xlsx"),
        ("Ngày,Xã".encode("windows-1258", "replace") + b"\xfe\xff\xe0", "a.csv", "UTF-8"),
        (b"a\x00b", "a.csv", "không phải"),
        (b'a,"b\nc,d\n', "a.csv", "ngoặc kép"),
        (b'a,"b"c\n', "a.csv", "ngoặc kép"),
        (b"x" * (LIMIT + 1), "a.csv", "lớn hơn 8 MB"),
        (b"," * 900_000, "a.csv", "quá nhiều ô"),
    ],
)
def test_files_that_cannot_be_read_say_why(data: bytes, name: str, says: str) -> None:
    assert says in refused(data, name)


def test_another_archive_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert "không phải .xlsx" in refused(out.getvalue())


def test_broken_xml_inside() -> None:
    assert "Không đọc được" in refused(with_parts({SHEET: sheet_xml("<row><c r=")}))
    assert refused(with_parts({"xl/workbook.xml": "<<<"}))
