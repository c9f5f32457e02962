"""Shares whose whole stands elsewhere: in another clause, in the sentence before, or named by its words.

Arithmetic: part / whole × 100, at the written digits. Silent when any figure of the kind nearby explains the rate, when
more than one whole may be meant, and when the computed share is further off than by half or double (another base).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from danvan.lib.checker.figures import MONEY, RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds, shown
from danvan.lib.checker.passages import following, label

BACK = 2
"""Sentences that are looked back through."""
_SHARE = re.compile(
    r"[^;«»]{0,45}?(?:,\s*)?(?:chiếm|tỷ lệ|tỉ lệ|bằng|tương ứng)(?: tỷ lệ| tỉ lệ)?(?: là)?\s*(?:khoảng\s*)?"
)
_OPENED = re.compile(r"(?: [^\W\d_]+){0,4}\s*\(\s*")
_NOT_OF_WHOLE = re.compile(
    r"\s*(?:điểm|kế hoạch|kh\b|chỉ tiêu|dự toán|so với|cùng kỳ|năm trước|trong tổng|trên tổng|tổng|của\b|số\b|trong số)"
)
_WHOLE = re.compile(r"(?:toàn|tổng|hiện có|\bcó\b|quản lý|với|gồm)[^;]{0,40}$")
_SUMMED = re.compile(r"\btổng\b[^;«»]{0,40}$")
_PART_NOUN = ("nghèo", "cận")
_PERSONS = frozenset(
    ("người", "đoàn", "hội", "đảng", "đồng chí", "thanh", "phụ", "khẩu", "nhân", "nam", "nữ", "cán", "học", "em")
)
_BASE = re.compile(r"\s*(?:so với |của |trong |trên )?(?:tổng )?số (?P<words>[^\W\d_]+(?: [^\W\d_]+){0,4})")


def shares(sentences: Sequence[Sentence], text: str) -> Iterator[Finding]:
    """Rates of a part against the one whole that its surroundings name."""
    for at, sentence in enumerate(sentences):
        for number, rate in enumerate(sentence.figures):
            if rate.dim != RATE or not number or not rate.reckons or rate.qualifier:
                continue
            part = sentence.figures[number - 1]
            after = following(sentence, rate)
            if part.dim == RATE or not part.exact or part.per:
                continue
            base = _BASE.match(after)
            if base:
                whole = _by_words(sentences, at, rate, part, base["words"])
            elif _shared(sentence, part, rate) and not _NOT_OF_WHOLE.match(after):
                whole = _around(sentences, at, part)
            else:
                continue
            if whole is None or not whole.value or _explained(sentences, at, rate, part):
                continue
            computed = Fraction(part.value) / Fraction(whole.value) * 100
            if not holds(rate, computed) and computed / 2 < Fraction(rate.value) < computed * 2:
                pair = f"{shown(part.value, part.unit)} trên {shown(whole.value, whole.unit)}"
                yield contradiction("rate", text, rate, computed, f"Tỷ lệ của {pair}", part)


def _shared(sentence: Sentence, part: Figure, rate: Figure) -> bool:
    gap = sentence.between(part.end, rate.start)
    if re.search(r"(?:tăng|giảm)\s*$", label(sentence, part)):
        return False  # "giảm 370 triệu đồng (44,31%)" is a change against then, no share of what there is now
    return bool(_SHARE.fullmatch(gap) or _OPENED.fullmatch(gap)) and not re.search(r"tăng|giảm|đạt|vượt", gap)


def _around(sentences: Sequence[Sentence], at: int, part: Figure) -> Figure | None:
    """The only whole of the part's kind in its sentence before it, else in the sentences before."""
    for sentence in (sentences[at], *sentences[max(0, at - BACK) : at][::-1]):
        wholes = [
            figure for figure in sentence.figures
            if figure.end <= part.start and figure.exact and not figure.per and figure.value > part.value
            and sentence.bracket(figure) < 0 and _joined(figure, part)
            and (_SUMMED if part.dim == MONEY else _WHOLE).search(label(sentence, figure))
            and not re.search(r"kế hoạch|chỉ tiêu|năm trước|cùng kỳ", label(sentence, figure))
        ]  # fmt: skip
        if len(wholes) > 1:
            return None
        if wholes:
            return wholes[0]
    return None


def _joined(whole: Figure, part: Figure) -> bool:
    """Whether the whole is of the part's kind and of no narrower one: "2.782 hộ" of "189 hộ nghèo"."""
    if whole.dim != part.dim:
        return whole.dim in _PERSONS and part.dim in _PERSONS
    if not whole.dim or any(word in whole.unit for word in _PART_NOUN):
        return False
    return part.dim == MONEY or part.unit.startswith(whole.unit) or whole.unit == f"{whole.dim} dân"


def _by_words(sentences: Sequence[Sentence], at: int, rate: Figure, part: Figure, words: str) -> Figure | None:
    """The whole that the base names ("số hộ đăng ký"): the one earlier figure after which these words stand."""
    name = re.split(r"\b(?:của|trong|trên|và|là|tại|ở|toàn)\b", words)[0].split()
    if not name or len(name) < 2:
        return None
    found = [
        figure
        for sentence in sentences[max(0, at - BACK) : at + 1]
        for figure in sentence.figures
        if figure.end <= part.start and figure.exact and not figure.per and sentence.bracket(figure) < 0
        and re.findall(r"\w+", sentence.between(figure.end, figure.end + 40))[: len(name)] == name
    ]  # fmt: skip
    values = {figure.value for figure in found}
    return found[-1] if len(values) == 1 and found[-1].dim == part.dim and found[-1].value >= part.value else None


def _explained(sentences: Sequence[Sentence], at: int, rate: Figure, part: Figure) -> bool:
    """Whether some figure nearby, before or after, makes the rate right, or the part is itself a whole's rate."""
    near = [figure for sentence in sentences[max(0, at - BACK - 1) : at + 2] for figure in sentence.figures]
    counts = [figure for figure in near if figure.dim != RATE and figure.reckons and figure.value]
    parts = [figure for figure in counts if figure.dim == part.dim and figure.end <= rate.start][-3:]
    return any(
        holds(rate, Fraction(one.value) / Fraction(base.value) * 100)
        for one in parts for base in counts if base is not one and (base.dim == one.dim or _joined(base, one))
    )  # fmt: skip
