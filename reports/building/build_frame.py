"""What is round the words and tables of every kind of report: letterhead, title, addressees, signature, appendices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from reports.building.narrative import lower_first, upper_first
from reports.document import Appendix, Block, Document, Letterhead, Line, Meta
from reports.issuers.letterheads import bare_place, date_line, front, party_committee
from reports.summary import Summary

ILLUSTRATIVE = "số liệu minh họa"
BANNER = f"Có {ILLUSTRATIVE}"
MARK = "(*)"
"""At a row that is no published fact: the words would take a line of their own in every row."""


class Marked(Protocol):
    """A row that may be no published fact."""

    @property
    def illustrative(self) -> bool: ...


def marked_note(rows: Iterable[Marked]) -> tuple[Line, ...]:
    """What MARK means, for the notes under a table; nothing where no row bears it."""
    return ((f"{MARK} {upper_first(ILLUSTRATIVE)}.",),) if any(row.illustrative for row in rows) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What makes a draft an issued report: its number, its date, who signs."""

    number: str = ""
    dated: date | None = None
    signed_by: str = ""
    joint_signed_by: str = ""


def head_of(summary: Summary, letterhead: Letterhead | None, issue: Issue | None) -> Letterhead:
    """The letterhead that was chosen, else the Front's of the context's root."""
    return letterhead or front(summary.context.root, (issue or Issue()).number)


def framed(
    summary: Summary, what: str, blocks: tuple[Block, ...], appendices: tuple[Appendix, ...], *, about: str,
    letterhead: Letterhead, issue: Issue | None,
) -> Document:  # fmt: skip
    """`what` the report is about, in lower case ("kết quả … năm 2022"); `about`: what the file says of itself."""
    issue = issue or Issue()
    addressees = _addressees(summary, letterhead)
    return Document(
        meta=_meta(summary, letterhead, what, about),
        letterhead=letterhead,
        kind="Báo cáo",
        title=upper_first(what),
        blocks=blocks,
        addressees=addressees,
        recipients=_recipients(summary, letterhead, addressees),
        signed_by=issue.signed_by,
        joint_signed_by=issue.joint_signed_by,
        dated=issue.dated,
        place_date=date_line(letterhead.place, issue.dated, summary.period.written_in),
        attached_to=_attached_to(letterhead, issue, summary.period.written_in),
        banner=BANNER if summary.illustrative else "",
        appendices=appendices,
    )


def _meta(summary: Summary, head: Letterhead, what: str, about: str) -> Meta:
    cutoff = summary.context.cutoff
    until = f"; số liệu đến hết ngày {cutoff:%d/%m/%Y}" if cutoff else ""
    words = [summary.scope.name, summary.context.place, summary.period.label]
    return Meta(
        title=f"Báo cáo {what}".replace("\u00a0", " "),
        author=head.issuer_name,
        description=f"{about}{until}",
        keywords=tuple(dict.fromkeys(word for word in ("dân vận", *words) if word)),
        bookmark=f"Báo cáo {what}".replace("\u00a0", " "),
        year=summary.year,
        period=summary.period.label,
        cutoff=cutoff,
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
    return f"Kèm theo Báo cáo số {number} {lower_first(day)}", f"của {head.issuer_name}"
