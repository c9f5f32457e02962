"""Numbers that have two readings, or none: asked about, never guessed (design.md §5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from danvan.lib.checker.figures import MONEY, Sentence
from danvan.lib.checker.findings import Finding, plain, shown

_CITED = re.compile(r"(?:ghi|viết|nguyên văn)(?: là)?\s*:?\s*[“\"]$", re.IGNORECASE)
_SUSPECT = re.compile(r"[.,]")


def misread(sentence: Sentence, text: str) -> Iterator[Finding]:
    """One finding for each figure that asks or cannot be read."""
    for figure in sentence.figures:
        quote = text[figure.start : figure.end]
        if _CITED.search(text[max(0, figure.start - 20) : figure.start]) and text[figure.end : figure.end + 1] in '”"':
            continue  # what a source wrote is told of, word by word
        if figure.asks:
            first, second = figure.asks
            unit = figure.unit
            if figure.dim == MONEY and any(reading != int(reading) for reading in figure.asks):
                words = f"; số tiền thì hẳn là {shown(figure.value, 'đồng')}"
            else:
                words = ""
            yield Finding(
                code="ambiguous_number", quote=quote, stated=quote, computed=f"{plain(first)} | {plain(second)}",
                unit=unit, start=figure.start, end=figure.end,
                message=f"“{quote}” đọc được hai cách: {shown(first, unit)} hoặc {shown(second, unit)}{words}. "
                "Đề nghị viết lại.",
            )  # fmt: skip
        elif figure.malformed and _SUSPECT.search(quote):
            yield Finding(
                code="malformed_number", quote=quote, stated=quote, computed="", unit=figure.unit, start=figure.start,
                end=figure.end, message=figure.malformed,
            )  # fmt: skip
