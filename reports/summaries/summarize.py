"""The figures of one subject and period, from the ledger to a `Summary`.

What counts: approved records, through the reader's scope first, in the period as `term.py` says. Definitions of the
sums stand in `beneficiaries/ledger.py`, of differences and rates in `rows.py`, of the warnings in `reconcile.py`. The
number of queries is constant, whatever the number of records: ten, and one for each kind of record behind the
indicators.
"""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from beneficiaries import credit
from beneficiaries.ledger import Ledger
from beneficiaries.models import Support
from movements.desks_filters import joined_by
from movements.models import Portal
from reports.summaries import poverty_told, summarize_targets
from reports.summaries import summarize_facts as facts
from reports.summaries import summarize_ledger as ledgers
from reports.summaries import summarize_rows as rows
from reports.summaries.poverty_rows import PovertyFlow
from reports.summaries.reconcile import Published, partial_scope, published_totals, warnings
from reports.summaries.stated import rows as stated_rows
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Links, Subject, UnknownSubject, find_subject, words_of_places
from reports.summaries.term import Term
from reports.summary import Context, Coverage, PublishedTotals, Scope, Summary

__all__ = ["NotYours", "Reader", "UnknownSubject", "summarize", "summarize_all", "summarize_for"]

LISTED_STATUSES = ("approved", "submitted")


class NotYours(UnknownSubject):
    """The subject lies outside the reader's reach: for them it does not exist."""


def summarize(
    user: Any, *, year: int, campaign: str | None = None, area: str | None = None, organization: str | None = None,
    include_pending: bool = False, with_records: bool = True, portal: Portal | None = None,
) -> Summary:  # fmt: skip
    """The figures that `user` may see of at most one subject (by code; none = the whole portal).

    `include_pending` also counts records that wait for a step, to stand beside the approved figures, never instead.
    `with_records` False leaves out the list of records, for screens that only show figures. `portal`: when the caller
    has read it already. Raises UnknownSubject for a code that is not there, NotYours for one out of reach.
    """
    portal = portal or Portal.current()
    subject = find_subject(year=year, portal=portal, campaign=campaign, area=area, organization=organization)
    reader = Reader.of(user)
    if not reader.may_open(subject):
        raise NotYours("Nội dung này ngoài phạm vi của bạn.")
    term = Term.of_year(year)
    return summarize_for(reader, subject, term, portal, include_pending=include_pending, with_records=with_records)


def summarize_all(
    *, year: int, campaign: str | None = None, area: str | None = None, organization: str | None = None,
    include_pending: bool = False,
) -> Summary:  # fmt: skip
    """The same without a user, for commands that run on the machine itself."""
    portal = Portal.current()
    subject = find_subject(year=year, portal=portal, campaign=campaign, area=area, organization=organization)
    return summarize_for(Reader.system(), subject, Term.of_year(year), portal, include_pending=include_pending)


def summarize_for(
    reader: Reader, subject: Subject, term: Term, portal: Portal | None, *, before: Term | None = None,
    include_pending: bool = False, with_records: bool = True,
) -> Summary:  # fmt: skip
    """The summary of a subject that has been found, as this reader may count it. `before`: cùng kỳ, where it is to
    stand beside.
    """
    statuses = LISTED_STATUSES if include_pending else LISTED_STATUSES[:1]
    links = Links(subject.parameters(term), on=reader.sees_rows, approved=not include_pending)
    supports = subject.supports(reader.supports.filter(status__in=statuses))
    read = ledgers.read(supports, term, before) if with_records else ledgers.sums(supports, term)
    ledger = read.now
    listed = ledger.entries if reader.sees_rows else ()
    sums = ledger.totals()
    targets = _targets(reader, subject, term, before, statuses, with_records)
    poverty = facts.poverty(reader.poverty.filter(status__in=statuses), subject, term, before)
    flows, flows_illustrative = _flows(reader, subject, term, portal)
    whole = reader.sees_whole(subject)
    stated: list[Published] = facts.published(subject.published(), term.year, links) if whole and term.year else []
    summary = Summary(
        year=term.year or term.end.year,
        scope=Scope(type=subject.type, code=subject.code, name=subject.name),
        totals=rows.totals(sums, links),
        illustrative=sums.illustrative or targets.illustrative or poverty.illustrative or flows_illustrative,
        published=published_totals(stated) if whole else PublishedTotals(),
        by_organization=rows.groups(ledger.by_organization(), links, "to_chuc"),
        by_source=rows.groups(ledger.by_source(), links, "nguon"),
        by_area=rows.groups(ledger.by_area(), links, "xa"),
        by_form=rows.groups(ledger.by_form(), links, "hinh_thuc"),
        by_month=rows.months(ledger.facts, term, links),
        unvalued=rows.unvalued(ledger.unvalued, links),
        targets=targets.rows,
        target_places=targets.places,
        poverty=poverty.rows,
        poverty_flows=flows,
        supports=tuple(rows.support(entry, links) for entry in listed),
        supplements=rows.supplements(ledger.entries, links),
        supplements_ref=links.supports(bo_sung="1"),
        models=facts.models(reader.model_years.filter(status__in=statuses), subject, term, links, before),
        joint=credit.of(ledger),
        joint_loans=credit.of(ledger, loans=True),
        context=_context(subject, ledger, poverty, term, portal, "" if whole else reader.places()),
        term=term,
        by_year=ledgers.by_year(ledger, term, links),
        unplaced=ledgers.unplaced(read.left, term, links),
        before=ledgers.before_of(read.before, before, Links(subject.parameters(before), links.on)) if before else None,
    )
    if subject.type == "organization":
        summary = _with_joined(summary, reader, subject, statuses, links.on)
    summary = replace(summary, stated=stated_rows(stated, summary.totals, summary.targets, summary.poverty))
    found = warnings(summary, stated, standards=poverty.standards, typed=rows.typed(listed, links))
    return replace(summary, warnings=found if whole else (partial_scope(reader.places()), *found))


