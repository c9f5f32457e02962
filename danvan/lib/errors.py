"""What a reader says when it cannot read: one error for nonsense, one for text that has two readings.

The messages are Vietnamese and stand beside a field or a spreadsheet cell as they are.
"""

from __future__ import annotations

from decimal import Decimal

from danvan.lib.writing import format_entry

Reading = Decimal | int
"""A number that was read: int where whole, else Decimal."""

_QUOTED = 40


def quoted(text: str) -> str:
    """The text in Vietnamese quotation marks, cut to what fits beside a field."""
    return f"“{text}”" if len(text) <= _QUOTED else f"“{text[:_QUOTED]}…”"


class Unreadable(ValueError):
    """The text is not a value of the kind asked for. `.message` helps the person who typed it; `.text` is what was
    typed; `.suggestion` is what they probably meant, "" when nothing is likely.
    """

    def __init__(self, message: str, text: str = "", suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.suggestion = suggestion


class Ambiguous(Unreadable):
    """The text has two readings and only the person who typed it knows which (design.md §5: ask, never guess).

    `readings` are the values; `choices` the same as texts that each read back as exactly that value, for radio buttons.
    """

    def __init__(self, text: str, readings: tuple[Reading, Reading], unit: str = "") -> None:
        self.readings: tuple[Reading, ...] = readings
        self.unit = unit
        self.choices: tuple[str, ...] = tuple(format_entry(reading) for reading in readings)
        first, second = self.choices
        after = f" {unit}" if unit else ""
        super().__init__(
            f"{quoted(text)} đọc được hai cách: {first} hoặc {second}{after}. Hãy viết lại cho rõ.",
            text,
        )
