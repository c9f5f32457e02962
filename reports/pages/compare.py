"""So sánh: the figures of one year and subject beside those of another, with what keeps the two from being compared.

Cells are those of the tables of years (`reports/pages/year_table.py`): the same figures, the same lists behind. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from danvan.export import ExportColumn
from danvan.lib.arithmetic import change_percent
from danvan.lib.numbers import MISSING
from reports.pages.year_table import Cell, Head, Table

NOTHING = Cell(None)


@dataclass(frozen=True)
class Side:
    """One of the two. `cells`: by the head's label. `absent`: why it has no figures at all; `partial`: why they are of
    a part of the year; `notes`: what else is in them ("quy về từ xã Phú Sơn"). `series`: for heads that are counted by
    some standard, which ("chuẩn … 2022–2025").
    """

    name: str
    year: int
    url: str = ""
    cells: Mapping[str, tuple[Head, Cell]] = field(default_factory=dict)
    series: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    absent: str = ""
    partial: str = ""
    notes: tuple[str, ...] = ()
    illustrative: bool = False

    @property
    def title(self) -> str:
        return f"{self.name[:1].upper()}{self.name[1:]}, năm {self.year}"

    def short(self, other: "Side") -> str:
        """What tells it from the other: "Năm 2025", "Xã Mê Linh", or both."""
        if self.name == other.name:
            return f"Năm {self.year}"
        return self.title.partition(", năm ")[0] if self.year == other.year else self.title

    def of(self, label: str) -> Cell:
        return self.cells[label][1] if label in self.cells else NOTHING


@dataclass(frozen=True)
class Line:
    """One figure on both sides. `change`: ours − the other's; None where one is not known or `broken` says why not."""

    head: Head
    ours: Cell
    other: Cell
    change: int | Decimal | None = None
    percent: Decimal | None = None
    broken: str = ""

    @property
    def label(self) -> str:
        """The head in full: a line has room for it."""
        return self.head.label.replace("MH ", "Mô hình ")


def row_of(table: Table, year: int) -> dict[str, tuple[Head, Cell]]:
    """The cells of one year of a table, by the heads' labels; {} where the table has no such year."""
    for row in table.rows:
        if row.label == str(year) and not row.sub:
            return {head.label: (head, cell) for head, cell in zip(table.heads, row.cells, strict=True)}
    return {}


def mark_of(table: Table, year: int) -> str:
    """What the table says of the year beside its figures."""
    return next((row.mark for row in table.rows if row.label == str(year) and not row.sub), "")


def lines(ours: Side, other: Side) -> list[Line]:
    """Every figure that either side has, in the order of their tables; words are no figures."""
    heads = {label: head for side in (ours, other) for label, (head, _cell) in side.cells.items()}
    found = [_line(head, ours, other) for head in heads.values() if head.kind != "text"]
    return [line for line in found if line.ours != NOTHING or line.other != NOTHING]


def _line(head: Head, ours: Side, other: Side) -> Line:
    mine, theirs = ours.of(head.label), other.of(head.label)
    by = [side.series.get(head.label, "") for side in (ours, other)]
    if by[0] != by[1] and all(by):
        return Line(head, mine, theirs, broken=f"Khác chuẩn ({by[0]}; {by[1]}): không so được")
    if not isinstance(mine.value, int | Decimal) or not isinstance(theirs.value, int | Decimal):
        return Line(head, mine, theirs)
    told = {side.sources.get(head.label, "") for side in (ours, other)} - {""}
    marks = [f"Khác nguồn: {'; '.join(sorted(told))}"] if len(told) > 1 else []
    shared = [side.title for side, cell in ((ours, mine), (other, theirs)) if cell.by_share]
    return Line(
        head, mine, theirs, mine.value - theirs.value, change_percent(mine.value, theirs.value),
        "; ".join(marks + ([f"Tách theo tỷ lệ: {', '.join(shared)}"] if shared else [])),
    )  # fmt: skip


def exported(found: Sequence[Line], ours: Side, other: Side) -> tuple[list[ExportColumn], list[tuple[object, ...]]]:
    """Columns and rows of the file: what is not known is "–", so that nobody takes an empty cell for a nought."""
    columns = [
        ExportColumn("Số liệu", width=34), ExportColumn("Đơn vị tính", width=12), ExportColumn(ours.title, "decimal"),
        ExportColumn(other.title, "decimal"), ExportColumn("Tăng, giảm", "decimal"),
        ExportColumn("Tăng, giảm, %", "percent"), ExportColumn("Ghi chú", width=40),
    ]  # fmt: skip
    rows = [
        (line.label, line.head.unit, *(_known(cell.value) for cell in (line.ours, line.other)),
         _known(line.change), line.percent, line.broken)
        for line in found
    ]  # fmt: skip
    return columns, rows


def _known(value: object) -> object:
    return MISSING if value is None else value
