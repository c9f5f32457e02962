"""A list as a file: the right to take data out, and the journal's entry of it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from danvan.accounts.scoping import access
from danvan.audit.journal import journal
from danvan.export import ExportColumn, export


def download(
    request: HttpRequest, name: str, title: str, columns: Sequence[ExportColumn], rows: Iterable[Sequence[object]],
    fmt: str, count: int,
) -> HttpResponse:  # fmt: skip
    """The rows as XLSX or CSV; the journal notes the list's `name`, the format and how many rows.

    Raises PermissionDenied without the right, Http404 for another format. The caller has passed the rows through the
    scope.
    """
    if not access(request.user).may("export"):
        raise PermissionDenied("Tài khoản của bạn không được tải dữ liệu.")
    if fmt not in ("xlsx", "csv"):
        raise Http404
    with journal(request.user) as log:
        log.add("export", None, {"list": name, "format": fmt, "rows": count})
    known: Any = fmt
    return export(title, columns, rows, known)
