"""Parts in one sentence, their total in another, joined by words: "Trong số hộ đạt danh hiệu, cấp tỉnh 96 hộ, …" after
"1.292 hộ đạt danh hiệu"; "tổng số hộ nghèo và cận nghèo là 72 hộ" after "37 hộ nghèo, 35 hộ cận nghèo".

Arithmetic: the parts' sum. Silent unless the words name exactly one figure said before (one for each noun), every part
is of its kind, and a list misses by no more than parts.NEAR.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from danvan.lib.checker.figures import RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds
from danvan.lib.checker.parts import NEAR

BACK = 3
_AMONG = re.compile(
    r"\s*[-+•]?\s*trong (?:tổng )?số (?P<words>[^\W\d_]+(?: [^\W\d_]+){1,5})\s*(?:,|:|có|thì|nói trên|nêu trên)"
)
_OVERLAP = re.compile(r"tiêu biểu|một số|nổi bật|dân tộc|\bnữ\b|đảng viên|chủ yếu|v\.v|trong đó|bình quân")
_BOTH = re.compile(
    r"tổng (?:số )?(?P<x>[^\W\d_]+(?: [^\W\d_]+){0,3}) (?:và|,|cùng) (?P<y>[^\W\d_]+(?: [^\W\d_]+){0,3}?)"
    r" (?:toàn (?:xã|huyện|thôn) )?(?:là|có|còn) «(?P<n>\d+)»"
)


def across(sentences: Sequence[Sentence], text: str) -> Iterator[Finding]:
    """Lists that do not make the total said before, and sums of two things said before."""
    for at, sentence in enumerate(sentences):
        lower = sentence.text.lower()
        if lower.lstrip(" -+•").startswith("trong"):
            yield from _among(sentences, at, text)
        if "tổng" in lower:
            yield from _both(sentences, at, text)


def _among(sentences: Sequence[Sentence], at: int, text: str) -> Iterator[Finding]:
    sentence = sentences[at]
    lower = sentence.text.lower()
    opens = _AMONG.match(lower)
    if not opens or _OVERLAP.search(lower[opens.end() :]):
        return
    total = _named(sentences[max(0, at - BACK) : at], opens["words"].split())
    listed = [f for f in sentence.figures if f.dim != RATE]
    if total is None or len(listed) < _FEWEST or any(not f.exact or f.per or f.dim != total.dim for f in listed):
        return
    whole = sum((Fraction(f.value) for f in listed), Fraction(0))
    if not holds(total, whole) and Fraction(total.value) - whole <= NEAR * Fraction(total.value):
        yield contradiction("parts_sum", text, total, whole, f"Tổng khác tổng của {len(listed)} phần ở câu sau")


_FEWEST = 3
"""Two figures among so many may be two examples."""


def _both(sentences: Sequence[Sentence], at: int, text: str) -> Iterator[Finding]:
    sentence = sentences[at]
    for match in _BOTH.finditer(sentence.mask()):
        total = sentence.figures[int(match["n"])]
        head = match["x"].split()[0]
        first = _noun(sentences[max(0, at - BACK) : at], match["x"])
        second = _noun(sentences[max(0, at - BACK) : at], match["y"]) or _noun(
            sentences[max(0, at - BACK) : at], f"{head} {match['y']}"
        )
        if first and second and first.dim == second.dim and total.dim in (first.dim, "") and total.reckons:
            whole = Fraction(first.value) + Fraction(second.value)
            if not holds(total, whole):
                words = f"Tổng khác {first.text} {first.unit} và {second.text} {second.unit} đã ghi"
                yield contradiction("parts_sum", text, total, whole, words)


def _noun(sentences: Sequence[Sentence], noun: str) -> Figure | None:
    """The one figure with exactly this noun; None when there is none, or two values."""
    found = [f for sentence in sentences for f in sentence.figures if f.unit == noun and f.exact]
    return found[0] if len({f.value for f in found}) == 1 else None


def _named(sentences: Sequence[Sentence], words: list[str]) -> Figure | None:
    """The one figure after which these words stand."""
    found = [
        figure
        for sentence in sentences
        for figure in sentence.figures
        if figure.exact and re.findall(r"\w+", sentence.between(figure.end, figure.end + 60))[: len(words)] == words
    ]
    return found[0] if len(found) == 1 else None
