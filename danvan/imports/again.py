"""Rows that name a record by Mã: what they change of it, and what the door says to that; nothing is written.

A record is written into cells as its list's file has them, these cells are read and bound like the file's, and the two
are held against each other. So a cell that says the same in other words changes nothing, and what the file does not
hold (a loan's terms, a share, a photo) stays. The number of queries does not grow with the rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from danvan.accounts.scoping import visible_to
from danvan.export import cell_value
from danvan.lib.errors import Unreadable
from danvan.records.data import child_fields, plain
from danvan.records.known import chunks
from danvan.records.models import Correction, Record, Status
from danvan.records.preparing import values
from danvan.records.rights import OPEN, editable_by, entered_by
from danvan.templatetags.vn import status_word

from . import amending
from .cells import as_text, is_empty
from .codes import AGAIN_KEYS, MA, VERSION, WHY, code_of, pk_of, read_code
from .kind import Again, Columns, ImportKind, Part, Place, Row
from .resource import Progress, resource_for
from .table import shown

NOWHERE = Place(Columns("", {}), 0)
"""Where cells stand that are written from a record."""


def records_of(kind: ImportKind, user: Any) -> QuerySet[Any]:
    """The kind's records that the user sees, with all that `written` and the door's rules read."""
    found = kind.model._default_manager.select_related(*kind.related)
    if issubclass(kind.model, Record):
        found = visible_to(found, user).select_related("area", "organization__area", *kind.related)
    return found.prefetch_related(*kind.prefetch)


def find(kind: ImportKind, actor: Any | None, rows: Iterable[Row]) -> list[Row]:
    """The rows that name a record, each with it; a row that names none of the actor's, or one twice, has its fault."""
    if not kind.prefix:
        return []
    named: dict[str, list[Row]] = {}
    for row in rows:
        cell = row.cells.get(MA)
        if not is_empty(cell):
            try:
                code = read_code(as_text(cell))
            except Unreadable as error:  # "#N/A": a formula failed
                row.refuse(MA, error)
                continue
            row.again = Again()
            named.setdefault(code, []).append(row)
    if actor is None:
        for row in (row for of_code in named.values() for row in of_code):
            row.fault(MA, "Dòng có Mã chỉ kiểm tra được bằng tên một người.")
        return []
    pks = {code: pk for code in named if (pk := pk_of(kind.prefix, code)) is not None}
    there: dict[int, Any] = {}
    for chunk in chunks(sorted(pks.values())):
        there |= {record.pk: record for record in records_of(kind, actor).filter(pk__in=chunk)}
    found = []
    for code, of_code in named.items():
        record = there.get(pks.get(code, 0))
        for row in of_code:
            if record is None:
                row.fault(MA, f"Không có bản ghi “{code[:40]}” trong phạm vi của bạn. Dòng mới thì để trống cột Mã.")
            elif len(of_code) > 1:
                lines = ", ".join(str(one.place.row) for one in of_code[:5])
                row.fault(MA, f"{code} có ở {len(of_code)} dòng của tệp ({lines}). Hãy giữ một dòng.")
            else:
                row.named.record, row.named.version = record, record.version
                found.append(row)
    return found


def compare(
    kind: ImportKind, actor: Any, rows: Sequence[Row], look: Any, progress: Progress | None = None
) -> Iterator[tuple[Row, str, str]]:
    """Read and bind `rows` (from `find`) beside their records: `row.again` says what changes; yields what the door
    would refuse, as (row, place, message).
    """
    written = kind.written([row.named.record for row in rows], actor)
    keys = [column.key for column in kind.columns]
    before = [Row(NOWHERE, {key: cell_value(cells.get(key)) for key in keys}) for cells in written]
    for row, old in zip(rows, before, strict=True):
        row.cells = {key: _cell(row, old, key) for key in keys}
    resource_for(kind)([*rows, *before], look, progress).run()
    changed = []
    for row, old in zip(rows, before, strict=True):
        again = row.named
        differing = [key for key in keys if key not in AGAIN_KEYS and _differs(row, old, key)]
        for key in differing:
            if key in kind.fixed:
                row.fault(key, "Cột này cho biết bản ghi là của ai, không sửa qua tệp được. Hãy sửa trên cổng.")
        again.changes = _changes(kind, again.record, old.data, row.data)
        if not differing or not (again.changes or row.faults):
            again.changes = {}
            row.faults.clear()
            row.warnings.clear()
            continue
        again.shown = [
            (kind.column(key).head, shown(old.cells.get(key)), shown(row.cells.get(key))) for key in differing
        ]
        changed.append(row)
    _judge(kind, actor, changed)
    yield from amending.refusals(actor, kind, [row for row in changed if not row.faults])


def _cell(row: Row, old: Row, key: str) -> Any:
    """The file's cell; the record's own where the file has no such column, or Excel took a code's zeros away."""
    cell, stands = row.cells.get(key), old.cells.get(key)
    if key in AGAIN_KEYS:
        return cell
    if key not in row.place.columns.at and cell is None:
        return stands
    if isinstance(stands, str) and stands.isdecimal() and stands != as_text(cell) == (stands.lstrip("0") or "0"):
        return stands
    return cell


