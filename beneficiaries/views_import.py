"""Nhập từ Excel, first form: choose a file, check it or import it; every fault is listed by its cell."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.models import FundingSource
from danvan.accounts.scoping import access, require
from danvan.records import catalogs
from movements.models import Campaign, Organization

from .imports.columns import COLUMNS
from .imports.run import import_file
from .imports.template import CONTENT_TYPE, FILE_NAME, template_bytes

MAX_ROWS = 1000
"""What a request can wait for (about 25 ms a row through the door); larger files go through the command."""


class UploadForm(forms.Form):
    """The file; whether missing catalogue entries may be made is offered to those who hold a catalogue right."""

    file = forms.FileField(
        label="Tệp .xlsx hoặc .csv",
        allow_empty_file=True,
        error_messages={"required": "Hãy chọn tệp.", "invalid": "Hãy chọn tệp."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    create_missing = forms.BooleanField(
        label="Thêm tổ chức, nguồn, đợt còn thiếu trong danh mục",
        help_text="Không thêm địa bàn. Tên gần giống với tên đã có được nêu ra để xem lại.",
        required=False,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not any(access(user).may(catalogs.action_for(m)) for m in (Organization, FundingSource, Campaign)):
            del self.fields["create_missing"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(f"Tệp lớn hơn {settings.IMPORT_MAX_BYTES // 1024 // 1024} MB.")
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def import_supports(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST with «kiem-tra» only checks, with «nhap» imports; faults answer 422, nothing stored."""
    require(request.user, "import")
    context: dict[str, Any] = {
        "form": UploadForm(user=request.user),
        "columns": list(COLUMNS.values()),
        "max_rows": MAX_ROWS,
    }
    status = 200
    if request.method == "POST":
        form = context["form"] = UploadForm(request.POST, request.FILES, user=request.user)
        check = "nhap" not in request.POST
        if form.is_valid():
            file = form.cleaned_data["file"]
            outcome = import_file(
                file.name, file.read(), user=request.user, check=check, max_rows=MAX_ROWS,
                create_missing=form.cleaned_data.get("create_missing", False),
            )  # fmt: skip
            context |= {"outcome": outcome, "check": check, "file_name": file.name}
            status = 422 if outcome.faults else 200
        else:
            status = 422
    return render(request, "imports/upload.html", context, status=status)


@require_safe
def template_file(request: HttpRequest) -> HttpResponse:
    """The file to fill in."""
    require(request.user, "import")
    response = HttpResponse(template_bytes(), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response
