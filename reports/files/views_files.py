"""Tải báo cáo: at once when the bytes are kept or the report is short, else by a job whose page says how far it is."""

from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from danvan.accounts.scoping import require
from danvan.audit.journal import journal
from danvan.figures.effects import data_version
from reports.asked import Asked
from reports.composing import document_of, own_letterhead
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
    """How far the file is. It reads itself again, with script or without, until the file is there or cannot be."""
    _require(request)
    jobs.take_up(RenderJob.objects.filter(pk=pk))
    found = _mine(request, pk)
    asked = Asked.from_parameters(found.asked)
    query = urlencode(asked.parameters())
    before = RenderJob.objects.filter(status=RenderJob.Status.WAITING, pk__lt=pk).count() if not found.done else 0
    at_hand = [name for start, name in STEPS if found.percent >= start][-1]
    context: dict[str, Any] = {
        "job": found, "label": OUTPUTS[found.extension].label, "before": before,
        "again": f"{reverse('reports:download', args=[found.extension])}?{query}",
        "report_url": f"{reverse('reports:page')}?{query}",
        "steps": [(name, name == at_hand) for _, name in STEPS],
        "outdated": found.done and (found.data_version, found.day) != (data_version(), timezone.localdate()),
    }  # fmt: skip
    part = bool(getattr(request, "htmx", False))
    return render(request, "reports/_job.html" if part else "reports/job.html", context)


@require_safe
def job_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes of a job that is done; its page for one that is not."""
    _require(request)
    found = _mine(request, pk)
    if not found.done:
        return redirect("reports:job", pk)
    content = RenderJob.objects.values_list("content", flat=True).get(pk=pk)
    return _file(request, found.extension, Kept(found.file_name, bytes(content or b"")))


def _require(request: HttpRequest) -> None:
    require(request.user, "report.view")
    require(request.user, "report.export")


def _mine(request: HttpRequest, pk: int) -> RenderJob:
    """Another's job does not exist, nor one's own of a time when one saw something else."""
    found = get_object_or_404(RenderJob.objects.defer("content").filter(askers=request.user.pk), pk=pk)
    if not jobs.still_theirs(found, request.user):
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
