"""Summary → Document: the year's report of any scope as an official Vietnamese report.

Chapter by chapter in the `build_*` modules; nothing here touches a database, a template or a request. An empty scope
gives a report that says so. What a clerk must fill in (number, day, signer) stays blank until the report is issued.
"""

from dataclasses import dataclass
from datetime import date

from reports.build_appendix import ILLUSTRATIVE, appendix_names, build_appendices
from reports.build_context import build_context
from reports.build_results import Places, build_results
from reports.build_review import build_review
from reports.clean import clean
from reports.document import Block, Document, Letterhead, Meta, Paragraph
from reports.letterheads import bare_place, date_line, front, party_committee
from reports.narrative import Outline, subject_with_year, upper_first
from reports.summary import Summary

BANNER = f"Có {ILLUSTRATIVE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What makes a draft an issued report: its number, its date, who signs."""

    number: str = ""
    dated: date | None = None
    signed_by: str = ""
    joint_signed_by: str = ""


def build(summary: Summary, *, letterhead: Letterhead | None = None, issue: Issue | None = None) -> Document:
    """The report on `summary`. Default letterhead: the Front's of the context's root; default issue: a blank draft."""
    summary = clean(summary)
    issue = issue or Issue()
    head = letterhead or front(summary.context.root, issue.number)
    outline, places = Outline(head.chapter_suffix), Places()
    records, points = appendix_names(summary)
    what = subject_with_year(summary)
    addressees = _addressees(summary, head)
    blocks: list[Block] = [
        Paragraph(
            (f"Thực hiện công tác dân vận năm {summary.year}, {head.issuer_name} báo cáo {what} như sau:",),
            key="opening",
        ),
        *build_context(summary, outline, records),
        *build_results(summary, outline, places),
        *build_review(summary, outline, places, points),
        Paragraph((f"Trên đây là báo cáo {what}, {head.issuer_name} trân trọng báo cáo./.",), key="closing"),
    ]
    return Document(
        meta=_meta(summary, head, what),
        letterhead=head,
        kind="Báo cáo",
        title=upper_first(what),
        blocks=tuple(blocks),
        addressees=addressees,
        recipients=_recipients(summary, head, addressees),
        signed_by=issue.signed_by,
        joint_signed_by=issue.joint_signed_by,
        dated=issue.dated,
        place_date=date_line(head.place, issue.dated, summary.year + 1),
        attached_to=_attached_to(head, issue, summary.year + 1),
        banner=BANNER if summary.illustrative else "",
        appendices=build_appendices(summary),
    )


def _meta(summary: Summary, head: Letterhead, what: str) -> Meta:
    cutoff = summary.context.cutoff
    until = f"; số liệu đến hết ngày {cutoff:%d/%m/%Y}" if cutoff else ""
    words = [summary.scope.name, summary.context.place, f"năm {summary.year}"]
    return Meta(
        title=f"Báo cáo {what}".replace("\u00a0", " "),
        author=head.issuer_name,
        description=f"Kết quả hỗ trợ, vốn vay, chỉ tiêu kế hoạch và biến động hộ nghèo{until}",
        keywords=tuple(dict.fromkeys(word for word in ("dân vận", *words) if word)),
        bookmark=f"Báo cáo {what}".replace("\u00a0", " "),
        year=summary.year,
    )


def _addressees(summary: Summary, head: Letterhead) -> tuple[str, ...]:
    """Who the report goes up to: as the issuer says, else those above a Front; another issuer has none."""
    if head.addressees or head.issuer_kind != "front":
        return head.addressees
    root, superior = summary.context.root, summary.context.superior
    lines = [f"Ban Thường trực Ủy ban MTTQ Việt Nam {superior}"] if superior else []
    lines += [f"Ban Thường vụ {party_committee(root)}"] if root and bare_place(root) != root else []
    return tuple(lines)


def _recipients(summary: Summary, head: Letterhead, addressees: tuple[str, ...]) -> tuple[str, ...]:
    if head.recipients:
        return head.recipients
    lines = ["Như trên"] if addressees else []
    lines += ["Các đơn vị tham gia thực hiện"] if summary.context.organizations else []
    return (*lines, "Lưu: VT, BTT" if head.issuer_kind == "front" else "Lưu: VT")


def _attached_to(head: Letterhead, issue: Issue, year: int) -> tuple[str, str]:
    """The two lines under an appendix's title; blanks stay blanks."""
    number = head.number.removeprefix("Số:").removeprefix("Số").strip(" ")
    day = date_line("", issue.dated, year)
    return f"Kèm theo Báo cáo số {number} {day[:1].lower()}{day[1:]}", f"của {head.issuer_name}"
