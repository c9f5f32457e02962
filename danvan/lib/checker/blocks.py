"""A headline total against a list that spans sentences: what each giver gave, loans apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from danvan.lib.checker.figures import MONEY, Figure, Sentence
from danvan.lib.checker.findings import Finding, contradiction, holds
from danvan.lib.checker.parts import NEAR
from danvan.lib.checker.units import LENT, LOAN

_SOME = re.compile(
    r"tiêu biểu|điển hình|một số|nổi bật|chủ yếu|chẳng hạn|ví dụ|v\.v|như:|trong các năm|lũy kế|giai đoạn"
)
_GIVES = re.compile(r"hỗ trợ|tặng|trao|xây|vận động|trị giá|ủng hộ|giúp|cho vay|vay|kinh phí|quà|đóng góp|triệu|tỷ")
_TOTAL = re.compile(r"\btổng\b(?! hợp| kết)|cộng chung|tính chung")
_SUPPORT = re.compile(r"hỗ trợ|trao tặng|ủng hộ|giúp đỡ|vận động")
_NOT_GIVEN = re.compile(r"kế hoạch|chỉ tiêu|dự toán|cùng kỳ|so với|thu ngân sách|thu nhập|doanh thu|dư nợ")
MIN_ITEMS, MAX_RUN = 3, 80


@dataclass(frozen=True, slots=True)
class _Item:
    """What one sentence of the list gave, in đồng."""

    support: Fraction
    loan: Fraction


def blocks(sentences: Sequence[Sentence], text: str) -> Iterator[Finding]:
    """Headlines whose neighbouring list adds up to something else. The list after a headline with a colon, else the
    sentences before or after it; a list of sentences speaks only when it misses narrowly.
    """
    for at, headline in enumerate(sentences):
        lower = headline.text.lower()
        if not _TOTAL.search(lower) or _SOME.search(lower) or _NOT_GIVEN.search(lower):
            continue
        totals = [figure for figure in headline.figures if figure.dim == MONEY and not figure.per and figure.reckons]
        if not totals or any(figure.asks for figure in totals):
            continue
        after, before = _run(sentences[at + 1 : at + 1 + MAX_RUN]), _run(sentences[max(0, at - MAX_RUN) : at][::-1])
        opens = bool(re.search(r"(?::|gồm|cụ thể|như sau|trong đó)[\s:]*$", lower))
        runs = [after] if opens else [before, after]
        candidates = [run for run in runs if len(run) >= MIN_ITEMS or (len(run) == 1 and _clausal(run[0]))]
        if len(candidates) == 1:
            listed = all(sentence.item for sentence in candidates[0])
            yield from _compare(headline, totals, candidates[0], text, sure=listed and opens)


def _run(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The givers' sentences that stand together; sentences without money in between (a heading, labour) are passed."""
    run: list[Sentence] = []
    for sentence in sentences:
        lower = sentence.text.lower()
        if _TOTAL.search(lower) or _NOT_GIVEN.search(lower):
            break
        money = any(figure.dim == MONEY or figure.asks for figure in sentence.figures)
        if money and (sentence.item or _GIVES.search(lower)):
            run.append(sentence)
        elif run and not (sentence.item or sentence.figures):
            break
    return run


