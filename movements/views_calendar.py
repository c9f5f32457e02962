"""Lịch (/hoat-dong/lich/): a month of activities, answers and tasks due, as a table and as a list of days."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from danvan.accounts.scoping import access
from danvan.context import Context, context_of
from danvan.downloads import download
from danvan.export import ExportColumn
from danvan.lib.periods import format_date

from . import desks_filters
from .calendar import Month, month_of

SHOWN = 4  # entries of a day in the table; the list of days has them all
COLUMNS = [
    ExportColumn("Ngày", "date"), ExportColumn("Việc"), ExportColumn("Nội dung", width=50), ExportColumn("Địa bàn"),
    ExportColumn("Đơn vị"), ExportColumn("Tình trạng"),
]  # fmt: skip


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """`nam` and `thang` choose the month (this one when the URL names neither), `to-chuc` an organisation."""
    user = request.user
    if not access(user).may("activity.view"):
        raise PermissionDenied("Tài khoản của bạn không xem mục này.")
    context = context_of(request, any_year=True)
    request.portal_context = context  # type: ignore[attr-defined]  # filters choose from the same places
    year, number = _month(request, context)
    body = request.GET.get("to-chuc", "").strip()
    month = month_of(user, year, number, context.area, body)
    if fmt := request.GET.get("xuat"):
        return _file(request, month, fmt)
    keep = {k: v for k in ("noi", "to-chuc", "xem") if (v := request.GET.get(k))}
    return render(
        request,
        "movements/calendar.html",
        {
            "month": month,
            "as_list": request.GET.get("xem") == "ds",
            "shown": SHOWN,
            "before": _address(keep, year, number - 1),
            "after": _address(keep, year, number + 1),
            "months": [(n, _address(keep, year, n), n == number) for n in range(1, 13)],
            "this_month": _address(keep, timezone.localdate().year, timezone.localdate().month),
            "organizations": desks_filters.organizations(request),
            "body": body,
            "bar": Context(context.area, year, context.places, sorted({*context.years, year}, reverse=True)).bar(
                request
            ),
            "may_enter": access(user).may("activity.enter"),
            "may_export": access(user).may("export"),
            "illustrative": any(entry.illustrative for entry in month.entries),
        },
    )


def _month(request: HttpRequest, context: Context) -> tuple[int, int]:
    """Year and month of the URL; of a year alone its last month that has begun. Raises Http404 for no month."""
    today = timezone.localdate()
    asked = request.GET.get("thang", "")
    year = context.year or today.year
    if not asked:
        return year, today.month if year == today.year else 12 if year < today.year else 1
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 2 and 1 <= int(asked) <= 12 and 1990 <= year <= 2100):
        raise Http404
    return year, int(asked)


def _address(keep: dict[str, str], year: int, month: int) -> str:
    """The month's address; month 0 is December of the year before, 13 January of the next."""
    years, month = divmod(month - 1, 12)
    return "?" + urlencode({**keep, "nam": str(year + years), "thang": str(month + 1)})


def _file(request: HttpRequest, month: Month, fmt: str) -> HttpResponse:
    rows: list[tuple[Any, ...]] = [
        (e.day or format_date(month.first, "month"), e.kind_label, e.title, e.place, e.organization, e.word)
        for e in month.entries
    ]
    return download(request, "calendar", f"Lịch {month.label}", COLUMNS, rows, fmt, len(rows))
