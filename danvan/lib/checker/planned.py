"""A plan in one clause or sentence and its result in another: "Huyện giao xây 60 căn nhà. Đến nay đã bàn giao 53 căn,
đạt 83,3% kế hoạch."

Arithmetic: result / plan × 100, at the written digits. Silent unless the plan is the only one of its noun in the
paragraph, no other figure of the kind there makes the rate right, no other period is named with the rate, and the
computed rate is not further off than by half or double (another base).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from danvan.lib.checker.figures import MONEY, RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds, shown
from danvan.lib.checker.passages import following, label, paragraphs

_PLAN = re.compile(r"(?:kế hoạch|chỉ tiêu|\bkh\b|dự toán)[^;]{0,60}$|\bgiao\b[^;,]{0,50}$")
_NO_PLAN = re.compile(r"(?:đạt|vượt|bằng|so với|hoàn thành|theo|thực hiện) (?:kế hoạch|chỉ tiêu|kh|dự toán)\b")
_RATE = re.compile(r"(?: [^\W\d_]+){0,5}\s*[,(]?\s*(?:đạt|bằng|tương ứng|hoàn thành)(?: tỷ lệ| tỉ lệ)?(?: là)?\s*")
_OF_PLAN = re.compile(r"\s*(?:so với )?(?:kế hoạch|chỉ tiêu|kh\b|dự toán)(?! (?:quý|tháng|6 tháng|nhiệm kỳ|giai đoạn))")
_DONE = re.compile(r"\bđã\b|thực hiện|đến nay|kết quả|hoàn thành|bàn giao|vận động|giải ngân|trồng|tiếp nhận|thu được")


def planned(sentences: Sequence[Sentence], text: str) -> Iterator[Finding]:
    """Rates of a plan that stands in an earlier clause or sentence of the paragraph."""
    for paragraph in paragraphs(sentences, text):
        if not any("%" in sentence.text for sentence in paragraph):
            continue
        for at, sentence in enumerate(paragraph):
            for done, rate in zip(sentence.figures, sentence.figures[1:], strict=False):
                if rate.dim == RATE and rate.reckons and done.dim not in ("", RATE) and done.exact and not done.per:
                    yield from _judge(paragraph, at, done, rate, text)


def _judge(paragraph: Sequence[Sentence], at: int, done: Figure, rate: Figure, text: str) -> Iterator[Finding]:
    sentence = paragraph[at]
    words = sentence.between(done.end, rate.start)
    if not (
        _RATE.fullmatch(words) and _OF_PLAN.match(following(sentence, rate)) and _DONE.search(label(sentence, done))
    ):
        return
    near = [(s, f) for s in paragraph[max(0, at - BACK) : at + 1] for f in s.figures if f.dim == done.dim]
    plans = [(s, f) for s, f in near if f.end <= done.start and _PLAN.search(label(s, f))]
    if len(plans) != 1:
        return
    where, plan = plans[0]
    if not plan.exact or not plan.value or plan.per or where.bracket(plan) >= 0 or _NO_PLAN.search(label(where, plan)):
        return
    apart = where is not sentence or ";" in sentence.between(plan.end, done.start)
    same = done.dim == MONEY or plan.unit.split()[:2] == done.unit.split()[:2] or done.unit in (done.dim, "")
    computed = Fraction(done.value) / Fraction(plan.value) * 100
    explained = any(
        holds(rate, Fraction(part.value) / Fraction(base.value) * 100)
        for _, part in near for _, base in near if base is not part and base.value and part.end <= rate.start
    )  # fmt: skip
    if apart and same and not explained and computed / 2 < Fraction(rate.value) < computed * 2:
        pair = f"{shown(done.value, done.unit)} trên kế hoạch {shown(plan.value, plan.unit)}"
        yield contradiction("rate", text, rate, computed, f"Tỷ lệ của {pair}", done)


BACK = 3
"""Sentences that are looked back through."""
