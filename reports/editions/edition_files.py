"""The files of an issue: PDF/A-3a that carries the data, Word, Excel and the data themselves."""

from reports.document import Document
from reports.files.outputs import OUTPUTS, Unavailable
from reports.renderers import xlsx
from reports.renderers.fonts import FontsMissing
from reports.summary import Summary

DATA_NAME, SHEETS_NAME = "so-lieu.json", "so-lieu.xlsx"
NAMES = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "json": "JSON"}


def render(document: Document, summary: Summary, frozen: str) -> dict[str, bytes]:
    """Extension → bytes; `frozen` is the JSON as the edition keeps it, byte for byte what the PDF carries.

    Raises Unavailable where this machine lacks fonts or libraries: an issue without its paper is none.
    """
    data, sheets = frozen.encode(), xlsx.render(document)
    try:
        from reports.renderers import pdf

        attached = (
            pdf.Attached(name=DATA_NAME, content=data, description="Số liệu của báo cáo này, JSON"),
            pdf.Attached(name=SHEETS_NAME, content=sheets, description="Các bảng của báo cáo này, Excel"),
        )
        paper = pdf.render(document, attachments=attached)
    except FontsMissing as error:
        raise Unavailable(str(error)) from error
    except OSError as error:
        raise Unavailable("Máy này thiếu thư viện Pango nên chưa ban hành được tệp PDF.") from error
    return {"pdf": paper, "docx": OUTPUTS["docx"].make(summary, document), "xlsx": sheets, "json": data}
