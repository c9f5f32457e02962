"""Summary → Document: the year's report of any scope as an official Vietnamese report.

Chapter by chapter in the `build_*` modules; nothing here touches a database, a template or a request. An empty scope
gives a report that says so. What a clerk must fill in (number, day, signer) stays blank until the report is issued.
"""

from reports.building.build_appendix import appendix_names, build_appendices
from reports.building.build_context import build_context
from reports.building.build_frame import BANNER, Issue, framed, head_of
from reports.building.build_opening import build_opening
from reports.building.build_results import Places, build_results
from reports.building.build_review import build_review
from reports.building.clean import clean
from reports.building.narrative import Outline, subject_in_period
from reports.document import Block, Document, Letterhead, Paragraph
from reports.summary import Summary

__all__ = ["BANNER", "Issue", "build"]


def build(summary: Summary, *, letterhead: Letterhead | None = None, issue: Issue | None = None) -> Document:
    """The report on `summary`. Default letterhead: the Front's of the context's root; default issue: a blank draft."""
    summary = clean(summary)
    head = head_of(summary, letterhead, issue)
    outline, places = Outline(head.chapter_suffix), Places()
    records, points = appendix_names(summary, head.paper.appendix_numbers)
    what = subject_in_period(summary)
    blocks: list[Block] = [
        *build_opening(summary, head),
        *build_context(summary, outline, records),
        *build_results(summary, outline, places),
        *build_review(summary, outline, places, points),
        Paragraph((f"Trên đây là báo cáo {what}, {head.issuer_name} trân trọng báo cáo./.",), key="closing"),
    ]
    return framed(
        summary, what, tuple(blocks), build_appendices(summary, head.paper.appendix_numbers),
        letterhead=head, issue=issue,
        about="Kết quả hỗ trợ, vốn vay, chỉ tiêu kế hoạch và biến động hộ nghèo",
    )  # fmt: skip
