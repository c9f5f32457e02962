"""A report as a tree of typed blocks, before any renderer gives it a form.

Every number is a `Figure`: its value stays an int or a Decimal (or None: not known) until a renderer writes it out, and
it carries the key of what it says and the address of the rows that it counts. Renderers draw this tree and nothing
else, so two formats cannot disagree. Frozen dataclasses on the standard library only, with the paper's measures.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from reports.issuers.paper_form import STATE, PaperForm

FigureKind: TypeAlias = Literal["money", "count", "decimal", "percent"]
ColumnKind: TypeAlias = Literal["index", "text", "unit", "money", "count", "decimal", "percent", "state"]
ParagraphStyle: TypeAlias = Literal["body", "note"]
Issuer: TypeAlias = Literal["front", "party", "union", "government"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number. `kind` money is integer đồng; percent is in percent (13.95), two decimals.

    `signed` shows + and −. `pad` writes 4 as "04", as officials do in prose (never in tables).
    `key` names what it says ("totals.support_vnd"); `ref` is the relative address of the rows behind it, "" for none.
    """

    value: int | Decimal | None
    kind: FigureKind = "count"
    unit: str = ""
    key: str = ""
    ref: str = ""
    signed: bool = False
    pad: bool = False


Inline: TypeAlias = str | Figure
Line: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: level 2 "I.", level 3 "1.", level 4 "a)". The text stays in sentence case for bookmarks."""

    level: Literal[2, 3, 4]
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text with figures in it; style note = the small "Ghi chú" under a table.

    `key` names the block in a document ("results.support.opening"), the same whatever the data make it say: a person's
    own words stand under it (`reports/drafts/wording.py`). "" for what nobody rewrites.
    """

    parts: Line
    style: ParagraphStyle = "body"
    key: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class LetteredList:
    """Points a), b), c), d), đ) …; `key` as of a paragraph."""

    items: tuple[Line, ...]
    key: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A table column. `width_mm` None: what the others leave. `group`: the shared head above neighbouring columns.

    `inset_mm` moves short right-aligned numbers away from the edge of a wide column.
    """

    title: str
    kind: ColumnKind
    width_mm: int | None = None
    group: str = ""
    inset_mm: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: lines of words and figures. No line at all is an empty cell.

    `state`: "unvalued" prints "chưa quy thành tiền" in the place of a number, "missing" prints "–" in the middle.
    `ref`: where the words lead; figures have their own.
    """

    lines: tuple[Line, ...] = ()
    state: Literal["", "unvalued", "missing"] = ""
    ref: str = ""

    @property
    def figure(self) -> Figure | None:
        """The one figure that the cell is, when it is nothing but one figure: a spreadsheet writes it as a number."""
        if len(self.lines) == 1 and len(self.lines[0]) == 1 and isinstance(self.lines[0][0], Figure):
            return self.lines[0][0]
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A table row; one cell per column. A total row has no number of its own."""

    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with typed cells. `label` is "Bảng 1", `sheet` its short name in a workbook.

    `together` keeps it on one page; `numbered` prints the (1)(2)(3) row; `row_head` is the column that names a row.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sheet: str
    label: str = ""
    unit_line: str = ""
    notes: tuple[Line, ...] = ()
    together: bool = True
    numbered: bool = False
    row_head: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletRow:
    """Plan (a point, or a range low–high) and result of one indicator, on its own scale."""

    label: str
    unit: str
    low: Decimal
    high: Decimal
    actual: Decimal
    percent: Decimal | None = None
    lower_is_better: bool = False
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """One bar of money in đồng; None: not valued, `note` says what there is instead ("50 ngày công")."""

    label: str
    value: int | None
    note: Line = ()
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlopeRow:
    """A count at the start and at the end of the period."""

    label: str
    start: int
    end: int
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartBlock:
    """A chart. `alt` says in words all that it shows. `ends` names start and end of a slope chart."""

    kind: Literal["bullet", "bars", "slope"]
    caption: str
    alt: str
    rows: tuple[BulletRow, ...] | tuple[BarRow, ...] | tuple[SlopeRow, ...]
    label: str = ""
    ends: tuple[str, str] = ("", "")


Block: TypeAlias = Heading | Paragraph | LetteredList | Table | ChartBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """An appendix (phụ lục) on its own pages with its own numbering; Roman number, "" when it is the only one."""

    number: str
    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The head of the first page, the words over the signature, and the measures of the whole paper.

    `superior`, `issuer`, `right`: the lines of the two columns; `number` is printed whole ("Số: 09/BC-MTTQ-BTT").
    `signer` are the lines over the signature, `issuer_name` the body's name inside sentences. `addressees` (Kính gửi)
    and `recipients` (Nơi nhận): () where the report finds its own. `joint`: the second body of a joint issue, which
    signs at the left; number, date and measures are the first one's.
    """

    issuer_kind: Issuer
    superior: tuple[str, ...]
    issuer: str
    right: tuple[str, ...]
    star: str
    number: str
    place: str
    signer: tuple[str, ...]
    issuer_name: str
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    paper: PaperForm = STATE
    joint: "Letterhead | None" = None

    @property
    def chapter_suffix(self) -> str:
        """What stands after a chapter's number: "I." or the Party's "I-"."""
        return self.paper.chapter_suffix


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What a file says about itself. `period` in words ("năm 2022"); `cutoff`: the last day whose data it holds."""

    title: str
    author: str
    description: str
    keywords: tuple[str, ...]
    bookmark: str
    year: int
    period: str = ""
    cutoff: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What an issued report is checked by. `code` as printed, `address` of the page that takes it, `link` with the code
    in it for the QR; `journal_head` is "seq:hash".
    """

    code: str
    address: str
    link: str
    journal_head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole report. `dated` None: not issued yet, day and month stay blank. `banner`: "" or a line on every page.

    `seal` None: a draft, which nothing can be checked by.
    """

    meta: Meta
    letterhead: Letterhead
    kind: str
    title: str
    blocks: tuple[Block, ...]
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signed_by: str = ""
    joint_signed_by: str = ""
    dated: date | None = None
    place_date: str = ""
    attached_to: tuple[str, ...] = ()
    banner: str = ""
    appendices: tuple[Appendix, ...] = field(default=())
    seal: Seal | None = None

    def all_blocks(self) -> Iterator[Block]:
        """The body's blocks, then those of the appendices."""
        yield from self.blocks
        for appendix in self.appendices:
            yield from appendix.blocks

    def tables(self) -> Iterator[Table]:
        """Every table in reading order."""
        return (block for block in self.all_blocks() if isinstance(block, Table))

    def figures(self) -> Iterator[Figure]:
        """Every figure in reading order: in sentences, points, cells and notes."""
        for block in self.all_blocks():
            yield from _figures(block)


def _figures(block: Block) -> Iterator[Figure]:
    lines: list[Line] = []
    if isinstance(block, Paragraph):
        lines.append(block.parts)
    elif isinstance(block, LetteredList):
        lines.extend(block.items)
    elif isinstance(block, Table):
        lines.extend(line for row in block.rows for cell in row.cells for line in cell.lines)
        lines.extend(block.notes)
    for line in lines:
        yield from (part for part in line if isinstance(part, Figure))
