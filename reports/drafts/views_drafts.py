"""Dự thảo báo cáo: the drafts of the bodies that one works for, and beginning one of what is asked."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from danvan.accounts.scoping import require
from danvan.crud_views import form_key
from danvan.records.data import Refused
from danvan.shell import shell_of
from reports.asked import Asked, BadAddress
from reports.composing import summary_of
from reports.drafts import draft_waits, drafting
from reports.drafts.forms_draft import BeginForm
from reports.models import Report
from reports.summaries.summarize import UnknownSubject
from reports.summaries.summarize_reader import Reader

PAGE = 50


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts in reach that were not dropped. `tt`: those at a status; `cho=toi`: those that wait for the reader."""
    require(request.user, "report.view")
    rows = drafting.reports_of(request.user)
    status, mine_alone = request.GET.get("tt", ""), request.GET.get("cho") == "toi"
    if status and status not in Report.Status.values:
        raise Http404
    counts = {row["status"]: row["n"] for row in rows.order_by().values("status").annotate(n=Count("pk"))}
    mine = set(draft_waits.waiting_for(request.user).values_list("pk", flat=True))
    shown = rows.filter(status=status) if status else rows.exclude(status=Report.Status.DROPPED)
    if mine_alone:
        shown = shown.filter(pk__in=mine)
    here, live = request.path, sum(n for state, n in counts.items() if state != Report.Status.DROPPED)
    return render(
        request,
        "reports/drafts.html",
        {
            "page": Paginator(shown, PAGE).get_page(request.GET.get("page")), "mine": mine,
            "filters": [
                (here, "Tất cả", live, not (status or mine_alone)),
                (f"{here}?cho=toi", "Chờ tôi", len(mine), mine_alone),
                *((f"{here}?tt={value}", label, counts.get(value, 0), status == value)
                  for value, label in Report.Status.choices),
            ],
            "narrowed": bool(status or mine_alone),
        },
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def draft_new(request: HttpRequest) -> HttpResponse:
    """Soạn dự thảo of what the address asks, as /bao-cao/xem/ does; without anything asked, to the choice of one."""
    require(request.user, "report.draft")
    if not request.GET:
        return HttpResponseRedirect(reverse("reports:index"))
    shell = shell_of(request)
    form = BeginForm(request.POST or None, user=request.user)
    try:
        asked = Asked.from_parameters(request.GET.dict())
        if request.method == "POST" and form.is_valid():
            made = drafting.begin(
                request.user, asked, issuer=form.cleaned_data["issuer"], audience=form.cleaned_data["audience"],
                portal=shell.portal, key=form_key(request),
            )  # fmt: skip
            messages.success(request, "Đã mở dự thảo. Số liệu trong bài luôn là số của cổng; bạn chỉ sửa lời.")
            return HttpResponseRedirect(made.get_absolute_url())
        summary = summary_of(asked, Reader.of(request.user), shell.portal, screen=True)
    except (BadAddress, UnknownSubject) as error:
        raise Http404 from error
    except Refused as refused:
        form.add_error(None, refused.message)
        summary = summary_of(asked, Reader.of(request.user), shell.portal, screen=True)
    already = drafting.reports_of(request.user).filter(
        kind=asked.kind, subject=asked.scope, code=asked.code or "", period=asked.period,
        status__in=(Report.Status.DRAFT, Report.Status.CHECKING, Report.Status.SIGNED),
    )  # fmt: skip
    return render(
        request,
        "reports/draft_new.html",
        {
            "form": form, "summary": summary, "asked": asked, "key": request.POST.get("key") or uuid.uuid4(),
            "back": f"{reverse('reports:page')}?{urlencode(asked.parameters())}", "already": list(already[:3]),
            "partial": summary.is_partial,
        },
        status=422 if form.errors else 200,
    )  # fmt: skip
