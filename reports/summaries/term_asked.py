"""Which period is meant, and which one cùng kỳ năm trước is: the calendar's, or what was set up as Kỳ báo cáo."""

from collections.abc import Iterable

from danvan.lib.periods import Period
from movements.models import ReportingPeriod
from reports.summaries.term import Term

Kind = ReportingPeriod.Kind


def terms_of(code: str) -> tuple[Term, Term | None]:
    """The period of a code and cùng kỳ; no query for a year of the calendar, else one. Unreadable for no code.

    A code names days. Four digits are always the year of the calendar; another code that a set-up period bears
    ("2022-Q1") means that period's days, and days that were set up bear the set-up name and have its plans.
    """
    return among([] if code.isdigit() else ReportingPeriod.objects.all(), code)


def among(rows: Iterable[ReportingPeriod], code: str) -> tuple[Term, Term | None]:
    """The same from the set-up periods, when the caller has read them."""
    if code.isdigit():
        year = Term.of(Period.from_code(code))
        return year, Term.of_year(year.start.year - 1)
    rows = list(rows)
    found = next((row for row in rows if row.code == code and not row.is_whole_year), None)
    if found is None:
        found = _of_days(rows, Period.from_code(code))
    if found is None:
        calendar = Term.of(Period.from_code(code))
        return calendar, _before(rows, calendar)
    term = term_of(found)
    if found.kind == Kind.SPAN:
        return term, None
    before = next(
        (row for row in rows if (row.kind, row.year, row.number) == (found.kind, found.year - 1, found.number)), None
    )
    return term, term_of(before) if before else _before(rows, term)


def term_of(row: ReportingPeriod) -> Term:
    """A set-up period. Its own name where the calendar has none for its days."""
    days = Period.between(row.start, row.end)
    label = row.label if ".." in days.code else days.label
    year = row.year if row.is_whole_year else None
    return Term(label=label, start=row.start, end=row.end, year=year, key=None if row.is_whole_year else row.pk)


def _of_days(rows: list[ReportingPeriod], days: Period) -> ReportingPeriod | None:
    return next((row for row in rows if (row.start, row.end) == (days.start, days.end)), None)


def _before(rows: list[ReportingPeriod], term: Term) -> Term | None:
    """The same days a year earlier; none of a span of years."""
    if term.is_span:
        return None
    days = Period.between(term.start, term.end).year_before()
    row = _of_days(rows, days)
    if row is not None:
        return term_of(row)
    year = term.year - 1 if term.year is not None else None
    return Term(label=days.label, start=days.start, end=days.end, year=year)
