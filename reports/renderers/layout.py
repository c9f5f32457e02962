"""A Document as plain values that a template can walk: text, addresses, classes. Every format in markup starts here.

Nothing is escaped here and nothing is marked safe: the templates escape all of it.
"""

from collections.abc import Iterable
from typing import TypeAlias

from danvan.lib.numbers import MISSING
from reports.building.narrative import anchor, lower_first
from reports.document import (
    Block,
    Cell,
    ChartBlock,
    Column,
    Document,
    Figure,
    Heading,
    LetteredList,
    Line,
    Paragraph,
    Row,
    Table,
)
from reports.renderers import charts, figures, qr

View: TypeAlias = dict[str, object]
RIGHT = ("money", "count", "decimal", "percent")
# What a line of the title holds on 130 mm of paper: characters × pt.
TITLE_ROOM = 812


def document_view(document: Document, *, links: bool) -> View:
    """Everything that a page shows; `links`: whether figures lead to the rows that they count."""
    return {
        "document": document,
        "title_lines": title_lines(document),
        "blocks": [block_view(block, links) for block in document.blocks],
        "qr": qr.draw(document.seal.link) if document.seal else None,
        "appendices": [
            {
                "appendix": appendix,
                "name": f"Phụ lục {appendix.number}".strip(),
                "blocks": [block_view(block, links) for block in appendix.blocks],
            }
            for appendix in document.appendices
        ],
    }


def title_lines(document: Document) -> list[str]:
    """The title as it stands on paper, a line each."""
    paper = document.letterhead.paper
    title = lower_first(document.title) if paper.small_subject else document.title
    return balanced(title, int(TITLE_ROOM / paper.subject.size))


