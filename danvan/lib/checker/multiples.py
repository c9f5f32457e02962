"""Multiples: "270 suất, gấp 1,5 lần năm 2021 (180 suất)".

Arithmetic: now / before, at the written digits; "tăng 1,5 lần" is left alone, for people mean both 1,5 and 2,5 by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from danvan.lib.checker.figures import RATE, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds, shown

_TIMES = re.compile(
    r"«(?P<a>\d+)»[^«»;.]{0,40}?\bgấp (?P<about>hơn |gần |khoảng |trên )?(?:«(?P<k>\d+)»|(?P<double>đôi)) ?(?:lần)?"
    r"[^«»;.]{0,40}?«(?P<b>\d+)»"
)


def multiples(sentence: Sentence, text: str) -> Iterator[Finding]:
    """A multiple that its two figures do not have."""
    if "gấp" not in sentence.text:
        return
    for match in _TIMES.finditer(sentence.mask()):
        now, before = (sentence.figures[int(match[name])] for name in ("a", "b"))
        times = sentence.figures[int(match["k"])] if match["k"] else None
        if times is None or times.dim not in ("", "lần") or RATE in (now.dim, before.dim) or now.dim != before.dim:
            continue
        if not (now.exact and before.exact and before.value and times.reckons) or sentence.bracket(now) >= 0:
            continue
        computed = Fraction(now.value) / Fraction(before.value)
        half = Fraction(_last_digit(times.text)) / 2
        if holds(times, computed) or (not times.qualifier and abs(Fraction(times.value) - computed) <= half):
            continue
        words = f"{shown(now.value, now.unit)} so với {shown(before.value, before.unit)}"
        yield contradiction("multiple", text, times, computed, words, now, before, unit="lần")


def _last_digit(written: str) -> Decimal:
    decimals = len(re.sub(r"[^\d,]", "", written).partition(",")[2])
    return Decimal(1).scaleb(-decimals)
