"""Dates as people write them, known to the day, the month, the quarter or only the year.

A date that is known to the year alone must never become 1 January or 31 December on a screen, so the precision travels
with it (`date_precision` beside the date in the records).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from danvan.lib.digits import prepare, read_typed
from danvan.lib.errors import Unreadable, quoted

FIRST_YEAR, LAST_YEAR = 1900, 2100
ROMAN = ("I", "II", "III", "IV")
HINT = "viết như 05/03/2022, 03/2022 hoặc 2022"


class DatePrecision(StrEnum):
    """How exactly a date is known; the values are what records store."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {DatePrecision.MONTH: 1, DatePrecision.QUARTER: 3, DatePrecision.YEAR: 12}


def add_months(day: date, months: int) -> date:
    """The first of the month that is `months` after (or before) the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True)
class PartialDate:
    """A date known to `precision`; `start` is the first day of what is known (1 January for a year)."""

    start: date
    precision: DatePrecision = DatePrecision.DAY

    @property
    def end(self) -> date:
        """The last day that it may have been."""
        if self.precision == DatePrecision.DAY:
            return self.start
        return add_months(self.start, _MONTHS[self.precision]) - timedelta(days=1)

    def __str__(self) -> str:
        return format_date(self.start, self.precision)


def format_date(start: date | None, precision: str = DatePrecision.DAY) -> str:
    """ "05/03/2022", "03/2022", "quý I/2022", "năm 2022"; "–" for None."""
    if start is None:
        return "–"
    match DatePrecision(precision):
        case DatePrecision.DAY:
            return f"{start:%d/%m}/{start.year:04d}"
        case DatePrecision.MONTH:
            return f"{start:%m}/{start.year:04d}"
        case DatePrecision.QUARTER:
            return f"quý {ROMAN[(start.month - 1) // 3]}/{start.year}"
        case DatePrecision.YEAR:
            return f"năm {start.year}"


def official_date(day: date, place: str = "") -> str:
    """ "Lâm Hà, ngày 03 tháng 3 năm 2023": a leading 0 for days under 10 and for months 1 and 2 alone.

    Nghị định 30/2020/NĐ-CP, Phụ lục I.
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    text = f"ngày {day.day:02d} tháng {month} năm {day.year}"
    return f"{place}, {text}" if place else text


_YEAR = r"(?P<y>\d{4})"
_ISO = re.compile(rf"{_YEAR}-(?P<m>\d{{1,2}})(?:-(?P<d>\d{{1,2}}))?")
_DAY_OR_MONTH = r"(?:(?P<d>\d{1,2})\s?(?P<s>[/.-])\s?(?P<m>\d{1,2})\s?(?P=s)|(?P<m1>\d{1,2})\s?[/.-])"
_NUMERIC = re.compile(rf"{_DAY_OR_MONTH}\s?{_YEAR}")
_WORDS = re.compile(
    rf"(?:(?:ngày|ngay)? ?(?P<d>\d{{1,2}}),? )?(?:tháng|thang) ?(?P<m>\d{{1,2}})(?: ?[/-] ?|,? (?:năm|nam) ){_YEAR}"
)
_QUARTER = re.compile(rf"(?:(?:quý|quí|quy|qui) |q)(?P<q>iv|i{{1,3}}|[1-4])(?: ?[/-] ?|,? ?(?:năm|nam) | ){_YEAR}")
_ONLY_YEAR = re.compile(rf"(?:(?:năm|nam) )?{_YEAR}")
_TIME = re.compile(r"[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?: (?:sa|ch))?$")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")


def _made(text: str, year: str, month: str | None, day: str | None) -> PartialDate:
    y = int(year)
    if not FIRST_YEAR <= y <= LAST_YEAR:
        raise Unreadable(f"{quoted(text)}: năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.", text)
    if month is None:
        return PartialDate(date(y, 1, 1), DatePrecision.YEAR)
    m = int(month)
    if not 1 <= m <= 12:
        if day is not None and 12 < m <= 31 and 1 <= int(day) <= 12:
            swapped = f"{m:02d}/{int(day):02d}/{y}"
            message = f"{quoted(text)}: không có tháng {m}; ngày viết trước tháng, ý bạn là {swapped}?"
            raise Unreadable(message, text, swapped)
        raise Unreadable(f"{quoted(text)}: không có tháng {m}.", text)
    if day is None:
        return PartialDate(date(y, m, 1), DatePrecision.MONTH)
    last = monthrange(y, m)[1]
    if not 1 <= int(day) <= last:
        raise Unreadable(f"{quoted(text)}: tháng {m} năm {y} có {last} ngày.", text)
    return PartialDate(date(y, m, int(day)))


def _read_text(value: str) -> PartialDate:
    if not value.strip():
        raise Unreadable("Chưa có ngày.", value)
    text = prepare(value)
    lower = _TIME.sub("", text.lower())
    if found := _QUARTER.fullmatch(lower):
        quarter = int(found["q"]) if found["q"].isdigit() else ROMAN.index(found["q"].upper()) + 1
        year = _made(text, found["y"], str(quarter * 3 - 2), None)
        return PartialDate(year.start, DatePrecision.QUARTER)
    if found := _ISO.fullmatch(lower) or _WORDS.fullmatch(lower):
        return _made(text, found["y"], found["m"], found["d"])
    if found := _NUMERIC.fullmatch(lower):
        return _made(text, found["y"], found["m"] or found["m1"], found["d"])
    if found := _ONLY_YEAR.fullmatch(lower):
        return _made(text, found["y"], None, None)
    if _SHORT_YEAR.fullmatch(lower):
        raise Unreadable(f"{quoted(text)}: hãy viết năm đủ bốn chữ số, như 05/03/2022.", value)
    raise Unreadable(f"{quoted(text)} không phải là ngày; {HINT}.", value)


def read_date(value: str | date | datetime | int | float | Decimal | None) -> PartialDate:
    """d/m/yyyy with / - or ., yyyy-mm-dd, m/yyyy, yyyy, "quý I/2022", "ngày 5 tháng 1 năm 2022"; a typed date; 2022 as
    a year.

    Days come before months. Years 1900–2100 with four digits. A time of day after the date is dropped. Unreadable says
    what is wrong ("tháng 2 năm 2022 có 28 ngày").
    """
    if value is None:
        raise Unreadable("Chưa có ngày.")
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _made(format_date(value), str(value.year), str(value.month), str(value.day))
    if isinstance(value, str):
        return _read_text(value)
    number = read_typed(value)
    if not FIRST_YEAR <= number <= LAST_YEAR or number != int(number):
        raise Unreadable(
            f"Ô này là con số {quoted(format(number, 'f'))}, không phải ngày; {HINT}.", format(number, ".12g")
        )
    return PartialDate(date(int(number), 1, 1), DatePrecision.YEAR)
