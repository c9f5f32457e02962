"""The one door for many new records at once: an import's rows.

The rules are those of `services`, and so are the faults; what they ask of the database is read once for all rows,
and all that can be worked out is worked out before the transaction begins:

    prepared = prepare_many(actor, Support, rows)          # nothing is stored; each row is Prepared or its refusal
    pks = create_many(actor, prepared)                     # all or none, one journal entry

Whoever has more to store in the same transaction takes `pack` (before it begins) and `store` (in it) instead.
Steps for many records stand in `bulk_steps.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from danvan.audit.journal import Log, Pending, folded, journal
from danvan.loading import Rows, insert, reserve

from . import constraints
from .data import Invalid, Refused
from .known import Known
from .models import Record
from .periods import Closed, require_open
from .preparing import Draft, Prepared
from .references import references
from .services import begin_entry, settle_late

Refusal = Refused | PermissionDenied
"""Why a row or a record is not written: Invalid with its faults by place, PeriodClosed, or another Refused."""


class RowsRefused(Refused):
    """Nothing was stored. `faults` maps the place of a row or record in what was given (from 0) to its refusal."""

    def __init__(self, faults: Mapping[int, Refusal]) -> None:
        super().__init__("; ".join(dict.fromkeys(said(fault) for fault in faults.values())))
        self.faults = dict(faults)


def said(refusal: Refusal) -> str:
    """The reason in words."""
    return refusal.message if isinstance(refusal, Refused) else str(refusal)


# ---- holding the rows against the rules ------------------------------------------------------------------------


def prepare_many(
    actor: Any, model: type[Record], rows: Sequence[Mapping[str, Any]], *, illustrative: bool = False,
    expected: Iterable[Model] = (), supplement: bool = False,
) -> list[Prepared | Refusal]:  # fmt: skip
    """Each row held against the rules of `services.create`, in the order given; nothing is stored.

    A row is refused with what `services.create` would raise after the rows before it were stored. The number of
    queries does not grow with the rows (but for one more every 5,000 keys). `expected` are rows that the caller will
    store first (`Known.expect`), and then puts in place of these.
    """
    known = Known()
    known.expect(expected)
    _learn_references(actor, model, rows, known)
    begun: list[Draft | Refusal] = []
    for data in rows:
        record = model(created_by=actor, updated_by=actor, illustrative=illustrative)
        try:
            begun.append(begin_entry(actor, record, data, {}, known))
        except (Refused, PermissionDenied) as refusal:
            begun.append(refusal)
    drafts = [draft for draft in begun if isinstance(draft, Draft)]
    _learn_keys(model, [draft.prepared.instance for draft in drafts], known)
    closed = Closed(actor, _spans(draft.prepared.instance for draft in drafts if not draft.errors))
    found: list[Prepared | Refusal] = []
    for draft in begun:
        if isinstance(draft, Draft):
            try:
                found.append(settle_late(actor, draft, known, closed, as_supplement=supplement)[0])
                _take(draft.prepared.instance, known)
            except (Refused, PermissionDenied) as refusal:
                found.append(refusal)
        else:
            found.append(draft)
    return found


def _learn_references(actor: Any, model: type[Record], rows: Sequence[Mapping[str, Any]], known: Known) -> None:
    wanted: dict[type[Model], set[int]] = {}
    for data in rows:
        for _place, target, pk in references(model, data):
            wanted.setdefault(target, set()).add(pk)
    for target, pks in wanted.items():
        known.learn_rows(target, pks)
        if hasattr(target, "scope"):
            known.learn_visible(actor, target, pks)


def _learn_keys(model: type[Record], records: Sequence[Record], known: Known) -> None:
    """What others hold of the keys that the records would take; keys that no field holds are none."""
    for rule in constraints.unique(model):
        keys = [key for record in records if (key := rule.key(record)) is not None]
        known.learn_taken(model, rule.constraint, keys)


def _take(record: Record, known: Known) -> None:
    for rule in constraints.unique(type(record)):
        key = rule.key(record)
        if key is not None:
            known.take(rule.constraint, key)


def _spans(records: Iterable[Record]) -> list[tuple[Any, Any]]:
    return [span for record in records if (span := record.covers())]


# ---- storing them ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Batch:
    """Records with the keys that they will have, and every row that the database will be given for them."""

    actor: Any
    records: list[Record]
    tables: list[Rows] = field(default_factory=list)
    entries: list[Pending] = field(default_factory=list)
    spans: list[tuple[Any, Any]] = field(default_factory=list)

    @property
    def pks(self) -> list[int]:
        return [record.pk for record in self.records]


def create_many(actor: Any, prepared: Sequence[Prepared], *, action: str = "import") -> list[int]:
    """Store all of them as drafts in one transaction, or none; their keys, in the order given.

    One journal entry named `action`, with a digest of the rows; inside another `journal(…)` they join its entry.
    Raises RowsRefused when others closed a period, or took what must be unique, since they were prepared.
    """
    batch = pack(actor, prepared)
    with journal(actor, bulk=action) as log:
        store(log, batch)
    return batch.pks


def pack(actor: Any, prepared: Sequence[Prepared]) -> Batch:
    """Work out all that `store` will write. Reserves the keys, so that the writing itself is short."""
    batch = Batch(actor, [one.instance for one in prepared])
    if not prepared:
        return batch
    model = type(batch.records[0])
    tables: dict[str, Rows] = {}
    for pk, one in zip(reserve(model, len(prepared)), prepared, strict=True):
        record = one.instance
        record.pk = pk
        record.refresh_derived()  # as `save` does
        for name, rows in one.children.items():
            link: Any = record._meta.get_field(name)
            for row in rows:
                setattr(row, link.field.attname, pk)
            tables.setdefault(name, Rows(link.related_model, keyed=False)).extend(rows)
        for name, rows in one.many.items():
            linked: Any = record._meta.get_field(name)
            mine = linked.m2m_column_name()
            pairs = tables.setdefault(name, Rows(linked.remote_field.through, keyed=False))
            first, _ = pairs.fields
            pairs.values += [(pk, row.pk) if first.column == mine else (row.pk, pk) for row in rows]
        batch.entries.append(folded(actor, "create", record, one.whole()))
    batch.spans = _spans(batch.records)
    batch.tables = [Rows(model).extend(batch.records), *tables.values()]
    return batch


def store(log: Log, batch: Batch) -> None:
    """Write the batch in the caller's `journal(…, bulk=…)`. Raises RowsRefused; nothing of it is stored then."""
    if not log.bulk:
        raise ValueError("a batch is journalled as one entry: journal(actor, bulk=…)")
    _require_still_open(batch)
    try:
        with transaction.atomic():
            for rows in batch.tables:
                insert(rows)
    except IntegrityError as error:
        faults = _raced(batch.records)
        if not faults:
            raise
        raise RowsRefused(faults) from error
    for record in batch.records:
        record._state.adding = False
    log.pending.extend(batch.entries)


def _require_still_open(batch: Batch) -> None:
    closed = Closed(batch.actor, batch.spans)
    if not closed:
        return
    faults: dict[int, Refusal] = {}
    for at, record in enumerate(batch.records):
        try:
            require_open(batch.actor, record, closed)
        except Refused as refusal:
            faults[at] = refusal
    if faults:
        raise RowsRefused(faults)


def _raced(records: Sequence[Record]) -> dict[int, Refusal]:
    """The records whose keys others, or records before them, hold by now."""
    known = Known()
    faults: dict[int, Refusal] = {}
    _learn_keys(type(records[0]), records, known)
    for at, record in enumerate(records):
        try:
            constraints.validate(record, set(), known)
            _take(record, known)
        except ValidationError as error:
            faults[at] = Invalid(error.message_dict)
    return faults
