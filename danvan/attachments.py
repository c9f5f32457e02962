"""Minh chứng in the browser: add, open, take away; served only through the record's scope."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.views import View

from danvan.accounts.scoping import access
from danvan.crud import Desk
from danvan.records import files
from danvan.records.data import Refused
from danvan.records.models import Attachment


def patterns(desk: Desk) -> list[URLPattern]:
    return [
        path("<int:pk>/minh-chung/", AttachView.as_view(desk=desk), name="attach"),
        path("<int:pk>/minh-chung/<int:file>/", FileView.as_view(desk=desk), name="attachment"),
        path("<int:pk>/minh-chung/<int:file>/bo/", DetachView.as_view(desk=desk), name="detach"),
    ]


def context(user: Any, record: Any) -> dict[str, Any]:
    sees = access(user).may_at("attachment.view", record)
    return {
        "attachments": files.of(record) if sees else [],
        "sees_attachments": sees,
    }


class AttachView(View):
    desk: Desk = None  # type: ignore[assignment]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.desk.get(request.user, pk)
        uploads = request.FILES.getlist("tep")
        if not files.may_attach(request.user, record):
            raise PermissionDenied("Bạn không được thêm minh chứng cho bản ghi này.")
        if not uploads:
            messages.error(request, "Hãy chọn ảnh hoặc tệp PDF.")
        for upload in uploads:
            try:
                files.attach(
                    request.user, record, upload, description=request.POST.get("mo_ta", ""),
                    may_publish="dang" in request.POST, shows_children="tre_em" in request.POST,
                )  # fmt: skip
                messages.success(request, f"Đã thêm {upload.name}.")
            except Refused as refused:
                messages.error(request, f"{upload.name}: {refused.message}")
        return HttpResponseRedirect(f"{record.get_absolute_url()}#minh-chung")


class FileView(View):
    desk: Desk = None  # type: ignore[assignment]

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponse | FileResponse:
        record = self.desk.get(request.user, pk)
        if not access(request.user).may_at("attachment.view", record):
            raise PermissionDenied("Tài khoản của bạn không xem minh chứng.")
        found = attachment(record, file)
        inline = found.content_type.startswith("image/")
        return FileResponse(
            found.file.open("rb"), as_attachment=not inline, content_type=found.content_type,
            filename=f"minh-chung-{found.pk}{'.jpg' if inline else '.pdf'}",
        )  # fmt: skip


class DetachView(View):
    desk: Desk = None  # type: ignore[assignment]

    def post(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        record = self.desk.get(request.user, pk)
        if not files.may_attach(request.user, record):
            raise PermissionDenied("Bạn không được bỏ minh chứng của bản ghi này.")
        files.detach(request.user, record, attachment(record, file))
        messages.success(request, "Đã bỏ tệp.")
        return HttpResponseRedirect(f"{record.get_absolute_url()}#minh-chung")


def attachment(record: Any, pk: int) -> Attachment:
    found = Attachment.objects.filter(record_type=record.record_type, record_id=record.pk, pk=pk).first()
    if found is None:
        raise Http404
    return found
