"""The period (kỳ) that a summary speaks of, as plain data: its days, its name, which year's own figures it has.

What counts in a period, once in words:

- A record counts in the period that surely holds it: by its date as far as that is known, a supplement (bổ sung) by the
  day from which it counts. One known to its month, quarter or year only must lie in the period with all of that.
- What may lie in the period and need not (known to the year alone, in a quarter) is in no sum: the report tells how
  many records and how much they are ("chưa xếp được vào kỳ").
- Plans and results are those set for this reporting period; those of a year are set for the year as a whole.
- Poor households are counted at the start (the last count before the first day) and at the end (the last one inside).
- What is recorded year by year (models, published figures) belongs to a whole year, never to a part of one.
- So với cùng kỳ: the same days a year earlier, or the period of the same kind that was set up for the year before. A
  span of years has none. Where nothing was recorded then, nothing is compared: missing is not zero.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from danvan.lib.periods import PartialDate, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """`label` stands inside a sentence ("năm 2022", "quý I/2022"). Both days are included.

    `year`: the year whose plans, published figures and models are this period's: of the calendar's year, and of a year
    that was set up with other days. None for a part of a year and for a span. `key`: the reporting period that plans
    of a part of a year name; None where none was set up, and for a year.
    """

    label: str
    start: date
    end: date
    year: int | None = None
    key: int | None = None

    @classmethod
    def of_year(cls, year: int) -> "Term":
        return cls.of(Period.year(year))

    @classmethod
    def of(cls, period: Period) -> "Term":
        """A period of the calendar that nobody set up."""
        year = period.start.year if period.code.isdigit() else None
        return cls(label=period.label, start=period.start, end=period.end, year=year)

    @property
    def period(self) -> Period:
        return Period(self.start, self.end, self.label)

    @property
    def code(self) -> str:
        """Its days in an address: "2022", "2022-Q1", "2021-12-01..2022-11-30"."""
        return self.period.code

    @property
    def is_calendar_year(self) -> bool:
        return self.code.isdigit()

    @property
    def is_named_by_days(self) -> bool:
        """Whether the name does not say the days: those of the calendar are known to everybody."""
        return ".." in self.code and not self.label.startswith("từ ")

    @property
    def whole_years(self) -> range:
        """The years whose own figures it has; empty for a part of a year."""
        if self.year is not None:
            return range(self.year, self.year + 1)
        whole = (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31)
        return range(self.start.year, self.end.year + 1) if whole else range(0)

    @property
    def is_span(self) -> bool:
        """Whether it is longer than a year: told year by year."""
        return (self.end - self.start).days > 366

    @property
    def days(self) -> dict[str, str]:
        """The filter of a list of dated records: {"nam": "2022"}, else {"tinh-trong": "2022-Q1"}."""
        return {"nam": self.code} if self.is_calendar_year else {"tinh-trong": self.code}

    @property
    def written_in(self) -> int:
        """The year in which a report on it is written: that of the day after it."""
        return (self.end + timedelta(days=1)).year

    def inside(self, start: date, end: date) -> dict[str, str]:
        """The filter of a part of it: what lies in it of the days from `start` to `end`."""
        return Term.of(Period.between(max(self.start, start), min(self.end, end))).days

    def holds(self, day: date | PartialDate) -> bool:
        """Whether what is dated so surely lies in it."""
        return self.period.contains(day)

    def touches(self, day: PartialDate) -> bool:
        """Whether it may."""
        return day.start <= self.end and day.end >= self.start
