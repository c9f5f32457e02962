"""Averages: "42 lớp … 2.310 lượt hội viên (55 lượt/lớp)", "bình quân 52 triệu đồng/căn" with the houses said before.

Arithmetic: total / number. Silent unless total and number are each the only ones of their kind in the sentence (for
money: the number may stand in the one or two sentences before), outside of parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from danvan.lib.checker.figures import MONEY, RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds, shown
from danvan.lib.checker.units import dimension

_EACH = re.compile(
    r"\s?(?P<of>[^\W\d_]+(?: [^\W\d_]+)?)\s?/\s?(?P<per>[^\W\d_]+)(?: [^\W\d_]+)?\s*(?=[,;.)]|$)", re.IGNORECASE
)
_MEAN = re.compile(r"bình quân|trung bình")
_CLAUSE = re.compile(r";")


def averages(sentences: Sequence[Sentence], text: str) -> Iterator[Finding]:
    """Averages of counts in a sentence, and of money over a number said before."""
    for at, sentence in enumerate(sentences):
        for mean in sentence.figures:
            if not mean.reckons:
                continue
            before = sentence.between(max(sentence.start, mean.start - 40), mean.start)
            if mean.dim == MONEY and mean.per and _MEAN.search(before):
                yield from _of_money(sentences, at, mean, text)
            elif mean.dim not in (MONEY, RATE):
                yield from _of_counts(sentence, mean, before, text)


def _of_counts(sentence: Sentence, mean: Figure, before: str, text: str) -> Iterator[Finding]:
    each = _EACH.match(text, mean.end)
    if not each or not (_MEAN.search(before) or before.rstrip().endswith("(")):
        return
    of, per = dimension(each["of"].lower()), dimension(each["per"].lower())
    clause = [f for f in _clause(sentence, mean) if f is not mean and f.reckons and not _prefixed(text, f)]
    totals = [f for f in clause if of in (f.dim, *f.unit.split()) and f.end <= mean.start]
    numbers = [f for f in clause if f.dim == per and f.end <= mean.start and sentence.bracket(f) < 0]
    if len(totals) == 1 and len(numbers) == 1 and totals[0].exact and numbers[0].exact:
        yield from _judge(text, mean, totals[0], numbers[0], f"{of}/{per}")


def _of_money(sentences: Sequence[Sentence], at: int, mean: Figure, text: str) -> Iterator[Finding]:
    """The sentence has the one total and no number; the last sentence before it that counts the thing has one."""
    sentence = sentences[at]
    totals = [f for f in sentence.figures if f.dim == MONEY and not f.per and sentence.bracket(f) < 0]
    if any(f.dim == mean.per for f in sentence.figures) or len(totals) != 1 or not totals[0].exact:
        return
    if not re.search(r"\btổng\b", sentence.between(sentence.start, totals[0].start)):
        return
    for earlier in sentences[max(0, at - 2) : at][::-1]:
        numbers = [f for f in earlier.figures if f.dim == mean.per]
        if numbers:
            if len(numbers) == 1 and numbers[0].exact and numbers[0].value:
                yield from _judge(text, mean, totals[0], numbers[0], "đồng")
            return


def _judge(text: str, mean: Figure, total: Figure, number: Figure, unit: str) -> Iterator[Finding]:
    computed = Fraction(total.value) / Fraction(number.value) if number.value else None
    if computed is None or holds(mean, computed) or abs(Fraction(mean.value) - computed) < Fraction(mean.step):
        return
    if computed / 2 < Fraction(mean.value) < computed * 2:
        words = f"Bình quân của {shown(total.value, total.unit)} cho {shown(number.value, number.unit)}"
        yield contradiction("average", text, mean, computed, words, unit=unit)


def _prefixed(text: str, figure: Figure) -> bool:
    """Whether it is the number after a slash ("54 lớp/KH 45 lớp", "12/14 xã")."""
    return bool(re.search(r"/\s*(?:kh|kế hoạch)?\s*$", text[max(0, figure.start - 12) : figure.start].lower()))


def _clause(sentence: Sentence, figure: Figure) -> list[Figure]:
    """The figures that no semicolon parts from this one."""
    cuts = [sentence.start, *(sentence.start + m.end() for m in _CLAUSE.finditer(sentence.text))]
    begin = max(cut for cut in cuts if cut <= figure.start)
    end = min([cut for cut in cuts if cut > figure.start], default=sentence.start + len(sentence.text))
    return [other for other in sentence.figures if begin <= other.start < end]
