"""The list of supports with the names of who received them; who may read it is decided where the figures are read."""

from reports.building import cells
from reports.building.build_frame import MARK, Issue, framed, head_of, marked_note
from reports.building.clean import clean
from reports.building.narrative import NBSP, count, place, plain, quote, tie, upper_first
from reports.document import Appendix, Block, Cell, Column, Document, Figure, Letterhead, Line, Paragraph, Row, Table
from reports.summaries.rows import Quantity, trim
from reports.summaries.rows_recipients import GroupedRow, PartRow, RecipientRow, Recipients
from reports.summary import Summary

HIDDEN_BECAUSE = (
    "Không nêu tên người nhận của những khoản mà chính nội dung hỗ trợ cho biết bệnh tật, khuyết tật, hoàn cảnh mồ côi "
    "hoặc tảo hôn; số dưới 3 được gộp lại."
)


def build_recipients(
    summary: Summary, *, letterhead: Letterhead | None = None, issue: Issue | None = None
) -> Document:  # fmt: skip
    """A page of what the list holds and leaves out, and the lists as appendices."""
    summary = clean(summary)
    found = summary.recipients or Recipients(rows=())
    head = head_of(summary, letterhead, issue)
    what = _what(summary)
    lists = _lists(found, what)
    blocks: list[Block] = [
        Paragraph((f"{head.issuer_name} lập {what} như sau:",), key="opening"),
        *_told(summary, found, len(lists)),
        Paragraph((f"Trên đây là {what}, {head.issuer_name} trân trọng báo cáo./.",), key="closing"),
    ]
    numbered = tuple(
        Appendix(number=number if len(lists) > 1 else "", title=title, blocks=(table,), landscape=True)
        for number, (title, table) in zip(head.paper.appendix_numbers, lists, strict=False)
    )
    return framed(
        summary, what, tuple(blocks), numbered, letterhead=head, issue=issue, about="Danh sách nhận hỗ trợ"
    )  # fmt: skip


def _what(summary: Summary) -> str:
    name = tie(summary.scope.name)
    whose = {
        "campaign": f"của đợt {quote(name)}", "movement": f"của phong trào {quote(name)}",
        "organization": f"của {name}",
    }.get(summary.scope.type, f"trên địa bàn {place(summary) or name}")  # fmt: skip
    return f"danh sách hộ, người được hỗ trợ {whose} {summary.period.label}"


def _lists(found: Recipients, what: str) -> list[tuple[str, Table]]:
    made = []
    if found.rows:
        made.append((upper_first(what), _names(found.rows)))
    if found.parts:
        made.append(("Các khoản hỗ trợ chưa nêu đủ tên người nhận", _parts(found.parts)))
    if found.grouped:
        made.append(("Người được hỗ trợ không nêu tên", _grouped(found.grouped)))
    return made


def _told(summary: Summary, found: Recipients, lists: int) -> list[Block]:
    if not found.supports:
        words = f"Chưa có khoản hỗ trợ nào được tiếp nhận trong {summary.period.label} mà tài khoản này được xem tên."
        return [Paragraph((words,), key="recipients.none")]
    line: Line = (
        "Trong ", count(found.supports, "khoản hỗ trợ", key="recipients.supports"), " đã được tiếp nhận ",
        *(("có ", count(len(found.rows), "lượt nhận", key="recipients.names"), " ghi rõ họ tên, của ",
           count(found.households, "hộ", key="recipients.households"), " khác nhau") if found.rows else
          ("chưa có lượt nhận nào ghi rõ họ tên",)),
    )  # fmt: skip
    if found.parts:
        parts = count(len(found.parts), "khoản", key="recipients.parts")
        line += ("; còn ", parts, " chưa nêu đủ tên người nhận")
    blocks: list[Block] = [Paragraph((*line, "."), key="recipients.told")]
    if found.grouped:
        blocks.append(Paragraph((HIDDEN_BECAUSE,), key="recipients.grouped"))
    if found.hidden:
        hidden = count(found.hidden, "lượt hộ", key="recipients.hidden")
        words = " đã có tên trong bản ghi nhưng hồ sơ hộ ở ngoài phạm vi của người lập danh sách nên không nêu ở đây."
        blocks.append(Paragraph(("Có ", hidden, words), key="recipients.hidden"))
    if lists:
        blocks.append(Paragraph((f"Chi tiết tại {lists:02d} Phụ lục kèm theo." if lists > 1 else
                                 "Chi tiết tại Phụ lục kèm theo.",), key="recipients.lists"))  # fmt: skip
    return blocks


