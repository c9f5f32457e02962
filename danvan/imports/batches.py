"""What happens to a batch between its file and its rows: opened, matched, mended, handed over, dropped.

Everything here is the owner's: callers fetch batches with `mine`. Reading and checking hold no transaction; what came
of it is written by one statement, which is refused when another page of the same batch was faster (`Moved`).
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from danvan.accounts.scoping import access, require
from danvan.audit.journal import journal
from danvan.records.data import Refused
from danvan.uploads import Sheet

from .analysis import Analysis, analyse
from .freeze import freeze, thaw
from .kind import Again, ImportKind
from .kinds import kinds
from .matching import head_key, missing
from .memory import aliases_of, heads_of, keep_heads
from .models import ImportBatch
from .questions import TOTAL, questions
from .run import Undo, digest_of, read_sheets, stored_before, undoable
from .table import Heads, Table, find_heads, tabulate

State = ImportBatch.State


class AlreadyStored(Refused):
    """The same bytes are in the ledger; `batch` says by whom and when."""

    def __init__(self, batch: ImportBatch) -> None:
        at = timezone.localtime(batch.at)
        super().__init__(
            f"Tệp này đã được {batch.user} nhập lúc {at:%H:%M %d/%m/%Y} ({batch.rows} dòng). Không ghi thêm gì."
        )
        self.batch = batch


class Moved(Refused):
    """Another page of this batch was saved in between."""

    def __init__(self) -> None:
        super().__init__("Lô này vừa được sửa ở một trang khác. Dưới đây là bản mới nhất, hãy chọn lại.")


def mine(user: Any) -> QuerySet[ImportBatch]:
    """A batch is its owner's alone: for all others it does not exist."""
    return ImportBatch.objects.filter(user=user)


def waiting(user: Any, limit: int = 5) -> list[ImportBatch]:
    """The user's batches that are not stored yet, for their own list of work: one query, or none."""
    if not access(user).may("import"):
        return []
    found = mine(user).filter(state__in=(*ImportBatch.OPEN, State.STORING))
    return list(found.defer("content", "work", "report")[:limit])


def kind_of(batch: ImportBatch) -> ImportKind:
    return kinds()[batch.kind]


def require_kind(user: Any, kind: ImportKind) -> None:
    require(user, "import")
    require(user, kind.right)


# ---- opening ---------------------------------------------------------------------------------------------------------


def open_file(user: Any, kind: ImportKind, name: str, content: bytes, *, create_missing: bool = False) -> ImportBatch:
    """A batch for the file: a new one, or the owner's that waits with the same bytes.

    Raises UnsafeFile for what is no sound spreadsheet, AlreadyStored for bytes that are in the ledger.
    """
    require_kind(user, kind)
    digest = digest_of(content)
    again = stored_before(kind, digest)
    if again is not None:
        raise AlreadyStored(again)
    waiting = mine(user).filter(kind=kind.code, sha256=digest, state__in=(*ImportBatch.OPEN, State.STORING)).first()
    if waiting is not None:
        return waiting
    sheets = read_sheets(name, content)
    batch = ImportBatch(
        kind=kind.code, name=name[-200:], sha256=digest, user=user, create_missing=create_missing,
        content=freeze(sheets), work={"matching": None, "mends": {}, "rows": {}},
    )  # fmt: skip
    found = heads_in(kind, sheets, user)
    if found and not any(asks(kind, heads) for heads in found):
        batch.work["matching"] = {
            heads.sheet.name: {str(head.index): head.key for head in heads.heads if head.key} for heads in found
        }
        examine(batch, sheets, found)
    batch.save()
    return batch


def heads_in(kind: ImportKind, sheets: list[Sheet], user: Any) -> list[Heads]:
    """The sheets with the kind's heads; where none has enough of them, those with any, or the first to ask about."""
    remembered = heads_of(user, kind)
    for least in (3, 1, 0):
        found = find_heads(kind, sheets, remembered, least)
        if found:
            return found if least else found[:1]
    return []


def asks(kind: ImportKind, heads: Heads) -> bool:
    """Whether somebody should look at the columns: one is unclear, or one that must be there is not."""
    keys = {head.key for head in heads.heads if head.key}
    return any(head.asked for head in heads.heads) or bool(missing(kind, keys, strict=False))


def match(batch: ImportBatch, user: Any, chosen: Mapping[str, Mapping[str, str]]) -> None:
    """Take the columns that a person chose ({sheet: {index: key}}), remember them, and check the file.

    Raises Refused when a column is chosen twice or one that must be there is missing.
    """
    kind, sheets = kind_of(batch), thaw(batch.content)
    remembered: dict[str, str] = {}
    for heads in heads_in(kind, sheets, user):
        columns = chosen.get(heads.sheet.name, {})
        keys = [key for key in columns.values() if key]
        twice = {kind.column(key).head for key in keys if keys.count(key) > 1}
        if twice:
            raise Refused(f"Hai cột cùng là “{'”, “'.join(sorted(twice))}”. Mỗi cột chỉ chọn một lần.")
        lacking = missing(kind, set(keys), strict=False)
        if keys and lacking:
            raise Refused(f"Chưa chọn cột nào cho: {', '.join(lacking)}.")
        for head in heads.heads:
            if head.asked or head.key != columns.get(str(head.index), ""):
                remembered[head_key(head.text)] = columns.get(str(head.index), "")
    if not any(any(columns.values()) for columns in chosen.values()):
        raise Refused("Chưa chọn cột nào của tệp.")
    keep_heads(user, kind, remembered)
    batch.work["matching"] = {
        sheet: {index: key for index, key in columns.items() if key}
        for sheet, columns in chosen.items()
        if any(columns.values())
    }
    examine(batch, sheets)
    save(batch)