def _targets(
    reader: Reader, subject: Subject, term: Term, before: Term | None, statuses: tuple[str, ...], by_place: bool
) -> summarize_targets.Targets:
    if by_place and subject.own is not None and len(subject.reporting) > 1:
        return summarize_targets.of_place(statuses, subject, term, reader.user, before=before)
    held = reader.targets.filter(status__in=statuses)
    return summarize_targets.targets(held, subject, term, reader.user, before=before)


def _flows(reader: Reader, subject: Subject, term: Term, portal: Portal | None) -> tuple[tuple[PovertyFlow, ...], bool]:
    """The lists of households are reviewed at the end of a year of the calendar."""
    if not term.is_calendar_year:
        return (), False
    return poverty_told.flows(reader, subject, term.start.year, portal)


def _with_joined(
    summary: Summary, reader: Reader, subject: Subject, statuses: tuple[str, ...], sees_rows: bool
) -> Summary:
    """With what the organisation joined in beside what it led, which alone is in its sums. One query."""
    code = subject.code or ""
    joined = joined_by(Support)(code)
    assert joined is not None  # noqa: S101 - a code always makes a condition
    rows = ledgers.of(reader.supports.filter(joined, status__in=statuses), summary.period)
    facts_joined = rows.facts()
    links = Links({"cung-lam": code, **summary.period.days}, on=sees_rows)
    return replace(
        summary,
        joint=credit.of_body(summary.joint, facts_joined, code, subject.name),
        joint_loans=credit.of_body(summary.joint_loans, facts_joined, code, subject.name, loans=True),
        joined_ref=links.supports(loai="grant"),
    )


def _context(
    subject: Subject, ledger: Ledger, poverty: facts.Poverty, term: Term, portal: Portal | None, part: str
) -> Context:
    """The words around the figures; `part`: where the reader sees it when not whole."""
    root = portal.root_area if portal else None
    hamlets = tuple(place.name for place in subject.places if place.level == "hamlet")
    split = any(entry.is_hamlet for entry in ledger.entries)
    return Context(
        place=part or words_of_places(subject),
        hamlets=() if split or part else hamlets,
        organizations=tuple(group.unit.name for group in ledger.by_organization() if group.supports),
        root=str(root) if root else "",
        superior=str(root.parent) if root and root.parent else "",
        poverty_standard=poverty.standard,
        poverty_source=poverty.source,
        poverty_start=poverty.start,
        poverty_end=poverty.end,
        cutoff=min(term.end, timezone.localdate()),
        coverage=None if part else _coverage(subject, ledger),
    )


def _coverage(subject: Subject, ledger: Ledger) -> Coverage | None:
    """Of how many communes something is recorded; None unless several report (an organisation, one commune)."""
    if not subject.communes or len(subject.communes) == 1:
        return None
    reported = {group.unit.code for group in ledger.by_area() if group.unit.code}
    expected = set(subject.communes)
    return Coverage(reported=len(reported & expected), expected=len(expected), noun="xã", ref="/dia-ban/")
