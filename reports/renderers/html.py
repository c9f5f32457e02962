"""The report on screen: every figure leads to the rows that it counts."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from reports.document import Document
from reports.renderers.layout import document_view

CONTENT_TYPE = "text/html; charset=utf-8"
STYLE = "paper/screen.css"


def fragment(document: Document) -> str:
    """An `<article class="report">` for a page of the portal, which links the style `paper/screen.css` itself."""
    return render_to_string("paper/screen.html", document_view(document, links=True))


def render(document: Document) -> str:
    """A whole page that needs no other file, for the command line (the portal's CSP would refuse its style)."""
    found = finders.find(STYLE)
    css = Path(str(found)).read_text(encoding="utf-8") if found else ""
    return render_to_string("paper/page.html", {**document_view(document, links=True), "css": css})
