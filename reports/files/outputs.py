"""A report as a file of each format, from its figures and the document built of them.

What the command prints and the pages offer to download.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.document import Document
from reports.renderers import docx, html, json, xlsx
from reports.renderers.fonts import FontsMissing
from reports.renderers.paper import Attached
from reports.summary import Summary


class Unavailable(RuntimeError):
    """This machine lacks what the format needs; the message says what, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Output:
    """A format: its file extension, content type, what makes the bytes; `binary` when no terminal should see them."""

    extension: str
    label: str
    content_type: str
    make: Callable[..., bytes]
    binary: bool = False


def _json(summary: Summary, document: Document) -> bytes:
    return json.render(summary).encode()


def _html(summary: Summary, document: Document) -> bytes:
    return html.render(document).encode()


def paper_bytes(document: Document, attachments: Sequence[Attached] = ()) -> bytes:
    """The document as PDF. Unavailable where the system libraries of WeasyPrint or the typeface are missing: the portal
    serves all the same, without paper.
    """
    try:
        from reports.renderers import pdf

        return pdf.render(document, attachments=attachments)
    except FontsMissing as error:
        raise Unavailable(str(error)) from error
    except OSError as error:
        raise Unavailable("Máy này thiếu thư viện Pango nên chưa làm được tệp PDF.") from error


def _pdf(summary: Summary, document: Document, attachments: Sequence[Attached] = ()) -> bytes:
    return paper_bytes(document, attachments)


def _xlsx(summary: Summary, document: Document) -> bytes:
    return xlsx.render(document)


def _docx(summary: Summary, document: Document) -> bytes:
    return docx.render(document)


OUTPUTS = {
    "json": Output("json", "JSON", json.CONTENT_TYPE, _json),
    "html": Output("html", "HTML", html.CONTENT_TYPE, _html),
    "pdf": Output("pdf", "PDF", "application/pdf", _pdf, binary=True),
    "docx": Output("docx", "Word", docx.CONTENT_TYPE, _docx, binary=True),
    "xlsx": Output("xlsx", "Excel", xlsx.CONTENT_TYPE, _xlsx, binary=True),
}


def file_name(summary: Summary, extension: str) -> str:
    """ "bao-cao-2022-pretieng-2022.pdf": period and code, nothing personal."""
    return f"bao-cao-{summary.period.code.replace('..', '-den-')}-{summary.scope.code or 'toan-cong'}.{extension}"
