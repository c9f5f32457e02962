"""What is left at one time, said twice: "đến cuối năm 2023 còn 37 hộ nghèo … cuối năm 2023 thôn vẫn còn 39 hộ nghèo".

A stock only: both are said with "còn" at the same end of the same period, of the same noun and nothing narrower. Silent
where the second names another place or level, a plan, a forecast or another standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from danvan.lib.checker.figures import MONEY, RATE, Figure, Sentence
from danvan.lib.checker.findings import Finding
from danvan.lib.checker.passages import label, paragraphs
from danvan.lib.checker.twice import two

_LEFT = re.compile(r"\bcòn(?: có| lại)?\s*$")
_TIME = re.compile(
    r"cuối (?:năm|kỳ|quý|tháng)(?: \d+)?(?:/\d{4})?|đến (?:nay|hết (?:năm|quý|tháng) \d+)|hiện(?: nay)?\b"
)
_NOT = re.compile(
    r"phấn đấu|dự kiến|kế hoạch|chỉ tiêu|mục tiêu|\bước\b|\bsẽ\b|chuẩn|trong đó|riêng|cùng kỳ|năm trước|mỗi|nếu"
    r"|từ «|trong số|dân tộc|\bdtts\b|chưa|không còn"
)
_LEVEL = re.compile(r"toàn quốc|cả nước|\b(?:tỉnh|huyện|xã|thị trấn|phường|thôn|buôn|tổ dân phố|khu phố)\b")
_PLACE = re.compile(r"(?:tỉnh|huyện|xã|[Tt]hị trấn|phường|thôn|buôn|[Tt]ổ dân phố)\s+([A-ZĐÀ-Ỹ][\w’'`]*|\d+)")
_BACK = 6
"""Figures of one noun that are remembered in a paragraph."""


def restated(sentences: Sequence[Sentence], text: str) -> Iterator[Finding]:
    """Each second mention of what is left that differs from the first."""
    for paragraph in paragraphs(sentences, text):
        known: dict[tuple[str, str], list[tuple[Figure, str, frozenset[str], frozenset[str]]]] = {}
        places: frozenset[str] = frozenset()
        for sentence in paragraph:
            places |= frozenset(_PLACE.findall(sentence.text))
            if "còn" not in sentence.text.lower():
                continue
            for figure in sentence.figures:
                time = _left_at(sentence, figure)
                if not time or sentence.item:
                    continue
                levels = frozenset(_LEVEL.findall(_clause(sentence, figure)))
                known_here = known.setdefault((figure.unit, time), [])
                for first, _, said, named in known_here:
                    if first.value != figure.value and (levels <= said or not levels) and places == named:
                        yield two(text, first, figure)
                        break
                said_by_then = frozenset(_LEVEL.findall(sentence.between(sentence.start, figure.start)))
                known[figure.unit, time] = [*known_here[-_BACK:], (figure, time, said_by_then, places)]


def _left_at(sentence: Sentence, figure: Figure) -> str:
    """When a figure is said to be what is left; "" where it is no such figure."""
    words = label(sentence, figure)
    if (
        figure.dim in ("", MONEY, RATE) or len(figure.unit.split()) < 2  # noqa: PLR2004 - one word alone is no name
        or not figure.exact or sentence.bracket(figure) >= 0 or not _LEFT.search(words)
        or not re.match(r"\s*(?:[,;.(]|$)", sentence.between(figure.end + 1 + len(figure.unit), figure.end + 60))
        or _NOT.search(words) or _NOT.search(_clause(sentence, figure))
    ):  # fmt: skip
        return ""
    times = _TIME.findall(words)
    return times[-1] if times else ""


def _clause(sentence: Sentence, figure: Figure) -> str:
    """The words from the last semicolon, or from the comma before the time, up to the figure, and a few after it."""
    before = sentence.between(sentence.start, figure.start)
    return before[before.rfind(";") + 1 :] + sentence.between(figure.end, figure.end + 40).split(",")[0]
