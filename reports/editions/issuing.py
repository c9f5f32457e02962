"""Ban hành: a signed-off report becomes an `Edition` with number and date, its data frozen, its bytes kept for ever.

Rendered first, outside any transaction, for it takes seconds; stored only when the data version has not moved since
the figures were counted. Whoever issues holds `report.sign` over everything that the report speaks of, so that nothing
of it is a part. All in one transaction with its journal entry "issue".
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Max
from django.utils import timezone

from danvan.accounts.scoping import access
from danvan.audit.journal import current_head, journal
from danvan.figures.effects import data_version
from danvan.records.data import Invalid, Refused
from movements.models import Area, Portal
from reports.asked import Asked
from reports.building.build import Issue
from reports.composing import document_of, summary_of
from reports.document import Document, Seal
from reports.drafts import wording
from reports.drafts.drafting import locked, words_of
from reports.editions import edition_changes, edition_records
from reports.editions.codes import grouped, new_code
from reports.editions.edition_files import render
from reports.editions.edition_paper import Replaced, sealed, symbol_of
from reports.issuers.letterheads import letterhead_of
from reports.issuers.signing import Signing
from reports.kinds import kind_of
from reports.models import Edition, EditionFile, Issuer, Report
from reports.renderers import json as json_renderer
from reports.summaries.summarize import UnknownSubject
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Subject, find_subject
from reports.summaries.term_asked import terms_of
from reports.summary import Summary

RIGHT = "report.sign"
DOC_TYPE = "BC"
TRIES = 2
"""How often a report is rendered anew because the data moved meanwhile, before the person is asked to try later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the person who issues says. `signing` and `post`: in whose place somebody signs, and as what where the body
    does not know it. `joint_signer`: of the second body, where two issue together. `site`: "https://…" where the
    portal is met.
    """

    number: int
    dated: date
    signer: str
    signing: Signing = Signing.HEAD
    post: str = ""
    joint_signer: str = ""
    site: str = ""

    @property
    def signers(self) -> str:
        return "; ".join(filter(None, (self.signer, self.joint_signer)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An issue that only waits to be stored; `version`: of the data that its figures were counted from."""

    edition: Edition
    files: dict[str, bytes]
    version: int


def subject_of(asked: Asked, portal: Portal | None) -> Subject:
    """UnknownSubject where its code is not there any more."""
    named: dict[str, Any] = {asked.scope: asked.code} if asked.code else {}
    term, _ = terms_of(asked.period)
    return find_subject(year=term.end.year, since=term.start.year, portal=portal, **named)


def may_issue(user: Any, report: Report, portal: Portal | None = None) -> bool:
    """Whether the user signs for the body, and reaches with that right all that the report speaks of."""
    if not access(user).may_at(RIGHT, report):
        return False
    try:
        subject = subject_of(report.asked, portal or Portal.current())
    except UnknownSubject:
        return False
    grants = access(user).holding(RIGHT)
    return bool(subject.paths) and all(any(grant.reaches_path(path) for grant in grants) for path in subject.paths)


