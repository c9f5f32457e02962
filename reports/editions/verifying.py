"""Xác minh: which issue a code or a file is, for anybody; and for who may read it, what today's data would say.

A file is read as bytes alone: hashed piece by piece, never opened, never kept.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from danvan.accounts.scoping import access
from movements.models import Portal
from reports.asked import Asked
from reports.composing import summary_of
from reports.editions import edition_changes, edition_records
from reports.editions.codes import read_code
from reports.editions.edition_changes import Change
from reports.editions.edition_records import RecordChange
from reports.kinds import kind_of
from reports.models import Edition, EditionFile, Report
from reports.renderers import json as json_renderer
from reports.summaries.audience import for_audience
from reports.summaries.summarize import UnknownSubject
from reports.summaries.summarize_reader import Reader
from reports.summary import Summary


@dataclass(frozen=True, slots=True)
class Today:
    """What today's data say otherwise than the issue; nothing at all where both agree."""

    figures: list[Change]
    records: list[RecordChange]

    @property
    def tables(self) -> list[tuple[str, list[Change]]]:
        """Heading and figures; loans apart."""
        loans = [change for change in self.figures if change.loan]
        return [
            ("Số liệu khác", [change for change in self.figures if not change.loan]),
            ("Số liệu khác về vốn vay, để riêng", loans),
        ]


def editions() -> QuerySet[Edition]:
    """With all that a page says of an issue, and without its data."""
    found = Edition.objects.select_related("issuer", "replaces", "replaced_by", "area", "organization")
    return found.defer(
        *(f"{on}{name}" for on in ("", "replaces__", "replaced_by__") for name in ("summary", "records", "changes"))
    )


def by_code(typed: str) -> Edition | None:
    """The issue of a code as people type it; None for what is no code, or of no issue."""
    code = read_code(typed)
    return editions().filter(code=code).first() if code else None


def digest(chunks: Iterable[bytes]) -> str:
    """SHA-256 in hex."""
    found = sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def by_digest(digest: str) -> list[Edition]:
    """The issues of which a file has this SHA-256, in hex, the newest first: an issue anew of the same figures carries
    the same data, byte for byte.
    """
    return list(editions().filter(pk__in=EditionFile.objects.filter(sha256=digest).values("edition")))


def may_read(user: Any, edition: Edition) -> bool:
    """Whether the user reads reports of all that the issue speaks of."""
    return bool(user.is_authenticated) and access(user).may_at("report.view", edition)


def may_open(user: Any, edition: Edition) -> bool:
    """Whether the user may have its files: by the right that they need in that very place, not a role elsewhere."""
    return may_read(user, edition) and access(user).may_at(right_of(edition), edition)


def right_of(edition: Edition) -> str:
    """What a reader of its files needs: an internal issue holds the rows behind its sums, some kinds name people."""
    internal = edition.audience == Report.Audience.INTERNAL
    return right_of_rows(edition) if internal else _kind_right(edition)


def right_of_rows(edition: Edition) -> str:
    """The right by which one sees the rows behind its sums."""
    right = _kind_right(edition)
    return "support.view" if right == "report.view" else right


def _kind_right(edition: Edition) -> str:
    asked = Asked(**edition.asked)
    return kind_of(asked.kind, asked.scope).right


def today(user: Any, edition: Edition, portal: Portal | None) -> Today | None:
    """The issue against what the same question is answered today; None for who may not read all of it, nor the records
    behind its sums: both sides name them.
    """
    if not may_open(user, edition) or not access(user).may_at(right_of_rows(edition), edition):
        return None
    try:
        summary = summary_of(Asked(**edition.asked), Reader.of(user), portal)
    except (UnknownSubject, PermissionDenied):
        return None
    if summary.is_partial:
        return None
    return against(edition, for_audience(summary, edition.audience))


def against(edition: Edition, summary: Summary) -> Today:
    """The issue against these figures. Records are not compared where this reader is given none of them."""
    now = json.loads(json_renderer.render(summary))
    records = edition_records.rows_of(summary)
    return Today(
        figures=edition_changes.changed(json.loads(edition.summary), now),
        records=edition_records.changed(edition.records, records) if records or not edition.records else [],
    )
