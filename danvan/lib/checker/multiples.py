"""Multiples: "270 suất, gấp 1,5 lần năm 2021 (180 suất)".

Arithmetic: now / before, at the written digits; "tăng 1,5 lần" is left alone, for people mean both 1,5 and 2,5 by it.
What rose stands before the multiple: the nearest figure of the base's kind that is itself no change and no base ("58,6
triệu đồng, tăng 4,1 triệu đồng so với năm 2022 và gấp 1,6 lần năm 2018 (36,7 triệu đồng)" is said of 58,6). Silent when
any such figure of the sentence has the multiple.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from danvan.lib.checker.figures import RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds, shown
from danvan.lib.checker.passages import label

_TIMES = re.compile(
    r"\bgấp (?P<about>hơn |gần |khoảng |trên )?(?:«(?P<k>\d+)»|(?P<double>đôi)) ?(?:lần)?[^«»;.]{0,40}?«(?P<b>\d+)»"
)
_CHANGE = re.compile(r"\b(?:tăng|giảm|thêm|vượt|hụt|thiếu|hơn)(?: [^\W\d_]+)?\s*$")
_BASE = re.compile(r"so với|cùng kỳ|kế hoạch|chỉ tiêu|trong đó")
_NEAR, _FAR = 40, 120
"""Characters between what rose and its multiple: with nothing between, and with a change between."""


def multiples(sentence: Sentence, text: str) -> Iterator[Finding]:
    """A multiple that its two figures do not have."""
    if "gấp" not in sentence.text:
        return
    for match in _TIMES.finditer(sentence.mask()):
        before = sentence.figures[int(match["b"])]
        times = sentence.figures[int(match["k"])] if match["k"] else None
        if times is None or times.dim not in ("", "lần") or before.dim == RATE or not times.reckons:
            continue
        told = [f for f in sentence.figures if f.end <= times.start and f.dim == before.dim and f.exact]
        rose = [f for f in told if sentence.bracket(f) < 0 and not _CHANGE.search(label(sentence, f))]
        if not (rose and before.exact and before.value) or any(_fits(times, f, before) for f in told):
            continue
        now = rose[-1]
        between = sentence.between(now.end, times.start)
        changed = now is not told[-1]
        if len(between) > (_FAR if changed else _NEAR) or re.search(r"[;.]\s", between) or (
            changed and _BASE.search(label(sentence, now))
        ):  # fmt: skip
            continue
        computed = Fraction(now.value) / Fraction(before.value)
        words = f"{shown(now.value, now.unit)} so với {shown(before.value, before.unit)}"
        yield contradiction("multiple", text, times, computed, words, now, before, unit="lần")


def _fits(times: Figure, now: Figure, before: Figure) -> bool:
    computed = Fraction(now.value) / Fraction(before.value)
    half = Fraction(_last_digit(times.text)) / 2
    return holds(times, computed) or (not times.qualifier and abs(Fraction(times.value) - computed) <= half)


def _last_digit(written: str) -> Decimal:
    decimals = len(re.sub(r"[^\d,]", "", written).partition(",")[2])
    return Decimal(1).scaleb(-decimals)
