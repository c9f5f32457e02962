"""Loans (vốn vay): a section of their own. Money to be paid back, never part of support."""

from reports.building import cells
from reports.building.narrative import Outline, count, join, lower_first, money, names, tie
from reports.document import Block, Column, Line, Paragraph, Row, Table
from reports.summary import Summary, SupportRow

MAX_IN_WORDS, MAX_LISTED = 2, 6
NOT_SUPPORT = " Đây là vốn phải hoàn trả, không cộng vào giá trị hỗ trợ."


def build_loans(summary: Summary, outline: Outline) -> list[Block]:
    """The section on loans; without any it says so."""
    head = outline.section("Vốn vay")
    if not summary.totals.loan_vnd:
        return [head, Paragraph(("Trong kỳ không có khoản cho vay nào trong phạm vi báo cáo.",), key="results.loans")]
    rows = [row for row in summary.supports if row.kind == "loan"]
    total = money(summary.totals.loan_vnd, key="totals.loan_vnd", ref=summary.totals.loan_ref)
    if 0 < len(rows) <= MAX_IN_WORDS:
        words = (
            *join((_sentence(number, row) for number, row in enumerate(rows, 1)), last="; ", between="; "),
            ".",
            NOT_SUPPORT,
        )
        return [head, Paragraph(words, key="results.loans"), _records(summary, rows, outline)]
    listed = 0 < len(rows) <= MAX_LISTED
    table = _records(summary, rows, outline) if listed else _by_organization(summary, outline)
    number = summary.totals.loans or len(rows)
    loans = count(number, "khoản", key="loans.n", ref=summary.totals.loan_ref)
    told: Line = ("Có ", loans, " cho vay qua kênh ủy thác, ") if number else ()
    words = (*told, "tổng số tiền " if told else "Tổng số tiền cho vay là ", total, f", nêu tại {table.label}.")
    return [head, Paragraph((*words, NOT_SUPPORT), key="results.loans"), table]


def _sentence(number: int, row: SupportRow) -> Line:
    lenders = names([share.name for share in row.sources])
    line: Line = (f"Qua kênh ủy thác của {tie(row.organization)}, {lenders or 'bên cho vay'} cho ",)
    if row.households:
        line += (count(row.households, "hộ", key=f"loans.{number}.households", ref=row.ref), " ")
    purpose = lower_first(row.description)
    borrow = purpose if purpose.startswith("vay ") else f"vay ({purpose})" if purpose else "vay"
    return (*line, f"{borrow}, tổng số tiền ", money(row.loan_vnd, key=f"loans.{number}.loan_vnd", ref=row.ref))


def _records(summary: Summary, rows: list[SupportRow], outline: Outline) -> Table:
    lines = tuple(
        Row(
            cells=(
                cells.index(number),
                cells.text(tie(row.organization)),
                cells.text_or_missing(*(tie(share.name) for share in row.sources)),
                cells.text(row.description),
                cells.count(row.households, ref=row.ref),
                cells.money(row.loan_vnd, ref=row.ref),
            )
        )
        for number, row in enumerate(rows, 1)
    )
    total = cells.total(
        cells.EMPTY,
        cells.EMPTY,
        cells.EMPTY,
        cells.money(summary.totals.loan_vnd, "totals.loan_vnd", summary.totals.loan_ref),
    )
    return Table(
        label=outline.table(),
        caption="Vốn vay, không tính vào giá trị hỗ trợ",
        sheet="Vốn vay",
        unit_line="Đơn vị tính: đồng",
        columns=(
            cells.INDEX,
            Column(title="Đơn vị nhận ủy thác", kind="text", width_mm=36),
            Column(title="Bên cho vay", kind="text", width_mm=38),
            Column(title="Mục đích vay", kind="text"),
            Column(title="Số hộ", kind="count", width_mm=16, inset_mm=4),
            Column(title="Số tiền cho vay", kind="money", width_mm=31),
        ),
        rows=(*lines, total) if len(lines) > 1 else lines,
        together=len(rows) <= 5,
    )


def _by_organization(summary: Summary, outline: Outline) -> Table:
    """Where the records are too many for the body (the appendix has them), or not in the summary."""
    rows = [row for row in summary.by_organization if row.loan_vnd]
    lines = tuple(
        Row(
            cells=(
                cells.index(number),
                cells.text(tie(row.name)),
                cells.money(row.loan_vnd, f"by_organization.{row.code or row.name}.loan_vnd", row.ref),
            )
        )
        for number, row in enumerate(rows, 1)
    )
    total = cells.total(cells.money(summary.totals.loan_vnd, "totals.loan_vnd", summary.totals.loan_ref))
    return Table(
        label=outline.table(),
        caption="Vốn vay, không tính vào giá trị hỗ trợ",
        sheet="Vốn vay",
        unit_line="Đơn vị tính: đồng",
        columns=(
            cells.INDEX,
            Column(title="Đơn vị nhận ủy thác", kind="text"),
            Column(title="Số tiền cho vay", kind="money", width_mm=44),
        ),
        rows=(*lines, total),
        together=len(rows) <= 5,
    )
