"""Minh chứng: photos (cleaned in `danvan.lib.photos`) and PDFs of records, campaigns and models; all private.

Who may change a thing adds evidence to it and takes it away. To an approved record whoever enters there still adds
(photos of a handed-over house come later), and only who decides corrections takes away, with a reason: neither touches
the record, its version or a figure. Every change is journalled.
"""

import hashlib
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet

from danvan.accounts.scoping import access
from danvan.audit.journal import journal
from danvan.lib import pdfs, photos, text

from . import catalogs
from .data import Refused
from .models import Attachment, Record, Status, Tracked
from .periods import require_open
from .rights import Rights, rights
from .services import lock

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 20
MARKS = ("description", "may_publish", "shows_children")
PUBLIC = {"may_publish": True, "shows_children": False}
"""What may be shown outside: those on the photo agreed, and no child is on it."""


class Known(Refused):
    """The same file, or the same picture, is there already."""


# ---- who may ---------------------------------------------------------------------------------------------------


def sees(user: Any, thing: Tracked) -> bool:
    mine = access(user)
    return mine.may_at("attachment.view", thing) if hasattr(thing, "scope") else mine.may("attachment.view")


def may_add(user: Any, thing: Tracked, known: Rights | None = None) -> bool:
    """To what one may change; to an approved record where one enters. Nobody adds what they would not see."""
    if not sees(user, thing):
        return False
    if not isinstance(thing, Record):
        return catalogs.may_change_this(user, thing)
    mine = known or rights(user, thing)
    return mine.edit or (mine.enter and thing.status == Status.APPROVED)


def why_not_remove(user: Any, thing: Tracked, known: Rights | None = None) -> str:
    """Why the user cannot take evidence away; "" when they can."""
    if not isinstance(thing, Record):
        return "" if may_add(user, thing) else "Bạn không được bỏ minh chứng ở đây."
    mine = known or rights(user, thing)
    if thing.status != Status.APPROVED:
        return "" if mine.edit and sees(user, thing) else "Bạn không được bỏ minh chứng của bản ghi này."
    if not mine.decide:
        return "Bản ghi đã tiếp nhận: chỉ người duyệt đề nghị sửa bỏ được minh chứng, kèm lý do."
    if user.pk == thing.created_by_id:
        return "Bạn là người ghi nên không tự bỏ minh chứng của bản ghi đã tiếp nhận."
    return ""


# ---- what is there ---------------------------------------------------------------------------------------------


def of(thing: Tracked) -> list[Attachment]:
    found = Attachment.objects.filter(record_type=thing.record_type, record_id=thing.pk)
    return list(found.select_related("uploaded_by"))


def photos_of(user: Any, thing: Tracked, related: list[QuerySet[Any]]) -> QuerySet[Attachment]:
    """Photos of a thing that the user sees, and of `related` records (in the user's sight) whose evidence they see."""
    found = Q(record_type=thing.record_type, record_id=thing.pk)
    for rows in related:
        seen = rows.filter(access(user).q(rows.model.scope, "attachment.view")).order_by()
        found |= Q(record_type=rows.model._meta.label_lower, record_id__in=seen.values("pk"))
    return Attachment.objects.filter(found, content_type="image/jpeg")


# ---- writing ---------------------------------------------------------------------------------------------------