def _compare(
    headline: Sentence, totals: Sequence[Figure], run: list[Sentence], text: str, *, sure: bool
) -> Iterator[Finding]:
    items = [_item(sentence) for sentence in run]
    if any(_SOME.search(sentence.text.lower()) for sentence in run):
        return
    read = [item for item in items if item is not None]
    if len(read) != len(items):
        return
    support = sum((item.support for item in read), Fraction(0))
    loan = sum((item.loan for item in read), Fraction(0))
    expected = {"support": support, "loan": loan, "all": support + loan}
    before = headline.start
    for total in totals:
        label = headline.between(before, total.start)
        before = total.end
        after = LENT.match(headline.between(total.end, total.end + 20))
        kind = "loan" if LOAN.search(label) or after else "support" if _SUPPORT.search(label) else "all"
        if kind == "support" and loan and holds(total, support + loan):
            continue  # a loan inside what is called support: said by its own rule where the parts are named
        computed = expected[kind]
        if not computed or holds(total, computed) or (kind == "all" and holds(total, support)):
            continue
        if kind == "all" and len(totals) > 1:
            continue  # support and loans beside it are judged; their sum follows
        if abs(Fraction(total.value) - computed) > NEAR * Fraction(total.value) and not sure:
            continue
        words = {"support": "Tổng hỗ trợ", "loan": "Tổng cho vay", "all": "Tổng"}[kind]
        yield contradiction("parts_sum", text, total, computed, f"{words} khác tổng của {len(read)} khoản đã liệt kê")


def _clausal(sentence: Sentence) -> bool:
    """Whether one sentence is itself the list: at least MIN_ITEMS clauses with money between semicolons."""
    money = [
        any(start <= figure.start < end and figure.dim == MONEY and not figure.per for figure in sentence.figures)
        for start, end in _clauses(sentence)
    ]
    return sum(money) >= MIN_ITEMS


def _item(sentence: Sentence) -> _Item | None:
    """The money of one item: clause by clause, a stated subtotal once, a price by its quantity; None when unsure."""
    support = loan = Fraction(0)
    told = False
    for start, end in _clauses(sentence):
        figures = [figure for figure in sentence.figures if start <= figure.start < end]
        words = sentence.between(start, end)
        money = [figure for figure in figures if figure.dim == MONEY and not figure.per]
        outside = [figure for figure in money if sentence.bracket(figure) < 0]
        if outside and len(outside) < len(money):  # what stands in parentheses says where it came from
            money, words = outside, re.sub(r"\([^()]*\)", "", words)
        each = [figure for figure in money if _multiplied(sentence, figure)]
        if each and len(each) < len(money):  # "42 suất x 300.000 đồng = 12.600.000 đồng": the result is the item
            money = [figure for figure in money if figure not in each]
        elif len(each) == 1 == len(money):
            counted = [figure for figure in figures if figure.dim != MONEY]
            if len(counted) != 1 or not (each[0].exact and counted[0].exact):
                return None
            support += Fraction(each[0].value) * Fraction(counted[0].value)
            continue
        prices = [figure for figure in figures if figure.per]
        if not money and prices:
            quantity = [figure for figure in figures if figure.dim == prices[0].per]
            if len(prices) != 1 or len(quantity) != 1:
                return None
            worth = Fraction(prices[0].value) * Fraction(quantity[0].value)
        elif any(not figure.exact for figure in money):
            return None
        else:
            worth = _once([Fraction(figure.value) for figure in money], words)
        told = told or bool(money)
        if LOAN.search(words):
            loan += worth
        else:
            support += worth
    return _Item(support, loan) if told or support or loan else None


def _multiplied(sentence: Sentence, figure: Figure) -> bool:
    """Whether it is one of the two sides of a product, "42 suất x 300.000 đồng"."""
    before, after = sentence.between(figure.start - 3, figure.start), sentence.between(figure.end, figure.end + 3)
    return bool(re.search(r"[x×*]\s?$", before) or re.match(r"\s?[x×*]\s", after))


def _once(values: list[Fraction], words: str) -> Fraction:
    """The sum, or the one that is itself the sum of the others ("1 tỷ và 60 triệu, tổng 1,060 tỷ")."""
    whole, largest = sum(values, Fraction(0)), max(values, default=Fraction(0))
    if len(values) > 1 and (largest * 2 == whole or re.search(r"trong đó|gồm|tổng|\(", words)):
        return largest
    return whole


def _clauses(sentence: Sentence) -> list[tuple[int, int]]:
    cuts = [sentence.start + match.end() for match in re.finditer(r";", sentence.text)]
    edges = [sentence.start, *cuts, sentence.start + len(sentence.text)]
    return list(zip(edges, edges[1:], strict=False))
