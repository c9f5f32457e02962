"""A person's words around the portal's figures: lines of a document as text with tokens, and back.

A figure is written {key} ("{totals.support_vnd}"), so that the text never holds a number that the data could leave
behind; for people it is shown as {2.215.750.000 đồng | totals.support_vnd}, which reads back the same. Braces that
mean themselves are doubled. Pure: documents and texts in, documents and texts out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import TypeAlias

from reports.document import Block, Document, Figure, LetteredList, Line, Paragraph
from reports.renderers.figures import text as figure_text

Figures: TypeAlias = Mapping[str, Figure]
Words: TypeAlias = Mapping[str, Mapping[str, str]]
"""Key of a block → {"text": what a person wrote, "base": what the portal had composed then}; both with tokens."""

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class WordingError(ValueError):
    """A text that cannot be read; the message says where, in Vietnamese."""


def token(key: str) -> str:
    """The key as it stands between braces: without what would end it."""
    return re.sub(r"[{}|\n]", "", key)


def figures_of(document: Document) -> dict[str, Figure]:
    """Every figure that words may use, by token: those of sentences first, then those of tables with their unit."""
    found: dict[str, Figure] = {}
    for block in document.all_blocks():
        for line in lines_of(block):
            for part in line:
                if isinstance(part, Figure) and part.key:
                    found.setdefault(token(part.key), part)
    units = {"money": "đồng", "percent": "%"}
    for figure in document.figures():
        if figure.key:
            found.setdefault(token(figure.key), replace(figure, unit=figure.unit or units.get(figure.kind, "")))
    return found


def lines_of(block: Block) -> tuple[Line, ...]:
    """The lines of a block that has running text, none of another."""
    return (block.parts,) if isinstance(block, Paragraph) else block.items if isinstance(block, LetteredList) else ()


def blocks_of(document: Document) -> dict[str, Paragraph | LetteredList]:
    """The blocks that a person may rewrite, by key, in reading order."""
    found = (block for block in document.all_blocks() if isinstance(block, Paragraph | LetteredList))
    return {block.key: block for block in found if block.key}


def to_text(line: Line) -> str:
    """ "Tổng giá trị hỗ trợ là {totals.support_vnd}." A figure without a key has no token and is written out."""
    return "".join(
        part.replace("{", "{{").replace("}", "}}") if isinstance(part, str) else _token(part) for part in line
    )


def block_text(block: Paragraph | LetteredList) -> str:
    """A whole block: a paragraph is its line, points are lines of their own."""
    return "\n".join(to_text(line) for line in lines_of(block))


def shown(text: str, figures: Figures) -> str:
    """The text as people meet it in a field: {37 hộ nghèo | poverty.poor.end}; unknown tokens stay as they are."""

    def one(match: re.Match[str]) -> str:
        name = _name(match[1] or "")
        figure = figures.get(name)
        return match[0] if figure is None else f"{{{figure_text(figure)} | {name}}}"

    return _PIECE.sub(one, text)


def stored(text: str) -> str:
    """What was typed, as it is kept: bare tokens, plain spaces, none at the ends of lines, one blank line at most."""
    bare = _PIECE.sub(lambda match: match[0] if match[1] is None else f"{{{_name(match[1])}}}", text)
    lines = [re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in bare.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def to_line(text: str, figures: Figures) -> Line:
    """The text as words and live figures. WordingError for a token that is none of `figures` and for a stray brace."""
    line: list[str | Figure] = []
    for words, name in _pieces(text):
        if name is None:
            line.append(words)
        elif name in figures:
            line.append(figures[name])
        else:
            near = get_close_matches(name, figures, 1, 0)
            raise WordingError(f"Không có số liệu {{{name}}}." + (f" Gần nhất: {{{near[0]}}}." if near else ""))
    return merged(tuple(line))


def merged(line: Line) -> Line:
    """The same line with neighbouring words in one piece and no empty ones."""
    result: list[str | Figure] = []
    for part in line:
        if isinstance(part, str) and result and isinstance(result[-1], str):
            result[-1] += part
        elif part != "":
            result.append(part)
    return tuple(result)


def tokens(text: str) -> list[str]:
    """The tokens of a text in their order; WordingError for a stray brace."""
    return [name for _, name in _pieces(text) if name is not None]


def apply(document: Document, words: Words) -> Document:
    """The document with the blocks that somebody rewrote.

    A blank line makes a new paragraph, every line of points a point, an empty text leaves the block out. A figure that
    the data have no longer prints "–" (`lost` names it).
    """
    if not words:
        return document
    figures = figures_of(document)
    blocks = tuple(one for block in document.blocks for one in rewritten(block, words, figures))
    appendices = tuple(
        replace(appendix, blocks=tuple(one for block in appendix.blocks for one in rewritten(block, words, figures)))
        for appendix in document.appendices
    )
    return replace(document, blocks=blocks, appendices=appendices)


def lost(document: Document, words: Words) -> dict[str, list[str]]:
    """Block → the tokens of its words that today's data do not have."""
    figures = figures_of(document)
    found = {key: [name for name in tokens(kept["text"]) if name not in figures] for key, kept in words.items()}
    return {key: names for key, names in found.items() if names}


def moved(document: Document, words: Words) -> dict[str, str]:
    """Block → what the portal composes today, where it is not what it composed when somebody rewrote the block."""
    now = {key: stored(block_text(block)) for key, block in blocks_of(document).items()}
    return {key: now.get(key, "") for key, kept in words.items() if stored(kept["base"]) != now.get(key, "")}


def rewritten(block: Block, words: Words, figures: Figures) -> tuple[Block, ...]:
    """What stands in the place of one block: itself, or what somebody wrote, which may be nothing."""
    if not isinstance(block, Paragraph | LetteredList) or block.key not in words:
        return (block,)
    text = words[block.key]["text"]
    if isinstance(block, LetteredList):
        items = tuple(lenient(line, figures) for line in text.splitlines() if line.strip())
        return (replace(block, items=items),) if items else ()
    paragraphs = [" ".join(part.split("\n")) for part in text.split("\n\n") if part.strip()]
    return tuple(
        replace(block, parts=lenient(part, figures), key=block.key + (f".{number}" if number > 1 else ""))
        for number, part in enumerate(paragraphs, 1)
    )


def lenient(text: str, figures: Figures) -> Line:
    """`to_line` of words that are kept already: a figure that the data have no longer is a figure without value."""
    absent = {name: Figure(value=None, key=name) for name in tokens(text) if name not in figures}
    return to_line(text, {**figures, **absent})


def _pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """(words, None) and ("", token) in their order."""
    end = 0
    for match in _PIECE.finditer(text):
        yield text[end : match.start()], None
        end = match.end()
        if match[1] is not None:
            yield "", _name(match[1])
        elif len(match[0]) == 2:
            yield match[0][0], None
        else:
            around = text[max(0, match.start() - 20) : match.end() + 20]
            raise WordingError(f"Dấu ngoặc nhọn lẻ ở “{around}”: mỗi số liệu nằm giữa {{ và }}.")
    yield text[end:], None


def _name(inside: str) -> str:
    return inside.rpartition("|")[2].strip()


def _token(figure: Figure) -> str:
    return f"{{{token(figure.key)}}}" if figure.key else figure_text(figure)
