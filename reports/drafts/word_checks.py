"""What is looked at when somebody rewrites a block: unknown figures, numbers typed by hand, figures that disagree.

Pure: texts, figures and a summary in, findings out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from danvan.lib.checker import Finding
from reports.checking.figure_checks import findings
from reports.document import Line
from reports.drafts.wording import Figures, WordingError, stored, to_line
from reports.renderers.figures import line_text
from reports.renderers.figures import text as figure_text
from reports.summary import Summary

Lines: TypeAlias = Mapping[str, tuple[Line, ...]]

_TOKEN = re.compile(r"\{[^{}]*\}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# Numbers that count nothing: years, days, the numbers of documents and of their parts. A document's number is looked
# for where it begins alone, or a long row of digits and strokes would be read again from each of its signs.
_FREE = re.compile(
    r"\d{1,2}[/-]\d{1,2}[/-]\d{4}|(?<![\d/_-])\d+[-/][\w/-]*[^\W\d_][\w/-]*"
    r"|(?i:năm|tháng|ngày|quý|giai đoạn|điều|mục|bảng|hình|phụ lục|nhiệm kỳ|khóa|thôn|tổ dân phố|tổ|khu phố)"
    r"\s\d+(?:\s?[-–/]\s?\d+)*"
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A number typed by hand, and the token of the portal's figure that says the same ("" for none)."""

    number: str
    token: str = ""


def readable(text: str, figures: Figures) -> str:
    """Why the text cannot be kept, in Vietnamese; "" when it can."""
    try:
        for line in stored(text).splitlines():
            to_line(line, figures)
    except WordingError as error:
        return str(error)
    return ""


def typed_numbers(text: str, known: Iterable[str], figures: Figures) -> list[Typed]:
    """Numbers that stand in the text as plain digits and in none of the `known` texts, each as often as it is new."""
    before: Counter[str] = Counter()
    for other in known:
        before |= Counter(_numbers(other))
    values = {_digits(figure_text(figure)): token for token, figure in reversed(list(figures.items()))}
    new = Counter(_numbers(text)) - before
    return [Typed(number, values.get(_digits(number), "")) for number in new.elements()]


def altered(text: str, figures: Figures) -> list[str]:
    """Figures whose shown value was typed over inside the braces: the portal keeps its own."""
    found = []
    for match in _TOKEN.finditer(text):
        value, bar, name = match[0][1:-1].rpartition("|")
        figure = figures.get(name.strip())
        if bar and figure is not None and _plain(value) != _plain(figure_text(figure)):
            found.append(f"“{value.strip()}” là số của cổng, giữ nguyên {_plain(figure_text(figure))}")
    return found


def findings_by_block(composed: Lines, rewritten: Lines, summary: Summary, year: int) -> dict[str, list[Finding]]:
    """What the figure checker says of the whole text because of rewritten blocks, at the blocks whose words it quotes.

    `rewritten` are the lines of all blocks as they stand; what the checker says of the portal's own sentences is left
    out.
    """
    before = {(finding.code, finding.stated, finding.computed) for _, finding in _checked(composed, summary, year)}
    found: dict[str, list[Finding]] = {}
    for key, finding in _checked(rewritten, summary, year):
        if (finding.code, finding.stated, finding.computed) not in before:
            found.setdefault(key, []).append(finding)
    return found


def _checked(lines: Lines, summary: Summary, year: int) -> list[tuple[str, Finding]]:
    text, ends = "", []
    for key, several in lines.items():
        text += "".join(f"{line_text(line)}\n" for line in several)
        ends.append((len(text), key))
    return [
        (next((key for end, key in ends if finding.start < end), ""), finding)
        for finding in findings(text, summary, year)
    ]


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(_FREE.sub(" ", _TOKEN.sub(" ", text.replace("\u00a0", " "))))


def _digits(text: str) -> str:
    found = _NUMBER.search(text)
    return found[0].lstrip("0") or "0" if found else ""


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").strip()
