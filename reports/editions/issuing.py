"""Ban hành: a signed-off report becomes an `Edition` with number and date, its data frozen, its bytes kept for ever.

Rendered first, outside any transaction, for it takes seconds (people go through `issue_jobs`: the worker does it);
stored only when the data version has not moved since the figures were counted, all in one transaction with its journal
entry "issue". Who may and which number: `issue_rules`.
"""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError

from danvan.audit.journal import current_head, journal
from danvan.figures.effects import data_version
from danvan.records.data import Invalid, Refused
from movements.models import Area, Portal
from reports.asked import Asked
from reports.building.build import Issue
from reports.composing import document_of, subject_of, summary_of
from reports.document import Document, Seal
from reports.drafts import wording
from reports.drafts.drafting import comment, locked, words_of
from reports.editions import edition_changes, edition_records
from reports.editions.codes import grouped, new_code
from reports.editions.edition_files import RENDERED, render
from reports.editions.edition_paper import Replaced, sealed, symbol_of
from reports.editions.issue_rules import (
    DOC_TYPE,
    Order,
    check,
    number_taken,
    require_right,
    require_signed,
)
from reports.files.counting import limited
from reports.files.rendering import Progress, silent
from reports.issuers.letterheads import letterhead_of
from reports.models import Edition, EditionFile, Issuer, Report
from reports.renderers import json as json_renderer
from reports.summaries.audience import for_audience
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Subject
from reports.summary import Summary

TRIES = 2
"""How often a report is rendered anew because the data moved meanwhile, before the person is asked to try later."""
STORING = "Đang cấp số và lưu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An issue that only waits to be stored; `version`: of the data that its figures were counted from."""

    edition: Edition
    files: dict[str, bytes]
    version: int


def issue(
    actor: Any, report: Report, order: Order, *, progress: Progress = silent,
    stored: Callable[[Edition], None] = lambda edition: None,
) -> Edition:  # fmt: skip
    """The stored edition. Raises PermissionDenied, Refused in words, Invalid at "number", "dated" or "signer", and what
    rendering raises. `stored(edition)` is called in the transaction: what it raises undoes the issue.

    Two at once for one number: one wins, the other gets Invalid with the next free number, and nothing of it is stored.
    """
    for _ in range(TRIES):
        prepared = prepare(actor, report, order, progress)
        progress(RENDERED, STORING)
        try:
            with journal(actor) as log:
                current = locked(report)
                # Rendering took its time: what the actor may is read again.
                require_signed(type(actor).objects.get(pk=actor.pk), current)
                if current.version != report.version:
                    raise Refused("Dự thảo vừa được người khác sửa. Hãy xem lại rồi ban hành.")
                if data_version() == prepared.version:
                    edition = _store(prepared)
                    current.status = Report.Status.ISSUED
                    current.version += 1
                    current.save()
                    log.add("issue", edition, _told(edition, prepared.files))
                    stored(edition)
                    return edition
        except IntegrityError as error:
            raise number_taken(report.issuer, order) or error from error
    raise Refused("Số liệu đang thay đổi trong lúc dựng báo cáo. Hãy đợi một lát rồi ban hành lại.")


def reopen(actor: Any, report: Report, reason: str) -> Report:
    """Ban hành lại: the issued report is a draft again, to be checked and signed anew. What was issued stays."""
    if not reason.strip():
        raise Invalid({"reason": ["Hãy ghi lý do ban hành lại."]})
    with journal(actor) as log:
        report = locked(report)
        require_right(actor, report)
        if report.status != Report.Status.ISSUED:
            raise Refused("Chỉ báo cáo đã ban hành mới ban hành lại được.")
        report.status = Report.Status.DRAFT
        report.checked_by = report.checked_at = report.signed_by = report.signed_at = None
        report.version += 1
        report.save()
        comment(actor, report, "", f"Ban hành lại: {reason.strip()}")  # whoever mends the draft reads why
        log.add("reissue", report, {"reason": reason.strip()})
    return report


