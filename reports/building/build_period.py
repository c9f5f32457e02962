"""What a report says of its period: its days, what has no place in it, and a span of years year by year."""

from reports.building import cells
from reports.building.narrative import Outline, count, join, money
from reports.document import Block, Column, Line, Paragraph, Row, Table
from reports.summary import Summary, YearRow


def days(summary: Summary) -> Line:
    """The first and the last day, where the name does not say them: a year that ends on 30/11."""
    term = summary.period
    if not term.is_named_by_days:
        return ()
    return (f"Kỳ báo cáo tính từ ngày {term.start:%d/%m/%Y} đến hết ngày {term.end:%d/%m/%Y}. ",)


def vague(summary: Summary) -> str:
    """All that is known of a record that has no place in the period: parts of the year that it does not hold whole."""
    code = summary.period.code
    if ".." in code:
        return "tháng, quý hoặc năm"
    return "năm" if summary.period.whole_years or code[5] in "QH9" else "quý hoặc năm"


def known_of_time(summary: Summary) -> str:
    """What is known of the day where the month is not: "năm 2022", or "quý hoặc năm" when some say their quarter."""
    labels = {row.date_label for row in summary.supports}
    if summary.period.is_calendar_year and not any("Quý" in label or "quý" in label for label in labels):
        return "năm"
    return "quý hoặc năm"


def unplaced(summary: Summary) -> list[Block]:
    """The records that may belong to the period and are in none of its sums; nothing where every one has its place."""
    left = summary.unplaced
    if left is None:
        return []
    sums: list[Line] = []
    if left.support_vnd:
        sums.append(("hỗ trợ ", money(left.support_vnd, key="unplaced.support_vnd", ref=left.ref)))
    if left.loan_vnd:
        sums.append(("cho vay ", money(left.loan_vnd, key="unplaced.loan_vnd", ref=left.ref)))
    worth: Line = (" (", *join(sums, last="; ", between="; "), ")") if sums else ()
    line: Line = (
        "Ngoài ra có ", count(left.supports, "khoản", key="unplaced.supports", ref=left.ref), *worth,
        f" chỉ ghi {vague(summary)} nên chưa xếp được vào kỳ này; các tổng trong Báo cáo chưa gồm phần đó.",
    )  # fmt: skip
    return [Paragraph(line, key="context.unplaced")]


def build_years(summary: Summary, outline: Outline) -> list[Block]:
    """A span of years in a table; a year without a record says so, and not zero."""
    rows = summary.by_year
    if not rows:
        return []
    empty = [row.year for row in rows if not row.supports]
    said: Line = (f"Kết quả từng năm của {summary.period.label} nêu tại bảng dưới đây.",)
    if empty:
        said += (f" Chưa có khoản nào được ghi nhận cho năm {', '.join(map(str, empty))}.",)
    return [outline.section("Kết quả theo từng năm"), Paragraph(said, key="results.years"), _table(summary, outline)]


def _table(summary: Summary, outline: Outline) -> Table:
    totals = summary.totals
    return Table(
        label=outline.table(),
        caption="Hỗ trợ và vốn vay theo từng năm",
        sheet="Theo năm",
        unit_line="Đơn vị tính: đồng",
        columns=(
            cells.INDEX,
            Column(title="Năm", kind="text"),
            Column(title="Số khoản", kind="count", width_mm=22, inset_mm=6),
            Column(title="Chưa quy thành tiền", kind="count", width_mm=28, inset_mm=9),
            Column(title="Giá trị hỗ trợ", kind="money", width_mm=cells.money_width(totals.support_vnd) + 5),
            Column(title="Vốn vay", kind="money", width_mm=cells.money_width(totals.loan_vnd) + 5),
        ),
        rows=(
            *(_year(number, row) for number, row in enumerate(summary.by_year, 1)),
            cells.total(
                cells.count(totals.supports, "totals.supports", totals.ref),
                cells.count(totals.unvalued, "totals.unvalued", totals.unvalued_ref, zero=False),
                cells.money(totals.support_vnd, "totals.support_vnd", totals.support_ref),
                cells.money(totals.loan_vnd, "totals.loan_vnd", totals.loan_ref),
            ),
        ),
        together=len(summary.by_year) <= 10,
    )


def _year(number: int, row: YearRow) -> Row:
    key, there = f"by_year.{row.year}", row.supports > 0
    return Row(
        cells=(
            cells.index(number),
            cells.text(str(row.year)),
            cells.count(row.supports, f"{key}.supports", row.ref, zero=False),
            cells.count(row.unvalued, f"{key}.unvalued", row.ref, zero=False),
            cells.money(row.support_vnd if there else None, f"{key}.support_vnd", row.ref),
            cells.money(row.loan_vnd if there else None, f"{key}.loan_vnd", row.ref),
        )
    )
