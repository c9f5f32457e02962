"""Periods of reports: a value that is chosen once, carried in the address and resolved here alone.

Periods seen in the field (domain.md §2.3): month, quarter, 6 tháng, 9 tháng, year, giai đoạn. Dates are in dates.py
and can be imported from here too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from danvan.lib.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    ROMAN,
    DatePrecision,
    PartialDate,
    add_months,
    format_date,
    official_date,
    read_date,
)
from danvan.lib.errors import Unreadable

__all__ = ["DatePrecision", "PartialDate", "Period", "Unreadable", "format_date", "official_date", "read_date"]

_PART = r"-(?:Q(?P<q>[1-4])|H(?P<h>[12])|(?P<n>9T)|(?P<m>0[1-9]|1[0-2])|(?P<to>[0-9]{4}))"
_CODE = re.compile(rf"(?P<y>[0-9]{{4}})(?:{_PART})?")


def _checked(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.", str(year))
    return year


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both included; `label` as it is printed inside a sentence ("năm 2022", "quý I/2022")."""

    start: date
    end: date
    label: str

    @classmethod
    def between(cls, start: date, end: date) -> Period:
        """Any period, labelled by its usual name where it has one. ValueError when it ends before it starts."""
        if end < start:
            raise ValueError("a period ends after it starts")
        months = _whole_months(start, end)
        year, first = start.year, start.month
        if months == 1:
            label = f"tháng {first}/{year}"
        elif months == 3 and first % 3 == 1:
            label = f"quý {ROMAN[first // 3]}/{year}"
        elif months == 6 and first in (1, 7):
            label = f"6 tháng {'đầu' if first == 1 else 'cuối'} năm {year}"
        elif months == 9 and first == 1:
            label = f"9 tháng đầu năm {year}"
        elif months == 12 and first == 1:
            label = f"năm {year}"
        elif months and months % 12 == 0 and first == 1:
            label = f"giai đoạn {year}–{end.year}"
        else:
            label = f"từ {format_date(start)} đến {format_date(end)}"
        return cls(start, end, label)

    @classmethod
    def _of_months(cls, start: date, months: int) -> Period:
        return cls.between(start, add_months(start, months) - timedelta(days=1))

    @classmethod
    def year(cls, year: int) -> Period:
        """Năm."""
        return cls._of_months(date(_checked(year), 1, 1), 12)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """Tháng, 1–12."""
        return cls._of_months(date(_checked(year), month, 1), 1)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """Quý, 1–4."""
        return cls._of_months(date(_checked(year), quarter * 3 - 2, 1), 3)

    @classmethod
    def half(cls, year: int, half: int) -> Period:
        """6 tháng đầu năm (1) or cuối năm (2)."""
        return cls._of_months(date(_checked(year), half * 6 - 5, 1), 6)

    @classmethod
    def nine_months(cls, year: int) -> Period:
        """9 tháng đầu năm."""
        return cls._of_months(date(_checked(year), 1, 1), 9)

    @classmethod
    def span(cls, first: int, last: int) -> Period:
        """Giai đoạn: whole years, both included."""
        return cls.between(date(_checked(first), 1, 1), date(_checked(last), 12, 31))

    @classmethod
    def of(cls, known: PartialDate) -> Period:
        """All the days that a date known only so far may be."""
        return cls.between(known.start, known.end)

    @classmethod
    def from_code(cls, code: str) -> Period:
        """Read back `code` from an address; Unreadable for anything else."""
        found = _CODE.fullmatch(code)
        if found:
            year = int(found["y"])
            if found["q"]:
                return cls.quarter(year, int(found["q"]))
            if found["h"]:
                return cls.half(year, int(found["h"]))
            if found["n"]:
                return cls.nine_months(year)
            if found["m"]:
                return cls.month(year, int(found["m"]))
            if not found["to"]:
                return cls.year(year)
            if year <= int(found["to"]):
                return cls.span(year, int(found["to"]))
        first, mark, last = code.partition("..")
        try:
            if mark:
                return cls.between(date.fromisoformat(first), date.fromisoformat(last))
        except ValueError:
            pass
        raise Unreadable("Kỳ không hợp lệ; ví dụ: 2022, 2022-Q1, 2022-03.", code[:40])

    @property
    def code(self) -> str:
        """The period in an address: 2022, 2022-Q1, 2022-H2, 2022-9T, 2022-03, 2021-2025, or two ISO dates with ".."."""
        months, year, first = _whole_months(self.start, self.end), self.start.year, self.start.month
        if months == 1:
            return f"{year}-{first:02d}"
        if months == 3 and first % 3 == 1:
            return f"{year}-Q{first // 3 + 1}"
        if months == 6 and first in (1, 7):
            return f"{year}-H{first // 6 + 1}"
        if months == 9 and first == 1:
            return f"{year}-9T"
        if months == 12 and first == 1:
            return str(year)
        if months and months % 12 == 0 and first == 1:
            return f"{year}-{self.end.year}"
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    def contains(self, day: date | PartialDate) -> bool:
        """Whether the day lies inside; of a date known less exactly, every day that it may be must."""
        first, last = (day.start, day.end) if isinstance(day, PartialDate) else (day, day)
        return self.start <= first and last <= self.end

    def previous(self) -> Period:
        """The one before, of the same kind: last year, last quarter, the earlier half; 9 tháng goes back a year."""
        months = _whole_months(self.start, self.end)
        if months:
            return self._of_months(add_months(self.start, -12 if months == 9 else -months), months)
        days = self.end - self.start
        return self.between(self.start - timedelta(days=1) - days, self.start - timedelta(days=1))

    def year_before(self) -> Period:
        """Cùng kỳ năm trước: the same days a year earlier (29 February becomes the 28th)."""
        months = _whole_months(self.start, self.end)
        if months:
            return self._of_months(add_months(self.start, -12), months)
        return self.between(_year_back(self.start), _year_back(self.end))


def _whole_months(start: date, end: date) -> int:
    """How many whole calendar months; 0 when it does not begin and end with a month."""
    after = end + timedelta(days=1)
    if start.day != 1 or after.day != 1:
        return 0
    return (after.year - start.year) * 12 + after.month - start.month


def _year_back(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)
