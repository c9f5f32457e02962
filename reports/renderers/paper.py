"""The report as HTML for A4 paper: what WeasyPrint lays out. No links, for nobody can press a sheet of paper."""

from django.template.loader import render_to_string

from reports.document import Document
from reports.renderers.layout import document_view


def render(document: Document) -> str:
    """The whole page without its style sheet, which `pdf` adds already parsed."""
    return render_to_string("paper/report.html", document_view(document, links=False))
