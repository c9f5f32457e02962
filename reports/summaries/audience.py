"""What a report says of people to whom: to the public no support whose own words tell of illness, disability, orphans
or early marriage, or name who received it.

The rows stay, with all their sums; the form of the support stands in the place of what somebody typed. Which words
tell too much is what the lists of names go by (`beneficiaries/sensitive.py`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from beneficiaries.models import Recipient, Support
from beneficiaries.sensitive import reveals
from danvan.lib.text import fold
from danvan.records.known import chunks
from reports.models import Report
from reports.summary import Summary, SupplementRow, SupportRow, UnvaluedRow

Told = TypeVar("Told", UnvaluedRow, SupplementRow)
MEDICAL = str(Support.Form.MEDICAL.label)
NAMED = (Recipient.Kind.HOUSEHOLD, Recipient.Kind.PERSON)
SHORTEST_NAME = 3
"""Letters: what is shorter stands in too many words that are none."""

_RECORD, _SIGNS = re.compile(r"/ho-tro/(\d+)/"), re.compile(r"[\W_]+")


def for_audience(summary: Summary, audience: str) -> Summary:
    """What is issued. `audience`: of `Report.Audience`. One query where the public is told of rows."""
    if audience == Report.Audience.INTERNAL:
        return summary
    return _in_forms(summary, _telling(summary) | _naming(summary))


def drafted_for(summary: Summary, audience: str) -> Summary:
    """What is drafted, by people who may know the names: without the words that tell too much. No query."""
    return summary if audience == Report.Audience.INTERNAL else _in_forms(summary, _telling(summary))


def _in_forms(summary: Summary, refs: set[str]) -> Summary:
    """With the form in the place of words in the rows of these records."""
    if not refs:
        return summary
    forms = {row.ref: row.form for row in summary.supports if row.ref in refs}
    return replace(
        summary,
        supports=tuple(_in_form(row, forms) for row in summary.supports),
        unvalued=tuple(_told(row, forms) for row in summary.unvalued),
        supplements=tuple(_told(row, forms) for row in summary.supplements),
    )


def _in_form(row: SupportRow, forms: dict[str, str]) -> SupportRow:
    return replace(row, description=row.form, note="") if row.ref in forms else row


def _told(row: Told, forms: dict[str, str]) -> Told:
    return replace(row, description=forms[row.ref]) if row.ref in forms else row


def _words(summary: Summary) -> Iterator[tuple[str, str]]:
    """(address of a record, words that somebody typed there)."""
    for row in summary.supports:
        yield row.ref, " ".join((row.description, row.note, *(item.unit for item in row.quantities)))
    for item in summary.unvalued:
        yield item.ref, item.description  # with the item's name, where there are several


def _telling(summary: Summary) -> set[str]:
    medical = {row.ref for row in summary.supports if row.form == MEDICAL}
    return medical | {ref for ref, words in _words(summary) if reveals("", words)}


def _naming(summary: Summary) -> set[str]:
    keys = {int(found[1]): row.ref for row in summary.supports if (found := _RECORD.fullmatch(row.ref))}
    names: dict[str, set[str]] = {}
    for chunk in chunks(sorted(keys)):
        rows = Recipient.objects.filter(support__in=chunk, kind__in=NAMED).order_by()
        for key, *several in rows.values_list("support", "name", "received_by", "household__head"):
            names.setdefault(keys[key], set()).update(_plain(name) for name in several if name)
    return {ref for ref, words in _words(summary) if _stands_in(_plain(words), names.get(ref, ()))}


def _stands_in(words: str, names: Iterable[str]) -> bool:
    return any(name in words for name in names if len(name.strip()) >= SHORTEST_NAME)


def _plain(text: str) -> str:
    return f" {_SIGNS.sub(' ', fold(text)).strip()} "