# ---- checking --------------------------------------------------------------------------------------------------------


def table_of(batch: ImportBatch, sheets: list[Sheet] | None = None, found: list[Heads] | None = None) -> Table:
    work = batch.work
    return tabulate(
        kind_of(batch), sheets or thaw(batch.content), matching=work["matching"], mends=work["mends"],
        kept=frozenset(key for key, decision in work["rows"].items() if TOTAL in decision.get("keep", ())),
        found=found,
    )  # fmt: skip


def left_out(batch: ImportBatch) -> frozenset[str]:
    return frozenset(key for key, decision in batch.work["rows"].items() if "skip" in decision)


def look_over(batch: ImportBatch, table: Table, progress: Any = None) -> Analysis:
    """The batch's rows, checked in its owner's name. May write to the catalogues with `create_missing`."""
    return analyse(
        kind_of(batch), table, batch.user, aliases=aliases_of(batch.user), create_missing=batch.create_missing,
        without=left_out(batch), progress=progress, late=batch.work.get("late", False),
    )  # fmt: skip


def examine(batch: ImportBatch, sheets: list[Sheet] | None = None, found: list[Heads] | None = None) -> None:
    """Check the file as it stands with its mends: sets the report, the counts and the state; saves nothing."""
    table = table_of(batch, sheets, found)
    if batch.create_missing:
        with undoable(), journal(batch.user, bulk="import"):
            report(batch, look_over(batch, table), table)
            raise Undo
    else:
        report(batch, look_over(batch, table), table)


def report(batch: ImportBatch, found: Analysis, table: Table) -> None:
    """Put what was found into the batch: its report, counts and state."""
    asked = questions(found, table, batch.user)
    decided = batch.work["rows"]
    open_asks = {
        key: left
        for key, asks_ in asked.items()
        if (left := [list(ask) for ask in asks_ if ask.why not in decided.get(key, {}).get("keep", ())])
    }
    batch.rows = len(table.rows)
    batch.faulty = sum(bool(row.faults) for row in found.rows)
    batch.asking = sum(1 for row in found.rows if not row.faults and row.place.key in open_asks)
    late = [row.counts_in for row in found.rows if row.counts_in]
    fresh = [row for row in found.rows if not row.faults and row.again is None]
    batch.report = {
        "faults": {
            row.place.key: [[f.key, f.message, f.choices, f.part] for f in row.faults]
            for row in found.rows
            if row.faults
        },
        "asks": open_asks,
        "skipped": table.skipped,
        "file": [[fault.cell, fault.value, fault.message] for fault in found.faults],
        "warnings": [[fault.cell, fault.value, fault.message] for fault in found.all_warnings()],
        "sums": kind_of(batch).sums(fresh) if fresh or all(row.again is None for row in found.rows) else [],
        "good": sum(1 for row in found.rows if not row.faults),
        # Rows of a closed period: [how many, where they count as supplements].
        "late": [len(late), ", ".join(dict.fromkeys(late))],
        "again": {row.place.key: [_said(row.again), row.again.shown] for row in found.rows if row.again is not None},
        "counts": Counter(_said(row.again) for row in found.rows if not row.faults),
    }  # fmt: skip
    calm = not (found.faults or batch.faulty or open_asks) and bool(found.rows)
    batch.state = State.READY if calm else State.FAULTY


def _said(again: Again | None) -> str:
    """What storing the row will do: new, same (nothing), update or propose."""
    if again is None:
        return "new"
    return "same" if not again.shown else "propose" if again.propose else "update"


def save(batch: ImportBatch) -> None:
    """Keep what was worked out, unless the batch moved on meanwhile. Raises Moved."""
    kept = ImportBatch.objects.filter(
        pk=batch.pk, user=batch.user, revision=batch.revision, state__in=ImportBatch.OPEN
    ).update(
        state=batch.state, rows=batch.rows, faulty=batch.faulty, asking=batch.asking, work=batch.work,
        report=batch.report, revision=F("revision") + 1, changed_at=timezone.now(),
    )  # fmt: skip
    if not kept:
        raise Moved
    batch.revision += 1


def mend(batch: ImportBatch, cells: Mapping[str, str], rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Put texts into cells ({"Sheet!B4": text}) and decisions on rows ({"Sheet!5": {"skip": …} | {"keep": […]} | {}}),
    then check again. Raises Moved.
    """
    work = batch.work
    work["mends"] = {**work["mends"], **cells}
    for key, decision in rows.items():
        if decision:
            work["rows"][key] = {**decision}
        else:
            work["rows"].pop(key, None)
    examine(batch)
    save(batch)


def as_supplements(batch: ImportBatch, *, wanted: bool) -> None:
    """Take the rows of closed periods as supplements of the next ones, or no longer; then check again. Raises Moved."""
    batch.work["late"] = wanted
    examine(batch)
    save(batch)


# ---- leaving ---------------------------------------------------------------------------------------------------------


def drop(user: Any, batch: ImportBatch) -> None:
    """Bỏ lô: the content goes, name, hash and counts stay."""
    with journal(user) as log:
        gone = ImportBatch.objects.filter(pk=batch.pk, user=user, state__in=ImportBatch.OPEN).update(
            state=State.DROPPED, content=None, work=None, report=None, changed_at=timezone.now()
        )
        if not gone:
            raise Refused("Lô này không còn chờ nữa nên không bỏ được.")
        log.add("drop", batch, {"name": batch.name, "rows": batch.rows})
