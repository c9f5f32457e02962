"""Kiểm tra số liệu: reads Vietnamese prose and reports what cannot be true of its figures. Pure; no data, no requests.

`check` is the one door, `judge` the same for who has read the sentences. A rule speaks only when it is sure: precision
before recall, a clean text gives nothing.
figures.py reads (with leftout.py, units.py, passages.py); each rule's module says its arithmetic and when it is silent;
findings.py says what was found. What more than one sentence tells is in _BY_TEXT, tables are read apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from danvan.lib.checker.across import across
from danvan.lib.checker.again import again
from danvan.lib.checker.averages import averages
from danvan.lib.checker.blocks import blocks
from danvan.lib.checker.calendar import days
from danvan.lib.checker.changes import changes
from danvan.lib.checker.converted import converted
from danvan.lib.checker.figures import MAX_CHARS, Figure, Sentence, prepare, read
from danvan.lib.checker.findings import KINDS, Finding, contradiction, holds
from danvan.lib.checker.flows import flows
from danvan.lib.checker.in_words import in_words
from danvan.lib.checker.itemised import itemised
from danvan.lib.checker.kinds import kinds
from danvan.lib.checker.legal import legal, year_of
from danvan.lib.checker.misread import misread
from danvan.lib.checker.monthly import monthly
from danvan.lib.checker.multiples import multiples
from danvan.lib.checker.named import named
from danvan.lib.checker.parts import loan_in_support, parts, remainders
from danvan.lib.checker.planned import planned
from danvan.lib.checker.prices import prices
from danvan.lib.checker.rates import over_whole, rates
from danvan.lib.checker.rest import rest
from danvan.lib.checker.restated import restated
from danvan.lib.checker.shares import shares
from danvan.lib.checker.tables import in_tables, tables
from danvan.lib.checker.twice import side_by_side, two_values, wrong_class

__all__ = [
    "KINDS", "MAX_CHARS", "Figure", "Finding", "Sentence", "check", "contradiction", "holds", "in_tables", "judge",
    "prepare", "read", "year_of",
]  # fmt: skip

_BY_SENTENCE = (
    misread,
    in_words,
    loan_in_support,
    parts,
    remainders,
    changes,
    rates,
    over_whole,
    prices,
    wrong_class,
    side_by_side,
    converted,
    rest,
    named,
    monthly,
    multiples,
    days,
)
_BY_TEXT = (blocks, itemised, flows, shares, averages, across, kinds, planned, two_values, restated, again)


def check(text: str, year: int | None = None) -> list[Finding]:
    """The findings of a text in the order of its words. `year`: the year reported, else read from the text itself.

    ValueError beyond MAX_CHARS characters.
    """
    prepared = prepare(text)
    return judge(prepared, read(prepared), year)


def judge(text: str, sentences: list[Sentence], year: int | None = None) -> list[Finding]:
    """`check` of a prepared text whose sentences are read already."""
    return _once(_all(text, sentences, year))


def _all(text: str, sentences: list[Sentence], year: int | None) -> Iterator[Finding]:
    grid = in_tables(text)
    yield from tables(text)
    cells = [sentence for sentence in sentences if sentence.start in grid]
    sentences = [sentence for sentence in sentences if sentence.start not in grid]
    for sentence in cells:
        yield from misread(sentence, text)
    for sentence in sentences:
        for rule in _BY_SENTENCE:
            yield from rule(sentence, text)
    for rules in _BY_TEXT:
        yield from rules(sentences, text)
    yield from legal(sentences, text, year)


def _once(found: Iterator[Finding]) -> list[Finding]:
    """Without what was said already: a total inside a loan finding, one place judged by two rules in the same way."""
    kept: list[Finding] = []
    for finding in found:
        same = (other for other in kept if other.start < finding.end and finding.start < other.end)
        if not any(
            (KINDS[other.code], other.stated) == (KINDS[finding.code], finding.stated)
            or {other.code, finding.code} == {"loan_in_support", "parts_sum"}
            for other in same
        ):  # fmt: skip
            kept.append(finding)
    return sorted(kept, key=lambda finding: (finding.start, finding.end))
