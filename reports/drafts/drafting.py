"""The door for drafts of reports: begin one, rewrite a block, restore a version, comment. Its steps: draft_steps.py.

Every function takes the actor first, works in one transaction with its journal entry, and raises Refused with the
reason, or PermissionDenied. Every save of words is a version of its own (`ReportText`); none is ever changed.
"""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from danvan.accounts.scoping import Scope, access, visible_to
from danvan.audit.journal import journal, require_named
from danvan.records.data import Refused
from danvan.records.submissions import made_before, remember
from movements.models import Portal
from reports.asked import Asked
from reports.composing import document_of, summary_of
from reports.drafts.wording import WordingError, Words, tokens
from reports.models import Issuer, Report, ReportComment, ReportText
from reports.summaries.summarize_reader import Reader

ISSUED_BY = Scope("report", status=None)
NOT_YOURS = "Bạn không soạn báo cáo của đơn vị ban hành này."


class Moved(Refused):
    """Somebody rewrote the same block since it was read; `theirs` is the version that stands."""

    def __init__(self, theirs: ReportText) -> None:
        super().__init__("Đoạn này vừa được người khác sửa. Hãy so hai bản rồi quyết định.")
        self.theirs = theirs


def reports_of(user: Any) -> QuerySet[Report]:
    """The drafts that exist for this user: those of issuing bodies whose reports the user reads."""
    rows = visible_to(Report.objects.all(), user)
    return rows.select_related(
        "issuer__area", "issuer__organization", "created_by", "checked_by", "signed_by", "text__author"
    )


def issuers_of(user: Any) -> QuerySet[Issuer]:
    """In whose name the user drafts."""
    return Issuer.objects.filter(access(user).q(ISSUED_BY, "report.draft")).order_by("sort_key")


def may_draft(user: Any, report: Report) -> bool:
    """Whether the user writes this body's reports, whatever stage this one is at."""
    return access(user).may_at("report.draft", report)


def may_remark(user: Any, report: Report) -> bool:
    """Whether the user comments: who drafts or signs for the body."""
    return may_draft(user, report) or access(user).may_at("report.sign", report)


def words_of(report: Report) -> dict[str, dict[str, str]]:
    """What `wording.apply` takes: the blocks that were rewritten, as they stand."""
    return report.text.words if report.text else {}


def begin(
    actor: Any, asked: Asked, *, issuer: Issuer, audience: str, portal: Portal | None, key: uuid.UUID | None = None
) -> Report:
    """A new draft of what is asked; the same `key` again gives the draft that it made the first time.

    Raises UnknownSubject for what the actor may not open, Refused where the actor would see only a part of it.
    """
    require_named(actor)
    summary = summary_of(asked, Reader.of(actor), portal)
    if summary.is_partial:
        raise Refused("Bạn chỉ xem được một phần số liệu của nội dung này nên không soạn được báo cáo chính thức.")
    report = Report(
        kind=asked.kind, subject=asked.scope, code=asked.code or "", period=asked.period, issuer=issuer,
        audience=audience, title=document_of(asked, summary).title[:300], created_by=actor,
    )  # fmt: skip
    if not may_draft(actor, report):
        raise PermissionDenied(NOT_YOURS)
    try:
        with journal(actor) as log:
            report.save()
            remember(actor, key, report)
            log.add("report_begin", report, {"title": report.title})
    except IntegrityError:
        first = made_before(actor, key, Report)
        if first is None:
            raise
        return first
    return report


def rewrite(actor: Any, report: Report, block: str, text: str | None, *, base: str, seen: int) -> ReportText | None:
    """The block's words as a new version; None lets the portal compose it again, "" leaves it out.

    `base`: what the portal composes today. `seen`: the number of the version that the actor read, 0 for none. Raises
    Moved when somebody rewrote this very block since; other blocks' changes are kept. Nothing new, no new version.
    """
    if text is not None:
        _readable(text)
    with journal(actor) as log:
        report = _open(actor, report)
        last = report.text
        words = dict(last.words) if last else {}
        known = report.texts.filter(number=seen).first()
        mine = None if text is None else {"text": text, "base": base}
        before = words.get(block)
        if _text(before) == text:
            return last
        if last is not None and _text(before) != _text((known.words if known else {}).get(block)):
            raise Moved(last)
        words.pop(block, None)
        if mine is not None:
            words[block] = mine
        log.add("report_words", report, {"block": block, "before": _text(before), "after": text})
        return _version(actor, report, words, "Bỏ lời đã sửa" if text is None else "Sửa lời")


def restore(actor: Any, report: Report, number: int, *, seen: int) -> ReportText:
    """The words of an older version as a new one. `seen`: the newest version that the actor knew."""
    with journal(actor) as log:
        report = _open(actor, report)
        last, old = report.text, report.texts.filter(number=number).first()
        if last is None or old is None:
            raise Refused("Không có bản này.")
        if last.number != seen:
            raise Refused("Dự thảo vừa có bản mới. Hãy xem lại rồi khôi phục.")
        if last.words == old.words:
            return last
        log.add("report_restore", report, {"number": number})
        return _version(actor, report, old.words, f"Khôi phục bản {number}")


def comment(actor: Any, report: Report, block: str, text: str, *, key: uuid.UUID | None = None) -> ReportComment:
    """Ý kiến on a block, or on the whole ("")."""
    if not text.strip():
        raise Refused("Hãy viết ý kiến.")
    if not may_remark(actor, report):
        raise PermissionDenied(NOT_YOURS)
    made = ReportComment(report=report, block=block[:80], text=text.strip()[:2000], author=actor)
    try:
        with journal(actor) as log:
            made.save()
            remember(actor, key, made)
            log.add("report_comment", report, {"block": made.block, "text": made.text})
    except IntegrityError:
        first = made_before(actor, key, ReportComment)
        if first is None:
            raise
        return first
    return made


def resolve(actor: Any, report: Report, pk: int) -> ReportComment:
    """The comment is settled. Twice is no more than once. Refused for one of another report."""
    if not may_remark(actor, report):
        raise PermissionDenied(NOT_YOURS)
    with journal(actor) as log:
        found = report.comments.select_for_update().filter(pk=pk).first()
        if found is None:
            raise Refused("Không có ý kiến này.")
        if found.resolved_at is None:
            found.resolved_by, found.resolved_at = actor, timezone.now()
            found.save(update_fields=["resolved_by", "resolved_at"])
            log.add("report_resolve", report, {"block": found.block})
        return found


def locked(report: Report) -> Report:
    """The row as it stands, held until the transaction ends: numbers of versions come one after another."""
    rows = Report.objects.select_for_update(of=("self",)).select_related(
        "issuer__area", "issuer__organization", "text__author"
    )
    return rows.get(pk=report.pk)


def _open(actor: Any, report: Report) -> Report:
    found = locked(report)
    if not may_draft(actor, found):
        raise PermissionDenied(NOT_YOURS)
    if found.status != Report.Status.DRAFT:
        raise Refused(f"{found.get_status_display()}: không sửa lời được nữa, trừ khi được trả lại để sửa.")
    return found


def _version(actor: Any, report: Report, words: Words, note: str) -> ReportText:
    last = report.text
    made = ReportText.objects.create(
        report=report, number=last.number + 1 if last else 1, words=words, note=note, author=actor
    )
    report.text = made
    report.version += 1
    report.save(update_fields=["text", "version", "updated_at"])
    return made


def _text(kept: dict[str, str] | None) -> str | None:
    return None if kept is None else kept["text"]


def _readable(text: str) -> None:
    try:
        tokens(text)
    except WordingError as error:
        raise Refused(str(error)) from error
