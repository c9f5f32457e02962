"""The same figures in all five formats, read back from the files: the campaign of Pretieng and the whole portal's year.

Every figure of the document stands in HTML, PDF, Word and Excel as it is written, in the document's order; every number
of the JSON has its equal in the document.
"""

import io
import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from movements.models import Portal
from reports.asked import Asked
from reports.composing import document_of, summary_of
from reports.document import Document, Figure, Paragraph
from reports.files.outputs import OUTPUTS
from reports.renderers import figures
from reports.summaries.summarize_reader import Reader
from tests.reports.test_document_formats import Reader as Page
from tests.reports.test_document_formats import extracted

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.slow, pytest.mark.once]

NUMBER = re.compile(r"[+−]?\d+(?:[.,]\d+)*")
# Which rows they are of, not how much.
NAMES = {"year", "period.code", "by_month.month", "by_year.year"}
# Only programs read these: the document names every loan and its lender, and counts joint supports for one body. Of the
# time before ("before") it prints what it compares.
UNPRINTED = {"by_organization.loan_vnd", "by_month.loan_vnd", "joint.each.supports", "joint.each.support_vnd"}


@pytest.fixture(scope="module", params=["campaign", "portal"])
def files(request: pytest.FixtureRequest, _made: None, django_db_blocker) -> tuple[Document, dict[str, bytes]]:
    """The document and the bytes of its five formats, made once."""
    code = "pretieng-2022" if request.param == "campaign" else None
    asked = Asked(scope=request.param, code=code, period="2022")
    with django_db_blocker.unblock():
        summary = summary_of(asked, Reader.system(), Portal.current())
    document = document_of(asked, summary)
    return document, {name: output.make(summary, document) for name, output in OUTPUTS.items()}


def known(wanted: Iterable[Figure]) -> list[Figure]:
    return [figure for figure in wanted if figure.value is not None]


def first_missing(wanted: Iterable[Figure], text: str) -> Figure | None:
    """The first figure that does not stand in the text as it is written, after those before it."""
    there = iter(NUMBER.findall(text))
    return next((figure for figure in known(wanted) if figures.number(figure) not in there), None)


def test_every_figure_is_written_alike_on_screen_on_paper_and_in_word(files) -> None:
    document, made = files
    page = Page()
    page.feed(made["html"].decode())
    written = [(str(figure.value), figures.text(figure)) for figure in known(document.figures())]
    assert [(value, words) for value, words, _ in page.found] == written
    assert len(written) > 150
    paper = extracted(made["pdf"], "-raw")
    assert first_missing(document.figures(), paper) is None
    if document.appendices[-1].title.startswith("Số liệu theo nhóm chỉ tiêu"):
        assert paper.count("\f") >= 20, "the whole district's year with all appendices"
    body = docx.Document(io.BytesIO(made["docx"])).element.body
    lines = [each.text for each in body.iter(qn("w:p"))]
    assert first_missing(document.figures(), "\n".join(lines)) is None


def test_excel_has_the_figures_of_tables_as_numbers_and_those_of_prose_in_its_words(files) -> None:
    document, made = files
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    words, *sheets = book.worksheets
    numbers = 0
    for table, sheet in zip(document.tables(), sheets, strict=True):
        rows = list(sheet.iter_rows(min_row=4, max_row=3 + len(table.rows)))
        for row, line in zip(table.rows, rows, strict=True):
            for cell, written in zip(row.cells, line, strict=True):
                if cell.figure is not None and cell.figure.value is not None:
                    assert written.data_type == "n", cell.figure
                    assert Decimal(str(written.value)) == cell.figure.value, cell.figure
                    numbers += 1
                else:  # several figures in one cell stand there as its text
                    found = [part for text in cell.lines for part in text if isinstance(part, Figure)]
                    assert first_missing(found, str(written.value)) is None
    assert numbers > 100
    prose = [block.parts for block in document.all_blocks() if isinstance(block, Paragraph)]
    text = "\n".join(str(value) for (value, *_) in words.iter_rows(values_only=True))
    for line in prose:
        assert figures.line_text(line).replace(figures.NBSP, " ") in text


def test_every_number_of_the_json_has_its_equal_in_the_document(files) -> None:
    document, made = files
    # Prose says "giảm 06 hộ": the sign is in the word.
    there = {abs(Decimal(figure.value)) for figure in known(document.figures())}
    leaves = [leaf for leaf in numbers_of(json.loads(made["json"])) if leaf[0] not in NAMES | UNPRINTED]
    leaves = [leaf for leaf in leaves if not leaf[0].startswith("before.")]
    assert [leaf for leaf in leaves if abs(leaf[1]) not in there] == []
    assert len(leaves) > 100


def numbers_of(value: object, name: str = "") -> Iterator[tuple[str, Decimal]]:
    """("totals.support_vnd", 2215750000) of every number, also of those that JSON has as text ("135.71")."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from numbers_of(each, f"{name}.{key}".lstrip("."))
    elif isinstance(value, list):
        for each in value:
            yield from numbers_of(each, name)
    elif isinstance(value, int) and not isinstance(value, bool) or re.fullmatch(r"-?\d+(\.\d+)?", str(value)):
        yield name, Decimal(str(value))
