"""Ai đã báo cáo: who has handed in a period, who has not, and by when it was due; with its two downloads."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan import downloads
from danvan.accounts.scoping import access
from danvan.context import Bar
from danvan.export import ExportColumn
from reports.targets.target_asked import asked_for, indicators_of
from reports.targets.target_reported import Reported, reported

COMMUNE_COLUMNS = [
    ExportColumn("Xã"), ExportColumn("Tình trạng"), ExportColumn("Đã gửi", "count"), ExportColumn("Phải gửi", "count"),
    ExportColumn("Nháp chưa gửi", "count"), ExportColumn("Gửi lần cuối", "date"), ExportColumn("Hạn", "date"),
    ExportColumn("Trễ, ngày", "count"),
]  # fmt: skip
INDICATOR_COLUMNS = [
    ExportColumn("Chỉ tiêu", width=40), ExportColumn("Đã báo cáo", "count"), ExportColumn("Số xã", "count"),
    ExportColumn("Xã chưa báo cáo", width=60),
]  # fmt: skip


@require_safe
def who_reported(request: HttpRequest) -> HttpResponse:
    asked = asked_for(request)
    found, may = reported(request.user, asked, indicators_of(asked.when)), access(request.user).may
    if table := request.GET.get("bang"):
        return download(request, found, table)
    return render(
        request,
        "targets/reported.html",
        {
            "asked": asked, "found": found, "bar": Bar(parts=asked.parts),
            "may_export": may("export"), "may_plan": may("catalog.indicators"),
            "groups": [], "group": "",
        },
    )  # fmt: skip


def download(request: HttpRequest, found: Reported, table: str) -> HttpResponse:
    """`bang`: "xa" or "chi-tieu"; `xuat`: the format. What the page shows, journalled."""
    rows: list[Any]
    if table == "xa":
        title, columns = "Xã báo cáo chỉ tiêu", COMMUNE_COLUMNS
        rows = [
            (c.area.title, c.word, len(c.handed), c.asked, c.drafts, c.last, found.due, late or None)
            for c, late in found.rows()
        ]
    elif table == "chi-tieu":
        title, columns = "Chỉ tiêu theo xã báo cáo", INDICATOR_COLUMNS
        rows = [
            (one.indicator.name, len(one.there), len(one.there) + len(one.missing), "; ".join(map(str, one.missing)))
            for one in found.indicators
        ]
    else:
        raise Http404
    name = f"targets-{'communes' if table == 'xa' else 'indicators'}"
    return downloads.download(request, name, title, columns, rows, request.GET.get("xuat", ""), len(rows))