def _differs(row: Row, old: Row, key: str) -> bool:
    if key in row.values and key in old.values:
        return bool(row.values[key] != old.values[key])
    return as_text(row.cells.get(key)) != as_text(old.cells.get(key))


# ---- what changes ----------------------------------------------------------------------------------------------------


def _changes(kind: ImportKind, record: Any, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What the door takes: the fields that two bindings hold differently; what one of them lacks is empty."""
    found: dict[str, Any] = {}
    for name in {**old, **new}:
        many = name in record.children or record._meta.get_field(name).many_to_many
        empty: Any = [] if many else None
        before, after = old.get(name, empty), new.get(name, empty)
        if name in record.children:
            part = kind.parts.get(name, Part())
            if _bare(before, part) != _bare(after, part):
                found[name] = _again(record, name, part, _plainly(before), _plainly(after))
        elif _plain(before) != _plain(after):
            found[name] = after
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(plain(one) for one in value)
    return plain(value) if value != "" else None


def _plainly(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def _bare(rows: Iterable[Mapping[str, Any]], part: Part) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in part.follows} for row in _plainly(rows)]


def _again(
    record: Record, relation: str, part: Part, old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The new rows with all that the stored ones hold beyond the file's cells; stored rows that the cell did not show
    (a household that the user does not see) stay.
    """
    fields = child_fields(type(record), relation)
    stored = [{name: plain(value) for name, value in values(row, fields).items()}
              for row in getattr(record, relation).all()]  # fmt: skip
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = []  # (as the file had it, as it is stored)
    hidden = []
    left = list(old)
    for whole in stored:
        shown_ = next((row for row in left if all(_same(whole[name], row.get(name)) for name in part.key)), None)
        if shown_ is None:
            hidden.append(whole)
        else:
            left.remove(shown_)
            pairs.append((shown_, whole))
    made: dict[int, dict[str, Any]] = {}
    for exactly in (True, False):
        for at, row in enumerate(new):
            if at not in made:
                pair = next((pair for pair in pairs if _matches(row, pair[0], part, exactly)), None)
                if pair is not None:
                    pairs.remove(pair)
                    made[at] = _laid_on(row, *pair, part)
    return [made.get(at, row) for at, row in enumerate(new)] + hidden


def _matches(row: Mapping[str, Any], before: Mapping[str, Any], part: Part, exactly: bool) -> bool:
    if exactly:
        return _bare([row], part) == _bare([before], part)
    return all(_same(row.get(name), before.get(name)) for name in part.key)


def _same(one: Any, other: Any) -> bool:
    return one == other or {one, other} == {"", None}


def _laid_on(
    row: Mapping[str, Any], before: Mapping[str, Any], whole: Mapping[str, Any], part: Part
) -> dict[str, Any]:  # fmt: skip
    """The stored row, with what the file changed of what it had shown."""
    result = dict(whole)
    for name, value in row.items():
        leader = part.follows.get(name, name)
        if not _same(row.get(leader), before.get(leader)) and (
            name in part.follows or _same(whole[name], before.get(name))
        ):
            result[name] = value
    return result


# ---- whether it may be changed ---------------------------------------------------------------------------------------


def _judge(kind: ImportKind, actor: Any, rows: Sequence[Row]) -> None:
    """Faults by right, status, version and reason: three queries."""
    editable: set[int] = set()
    entered: set[int] = set()
    waiting: set[int] = set()
    for chunk in chunks(sorted(row.named.record.pk for row in rows)):
        there = kind.model._default_manager.filter(pk__in=chunk).order_by()
        editable.update(editable_by(there, actor).values_list("pk", flat=True))
        entered.update(entered_by(there, actor).values_list("pk", flat=True))
        proposed = Correction.objects.filter(record_type=kind.model._meta.label_lower, state=Correction.State.PROPOSED)
        waiting.update(proposed.filter(record_id__in=chunk).values_list("record_id", flat=True))
    for row in rows:
        again = row.named
        record: Record = again.record
        code = code_of(kind.prefix, record.pk)
        again.propose = record.status == Status.APPROVED
        if record.status not in (*OPEN, Status.APPROVED):
            row.fault(MA, f"{code} đang ở trạng thái “{status_word(record)}” nên không sửa được. Hãy bỏ dòng này.")
        elif record.pk not in (entered if again.propose else editable):
            row.fault(MA, f"{code}: bạn xem được bản ghi này nhưng không được sửa. Hãy bỏ dòng này.")
        elif record.pk in waiting and again.propose:
            row.fault(MA, f"{code} đã có một đề nghị sửa đang chờ duyệt. Hãy bỏ dòng này.")
        else:
            _judge_version(row, again, code)
            if again.propose and not row[WHY] and not row.unread(WHY):
                row.fault(WHY, "Bản ghi đã tiếp nhận thì sửa thành đề nghị: hãy ghi lý do.")


def _judge_version(row: Row, again: Again, code: str) -> None:
    asked, stands = row[VERSION], again.record.version
    if row.unread(VERSION):
        return
    if asked is None:
        row.fault(VERSION, f"{code} được sửa mà thiếu phiên bản. Hãy dùng tệp tải từ cổng (“Tải để sửa”).")
    elif asked > stands:
        row.fault(VERSION, f"{code} chưa có phiên bản {asked}. Hãy giữ nguyên cột này như khi tải về.")
    again.stale = asked is not None and asked < stands
