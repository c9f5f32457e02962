"""What the rules ask the database about other rows: asked when needed for one write, or read at once for many.

`services` and `bulk` hold every write against the same rules; they differ only in when the answers are read.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet

from danvan.accounts.scoping import visible_to
from danvan.crypto import EncryptedText

CHUNK = 5000
"""Keys of one query: SQLite takes 32,766 parameters, PostgreSQL 65,535."""
_KEYS = range(-(2**63), 2**63)


class Known:
    """The answers of one write, or of one batch of writes; never kept longer, for others write meanwhile."""

    def __init__(self) -> None:
        self._rows: dict[type[Model], dict[int, Any]] = {}
        self._visible: dict[type[Model], dict[int, bool]] = {}
        self._taken: dict[str, dict[tuple[Any, ...], int]] = {}  # values → who holds them, 0 = a new row

    # ---- rows that are pointed at ------------------------------------------------------------------------------

    def row(self, model: type[Model], pk: int) -> Any | None:
        """The row, or None when there is none. The same object each time: what it points at is read once."""
        rows = self._rows.setdefault(model, {})
        if pk not in rows:
            self.learn_rows(model, [pk])
        return rows[pk]

    def learn_rows(self, model: type[Model], pks: Iterable[int]) -> None:
        rows = self._rows.setdefault(model, {})
        wanted = {pk for pk in pks if pk not in rows}
        rows.update(dict.fromkeys(wanted))
        for chunk in chunks(sorted(pk for pk in wanted if pk in _KEYS)):
            rows.update({found.pk: found for found in _whole(model).filter(pk__in=chunk)})

    def expect(self, rows: Iterable[Model]) -> None:
        """Rows that are in hand; also those that are not there yet, with keys that no row has: they will be stored
        before what points at them.
        """
        for row in rows:
            self._rows.setdefault(type(row), {})[row.pk] = row
            self._visible.setdefault(type(row), {})[row.pk] = True

    # ---- what the actor sees -----------------------------------------------------------------------------------

    def sees(self, actor: Any, model: type[Model], pk: int) -> bool:
        seen = self._visible.setdefault(model, {})
        if pk not in seen:
            self.learn_visible(actor, model, [pk])
        return seen[pk]

    def learn_visible(self, actor: Any, model: type[Model], pks: Iterable[int]) -> None:
        seen = self._visible.setdefault(model, {})
        wanted = {pk for pk in pks if pk not in seen}
        seen.update(dict.fromkeys(wanted, False))
        for chunk in chunks(sorted(pk for pk in wanted if pk in _KEYS)):
            found = visible_to(model._default_manager.filter(pk__in=chunk), actor).order_by()
            seen.update(dict.fromkeys(found.values_list("pk", flat=True), True))

    # ---- what must be there only once --------------------------------------------------------------------------

    def taken(self, model: type[Model], constraint: Any, values: tuple[Any, ...], but: Any) -> bool:
        """Whether another row than the one with the key `but` holds these values of the constraint's fields."""
        if constraint.name in self._taken:
            held = self._taken[constraint.name]
            return values in held and held[values] != but
        rows = _held(model, constraint).filter(**dict(zip(constraint.fields, values, strict=True)))
        return rows.exclude(pk=but).exists()

    def learn_taken(self, model: type[Model], constraint: Any, wanted: Iterable[tuple[Any, ...]]) -> None:
        """Read which of the wanted values new rows cannot have; `take` adds those that the batch itself takes."""
        held = self._taken.setdefault(constraint.name, {})
        first, rows = constraint.fields[0], _held(model, constraint)
        for chunk in chunks(sorted({v[0] for v in wanted if isinstance(v[0], str) or v[0] in _KEYS})):
            there = rows.filter(**{f"{first}__in": chunk}).values_list("pk", *constraint.fields)
            held.update({tuple(values): pk for pk, *values in there})

    def take(self, constraint: Any, values: tuple[Any, ...], pk: int = 0) -> None:
        self._taken.setdefault(constraint.name, {})[values] = pk


def chunks(values: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


def _whole(model: type[Model]) -> QuerySet[Any]:
    """Rows with what rules ask of them: a body's place, a catalogue entry's parts. No secret is opened for it."""
    rows: QuerySet[Any] = model._base_manager.all()
    fields = model._meta.concrete_fields
    if any(field.name == "area" and field.is_relation for field in fields):
        rows = rows.select_related("area")
    if getattr(model, "catalog", ""):
        rows = rows.prefetch_related(*model.children)  # type: ignore[attr-defined]
    return rows.defer(*[field.name for field in fields if isinstance(field, EncryptedText)])


def _held(model: type[Model], constraint: Any) -> QuerySet[Any]:
    rows = model._base_manager.order_by()
    return rows.filter(constraint.condition) if constraint.condition else rows
