"""The year of the programme «Dân vận khéo» of a subject: the figures of /mo-hinh/ and its boards, by the same code.

Definitions: the steps in `models_programs.funnel`, lives in `survival`, quotas in `lateness`. Ten queries at most,
whatever the number of models.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Prefetch
from django.utils.http import urlencode

from danvan.accounts.scoping import visible_to
from models_programs import boards, funnel, lateness, survival
from models_programs.funnel import ALL, BESIDE, STEPS, TYPES, Counts
from models_programs.models import MobilizationModel, Recognition
from reports.summaries.rows_programme import (
    Board,
    BoardRow,
    CohortRow,
    Decision,
    Pair,
    Programme,
    PublishedRow,
    QuotaRow,
    RecognisedRow,
    StepRow,
    StoppedRow,
)
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import Subject

COLUMNS = ("registered", "accepted", "recognised", "stopped")
"""The steps that stand beside one another in a board on A4 portrait."""
LABELS = {**dict(MobilizationModel.Type.choices), funnel.TOTAL: "tổng số"}


@dataclass(frozen=True, slots=True)
class _Links:
    """Addresses of /mo-hinh/ under the filter of the subject and the year."""

    filters: Mapping[str, str]

    def list(self, **more: str) -> str:
        return f"/mo-hinh/?{urlencode({**self.filters, **more})}"


def programme(reader: Reader, subject: Subject, year: int) -> tuple[Programme, bool]:
    """The year, and whether some of its rows are no published facts."""
    rows = reader.model_years.filter(subject.model_years())
    links = _Links(subject.parameters(year))
    found = boards.read(rows, year, subject.reporting)
    published = boards.published(year, subject.published()) if reader.sees_whole(subject) else []
    listed = _listed(rows, year)
    recognised = tuple(_recognised(row) for row in listed if row.is_recognised)
    stopped = sorted((row for row in listed if row.is_stopped), key=lambda row: row.pk)
    made = Programme(
        steps=tuple(_step(found, step, links) for step in (*STEPS, *BESIDE)),
        columns=tuple(ALL[code].label for code in COLUMNS),
        boards=tuple(_board(one, links) for one in found.boards if one.name != "xa" or len(subject.reporting) > 1),
        cohorts=_cohorts(reader, subject, year),
        quotas=tuple(_quota(one) for one in lateness.quotas(year, reader.user, rows)) if _owed(subject) else (),
        recognised=recognised,
        stopped=tuple(
            StoppedRow(
                name=row.model.name, type=LABELS[row.model.type], organization=row.organization.label,
                reason=row.stop_reason, ref=row.get_absolute_url(),
            )
            for row in stopped
        ),
        published=tuple(_published(found.said(published))),
    )  # fmt: skip
    illustrative = any(row.illustrative for row in recognised) or any(row.illustrative for row in stopped)
    return made, illustrative or rows.filter(year=year, illustrative=True).exists()


def _owed(subject: Subject) -> bool:
    """Quotas are those of the whole plan: a commune's or an organisation's stand beside the others' there."""
    return subject.type == "portal"


def _step(found: boards.Year, step: funnel.Step, links: _Links) -> StepRow:
    places = found.places if step.code == "replicated" else None
    return StepRow(
        code=step.code, label=step.label, words=step.words, pair=_pair(found.now, step.code, links, {}),
        before=funnel.whole(found.before, step.code), places=places,
    )  # fmt: skip


def _pair(counts: Counts, code: str, links: _Links, query: Mapping[str, str]) -> Pair:
    numbers = [counts.get((code, kind), 0) if counts else None for kind in TYPES]
    refs = [links.list(**query, muc=code, loai=kind) if n else "" for kind, n in zip(TYPES, numbers, strict=True)]
    return Pair(collective=numbers[0], individual=numbers[1], refs=(refs[0], refs[1]))


def _board(board: boards.Board, links: _Links) -> Board:
    rows = tuple(
        BoardRow(label=line.label, pairs=tuple(_pair(line.counts, code, links, line.query) for code in COLUMNS))
        for line in board.lines
    )
    return Board(title=board.title, head=board.head, rows=rows)


def _cohorts(reader: Reader, subject: Subject, year: int) -> tuple[CohortRow, ...]:
    """Those that had begun by the year, as far as is known today."""
    models = MobilizationModel.objects.all()
    models = models if reader.access is None else visible_to(models, reader.user)
    if subject.type == "area":
        models = models.filter(area__path__startswith=subject.paths[0])
    elif subject.type != "portal":
        models = models.filter(pk__in=reader.model_years.filter(subject.model_years()).values("model"))
    found = [one for one in survival.cohorts(models) if one.year <= year]
    return tuple(
        CohortRow(year=one.year, type=LABELS[one.type], began=one.began, after=one.after) for one in found
    )  # fmt: skip


def _quota(one: lateness.Owed) -> QuotaRow:
    have = Pair(collective=one.have("collective"), individual=one.have("individual"))
    return QuotaRow(
        unit=str(one.quota), any_type=one.quota.any_type, collective=one.quota.collective,
        individual=one.quota.individual, have=have, short=one.short,
    )  # fmt: skip


def _listed(rows: Any, year: int) -> list[Any]:
    """The models that the report names, recognised or stopped, by type, field and name. Two queries."""
    steps = {f"is_{code}": ExpressionWrapper(ALL[code].q, BooleanField()) for code in ("recognised", "stopped")}
    found = (
        rows.filter(ALL["recognised"].q | ALL["stopped"].q, year=year)
        .annotate(**steps)
        .select_related("model__field", "organization", "area__parent")
        .prefetch_related(Prefetch("recognitions", Recognition.objects.order_by("date", "pk")))
        .order_by("model__type", "model__field_id", "model__sort_key", "pk")
    )
    return list(found)


def _recognised(row: Any) -> RecognisedRow:
    return RecognisedRow(
        name=row.model.name, type=LABELS[row.model.type], field=row.model.field.name,
        organization=row.organization.label, area=_place(row.area), ref=row.get_absolute_url(),
        illustrative=row.illustrative,
        decisions=tuple(
            Decision(
                number=one.decision, date=one.date, body=one.body, level=one.get_level_display(),
                exemplary=one.exemplary,
            )
            for one in row.recognitions.all()
        ),
    )  # fmt: skip


def _place(area: Any) -> str:
    return f"{area}, {area.parent}" if area.level == "hamlet" and area.parent else str(area)


def _published(said: Mapping[str, Iterable[boards.Said]]) -> Iterable[PublishedRow]:
    for code, found in said.items():
        for one in found:
            yield PublishedRow(
                label=ALL[code].label, type=LABELS[one.kind], value=one.figure.value, held=one.held,
                source=one.figure.source,
            )  # fmt: skip
