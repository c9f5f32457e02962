"""Whether a PDF may be kept as evidence: whole, openable without a password, and without programs in it.

A PDF is kept byte for byte (it may be signed). The search for programs looks at names in the file and in its
compressed object streams; it is a net for honest mistakes. What protects a reader is how the file is served: as a
download, never drawn inside the portal.
"""

import re
import zlib

MAX_OPENED = 32 * 1024 * 1024
"""Bytes of object streams that are opened at most."""
_ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
_OBJECT_STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_PROGRAMS = re.compile(rb"/(?:JavaScript|Launch|RichMedia)(?![A-Za-z])|/XFA\s*[\[\d]")


class BadPdf(ValueError):
    """The file cannot be kept; the message says why, to a person."""


def check(raw: bytes) -> None:
    """Raises BadPdf."""
    if not re.match(rb"%PDF-[12]\.\d", raw) or not re.search(rb"startxref\s+\d+\s+%%EOF", raw[-2048:]):
        raise BadPdf("Tệp PDF này bị hỏng hoặc tải lên chưa đủ.")
    names = _named(raw)
    if b"/Encrypt" in names:
        raise BadPdf("Tệp PDF này có mật khẩu. Hãy lưu lại không mật khẩu rồi gửi.")
    if _PROGRAMS.search(names) or any(_PROGRAMS.search(_named(part)) for part in _object_streams(raw)):
        raise BadPdf("Tệp PDF này có mã chạy bên trong. Hãy in ra PDF mới (In → Lưu thành PDF) rồi gửi.")


def _named(raw: bytes) -> bytes:
    """With the escapes of names (#4A) written out."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), raw)


def _object_streams(raw: bytes) -> list[bytes]:
    opened: list[bytes] = []
    room, view = MAX_OPENED, memoryview(raw)
    for found in _OBJECT_STREAM.finditer(raw):
        try:
            part = zlib.decompressobj().decompress(view[found.end() :], max(room, 1))
        except zlib.error:
            raise BadPdf("Tệp PDF này có phần không đọc được. Hãy in ra PDF mới rồi gửi.") from None
        room -= len(part)
        if room <= 0:
            raise BadPdf("Tệp PDF này bung ra quá lớn. Hãy in ra PDF mới rồi gửi.")
        opened.append(part)
    return opened