def attach(actor: Any, thing: Tracked, upload: Any, *, description: str = "", **marks: bool) -> Attachment:
    """Keep a photo or a PDF. Raises Refused with what is wrong with the file, Known when it is there already."""
    if upload.size > MAX_BYTES:
        raise Refused("Tệp lớn quá 10 MB. Hãy chụp lại nhỏ hơn hoặc tách tệp.")
    raw = upload.read()
    made, content, small = _read(raw)
    made.name, made.description = text.clean(str(upload.name))[-160:], text.clean(description)[:200]
    made.may_publish, made.shows_children = marks.get("may_publish", False), marks.get("shows_children", False)
    made.record_type, made.record_id, made.uploaded_by = thing.record_type, thing.pk, actor
    try:
        with journal(actor) as log:
            _enter(actor, thing)
            have = of(thing)
            if any(made.original == a.original or made.sha256 == a.sha256 for a in have):
                raise Known("Tệp này đã có ở đây.")
            if len(have) >= MAX_FILES:
                raise Refused(f"Mỗi nơi giữ nhiều nhất {MAX_FILES} tệp.")
            name = uuid.uuid4().hex
            made.file.save(f"{name}{'.jpg' if made.is_photo else '.pdf'}", ContentFile(content), save=False)
            if small:
                made.thumbnail.save(f"{name}-nho.jpg", ContentFile(small), save=False)
            made.save()
            log.add("attach", thing, {"sha256": made.sha256, "size": made.size})
    except BaseException:
        _delete_files(made)
        raise
    return made


def mark(actor: Any, thing: Tracked, attachment: Attachment, values: dict[str, Any]) -> None:
    """Change the description and the marks; `values` holds all of MARKS."""
    with journal(actor) as log:
        _enter(actor, thing)
        attachment = _row(attachment)
        flags = {name: [getattr(attachment, name), values[name]] for name in MARKS[1:]}
        for name in MARKS:
            setattr(attachment, name, values[name])
        attachment.save(update_fields=MARKS)
        log.add("mark", thing, {"sha256": attachment.sha256, **flags})


def detach(actor: Any, thing: Tracked, attachment: Attachment, *, reason: str = "") -> None:
    """Take away. The files go once that is committed. Raises Refused when an approved record's reason is missing."""
    with journal(actor) as log:
        thing = _locked(thing)
        if why := why_not_remove(actor, thing):
            raise PermissionDenied(why)
        if isinstance(thing, Record):
            require_open(actor, thing)
            if thing.status == Status.APPROVED and not reason.strip():
                raise Refused("Hãy ghi lý do bỏ minh chứng của bản ghi đã tiếp nhận.")
        attachment = _row(attachment)
        log.add("detach", thing, {"sha256": attachment.sha256, **({"reason": reason} if reason.strip() else {})})
        attachment.delete()
        transaction.on_commit(lambda: _delete_files(attachment), robust=True)


def _enter(actor: Any, thing: Tracked) -> None:
    """Lock the thing; refuse who may not add, and a closed period."""
    thing = _locked(thing)
    if not may_add(actor, thing):
        raise PermissionDenied("Bạn không được thêm hay sửa minh chứng ở đây.")
    if isinstance(thing, Record):
        require_open(actor, thing)


def _row(attachment: Attachment) -> Attachment:
    """The row as it stands (its thing is locked). Raises Refused when somebody took it away meanwhile."""
    found = Attachment.objects.filter(pk=attachment.pk).first()
    if found is None:
        raise Refused("Tệp này đã được bỏ.")
    return found


def _locked(thing: Tracked) -> Any:
    if isinstance(thing, Record):
        return lock(thing)
    return type(thing)._default_manager.select_for_update().get(pk=thing.pk)


def _read(raw: bytes) -> tuple[Attachment, bytes, bytes]:
    """(an unsaved row, the bytes to keep, those of the thumbnail). Raises Refused."""
    made = Attachment(original=hashlib.sha256(raw).hexdigest())
    small = b""
    try:
        if raw[:5] == b"%PDF-":
            pdfs.check(raw)
            content, made.content_type = raw, "application/pdf"
        else:
            photo = photos.clean(raw)
            content, small, made.content_type = photo.content, photo.thumbnail, "image/jpeg"
            made.width, made.height = photo.width, photo.height
    except (pdfs.BadPdf, photos.BadPhoto) as bad:
        raise Refused(str(bad)) from bad
    made.size, made.sha256 = len(content), hashlib.sha256(content).hexdigest()
    return made, content, small


def _delete_files(attachment: Attachment) -> None:
    for stored in (attachment.file, attachment.thumbnail):
        if stored.name:
            stored.storage.delete(stored.name)