def balanced(title: str, most: int) -> list[str]:
    """A title in as few lines as hold it, about equally long: no line with a lone year or half a name. What has no
    place to break on a line is cut.
    """
    phrase = "trên địa bàn"
    words = [
        word[start : start + most]
        for word in title.replace(phrase, phrase.replace(" ", figures.NBSP)).split(" ")
        for start in range(0, max(len(word), 1), most)
    ]
    least = -(-len(title) // most)
    for count in range(least, least + len(words)):
        for room in range(-(-len(title) // count), most + 1):
            lines = _filled(words, room)
            if len(lines) <= count:
                return lines
    return words


def _filled(words: list[str], room: int) -> list[str]:
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def block_view(block: Block, links: bool) -> View:
    """One block; `kind` says which part of the template draws it."""
    if isinstance(block, Heading):
        return {"kind": f"h{block.level}", "number": block.number, "text": block.text}
    if isinstance(block, Paragraph):
        return {"kind": block.style, "parts": parts(block.parts, links)}
    if isinstance(block, LetteredList):
        return {"kind": "points", "items": [parts(item, links) for item in block.items]}
    if isinstance(block, ChartBlock):
        return {
            "kind": "chart",
            "template": f"paper/chart_{block.kind}.html",
            "drawing": charts.draw(block),
            "caption": f"{block.label}. {block.caption}" if block.label else block.caption,
            "links": links,
        }
    return table_view(block, links)


def parts(line: Line, links: bool, ref: str = "") -> list[View]:
    """Words and figures of a line; a figure carries its exact value for programs that read the page.

    `ref`: where the words of the line lead. Paper gets one run of text: an element inside a line makes WeasyPrint break
    it too early where the words before just fit.
    """
    if not links:
        return [{"text": figures.line_text(line)}]
    views: list[View] = []
    for part in line:
        if isinstance(part, Figure):
            value = (
                "" if part.value is None else f"{part.value:f}" if not isinstance(part.value, int) else str(part.value)
            )
            views.append({"text": figures.text(part), "value": value, "href": part.ref, "key": part.key})
        else:
            views.append({"text": part, "href": ref})
    return views


def table_view(table: Table, links: bool) -> View:
    """A table with its heads, widths and the classes that align every cell."""
    deepest = [_deepest(table, number) for number in range(len(table.columns))]
    return {
        "kind": "table",
        "id": anchor(table.sheet).removeprefix("#"),
        "caption": ". ".join(part for part in (table.label, table.caption) if part),
        "links": links,
        "unit_line": table.unit_line,
        "together": table.together,
        "widths": [f"mm-{column.width_mm}" if column.width_mm else "" for column in table.columns],
        "heads": _heads(table.columns),
        "numbers": [f"({number})" for number in range(1, len(table.columns) + 1)] if table.numbered else [],
        "rows": [_row(table, row, deepest, links) for row in table.rows],
        "notes": [parts(note, links) for note in table.notes],
    }


def _heads(columns: tuple[Column, ...]) -> list[list[View]]:
    """One row of heads, or two where neighbouring columns share a group."""
    if not any(column.group for column in columns):
        return [[_head(column) for column in columns]]
    upper: list[View] = []
    for position, column in enumerate(columns):
        if not column.group:
            upper.append(_head(column, rowspan=2))
        elif position == 0 or columns[position - 1].group != column.group:
            width = sum(other.group == column.group for other in columns[position:])
            upper.append({"text": column.group, "colspan": width, "rowspan": 1, "css": "group"})
    return [upper, [_head(column) for column in columns if column.group]]


def _head(column: Column, rowspan: int = 1) -> View:
    return {"text": column.title, "colspan": 1, "rowspan": rowspan, "css": "right" if column.kind in RIGHT else ""}


def _row(table: Table, row: Row, deepest: list[int], links: bool) -> View:
    cells: list[View] = []
    position = 0
    while position < len(row.cells):
        cell, span = row.cells[position], 1
        if row.total and position == table.row_head:
            span += _empty_after(row.cells[position + 1 :])
        view = _cell(cell, table.columns[position], deepest[position], links)
        view |= {"head": position == table.row_head, "colspan": span, "label": table.columns[position].title}
        cells.append(view)
        position += span
    return {"cells": cells, "total": row.total}


def _empty_after(cells: Iterable[Cell]) -> int:
    """How many empty cells follow at once: the words of a total row stretch over them."""
    number = 0
    for cell in cells:
        if cell.lines or cell.state:
            break
        number += 1
    return number


def _cell(cell: Cell, column: Column, deepest: int, links: bool) -> View:
    if cell.state == "missing":
        return {"lines": [[{"text": MISSING}]], "css": f"missing {column.kind}"}
    if cell.state == "unvalued":
        # On paper the words take two lines of a money column: the no-break space keeps them even.
        words = figures.UNVALUED if links else figures.UNVALUED.replace(" tiền", f"{figures.NBSP}tiền")
        return {"lines": [[{"text": words}]], "css": "unvalued"}
    css: list[str] = [column.kind]
    if column.kind in RIGHT:
        css.append("right")
        if any(isinstance(part, str) and len(part) > 1 for line in cell.lines for part in line):
            css.append("words")
        if column.inset_mm:
            css.append(f"in-{column.inset_mm}")
        if cell.lines:
            css.append(_pad(deepest, _decimals(cell)))
    return {"lines": [parts(line, links, cell.ref) for line in cell.lines], "css": " ".join(filter(None, css))}


def _decimals(cell: Cell) -> int:
    """Decimals of the cell's last figure."""
    found = [part for line in cell.lines for part in line if isinstance(part, Figure)]
    return figures.decimals(found[-1]) if found else 0


def _deepest(table: Table, column: int) -> int:
    """Most decimals in a column, 0 for columns that need no lining up."""
    if table.columns[column].kind not in ("decimal", "percent"):
        return 0
    return max((_decimals(row.cells[column]) for row in table.rows), default=0)


def _pad(deepest: int, has: int) -> str:
    """The class that keeps units under units: a comma is .25 em wide, a digit .5 em."""
    if has >= deepest:
        return ""
    return f"pad-{50 * (deepest - has) + (25 if has == 0 else 0)}"
