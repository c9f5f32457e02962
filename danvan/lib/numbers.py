"""Numbers as people write them (design.md §5): the one place to import readers and writers from.

Readers raise `Unreadable` (with a Vietnamese message for the field) or `Ambiguous` (the two readings, never a guess):
digits.py is the grammar of one number, amounts.py adds nghìn/triệu/tỷ, money.py and quantities.py the kinds of values.
Writers are in writing.py, words in words.py, rates and splits in arithmetic.py.
"""

from __future__ import annotations

from danvan.lib.arithmetic import change_percent, percent, round_half_up, split_largest_remainder
from danvan.lib.errors import Ambiguous, Reading, Unreadable
from danvan.lib.money import MAX_MONEY, Published, read_money, read_published
from danvan.lib.quantities import (
    MAX_COUNT,
    LandArea,
    Quantity,
    read_area,
    read_count,
    read_decimal,
    read_quantities,
    read_quantity,
    read_range,
)
from danvan.lib.words import MAX_IN_WORDS, money_in_words, number_in_words
from danvan.lib.writing import (
    MISSING,
    format_decimal,
    format_entry,
    format_int,
    format_money,
    format_percent,
    format_short_money,
    format_signed,
    format_signed_percent,
)

__all__ = [
    "MAX_COUNT",
    "MAX_IN_WORDS",
    "MAX_MONEY",
    "MISSING",
    "Ambiguous",
    "LandArea",
    "Published",
    "Quantity",
    "Reading",
    "Unreadable",
    "change_percent",
    "format_decimal",
    "format_entry",
    "format_int",
    "format_money",
    "format_percent",
    "format_short_money",
    "format_signed",
    "format_signed_percent",
    "money_in_words",
    "number_in_words",
    "percent",
    "read_area",
    "read_count",
    "read_decimal",
    "read_money",
    "read_published",
    "read_quantities",
    "read_quantity",
    "read_range",
    "round_half_up",
    "split_largest_remainder",
]
