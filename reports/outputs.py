"""A summary as a file of each format: what the command prints and the pages offer to download."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.build import build
from reports.reconcile import contradictions
from reports.renderers import html, json, xlsx
from reports.renderers.fonts import FontsMissing
from reports.summary import Summary


class Unavailable(RuntimeError):
    """This machine lacks what the format needs; the message says what, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Output:
    """A format: its file extension, content type, what makes the bytes; `binary` when no terminal should see them."""

    extension: str
    label: str
    content_type: str
    make: Callable[[Summary], bytes]
    binary: bool = False


def _json(summary: Summary) -> bytes:
    return json.render(summary).encode()


def _html(summary: Summary) -> bytes:
    return html.render(build(contradictions(summary))).encode()


def _pdf(summary: Summary) -> bytes:
    """The system libraries of WeasyPrint may be missing: the portal serves all the same, without paper."""
    try:
        from reports.renderers import pdf

        return pdf.render(build(contradictions(summary)))
    except FontsMissing as error:
        raise Unavailable(str(error)) from error
    except OSError as error:
        raise Unavailable("Máy này thiếu thư viện Pango nên chưa làm được tệp PDF.") from error


def _xlsx(summary: Summary) -> bytes:
    return xlsx.render(build(contradictions(summary)))


OUTPUTS = {
    "json": Output("json", "JSON", json.CONTENT_TYPE, _json),
    "html": Output("html", "HTML", html.CONTENT_TYPE, _html),
    "pdf": Output("pdf", "PDF", "application/pdf", _pdf, binary=True),
    "xlsx": Output("xlsx", "Excel", xlsx.CONTENT_TYPE, _xlsx, binary=True),
}


def file_name(summary: Summary, extension: str) -> str:
    """ "bao-cao-2022-pretieng-2022.pdf": year and code, nothing personal."""
    return f"bao-cao-{summary.year}-{summary.scope.code or 'toan-cong'}.{extension}"
