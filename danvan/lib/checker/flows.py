"""Stock and flow: what there was, what came, what went, what is left; and the change between the two ends.

Arithmetic: đầu kỳ + tăng − giảm = cuối kỳ, over the sentences of one paragraph; "giảm c" after the end = đầu − cuối.
Silent unless there is one start and one end, something that came and something that went, and every figure of the kind
between them is one of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from danvan.lib.checker.figures import MONEY, RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds, shown
from danvan.lib.checker.passages import following, label, paragraphs

_END = re.compile(
    r"cuối (?:năm|kỳ|quý|tháng|nhiệm kỳ)|chuyển (?:sang )?(?:kỳ|năm|quý) sau|số dư (?:đến|hiện|còn|tại)"
    r"|tồn (?:quỹ )?(?:đến|hiện|còn|cuối|lại)|(?:do đó|như vậy|\bnên)\b[^,;]*\bcòn\b|hiện (?:nay |tại )?(?:còn|có)"
)
_START = re.compile(
    r"đầu (?:năm|kỳ|quý|tháng|nhiệm kỳ|giai đoạn)|(?:năm \d{4}|năm trước|kỳ trước) chuyển|chuyển sang|tồn (?:quỹ )?đầu"
)
_IN = re.compile(
    r"\bthu\b(?! nhập| hút| hoạch| hồi)|kết nạp|phát sinh|tái nghèo|chuyển đến|tiếp nhận|nhận thêm|\btăng\b|bổ sung"
    r"|thành lập mới|nhập về"
)
_OUT = re.compile(
    r"\bchi\b(?! hội| bộ| đoàn| nhánh)|\bgiảm\b|thoát|chuyển đi|ra khỏi|qua đời|xóa tên|khai trừ|\bxuất\b(?! sắc)"
    r"|giải thể|xin ra|\btrả nợ"
)
_OTHER = re.compile(r"trong đó|gồm|riêng|bình quân|mỗi|kế hoạch|chỉ tiêu|so với|cùng kỳ|dự kiến|phấn đấu|\btừ\b")
_NET = re.compile(r"[,;(–-]\s*(?:như vậy |đã |tức )?(?P<way>giảm|tăng)(?: ròng| thêm)?\s*$")
_CUT = re.compile(r"[,;:()]|\bvà\b")


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure with what it is: start, end, in, out, net (`way` tells which) or other."""

    figure: Figure
    role: str
    way: str = ""


def flows(sentences: Sequence[Sentence], text: str) -> Iterator[Finding]:
    """Ends that do not follow from start and flows, and changes that do not follow from the ends, paragraph-wise."""
    for paragraph in paragraphs(sentences, text):
        lower = [sentence.text.lower() for sentence in paragraph]
        if not any(_START.search(words) for words in lower) or not any(_END.search(words) for words in lower):
            continue
        dims = {f.dim for sentence in paragraph for f in sentence.figures if f.dim and f.dim != RATE}
        for dim in sorted(dims):
            yield from _judge([_role(s, f) for s in paragraph for f in s.figures if f.dim == dim], text, dim)


def _role(sentence: Sentence, figure: Figure) -> _Said:
    wide = label(sentence, figure)
    before = _CUT.split(wide)[-1]
    after = _CUT.split(following(sentence, figure))[0]
    net = _NET.search(wide)
    if sentence.bracket(figure) >= 0 or not figure.exact or figure.per or _OTHER.search(before):
        return _Said(figure, "other")
    if _END.search(wide):
        return _Said(figure, "end")
    if _START.search(wide):
        return _Said(figure, "start")
    for words in (before, after):
        comes, goes = bool(_IN.search(words)), bool(_OUT.search(words))
        if comes != goes:
            return _Said(figure, "in" if comes else "out", net["way"] if net else "")
        if comes:
            break
    return _Said(figure, "other")


def _judge(said: list[_Said], text: str, dim: str) -> Iterator[Finding]:
    starts = [at for at, one in enumerate(said) if one.role == "start"]
    ends = [at for at, one in enumerate(said) if one.role == "end"]
    if len(starts) != 1 or len(ends) != 1 or not starts[0] < ends[0]:
        return
    first, last = said[starts[0]].figure, said[ends[0]].figure
    between = said[starts[0] + 1 : ends[0]]
    roles = {one.role for one in between}
    if dim != MONEY and not (first.unit.startswith(last.unit) or last.unit.startswith(first.unit)):
        return
    if roles == {"in", "out"}:
        came = sum((Fraction(one.figure.value) for one in between if one.role == "in"), Fraction(0))
        went = sum((Fraction(one.figure.value) for one in between if one.role == "out"), Fraction(0))
        computed = Fraction(first.value) + came - went
        if not holds(last, computed):
            words = f"Đầu kỳ {shown(first.value, '')} + tăng {shown(came, '')} − giảm {shown(went, '')} khác số cuối kỳ"
            yield contradiction("stock_flow", text, last, computed, words)
    after = said[ends[0] + 1] if ends[0] + 1 < len(said) else None
    if after and after.way and "other" not in roles and after.figure.start - last.end < _NEAR:
        gap = Fraction(last.value) - Fraction(first.value)
        if gap and (gap > 0) != (after.way == "tăng"):
            return
        if not holds(after.figure, abs(gap)):
            words = f"{after.way.capitalize()} bao nhiêu không khớp {shown(first.value, first.unit)} đầu kỳ và "
            yield contradiction("change", text, after.figure, abs(gap), f"{words}{shown(last.value, last.unit)}", last)


_NEAR = 60
"""Characters between the end and the change that is said of it."""
