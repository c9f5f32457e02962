"""Legal bases and criteria that are out of date, or not yet there, in the year that a text reports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from danvan.lib.checker.figures import Sentence
from danvan.lib.checker.findings import Finding
from danvan.lib.checker.legal_table import BASES, Basis

_YEAR = re.compile(r"\bnăm ((?:19|20)\d{2})(?!\s*[-–]\s*(?:19|20)\d{2})")
_TOLD = re.compile(
    r"trước đây|trước kia|thay thế|hết hiệu lực|bãi bỏ|thay cho|không còn|\bcũ\b|nguyên là|trước ngày|trước khi"
    r"|sáp nhập|kết thúc hoạt động|sửa đổi|lịch sử|giai đoạn trước|chuẩn bị|dự thảo|sắp|phương hướng|sẽ"
)
_TITLED = re.compile(r"(?:pháp lệnh|bộ luật|luật|hiến pháp)(?: [^\W\d_]+,?){0,14} năm \d{4}(?! *,? *(?:của|tại))")
"""An act by its title and year."""
_ENACTED = re.compile(r"(?:ngày \d+ tháng \d+|ngày [\d/.-]+) năm \d{4}|\d/\d{4}")


def year_of(text: str) -> int | None:
    """The year that a text reports: that of its title ("báo cáo … năm 2022"), else the only one that it names."""
    lower = _TITLED.sub(" ", _ENACTED.sub(" ", text.lower()))
    title = re.search(r"(?:báo cáo|kết quả|tổng kết|tình hình)[^.;]{0,120}?năm ((?:19|20)\d{2})", lower)
    if title:
        return int(title[1])
    years = Counter(int(match[1]) for match in _YEAR.finditer(lower))
    return next(iter(years)) if len(years) == 1 else None


def legal(sentences: Sequence[Sentence], text: str, year: int | None) -> Iterator[Finding]:
    """Each base once, at its first mention outside its years. Nothing without a year."""
    year = year or year_of(text)
    if year is None:
        return
    said: set[str] = set()
    for sentence in sentences:
        lower = sentence.text.lower()
        told = [(int(match[1]), match.start()) for match in _YEAR.finditer(_blank(lower))]
        for basis in BASES:
            match = re.search(basis.words, lower)
            if not match or any(other != year and not match.start() <= at < match.end() for other, at in told):
                continue  # another year is spoken of, but for that in the base's own title
            clause = _clause(lower, match)
            if _TOLD.search(clause) or not re.search(basis.near, clause):
                continue
            if basis.name not in said and not _holds(basis, year):
                said.add(basis.name)
                start, end = sentence.start + match.start(), sentence.start + match.end()
                years = f"{basis.first or '…'}–{basis.last or '…'}"
                yield Finding(
                    code="legal_basis", quote=text[start:end], stated=str(year), computed=years, start=start, end=end,
                    unit="năm",
                    message=f"Năm {year}: {basis.name} không áp dụng; {basis.instead}. Căn cứ: {basis.source}.",
                )  # fmt: skip


def _blank(lower: str) -> str:
    """The text without the days on which something was enacted, each position as it was."""
    return _ENACTED.sub(lambda match: " " * len(match[0]), lower)


def _clause(words: str, match: re.Match[str]) -> str:
    """What stands between the semicolons around the match."""
    end = words.find(";", match.end())
    return words[words.rfind(";", 0, match.start()) + 1 : end if end >= 0 else len(words)]


def _holds(basis: Basis, year: int) -> bool:
    return (basis.first is None or year >= basis.first) and (basis.last is None or year <= basis.last)
