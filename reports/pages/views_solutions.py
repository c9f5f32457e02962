"""Kết quả theo 5 nhóm giải pháp (/chu-de/ket-qua/): the page and its download."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan.accounts.scoping import access
from danvan.context import context_of
from danvan.downloads import download
from danvan.export import ExportColumn
from movements import desks_filters
from movements.models import Solution
from movements.models.solutions import NO_GROUP
from reports.pages import solutions


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """`nam`, `noi` as everywhere; `to-chuc`, `nhom` narrow; `theo` is one of solutions.BY."""
    user = request.user
    if not access(user).may("activity.view"):
        raise PermissionDenied("Tài khoản của bạn không xem mục này.")
    context = context_of(request)
    request.portal_context = context  # type: ignore[attr-defined]  # filters choose from the same places
    by, group = request.GET.get("theo") or "nhom", request.GET.get("nhom", "")
    if by not in solutions.BY or group not in ("", NO_GROUP, *Solution.values):
        raise Http404
    assert context.year is not None  # noqa: S101 - context_of gives a year unless told otherwise
    ask = solutions.Ask(context.year, context.area, request.GET.get("to-chuc", "").strip(), group, by)
    results = solutions.gather(user, ask)
    if fmt := request.GET.get("xuat"):
        return _file(request, ask, results, fmt)
    return render(
        request,
        "reports/solutions.html",
        {
            "ask": ask,
            "results": results,
            "by": solutions.BY,
            "groups": desks_filters.solutions(request),
            # Who reaches by organisation alone has no other to choose.
            "organizations": desks_filters.organizations(request) if any(g.paths for g in access(user).grants) else [],
            "says": _says(results),
            "bar": context.bar(request),
            "illustrative": results.illustrative,
            "may_export": access(user).may("export"),
        },
    )


def _says(results: solutions.Results) -> str:
    """The finding in a sentence."""
    total = results.total.values
    tasks = total.get("tasks") or 0
    if not tasks:
        return "Chưa có nhiệm vụ nào của chủ đề trong phạm vi đang xem."
    done = (total.get("done") or 0) + (total.get("done_late") or 0)
    late = total.get("late") or 0
    past = f"{late} nhiệm vụ quá hạn" if late else "không nhiệm vụ nào quá hạn"
    return f"Đã xong {done}/{tasks} nhiệm vụ, {past}."


def _file(request: HttpRequest, ask: solutions.Ask, results: solutions.Results, fmt: str) -> HttpResponse:
    columns = [ExportColumn(solutions.BY[ask.by], width=40)]
    for part, figure in results.figures:
        kind: Any = figure.kind
        columns.append(ExportColumn(f"{part.label}: {figure.label.lower()}", kind))
    rows = [
        (f"{line.label}: {line.words}" if line.words else line.label,
         *(line.values.get(figure.key) for _part, figure in results.figures))
        for line in [*results.lines, results.total]
    ]  # fmt: skip
    title = f"Kết quả theo 5 nhóm giải pháp {ask.year}"
    return download(request, "solutions", title, columns, rows, fmt, len(rows))
