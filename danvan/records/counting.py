"""In which period a dated record counts, as a condition on its own columns."""

from datetime import date, timedelta

from django.db.models import Q

from danvan.lib.dates import add_months

UNITS = {"month": 1, "quarter": 3, "year": 12}


def counts_in(start: date, end: date, prefix: str = "") -> Q:
    """Dated records that surely count between the two days, both included; `prefix` leads to them ("support__").

    One known to its month, quarter or year only belongs to a period that holds all of that; a supplement to the one
    that holds the day from which it counts.
    """
    found = _q(prefix, date_precision="day", date__gte=start, date__lte=end)
    for precision, months in UNITS.items():
        bounds = _whole_units(start, end, months)
        if bounds:
            found |= _q(prefix, date_precision=precision, date__gte=bounds[0], date__lte=bounds[1])
    late = _q(prefix, counted_on__gte=start, counted_on__lte=end)
    return _q(prefix, counted_on__isnull=True) & found | late


def _q(prefix: str, **conditions: object) -> Q:
    return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})


def _whole_units(start: date, end: date, months: int) -> tuple[date, date] | None:
    """First and last day of the whole months, quarters or years inside a span; None when there is no whole one."""
    first = start.replace(day=1)
    first = first.replace(month=(first.month - 1) // months * months + 1)
    if first < start:
        first = add_months(first, months)
    after = (end + timedelta(days=1)).replace(day=1)
    after = after.replace(month=(after.month - 1) // months * months + 1)
    return (first, after - timedelta(days=1)) if first < after else None
