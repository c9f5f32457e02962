"""What stands beside a record's entries: proposals, steps, figures moved, evidence, rows of files; one query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    DecimalField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from danvan.audit.models import Entry
from danvan.figures.models import EffectRow
from danvan.figures.words import moved_words
from danvan.imports.models import ImportedRow
from danvan.records.models import Attachment, Correction, Record, StepTaken

# column → its type, so that a branch without a value has the type of the others on both databases
COLUMNS: dict[str, Any] = {
    "version": BigIntegerField(), "what": TextField(), "state": TextField(), "words": TextField(),
    "answer": TextField(), "who": TextField(), "who_id": BigIntegerField(), "at": DateTimeField(),
    "then": DateTimeField(), "number": BigIntegerField(), "value": DecimalField(max_digits=20, decimal_places=3),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correction or a withdrawal that was proposed: `kind` and `state` as `Correction` has them."""

    kind: str
    state: str
    reason: str
    answer: str
    by: str
    proposed_at: datetime
    decided_at: datetime | None

    @property
    def called(self) -> str:
        return f"đề nghị {Correction.Kind(self.kind).label}"

    @property
    def state_said(self) -> str:
        return str(Correction.State(self.state).label).lower()


@dataclass(frozen=True, slots=True)
class Step:
    action: str
    version: int
    actor_id: int
    at: datetime


@dataclass
class Beside:
    """`steps`: those that no entry of their own tells, which an import took. `figures`: by (reason, version), in
    words. `files`: (name, bytes) by the hash that the journal keeps. `cells`: by the batch, where in its file the
    record stood.
    """

    proposals: list[Proposal] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    figures: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    files: dict[str, tuple[str, int]] = field(default_factory=dict)
    cells: dict[int, str] = field(default_factory=dict)


def read(record: Record) -> Beside:
    """One query."""
    of: dict[str, Any] = {"record_type": record.record_type, "record_id": record.pk}
    told = Entry.objects.filter(**of, action=OuterRef("action"), version=OuterRef("version"))
    branches = [
        _rows("proposal", Correction.objects.filter(**of), what="kind", state="state", words="reason",
              answer="decision", who="proposed_by__full_name", at="proposed_at", then="decided_at"),
        _rows("step", StepTaken.objects.filter(**of).exclude(Exists(told)), what="action", version="version",
              who_id="actor_id", at="at"),
        _rows("figure", EffectRow.objects.filter(**of), what="indicator", state="reason", version="record_version",
              number="year", value="value"),
        _rows("file", Attachment.objects.filter(**of), what="sha256", words="description", answer="name",
              number="size"),
        # A row's number alone does not say of which kind it is: `History` takes those of the batches that list it.
        _rows("cell", ImportedRow.objects.filter(record_id=record.pk), what="batch_id", words="cell"),
    ]  # fmt: skip
    found = Beside()
    moved: dict[tuple[str, int], dict[tuple[str, int | None], Decimal]] = {}
    for tag, _pk, *values in sorted(branches[0].union(*branches[1:], all=True), key=lambda row: row[:2]):
        row = dict(zip(COLUMNS, values, strict=True))
        match tag:
            case "proposal":
                found.proposals.append(
                    Proposal(row["what"], row["state"], row["words"], row["answer"], row["who"], row["at"], row["then"])
                )
            case "step":
                found.steps.append(Step(row["what"], row["version"], row["who_id"], row["at"]))
            case "figure":
                sums = moved.setdefault((row["state"], row["version"]), {})
                key = (row["what"], row["number"])
                sums[key] = sums.get(key, Decimal(0)) + Decimal(row["value"])
            case "cell":
                found.cells[int(row["what"])] = row["words"]
            case _:
                found.files[row["what"]] = (row["words"] or row["answer"], row["number"])
    found.figures = {key: moved_words(sums) for key, sums in moved.items()}
    return found


def _rows(tag: str, queryset: QuerySet[Any], **paths: str) -> QuerySet[Any]:
    values: Mapping[str, Any] = {
        f"x_{name}": Cast(F(paths[name]) if name in paths else Value(None), output)
        for name, output in COLUMNS.items()
    }  # fmt: skip
    kind = Value(tag, output_field=CharField())
    return queryset.order_by().annotate(x_tag=kind, **values).values_list("x_tag", "pk", *values)
