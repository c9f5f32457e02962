"""Groups and persons in a clause or a sentence of their own: "… đăng ký 214 mô hình tại 14 xã; trong đó có 167 tập thể
và 57 cá nhân".

Arithmetic: groups + persons = what was registered. Silent unless the nearest figure before is what is so divided
(places aside), the two are all of it, and they miss it by no more than parts.NEAR.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from danvan.lib.checker.figures import MONEY, RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds
from danvan.lib.checker.parts import NEAR, PLACES

_PAIR = re.compile(
    r"(?:^\W*|[,;.:(]\s*|”,?\s*|^\W*(?:số|các|những) (?:mô hình|điển hình|gương)[^«»;.]{0,40}? )"
    r"(?:trong đó|gồm|bao gồm|cụ thể|chia ra)[\s:,]*(?:có |gồm )?(?:mô hình )?"
    r"«(?P<a>\d+)» (?:mô hình |điển hình )?(?P<first>tập thể|cá nhân)(?: và |, | \+ )"
    r"«(?P<b>\d+)» (?:mô hình |điển hình )?(?P<second>tập thể|cá nhân)(?=\s*(?:[.,;)]|trên |thuộc |ở |tại |$))"
)
_HELD = re.compile(
    r"«(?P<t>\d+)»[^«»;,.()]{0,60}\(\s*(?:gồm |trong đó |có )?"
    r"«(?P<a>\d+)» (?P<first>tập thể|cá nhân)(?: và |, | \+ )«(?P<b>\d+)» (?P<second>tập thể|cá nhân)\s*\)"
)
"""The two in a parenthesis are all, whatever else the sentence calls typical."""
_DIVIDED = ("mô", "điển", "gương", "giấy", "bằng", "danh", "trường hợp", "lượt")


def kinds(sentences: Sequence[Sentence], text: str) -> Iterator[Finding]:
    """Pairs of groups and persons that do not make what they divide."""
    for at, sentence in enumerate(sentences):
        lower = sentence.text.lower()
        if "tập thể" not in lower or "cá nhân" not in lower:
            continue
        mask = sentence.mask()
        for match in (*_PAIR.finditer(mask), *_HELD.finditer(mask)):
            first, second = (sentence.figures[int(match[name])] for name in "ab")
            if match["first"] == match["second"] or not (first.exact and second.exact):
                continue
            before = [f for f in sentence.figures if f.end <= first.start]
            if not before and at:
                before = list(sentences[at - 1].figures)
            total = _divided([sentence.figures[int(match["t"])]] if match.re is _HELD else before)
            whole = Fraction(first.value) + Fraction(second.value)
            if total and not holds(total, whole) and abs(whole - Fraction(total.value)) <= NEAR * Fraction(total.value):
                yield contradiction("parts_sum", text, total, whole, "Tổng khác tổng của 2 phần", first, second)


def _divided(before: Sequence[Figure]) -> Figure | None:
    """The nearest figure that is no place's number, where it counts what groups and persons can be."""
    counted = [f for f in before if f.dim not in (*PLACES, MONEY, RATE)]
    return counted[-1] if counted and counted[-1].exact and counted[-1].dim in _DIVIDED else None
