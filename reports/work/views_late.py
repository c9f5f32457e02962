"""Ai đang chậm: the page and its two downloads."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan import downloads
from danvan.accounts.scoping import access
from danvan.export import ExportColumn
from danvan.templatetags import vn
from reports.work import lateness

LYING = 10
"""Working days after which an untouched draft is listed, unless the URL says otherwise (`ngay`)."""

STEP_COLUMNS = [
    ExportColumn("Bước"), ExportColumn("Của ai"), ExportColumn("Ở đâu"), ExportColumn("Đang chờ", "count"),
    ExportColumn("Quá hạn", "count"), ExportColumn("Chờ lâu nhất, ngày làm việc", "count"),
    ExportColumn("Người giữ vai trò"), ExportColumn("Bước đã làm trong 90 ngày", "count"),
    ExportColumn("Chờ trung bình, ngày làm việc", "decimal"),
]  # fmt: skip
AUTHOR_COLUMNS = [
    ExportColumn("Người ghi"), ExportColumn("Nháp để lâu", "count"), ExportColumn("Nháp lâu nhất, ngày", "count"),
    ExportColumn("Chưa trả lời đề nghị", "count"), ExportColumn("Chưa trả lời lâu nhất, ngày", "count"),
]  # fmt: skip


def may_see(user: Any) -> bool:
    return access(user).may("support.confirm") or access(user).may("support.accept")


@require_safe
def late(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not may_see(user):
        raise PermissionDenied("Trang này dành cho người xác nhận, tiếp nhận bản ghi.")
    asked = request.GET.get("ngay", "")
    days = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 3 else LYING
    if table := request.GET.get("bang"):
        return download(request, table, days)
    steps, authors = lateness.steps(user), lateness.authors(user, days)
    return render(
        request,
        "work/late.html",
        {
            "steps": steps,
            "authors": authors,
            "days": days,
            "wrong": bool(asked) and asked != str(days),
            "waiting": sum(step.count for step in steps),
            "late": sum(step.late for step in steps),
            "may_export": access(user).may("export"),
            "may_hand_over": access(user).may("handover"),
        },
    )


def download(request: HttpRequest, table: str, days: int) -> HttpResponse:
    """`bang`: "buoc" or "nguoi"; `xuat`: the format. What the page shows, journalled."""
    if table not in ("buoc", "nguoi"):
        raise Http404
    rows: list[Any]
    if table == "buoc":
        title, columns, rows = "Bước đang chờ", STEP_COLUMNS, list(step_rows(lateness.steps(request.user)))
    else:
        title, columns = "Nháp và đề nghị chưa trả lời", AUTHOR_COLUMNS
        rows = [
            (a.name, a.drafts, a.draft_days or None, a.returned, a.returned_days or None)
            for a in lateness.authors(request.user, days)
        ]
    fmt = request.GET.get("xuat", "")
    return downloads.download(request, f"late-{table}", title, columns, rows, fmt, len(rows))


def step_rows(steps: list[lateness.Step]) -> Iterator[tuple[Any, ...]]:
    """A line for each who holds the role; one without a name where nobody does."""
    for step in steps:
        for person in step.people or [lateness.Person("chưa có ai")]:
            yield (
                step.word, step.role_label, vn.dash(step.place), step.count, step.late, step.days, person.name,
                person.taken, person.average,
            )  # fmt: skip
