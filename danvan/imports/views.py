"""Nhập từ Excel, 1. Chọn tệp: the kinds, the file, and the batches that wait."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from danvan.accounts.scoping import access, require
from danvan.records import catalogs
from danvan.uploads import UnsafeFile

from . import files
from .batches import AlreadyStored, mine, open_file, require_kind
from .kind import ImportKind
from .kinds import kinds
from .models import ImportBatch

SHOWN = 20


def kinds_for(user: Any) -> list[ImportKind]:
    return [kind for kind in kinds().values() if access(user).may(kind.right)]


class UploadForm(forms.Form):
    """Which kind, and the file; whether missing catalogue entries may be made is offered to those who may make them."""

    kind = forms.ChoiceField(label="Tệp này là", widget=forms.Select)
    file = forms.FileField(
        label="Tệp .xlsx hoặc .csv",
        allow_empty_file=True,
        error_messages={"required": "Hãy chọn tệp.", "invalid": "Hãy chọn tệp."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    create_missing = forms.BooleanField(
        label="Thêm tổ chức, nguồn, đợt còn thiếu trong danh mục",
        help_text="Không thêm địa bàn. Tên gần giống với tên đã có được nêu ra để xem lại.",
        required=False,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = kinds_for(user)
        self.fields["kind"].choices = [(kind.code, kind.title[:1].upper() + kind.title[1:]) for kind in offered]  # type: ignore[attr-defined]
        makes = {model for kind in offered for model in kind.can_create}
        if not any(access(user).may(catalogs.action_for(model)) for model in makes):
            del self.fields["create_missing"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(f"Tệp lớn hơn {settings.IMPORT_MAX_BYTES // 1024 // 1024} MB.")
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """GET: the form and what waits. POST: the file becomes a batch, or the form says why not (422)."""
    require(request.user, "import")
    again: ImportBatch | None = None
    form = UploadForm(initial={"kind": request.GET.get("loai", "")}, user=request.user)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, user=request.user)
        if form.is_valid():
            data = form.cleaned_data
            try:
                batch = open_file(
                    request.user, kinds()[data["kind"]], data["file"].name, data["file"].read(),
                    create_missing=data.get("create_missing", False),
                )  # fmt: skip
                return redirect(batch)
            except UnsafeFile as error:
                form.add_error("file", error.message)
            except AlreadyStored as error:
                form.add_error("file", error.message)
                again = error.batch if error.batch.user_id == request.user.pk else None
    context = {
        "form": form,
        "kinds": kinds_for(request.user),
        "again": again,
        "batches": mine(request.user)
        .exclude(state=ImportBatch.State.DROPPED)
        .defer("content", "work", "report")[:SHOWN],
    }
    return render(request, "imports/index.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def template_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The file to fill in."""
    found = kinds().get(kind)
    if found is None:
        raise Http404
    require_kind(request.user, found)
    return files.response(f"Mẫu nhập {found.title}", files.template_bytes(found, request.user))
