"""Ban hành and ban hành lại: a question with what will happen, then the step. Whoever may not is told why."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from danvan.accounts.scoping import require, visible_to
from danvan.records.data import Invalid, Refused
from reports.document import Document
from reports.editions import issue_jobs, issuing
from reports.editions.forms_issue import IssueForm, ReissueForm
from reports.editions.issue_rules import RIGHT, may_issue, next_number
from reports.editions.verifying import editions
from reports.files.outputs import OUTPUTS, Unavailable, paper_bytes
from reports.models import Report


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, the paper as it would be (`xem`), and the step itself, which the worker does while its page tells.

    After a job that failed, what was typed fills the form again.
    """
    require(request.user, RIGHT)
    report = visible_to(Report.objects.select_related("issuer__joint_with"), request.user).filter(pk=pk).first()
    if report is None:
        raise Http404
    if not may_issue(request.user, report):
        raise PermissionDenied("Người ký của đơn vị ban hành mới ban hành được báo cáo này.")
    if request.method != "POST" and (live := issue_jobs.at_it(report)):
        return redirect("reports:job", live.pk)
    form = IssueForm(request.POST or None, issuer=report.issuer, initial=_initial(request, report))
    if request.method == "POST" and form.is_valid():
        order = form.order(request.build_absolute_uri("/"))
        try:
            if request.POST.get("xem"):
                return _preview(issuing.preview(request.user, report, order))
            job = issue_jobs.press(request.user, report, order)
        except Invalid as invalid:
            for name, said in invalid.errors.items():
                form.add_error(name if name in form.fields else None, said)
        except (Refused, Unavailable) as refused:
            form.add_error(None, str(refused))
        else:
            if issue_jobs.order_of(job) != order:
                messages.warning(request, "Báo cáo này đang được ban hành với số, ngày và người ký ghi trước đó.")
            return redirect("reports:job", job.pk)
    replaces = report.editions.order_by("-pk").defer("summary", "records", "changes").first()
    return render(
        request, "reports/issue.html",
        {"report": report, "form": form, "replaces": replaces, "ready": report.status == Report.Status.SIGNED},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _initial(request: HttpRequest, report: Report) -> dict[str, Any]:
    failed = issue_jobs.failed(request.user, report)
    if failed is not None:
        return asdict(issue_jobs.order_of(failed))
    today = timezone.localdate()
    signer = report.signed_by or request.user
    return {
        "number": next_number(report.issuer, today.year), "dated": today, "signing": "head",
        "signer": getattr(signer, "full_name", ""),
    }  # fmt: skip


def _preview(document: Document) -> HttpResponse:
    response = HttpResponse(paper_bytes(document), content_type=OUTPUTS["pdf"].content_type)
    response["Content-Disposition"] = 'inline; filename="xem-truoc.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def reissue(request: HttpRequest, pk: int) -> HttpResponse:
    """The issued report is a draft again; what was issued stays until the new issue replaces it."""
    require(request.user, RIGHT)
    edition = visible_to(editions(), request.user).filter(pk=pk).first()
    if edition is None:
        raise Http404
    report = edition.report
    if not may_issue(request.user, report):
        raise PermissionDenied("Người ký của đơn vị ban hành mới ban hành lại được báo cáo này.")
    form = ReissueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issuing.reopen(request.user, report, form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "Báo cáo trở lại bước dự thảo để ban hành lại.")
            return HttpResponseRedirect(report.get_absolute_url())
    return render(
        request, "records/confirm.html",
        {
            "title": f"Ban hành lại Báo cáo số {edition.symbol}?",
            "consequences": [
                "Báo cáo trở lại bước dự thảo, tính theo số liệu hôm nay.",
                "Báo cáo được kiểm tra, duyệt ký rồi ban hành với số và ngày mới.",
                f"Bản mới in dòng “Báo cáo này thay thế Báo cáo số {edition.symbol}” và mục những điểm thay đổi.",
                "Bản đã ban hành giữ nguyên, vẫn tải và xác minh được; trang xác minh nói bản nào thay thế.",
            ],
            "form": form, "button": "Mở lại để ban hành lại", "cancel_url": edition.get_absolute_url(),
        },
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip
