"""How many, and then their names: "03 xã đạt chuẩn nâng cao là xã Tân Văn và xã Đông Thanh".

Arithmetic: the names are counted. Silent unless every item of the list is one name (or one quoted title), the list is
closed by the end of its clause, and nothing says that it is a choice ("như", "trong đó", "tiêu biểu").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from danvan.lib.checker.figures import Sentence
from danvan.lib.checker.findings import Finding, contradiction

_KIND = r"(?:xã|thôn|buôn|thị trấn|phường|huyện|tổ dân phố|khu dân cư)"
_TITLED = r"(?:mô hình|phong trào|chương trình|công trình|cuộc vận động|câu lạc bộ)"
_OPENS = re.compile(
    rf"\s*(?P<noun>{_KIND}|{_TITLED})(?P<between>[^:;.,()\d“”\"]{{0,80}}?)\s*(?:\blà|\bgồm(?: có)?|:|\()\s*(?:các\s+)?"
)
_CHOICE = re.compile(r"trong đó|\bnhư\b|tiêu biểu|điển hình|nổi bật|một số|v\.v|…|\.\.\.")
_WORD = r"[A-ZĐÀ-Ỹ][\w’'`ʼ]*"
_NAME = re.compile(rf"(?:{_KIND}\s+)?{_WORD}(?:[ -]{_WORD})*(?:\s\d{{1,2}})?")
_TITLE = re.compile(rf"(?:{_TITLED}\s+)?[“\"][^“”\"]+[”\"]")
_ITEM = re.compile(r"\s*(?:,|;|\bvà\b|&)\s*")


def named(sentence: Sentence, text: str) -> Iterator[Finding]:
    """A count that is not the number of the names after it."""
    piece = sentence.text
    for figure in sentence.figures:
        if not figure.exact or figure.value != int(figure.value) or not 1 < figure.value < _MOST:
            continue
        at = figure.end - sentence.start
        opens = _OPENS.match(piece, at)
        if not opens or _CHOICE.search(piece[at : opens.end() + 40].lower()):
            continue
        item = _TITLE if re.fullmatch(_TITLED, opens["noun"]) else _NAME
        count, end = _count(piece, opens.end(), item, closed=piece[at : opens.end()].rstrip().endswith("("))
        if count and count != figure.value:
            found = contradiction("named_count", text, figure, count, "Số ghi khác số tên kể ra", unit=opens["noun"])
            stop = sentence.start + end
            yield replace(found, quote=text[figure.start : stop], start=figure.start, end=stop)


def _count(piece: str, at: int, item: re.Pattern[str], *, closed: bool) -> tuple[int, int]:
    """How many items stand from `at` on, and where they end; 0 where the list is not clean or not closed."""
    count = 0
    while name := item.match(piece, at):
        count, at = count + 1, name.end()
        joined = _ITEM.match(piece, at)
        if not joined or (joined[0].strip() == ";" and item is _NAME):
            break
        at = joined.end()
    else:
        return 0, at
    end = piece[at : at + 1]
    return (count, at) if count and (end == ")" if closed else end in ("", ".", ";")) else (0, at)


_MOST = 31
"""Longer lists of names are not written out."""
