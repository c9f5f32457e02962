"""A thing spoken of again with another number: "cả 58 hộ khó khăn nói trên" after "85 hộ khó khăn"; the whole of a
fraction beside the number of the same thing; one event told twice with two digits changed places.

Silent when any figure of the kind said before has the value, or some neighbours of them add up to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from danvan.lib.checker.figures import MONEY, RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, plain
from danvan.lib.checker.passages import following, label, said_before
from danvan.lib.checker.twice import two
from danvan.lib.text import fold

BACK = 6
"""Sentences that are looked back through."""
_ABOVE = re.compile(
    r"[^,;.()]{0,70}?\b(?:nói trên|nêu trên|kể trên|trên đây|vừa nêu|đã nêu)(?=[\s,;.)]|$)|(?: [^\W\d_]+){1,2} này\b"
)
_HINTS = re.compile(r"nêu|trên|này|oàn bộ|hiện có")
_PRESENT = re.compile(r"(?: [^\W\d_]+){1,3} hiện có\b")
_ALL_OF_IT = re.compile(r"toàn bộ (?:số tiền|số kinh phí|kinh phí)\s*(?:là\s*)?$")
_OTHER = re.compile(
    r"trong số|một phần|thêm|khác|tăng|giảm|so với|kế hoạch|chỉ tiêu|mỗi|bình quân|còn lại|trong đó|phấn đấu"
)
_WHOLES = re.compile(r"«(\d+)»\s*/\s*«(\d+)»")
_YEAR = re.compile(r"(?:quý|tháng|đợt|năm|kỳ) (?:\d+|[ivx]+)(?:[/-]\d{4})?|(?:đầu|cuối) (?:năm|kỳ)|cùng kỳ|năm trước")
_TOTAL_OF = re.compile(r"(?:toàn (?:xã|huyện|thôn|tỉnh|thị trấn)|hiện)[^,;.«»]{0,20}$")


def again(sentences: Sequence[Sentence], text: str) -> Iterator[Finding]:
    """Each such figure once."""
    for at, sentence in enumerate(sentences):
        if _HINTS.search(sentence.text):
            yield from _above(sentences, at, text)
        if "/" in sentence.text:
            yield from _fractions(sentences, at, text)
    yield from _swapped(sentences, text)


def _above(sentences: Sequence[Sentence], at: int, text: str) -> Iterator[Finding]:
    sentence = sentences[at]
    for figure in sentence.figures:
        words = label(sentence, figure)
        money = figure.dim == MONEY and bool(_ALL_OF_IT.search(words))
        if not figure.exact or figure.dim == RATE or figure.per or _OTHER.search(words[-40:]):
            continue
        after = following(sentence, figure, 90)
        present = bool(_PRESENT.match(after)) and words.strip() == "với"
        if not (money or present or _ABOVE.match(after)):
            continue
        known = [other for _, other in said_before(sentences, at, figure, BACK) if other.exact and not other.per]
        if figure.dim != MONEY:
            known = [other for other in known if _same_noun(other, figure)]
        values = [Fraction(other.value) for other in known]
        if not values or _adds_up(values, Fraction(figure.value)):
            continue
        likely = [other for other in known if _transposed(other, figure)]
        if (len(set(values)) == 1 and not present) or likely:
            yield two(text, (likely or known)[-1], figure)


def _fractions(sentences: Sequence[Sentence], at: int, text: str) -> Iterator[Finding]:
    """ "118/126 tổ hòa giải" where "toàn huyện có 124 tổ hòa giải" stands close before."""
    sentence = sentences[at]
    for match in _WHOLES.finditer(sentence.mask()):
        whole = sentence.figures[int(match[2])]
        said = label(sentence, sentence.figures[int(match[1])]) + following(sentence, whole)
        among = sentence.text.lower().lstrip(" -+").startswith("trong đó")
        if not whole.exact or (len(whole.unit.split()) < 2 and not among) or _YEAR.search(re.split(r"[,;]", said)[-1]):
            continue
        earlier = [
            other
            for where, other in said_before(sentences, at, whole, BACK)
            if other.exact and where.bracket(other) < 0 and other.start != whole.start
            and (_same_noun(other, whole) or (among and other.unit == whole.unit))
            and other is not sentence.figures[int(match[1])]
        ]  # fmt: skip
        if len(earlier) != 1 or earlier[0].value == whole.value:
            continue
        holder = next(s for s in sentences[max(0, at - BACK) : at + 1] if earlier[0] in s.figures)
        if (among or _TOTAL_OF.search(label(holder, earlier[0]))) and not _YEAR.search(holder.text.lower()):
            yield two(text, earlier[0], whole)


def _swapped(sentences: Sequence[Sentence], text: str) -> Iterator[Finding]:
    """Two figures of the same noun and the same words before it that differ by two neighbouring digits."""
    known: dict[tuple[str, str, str], list[tuple[Figure, frozenset[str], str, set[str]]]] = {}
    for sentence in sentences:
        lower = sentence.text.lower()
        for figure in sentence.figures:
            if not figure.exact or figure.dim in ("", RATE) or figure.value < _LEAST or figure.per or sentence.item:
                continue
            words = frozenset(fold(label(sentence, figure) + " " + figure.unit).split()[-8:]) | frozenset(
                fold(following(sentence, figure, 30)).split()
            )
            years = set(re.findall(r"(?:19|20)\d{2}", lower))
            key = (figure.dim, "".join(sorted(plain(figure.value))), figure.unit if figure.dim != MONEY else "")
            for other, said, noun, when in known.get(key, []):
                if (
                    other.value != figure.value
                    and _transposed(other, figure)
                    and len((said & words) - _EMPTY) >= _SHARED
                    and not _OTHER.search(label(sentence, figure)[-30:])
                    and (when == years or not when or not years)
                    and noun == figure.unit
                    and _names(text, figure) <= _names(text, other)
                    and (figure.dim != MONEY or re.search(r"tổng|dư nợ|số dư", label(sentence, figure)))
                ):
                    yield two(text, other, figure)
                    break
            known[key] = [*known.get(key, [])[-_KEPT:], (figure, words, figure.unit, years)]


_LEAST, _SHARED, _KEPT = 100, 3, 5
_EMPTY = frozenset("co la va cua cac trong duoc da den nay nam toan voi cho so con".split())
_NAMED = re.compile(
    r"(?:xã|thôn|thị trấn|buôn|Hội|Đoàn|Quỹ|Công ty|chi hội|chi bộ)\s[A-ZĐÀ-Ỹ]\w*(?:\s[A-ZĐÀ-Ỹ]\w*)*"
    r"|Huyện đoàn|MTTQ|Mặt trận|Ban Chỉ huy Quân sự|Công an"
)


def _names(text: str, figure: Figure) -> frozenset[str]:
    """The places and givers named within the words around a figure: another one tells another story."""
    begin = max(text.rfind(mark, 0, figure.start) for mark in (".", ";", "\n")) + 1
    after = re.split(r"[.;\n]", text[figure.end : figure.end + 30])[0]
    return frozenset(_NAMED.findall(text[max(begin, figure.start - 120) : figure.end] + after))


def _same_noun(one: Figure, other: Figure) -> bool:
    """Whether the nouns agree in full, or in their first two words."""
    first, second = one.unit.split(), other.unit.split()
    size = min(len(first), len(second), 3)
    return size >= 2 and first[:size] == second[:size]  # noqa: PLR2004 - one word alone is no name


def _adds_up(values: Sequence[Fraction], value: Fraction) -> bool:
    recent = values[-8:]
    return any(
        sum(recent[begin:end], Fraction(0)) == value
        for begin in range(len(recent)) for end in range(begin + 1, len(recent) + 1)
    )  # fmt: skip


def _transposed(one: Figure, other: Figure) -> bool:
    """Whether two neighbouring digits changed places."""
    first, second = plain(one.value), plain(other.value)
    if len(first) != len(second):
        return False
    wrong = [at for at, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    return (
        len(wrong) == 2  # noqa: PLR2004 - a pair
        and wrong[1] - wrong[0] == 1
        and first[wrong[0]] == second[wrong[1]]
        and first[wrong[1]] == second[wrong[0]]
    )
