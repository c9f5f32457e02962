"""The report as HTML for A4 paper: what WeasyPrint lays out. No links, for nobody can press a sheet of paper.

Nothing here needs WeasyPrint, so that whoever prepares a paper runs where only `pdf` cannot.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string

from reports.document import Document
from reports.renderers.layout import document_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file inside the PDF, e.g. the frozen data of an issued report."""

    name: str
    content: bytes
    description: str = ""


def render(document: Document) -> str:
    """The whole page without its style sheet, which `pdf` adds already parsed."""
    return render_to_string("paper/report.html", document_view(document, links=False))
