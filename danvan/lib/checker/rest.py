"""What is left of a plan or a whole: "giao 60 căn, đã khởi công 53 căn, còn 07 căn chưa khởi công".

Arithmetic: whole − done = rest. Silent unless the three are neighbours of one kind in one sentence, the first said as a
plan or a whole, the second as done, the last as left and not done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from danvan.lib.checker.figures import MONEY, RATE, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds, shown

_WHOLE = re.compile(
    r"kế hoạch|chỉ tiêu|giao|đăng ký|tổng số|gửi|tiếp nhận|nhận được|\bcó\b|phê duyệt|được duyệt|rà soát"
)
_DONE = re.compile(r"\bđã\b|đến nay|hoàn thành|khởi công|giải quyết|thực hiện|bàn giao|trả lời|giải ngân|đạt")
_LEFT = re.compile(r"\bcòn(?: lại)?\s*(?:là\s*)?$")
_NOT_YET = re.compile(r"\bchưa\b|\bđang\b|\bsẽ\b|tiếp tục|chờ|lại\b|không")


_OF = re.compile(
    r"«(?P<a>\d+)»\s*/\s*«(?P<b>\d+)» (?P<noun>[^\W\d_]+(?: [^\W\d_]+)?)[^«»;.]{0,60}?(?:·[^«»;.]{0,20})?"
    r",\s*(?P<left>còn (?:lại )?)?«(?P<c>\d+)» (?P=noun)(?P<after>[^«»;.]{0,40})"
)


def rest(sentence: Sentence, text: str) -> Iterator[Finding]:
    """A rest that is not what is left."""
    yield from _of_fraction(sentence, text)
    kept = [f for f in sentence.figures if f.dim != RATE and sentence.bracket(f) < 0]
    for whole, done, left in zip(kept, kept[1:], kept[2:], strict=False):
        if not (whole.dim and whole.dim == done.dim and left.dim in (whole.dim, "")) or whole.per or done.per:
            continue
        if not (whole.exact and done.exact and left.exact) or done.value > whole.value:
            continue
        earlier = [f.end for f in kept if f.end <= whole.start]
        said_whole = sentence.between(earlier[-1] if earlier else sentence.start, whole.start)
        said_done = sentence.between(whole.end, done.end + 40)
        said_left = sentence.between(done.end, left.start)
        after = re.split(r"[;.]", sentence.between(left.end, left.end + 60))[0]
        if (
            _WHOLE.search(said_whole + sentence.between(whole.end, done.start))
            and _DONE.search(said_done)
            and _LEFT.search(said_left)
            and "trong đó" not in said_left
            and (_NOT_YET.search(after) or whole.dim == MONEY or "còn lại" in said_left)
            and not re.search(r"thoát|giảm|\bvay\b|hộ (?:cận )?nghèo", said_done + after)
            and not holds(left, whole.value - done.value)
        ):
            words = f"{shown(whole.value, whole.unit)} trừ {shown(done.value, done.unit)}"
            yield contradiction("parts_sum", text, left, whole.value - done.value, words, whole)


def _of_fraction(sentence: Sentence, text: str) -> Iterator[Finding]:
    """ "17/20 công trình, đạt 85%, còn 03 công trình", "8/9 chỉ tiêu đạt, 01 chỉ tiêu không đạt"."""
    if "/" not in sentence.text:
        return
    for match in _OF.finditer(sentence.mask(*{f.dim for f in sentence.figures} - {RATE})):
        done, whole, left = (sentence.figures[int(match[name])] for name in "abc")
        failed = re.match(r" (?:không|chưa)\b", match["after"])
        if not (match["left"] or failed) or not (done.exact and whole.exact and left.exact):
            continue
        computed = whole.value - done.value
        if computed >= 0 and not holds(left, computed):
            words = f"{shown(whole.value, match['noun'])} trừ {shown(done.value, match['noun'])}"
            yield contradiction("parts_sum", text, left, computed, words, done)
