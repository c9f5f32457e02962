"""Supplements (bổ sung cho kỳ đã chốt): what counts in this period although its own was closed already.

They stand in the totals above, so that every table adds up; here they are told apart, each with its true date. A period
without any has no such section.
"""

from reports.building import cells
from reports.building.narrative import Outline, count, money, tie
from reports.document import Block, Column, Line, Paragraph, Row, Table
from reports.summary import Summary, SupplementRow


def build_supplements(summary: Summary, outline: Outline) -> list[Block]:
    """The section, or nothing."""
    rows = summary.supplements
    if not rows:
        return []
    words = Paragraph(_words(summary), key="results.supplements")
    return [outline.section("Bổ sung cho kỳ trước"), words, _table(summary, rows, outline)]


def sums(rows: tuple[SupplementRow, ...]) -> tuple[int, int]:
    """(support, loans) of the supplements in đồng; what is not valued adds nothing."""
    return sum(row.support_vnd or 0 for row in rows), sum(row.loan_vnd or 0 for row in rows)


def _words(summary: Summary) -> Line:
    support, loans = sums(summary.supplements)
    ref = summary.supplements_ref
    line: Line = (
        "Bổ sung cho kỳ trước: ", count(len(summary.supplements), "khoản", key="supplements.n", ref=ref), ", ",
        money(support, key="supplements.support_vnd", ref=ref), " hỗ trợ",
    )  # fmt: skip
    if loans:
        line += ("; ", money(loans, key="supplements.loan_vnd", ref=ref), " cho vay")
    return (
        *line,
        ". Các khoản này phát sinh trong kỳ đã chốt số liệu và ghi nhận sau khi chốt; số của kỳ đã chốt giữ nguyên, "
        "các khoản được tính vào kỳ này và đã nằm trong các tổng ở trên.",
    )


def _table(summary: Summary, rows: tuple[SupplementRow, ...], outline: Outline) -> Table:
    support, loans = sums(rows)
    ref = summary.supplements_ref
    lent = bool(loans)
    lines = tuple(
        Row(
            cells=(
                cells.index(number),
                cells.text(tie(row.organization)),
                cells.text(row.description),
                cells.text(tie(row.date_label)),
                cells.text(tie(row.counted_label)),
                cells.money(row.support_vnd, f"supplements.{number - 1}.support_vnd", row.ref),
                *([cells.money(row.loan_vnd, f"supplements.{number - 1}.loan_vnd", row.ref)] if lent else []),
            )
        )
        for number, row in enumerate(rows, 1)
    )
    total = cells.total(
        cells.EMPTY, cells.EMPTY, cells.EMPTY, cells.money(support, ref=ref),
        *([cells.money(loans, ref=ref)] if lent else []),
    )  # fmt: skip
    return Table(
        label=outline.table(),
        caption="Các khoản bổ sung cho kỳ đã chốt",
        sheet="Bổ sung kỳ trước",
        unit_line="Đơn vị tính: đồng",
        columns=(
            cells.INDEX,
            Column(title="Đơn vị thực hiện", kind="text", width_mm=34),
            Column(title="Nội dung", kind="text"),
            Column(title="Ngày thực hiện", kind="text", width_mm=26),
            Column(title="Tính vào", kind="text", width_mm=28),
            Column(title="Hỗ trợ", kind="money", width_mm=cells.money_width(support)),
            *([Column(title="Cho vay", kind="money", width_mm=cells.money_width(loans))] if lent else []),
        ),
        rows=(*lines, total) if len(lines) > 1 else lines,
        together=len(rows) <= 5,
    )
