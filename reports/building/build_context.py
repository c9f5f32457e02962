"""Chapter I: how things stood at the start, what was planned, who took part."""

from reports.building.build_period import days, unplaced
from reports.building.narrative import (
    Outline,
    amount_of,
    anchor,
    count,
    join,
    lower_first,
    names,
    plan,
    short_place,
    upper_first,
)
from reports.document import Block, Figure, Line, Paragraph
from reports.summary import Coverage, PovertyRow, Summary, TargetRow

CLASS_NAMES = {"poor": "hộ nghèo", "near_poor": "hộ cận nghèo"}
MAX_NAMED = 12
MAX_TARGETS = 6


def build_context(summary: Summary, outline: Outline, appendix: str) -> list[Block]:
    """Chapter I. `appendix`: the name of the appendix that lists the records, "" without one."""
    return [
        outline.chapter("Đặc điểm tình hình và mục tiêu"),
        outline.section("Tình hình đầu kỳ"),
        _start(summary),
        outline.section("Mục tiêu và lực lượng tham gia"),
        *_plans(summary),
        *_people(summary),
        _records(summary, appendix),
        *unplaced(summary),
    ]


def poverty_start(summary: Summary) -> str:
    """What the start of the poverty figures is called: "cuối năm 2021"."""
    otherwise = f"cuối năm {summary.year - 1}" if summary.period.is_calendar_year else "đầu kỳ"
    return summary.context.poverty_start or otherwise


def poverty_end(summary: Summary) -> str:
    """What their end is called: "cuối năm 2022"."""
    otherwise = f"cuối năm {summary.year}" if summary.period.is_calendar_year else "cuối kỳ"
    return summary.context.poverty_end or otherwise


def poverty_total(rows: tuple[PovertyRow, ...], which: str) -> int | None:
    """The sum over the classes at "start" or "end"; None when one of them is not known."""
    values = [row.start if which == "start" else row.end for row in rows]
    known = [value for value in values if value is not None]
    return sum(known) if values and len(known) == len(values) else None


def has_plan(row: TargetRow) -> bool:
    """Whether anything was planned for the indicator."""
    return row.bounds is not None


def _start(summary: Summary) -> Block:
    where = short_place(summary)
    known: list[Line] = [
        (count(row.start, CLASS_NAMES[row.poverty_class], key=f"poverty.{row.poverty_class}.start", ref=row.ref),)
        for row in summary.poverty
        if row.start is not None
    ]
    if not known:
        return Paragraph((f"Chưa có số liệu hộ nghèo, hộ cận nghèo đầu kỳ của {where}.",), key="context.start")
    line: Line = (f"{upper_first(poverty_start(summary))}, {where} có ", *join(known))
    total = poverty_total(summary.poverty, "start")
    if total is not None and len(known) > 1:
        line += (", tổng cộng ", count(total, "hộ", key="poverty.start", ref=anchor("Hộ nghèo")))
    line += (".",)
    if summary.context.poverty_standard:
        line += (f" Việc xếp loại theo {lower_first(summary.context.poverty_standard)}, đúng như nguồn số liệu ghi.",)
    if len(summary.context.hamlets) > 1:
        line += (f" Số liệu của {where} được theo dõi chung, chưa tách theo từng thôn.",)
    return Paragraph(line, key="context.start")


def _plans(summary: Summary) -> list[Block]:
    planned = [row for row in summary.targets if has_plan(row)]
    if not planned:
        words = f"Chưa có chỉ tiêu kế hoạch {summary.period.label} được giao trong phạm vi báo cáo."
        return [Paragraph((words,), key="context.plans")]
    some = len(planned) > MAX_TARGETS
    head: Line = (f"Kế hoạch {summary.period.label} đặt ra ", _planned(planned), ", trong đó có " if some else ": ")
    parts = [
        amount_of(row.indicator, row.unit, plan(*row.bounds, row.unit, f"targets.{row.code or row.indicator}.planned",
                                                row.ref))
        for row in planned[:MAX_TARGETS] if row.bounds is not None
    ]  # fmt: skip
    return [Paragraph((*head, *join(parts, last="; " if len(parts) > 2 else " và ", between="; "), "."),
                      key="context.plans")]  # fmt: skip


def _planned(rows: list[TargetRow]) -> Figure:
    return count(len(rows), "chỉ tiêu", key="targets.planned", ref=anchor("Chỉ tiêu"))


def _people(summary: Summary) -> list[Block]:
    bodies, coverage = summary.context.organizations, summary.context.coverage
    if not bodies:
        return [Paragraph(_reported(coverage), key="context.people")] if coverage is not None else []
    ref = summary.totals.ref or anchor("Các khoản")
    line: Line = ("Tham gia thực hiện có ", count(len(bodies), "đơn vị", key="context.organizations", ref=ref))
    if len(bodies) > MAX_NAMED:
        line += (".",)
    else:
        line += (f" là {names(bodies)}.",) if len(bodies) == 1 else (f": {names(bodies)}.",)
    if coverage is not None:
        line += (" ", *_reported(coverage))
    return [Paragraph(line, key="context.people")]


def _reported(coverage: Coverage) -> Line:
    """ "đã có 16/16 xã gửi số liệu" or "mới có 15/16 xã gửi số liệu": who did not stands among the limits."""
    every = "đã có đủ " if coverage.reported == coverage.expected else "mới có "
    return (
        f"Đến thời điểm tổng hợp {every}", count(coverage.reported, "", key="coverage.reported", ref=coverage.ref), "/",
        count(coverage.expected, coverage.noun, key="coverage.expected", ref=coverage.ref), " gửi số liệu.",
    )  # fmt: skip


def _records(summary: Summary, appendix: str) -> Block:
    cutoff = summary.context.cutoff
    until = f", tính đến hết ngày {cutoff:%d/%m/%Y}" if cutoff else ""
    if not summary.totals.supports:
        words = f"Chưa có khoản hỗ trợ, cho vay nào được tiếp nhận trong phạm vi báo cáo{until}."
        return Paragraph((*days(summary), words), key="context.records")
    records = count(summary.totals.supports, "khoản", key="totals.supports", ref=summary.totals.ref)
    detail = f" (chi tiết tại {appendix})" if appendix else ""
    line: Line = (
        *days(summary),
        "Số liệu trong Báo cáo được tổng hợp từ ",
        records,
        f" đã được tiếp nhận{until}{detail}.",
    )
    return Paragraph(line, key="context.records")