def next_number(issuer: Issuer, year: int) -> int:
    """The first number after the last one given in the year: gaps stay for papers that were numbered by hand."""
    last = Edition.objects.filter(issuer=issuer, doc_type=DOC_TYPE, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def earliest_day(summary: Summary) -> date:
    """No report is dated before the end of what it counts."""
    return summary.context.cutoff or date(summary.year, 12, 31)


def issue(actor: Any, report: Report, order: Order) -> Edition:
    """The stored edition. Raises PermissionDenied, Refused in words, Invalid at "number", "dated" or "signer".

    Two at once for one number: one wins, the other gets Invalid with the next free number, and nothing of it is stored.
    """
    for _ in range(TRIES):
        prepared = prepare(actor, report, order)
        try:
            with journal(actor) as log:
                current = locked(report)
                _require_signed(actor, current)
                if current.version != report.version:
                    raise Refused("Dự thảo vừa được người khác sửa. Hãy xem lại rồi ban hành.")
                if data_version() == prepared.version:
                    edition = _store(prepared)
                    current.status = Report.Status.ISSUED
                    current.version += 1
                    current.save()
                    log.add("issue", edition, _told(edition, prepared.files))
                    return edition
        except IntegrityError as error:
            raise _number_taken(report.issuer, order) or error from error
    raise Refused("Số liệu đang thay đổi trong lúc dựng báo cáo. Hãy đợi một lát rồi ban hành lại.")


def reopen(actor: Any, report: Report, reason: str) -> Report:
    """Ban hành lại: the issued report is a draft again, to be checked and signed anew. What was issued stays."""
    if not reason.strip():
        raise Invalid({"reason": ["Hãy ghi lý do ban hành lại."]})
    with journal(actor) as log:
        report = locked(report)
        _require_right(actor, report)
        if report.status != Report.Status.ISSUED:
            raise Refused("Chỉ báo cáo đã ban hành mới ban hành lại được.")
        report.status = Report.Status.DRAFT
        report.checked_by = report.checked_at = report.signed_by = report.signed_at = None
        report.version += 1
        report.save()
        log.add("reissue", report, {"reason": reason.strip()})
    return report


def prepare(actor: Any, report: Report, order: Order) -> Prepared:
    """Everything of the issue but its storing: figures, words, document and bytes."""
    _require_signed(actor, report)
    version, head = data_version(), current_head()
    portal, asked = Portal.current(), report.asked
    subject, reader = subject_of(asked, portal), Reader.of(actor)
    summary = summary_of(asked, reader, portal)
    if not reader.sees_whole(subject):
        raise Refused("Bạn chỉ thấy một phần của phạm vi này nên không ban hành được báo cáo.")
    _require_audience(report, asked)
    _require_order(report, order, summary)
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
    return Prepared(edition=edition, files=render(sealed(document, seal, replaced), summary, frozen), version=version)


def preview(actor: Any, report: Report, order: Order) -> Document:
    """The document as it would be issued, without its seal; the same rights and faults."""
    _require_right(actor, report)
    asked = report.asked
    summary = summary_of(asked, Reader.of(actor), Portal.current())
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


def _require_right(actor: Any, report: Report) -> None:
    if not may_issue(actor, report):
        raise PermissionDenied("Người ký của cơ quan ban hành mới ban hành được báo cáo này.")


def _require_signed(actor: Any, report: Report) -> None:
    _require_right(actor, report)
    if report.status != Report.Status.SIGNED:
        raise Refused(f"Báo cáo đang ở bước “{report.get_status_display()}”: duyệt ký xong mới ban hành được.")


def _require_audience(report: Report, asked: Asked) -> None:
    """What names people is for those who may see them: the public gets no wider list than the public ones."""
    personal = kind_of(asked.kind, asked.scope).right.startswith("personal.")
    if personal and report.audience == Report.Audience.PUBLIC:
        raise Refused("Danh sách có tên người nhận chỉ ban hành được với lưu hành nội bộ.")


def _require_order(report: Report, order: Order, summary: Summary) -> None:
    """Invalid with every fault of what was typed."""
    faults: dict[str, list[str]] = {}
    first, today = earliest_day(summary), timezone.localdate()
    if order.dated > today:
        faults["dated"] = ["Ngày ban hành không thể ở sau hôm nay."]
    elif order.dated < first:
        faults["dated"] = [
            f"Báo cáo tính số liệu đến hết ngày {first:%d/%m/%Y}: ngày ban hành không thể trước ngày ấy."
        ]
    if not order.signer.strip():
        faults["signer"] = ["Hãy ghi họ tên người ký."]
    if order.signing in (Signing.BY_ORDER, Signing.AUTHORISED) and not order.post.strip():
        faults["post"] = ["Ký thừa lệnh, thừa ủy quyền thì ghi chức vụ của người ký."]
    if report.issuer.joint_with and not order.joint_signer.strip():
        faults["joint_signer"] = [f"Hãy ghi họ tên người ký của {report.issuer.joint_with}."]
    if order.number < 1:
        faults["number"] = ["Số văn bản là số nguyên từ 1."]
    elif taken := _number_taken(report.issuer, order):
        faults |= taken.errors
    if faults:
        raise Invalid(faults)


def _number_taken(issuer: Issuer, order: Order) -> Invalid | None:
    year = order.dated.year
    found = Edition.objects.filter(issuer=issuer, doc_type=DOC_TYPE, year=year, number=order.number).first()
    if found is None:
        return None
    free = next_number(issuer, year)
    return Invalid(
        {"number": [f"Số {order.number} năm {year} đã cấp cho “{found.title}”. Số tiếp theo còn trống: {free}."]}
    )


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