def _names(rows: tuple[RecipientRow, ...]) -> Table:
    note = "Ghi chú: Dấu (–) là phần của từng người nhận không ghi trong bản ghi; số tiền tính bằng đồng."
    return Table(
        caption="",
        sheet="Danh sách",
        columns=(
            Column(title="TT", kind="index", width_mm=12),
            Column(title="Họ tên", kind="text", width_mm=38),
            Column(title="Thôn, xã", kind="text", width_mm=56),
            Column(title="Hỗ trợ", kind="text"),
            Column(title="Số tiền/lượng", kind="money", width_mm=27),
            Column(title="Đơn vị", kind="text", width_mm=44),
        ),
        rows=tuple(_name(number, row) for number, row in enumerate(rows, 1)),
        notes=((note,), *marked_note(rows)),
        together=False,
    )


def _name(number: int, row: RecipientRow) -> Row:
    support = f"{row.support}{NBSP}{MARK}" if row.illustrative else row.support
    return Row(
        cells=(
            cells.index(number),
            cells.text(row.name),
            cells.text(tie(row.place)),
            cells.text(support, ref=row.ref),
            _received(number, row),
            cells.text(tie(row.organization)),
        )
    )


def _received(number: int, row: RecipientRow) -> Cell:
    if row.amount_vnd is not None:
        return cells.money(row.amount_vnd, f"recipients.{number}.amount_vnd", row.ref)
    return _amounts(row.quantities, f"recipients.{number}", row.ref)


def _amounts(items: tuple[Quantity, ...], key: str, ref: str) -> Cell:
    """ "441 phần quà", a line each; "–" where nothing was written down."""
    lines: tuple[Line, ...] = tuple(
        (plain(trim(item.amount), key=f"{key}.{at}", ref=ref), f" {item.unit}")
        for at, item in enumerate(items, 1)
        if item.amount is not None
    )
    return Cell(lines) if lines else cells.MISSING


def _parts(rows: tuple[PartRow, ...]) -> Table:
    return Table(
        caption="",
        sheet="Chưa nêu đủ tên",
        columns=(
            Column(title="TT", kind="index", width_mm=12),
            Column(title="Hỗ trợ", kind="text"),
            Column(title="Địa bàn", kind="text", width_mm=44),
            Column(title="Đơn vị", kind="text", width_mm=44),
            Column(title="Số lượng", kind="text", width_mm=36),
            Column(title="Số hộ", kind="count", width_mm=18, inset_mm=3),
            Column(title="Đã có tên", kind="text", width_mm=38),
        ),
        rows=tuple(_part(number, row) for number, row in enumerate(rows, 1)),
        notes=(("Ghi chú: Dấu (–) là bản ghi không nêu.",),),
        together=False,
    )


def _part(number: int, row: PartRow) -> Row:
    key = f"recipients.parts.{number}"
    named: list[Line] = []
    if row.named:
        named.append((Figure(value=row.named, key=f"{key}.named", ref=row.ref), " hộ"))
    if row.others:
        named.append((Figure(value=row.others, key=f"{key}.others", ref=row.ref), " người, nhóm"))
    return Row(
        cells=(
            cells.index(number),
            cells.text(row.support, ref=row.ref),
            cells.text(tie(row.place)),
            cells.text(tie(row.organization)),
            _amounts(row.quantities, key, row.ref),
            cells.count(row.households, f"{key}.households", row.ref),
            Cell(tuple(named)) if named else cells.text("chưa có"),
        )
    )


def _grouped(rows: tuple[GroupedRow, ...]) -> Table:
    return Table(
        caption="",
        sheet="Không nêu tên",
        columns=(
            Column(title="TT", kind="index", width_mm=12),
            Column(title="Hình thức hỗ trợ", kind="text"),
            Column(title="Địa bàn", kind="text", width_mm=70),
            Column(title="Số lượt nhận", kind="count", width_mm=40, inset_mm=6),
        ),
        rows=tuple(_group(number, row) for number, row in enumerate(rows, 1)),
        notes=((f"Ghi chú: {HIDDEN_BECAUSE}",),),
        together=False,
    )


def _group(number: int, row: GroupedRow) -> Row:
    few = cells.text("dưới 3") if row.count is None else cells.count(row.count, f"recipients.grouped.{number}")
    return Row(cells=(cells.index(number), cells.text(row.form), cells.text(upper_first(tie(row.place))), few))
