"""What a preview's form says: texts for cells and decisions on rows.

m-B4 a choice or "khac" · t-B4 a text typed instead · a-B4 for all cells like it · n-B4 remember the name ·
d-4 "bo" (leave the row out) or "nhap" (it is right, store it) · l-4 "lay" (take back a row that was left out) ·
d-tat-ca the one decision on every row that asks and has no fault.
"""

from collections.abc import Mapping
from typing import Any

from danvan.lib import text

from .batches import kind_of, left_out, table_of
from .cells import as_text
from .kind import Row
from .memory import keep_alias
from .models import ImportBatch
from .preview import cell_id, row_id
from .questions import TOTAL
from .table import Table

MAX_TEXT = 4000
OTHER = "khac"

Mends = tuple[dict[str, str], dict[str, dict[str, Any]]]


def read_mends(batch: ImportBatch, posted: Mapping[str, str], user: Any) -> Mends:
    """({"Sheet!B4": text}, {"Sheet!5": decision}); names to be remembered are remembered."""
    table, report = table_of(batch), batch.report
    cells: dict[str, str] = {}
    for row in table.rows:
        for fault in report["faults"].get(row.place.key, ()):
            where = cell_id(table, row, fault[0])
            wanted = _wanted(posted, where)
            if wanted is None:
                continue
            alike = _alike(table, report, row, fault) if f"a-{where}" in posted else [row]
            cells |= {one.place.cell(fault[0]): wanted for one in alike}
            if f"n-{where}" in posted:
                _remember(batch, user, fault, wanted)
    rows = _decisions(batch, table, posted)
    return cells, rows


def _wanted(posted: Mapping[str, str], where: str) -> str | None:
    """What was typed, or the choice that was made; None where nothing was said."""
    typed = text.clean(posted.get(f"t-{where}", ""))[:MAX_TEXT]
    chosen = posted.get(f"m-{where}", "")[:MAX_TEXT]
    if typed and chosen in ("", OTHER):
        return typed
    return chosen if chosen and chosen != OTHER else None


def _alike(table: Table, report: Mapping[str, Any], row: Row, fault: list[Any]) -> list[Row]:
    """The rows whose cell says the same and has the same fault."""
    key, said = fault[0], as_text(row.cells.get(fault[0]))
    return [
        other
        for other in table.rows
        if as_text(other.cells.get(key)) == said
        and any(one[0] == key and one[1] == fault[1] for one in report["faults"].get(other.place.key, ()))
    ]


def _remember(batch: ImportBatch, user: Any, fault: list[Any], wanted: str) -> None:
    """An alias is kept where a choice was taken for a name; what was typed freely is another text, not a name."""
    column = kind_of(batch).column(fault[0])
    label = next((label for value, label in fault[2] if value == wanted), "")
    if column.names and fault[3] and label:
        keep_alias(user, column.names, fault[3], label)


def _decisions(batch: ImportBatch, table: Table, posted: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    report, out = batch.report, left_out(batch)
    rows: dict[str, dict[str, Any]] = {}
    for row in table.rows:
        key, number = row.place.key, row_id(table, row)
        if key in out:
            if posted.get(f"l-{number}") == "lay":
                rows[key] = {}
            continue
        asked = report["asks"].get(key, ())
        wanted = posted.get(f"d-{number}")
        if asked and key not in report["faults"]:
            wanted = posted.get("d-tat-ca") or wanted
        if wanted == "bo":
            reason = "; ".join([ask[1] for ask in asked] or [fault[1] for fault in report["faults"].get(key, ())])
            rows[key] = {"skip": text.clean(reason)[:200] or "Người nhập bỏ dòng này."}
        elif wanted == "nhap" and asked:
            before = batch.work["rows"].get(key, {}).get("keep", [])
            rows[key] = {"keep": sorted({*before, *(ask[0] for ask in asked)})}
    for index, (key, why) in enumerate(report["skipped"]):
        if posted.get(f"s-{index}") == "lay" and why.startswith("Dòng cộng"):
            rows[key] = {"keep": [TOTAL]}
    return rows
