"""What an issued report has that a draft has not: the seal, and of a reissue what it replaces and what changed.

Pure: documents in, documents out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from reports.building import cells
from reports.building.narrative import ROMAN, count, lower_first
from reports.document import Block, Cell, Column, Document, Heading, Letterhead, Paragraph, Row, Seal, Table
from reports.editions.edition_changes import Change
from reports.editions.edition_records import RecordChange
from reports.issuers.letterheads import date_line

CHANGES = "Những điểm thay đổi so với bản trước"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """The issue that this one replaces, and all that differs from it."""

    symbol: str
    dated: date
    figures: Sequence[Change]
    records: Sequence[RecordChange]

    def frozen(self) -> list[dict[str, Any]]:
        """As an `Edition` keeps it."""
        return [*(change.frozen() for change in self.figures), *(change.frozen() for change in self.records)]


def symbol_of(head: Letterhead) -> str:
    """ "Số: 09/BC-MTTQ-BTT" → "09/BC-MTTQ-BTT"."""
    return head.number.removeprefix("Số").removeprefix(":").strip()


def sealed(document: Document, seal: Seal, replaced: Replaced | None = None) -> Document:
    """The document with its seal; a reissue says in its second paragraph what it replaces, and before its last one
    what changed.
    """
    blocks = document.blocks
    if replaced:
        day = lower_first(date_line("", replaced.dated, replaced.dated.year))
        said = Paragraph((f"Báo cáo này thay thế Báo cáo số {replaced.symbol} {day}.",))
        blocks = (*blocks[:1], said, *blocks[1:-1], *_section(document, replaced), *blocks[-1:])
    return replace(document, blocks=blocks, seal=seal)


def _section(document: Document, replaced: Replaced) -> list[Block]:
    chapters = sum(isinstance(block, Heading) and block.level == 2 for block in document.blocks)
    found: list[Block] = [Heading(2, f"{ROMAN[chapters]}{document.letterhead.chapter_suffix}", CHANGES)]
    if not replaced.figures and not replaced.records:
        return [*found, Paragraph((f"Số liệu không thay đổi so với Báo cáo số {replaced.symbol}.",))]
    line = (
        f"So với Báo cáo số {replaced.symbol}, ", count(len(replaced.figures), "số liệu"), " và ",
        count(len(replaced.records), "bản ghi"), " thay đổi như sau.",
    )  # fmt: skip
    found.append(Paragraph(line))
    loans = [change for change in replaced.figures if change.loan]
    others = [change for change in replaced.figures if not change.loan]
    for title, rows in (("Số liệu thay đổi", others), ("Số liệu về vốn vay thay đổi", loans)):
        if rows:
            found.append(_figures(title, rows))
    if replaced.records:
        found.append(_records(replaced.records))
    return found


def _figures(title: str, rows: Sequence[Change]) -> Table:
    return Table(
        caption=title, sheet=title, together=False,
        columns=(
            Column(title="TT", kind="index", width_mm=9), Column(title="Số liệu", kind="text"),
            Column(title="Bản trước", kind="money", width_mm=30), Column(title="Bản này", kind="money", width_mm=30),
            Column(title="Tăng, giảm", kind="money", width_mm=30),
        ),
        rows=tuple(_figure(number, row) for number, row in enumerate(rows, 1)),
    )  # fmt: skip


def _figure(number: int, row: Change) -> Row:
    label = f"{row.label} ({row.unit})" if row.unit else row.label
    sides = (_value(row, side) for side in ("before", "after", "difference"))
    return Row(cells=(cells.index(number), cells.text(label), *sides))


def _value(row: Change, side: str) -> Cell:
    value = getattr(row, side)
    if value is None:
        return cells.MISSING
    if isinstance(value, str):
        return cells.text(value)
    return Cell(((row.figure(value, signed=side == "difference", key=f"changes.{row.key}.{side}"),),))


def _records(rows: Sequence[RecordChange]) -> Table:
    return Table(
        caption="Bản ghi thay đổi", sheet="Bản ghi thay đổi", together=False, unit_line="Đơn vị tính: đồng",
        columns=(
            Column(title="TT", kind="index", width_mm=9), Column(title="Nội dung", kind="text"),
            Column(title="Thay đổi", kind="text", width_mm=28), Column(title="Bản trước", kind="money", width_mm=30),
            Column(title="Bản này", kind="money", width_mm=30),
        ),
        rows=tuple(_record(number, row) for number, row in enumerate(rows, 1)),
    )  # fmt: skip


def _record(number: int, row: RecordChange) -> Row:
    what = cells.text(f"{row.description} ({row.organization})")
    change = cells.text(f"{row.word}, vốn vay" if row.loan else row.word)
    return Row(cells=(cells.index(number), what, change, cells.money(row.before), cells.money(row.after)))
