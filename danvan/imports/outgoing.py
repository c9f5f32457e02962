"""Tải để sửa: the records of a list in the columns of their file, with Mã and Phiên bản, to be changed and imported."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from danvan.accounts.scoping import access
from danvan.export import ExportColumn
from danvan.records.known import chunks

from .again import records_of
from .codes import AGAIN_KEYS, CODE_COLUMN, MA, VERSION, VERSION_COLUMN, WHY_COLUMN, code_of
from .kind import Column, ImportKind
from .kinds import kinds

CHUNK = 500
_KINDS: dict[str, Any] = {"money": "money", "count": "count", "quantity": "decimal", "decimal": "decimal",
                          "date": "date"}  # fmt: skip


def kind_of_list(list_name: str, user: Any) -> ImportKind | None:
    """The kind of file in which the user may take this list's records out and bring them back; None of most lists.

    Personal names stand in such a file: it needs the right to see them.
    """
    kind = next((kind for kind in kinds().values() if kind.list_name == list_name and kind.comes_again), None)
    if kind is None:
        return None
    mine = access(user)
    needed = ["export", "import", kind.right, *(["personal.view"] if kind.model.personal_fields else [])]
    return kind if all(mine.may(action) for action in needed) else None


def columns_of(kind: ImportKind) -> list[Column]:
    """Every column but numbers of identity, which leave the portal for a journalled reason only. Entries of catalogues
    have a code of their own, and nobody is asked why they change.
    """
    own = [column for column in kind.columns if column.key not in AGAIN_KEYS and column.kind != "id"]
    return [CODE_COLUMN, VERSION_COLUMN, *own, WHY_COLUMN] if kind.prefix else [*own, VERSION_COLUMN]


def heads_of(kind: ImportKind) -> list[ExportColumn]:
    return [ExportColumn(one.head, _KINDS.get(one.kind, "text"), one.width) for one in columns_of(kind)]


def rows_of(kind: ImportKind, found: QuerySet[Any], user: Any) -> Iterator[list[object]]:
    """The records of `found` that the user sees, in its order. A fixed number of queries for each 500."""
    keys = [column.key for column in columns_of(kind)]
    for chunk in chunks(found.values_list("pk", flat=True).iterator(chunk_size=CHUNK), CHUNK):
        there = {record.pk: record for record in records_of(kind, user).filter(pk__in=chunk)}
        records = [there[pk] for pk in chunk if pk in there]
        for record, cells in zip(records, kind.written(records, user), strict=True):
            yield _row(kind, record, cells, keys)


def _row(kind: ImportKind, record: Any, cells: dict[str, Any], keys: Sequence[str]) -> list[object]:
    cells = {**cells, MA: code_of(kind.prefix, record.pk), VERSION: record.version}
    return [cells.get(key) for key in keys]
