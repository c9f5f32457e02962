"""Rates that do not follow from their two numbers: plan and result, a/b, a of b."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from danvan.lib.checker.figures import RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds, plain, shown
from danvan.lib.checker.passages import label

_A, _B, _C = (f"«(?P<{name}>\\d+)»" for name in "abc")
_PLAN = r"(?:kế hoạch|chỉ tiêu|kh|dự toán|chỉ tiêu kế hoạch)\b"
_GIVES = r"(?P<verb>đạt(?: tỷ lệ| tỉ lệ)?|chiếm(?: tỷ lệ| tỉ lệ)?|bằng|=|hoàn thành|vượt|tỷ lệ|tỉ lệ)"
_IN = r"\(\s*(?:(?:tỷ lệ|tỉ lệ|chiếm|đạt)\s*){0,2}"
_BASE_OF = r"(?:(?!tăng|giảm|vượt|hụt|thêm|hơn|trong đó|riêng|gồm)[^«»;.]){0,30}?"
_TAKES = r"(?P<verb>chiếm)(?: tỷ lệ| tỉ lệ)?"
_AFTER = r"(?!\s*(?:so với |của |)?(?:cùng kỳ|năm trước|năm \d|đầu nhiệm kỳ))"
_LOOSE = rf"(?:[^«»;.]{{0,45}}?|[^«»·;.]{{0,110}}?)(?:{_GIVES}\s*(?:là )?|{_IN}){_C}{_AFTER}"
_HANDLED = (
    r"(?:trả lời|giải quyết|xử lý|(?:hòa|hoà) giải thành(?: công)?|tiếp thu|công nhận|hoàn thành|khởi công|bàn giao)"
)
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_A}(?:\s[^\W\d_]+){{0,2}}\s*/\s*(?:{_PLAN})?(?: giao| năm| là)?\s?{_B}{_LOOSE}",
        rf"{_A}[^«»;.]{{0,70}}?{_GIVES} {_C} (?:so với |của )?(?:{_PLAN}|tổng số|số){_BASE_OF}{_B}",
        rf"{_PLAN}[^«»;.]{{0,40}}?{_B}[^«».]{{0,60}}?(?:thực hiện|kết quả|đạt|trồng|đã|được|thu)"
        rf"[^«».]{{0,40}}?{_A}{_LOOSE}",
        rf"{_A}[^«»;.]{{0,30}}?(?:trong|trên)(?: tổng)?(?: số)? {_B}{_LOOSE}",
        rf"(?:trong|trên)(?: tổng)?(?: số)? {_B}[^«»;.]{{0,40}}?có {_A}[^«»;.]{{0,40}}?{_TAKES} {_C}",
        rf"{_B}[^«»;.]{{0,40}}? trong đó(?: có)?[^«»;.]{{0,25}}?{_A}[^«»;.]{{0,40}}?(?:{_TAKES} |{_IN}){_C}",
        rf"{_A}[^«»;.]{{0,40}}?{_TAKES} {_C}[^«»;.]{{0,15}}? (?:trong |trên |của )?tổng số {_B}",
        rf"toàn (?:xã|thôn|huyện|tỉnh|buôn|thị trấn)[^«»]{{0,30}}?(?:có|là) {_B} hộ(?! nghèo| cận)[^«»]{{0,80}}?{_A}"
        rf"[^«»;.]{{0,20}}?{_TAKES} {_C}",
        rf"(?:tiếp nhận|nhận được|nhận|có|kiến nghị|đề xuất|đăng ký|giao|gửi)(?: tổng số)? {_B}[^«»;.]{{0,30}}?"
        rf" (?:đã |được )?(?:tiếp thu, )?{_HANDLED}(?: xong| được)?"
        rf" {_A}[^«»;.]{{0,25}}?(?:{_GIVES} |{_IN}){_C}(?!\s*(?:của |so với |)(?:{_PLAN}|cùng kỳ|năm trước))",
    )
)
_WHOLES = re.compile(r"«(\d+)»\s*/\s*«(\d+)» (?:xã|thôn|tổ dân phố|huyện|chi hội|chi bộ|khu dân cư|đơn vị|buôn)")


def rates(sentence: Sentence, text: str) -> Iterator[Finding]:
    """Every stated rate that is off by more than half a unit of its last written digit."""
    seen: set[int] = set()
    for dim in sorted({figure.dim for figure in sentence.figures} - {RATE}):
        mask = sentence.mask(dim, "", RATE)
        for pattern in PATTERNS:
            for match in pattern.finditer(mask):
                done, whole, rate = (sentence.figures[int(match[name])] for name in "abc")
                sound = (
                    rate.dim == RATE
                    and RATE not in (done.dim, whole.dim)
                    and done.exact
                    and whole.exact
                    and not (done.per or whole.per)
                )
                joined = done.dim == whole.dim or (not done.dim and match.re is PATTERNS[0])
                if not (sound and joined and whole.value) or rate.start in seen:
                    continue
                if _explained(sentence, rate, done, whole):
                    continue
                done = _whole_of_list(sentence, done, rate)
                seen.add(rate.start)
                computed = Fraction(done.value) / Fraction(whole.value) * 100
                if match["verb"] == "vượt":
                    computed -= 100
                if not holds(rate, computed) and _meant(rate.value, computed):
                    pair = f"{shown(done.value, done.unit)} trên {shown(whole.value, whole.unit)}"
                    yield contradiction("rate", text, rate, computed, f"Tỷ lệ của {pair}", done, whole)


def _meant(stated: Decimal, computed: Fraction) -> bool:
    """Whether the rate can be meant of this pair: neither further off than three times, but for a shifted comma."""
    ratio = Fraction(stated) / computed if computed else Fraction(0)
    return Fraction(1, 3) < ratio < 3 or any(abs(ratio / shift - 1) < Fraction(1, 50) for shift in _SHIFTS)


_SHIFTS = (Fraction(1, 100), Fraction(1, 10), Fraction(10), Fraction(100))
_BASE = re.compile(rf"{_PLAN}|so với|cùng kỳ|năm trước|tổng|/\s*$|\b(?:trên|trong|của)(?: tổng)?(?: số)?\s*$")


def _explained(sentence: Sentence, rate: Figure, *judged: Figure) -> bool:
    """Whether other figures of one kind around the rate give it: what it rests on may stand further off than the
    pattern sees ("thu 1,56 tỷ, bằng 97,5% cùng kỳ (1,6 tỷ) và đạt 78% kế hoạch (2 tỷ)").
    """
    before = [f for f in sentence.figures if f.end <= rate.start and f.dim != RATE and f.exact]
    after = next((f for f in sentence.figures if f.start >= rate.end and f.dim != RATE), None)
    bases = [f for f in before if sentence.bracket(f) >= 0 or _BASE.search(label(sentence, f))]
    bases += [after] if after and after.exact else []
    nearest = before[-1:] if before and before[-1] not in judged else []
    if any(
        base.dim == part.dim and base.value and holds(rate, Fraction(part.value) / Fraction(base.value) * 100)
        for part in nearest
        for base in before[:-1]
    ):
        return True  # "3.612 hộ, 15.930 khẩu, chiếm 30,98% dân số": said of the khẩu
    return any(
        part.dim == base.dim and base.value and part is not base and {part, base} != set(judged)
        and holds(rate, Fraction(part.value) / Fraction(base.value) * 100)
        for part in before for base in bases
    )  # fmt: skip


def _whole_of_list(sentence: Sentence, done: Figure, rate: Figure) -> Figure:
    """The total of a list that ends at the figure: "thu 1.460, gồm a 500, b 530, c 410, đạt 73% kế hoạch" is said of
    1.460; the figure itself where there is no such list."""
    before = [f for f in sentence.figures if f.end <= done.end and f.dim == done.dim and sentence.bracket(f) < 0]
    for at, total in enumerate(before[:-2]):
        opens = sentence.between(total.end, before[at + 1].start)
        if re.search(r"\bgồm\b|trong đó|:", opens) and ";" not in sentence.between(total.end, rate.start):
            return total
    return done


def over_whole(sentence: Sentence, text: str) -> Iterator[Finding]:
    """ "15/14 xã": more than there are. A plan may be exceeded, so nothing is said where one is named."""
    if re.search(rf"{_PLAN}|vượt|đăng ký", sentence.text.lower()):
        return
    for match in _WHOLES.finditer(sentence.mask()):
        part, whole = (sentence.figures[int(number)] for number in match.groups())
        if part.value > whole.value and part.dim in ("", whole.dim):
            quote = text[part.start : whole.end]
            yield Finding(
                code="part_over", quote=quote, stated=plain(part.value), computed=plain(whole.value),
                difference=plain(part.value - whole.value), unit=whole.unit, start=part.start, end=whole.end,
                message=f"Phần ({shown(part.value, whole.unit)}) lớn hơn tổng ({shown(whole.value, whole.unit)}).",
            )  # fmt: skip
