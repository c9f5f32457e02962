"""So với kế hoạch, cùng kỳ: the comparison of a period, its bullet bars, the communes side by side, and downloads."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan import downloads
from danvan.accounts.scoping import access
from danvan.context import Bar
from danvan.export import ExportColumn
from danvan.lib.numbers import MISSING
from movements.models import Indicator
from reports.targets.indicators import Table
from reports.targets.target_asked import Asked, asked_for, in_group, indicators_of
from reports.targets.target_compare import Line, comparison, drawn, lines_by_commune, lines_of

COLUMNS = [
    ExportColumn("Chỉ tiêu, địa bàn", width=40), ExportColumn("Đơn vị tính", width=14),
    ExportColumn("Kế hoạch từ", "decimal"), ExportColumn("Kế hoạch đến", "decimal"),
    ExportColumn("Thực hiện", "decimal"), ExportColumn("Xã có số"), ExportColumn("Chênh lệch", "decimal"),
    ExportColumn("% kế hoạch", "percent"), ExportColumn("Đánh giá"), ExportColumn("Cùng kỳ năm trước", "decimal"),
    ExportColumn("Tăng, giảm", "decimal"), ExportColumn("Tăng, giảm, %", "percent"),
    ExportColumn("Ước cả năm", "decimal"), ExportColumn("Số liệu tính đến ngày", "date"),
    ExportColumn("Nguồn", width=18), ExportColumn("Lý do khác số tính", width=30),
]  # fmt: skip


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    asked = asked_for(request)
    everything = indicators_of(asked.when)
    shown = in_group(request, everything)
    one = chosen(request, everything)
    found = comparison(request.user, asked, [one] if one is not None else shown.indicators)
    by_commune = one is not None and asked.commune is None
    lines = lines_by_commune(asked, found) if by_commune else lines_of(asked, found)
    if table := request.GET.get("bang"):
        return download(request, asked, found, lines, table)
    return render(
        request,
        "targets/compare.html",
        {
            "asked": asked, "lines": lines, "one": one if by_commune else None, "group": shown.group,
            "groups": [] if by_commune else shown.groups,
            "chart": drawn(lines, same_scale=by_commune),
            "chart_head": "Xã" if by_commune else "Chỉ tiêu", "same_scale": by_commune,
            "matrix": matrix(asked, found) if not by_commune and asked.commune is None else [],
            "partial": found.partial, "illustrative": found.illustrative, "bar": Bar(parts=asked.parts),
            "may_export": access(request.user).may("export"), "waiting": any(line.waiting for line in lines),
        },
    )  # fmt: skip


def chosen(request: HttpRequest, everything: list[Indicator]) -> Indicator | None:
    """The indicator whose communes are shown (`chi-tieu`). Raises Http404 for one that there is not."""
    code = request.GET.get("chi-tieu", "")
    found = next((one for one in everything if one.code == code), None)
    if code and found is None:
        raise Http404
    return found


def matrix(asked: Asked, found: Table) -> list[tuple[Indicator, list[Any], Any]]:
    """(indicator, its cell of each commune, total): what each commune reported, side by side."""
    return [(row.indicator, [row.cells[area.pk] for area in asked.communes], row.total) for row in found.rows]


def download(request: HttpRequest, asked: Asked, found: Table, lines: list[Line], table: str) -> HttpResponse:
    """`bang`: "so-sanh" (the lines) or "xa" (indicators × communes); `xuat`: the format. Journalled.

    A commune that did not report is "–" in its cell, so that nobody takes an empty one for a nought.
    """
    if table == "so-sanh":
        title, columns, rows = f"Chỉ tiêu {asked.when.label}", COLUMNS, list(_rows(lines))
    elif table == "xa":
        title = f"Chỉ tiêu theo xã {asked.when.label}"
        heads = [ExportColumn(area.name, "decimal") for area in asked.communes]
        columns = [
            ExportColumn("Chỉ tiêu", width=40), ExportColumn("Đơn vị tính", width=14), *heads,
            ExportColumn("Cộng", "decimal"), ExportColumn("Xã có số"),
        ]  # fmt: skip
        rows = [
            (one.name, one.unit, *(_known(cell.value) for cell in cells), _known(total.value), total.said())
            for one, cells, total in matrix(asked, found)
        ]
    else:
        raise Http404
    return downloads.download(
        request, f"targets-{table}", title, columns, rows, request.GET.get("xuat", ""), len(rows)
    )  # fmt: skip


def _rows(lines: list[Line]) -> Iterator[tuple[Any, ...]]:
    for line in lines:
        low, high = line.plan.bounds or (None, None)
        words = line.plan.judgement[1]
        yield (
            line.label, line.unit, _known(low), _known(high), _known(line.value), line.said or None,
            _known(line.plan.difference), line.plan.percent, words if words != MISSING else None,
            _known(line.last_year), _known(line.change), line.change_percent, _known(line.estimate), line.as_of,
            line.source or None, line.reason or None,
        )  # fmt: skip


def _known(value: Any) -> Any:
    return MISSING if value is None else value
