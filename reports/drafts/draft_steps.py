"""The steps of a draft: sent to be checked, checked, signed off, returned, dropped. What is signed, `issuing` issues.

Nobody checks or signs what they wrote a version of, nor through a delegation of somebody who did.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from danvan.accounts.scoping import access
from danvan.audit.journal import journal
from danvan.records.data import Refused
from reports.drafts.drafting import comment, locked
from reports.models import Report

DRAFT, CHECKING, SIGNED = Report.Status.DRAFT, Report.Status.CHECKING, Report.Status.SIGNED
DROPPED = Report.Status.DROPPED


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `rights`: any of them; `apart`: not by who wrote; `reason`: must be given."""

    slug: str
    label: str
    done: str
    states: tuple[str, ...]
    to: str
    rights: tuple[str, ...]
    action: str
    apart: bool = False
    reason: bool = False


STEPS = {
    step.slug: step
    for step in (
        Step(slug="gui", label="Gửi kiểm tra", done="Đã gửi kiểm tra.", states=(DRAFT,), to=CHECKING,
             rights=("report.draft",), action="report_send"),
        Step(slug="da-kiem", label="Đã kiểm tra, đồng ý", done="Đã ghi kết quả kiểm tra.", states=(CHECKING,),
             to=CHECKING, rights=("report.draft", "report.sign"), action="report_check", apart=True),
        Step(slug="duyet-ky", label="Duyệt ký", done="Đã duyệt ký.", states=(CHECKING,), to=SIGNED,
             rights=("report.sign",), action="report_sign", apart=True),
        Step(slug="tra-lai", label="Trả lại để sửa", done="Đã trả lại để sửa.", states=(CHECKING, SIGNED), to=DRAFT,
             rights=("report.draft", "report.sign"), action="report_return", reason=True),
        Step(slug="bo", label="Bỏ dự thảo", done="Đã bỏ dự thảo.", states=(DRAFT, CHECKING), to=DROPPED,
             rights=("report.draft",), action="report_drop", reason=True),
    )
}  # fmt: skip


def authors(report: Report) -> set[int]:
    """Who began the draft and who wrote any version of its words, by id."""
    return {report.created_by_id, *report.texts.order_by().values_list("author_id", flat=True).distinct()}


def why_not(user: Any, report: Report, step: Step, wrote: set[int]) -> str:
    """Why the user does not take the step now; "" when the user may. `wrote`: `authors(report)`."""
    grants = [grant for right in step.rights for grant in access(user).holding(right) if grant.reaches(report)]
    if not grants:
        return "Tài khoản của bạn không làm bước này."
    if report.status not in step.states:
        return f"Báo cáo đang ở bước “{report.get_status_display()}”."
    if step.apart and user.pk in wrote:
        return "Bạn đã soạn báo cáo này nên người khác phải kiểm tra, duyệt ký."
    if step.apart and all(grant.giver in wrote for grant in grants):
        return "Người ủy quyền cho bạn đã soạn báo cáo này."
    if step.slug == "da-kiem" and report.checked_at:
        return "Báo cáo đã được kiểm tra."
    if step.slug == "duyet-ky" and not report.checked_at:
        return "Báo cáo chưa được kiểm tra."
    return ""


def require(user: Any, report: Report, step: Step) -> None:
    """PermissionDenied for who never takes this step here."""
    if not any(access(user).may_at(right, report) for right in step.rights):
        raise PermissionDenied("Tài khoản của bạn không làm bước này.")


def take(user: Any, report: Report, step: Step, *, version: int, reason: str = "") -> Report:
    """The report after the step. `version`: what the user read; Refused when it moved on since, or out of turn."""
    if step.reason and not reason.strip():
        raise Refused("Hãy nêu lý do.")
    with journal(user) as log:
        found = locked(report)
        if refusal := why_not(user, found, step, authors(found)):
            require(user, found, step)
            raise Refused(refusal)
        if found.version != version:
            raise Refused("Dự thảo vừa được sửa sau khi bạn mở. Hãy đọc lại rồi quyết định.")
        _mark(found, step, user)
        if step.reason:
            comment(user, found, "", f"{step.label}: {reason.strip()}")
        log.add(step.action, found, {"reason": reason.strip()} if reason.strip() else {})
    return found


def _mark(report: Report, step: Step, user: Any) -> None:
    now = timezone.now()
    report.status = step.to
    if step.slug == "da-kiem":
        report.checked_by, report.checked_at = user, now
    elif step.slug == "duyet-ky":
        report.signed_by, report.signed_at = user, now
    else:
        report.checked_by = report.checked_at = report.signed_by = report.signed_at = None
    report.version += 1
    report.save()
