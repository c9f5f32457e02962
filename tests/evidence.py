"""Files to send as evidence: small photos drawn here, and the least that is a PDF."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(
    format: str = "JPEG", size: tuple[int, int] = (60, 40), colour: Any = "red", mode: str = "RGB", **saved: Any
) -> bytes:
    """An image of one colour; `saved` goes to Pillow's save (exif=, comment=, icc_profile= …)."""
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, format, **saved)
    return out.getvalue()


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog " + inside + b">>\nendobj\nstartxref\n9\n%%EOF\n"


def upload(content: bytes, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
