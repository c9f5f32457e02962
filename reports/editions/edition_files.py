"""The files of an issue: PDF/A-3a that carries the data, Word, Excel and the data themselves."""

from reports.document import Document
from reports.files import rendering
from reports.files.outputs import OUTPUTS
from reports.files.rendering import Progress, silent
from reports.renderers.paper import Attached

DATA_NAME, SHEETS_NAME = "so-lieu.json", "so-lieu.xlsx"
RENDERED = 95
"""The percent at which all files are there; the rest is their storing."""


def render(document: Document, frozen: str, progress: Progress = silent) -> dict[str, bytes]:
    """Extension → bytes, each made in a child process with its time limit; `frozen` is the JSON as the edition keeps
    it, byte for byte what the PDF carries.

    Raises as `rendering.render`: an issue without its paper is none.
    """
    data = frozen.encode()
    sheets = rendering.render(document, "xlsx", progress=_part(progress, "xlsx", 1, 10))
    attached = (
        Attached(name=DATA_NAME, content=data, description="Số liệu của báo cáo này, JSON"),
        Attached(name=SHEETS_NAME, content=sheets, description="Các bảng của báo cáo này, Excel"),
    )
    paper = rendering.render(document, "pdf", attachments=attached, progress=_part(progress, "pdf", 10, 85))
    words = rendering.render(document, "docx", progress=_part(progress, "docx", 85, RENDERED))
    return {"pdf": paper, "docx": words, "xlsx": sheets, "json": data}


def _part(progress: Progress, extension: str, first: int, last: int) -> Progress:
    """One file's progress as its share of the whole."""
    name = OUTPUTS[extension].label
    return lambda percent, said: progress(first + percent * (last - first) // 100, f"Tệp {name}: {said}")
