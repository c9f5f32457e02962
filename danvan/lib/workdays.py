"""Working days: Monday to Friday. Public holidays are not known to the portal and count as working days."""

from datetime import date, timedelta

SATURDAY = 5


def working_days(start: date, end: date) -> int:
    """The working days after `start` up to and with `end`: from Friday to Monday it is 1. 0 when `end` is not later."""
    days = (end - start).days
    if days <= 0:
        return 0
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum((start + timedelta(days=n)).weekday() < SATURDAY for n in range(1, rest + 1))


def longer_than(count: int, today: date) -> date:
    """The latest day from which more than `count` working days have passed by `today`."""
    day = today - timedelta(days=count)
    while working_days(day, today) <= count:
        day -= timedelta(days=1)
    return day
