"""Minh chứng: photos are decoded and re-encoded (oriented, without location), PDFs kept as they are; all private."""

import hashlib
import io
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

from danvan.audit.journal import journal

from .data import Refused
from .models import Attachment, Record
from .periods import require_open
from .services import lock, rights

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONG_SIDE = 2400
MAX_FILES = 20


def attach(actor: Any, record: Record, upload: Any, *, description: str = "", **marks: bool) -> Attachment:
    """Keep a JPEG, PNG or PDF with the record. Raises Refused with what is wrong with the file."""
    if upload.size > MAX_BYTES:
        raise Refused("Tệp lớn quá 10 MB. Hãy chụp lại nhỏ hơn hoặc tách tệp.")
    raw = upload.read()
    content, kind, suffix = _pdf(raw) if raw[:5] == b"%PDF-" else _photo(raw)
    with journal(actor) as log:
        record = lock(record)
        if not may_attach(actor, record):
            raise PermissionDenied("Bạn không được thêm minh chứng cho bản ghi này.")
        require_open(actor, record)
        have = of(record)
        if len(have) >= MAX_FILES:
            raise Refused(f"Mỗi bản ghi giữ nhiều nhất {MAX_FILES} tệp.")
        digest = hashlib.sha256(content).hexdigest()
        if any(a.sha256 == digest for a in have):
            raise Refused("Tệp này đã có trong bản ghi.")
        made = Attachment(
            record_type=record.record_type, record_id=record.pk, name=str(upload.name)[-160:], content_type=kind,
            description=description[:200], size=len(content), sha256=digest, uploaded_by=actor, **marks,
        )  # fmt: skip
        made.file.save(f"{uuid.uuid4().hex}{suffix}", ContentFile(content), save=False)
        made.save()
        log.add("attach", record, {"sha256": digest, "size": len(content)})
    return made


def detach(actor: Any, record: Record, attachment: Attachment) -> None:
    with journal(actor) as log:
        record = lock(record)
        if not may_attach(actor, record):
            raise PermissionDenied("Bạn không được bỏ minh chứng của bản ghi này.")
        require_open(actor, record)
        log.add("detach", record, {"sha256": attachment.sha256})
        attachment.delete()


def may_attach(user: Any, record: Record) -> bool:
    """Whoever may edit the record, while it is a draft or was returned."""
    return rights(user, record).edit


def of(record: Record) -> list[Attachment]:
    return list(Attachment.objects.filter(record_type=record.record_type, record_id=record.pk))


def _pdf(raw: bytes) -> tuple[bytes, str, str]:
    if b"%%EOF" not in raw[-2048:]:
        raise Refused("Tệp PDF này bị hỏng hoặc tải lên chưa đủ.")
    return raw, "application/pdf", ".pdf"


def _photo(raw: bytes) -> tuple[bytes, str, str]:
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Refused("Ảnh quá lớn (trên 40 triệu điểm ảnh).")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("Chỉ nhận ảnh JPEG, PNG hoặc tệp PDF đọc được.") from error
    upright.thumbnail((LONG_SIDE, LONG_SIDE))
    # A fresh image holds no EXIF, XMP or comment of the original.
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue(), "image/jpeg", ".jpg"
