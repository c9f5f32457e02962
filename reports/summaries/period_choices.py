"""The periods that a report can be asked for: a year and its parts, spans of years, and what was set up otherwise."""

from collections.abc import Iterable, Sequence

from danvan.lib.periods import Period
from movements.models import ReportingPeriod
from reports.building.narrative import upper_first
from reports.summaries.term import Term
from reports.summaries.term_asked import term_of

TERM_YEARS = 5
"""Officials plan in spans of five years that end in 0 and 5: 2021–2025."""


def periods_of(
    rows: Iterable[ReportingPeriod], years: Sequence[int], chosen: Term
) -> list[tuple[str, list[tuple[str, str]]]]:  # fmt: skip
    """For a select: (heading, [(code, words)]), the newest year first. What is chosen is always among them."""
    made = [(f"Năm {year}", [_choice(Term.of(each)) for each in _parts(year)]) for year in years]
    set_up = [term_of(row) for row in rows]
    spans = {(year - 1) // TERM_YEARS * TERM_YEARS + 1 for year in years}
    known = [Term.of(Period.span(first, first + TERM_YEARS - 1)) for first in sorted(spans, reverse=True)]
    known += [term for term in set_up if term.is_span]
    made.append(("Giai đoạn", [_choice(term) for term in known]))
    there = {code for _heading, choices in made for code, _words in choices}
    others = [term for term in (*set_up, chosen) if term.code not in there]
    made.append(("Kỳ khác", [_choice(term) for term in others]))
    return [(heading, list(dict(choices).items())) for heading, choices in made if choices]


def _parts(year: int) -> list[Period]:
    return [
        Period.year(year), Period.half(year, 1), Period.half(year, 2), Period.nine_months(year),
        *(Period.quarter(year, number) for number in range(1, 5)),
    ]  # fmt: skip


def _choice(term: Term) -> tuple[str, str]:
    days = f" ({term.start:%d/%m/%Y}–{term.end:%d/%m/%Y})" if term.is_named_by_days else ""
    return term.code, f"{upper_first(term.label)}{days}"
