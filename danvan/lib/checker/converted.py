"""One measure in two units: "5.400 m² (0,54 ha)", "1,2 km, tức 1.200 m".

Arithmetic: both in the smaller unit. A sào is 1.000 m² in Tây Nguyên, 500 in Trung Bộ, 360 in Bắc Bộ: silent where any
of them holds. Silent where the second figure may be a part of the first: only a near miss or a shifted decimal speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from danvan.lib.checker.figures import Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds, shown

_UNITS = {
    "m²": ("area", (1,)), "sào": ("area", (1000, 500, 360)), "ha": ("area", (10_000,)), "km²": ("area", (10**6,)),
    "km2": ("area", (10**6,)),
    "m": ("length", (1,)), "km": ("length", (1000,)),
    "kg": ("weight", (1,)), "ký": ("weight", (1,)), "yến": ("weight", (10,)), "tạ": ("weight", (100,)),
    "tấn": ("weight", (1000,)),
}  # fmt: skip
_SAME = r"(?:tức(?: là)?|tương đương(?: với)?|hay là|=)\s*"
_OPENS = re.compile(rf"[^()\d;.]{{0,25}}?(\(\s*(?:{_SAME})?|,?\s*{_SAME})(?:khoảng|gần|hơn|trên)?\s*")
_SHIFTED = tuple(Fraction(10) ** power for power in (-3, -2, -1, 1, 2, 3))


def converted(sentence: Sentence, text: str) -> Iterator[Finding]:
    """Two neighbouring figures of one measure that are two lengths, areas or weights."""
    for first, second in zip(sentence.figures, sentence.figures[1:], strict=False):
        one, other = _UNITS.get(first.dim), _UNITS.get(second.dim)
        if not one or not other or one[0] != other[0] or first.dim == second.dim:
            continue
        opens = _OPENS.fullmatch(sentence.between(first.end, second.start))
        if not opens or not (first.exact and second.reckons):
            continue
        if opens[1].startswith("(") and not re.match(
            rf"\s*(?:{re.escape(second.unit)}|m2)\s*\)", text[second.end :][:20].lower()
        ):
            continue
        yield from _judge(text, first, second, [Fraction(a, b) for a in one[1] for b in other[1]])


def _judge(text: str, first: Figure, second: Figure, ratios: list[Fraction]) -> Iterator[Finding]:
    value = Fraction(first.value)
    if not value or any(holds(second, value * ratio) for ratio in ratios):
        return
    near = Fraction(second.value) / (value * ratios[0])
    if Fraction(1, 2) < near < 2 or any(abs(near / power - 1) < Fraction(1, 50) for power in _SHIFTED):
        words = f"{shown(first.value, first.dim)} đổi ra {second.dim}"
        yield contradiction("converted", text, second, value * ratios[0], words, first, unit=second.dim)
