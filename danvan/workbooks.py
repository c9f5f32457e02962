"""XLSX from outside, read within bounds.

A small archive can hold a worker for half a minute or fill its memory (trust.md): so its sizes, ratio, members, cells,
the rectangle they span and the text they repeat are bounded first, and the parser is given a repacked archive that
holds exactly the parts that were checked, whatever the first one's headers said.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from itertools import pairwise
from typing import Any, NamedTuple
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from danvan.lib.numbers import format_int
from danvan.sheets import layout
from danvan.sheets.foreign import archive_refusal
from danvan.sheets.model import UNCOMPUTED, Merged, UnsafeFile

MAX_UNPACKED = 48 * 1024 * 1024
MAX_RATIO = 250
RATIO_FREE = 4 * 1024 * 1024
MAX_MEMBERS = 400
MAX_CELLS = 800_000
MAX_RECTANGLE = 2_000_000
MAX_WIDTH = 4096
MAX_MERGED = 50_000
MAX_TEXT = 64 * 1024 * 1024
MAX_CELL_BYTES = 4 * 32_767 + 4096
"""What Excel itself can hold in a cell, in UTF-8 with its markup."""

_PARTS = re.compile(r"(?:xl/.*|_rels/.*)\.(?:xml|rels)|\[Content_Types\]\.xml")
_UNREAD = re.compile(r"xl/(?:media|drawings|charts|theme|printerSettings|embeddings|externalLinks)/")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])")
_REF = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{0,3})([0-9]{1,9})[\"']")
_ITEM = re.compile(rb"<(?:[\w.-]+:)?si(?=[\s/>])")
# Bounded repeats: a hostile part must not make one of these run over it again and again.
_IS_SHARED = re.compile(rb"\st\s*=\s*[\"']s[\"']")
_SHARED = re.compile(rb"\st=[\"']s[\"'][^>]{0,200}>\s{0,9}<(?:[\w.-]{1,20}:)?v[^>]{0,40}>\s{0,9}([0-9]{1,9})")
_VALUE = re.compile(rb"<(?:[\w.-]{1,20}:)?v(?:\s[^>]{0,40})?>([^<]{1,400})")
_FORMULA = re.compile(rb"<(?:[\w.-]{1,20}:)?f(?:\s[^>]{0,200})?/?>([^<]{0,400})")
_TYPE = re.compile(rb"\st\s*=\s*[\"'](\w+)[\"']")
_UNREADABLE = "Không đọc được tệp .xlsx này. Hãy mở bằng Excel và lưu lại."
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Part(NamedTuple):
    """One sheet as it stands in the file: values untyped, what is hidden and merged as in sheets.Sheet."""

    name: str
    hidden: bool
    rows: list[list[Any]]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merged: tuple[Merged, ...]
    date1904: bool


def read(data: bytes) -> list[Part]:
    """The worksheets, rows from row 1 on. Raises UnsafeFile.

    A cell whose formula failed or was never computed holds its error (#REF!) or UNCOMPUTED with the formula: the
    parser would show both as empty, and a missing amount is not an unvalued one.
    """
    parts = _unpack(data)
    _check(parts)
    date1904 = layout.counts_from_1904(parts["xl/workbook.xml"])
    found = []
    with _parsing():
        book = CalamineWorkbook.from_filelike(io.BytesIO(_repack(parts)))
        places = _places(parts)
        for told in book.sheets_metadata:
            if told.typ == SheetTypeEnum.WorkSheet:
                part = parts.get(places.get(told.name, ""), b"")
                hidden = told.visible != SheetVisibleEnum.Visible
                found.append(_part(told.name, hidden, book.get_sheet_by_name(told.name), part, date1904))
    return found


@contextmanager
def _parsing() -> Iterator[None]:
    """Whatever the parsers make of a hostile file is a refusal."""
    try:
        yield
    except UnsafeFile:
        raise
    except (CalamineError, ElementTree.ParseError, ValueError, OverflowError) as error:
        raise UnsafeFile(_UNREADABLE) from error
    except BaseException as error:
        # A panic of the parser, which is in Rust, is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise UnsafeFile(_UNREADABLE) from error


def _part(name: str, hidden: bool, sheet: Any, part: bytes, date1904: bool) -> Part:
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    _show_failures(rows, part)
    height, width = len(rows), max(map(len, rows), default=0)
    merged = layout.merged(sheet.merged_cell_ranges, height, width)
    if sum((m.last_row - m.first_row + 1) * (m.last_column - m.first_column + 1) for m in merged) > MAX_RECTANGLE:
        raise UnsafeFile("Tệp có quá nhiều ô gộp. Hãy bỏ gộp ô rồi lưu lại.")
    rows_hidden, columns_hidden = layout.hidden_rows(part, height), layout.hidden_columns(part, width)
    return Part(name, hidden, rows, rows_hidden, columns_hidden, merged, date1904)


def _unpack(data: bytes) -> dict[str, bytes]:
    """The parts that reading needs, unpacked within bounds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnsafeFile("Tệp .xlsx bị hỏng. Hãy mở bằng Excel và lưu lại.") from error
    if len(infos) > MAX_MEMBERS:
        raise UnsafeFile("Tệp .xlsx có quá nhiều thành phần. Hãy chép dữ liệu sang một tệp mới.")
    wanted = [i for i in infos if _PARTS.fullmatch(i.filename) and not _UNREAD.match(i.filename)]
    if not any(i.filename == "xl/workbook.xml" for i in wanted):
        raise UnsafeFile(archive_refusal([i.filename for i in infos]))
    if len({i.filename for i in wanted}) < len(wanted) or any(i.flag_bits & 1 for i in wanted):
        raise UnsafeFile("Tệp .xlsx bị hỏng hoặc có mật khẩu. Hãy lưu lại không mật khẩu.")
    declared = sum(i.file_size for i in wanted)
    packed = max(1, sum(i.compress_size for i in wanted))
    if declared > MAX_UNPACKED or (declared > RATIO_FREE and declared > MAX_RATIO * packed):
        raise UnsafeFile("Tệp .xlsx nở ra quá lớn khi mở. Hãy chép phần dữ liệu cần nhập sang một tệp mới.")
    parts = {}
    try:
        for info in wanted:
            # zipfile stops at the declared size and then checks the sum, so a lying header ends here.
            parts[info.filename] = archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise UnsafeFile("Tệp .xlsx bị hỏng. Hãy mở bằng Excel và lưu lại.") from error
    return parts


def _repack(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


# ---- bounds ---------------------------------------------------------------------------------------------------------


def _check(parts: dict[str, bytes]) -> None:
    lengths: list[int] = []
    counts: dict[str, int] = {}
    for name, part in parts.items():
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise UnsafeFile("Tệp .xlsx có khai báo không an toàn, không nhập được.")
        items = [found.start() for found in _ITEM.finditer(part)]
        lengths += [after - at for at, after in pairwise([*items, len(part)])]
        counts[name] = sum(1 for _ in _CELL.finditer(part))
        if part.count(b"mergeCell ") > MAX_MERGED:
            raise UnsafeFile("Tệp có quá nhiều ô gộp. Hãy bỏ gộp ô rồi lưu lại.")
    cells = sum(counts.values())
    if cells > MAX_CELLS:
        raise UnsafeFile(f"Tệp có quá nhiều ô (tối đa {format_int(MAX_CELLS)}). Hãy chia thành nhiều tệp.")
    longest = max(lengths, default=0)
    if longest > MAX_CELL_BYTES:
        raise UnsafeFile("Tệp có ô chứa quá nhiều chữ.")
    repeated = 0
    for name, part in parts.items():
        if counts[name]:
            _check_rectangle(part, counts[name])
            if longest * cells > MAX_TEXT:
                # Few strings may stand in very many cells, and the parser copies them into each.
                indexes = [int(found[1]) for found in _SHARED.finditer(part)]
                unknown = sum(1 for _ in _IS_SHARED.finditer(part)) - len(indexes)
                repeated += sum(lengths[index] for index in indexes if index < len(lengths)) + unknown * longest
    if repeated > MAX_TEXT:
        raise UnsafeFile("Tệp lặp lại quá nhiều chữ. Hãy chia thành nhiều tệp.")


def _check_rectangle(part: bytes, cells: int) -> None:
    """Cells far apart make the parser hold everything between them."""
    rows = addressed = 0
    letters: set[bytes] = set()
    for column, digits in _REF.findall(part):
        rows = max(rows, int(digits))
        if column:
            addressed += 1
            letters.add(column.upper())
    columns = max((column_index(found.decode()) + 1 for found in letters), default=0)
    starts = [found.start() for found in _ROW.finditer(part)]
    if addressed < cells:
        # Cells without an address count on from the one before.
        columns += max((len(_CELL.findall(part, at, end)) for at, end in pairwise([*starts, len(part)])), default=cells)
    rows += len(starts)
    if rows * columns > MAX_RECTANGLE or columns > MAX_WIDTH:
        raise UnsafeFile(
            f"Trang tính trải ra quá rộng (đến khoảng dòng {format_int(rows)}, cột thứ {format_int(columns)}). "
            "Hãy xóa các dòng, cột thừa ở cuối rồi lưu lại."
        )


def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


# ---- formulas that failed -------------------------------------------------------------------------------------------


def _places(parts: dict[str, bytes]) -> dict[str, str]:
    """Sheet name → the part that holds it."""
    relations = parts.get("xl/_rels/workbook.xml.rels", b"<none/>")
    # No DOCTYPE came through the check, so there are no entities to expand.
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in ElementTree.fromstring(relations)  # noqa: S314
    }
    book = ElementTree.fromstring(parts["xl/workbook.xml"])  # noqa: S314
    return {
        sheet.get("name", ""): targets.get(sheet.get(_RELATION), "")
        for sheet in book.iter()
        if sheet.tag.endswith("}sheet")
    }


def _show_failures(rows: list[list[Any]], part: bytes) -> None:
    # Cut at the cells' starts: one pass, whatever stands between them.
    starts = [found.start() for found in _CELL.finditer(part)]
    for at, end in pairwise([*starts, len(part)]):
        attributes, _, inside = part[at:end].partition(b">")
        kind = _TYPE.search(attributes)
        shown = ""
        if kind and kind[1] == b"e":
            value = _VALUE.search(inside)
            shown = value[1].decode(errors="replace") if value else "#N/A"
        elif kind is None and b"f" in inside and (formula := _FORMULA.search(inside)) and not _VALUE.search(inside):
            shown = UNCOMPUTED + unescape(formula[1].decode(errors="replace"))[:60]
        if not shown:
            continue
        place = _REF.search(attributes)
        if not place or not place[1]:
            raise UnsafeFile("Tệp có công thức bị lỗi hoặc chưa có kết quả. Hãy mở bằng Excel, sửa và lưu lại.")
        _put(rows, int(place[2]) - 1, column_index(place[1].decode()), shown)


def _put(rows: list[list[Any]], row: int, column: int, value: str) -> None:
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([""] * (column + 1 - len(rows[row])))
    rows[row][column] = value
