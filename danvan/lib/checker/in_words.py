"""A number in digits beside the same number in words: "45.000.000 đồng (bằng chữ: Bốn mươi lăm triệu đồng)".

Arithmetic: the words are read as a number and compared with the digits. Silent where any word is none of a number, and
for one word that is also another ("(năm)", "(tư)").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from danvan.lib.checker.figures import Sentence
from danvan.lib.checker.findings import Finding, plain, shown
from danvan.lib.text import fold

_DIGITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9,
}  # fmt: skip
_SCALES = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6}
_BILLION = 10**9
_SILENT = frozenset(("le", "linh", "va", "dong", "chan", "viet", "nam."))
_SPELT = re.compile(
    r"\s*(?:[^\W\d_]+(?: [^\W\d_]+)?)?\s*[(,;–-]?\s*(?:viết |ghi )?bằng chữ\s*:?\s*[“\"]?"
    r"(?P<words>[^\d()“”\"\n.;]{3,220})"
    r"|\s*\((?P<bare>[^\d()\n.;:]{2,160})\)",
    re.IGNORECASE,
)


def read_words(words: str) -> int | None:
    """1060000000 of "một tỷ không trăm sáu mươi triệu đồng chẵn"; None when any word is none of a number."""
    total = section = group = 0
    digit: int | None = None
    scale = 0
    said = False
    for word in re.findall(r"[^\W\d_]+", fold(words)):
        if word in _SILENT:
            continue
        said = True
        if word in _DIGITS:
            if digit is not None and word not in ("lam", "nham"):
                return None
            group, digit = group + 10 * (digit or 0), _DIGITS[word]  # "ba trăm năm lăm": fifty-five
        elif word in ("muoi", "tram"):
            if word == "tram" and digit is None:
                return None
            group += (1 if digit is None else digit) * (10 if word == "muoi" else 100)
            digit = None
        elif word in _SCALES or word in ("ty", "ti"):
            group, digit = group + (digit or 0), None
            scale = _SCALES.get(word, _BILLION)
            if scale == _BILLION:
                total, section = (total + section + group) * _BILLION, 0
            else:
                section += group * scale
            group = 0
        elif word == "ruoi" and scale:
            section += scale // 2
        else:
            return None
    return total + section + group + (digit or 0) if said else None


def in_words(sentence: Sentence, text: str) -> Iterator[Finding]:
    """Digits and words that are two numbers."""
    for figure in sentence.figures:
        match = _SPELT.match(text, figure.end, min(len(text), sentence.start + len(sentence.text)))
        if not match or not figure.exact:
            continue
        words = (match["words"] or match["bare"]).strip()
        value = read_words(words)
        if value is None or value == figure.value or (match["bare"] and " " not in words and fold(words) in _DOUBTFUL):
            continue
        end = match.end() + (text[match.end() : match.end() + 1] == ")" and bool(match["words"]))
        yield Finding(
            code="in_words", quote=text[figure.start : end], stated=plain(figure.value), computed=plain(value),
            difference=plain(figure.value - value), unit=figure.unit, start=figure.start, end=end,
            message=f"Số và chữ khác nhau: số là {shown(figure.value, figure.unit)}, chữ là "
            f"{shown(value, figure.unit)}, chênh {shown(abs(figure.value - value), figure.unit)}.",
        )  # fmt: skip


_DOUBTFUL = frozenset(("nam", "tu", "tam", "sau", "ba", "bay"))
"""One word that is also a year, a letter, a time, an order or a person."""