def prepare(actor: Any, report: Report, order: Order, progress: Progress = silent) -> Prepared:
    """Everything of the issue but its storing: figures, words, document and bytes."""
    check(actor, report, order)
    with limited():
        edition, document = _composed(actor, report, order)
    files = render(document, edition.summary, progress)
    return Prepared(edition=edition, files=files, version=edition.data_version)


def _composed(actor: Any, report: Report, order: Order) -> tuple[Edition, Document]:
    version, head = data_version(), current_head()
    portal, asked = Portal.current(), report.asked
    subject = subject_of(asked, portal)
    summary = for_audience(summary_of(asked, Reader.of(actor), portal), report.audience)
    code, last = new_code(), report.editions.order_by("-pk").first()
    frozen, records = json_renderer.render(summary), edition_records.rows_of(summary)
    replaced = _replaced(last, frozen, records)
    words = words_of(report)
    document = _document(report, asked, summary, order, words)
    seal = _seal(code, head, order.site)
    edition = Edition(
        report=report, issuer=report.issuer, doc_type=DOC_TYPE, year=order.dated.year, number=order.number,
        symbol=symbol_of(document.letterhead), dated=order.dated, signer=order.signers,
        post=", ".join(document.letterhead.signer), title=report.title,
        code=code, asked=asdict(asked),
        summary=frozen, records=records, audience=report.audience, area=_area_of(subject, report.issuer),
        organization_id=subject.pk if subject.type == "organization" else None, words=words,
        changes=replaced.frozen() if replaced else [], replaces=last,
        data_version=version, journal_head=head, issued_by=actor,
    )  # fmt: skip
    return edition, sealed(document, seal, replaced)


def preview(actor: Any, report: Report, order: Order) -> Document:
    """The document as it would be issued, without its seal; the same rights and faults."""
    require_right(actor, report)
    asked = report.asked
    summary = for_audience(summary_of(asked, Reader.of(actor), Portal.current()), report.audience)
    return _document(report, asked, summary, order, words_of(report))


def _document(report: Report, asked: Asked, summary: Summary, order: Order, words: dict[str, Any]) -> Document:
    issue = Issue(
        number=f"{order.number:02d}", dated=order.dated, signed_by=order.signer, joint_signed_by=order.joint_signer
    )
    head = letterhead_of(report.issuer, number=issue.number, signing=order.signing, post=order.post)
    return wording.apply(document_of(asked, summary, issuer=head, issue=issue), words)


def _seal(code: str, head: str, site: str) -> Seal:
    address = f"{settings.PUBLIC_URL or site.rstrip('/')}/xac-minh/"
    return Seal(code=grouped(code), address=address, link=f"{address}?ma={code}", journal_head=head)


def _replaced(last: Edition | None, frozen: str, records: Sequence[dict[str, Any]]) -> Replaced | None:
    if last is None:
        return None
    return Replaced(
        symbol=last.symbol, dated=last.dated,
        figures=edition_changes.changed(json.loads(last.summary), json.loads(frozen)),
        records=edition_records.changed(last.records, records),
    )  # fmt: skip


def _area_of(subject: Subject, issuer: Issuer) -> Area:
    """The smallest place that holds all of the subject's; the issuing body's own where they share none."""
    shared = os.path.commonprefix([path.split(".")[:-1] for path in subject.paths])
    path = "".join(f"{part}." for part in shared)
    return (path and Area.objects.filter(path=path).first()) or issuer.area


def _store(prepared: Prepared) -> Edition:
    edition = prepared.edition
    edition.save(force_insert=True)
    for extension, content in prepared.files.items():
        EditionFile.objects.create(
            edition=edition, extension=extension, content=content, sha256=sha256(content).hexdigest()
        )
    return edition


def _told(edition: Edition, files: dict[str, bytes]) -> dict[str, Any]:
    return {
        "symbol": edition.symbol, "dated": edition.dated, "title": edition.title, "code": edition.code,
        "replaces": edition.replaces.symbol if edition.replaces else "",
        "sha256": {name: sha256(content).hexdigest() for name, content in files.items()},
    }  # fmt: skip
