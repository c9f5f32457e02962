"""A sum by the month for so many people and so many months: "nhận đỡ đầu 57 trẻ, mỗi cháu 500.000 đồng/tháng trong 12
tháng, tổng kinh phí 342 triệu đồng".

Arithmetic: price × people × months. Silent unless there is one such price, one duration, one number of people (or none
and nobody named) and one total after them in the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from danvan.lib.checker.figures import MONEY, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds, shown
from danvan.lib.checker.units import per_unit_before

_MONTHS = re.compile(
    r"trong(?: vòng| thời gian)? (?P<months>\d{1,2}) tháng|\((?P<same>\d{1,2}) tháng\)|[x×] ?(?P<by>\d{1,2}) tháng"
)
_PEOPLE = frozenset(("em", "trẻ", "học", "cháu", "người", "cụ", "hộ", "mẹ", "đối", "thành", "hội"))


def monthly(sentence: Sentence, text: str) -> Iterator[Finding]:
    """Totals that are not price × people × months."""
    for price in sentence.figures:
        if price.dim != MONEY or price.per != "tháng" or not price.exact:
            continue
        rest = re.split(r";", sentence.between(price.end, sentence.start + len(sentence.text)))[0]
        months = _MONTHS.search(rest)
        totals = [
            f for f in sentence.figures if price.end < f.start < price.end + len(rest) and f.dim == MONEY and not f.per
        ]
        if not months or len(totals) != 1 or not totals[0].reckons:
            continue
        begin = sentence.start + sentence.text.rfind(";", 0, price.start - sentence.start) + 1
        people = [f for f in sentence.figures if begin <= f.start < price.start and f.dim in _PEOPLE and f.exact]
        each = per_unit_before(text, price.start)
        if len(people) > 1 or (each and not people) or (people and not each):
            continue
        number = int(months["months"] or months["same"] or months["by"])
        computed = Fraction(price.value) * number * (Fraction(people[0].value) if people else 1)
        if not holds(totals[0], computed):
            counted = f"{shown(people[0].value, people[0].unit)} × " if people else ""
            words = f"{counted}{shown(price.value, 'đồng')} × {number} tháng"
            yield contradiction("price", text, totals[0], computed, words, price)
