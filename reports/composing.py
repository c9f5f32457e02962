"""From what is asked to the document: the one way that pages, files, drafts and issued reports are made.

asked = Asked.from_parameters(request.GET, period="2022")
summary = summary_of(asked, Reader.of(request.user), portal)
document = document_of(asked, summary)
"""

from typing import Any

from django.core.exceptions import PermissionDenied

from movements.models import Portal
from reports.asked import Asked
from reports.building.build import Issue
from reports.document import Document, Letterhead
from reports.issuers.letterheads import letterhead_of
from reports.kinds import kind_of
from reports.models import Issuer
from reports.summaries.reading import Ask
from reports.summaries.reconcile import contradictions
from reports.summaries.summarize import NotYours, UnknownSubject
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Subject, find_subject
from reports.summaries.term import Term
from reports.summaries.term_asked import terms_of
from reports.summary import Summary


def summary_of(asked: Asked, reader: Reader, portal: Portal | None, *, screen: bool = False) -> Summary:
    """The figures that the reader may see of what is asked. `screen`: as much as one page counts at once (see
    `reading`).

    Raises UnknownSubject for a kind or a code that is not there, NotYours (one of those) for a subject out of reach,
    PermissionDenied for a kind that needs a right which the reader has not.
    """
    try:
        kind = kind_of(asked.kind, asked.scope)
    except LookupError as error:
        raise UnknownSubject("Không có loại báo cáo này.") from error
    if reader.access is not None and not reader.access.may(kind.right):
        raise PermissionDenied("Tài khoản của bạn không xem được loại báo cáo này.")
    term, before = terms_of(asked.period)
    subject = subject_of(asked, portal, term)
    if not reader.may_open(subject):
        raise NotYours("Nội dung này ngoài phạm vi của bạn.")
    ask = Ask(reader=reader, subject=subject, term=term, before=before, portal=portal, group=asked.group, screen=screen)
    return kind.read(ask)


def subject_of(asked: Asked, portal: Portal | None, term: Term | None = None) -> Subject:
    """What it is asked of. `term`: its period, when the caller has read it. UnknownSubject for a code that is not there
    (any more).
    """
    term = term or terms_of(asked.period)[0]
    named: dict[str, Any] = {asked.scope: asked.code} if asked.code else {}
    return find_subject(year=term.end.year, since=term.start.year, portal=portal, **named)


def document_of(
    asked: Asked, summary: Summary, *, issuer: Letterhead | None = None, issue: Issue | None = None
) -> Document:  # fmt: skip
    """The report of that kind on the summary, in the portal's own words (people's: `drafts.wording.apply`). Defaults:
    the Front's letterhead, a draft without number and date.
    """
    kind = kind_of(asked.kind, asked.scope)
    return kind.build(contradictions(summary), letterhead=issuer, issue=issue)


def own_letterhead(summary: Summary) -> Letterhead:
    """The letterhead of a file that nobody chose an issuing body for: that of the portal's own body, which an
    administrator may have entered (one query), else of the Front.
    """
    return letterhead_of(Issuer.default(), root=summary.context.root)
