"""Ai đang chậm, of a year's plan: the page and its files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from danvan import downloads
from danvan.accounts.scoping import access
from danvan.export import ExportColumn

from . import lateness
from .funnel import TYPES
from .models import ModelYear
from .models_plan import ModelPlan
from .views_boards import Asked

SHOWN = 50
OWED_COLUMNS = [
    ExportColumn("Đơn vị"), ExportColumn("Giao, mọi loại", "count"), ExportColumn("Giao, tập thể", "count"),
    ExportColumn("Giao, cá nhân", "count"), ExportColumn("Đăng ký, tập thể", "count"),
    ExportColumn("Đăng ký, cá nhân", "count"), ExportColumn("Còn thiếu", "count"),
]  # fmt: skip
LATE_COLUMNS = [
    ExportColumn("Mô hình", width=40), ExportColumn("Loại"), ExportColumn("Tổ chức"), ExportColumn("Địa bàn"),
    ExportColumn("Chưa làm"), ExportColumn("Hạn", "date"),
]  # fmt: skip


@require_safe
def late(request: HttpRequest) -> HttpResponse:
    asked = Asked(request)
    plan = lateness.plan_of(asked.year)
    owed = lateness.quotas(asked.year, asked.user, asked.rows)
    overdue = lateness.deadlines(plan, asked.rows, timezone.localdate()) if plan else []
    behind = lateness.behind(asked.rows, asked.year, overdue).select_related("model", "organization", "area")
    if fmt := request.GET.get("xuat"):
        return download(asked, owed, overdue, behind, fmt)
    rows = [(row, missed(row, overdue)) for row in behind[: SHOWN + 1]]
    return render(
        request,
        "models_programs/late.html",
        {
            "bar": asked.context.bar(request),
            "year": asked.year,
            "plan": plan,
            "owed": [
                (one, asked.url(**one.query, muc="registered") if one.total else "", [one.have(kind) for kind in TYPES])
                for one in owed
            ],
            "short": sum(one.short > 0 for one in owed),
            "overdue": [
                (one, [(str(kind.label), one.counts.get((one.code, kind), 0),
                        asked.url(cham=one.code, loai=kind.value)) for kind in TYPES])
                for one in overdue
            ],
            "rows": rows[:SHOWN],
            "more": len(rows) > SHOWN,
            "may_plan": access(asked.user).may(f"catalog.{ModelPlan.catalog}"),
            "may_export": access(asked.user).may("export"),
            "illustrative": bool(plan and plan.illustrative) or any(row.illustrative for row, _missed in rows),
        },
    )  # fmt: skip


def missed(row: ModelYear, overdue: list[lateness.Overdue]) -> list[lateness.Overdue]:
    """The deadlines that the year stands behind: read with the row (`late_<n>`)."""
    return [one for at, one in enumerate(overdue) if one.passed and getattr(row, f"late_{at}")]


def download(asked: Asked, owed: list[lateness.Owed], overdue: list[lateness.Overdue], behind: Any, fmt: str) -> Any:
    """`bang`: "chi-tieu" or "mo-hinh"."""
    rows: list[Any]
    match asked.request.GET.get("bang", "chi-tieu"):
        case "chi-tieu":
            title, columns = f"Chỉ tiêu mô hình năm {asked.year}", OWED_COLUMNS
            rows = [
                (str(one.quota), one.quota.any_type, one.quota.collective, one.quota.individual,
                 *(one.have(kind) for kind in TYPES), one.short)
                for one in owed
            ]  # fmt: skip
        case "mo-hinh":
            title, columns = f"Mô hình quá hạn năm {asked.year}", LATE_COLUMNS
            rows = [
                (row.model.name, row.model.get_type_display(), row.organization.label, row.area.name, one.due.label,
                 one.day)
                for row in behind
                for one in missed(row, overdue)
            ]  # fmt: skip
        case _:
            raise Http404
    name = f"model-late-{asked.request.GET.get('bang', 'chi-tieu')}"
    return downloads.download(asked.request, name, title, columns, rows, fmt, len(rows))
