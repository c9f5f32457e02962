"""The columns of a support file, and the rows under them."""

from dataclasses import dataclass

from danvan.lib import text
from danvan.resources import Fault
from danvan.uploads import Cell, Sheet, cell_name

from .cells import as_text

HEADER_ROW = 1
MIN_KNOWN = 3
"""A sheet with fewer of our heads is some other sheet of the book."""

# key: (head, how to fill it, an example); the order is the file's.
COLUMNS: dict[str, tuple[str, str, str]] = {
    "date": ("Ngày", "Ngày, tháng hoặc chỉ năm: 05/03/2022, 03/2022, 2022.", "05/03/2022"),
    "commune": ("Xã", "Xã, thị trấn; có hay không có chữ “xã” đều được.", "Phú Sơn"),
    "hamlets": ("Thôn", "Thôn, tổ dân phố; nhiều thôn ngăn bằng dấu chấm phẩy. Có thể để trống.", ""),
    "organizations": ("Tổ chức", "Đơn vị thực hiện; các đơn vị phối hợp ghi sau dấu chấm phẩy.", "MTTQ xã Phú Sơn"),
    "campaign": ("Đợt vận động", "Mã hoặc tên đợt. Có thể để trống.", ""),
    "kind": ("Loại", "Hỗ trợ hoặc Cho vay.", "Hỗ trợ"),
    "form": ("Hình thức", "Chọn trong danh sách; “Nhà ở” là nhà ở xây mới.", "Nhà ở xây mới"),
    "description": ("Nội dung", "Việc đã làm, nói ngắn.", "Xây nhà Đại đoàn kết"),
    "quantity": ("Số lượng", "Con số; nhiều thứ: “02 tấn; 04 bộ” và để trống Đơn vị tính. Có thể để trống.", "1"),
    "unit": ("Đơn vị tính", "căn, phần, ha, ngày công …", "căn"),
    "households": ("Số hộ", "Số hộ được hỗ trợ. Có thể để trống.", "1"),
    "sources": ("Nguồn kinh phí", "Nguồn, hoặc “nguồn = số tiền; nguồn = số tiền”. Có thể để trống.",
                "Quỹ “Vì người nghèo” huyện = 40 triệu; Hộ tự góp = 20 triệu"),
    "amount": ("Số tiền", "Tổng số tiền; để trống khi chưa quy thành tiền.", "60 triệu đồng"),
    "note": ("Ghi chú", "Có thể để trống.", "Dòng ví dụ, hãy xóa trước khi nhập"),
}  # fmt: skip
EXAMPLE_NOTE = COLUMNS["note"][2]
LABELS = {key: head for key, (head, _, _) in COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: its sheet, its number there, and the column of each key."""

    sheet: str
    row: int
    at: dict[str, int]

    def cell(self, key: str) -> str:
        return cell_name(self.sheet, self.row, self.at[key])


@dataclass(frozen=True, slots=True)
class Table:
    """Every sheet's rows under one head; `rows[i]` has the values in the order of COLUMNS and stands at `places[i]`."""

    rows: list[list[Cell]]
    places: list[Place]
    faults: list[Fault]
    warnings: list[Fault]


def head_key(head: Cell) -> str:
    """Heads match without regard to marks, case and what stands in brackets or after a comma ("Số tiền, đồng")."""
    return text.fold(str(head or "").split("(")[0].split(",")[0])


_BY_HEAD = {head_key(head): key for key, head in LABELS.items()}


def tabulate(sheets: list[Sheet]) -> Table:
    """Join the sheets that carry the ledger's heads in row 1; faults and warnings name what does not fit."""
    table = Table([], [], [], [])
    ours = [sheet for sheet in sheets if not sheet.hidden and _known(sheet) >= MIN_KNOWN]
    for sheet in sheets:
        if sheet not in ours and sheet.rows:
            what = "đang ẩn" if sheet.hidden else "không có các cột của sổ hỗ trợ"
            table.warnings.append(Fault(sheet.name, "", f"Trang tính này {what}, đã bỏ qua."))
    if not ours:
        heads = ", ".join(LABELS.values())
        name = sheets[0].name if sheets else ""
        table.faults.append(Fault(cell_name(name, 1, 0), "", f"Dòng 1 phải là tiêu đề với các cột: {heads}."))
    for sheet in ours:
        table.warnings.extend(Fault(note.where or sheet.name, "", note.message) for note in sheet.notes)
        _add(table, sheet)
    if ours and not table.rows and not table.faults:
        table.faults.append(Fault(cell_name(ours[0].name, 2, 0), "", "Dưới dòng tiêu đề chưa có dòng nào."))
    return table


def _known(sheet: Sheet) -> int:
    return len({head_key(head) for head in sheet.rows[0]} & _BY_HEAD.keys()) if sheet.rows else 0


def _add(table: Table, sheet: Sheet) -> None:
    heads = sheet.rows[0]
    at: dict[str, int] = {}
    for index, head in enumerate(heads):
        key = _BY_HEAD.get(head_key(head))
        cell = cell_name(sheet.name, HEADER_ROW, index)
        if key in at:
            table.faults.append(Fault(cell, shown(head), "Có hai cột cùng tên."))
        elif key:
            at[key] = index
        elif head is not None:
            table.warnings.append(Fault(cell, shown(head), "Cột này không thuộc sổ hỗ trợ, đã bỏ qua."))
    missing = [LABELS[key] for key in COLUMNS if key not in at]
    for head in missing:
        end = cell_name(sheet.name, HEADER_ROW, len(heads))
        table.faults.append(Fault(end, "", f"Thiếu cột “{head}”. Cột được để trống nhưng phải có tiêu đề."))
    if missing:
        return
    unnamed = [index for index in range(len(heads)) if heads[index] is None]
    for number, row in enumerate(sheet.rows[1:], HEADER_ROW + 1):
        if all(value is None for value in row):
            continue
        # A CSV row longer than its heads was cut by a comma outside quotes, even when what juts out is empty.
        beside = [index for index in unnamed if index < len(row) and row[index] is not None]
        for index in beside or range(len(heads), min(len(row), len(heads) + 1)):
            table.faults.append(
                Fault(
                    cell_name(sheet.name, number, index), shown(row[index]),
                    "Ô này nằm ngoài các cột có tiêu đề. Trong CSV, ô có dấu phẩy phải đặt giữa hai dấu ngoặc kép.",
                )
            )  # fmt: skip
        table.rows.append([row[at[key]] if at[key] < len(row) else None for key in COLUMNS])
        table.places.append(Place(sheet.name, number, at))


def shown(value: Cell) -> str:
    """A cell's value as a person recognises it, on one line."""
    found = as_text(value)
    return found if len(found) <= 120 else f"{found[:119]}…"
