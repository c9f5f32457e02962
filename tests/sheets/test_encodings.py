"""CSV in whatever a person's Excel saved, and files that are no spreadsheet at all."""

import datetime
import io
import unicodedata
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.sheets import Cell, Sheet
from danvan.uploads import UnsafeFile, read_upload

LINES = "Họ tên{d}Xã{d}Ghi chú\r\nK’Lũ{d}Phú Sơn{d}\r\nNguyễn Thị Hường{d}Đạ Đờn{d}–\r\n"
ROWS = [["Họ tên", "Xã", "Ghi chú"], ["K’Lũ", "Phú Sơn", None], ["Nguyễn Thị Hường", "Đạ Đờn", "–"]]


def rows(data: bytes, name: str = "a.csv") -> list[list[Cell]]:
    (sheet,) = read_upload(name, data, max_bytes=10**7)
    assert sheet.notes == ()
    return sheet.rows


def windows_1258(text: str) -> bytes:
    """As Windows writes it: vowels with their own sign where the code page has them, tones as combining marks."""
    out = bytearray()
    for letter in text:
        for form in (letter, *_parted(letter)):
            try:
                out += form.encode("windows-1258")
                break
            except UnicodeEncodeError:
                continue
        else:
            raise AssertionError(letter)
    return bytes(out)


def _parted(letter: str) -> list[str]:
    parts = unicodedata.normalize("NFD", letter)
    tones = [mark for mark in parts[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
    rest = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
    return [rest + "".join(tones)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8-sig", b""), ("utf-16", b""), ("utf-16-le", b""), ("utf-16-be", b""),
     ("utf-16-be", b"\xfe\xff")],
)  # fmt: skip
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_in_every_dress(delimiter: str, encoding: str, mark: bytes, form: Any) -> None:
    assert rows(mark + unicodedata.normalize(form, LINES.format(d=delimiter)).encode(encoding)) == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_windows_1258_with_its_combining_tones(delimiter: str) -> None:
    data = windows_1258(LINES.format(d=delimiter))
    assert b"Ho\xf2 t" in data and rows(data) == ROWS


def test_eight_bits_that_make_no_words_are_refused() -> None:
    with pytest.raises(UnsafeFile, match="CSV UTF-8"):
        read_upload("a.csv", "Été à Genève, près d’Orléans, fenêtre".encode("windows-1252"), max_bytes=10**6)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("DANH SÁCH HỘ, NĂM 2022\nTên;Tiền\nLan;1,5\nMinh;2,5\n", [["Tên", "Tiền"], ["Lan", "1,5"], ["Minh", "2,5"]]),
        ('Thôn,Tiền\n"1; 2; 3",5\n"4; 5",6\n', [["Thôn", "Tiền"], ["1; 2; 3", "5"], ["4; 5", "6"]]),
        ("sep=;\r\na;b,c\r\n", [["a", "b,c"]]),
        ("một cột\nLan\n", [["một cột"], ["Lan"]]),
    ],
)
def test_the_delimiter_is_the_one_that_rows_agree_on(content: str, expected: list[list[str]]) -> None:
    assert rows(content.encode())[-len(expected) :] == expected


def test_spaces_and_invisible_signs() -> None:
    text = "K’\u00a0Lũ\u200b,\ufeffPhú\u202fSơn,\u00a0\u200b,60\u00ad000,\u2060–,hai\u3000từ"
    assert rows(text.encode()) == [["K’ Lũ", "Phú Sơn", None, "60000", "–", "hai từ"]]


def test_lines_within_a_cell_stay() -> None:
    assert rows('"một\nhai",\u0111\n'.encode()) == [["một\nhai", "đ"]]


# ---- no spreadsheets ------------------------------------------------------------------------------------------------


def archive(*members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for member in members:
            made.writestr(member, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"%PDF-1.7\n...", "bao-cao.pdf", "là PDF"),
        (b"%PDF-1.7\n...", "bao-cao.xlsx", "là PDF"),
        (archive("word/document.xml"), "a.docx", "là Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "a.doc", "Word cũ"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "a.xls", "mật khẩu hoặc là .xls cũ"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "a.xlsx", "mật khẩu hoặc là .xls cũ"),
        (b"{\\rtf1 ...", "a.rtf", "là Word"),
        (archive("ppt/presentation.xml"), "a.pptx", "PowerPoint"),
        (archive("xl/workbook.bin"), "a.xlsb", ".xlsb"),
        (archive("mimetype", "content.xml"), "a.ods", "là .ods"),
        (archive("anh.jpg"), "a.zip", "không phải .xlsx"),
        (b"\xff\xd8\xff\xe0..", "a.jpg", "là ảnh"),
        (b"\x89PNG\r\n\x1a\n..", "a.png", "là ảnh"),
        (b"\x00\x00\x00\x18ftypheic..", "a.heic", "là ảnh"),
        (b"Rar!\x1a\x07\x00", "a.rar", "là tệp nén"),
        (b"\xef\xbb\xbf<html><table>", "a.xls", "trang web"),
        (b"<?xml version='1.0'?><Workbook/>", "a.xls", "là XML"),
        (b"PK\x03\x04 broken", "a.xlsx", "hỏng"),
    ],
)
def test_what_to_upload_instead(data: bytes, name: str, says: str) -> None:
    with pytest.raises(UnsafeFile) as error:
        read_upload(name, data, max_bytes=10**6)
    assert says in error.value.message and error.value.message.endswith(".")


# ---- whatever comes -------------------------------------------------------------------------------------------------


def sheets_of(name: str, data: bytes) -> list[Sheet]:
    """The sheets; [] when refused. Anything else than UnsafeFile fails the test."""
    try:
        return read_upload(name, data, max_bytes=10**6)
    except UnsafeFile as error:
        assert error.message
        return []


@given(st.one_of(st.binary(max_size=300), st.text(max_size=100).map(lambda text: text.encode("utf-16"))))
def test_any_bytes_are_rows_or_a_refusal(data: bytes) -> None:
    for name in ("a.csv", "a.xlsx"):
        sheets_of(name, data)


XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
HOSTILE = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), XML_TEXT,
    st.dates(datetime.date(1900, 1, 1)), st.datetimes(datetime.datetime(1900, 3, 1)), st.times(),
    st.sampled_from(["=1+1", "=SUM(A1:A9)", "#REF!", "_x0000_", "_x000D_", "1.2E+11", "'=x", "ViÖt", "\u202e123"]),
)  # fmt: skip


@given(st.lists(st.lists(HOSTILE, max_size=5), max_size=5), st.booleans())
def test_any_cells_come_through_a_workbook(cells: list[list[Any]], mac: bool) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in cells:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    for sheet in sheets_of("a.xlsx", out.getvalue()):
        for value in (value for row in sheet.rows for value in row):
            assert value is None or isinstance(value, Cell)
            if isinstance(value, str):
                assert value == value.strip() == unicodedata.normalize("NFC", value) and "\x00" not in value
