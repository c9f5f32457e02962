"""Working days between two dates, counted by hand on a calendar: 02/11/2026 is a Monday."""

from datetime import date

import pytest

from danvan.lib.workdays import longer_than, working_days


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ((2026, 11, 2), (2026, 11, 2), 0),
        ((2026, 11, 2), (2026, 11, 3), 1),
        ((2026, 11, 6), (2026, 11, 9), 1),  # Friday to Monday
        ((2026, 11, 7), (2026, 11, 8), 0),  # Saturday to Sunday
        ((2026, 11, 7), (2026, 11, 9), 1),
        ((2026, 11, 2), (2026, 11, 16), 10),
        ((2026, 11, 5), (2026, 11, 17), 8),
        ((2026, 11, 9), (2026, 11, 2), 0),
    ],
)
def test_working_days(start, end, days):
    assert working_days(date(*start), date(*end)) == days


@pytest.mark.parametrize(
    ("count", "today", "day"),
    [(0, (2026, 11, 9), (2026, 11, 8)), (1, (2026, 11, 9), (2026, 11, 5)), (5, (2026, 11, 16), (2026, 11, 8))],
)
def test_the_latest_day_from_which_more_have_passed(count, today, day):
    assert longer_than(count, date(*today)) == date(*day)
    assert working_days(date(*day), date(*today)) > count
