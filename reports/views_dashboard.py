"""Tổng quan at /tong-quan/: place and year in the URL."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan.accounts.scoping import access
from danvan.context import context_of
from danvan.shell import Shell
from reports import dashboard
from reports.summarize_reader import Reader
from reports.summarize_subject import UnknownSubject


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The year of the place that the URL names; by default the user's own place and the latest year with figures."""
    mine = access(request.user)
    if not mine.may("report.view"):
        raise PermissionDenied("Tài khoản của bạn không xem số liệu tổng hợp.")
    shell = Shell(request)
    request.shell = shell  # type: ignore[attr-defined]
    context = context_of(request)
    portal = shell.portal
    area = context.area
    whole = portal is not None and (area is None or area.pk == portal.root_area_id)
    assert context.year is not None  # noqa: S101 - context_of gives a year unless told otherwise
    try:
        data = dashboard.gather(
            mine, Reader.of(request.user), year=context.year, area=None if whole or area is None else area.code,
            portal=portal,
        )  # fmt: skip
    except UnknownSubject as error:
        raise Http404 from error
    bar = context.bar(request, said=f"so với năm {context.year - 1} · số đã tiếp nhận")
    return render(
        request, "reports/dashboard.html", dashboard.draw(data) | {"bar": bar, "subject": data.subject, "area": area}
    )
