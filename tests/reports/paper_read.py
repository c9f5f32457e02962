"""A PDF as a reader sees it: where each word stands and in which letters, in pt from the page's upper left corner."""

import io
import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

import pypdf

MM = 72 / 25.4
HTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Word:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Run:
    """Text that was set at once: its letters, and where its line stands."""

    text: str
    font: str
    size: float
    x: float
    baseline: float


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...]
    runs: tuple[Run, ...]

    def run(self, text: str) -> Run | None:
        """The first run that begins with this."""
        return next((run for run in self.runs if run.text.startswith(text)), None)

    def box(self, text: str) -> Word | None:
        """Where these words stand together."""
        wanted = text.split()
        for start in range(len(self.words) - len(wanted) + 1):
            found = self.words[start : start + len(wanted)]
            if [word.text for word in found] == wanted:
                return Word(
                    text,
                    min(w.x0 for w in found),
                    min(w.y0 for w in found),
                    max(w.x1 for w in found),
                    max(w.y1 for w in found),
                )
        return None


def read(content: bytes) -> list[Page]:
    """Every page of a PDF that WeasyPrint made."""
    program = ["pdftotext", "-bbox", "-", "-"]
    listing = subprocess.run(program, input=content, capture_output=True, check=True).stdout
    boxes = ElementTree.fromstring(listing).iter(f"{HTML}page")  # noqa: S314 - our own document
    return [_page(page, box) for page, box in zip(pypdf.PdfReader(io.BytesIO(content)).pages, boxes, strict=True)]


def _page(page: pypdf.PageObject, box: ElementTree.Element) -> Page:
    runs: list[Run] = []
    height = float(page.mediabox.height)

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, str] | None, size: float) -> None:
        words = " ".join(text.split())
        if words and font:
            scale = abs(cm[3])
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            runs.append(Run(words, str(font["/BaseFont"]).split("+")[-1], size * scale, x, height - y))

    page.extract_text(visitor_text=visit)
    words = tuple(
        Word(word.text or "", *(float(word.attrib[name]) for name in ("xMin", "yMin", "xMax", "yMax")))
        for word in box.iter(f"{HTML}word")
    )
    return Page(float(page.mediabox.width), height, words, tuple(runs))
