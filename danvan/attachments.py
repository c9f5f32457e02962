"""Minh chứng in the browser: add, open, describe, take away; served only through the scope of what it belongs to.

The page of photos (`…/anh/`) stands in photo_page.py.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from csp.constants import NONE
from csp.decorators import csp
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import condition

from danvan.records import files
from danvan.records.data import Refused
from danvan.records.models import Attachment, Record, Status

if TYPE_CHECKING:
    from danvan.crud import Desk

MAX_AT_ONCE = 10
MAX_TOTAL = 40 * 1024 * 1024
NOT_SEEN = "Tài khoản của bạn không xem minh chứng."


def patterns(desk: "Desk") -> list[URLPattern]:
    from danvan.photo_page import PhotosView

    return [
        path("<int:pk>/anh/", PhotosView.as_view(desk=desk), name="photos"),
        path("<int:pk>/minh-chung/", AttachView.as_view(desk=desk), name="attach"),
        path("<int:pk>/minh-chung/<int:file>/", FileView.as_view(desk=desk), name="attachment"),
        path("<int:pk>/minh-chung/<int:file>/nho/", ThumbnailView.as_view(desk=desk), name="thumbnail"),
        path("<int:pk>/minh-chung/<int:file>/sua/", MarkView.as_view(desk=desk), name="mark"),
        path("<int:pk>/minh-chung/<int:file>/bo/", DetachView.as_view(desk=desk), name="detach"),
    ]


def context(user: Any, thing: Any, rights: Any = None) -> dict[str, Any]:
    """What templates/records/attachments.html needs; `rights` are those of a record when they are known already."""
    if not files.sees(user, thing):
        return {"sees_attachments": False}
    return {
        "sees_attachments": True,
        "attachments": files.of(thing),
        "may_attach": files.may_add(user, thing, rights),
        "may_detach": not files.why_not_remove(user, thing, rights),
        "approved": isinstance(thing, Record) and thing.status == Status.APPROVED,
    }


def bare(desk: "Desk", user: Any, pk: int) -> Any:
    """The thing without its parts, or 404; 403 for who sees no evidence of it."""
    thing = desk.visible(user).prefetch_related(None).filter(pk=pk).first()
    if thing is None:
        raise Http404
    if not files.sees(user, thing):
        raise PermissionDenied(NOT_SEEN)
    return thing


def attachment(thing: Any, pk: int) -> Attachment:
    found = Attachment.objects.filter(record_type=thing.record_type, record_id=thing.pk, pk=pk).first()
    if found is None:
        raise Http404
    return found


def take(request: HttpRequest, thing: Any) -> bool:
    """Keep the files that were sent (`tep`), each judged alone; says what was kept and why each other was not.

    Whether all are there now. The caller has seen to it that the user may add.
    """
    uploads = request.FILES.getlist("tep")
    marks = {"may_publish": "dang" in request.POST, "shows_children": "tre_em" in request.POST}
    kept, refused, room = 0, 0, MAX_TOTAL
    for number, upload in enumerate(uploads, 1):
        room -= upload.size or 0
        try:
            if number > MAX_AT_ONCE or room < 0:
                raise Refused("chưa nhận: mỗi lần tới 10 tệp, tổng 40 MB. Hãy gửi tiếp ở lần sau.")
            files.attach(request.user, thing, upload, description=request.POST.get("mo_ta", ""), **marks)
            kept += 1
        except files.Known as known:
            messages.info(request, f"{upload.name}: {known.message}")
        except Refused as refusal:
            refused += 1
            messages.error(request, f"{upload.name}: {refusal.message}")
    if kept:
        messages.success(request, f"Đã thêm {kept} tệp minh chứng.")
    return not refused


class MarkForm(forms.Form):
    description = forms.CharField(label="Mô tả", max_length=200, required=False)
    may_publish = forms.BooleanField(label="Người trong ảnh đồng ý đăng", required=False)
    shows_children = forms.BooleanField(label="Ảnh có trẻ em (không bao giờ đăng)", required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class EvidenceView(View):
    desk: "Desk" = None  # type: ignore[assignment]

    def back(self, thing: Any) -> HttpResponse:
        page = self.desk.evidence_page or "detail"
        return HttpResponseRedirect(f"{self.desk.url(page, thing.pk)}#minh-chung")

    def ask(
        self, request: HttpRequest, thing: Any, found: Attachment, form: Any, status: int, **more: Any
    ) -> HttpResponse:
        return render(
            request,
            "records/evidence.html",
            {"desk": self.desk, "target": thing, "file": found, "form": form, "cancel_url": thing.get_absolute_url(),
             **more},
            status=status,
        )  # fmt: skip


class AttachView(EvidenceView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        thing = bare(self.desk, request.user, pk)
        if not files.may_add(request.user, thing):
            raise PermissionDenied("Bạn không được thêm minh chứng ở đây.")
        if request.FILES.getlist("tep"):
            take(request, thing)
        else:
            messages.error(request, "Hãy chọn ảnh hoặc tệp PDF.")
        return self.back(thing)


class FileView(View):
    """The photo, or the PDF as a download that a browser opens in a sandbox if at all."""

    desk: "Desk" = None  # type: ignore[assignment]

    @method_decorator(csp({"default-src": [NONE], "frame-ancestors": [NONE], "sandbox": True}))
    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponse | FileResponse:
        found = attachment(bare(self.desk, request.user, pk), file)
        try:
            content = found.file.open("rb")
        except FileNotFoundError as error:
            raise Http404("Không còn tệp này trên máy chủ.") from error
        return FileResponse(
            content, as_attachment=not found.is_photo, content_type=found.content_type,
            filename=f"minh-chung-{found.pk}{'.jpg' if found.is_photo else '.pdf'}",
        )  # fmt: skip


class ThumbnailView(View):
    """A photo at 320 px. A browser may keep it and asks each time whether it may still show it."""

    desk: "Desk" = None  # type: ignore[assignment]

    def get(self, request: HttpRequest, pk: int, file: int) -> Any:
        found = attachment(bare(self.desk, request.user, pk), file)
        stored = found.thumbnail or found.file  # photos of before there were thumbnails
        if not found.is_photo or not stored.storage.exists(str(stored.name)):
            raise Http404

        def send(_request: HttpRequest) -> FileResponse:
            return FileResponse(stored.open("rb"), content_type="image/jpeg", filename=f"minh-chung-{found.pk}.jpg")

        response = condition(etag_func=lambda _request: f'"{found.sha256}"')(send)(request)
        response["Cache-Control"] = "private, no-cache"
        return response


class MarkView(EvidenceView):
    """Description and marks, by whoever may add."""

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        thing, found = self.both(request, pk, file)
        return self.page(request, thing, found, MarkForm(initial={name: getattr(found, name) for name in files.MARKS}))

    def post(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        thing, found = self.both(request, pk, file)
        form = MarkForm(request.POST)
        if not form.is_valid():
            return self.page(request, thing, found, form, 422)
        try:
            files.mark(request.user, thing, found, form.cleaned_data)
            messages.success(request, "Đã lưu.")
        except Refused as refused:
            messages.error(request, refused.message)
        return self.back(thing)

    def both(self, request: HttpRequest, pk: int, file: int) -> tuple[Any, Attachment]:
        thing = bare(self.desk, request.user, pk)
        found = attachment(thing, file)
        if not files.may_add(request.user, thing):
            raise PermissionDenied("Bạn không được sửa minh chứng ở đây.")
        return thing, found

    def page(self, request: HttpRequest, thing: Any, found: Attachment, form: Any, status: int = 200) -> HttpResponse:
        return self.ask(request, thing, found, form, status, title="Mô tả và dấu của tệp", button="Lưu")


class DetachView(EvidenceView):
    """Asks first: the files are gone for good. Of an approved record with a reason, by who decides corrections."""

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        thing, found = self.both(request, pk, file)
        return self.page(request, thing, found, self.form(thing))

    def post(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        thing, found = self.both(request, pk, file)
        form = self.form(thing, request.POST)
        if form is not None and not form.is_valid():
            return self.page(request, thing, found, form, 422)
        try:
            files.detach(request.user, thing, found, reason=form.cleaned_data["reason"] if form is not None else "")
            messages.success(request, "Đã bỏ tệp.")
        except Refused as refused:
            messages.error(request, refused.message)
        return self.back(thing)

    def both(self, request: HttpRequest, pk: int, file: int) -> tuple[Any, Attachment]:
        thing = bare(self.desk, request.user, pk)
        found = attachment(thing, file)
        if why := files.why_not_remove(request.user, thing):
            raise PermissionDenied(why)
        return thing, found

    def form(self, thing: Any, data: Mapping[str, Any] | None = None) -> ReasonForm | None:
        approved = isinstance(thing, Record) and thing.status == Status.APPROVED
        return ReasonForm(data) if approved else None

    def page(self, request: HttpRequest, thing: Any, found: Attachment, form: Any, status: int = 200) -> HttpResponse:
        return self.ask(
            request, thing, found, form, status, title="Bỏ tệp minh chứng này?", button="Bỏ tệp", danger=True,
            consequences=["Tệp bị xóa hẳn, không lấy lại được.", "Nhật ký giữ dấu vân tay của tệp và lý do."],
        )  # fmt: skip
