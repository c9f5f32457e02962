"""What a text is compared with: the sums, plans, results, poverty and models of one subject and year, and nothing else.

A page reads it in eight queries; `summarize` counts much more that no sentence is compared with.
"""

from typing import Any

from danvan.context import own_place, root_path
from movements.models import Area, Portal
from reports.summaries import summarize_facts as facts
from reports.summaries import summarize_rows as rows
from reports.summaries import summarize_targets
from reports.summaries.summarize import LISTED_STATUSES
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Links, Subject, UnknownSubject, find_subject
from reports.summaries.term import Term
from reports.summary import Scope, Summary

APPROVED = LISTED_STATUSES[:1]


def subject_for(reader: Reader, portal: Portal | None, year: int, campaign: str | None) -> Subject:
    """The campaign, else the whole portal for who reaches its place, else the reader's own place.

    UnknownSubject for a campaign that is not there, and where there is no such place.
    """
    access = reader.access
    if campaign is not None or portal is None or access is None:
        return find_subject(year=year, portal=portal, campaign=campaign)
    reached = {path for grant in access.grants for path in grant.paths}
    root = portal.root_area.path
    if any(root.startswith(path) for path in reached | root_path(access)):
        return find_subject(year=year, portal=portal)
    places = [a for a in Area.objects.exclude(level="hamlet").order_by("path") if a.path.startswith(tuple(reached))]
    place: Any = own_place(access, places, reached)
    if place is None:
        raise UnknownSubject("Số liệu chung ngoài phạm vi của bạn; hãy chọn một đợt.")
    return find_subject(year=year, portal=portal, area=place.code)


def figures_of(reader: Reader, subject: Subject, year: int) -> Summary | None:
    """Approved figures; None when the reader sees a part of the subject only."""
    if not reader.sees_whole(subject):
        return None
    term = Term.of_year(year)
    links = Links({}, on=False)
    supports = subject.supports(reader.supports.filter(status__in=APPROVED))
    ledger = supports.ledgers([year])[year]
    targets = summarize_targets.targets(
        reader.targets.filter(status__in=APPROVED), subject, term, reader.user, beside=False
    )
    poverty = facts.poverty(reader.poverty.filter(status__in=APPROVED), subject, term)
    models = facts.models(reader.model_years.filter(status__in=APPROVED), subject, term, links)
    return Summary(
        year=year,
        scope=Scope(type=subject.type, code=subject.code, name=subject.name),
        totals=rows.totals(ledger.totals(), links),
        by_organization=rows.groups(ledger.by_organization(), links, "to_chuc"),
        by_source=rows.groups(ledger.by_source(), links, "nguon"),
        targets=targets.rows,
        poverty=poverty.rows,
        models=models,
        term=term,
    )
