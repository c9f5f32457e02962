"""Tổng quan at /tong-quan/: place and year in the URL."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from beneficiaries.poverty_rights import counts_at
from danvan.accounts.scoping import access
from danvan.context import context_of
from danvan.shell import shell_of
from movements import restating
from reports.overview import dashboard
from reports.overview import dashboard_drawing as drawing
from reports.summaries import poverty_told
from reports.summaries.summarize_reader import Reader


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The year of the place that the URL names; by default the user's own place and the latest year with figures."""
    mine = access(request.user)
    if not mine.may("report.view"):
        raise PermissionDenied("Tài khoản của bạn không xem số liệu tổng hợp.")
    shell = shell_of(request)
    context = context_of(request)
    assert context.year is not None  # noqa: S101 - context_of gives a year unless told otherwise
    subject = dashboard.subject_of(context.area, context.places, shell.portal, context.year)
    borders = restating.asked(request)
    data = dashboard.gather(
        mine, Reader.of(request.user), subject, year=context.year, portal=shell.portal, now=borders == restating.NOW
    )
    bar = context.bar(request, said=f"so với năm {context.year - 1} · số đã tiếp nhận", boundary=borders)
    links = {key: _poverty(request, name, context.area, context.year)
             for key, name in (("flows_url", "poverty_said"), ("page_url", "poverty"))}  # fmt: skip
    others = [(year, _with(request, nam=year)) for year in context.years if year != context.year][:6]
    return render(
        request,
        "reports/dashboard.html",
        {
            **drawing.draw(data),
            **links,
            "bar": bar,
            "place": subject.name,
            "others": others,
            "later": context.area if context.area and not context.area.stood_in(context.year) else None,
            "other_borders": _with(request, **{restating.PARAMETER: other_of(borders)}),
        },
    )


def other_of(borders: str) -> str:
    return restating.THEN if borders == restating.NOW else restating.NOW


@require_safe
def poverty_said(request: HttpRequest) -> HttpResponse:
    """The flows of the lists held, for the poverty panel, which fetches them: the page itself stays at its budget."""
    mine = access(request.user)
    if not mine.may("report.view") or not mine.may("area_poverty.view"):
        raise PermissionDenied("Tài khoản của bạn không xem mục này.")
    shell = shell_of(request)
    context = context_of(request)
    year = context.year or 0
    subject = dashboard.subject_of(context.area, context.places, shell.portal, year)
    flows, _illustrative = poverty_told.flows(Reader.of(request.user), subject, year, shell.portal)
    page = _poverty(request, "poverty", context.area, year)
    return render(request, "reports/poverty_said.html", {"flows": flows, "page_url": page})


def _poverty(request: HttpRequest, name: str, area: Any, year: int) -> str:
    """The address of the page of poverty, or of what it says, for who may count there; "" for others."""
    if area is None or not counts_at(access(request.user), area.path):
        return ""
    return f"{reverse(name)}?{urlencode({'noi': area.code, 'nam': year})}"


def _with(request: HttpRequest, **changes: object) -> str:
    """The address with other parameters."""
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"
