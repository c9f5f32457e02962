"""Days: dates that no calendar has ("31/4/2022"), and lengths that the dates do not make ("từ ngày 17/10 đến ngày
18/11, 33 ngày").

Arithmetic: last − first, with or without the last day: both are right. Silent where a date lacks its month, and where
the days counted are working days or days of labour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from danvan.lib.checker.figures import Sentence
from danvan.lib.checker.findings import Finding

_DATE = r"(?P<d{0}>\d{{1,2}})\s?[/.]\s?(?P<m{0}>\d{{1,2}})(?:\s?[/.]\s?(?P<y{0}>(?:19|20)\d{{2}}))?"
_SPELT = re.compile(r"ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>(?:19|20)\d{2})", re.IGNORECASE)
_WHOLE = re.compile(r"(?<![\d./,-])(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:19|20)\d{2})(?![\d/]|\.\d)")
_FROM_TO = rf"từ (?:ngày )?{_DATE.format(1)}\s*(?:đến|tới|-|–)\s*(?:hết )?(?:ngày )?{_DATE.format(2)}(?![\d/])"
_LENGTH = r"(?P<n>\d{1,3}) ngày(?! công| làm việc| lao động)"
_PERIODS = (
    re.compile(
        rf"{_FROM_TO}\s*[,;(–-]*\s*(?:tổng (?:cộng|thời gian)|kéo dài|trong|gồm|là|với)?\s*{_LENGTH}", re.IGNORECASE
    ),
    re.compile(rf"{_LENGTH}\s*[,(:]?\s*\(?{_FROM_TO}", re.IGNORECASE),
)
_BARE_YEAR = 2001
"""A common year, for two dates that name none and do not pass the end of February."""


def days(sentence: Sentence, text: str) -> Iterator[Finding]:
    """Impossible dates and wrong lengths."""
    piece = sentence.text
    for pattern in (_SPELT, _WHOLE):
        for match in pattern.finditer(piece):
            day, month, year = (int(match[name]) for name in ("d", "m", "y"))
            if _date(day, month, year) is None:
                start, end = sentence.start + match.start(), sentence.start + match.end()
                yield Finding(
                    code="no_date", quote=text[start:end], stated=text[start:end], computed="", start=start, end=end,
                    message=f"“{text[start:end]}” không có trong lịch.",
                )  # fmt: skip
    for period in _PERIODS:
        for match in period.finditer(piece):
            yield from _length(sentence, text, match)


def _length(sentence: Sentence, text: str, match: re.Match[str]) -> Iterator[Finding]:
    years = [int(match[name]) for name in ("y1", "y2") if match[name]]
    if len(years) == 1 and not match["y2"]:
        return
    first_year, last_year = (years[0], years[-1]) if years else (_BARE_YEAR, _BARE_YEAR)
    first = _date(int(match["d1"]), int(match["m1"]), first_year)
    last = _date(int(match["d2"]), int(match["m2"]), last_year)
    if first is None or last is None:
        return
    if len(years) == 1 and last < first:
        first = _date(first.day, first.month, first_year - 1) or first
    if not years and (last < first or first.month <= _FEBRUARY < last.month):
        return
    start, end = sentence.start + match.start(), sentence.start + match.end()
    if last < first:
        yield Finding(
            code="days", quote=text[start:end], stated=match["n"], computed="", unit="ngày", start=start, end=end,
            message="Ngày kết thúc đứng trước ngày bắt đầu.",
        )  # fmt: skip
        return
    stated, gap = int(match["n"]), (last - first).days
    if stated not in (gap, gap + 1):
        yield Finding(
            code="days", quote=text[start:end], stated=str(stated), computed=str(gap + 1),
            difference=str(stated - gap - 1), unit="ngày", start=start, end=end,
            message=f"Số ngày không khớp hai ngày đầu, cuối: ghi {stated} ngày, tính ra {gap + 1} ngày.",
        )  # fmt: skip


def _date(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_FEBRUARY = 2
