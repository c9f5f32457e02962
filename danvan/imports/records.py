"""Kinds of files whose rows are records: what makes two of them look alike, and how a stored one is said."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet

from danvan.accounts.scoping import visible_to
from danvan.lib import text
from danvan.records.models import Status

from .kind import ImportKind, Row, Stored

SHOWN = 3
"""So many stored records at most stand beside a row."""


class RecordKind(ImportKind):
    """`same` names the fields in which a row that is there already agrees with the stored record; texts are compared
    folded. `related` is read with the stored records for `said`, too.
    """

    same: ClassVar[tuple[str, ...]] = ()

    def said(self, record: Any) -> str:
        """The stored record in one line."""
        return f"{record}."

    def cells(self, record: Any) -> dict[str, Any]:
        """The record in the cells of its file, by column key."""
        raise NotImplementedError

    def written(self, records: Sequence[Any], user: Any) -> Iterator[dict[str, Any]]:
        return (self.cells(record) for record in records)

    def similar(self, rows: Sequence[Row], user: Any) -> dict[int, list[int]]:
        """One query."""
        there = self.model._default_manager.exclude(status=Status.WITHDRAWN)
        return same_as(rows, visible_to(there, user), self.same)

    def stored(self, ids: Iterable[int], user: Any) -> dict[int, Stored]:
        found = visible_to(self.model._default_manager.filter(pk__in=list(ids)), user).select_related(*self.related)
        return {record.pk: Stored(record.get_absolute_url(), self.said(record)) for record in found}


def same_as(rows: Sequence[Row], there: QuerySet[Any], names: Sequence[str]) -> dict[int, list[int]]:
    """{index of a row: ids of `there`} where the row's data and the record agree in all of `names`. One query.

    A row whose data lacks one of them, or the first of them, is like nothing.
    """
    wanted: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if all(name in row.data for name in names) and row.data[names[0]] is not None:
            wanted[tuple(_compared(row.data[name]) for name in names)].append(index)
    if not wanted:
        return {}
    for at, name in enumerate(names):
        values = {key[at] for key in wanted}
        if None not in values and not any(isinstance(value, str) for value in values):
            there = there.filter(**{f"{name}__in": values})
    found: dict[int, list[int]] = defaultdict(list)
    for pk, *values_of in there.order_by("pk").values_list("pk", *names):
        for index in wanted.get(tuple(_compared(value) for value in values_of), ()):
            if len(found[index]) < SHOWN:
                found[index].append(pk)
    return dict(found)


def _compared(value: Any) -> Any:
    """A key for an object, folded words for a text, nothing for an empty one."""
    value = getattr(value, "pk", value)
    if isinstance(value, str):
        return text.fold(value) or None
    return value
