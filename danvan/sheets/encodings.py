"""The text of a CSV file, whatever wrote it: UTF-8, UTF-16, Windows-1258, or an old Vietnamese encoding."""

import codecs
import re

from danvan.lib import text
from danvan.sheets import legacy
from danvan.sheets.model import UnsafeFile
from danvan.sheets.syllables import is_syllable

SAMPLE = 8192
SURE = 0.8
_WORD = re.compile(r"[^\W\d_]+")


def decode(data: bytes) -> str:
    """The file as text. Raises UnsafeFile where the bytes make no words.

    TCVN3 and VNI come out as the Latin-1 letters that they are; `legacy.convert` makes them Unicode, with its notes.
    """
    encoding = _utf16(data)
    try:
        content = data.decode(encoding or "utf-8-sig")
    except UnicodeDecodeError:
        content = "" if encoding else _eight_bits(data)
    if "\x00" in content:
        raise UnsafeFile("Tệp không phải là văn bản CSV.")
    if not content:
        raise UnsafeFile("Tệp CSV phải mã hóa UTF-8. Trong Excel: Lưu thành, chọn “CSV UTF-8”.")
    return content


def _utf16(data: bytes) -> str:
    """The encoding when it is UTF-16, told by its mark or by the zeros beside ASCII letters; "" when it is not."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:SAMPLE]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or max(first, second) * 5 < len(sample) // 2 or min(first, second) * 20 > max(first, second):
        return ""
    return "utf-16-le" if second > first else "utf-16-be"


def _eight_bits(data: bytes) -> str:
    """Windows-1258 or an old encoding, whichever makes more Vietnamese words; "" when neither makes enough."""
    found: list[tuple[float, str]] = []
    try:
        content = text.nfc(data.decode("windows-1258"))
        words = {word for word in _WORD.findall(content) if not word.isascii()}
        found.append((sum(map(is_syllable, words)) / len(words) if words else 0, content))
    except UnicodeDecodeError:
        pass
    try:
        content = data.decode("windows-1252")
        for encoding in legacy.NAMES:
            evidence = legacy.weigh([content], encoding)
            if evidence.whole:
                found.append((evidence.decoded / evidence.latin, content))
    except UnicodeDecodeError:
        pass
    share, content = max(found, default=(0, ""), key=lambda each: each[0])
    return content if share >= SURE else ""
