"""The opening: what is reported on, and at once the five figures that a leader with three minutes needs.

Support, loans apart, houses, plans, poor households; then what the sums lack. Each is told again in its chapter.
"""

from reports.building.build_before import compared
from reports.building.build_context import CLASS_NAMES, poverty_end
from reports.building.narrative import count, join, money, percent, place, prose, subject, subject_in_period, tie, trend
from reports.building.targets_told import met_counts, met_words
from reports.document import Block, Figure, Letterhead, Line, Paragraph
from reports.summary import Summary, rate


def build_opening(summary: Summary, head: Letterhead) -> list[Block]:
    """Two paragraphs: the formula, and the figures (or that there are none)."""
    told = f"Thực hiện công tác dân vận {summary.period.label}, {head.issuer_name} báo cáo {_what(summary)} như sau:"
    sentences = [line for line in (_given(summary), _reached(summary), _poor(summary)) if line]
    figures = prose([*sentences, *_lacking(summary)]) if sentences else prose([_nothing(summary)])
    return [Paragraph((told,), key="opening"), Paragraph(figures, key="opening.figures")]


def _what(summary: Summary) -> str:
    """The subject without the words that the formula has said already: "kết quả trên địa bàn huyện Lâm Hà"."""
    if summary.scope.type in ("area", "portal", "organization"):
        return subject(summary).replace("kết quả công tác dân vận", "kết quả")
    return subject_in_period(summary)


def _given(summary: Summary) -> Line:
    totals, parts = summary.totals, list[Line]()
    if totals.support_vnd:
        line: Line = ("tổng giá trị hỗ trợ là ",
                      money(totals.support_vnd, key="totals.support_vnd", ref=totals.support_ref))  # fmt: skip
        parts.append((*line, *_against_before(summary)))
    elif totals.unvalued:
        parts.append(("có ", _unvalued(summary), " hỗ trợ, đều chưa quy thành tiền"))
    if totals.houses:
        parts.append(("xây mới ", count(totals.houses, "căn", key="totals.houses", ref=totals.houses_ref), " nhà"))
    line = join(parts, last="; ")
    if totals.loan_vnd:
        loan = money(totals.loan_vnd, key="totals.loan_vnd", ref=totals.loan_ref)
        line += ("; vốn vay ", loan, " nêu riêng, không tính vào số hỗ trợ") if line else ("vốn vay là ", loan)
    return line


def _against_before(summary: Summary) -> Line:
    row = next((row for row in compared(summary) if row.key == "before.support_vnd"), None)
    if row is None or not row.change or summary.before is None:
        return ()
    share = rate(row.change, row.then)
    if share is None:
        return ()
    return (
        f", {trend(row.change)} ",
        percent(abs(share), key=f"{row.key}.percent", ref=row.ref),
        f" so với {'năm ' + str(summary.before.term.year) if summary.period.is_calendar_year else 'cùng kỳ năm trước'}",
    )


def _reached(summary: Summary) -> Line:
    if not met_counts(summary)[1]:
        return ()
    return ("có ", *met_words(summary), " có kế hoạch đạt hoặc vượt kế hoạch")


def _poor(summary: Summary) -> Line:
    parts: list[Line] = []
    for row in summary.poverty:
        if row.end is None:
            continue
        key = f"poverty.{row.poverty_class}"
        line: Line = (count(row.end, CLASS_NAMES[row.poverty_class], key=f"{key}.end", ref=row.ref),)
        if row.change:
            line += (f" ({trend(row.change)} ", count(abs(row.change), "hộ", key=f"{key}.change", ref=row.ref), ")")
        parts.append(line)
    return (f"{poverty_end(summary)} có ", *join(parts)) if parts else ()


def _lacking(summary: Summary) -> list[Line]:
    """What the sums do not hold: things without value, who has not reported."""
    totals, coverage, parts = summary.totals, summary.context.coverage, list[Line]()
    if totals.unvalued and totals.support_vnd:
        parts.append((_unvalued(summary), " hỗ trợ chưa quy thành tiền"))
    if coverage is not None and coverage.reported < coverage.expected:
        left = coverage.expected - coverage.reported
        missing = count(left, coverage.noun, key="coverage.missing", ref=coverage.ref)
        parts.append(("phần của ", missing, " chưa gửi số liệu"))
    return [("các số trên chưa gồm ", *join(parts))] if parts else []


def _unvalued(summary: Summary) -> Figure:
    return count(summary.totals.unvalued, "khoản", key="totals.unvalued", ref=summary.totals.unvalued_ref)


def _nothing(summary: Summary) -> Line:
    cutoff = summary.context.cutoff
    until = f"tính đến hết ngày {cutoff:%d/%m/%Y}, " if cutoff else ""
    whose = f"{summary.period.label} của {place(summary) or tie(summary.scope.name)}"
    return (f"{until}chưa có số liệu về hỗ trợ, vốn vay, kết quả chỉ tiêu và biến động hộ nghèo {whose}",)
