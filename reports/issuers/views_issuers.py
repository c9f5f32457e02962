"""The first page of a sample report on an issuing body's paper, to see its measures before anything is issued."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.files.outputs import OUTPUTS, Unavailable, paper_bytes
from reports.issuers.letterheads import letterhead_of
from reports.issuers.sample import sample

if TYPE_CHECKING:
    from reports.issuers.desks_issuers import IssuerDesk


@require_safe
def first_page(request: HttpRequest, pk: int, desk: "IssuerDesk") -> HttpResponse:
    """A short made-up report as PDF, shown in the browser. No figure of the portal is in it: nothing is journalled."""
    issuer = desk.get(request.user, pk)
    try:
        content = paper_bytes(sample(letterhead_of(issuer, number="5")))
    except Unavailable as error:
        return render(request, "reports/report_unavailable.html", {"message": str(error)}, status=503)
    response = HttpResponse(content, content_type=OUTPUTS["pdf"].content_type)
    response["Content-Disposition"] = 'inline; filename="trang-dau.pdf"'
    return response
