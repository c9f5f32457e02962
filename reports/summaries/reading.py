"""What each kind of report counts: from a subject that has been found, for a reader, to a `Summary`.

`Ask.screen`: a page counts no more at once than twelve queries; the statistical appendix, which asks every kind of
record, then comes a group at a time, or is left to the files.
"""

from dataclasses import dataclass, replace

from django.utils import timezone

from movements.models import Portal
from reports.summaries import summarize_programme, summarize_recipients
from reports.summaries.reconcile import partial_scope
from reports.summaries.summarize import summarize_for
from reports.summaries.summarize_indicators import indicators
from reports.summaries.summarize_reader import ACTION, Reader
from reports.summaries.summarize_subject import Subject, words_of_places
from reports.summaries.term import Term
from reports.summary import Context, Scope, Summary, Totals
from reports.targets.target_asked import GROUPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Who asks for what: see `asked.Asked` for `group`; `before` is cùng kỳ."""

    reader: Reader
    subject: Subject
    term: Term
    before: Term | None
    portal: Portal | None
    group: str = ""
    screen: bool = False


def whole(ask: Ask) -> Summary:
    """Everything, with the statistical appendix in files."""
    summary = summarize_for(ask.reader, ask.subject, ask.term, ask.portal, before=ask.before)
    if ask.subject.type not in ("portal", "area"):
        return summary
    if ask.screen:  # the page numbers its appendices as the files do: the catalogue has indicators of every year
        return replace(summary, statistics_in_files=ask.term.is_calendar_year)
    return _with_indicators(ask, summary)


def statistics(ask: Ask) -> Summary:
    """The indicators alone."""
    return _with_indicators(ask, bare(ask, "target.view"))


def programme(ask: Ask) -> Summary:
    """The models «Dân vận khéo» of the year, of a span of years those of its last; a part of a year has no figures."""
    if not ask.term.whole_years:
        return bare(ask, "model_year.view")
    year = Term.of_year(ask.term.whole_years[-1])
    found, illustrative = summarize_programme.programme(ask.reader, ask.subject, year.end.year)
    return replace(bare(replace(ask, term=year), "model_year.view"), programme=found, illustrative=illustrative)


def recipients(ask: Ask) -> Summary:
    """Who received what, by name, as far as the reader may know names."""
    found, illustrative = summarize_recipients.recipients(ask.reader, ask.subject, ask.term)
    return replace(bare(ask, "personal.view"), recipients=found, illustrative=illustrative)


def bare(ask: Ask, right: str) -> Summary:
    """Whose report it is, without a figure, and whether the reader sees a part of it only; `right`: what it needs."""
    subject, portal, term = ask.subject, ask.portal, ask.term
    whole = all(ask.reader.sees_whole(subject, one) for one in (ACTION, right))
    root = portal.root_area if portal else None
    return Summary(
        year=term.year or term.end.year,
        term=term,
        scope=Scope(type=subject.type, code=subject.code, name=subject.name),
        totals=Totals(support_vnd=0, loan_vnd=0, supports=0, unvalued=0, houses=0),
        warnings=() if whole else (partial_scope(ask.reader.places()),),
        context=Context(
            place=words_of_places(subject), root=str(root) if root else "",
            superior=str(root.parent) if root and root.parent else "",
            cutoff=min(term.end, timezone.localdate()),
        ),
    )  # fmt: skip


def _with_indicators(ask: Ask, summary: Summary) -> Summary:
    group = ask.group or (next(iter(GROUPS)) if ask.screen else "")
    found = indicators(ask.reader.user, ask.subject, ask.term, ask.portal, group)
    return replace(
        summary, indicators=found.rows, reporting=found.reporting,
        illustrative=summary.illustrative or found.illustrative,
    )  # fmt: skip
