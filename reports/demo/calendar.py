"""Days for illustrative records: in the year asked for, while the places and organisations of the record exist."""

import datetime
from random import Random
from typing import Any

from .world import FIRST_DAY


def some_day(dice: Random, year: int, months: tuple[int, ...]) -> datetime.date:
    """A day of one of the months; the demo's 2025 ends with October."""
    month = dice.choice([m for m in months if year < 2025 or m <= 10] or [5])
    return datetime.date(year, month, dice.randint(2, 27))


def is_new(day: datetime.date) -> bool:
    """Whether the two-tier system stood on that day: the record is of a new commune."""
    return day >= FIRST_DAY


def dated(dice: Random, day: datetime.date) -> dict[str, Any]:
    """The day as an officer knew it: mostly exact, sometimes only the month, the quarter or the year.

    In 2025 a quarter or a year would lie across the change of boundaries, so no record of that year is that vague.
    """
    chance = dice.random()
    if chance < 0.74 or (day.year == 2025 and chance >= 0.92):
        return {"date": day, "date_precision": "day"}
    if chance < 0.92:
        return {"date": day.replace(day=1), "date_precision": "month"}
    if chance < 0.97:
        return {"date": datetime.date(day.year, (day.month - 1) // 3 * 3 + 1, 1), "date_precision": "quarter"}
    return {"date": datetime.date(day.year, 1, 1), "date_precision": "year"}
