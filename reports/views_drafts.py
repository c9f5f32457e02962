"""Dự thảo báo cáo: the drafts of the bodies that one works for, and beginning one of what is asked."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from danvan.accounts.scoping import access, require
from danvan.records.data import Refused
from danvan.shell import Shell
from reports import drafting
from reports.asked import Asked, BadAddress
from reports.composing import summary_of
from reports.forms_draft import BeginForm
from reports.models import Report
from reports.summarize import UnknownSubject
from reports.summarize_reader import Reader

PAGE = 50


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Every draft in reach, those first that wait for the reader. `tt`: a status, `cho`: only what waits."""
    require(request.user, "report.view")
    rows = drafting.reports_of(request.user)
    waits = waiting_for(request.user)
    status = request.GET.get("tt", "")
    counts = {row["status"]: row["n"] for row in rows.order_by().values("status").annotate(n=Count("pk"))}
    if status and status not in Report.Status.values:
        raise Http404
    shown = rows.filter(status=status) if status else rows.exclude(status=Report.Status.DROPPED)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    mine = set(waits.values_list("pk", flat=True))
    return render(
        request,
        "reports/drafts.html",
        {
            "page": page, "mine": mine, "status": status,
            "filters": [(value, label, counts.get(value, 0)) for value, label in Report.Status.choices],
            "may_draft": access(request.user).may("report.draft"),
        },
    )  # fmt: skip


def waiting_for(user: Any) -> QuerySet[Report]:
    """Drafts whose next step is the user's: own ones to finish, others' to check, checked ones to sign."""
    found = Q(pk__in=())
    mine = access(user)
    wrote = Q(created_by=user) | Q(pk__in=Report.objects.filter(texts__author=user).values("pk"))
    if mine.may("report.draft"):
        reach = mine.q(Report.scope, "report.draft")
        checking = Q(status=Report.Status.CHECKING, checked_at__isnull=True) & ~wrote
        found |= reach & (Q(status=Report.Status.DRAFT, created_by=user) | checking)
    if mine.may("report.sign"):
        reach = mine.q(Report.scope, "report.sign")
        found |= reach & Q(status=Report.Status.CHECKING) & ~wrote
    return Report.objects.filter(found)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_new(request: HttpRequest) -> HttpResponse:
    """Soạn dự thảo of what the address asks, as /bao-cao/xem/ does; without anything asked, to the choice of one."""
    require(request.user, "report.draft")
    if not request.GET:
        return HttpResponseRedirect(reverse("reports:index"))
    shell = Shell(request)
    request.shell = shell  # type: ignore[attr-defined]
    form = BeginForm(request.POST or None, user=request.user)
    try:
        asked = Asked.from_parameters(request.GET.dict())
        if request.method == "POST" and form.is_valid():
            made = drafting.begin(
                request.user, asked, issuer=form.cleaned_data["issuer"], audience=form.cleaned_data["audience"],
                portal=shell.portal, key=key_of(request),
            )  # fmt: skip
            messages.success(request, "Đã mở dự thảo. Số liệu trong bài luôn là số của cổng; bạn chỉ sửa lời.")
            return HttpResponseRedirect(made.get_absolute_url())
        summary = summary_of(asked, Reader.of(request.user), shell.portal)
    except (BadAddress, UnknownSubject) as error:
        raise Http404 from error
    except Refused as refused:
        form.add_error(None, refused.message)
        summary = summary_of(asked, Reader.of(request.user), shell.portal)
    already = drafting.reports_of(request.user).filter(
        kind=asked.kind, subject=asked.scope, code=asked.code or "", period=asked.period,
        status__in=(Report.Status.DRAFT, Report.Status.CHECKING, Report.Status.SIGNED),
    )  # fmt: skip
    return render(
        request,
        "reports/draft_new.html",
        {
            "form": form, "summary": summary, "asked": asked, "key": request.POST.get("phieu") or uuid.uuid4(),
            "back": f"{reverse('reports:page')}?{urlencode(asked.parameters())}", "already": list(already[:3]),
            "partial": any(warning.code == "partial_scope" for warning in summary.warnings),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """The form's own key, by which sending it twice makes one thing."""
    try:
        return uuid.UUID(request.POST.get("phieu", ""))
    except ValueError:
        return None
