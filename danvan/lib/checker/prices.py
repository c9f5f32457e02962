"""Price × quantity, and averages: "250 suất, mỗi suất 300.000 đồng, tổng trị giá 75 triệu đồng"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from danvan.lib.checker.figures import MONEY, RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds, shown

_TIMES = re.compile(
    r"(?<![x×*] )(?<![x×*])«(\d+)»[^«»;.]{0,25}?\s?[x×*]\s?«(\d+)»[^«»;.]{0,25}?"
    r"(?:=|thành tiền|tổng(?: cộng)?|bằng)[^«»;.]{0,20}?«(\d+)»"
)
_AVERAGE = re.compile(r"(?:bình quân|trung bình|tính ra)[^.;]{0,30}$")


def prices(sentence: Sentence, text: str) -> Iterator[Finding]:
    """One price, one quantity of its noun and one total in a clause that do not multiply; a × b = c likewise."""
    for clause in _clauses(sentence):
        price = [figure for figure in clause if figure.per and figure.reckons]
        factors = sum(bool(re.search(r"[x×*]\s?$", _before(sentence, figure, 3))) for figure in clause)
        if len(price) != 1 or factors > 1 or re.search(r"gồm|kèm", _before(sentence, price[0], 40)):
            continue
        quantities = [
            figure
            for figure in clause
            if figure.dim == price[0].per
            and figure.exact
            and not re.search(r"(?:/|mỗi|trong đó)\s*$", _before(sentence, figure, 12))
        ]
        totals = [figure for figure in clause if figure.dim == MONEY and not figure.per and figure.reckons]
        if totals and re.fullmatch(r"\s*(?:và|cùng|\+)\s*", sentence.between(price[0].end, totals[0].start)):
            continue  # "mỗi suất 500.000 đồng và 100.000 đồng tiền mặt": two prices
        if len(quantities) == 1 and len(totals) == 1 and quantities[0].value > 0:
            yield from _judge(
                text, quantities[0], price[0], totals[0], bool(_AVERAGE.search(_before(sentence, price[0], 45)))
            )
    for match in _TIMES.finditer(sentence.mask()):
        quantity, each, total = (sentence.figures[int(number)] for number in match.groups())
        if each.dim == MONEY == total.dim and not each.per and quantity.dim not in (MONEY, RATE):
            yield from _judge(text, quantity, each, total, average=False)


def _judge(text: str, quantity: Figure, price: Figure, total: Figure, average: bool) -> Iterator[Finding]:
    if not quantity.exact or not (total if average else price).exact:
        return
    if average:
        computed = Fraction(total.value) / Fraction(quantity.value)
        if not holds(price, computed):
            words = f"Bình quân của {shown(total.value, 'đồng')} cho {shown(quantity.value, quantity.unit)}"
            yield contradiction("average", text, price, computed, words, quantity, total)
        return
    computed = Fraction(price.value) * Fraction(quantity.value)
    if not holds(total, computed):
        words = f"{shown(quantity.value, quantity.unit)} × {shown(price.value, 'đồng')}"
        yield contradiction("price", text, total, computed, words, quantity, price)


def _clauses(sentence: Sentence) -> Iterator[list[Figure]]:
    clause: list[Figure] = []
    for figure in sentence.figures:
        if clause and ";" in sentence.between(clause[-1].end, figure.start):
            yield clause
            clause = []
        clause.append(figure)
    yield clause


def _before(sentence: Sentence, figure: Figure, size: int) -> str:
    return sentence.between(max(sentence.start, figure.start - size), figure.start)
