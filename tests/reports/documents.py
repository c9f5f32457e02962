"""Small helpers of the tests of documents: make one as somebody reads it, and read it as it is printed."""

import re
from html import unescape
from typing import Any

from movements.models import Portal
from reports.asked import Asked
from reports.composing import document_of, summary_of
from reports.document import Cell, Document, Table
from reports.renderers import figures, html
from reports.summaries.summarize_reader import Reader


def made(asked: Asked, user: Any = None) -> Document:
    """`user` None: the system itself."""
    reader = Reader.system() if user is None else Reader.of(user)
    return document_of(asked, summary_of(asked, reader, Portal.current()))


def rows(document: Document, sheet: str = "") -> dict[str, list[str]]:
    """{the cell that names a row: the cells after it} of the table of this short name, or of all."""
    tables = [block for block in document.all_blocks() if isinstance(block, Table) and sheet in ("", block.sheet)]
    return {words(row.cells[1]): [words(cell) for cell in row.cells[2:]] for table in tables for row in table.rows}


def words(cell: Cell) -> str:
    return figures.cell_text(cell).replace("\xa0", " ")


def said(page: Document | Any) -> str:
    """The words of a document, or of an answer."""
    markup = html.render(page) if isinstance(page, Document) else page.content.decode()
    return unescape(re.sub(r"<[^>]*>", "", markup)).replace("\xa0", " ")
