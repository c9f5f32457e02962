"""The statistical appendix as a report of its own: how far each group was reported and reached, then the tables."""

from itertools import groupby

from reports.building import cells
from reports.building.build_appendix import indicators_title
from reports.building.build_frame import Issue, framed, head_of
from reports.building.build_indicators import build_indicators
from reports.building.clean import clean
from reports.building.narrative import count, lower_first
from reports.document import Appendix, Block, Column, Document, Letterhead, Line, Paragraph, Row, Table
from reports.summaries.rows_indicators import IndicatorRow
from reports.summary import Summary


def build_statistics(
    summary: Summary, *, letterhead: Letterhead | None = None, issue: Issue | None = None
) -> Document:  # fmt: skip
    """A page of how many indicators have figures and reach their plan, and the appendix itself."""
    summary = clean(summary)
    head = head_of(summary, letterhead, issue)
    title = indicators_title(summary)
    what = lower_first(title)
    rows = tuple(row for row in summary.indicators if not row.own)
    opening = Paragraph((f"{head.issuer_name} tổng hợp {what} như sau:",), key="opening")
    if not rows:
        empty = Paragraph((f"Chưa có chỉ tiêu nào được theo dõi trong {summary.period.label}.",), key="statistics.none")
        return framed(summary, what, (opening, empty), (), letterhead=head, issue=issue, about=title)
    blocks: tuple[Block, ...] = (
        opening,
        _told(summary, rows),
        _overview(rows),
        Paragraph((f"Chi tiết từng chỉ tiêu tại Phụ lục kèm theo. {head.issuer_name} trân trọng báo cáo./.",),
                  key="closing"),
    )  # fmt: skip
    appendix = Appendix(number="", title=title, blocks=build_indicators(summary), landscape=True)
    return framed(summary, what, blocks, (appendix,), letterhead=head, issue=issue, about=title)


def _told(summary: Summary, rows: tuple[IndicatorRow, ...]) -> Paragraph:
    known, planned, judged, met = _counts(rows)
    return Paragraph(
        ("Trong ", count(len(rows), "chỉ tiêu", key="statistics.all"), " theo dõi, đã có kết quả của ",
         count(known, "chỉ tiêu", key="statistics.known"), ". ", *_against_plan(planned, judged, met)),
        key="statistics.told",
    )  # fmt: skip


def _against_plan(planned: int, judged: int, met: int) -> Line:
    if not planned:
        return ("Chưa có chỉ tiêu nào được giao kế hoạch.",)
    line: Line = ("Có ", count(planned, "chỉ tiêu", key="statistics.planned"), " được giao kế hoạch")
    if not judged:
        return (*line, ", chưa chỉ tiêu nào có kết quả.")
    reached = (count(met, "", key="statistics.met"), "/", count(judged, "chỉ tiêu", key="statistics.judged"))
    return (*line, "; ", *reached, " đã có kết quả đạt hoặc vượt kế hoạch.")


def _counts(rows: tuple[IndicatorRow, ...]) -> tuple[int, int, int, int]:
    """(with a result, with a plan, with both, reached)."""
    judged = [row.plan.met for row in rows if row.plan.met is not None]
    known = sum(row.actual is not None for row in rows)
    return known, sum(row.plan.bounds is not None for row in rows), len(judged), sum(judged)


def _overview(rows: tuple[IndicatorRow, ...]) -> Table:
    lines = []
    for (letter, name), found in groupby(rows, lambda row: (row.group, row.group_name)):
        mine = tuple(found)
        known, planned, judged, met = _counts(mine)
        key = f"statistics.{letter}"
        lines.append(
            Row(
                cells=(
                    cells.text(letter),
                    cells.text(name),
                    cells.count(len(mine), f"{key}.all"),
                    cells.count(known, f"{key}.known"),
                    cells.count(planned, f"{key}.planned", zero=False),
                    cells.count(met if judged else None, f"{key}.met"),
                )
            )
        )
    known, planned, judged, met = _counts(rows)
    total = cells.total(
        cells.count(len(rows), "statistics.all"), cells.count(known, "statistics.known"),
        cells.count(planned, "statistics.planned", zero=False), cells.count(met if judged else None, "statistics.met"),
    )  # fmt: skip
    return Table(
        caption="Tình hình số liệu theo nhóm chỉ tiêu",
        label="Bảng 1",
        sheet="Nhóm chỉ tiêu",
        columns=(
            Column(title="Nhóm", kind="index", width_mm=16),
            Column(title="Tên nhóm", kind="text"),
            Column(title="Số chỉ tiêu", kind="count", width_mm=17, inset_mm=4),
            Column(title="Đã có kết quả", kind="count", width_mm=21, inset_mm=6),
            Column(title="Có kế hoạch", kind="count", width_mm=21, inset_mm=6),
            Column(title="Đạt kế hoạch", kind="count", width_mm=21, inset_mm=6),
        ),
        rows=(*lines, total),
    )
