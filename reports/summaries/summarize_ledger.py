"""The supports of a summary: those of its period, of cùng kỳ, and those that may lie in it and need not.

One reading of the records serves all three: two queries, whatever the number of records.
"""

from dataclasses import dataclass

from django.db.models import Q

from beneficiaries import recount
from beneficiaries.ledger import Entry, Ledger, Totals
from beneficiaries.models import Support
from beneficiaries.querysets import SupportQuerySet
from danvan.lib.dates import DatePrecision, PartialDate
from danvan.records.counting import counts_in
from reports.summaries import summarize_rows as rows
from reports.summaries.summarize_subject import Links
from reports.summaries.term import Term
from reports.summary import Before, Unplaced, YearRow


@dataclass(frozen=True, slots=True)
class Read:
    """`before` None: not asked for. `left`: what has no place in the period although it may belong there."""

    now: Ledger
    before: Ledger | None = None
    left: tuple[Entry, ...] = ()


def of(supports: SupportQuerySet, term: Term) -> SupportQuerySet:
    """The records that count in the period."""
    return supports.in_year(term.start.year) if term.is_calendar_year else supports.in_period(term.start, term.end)


def sums(supports: SupportQuerySet, term: Term) -> Read:
    """The sums of the period alone, without the records. Three queries."""
    return Read(of(supports, term).ledger())


def read(supports: SupportQuerySet, term: Term, before: Term | None) -> Read:
    """With the records of the period; of `before`, where there is one, the sums."""
    entries = supports.filter(_reach(term, before)).entries()
    now = [entry for entry in entries if term.holds(_when(entry))]
    left = [entry for entry in entries if not term.holds(_when(entry)) and term.touches(_when(entry))]
    then = [entry for entry in entries if before is not None and before.holds(_when(entry))]
    return Read(recount.gather(now), recount.gather(then) if before is not None else None, tuple(left))


def _reach(term: Term, before: Term | None) -> Q:
    """All that may count in either. The years of the calendar have an index."""
    if term.is_calendar_year:
        return Q(year__in=[term.start.year, *([before.start.year] if before else [])])
    found = Support.covered_by(term.start, term.end)
    return found | counts_in(before.start, before.end) if before else found


def _when(entry: Entry) -> PartialDate:
    """When it counts: a supplement from its own day."""
    if entry.counted_on:
        return PartialDate(entry.counted_on)
    return PartialDate(entry.date, DatePrecision(entry.precision))


def unplaced(left: tuple[Entry, ...], term: Term, links: Links) -> Unplaced | None:
    """What the report says of the records without a place; None where there is none."""
    if not left:
        return None
    found: Totals = recount.gather(left).totals()
    parameters = {name: value for name, value in links.parameters.items() if name not in term.days}
    listed = Links({**parameters, "chua-xep": term.code}, links.on, links.approved)
    return Unplaced(
        supports=found.supports, support_vnd=found.support_vnd, loan_vnd=found.loan_vnd, ref=listed.supports()
    )


def before_of(then: Ledger | None, term: Term | None, links: Links) -> Before | None:
    """The sums of cùng kỳ; nothing where nothing was recorded. `links`: those of that period."""
    if then is None or term is None:
        return None
    found = then.totals()
    if not found.supports:
        return Before(term=term)
    return Before(
        term=term,
        totals=rows.totals(found, links),
        by_organization=rows.groups(then.by_organization(), links, "to_chuc"),
        by_source=rows.groups(then.by_source(), links, "nguon"),
        by_area=rows.groups(then.by_area(), links, "xa"),
        by_form=rows.groups(then.by_form(), links, "hinh_thuc"),
    )


def by_year(now: Ledger, term: Term, links: Links) -> tuple[YearRow, ...]:
    """A span of years year by year, those without a record too; () of what is no longer than a year."""
    if not term.is_span:
        return ()
    made = []
    for year in range(term.start.year, term.end.year + 1):
        found = rows.summed(fact for fact in now.facts if fact.year == year)
        own = rows.within_year(links, term, year)
        made.append(
            YearRow(
                year=year, support_vnd=found.support_vnd, loan_vnd=found.loan_vnd, supports=found.supports,
                unvalued=found.unvalued, ref=own.supports() if found.supports else "",
            )
        )  # fmt: skip
    return tuple(made)
