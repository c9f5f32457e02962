"""What changed rows ask of the door: held against its rules for all of them at once, then written one by one."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied

from danvan.audit.journal import unfolded
from danvan.records import constraints, corrections, services
from danvan.records.data import Refused, child_fields, plain
from danvan.records.known import Known
from danvan.records.models import Record
from danvan.records.periods import Closed, require_open
from danvan.records.preparing import finish, values
from danvan.records.references import references
from danvan.records.services import begin_entry, require_place
from danvan.records.shape import links

from .codes import WHY, code_of
from .door import places
from .kind import ImportKind, Row


def refusals(actor: Any, kind: ImportKind, rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
    """(row, place, message) of what `services.update` or `corrections.propose` would refuse. The rows' records are
    changed in memory.
    """
    known = Known()
    before = [_plain_data(row.named.record) for row in rows]
    _learn(actor, kind.model, rows, before, known)
    spans = [span for row in rows if (span := row.named.record.covers())]
    closed = Closed(actor, spans)
    drafts: list[tuple[Row, Any]] = []
    for row, data in zip(rows, before, strict=True):
        try:
            require_open(actor, row.named.record, closed)
            drafts.append((row, begin_entry(actor, row.named.record, row.named.changes, data, known)))
        except (Refused, PermissionDenied) as refusal:
            yield from ((row, place, message) for place, message in places(refusal))
    _learn_keys(kind.model, [draft.prepared.instance for _, draft in drafts], known)
    closed = Closed(actor, [span for _, draft in drafts if not draft.errors and (span := _span(draft))])
    for row, draft in drafts:
        try:
            record = finish(draft, known).instance
            require_place(actor, f"{record.scope.kind}.enter", record.area, record.organization)
            require_open(actor, record, closed)
            _take(record, known)
        except (Refused, PermissionDenied) as refusal:
            yield from ((row, place, message) for place, message in places(refusal))


def _span(draft: Any) -> Any:
    return draft.prepared.instance.covers()


def _plain_data(record: Record) -> dict[str, Any]:
    """`data.read` of a record whose parts were read with it."""
    data: dict[str, Any] = {}
    for name in record.data_fields:
        one: Any = record._meta.get_field(name)
        data[name] = [row.pk for row in getattr(record, name).all()] if one.many_to_many else plain(
            getattr(record, one.attname))  # fmt: skip
    for name in record.children:
        data[name] = [values(row, child_fields(type(record), name)) for row in getattr(record, name).all()]
    return data


def _learn(actor: Any, model: type[Record], rows: Sequence[Row], before: Sequence[Any], known: Known) -> None:
    wanted: dict[type[Any], set[int]] = {}
    for row, data in zip(rows, before, strict=True):
        for one in links(model):
            if (pk := getattr(row.named.record, one.attname)) is not None:
                wanted.setdefault(one.related_model, set()).add(pk)
        for whole in (data, row.named.changes):
            for _place, target, pk in references(model, whole):
                wanted.setdefault(target, set()).add(pk)
    for target, pks in wanted.items():
        known.learn_rows(target, pks)
        if hasattr(target, "scope"):
            known.learn_visible(actor, target, pks)


def _learn_keys(model: type[Record], records: Sequence[Record], known: Known) -> None:
    for rule in constraints.unique(model):
        known.learn_taken(model, rule.constraint, [key for one in records if (key := rule.key(one)) is not None])


def _take(record: Record, known: Known) -> None:
    for rule in constraints.unique(type(record)):
        if (key := rule.key(record)) is not None:
            known.take(rule.constraint, key, record.pk)


def amend(actor: Any, kind: ImportKind, rows: Sequence[Row]) -> list[Any]:
    """Change the drafts, propose the corrections; returns the drafts. In the caller's bulk journal, each with an entry
    of its own. Raises Refused, naming the row, when something stands against one by now; the caller undoes all then.
    """
    changed = []
    with unfolded():
        for row in rows:
            again = row.named
            row.pk = again.record.pk
            # As it stood when the row was checked: `refusals` changed the one in hand.
            record = kind.model._default_manager.get(pk=row.pk)
            version, data = again.version, again.changes
            try:
                if again.propose:
                    corrections.propose(actor, record, reason=row[WHY], data=data, expected_version=version)
                else:
                    changed.append(services.update(actor, record, data, expected_version=version))
            except (Refused, PermissionDenied) as refusal:
                said = refusal.message if isinstance(refusal, Refused) else str(refusal)
                raise Refused(f"{code_of(kind.prefix, row.pk)}: {said}") from refusal
    return changed
