"""Báo cáo đã ban hành: the register, one issue with its files and what has changed since, and the stored bytes."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan.accounts.scoping import require, visible_to
from danvan.audit.journal import journal
from danvan.downloads import download
from danvan.export import ExportColumn
from danvan.listing import Column, Filter, narrow, number, order, show
from danvan.shell import shell_of
from danvan.templatetags import vn
from reports.editions import verifying
from reports.editions.issue_rules import may_issue
from reports.files.outputs import OUTPUTS
from reports.models import Edition, EditionFile, Issuer, Report

COLUMNS = [
    Column("symbol", "Số, ký hiệu", head=True, sort="number"), Column("dated", "Ngày", kind="date", sort="dated"),
    Column("title", "Tên", sort="title"), Column("issuer", "Đơn vị ban hành", "issuer.name", sort="issuer__sort_key"),
    Column("signer", "Người ký"), Column("standing", "Tình trạng", lambda row: standing(row)),
]  # fmt: skip


def standing(edition: Edition) -> str:
    """ "đang dùng", or by which issue it was replaced."""
    newer = getattr(edition, "replaced_by", None)
    return f"đã được thay thế bằng {newer.symbol}" if newer else "đang dùng"


def _years(request: HttpRequest) -> list[tuple[str, str]]:
    mine = visible_to(Edition.objects.order_by(), request.user)
    return [(str(year), str(year)) for year in sorted(set(mine.values_list("year", flat=True)), reverse=True)]


def _issuers(request: HttpRequest) -> list[tuple[str, str]]:
    mine = visible_to(Edition.objects.order_by(), request.user).values("issuer")
    return [(str(row.pk), row.name) for row in Issuer.objects.filter(pk__in=mine)]


FILTERS = [
    Filter("nam-ban-hanh", "Năm ban hành", number("year"), choices=_years),
    Filter("co-quan", "Đơn vị ban hành", number("issuer"), choices=_issuers),
    Filter("ten", "Tên có chữ", lambda value: Q(title__icontains=value)),
]


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The register of issues that the reader may read, the newest first."""
    require(request.user, "report.view")
    found = visible_to(verifying.editions(), request.user).order_by("-dated", "-pk")
    if fmt := request.GET.get("xuat"):
        rows = order(narrow(found, FILTERS, request.GET), COLUMNS, request.GET)
        heads = [ExportColumn(column.label) for column in COLUMNS]
        return download(request, "editions", "Báo cáo đã ban hành", heads, _rows(rows), fmt, rows.count())
    return render(request, "reports/editions.html", {"shown": show(request, found, COLUMNS, FILTERS)})


def _rows(editions: Any) -> Iterator[list[Any]]:
    for edition in editions:
        cells = [column.of(edition) for column in COLUMNS]
        yield [
            vn.day(cell) if column.kind == "date" else str(cell) for column, cell in zip(COLUMNS, cells, strict=True)
        ]


@require_safe
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue: its files by hash, what it replaces and what replaces it, and what today's data would say."""
    found = _found(request, pk)
    portal = shell_of(request).portal
    files = found.files.annotate(size=Length("content")).defer("content")
    return render(
        request, "reports/edition.html",
        {
            "edition": found, "files": [(file, OUTPUTS[file.extension].label) for file in files],
            "may_open": verifying.may_open(request.user, found),
            "today": verifying.today(request.user, found, portal),
            "may_reissue": found.report.status == Report.Status.ISSUED and not hasattr(found, "replaced_by")
            and may_issue(request.user, found.report, portal),
        },
    )  # fmt: skip


@require_safe
def edition_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The bytes as issued; journalled as an export."""
    require(request.user, "report.export")
    found = _found(request, pk)
    if not verifying.may_open(request.user, found):
        raise PermissionDenied("Tài khoản của bạn không xem được nội dung của báo cáo này.")
    file = EditionFile.objects.filter(edition=found, extension=extension).first()
    if file is None:
        raise Http404
    if request.method == "GET":
        with journal(request.user) as log:
            log.add("export", found, {"report": found.symbol, "format": extension, "sha256": file.sha256})
    response = HttpResponse(bytes(file.content), content_type=OUTPUTS[extension].content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(found, extension)}"'
    response["Cache-Control"] = "no-store, private"
    return response


def file_name(edition: Edition, extension: str) -> str:
    """ "bao-cao-09-2023-K7QX9MTR4AHW.pdf": number, year and code, nothing personal."""
    return f"bao-cao-{edition.number:02d}-{edition.year}-{edition.code}.{extension}"


def _found(request: HttpRequest, pk: int) -> Edition:
    require(request.user, "report.view")
    found = visible_to(verifying.editions().select_related("report"), request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
