"""A headline and its list, one item a line, to any depth: "Trao 250 phần quà, gồm:" and "- xã A: 120 phần", with
"+ thôn 1: 70 phần" below an item.

Arithmetic: the items' figures of the headline's kind add up to it. Silent unless the line ends with a colon (or, for an
item above deeper ones, is followed by them), every item has exactly one such figure outside parentheses, and nothing
says that only some are listed. Money of a flat list with givers is the matter of blocks.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from danvan.lib.checker.figures import MONEY, RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds

_MARK = re.compile(r"(?P<indent>\s*)(?P<mark>[-–+*•]|\d+[.)]|[a-zđ]\))\s")
_SOME = re.compile(
    r"tiêu biểu|điển hình|một số|nổi bật|chủ yếu|chẳng hạn|ví dụ|v\.v|\bnhư\b|trong các năm|lũy kế|bình quân|kế hoạch"
    r"|chỉ tiêu|so với|cùng kỳ|phấn đấu|\bvay\b|dân tộc|đảng viên|\bnữ\b|hộ vay|lượt"
)
_FEWEST = 2


def itemised(sentences: Sequence[Sentence], text: str) -> Iterator[Finding]:
    """Headlines whose lists add up to something else."""
    for at, head in enumerate(sentences):
        opens = head.text.rstrip().endswith(":")
        mark = _mark(head)
        if not head.figures or _SOME.search(head.text.lower()) or not (opens or mark):
            continue
        items = _below(sentences, at, mark, _outer(sentences, at) if mark else set())
        if len(items) < _FEWEST:
            continue
        totals = [f for f in head.figures if f.dim != RATE and not f.per and head.bracket(f) < 0]
        if len(totals) != 1 or not totals[0].reckons or not totals[0].dim:
            continue
        if totals[0].dim == MONEY and opens and not mark and len(items) > _FEWEST:
            continue  # blocks.py knows loans and prices
        yield from _judge(text, totals[0], items)


def _mark(sentence: Sentence) -> str:
    """What kind of item it is: its indent and its sign, numbers and letters each as one sign; "" for none."""
    found = _MARK.match(sentence.text)
    if not found:
        return ""
    sign = found["mark"]
    return found["indent"].replace("\n", "") + ("1" if sign[0].isdigit() else "a" if sign[0].isalpha() else sign)


def _outer(sentences: Sequence[Sentence], at: int) -> set[str]:
    """The kinds of items that stand above this one in its list: a line of these ends what is below it."""
    found: set[str] = set()
    for sentence in sentences[max(0, at - _MOST) : at][::-1]:
        if not _mark(sentence):
            break
        found.add(_mark(sentence))
    return found


def _below(sentences: Sequence[Sentence], at: int, head: str, outer: set[str]) -> list[Sentence]:
    """The items right below the line, one level down; deeper ones are passed over. Empty when the next is none."""
    items: list[Sentence] = []
    level = ""
    above = {head, *outer}
    for sentence in sentences[at + 1 : at + 1 + _MOST]:
        mark = _mark(sentence)
        if not mark or mark in above:
            break
        level = level or mark
        if mark == level:
            items.append(sentence)
    return items


def _judge(text: str, total: Figure, items: Sequence[Sentence]) -> Iterator[Finding]:
    listed: list[Figure] = []
    for item in items:
        own = [f for f in item.figures if f.dim == total.dim and not f.per and item.bracket(f) < 0]
        if len(own) != 1 or not own[0].exact or _SOME.search(item.text.lower()):
            return
        listed.append(own[0])
    whole = sum((Fraction(f.value) for f in listed), Fraction(0))
    short = Fraction(total.value) - whole
    if not holds(total, whole) and (short < 0 or len(listed) > _FEWEST or short <= _NEAR * Fraction(total.value)):
        yield contradiction("parts_sum", text, total, whole, f"Tổng khác tổng của {len(listed)} mục đã liệt kê")


_MOST = 60
_NEAR = Fraction(15, 100)
