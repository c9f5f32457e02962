"""The page of a draft: its document block by block, with what the editor shows at each, and its figures by source.

Pure: a document, words and comments in, views out. What the reader may not count has no figure here either.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from danvan.lib.checker import Finding
from reports.document import Block, Document, Figure, Heading, LetteredList, Paragraph, Table
from reports.drafts.wording import Figures, Words, blocks_of, lines_of, lost, moved, rewritten, token
from reports.renderers.figures import cell_text, line_text
from reports.renderers.figures import text as figure_text
from reports.renderers.layout import View, block_view

MOST_FIGURES = 400
OPENING = 60
BEFORE = 48
"""Characters of the sentence before a figure, which say what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A block on the page. `key` "" for what nobody rewrites (headings, tables, charts).

    `views` draw it as it stands; none of a block that was left out. `now`: what the portal composes today, where that
    has moved since somebody rewrote the block. `lost`: tokens that the data do not have any more.
    """

    key: str
    views: tuple[View, ...]
    edited: bool = False
    now: tuple[View, ...] = ()
    lost: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    comments: tuple[Any, ...] = ()
    opening: str = ""
    """The first words that the portal composes for it: what a link about it is called."""

    @property
    def open_comments(self) -> int:
        """How many of its comments wait for an answer."""
        return sum(comment.resolved_at is None for comment in self.comments)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure that words may use: how it reads today, where it stands, where its rows are."""

    token: str
    value: str
    where: str
    ref: str


@dataclass(frozen=True, slots=True)
class Section:
    """The body (title "") or an appendix."""

    title: str
    parts: list[Part] = field(default_factory=list)


def sections_of(
    document: Document, words: Words, figures: Figures, findings: Mapping[str, Sequence[Finding]],
    comments: Mapping[str, Sequence[Any]],
) -> list[Section]:  # fmt: skip
    """The composed document with the words in it. `comments` by block; those on the whole ("") are not here."""
    gone, other = lost(document, words), moved(document, words)

    def part(block: Block) -> Part:
        key = block.key if isinstance(block, Paragraph | LetteredList) else ""
        if not key:
            return Part(key="", views=(block_view(block, True),))
        return Part(
            key=key, views=tuple(block_view(one, True) for one in rewritten(block, words, figures)),
            edited=key in words, now=(block_view(block, True),) if key in other else (),
            lost=tuple(gone.get(key, ())), findings=tuple(findings.get(key, ())), comments=tuple(comments.get(key, ())),
            opening=opening(line_text(lines_of(block)[0])) if lines_of(block) else "",
        )  # fmt: skip

    found = [Section("", [part(block) for block in document.blocks])]
    for appendix in document.appendices:
        name = f"Phụ lục {appendix.number}".strip()
        found.append(Section(f"{name}. {appendix.title}", [part(block) for block in appendix.blocks]))
    return found


def opening(text: str) -> str:
    """The first words of a text, OPENING characters at most."""
    return text if len(text) <= OPENING else text[:OPENING].rpartition(" ")[0] + "…"


def strayed(document: Document, words: Words) -> list[str]:
    """Keys of rewritten blocks that the document of today does not have at all: their words are not printed."""
    there = blocks_of(document)
    return [key for key in words if key not in there]


def figure_rows(document: Document, figures: Figures) -> list[FigureRow]:
    """The body's figures with their sources, in reading order, each once, MOST_FIGURES at most."""
    found: dict[str, FigureRow] = {}
    heading = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
            continue
        for figure, where in _placed(block):
            name = token(figure.key)
            if name and name not in found and name in figures:
                place = f"{heading}: {where}" if heading else where
                found[name] = FigureRow(name, figure_text(figures[name]), place, figure.ref)
    return list(found.values())[:MOST_FIGURES]


def _placed(block: Block) -> Iterator[tuple[Figure, str]]:
    if isinstance(block, Table):
        yield from _in_table(block)
        return
    for line in lines_of(block):
        said = ""
        for part in line:
            if isinstance(part, Figure):
                yield part, said if len(said) <= BEFORE else "…" + said[-BEFORE:].partition(" ")[2]
                said += figure_text(part)
            else:
                said += part


def _in_table(table: Table) -> Iterator[tuple[Figure, str]]:
    for row in table.rows:
        head = "Tổng cộng" if row.total else cell_text(row.cells[table.row_head], " ")
        for cell, column in zip(row.cells, table.columns, strict=True):
            for line in cell.lines:
                for part in line:
                    if isinstance(part, Figure):
                        yield part, f"{table.label}, {head}: {column.title.lower()}".lstrip(", ")
