"""The report as PDF: WeasyPrint, A4, Tinos, tagged, no network and no file but the project's own static ones.

`pdf/ua-1` is tagged; where data are attached `pdf/a-3a` is used, the one variant with tags and attachments.
"""

import gc
import threading
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML, Attachment
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.document import Document
from reports.issuers.paper_form import STATE, PaperForm
from reports.renderers import paper, paper_style
from reports.renderers.fonts import require_fonts
from reports.renderers.paper import Attached

CONTENT_TYPE = "application/pdf"
STYLE = "paper/report.css"
# The parsed style and its fonts are shared between reports of a process; WeasyPrint promises nothing about threads.
_LOCK = threading.Lock()


class ForbiddenAddress(Exception):
    """The document asked for something outside the project: it is refused whole, never printed with a hole in it."""


def static_roots() -> list[Path]:
    """The folders of the project's static files."""
    roots = [Path(str(folder)) for folder in settings.STATICFILES_DIRS]
    return [folder.resolve() for folder in (*roots, Path(str(settings.STATIC_ROOT))) if folder.is_dir()]


class StaticOnlyFetcher(URLFetcher):  # type: ignore[misc]
    """Gives out `data:` addresses and files under the static folders; everything else stops the rendering."""

    def __init__(self) -> None:
        """Failing on errors: a missing picture is no picture to leave out in silence."""
        super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The resource at `url`; ValueError for addresses outside the project."""
        address = urlsplit(url)
        if address.scheme == "file":
            target = Path(unquote(address.path)).resolve()
            if address.netloc or not any(target.is_relative_to(root) for root in static_roots()):
                raise ValueError("not a static file of the project")
        elif address.scheme != "data":
            raise ValueError("no network while a report is made")
        return super().fetch(url, headers)


@cache
def _style() -> tuple[CSS, FontConfiguration, CounterStyle]:
    """The style sheet, parsed once per process (measured: a third of a one-page report's time)."""
    found = finders.find(STYLE)
    if not found:
        raise FileNotFoundError(STYLE)
    fonts, counters = FontConfiguration(), CounterStyle()
    css = CSS(filename=str(found), font_config=fonts, counter_style=counters, url_fetcher=StaticOnlyFetcher())
    return css, fonts, counters


@lru_cache(maxsize=64)
def _measured(form: PaperForm) -> CSS:
    """What follows from an issuer's measures, parsed once for each set of them."""
    _, fonts, counters = _style()
    return CSS(string=paper_style.css(form), font_config=fonts, counter_style=counters, url_fetcher=StaticOnlyFetcher())


def _finish(_document: Any, pdf: Any) -> None:
    """WeasyPrint names every attachment twice in the catalogue's /AF."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def render(document: Document, *, attachments: Sequence[Attached] = ()) -> bytes:
    """PDF bytes. FontsMissing without a complete Tinos; ForbiddenAddress for anything outside the project."""
    return render_html(paper.render(document), form=document.letterhead.paper, attachments=attachments)


def render_html(markup: str, *, form: PaperForm = STATE, attachments: Sequence[Attached] = ()) -> bytes:
    """PDF bytes of a page that is laid out by the paper's style sheet and the measures of `form`."""
    require_fonts()
    options: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}
    if attachments:
        options["pdf_variant"] = "pdf/a-3a"
        options["attachments"] = [
            Attachment(string=item.content, name=item.name, description=item.description, relationship="Data")
            for item in attachments
        ]
    with _LOCK:
        css, fonts, counters = _style()
        page = HTML(string=markup, url_fetcher=StaticOnlyFetcher(), base_url=None)
        # Nothing that it makes is garbage before the end: looking for some took a fifth of the time.
        gc.disable()
        try:
            result: bytes = page.write_pdf(
                stylesheets=[css, _measured(form)],
                font_config=fonts,
                counter_style=counters,
                finisher=_finish,
                **options,
            )
        except FatalURLFetchingError as error:
            # WeasyPrint derives it from BaseException; left so it would end a worker.
            raise ForbiddenAddress(str(error)) from error
        finally:
            gc.enable()
    return result
