"""Tải báo cáo: at once when the bytes are kept or the report is short, else by a job whose page says how far it is."""

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from danvan.accounts.scoping import require
from danvan.audit.journal import journal
from danvan.figures.effects import data_version
from reports.asked import Asked
from reports.composing import document_of, own_letterhead
from reports.editions.edition_files import RENDERED
from reports.editions.issue_jobs import may_follow, order_of
from reports.files import jobs
from reports.files.keeping import Kept, Stamp, keep, kept, key_of
from reports.files.outputs import OUTPUTS, Unavailable, file_name
from reports.files.rendering import LAYOUT_TO, weight
from reports.kinds import KINDS
from reports.models import RenderJob
from reports.views import DOWNLOADS, asked_of, counted

SHORT = {"pdf": 120, "docx": 3_000, "xlsx": 10_000}
"""The most rows and blocks of a report that a request makes itself: about a second, so that nobody waits long for a
page and no web worker is held up. Measured: 7 ms each in a PDF, 0.3 in a Word file, 0.1 in a workbook; JSON is quicker.
"""
STEPS = ((0, "Cộng số liệu"), (1, "Dàn trang"), (LAYOUT_TO, "Ghi tệp"))
"""From which percent on each step is the one at hand."""
ISSUE_STEPS = ((0, "Cộng số liệu"), (1, "Dựng tệp PDF, Word, Excel"), (RENDERED, "Cấp số và lưu"))
ENOUGH = f"Bạn đang đợi {jobs.MOST_AT_ONCE} tệp. Hãy đợi tệp nào xong rồi tải tiếp."
FROZEN = [f"edition__{name}" for name in ("summary", "records", "words", "changes")]


@require_safe
def download(request: HttpRequest, extension: str) -> HttpResponse:
    """The report as a file, or the page of the job that makes it; kept while neither data nor reach change.

    A list with names is in no memory: it is made anew, or fetched from its job by who asked for it.
    """
    _require(request)
    if extension not in DOWNLOADS:
        raise Http404
    asked, stamp = asked_of(request), Stamp.now()
    key = key_of(request.user, asked, extension, stamp)
    personal = KINDS[asked.kind].personal if asked.kind in KINDS else True
    file = None if personal else kept(key)
    if file is not None:
        return _file(request, extension, file)
    running = jobs.alive(key)
    if running is not None:
        return redirect("reports:job", jobs.join(running, request.user).pk)
    summary = counted(request, asked)
    document = document_of(asked, summary, issuer=own_letterhead(summary))
    name = file_name(summary, extension)
    if weight(document) > SHORT.get(extension, weight(document)):
        if jobs.enough(request.user):
            return render(request, "reports/report_unavailable.html", {"message": ENOUGH}, status=429)
        made = jobs.ask(request.user, asked, extension, stamp, title=document.meta.title, file_name=name)
        return redirect("reports:job", made.pk)
    try:
        file = Kept(name, OUTPUTS[extension].make(summary, document))
    except Unavailable as error:
        return render(request, "reports/report_unavailable.html", {"message": str(error)}, status=503)
    if not personal:
        keep(key, file)
    return _file(request, extension, file)


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the file or the issue is. It reads itself again, with script or without, until it is there or cannot be;
    an issue that is done leads to its edition.
    """
    _require(request)
    jobs.take_up(RenderJob.objects.filter(pk=pk))
    found = _mine(request, pk)
    if found.report_id and found.done:
        return _to_edition(request, found)
    steps = ISSUE_STEPS if found.report_id else STEPS
    at_hand = [name for start, name in steps if found.percent >= start][-1]
    context = {
        "job": found, "steps": [(name, name == at_hand) for _, name in steps],
        "before": RenderJob.objects.filter(status=RenderJob.Status.WAITING, pk__lt=pk).count() if not found.done else 0,
        **(_of_issue(found) if found.report_id else _of_file(found)),
    }  # fmt: skip
    part = bool(getattr(request, "htmx", False))
    return render(request, "reports/_job.html" if part else "reports/job.html", context)


def _of_file(found: RenderJob) -> dict[str, Any]:
    query = urlencode(Asked.from_parameters(found.asked).parameters())
    label = OUTPUTS[found.extension].label
    return {
        "heading": f"Tệp {label}", "label": label,
        "back": (f"{reverse('reports:page')}?{query}", "Báo cáo trên màn hình"),
        "again": f"{reverse('reports:download', args=[found.extension])}?{query}",
        "outdated": found.done and (found.data_version, found.day) != (data_version(), timezone.localdate()),
    }  # fmt: skip


def _of_issue(found: RenderJob) -> dict[str, Any]:
    """`typed`: for the button that presses again with the same values."""
    order = order_of(found)
    fields = {**found.order, "dated": f"{order.dated:%d/%m/%Y}"}
    return {
        "heading": "Ban hành báo cáo", "order": order,
        "back": (reverse("reports:draft", args=[found.report_id]), "Dự thảo"),
        "again": reverse("reports:issue", args=[found.report_id]),
        "typed": [(name, value) for name, value in fields.items() if name != "site"],
    }  # fmt: skip


def _to_edition(request: HttpRequest, found: RenderJob) -> HttpResponse:
    assert found.edition is not None  # noqa: S101 - the same update set both
    messages.success(request, f"Đã ban hành {found.edition}.")
    url = found.edition.get_absolute_url()
    return HttpResponseClientRedirect(url) if getattr(request, "htmx", False) else redirect(url)


@require_safe
def job_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes of a job that is done; its page for one that is not."""
    _require(request)
    found = _mine(request, pk)
    if found.report_id or not found.done:
        return redirect("reports:job", pk)
    content = RenderJob.objects.values_list("content", flat=True).get(pk=pk)
    return _file(request, found.extension, Kept(found.file_name, bytes(content or b"")))


def _require(request: HttpRequest) -> None:
    require(request.user, "report.view")
    require(request.user, "report.export")


def _mine(request: HttpRequest, pk: int) -> RenderJob:
    """Another's job does not exist, nor one's own of a time when one saw something else."""
    found = get_object_or_404(RenderJob.objects.select_related("edition").defer("content", *FROZEN), pk=pk)
    if not (may_follow if found.report_id else jobs.still_theirs)(request.user, found):
        raise Http404
    return found


def _file(request: HttpRequest, extension: str, file: Kept) -> HttpResponse:
    """The answer with the bytes; journalled as an export."""
    if request.method == "GET":
        with journal(request.user) as log:
            log.add("export", None, {"report": file.name, "sha256": sha256(file.content).hexdigest()})
    response = HttpResponse(file.content, content_type=OUTPUTS[extension].content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
