"""A workbook's sheets, formats, names and safe text: what every sheet of a report is made with."""

import re
from collections.abc import Iterable
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter

from reports.document import Document, Figure
from reports.renderers import figures

# Also the full-width forms, which some programs fold to these.
FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")
LINE_PT, HIGHEST_PT = 16.0, 409.0
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula, however often it is saved and opened; plain spaces to search by."""
    spaced = text.replace(figures.NBSP, " ")
    return f"'{spaced}" if spaced.startswith(FORMULA_STARTS) else spaced


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts: at most 31 characters, none of []:*?/\\, not twice, whatever the case."""
    short = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:31] or "Bảng"
    number = 2
    result = short
    while result.casefold() in taken:
        tail = f" {number}"
        result, number = short[: 31 - len(tail)] + tail, number + 1
    taken.add(result.casefold())
    return result


def number_format(figure: Figure) -> str:
    """The cell's format: grouping, the figure's decimals, a sign where the document shows one."""
    places = figures.decimals(figure)
    form = "#,##0" + (f".{'0' * places}" if places else "")
    return f"+{form};\N{MINUS SIGN}{form};0" if figure.signed else form


class Book:
    """The workbook with its formats, each made once."""

    def __init__(self, document: Document, words: str) -> None:
        self.stream = BytesIO()
        self.book: Any = xlsxwriter.Workbook(self.stream, OPTIONS)
        self.book.set_properties(
            {
                "title": document.meta.title,
                "author": document.meta.author,
                "subject": document.meta.description,
                "keywords": ", ".join(document.meta.keywords),
            }
        )
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}
        taken = {words.casefold()}
        self.names = {id(table): sheet_name(table.sheet, taken) for table in document.tables()}

    def form(self, **properties: object) -> Any:
        """The format with these properties."""
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", **properties}
        key = tuple(sorted(base.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(base)
        return self.formats[key]

    def sheet(self, name: str, banner: str) -> Any:
        """A new sheet, set up for printing on A4: as wide as the paper, its page's number below, over the banner."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C" + "\n".join(part for part in ("&P/&N", banner.replace("&", "&&")) if part))
        return sheet


def height(texts: Iterable[tuple[str, float]]) -> float:
    """Points of a row that shows its texts whole, each in a column of so many characters: programs differ in whether
    they find it by themselves.
    """
    return min(
        HIGHEST_PT, LINE_PT * max(sum(_lines(line, width) for line in text.split("\n")) for text, width in texts)
    )


def _lines(line: str, width: float) -> int:
    # Times is narrower than the letters that Excel counts widths by; a line loses about half a word at its end.
    return 1 if len(line) <= width else ceil((len(line) + 6) * 0.88 / width)
