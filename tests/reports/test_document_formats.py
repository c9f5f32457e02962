"""One document, many forms: the figures read back from JSON, HTML, PDF and XLSX are the document's own."""

import io
import json
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import openpyxl
import pypdf
import pytest

from reports.building.build import Issue, build
from reports.document import Document, Figure
from reports.renderers import figures, html, pdf, xlsx
from reports.renderers import json as json_renderer
from reports.renderers.fonts import vietnamese_letters
from reports.renderers.paper import Attached
from tests.reports.pretieng_summary import EMPTY, PRETIENG


@pytest.fixture(scope="module")
def document() -> Document:
    return build(PRETIENG)


@pytest.fixture(scope="module")
def pdf_bytes(document: Document) -> bytes:
    return pdf.render(document)


@pytest.fixture(scope="module")
def pdf_text(pdf_bytes: bytes) -> str:
    return extracted(pdf_bytes)


def extracted(content: bytes, order: str = "-layout") -> str:
    """The text as a reader's own program takes it out: as it lies on the page, or "-raw" as it was written."""
    program = ["pdftotext", order, "-", "-"]
    return subprocess.run(program, input=content, capture_output=True, check=True).stdout.decode("utf-8")


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def known(document: Document) -> Iterator[Figure]:
    return (figure for figure in document.figures() if figure.value is not None)


class Reader(HTMLParser):
    """The `<data>` elements of a page: value, words, and the link around them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.href = ""
        self.value: str | None = None
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        if tag == "a":
            self.href = given.get("href") or ""
        if tag == "data":
            self.value = given.get("value")

    def handle_data(self, data: str) -> None:
        if self.value is not None:
            self.found.append((self.value, data, self.href))

    def handle_endtag(self, tag: str) -> None:
        if tag == "data":
            self.value = None
        if tag == "a":
            self.href = ""


def test_html_holds_every_figure_in_order_with_its_link(document: Document) -> None:
    reader = Reader()
    reader.feed(html.fragment(document))
    expected = [(str(figure.value), figures.text(figure), figure.ref) for figure in known(document)]
    assert reader.found == expected
    assert sum(bool(ref) for _, _, ref in reader.found) > 150


def test_links_inside_the_page_find_their_table(document: Document) -> None:
    page = html.fragment(document)
    inside = {figure.ref.removeprefix("#") for figure in document.figures() if figure.ref.startswith("#")}
    assert {"bang-chi-tieu", "bang-theo-don-vi", "bang-cac-khoan"} <= inside
    assert [name for name in inside if page.count(f'id="{name}"') != 1] == []


def test_records_and_open_points_lead_to_themselves(document: Document) -> None:
    page = html.fragment(document)
    assert '<a class="figure" href="/ho-tro/9/">Tặng quà</a>' in page
    assert page.count('href="/ho-tro/12/"') > 1


def test_the_fragment_carries_no_style_and_no_script(document: Document) -> None:
    page = html.fragment(document)
    assert "<style" not in page
    assert " style=" not in page
    assert "<script" not in page
    assert "<article" in page


def test_the_whole_page_stands_alone(document: Document) -> None:
    page = html.render(document)
    assert page.startswith("<!DOCTYPE html>")
    assert ".report" in page
    assert "<link" not in page
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert "&" not in style  # escaped, so written without what would be


def test_json_equals_the_document(document: Document) -> None:
    data = json.loads(json_renderer.render(PRETIENG))
    rows = {f"by_organization.{row['code']}": row for row in data["by_organization"]}
    rows |= {f"by_source.{row['name']}": row for row in data["by_source"]}
    rows |= {f"by_form.{row['name']}": row for row in data["by_form"]}
    rows |= {f"poverty.{row['class']}": row for row in data["poverty"]}
    rows |= {f"targets.{target.code}": row for target, row in zip(PRETIENG.targets, data["targets"], strict=True)}
    rows |= {name: data[name] for name in ("totals", "published", "difference")}
    compared = 0
    for figure in known(document):
        stem, _, leaf = figure.key.rpartition(".")
        if stem in rows and leaf in rows[stem]:
            stated = rows[stem][leaf]
            # Prose says "giảm 06 hộ": the sign is in the word.
            assert abs(type(figure.value)(stated)) == abs(figure.value), figure
            compared += 1
    assert compared > 60


def test_xlsx_cells_are_numbers_equal_to_the_documents(document: Document) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(document)))
    for table in document.tables():
        sheet = book[table.sheet]
        body = list(sheet.iter_rows(min_row=4, max_row=3 + len(table.rows)))
        for row, cells in zip(table.rows, body, strict=True):
            for cell, written in zip(row.cells, cells, strict=True):
                if cell.figure is not None and cell.figure.value is not None:
                    assert written.data_type == "n"
                    assert str(written.value) in (str(cell.figure.value), str(float(cell.figure.value)))
                    assert written.number_format.startswith(("#,##0", "+#,##0"))
                elif cell.state == "missing":
                    assert written.value == "–"
                elif cell.state == "unvalued":
                    assert written.value == "chưa quy thành tiền"


def test_xlsx_keeps_the_words_and_the_loans_apart(document: Document) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(document)))
    words = "\n".join(str(row[0]) for row in book["Báo cáo"].iter_rows(values_only=True))
    assert "Tổng giá trị hỗ trợ đã quy thành tiền là 2.215.750.000 đồng" in words
    assert "Vốn vay" in book.sheetnames
    assert all(sheet.freeze_panes for sheet in book if sheet.title != "Báo cáo")
    heads = [cell.value for cell in book["Các khoản"][3]]
    assert heads[7:9] == ["Số tiền: Hỗ trợ", "Số tiền: Cho vay"]


def test_xlsx_says_what_it_is_and_can_be_filtered_and_printed(document: Document) -> None:
    issued = build(PRETIENG, issue=Issue(number="9", dated=date(2023, 3, 3)))
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(issued)))
    words = [row[0] for row in book["Báo cáo"].iter_rows(values_only=True)]
    assert words[1:6] == [
        "Cơ quan ban hành: Ban Thường trực Ủy ban MTTQ Việt Nam huyện Lâm Hà", "Kỳ báo cáo: năm 2022",
        "Số: 09/BC-MTTQ-BTT", "Ngày ban hành: 03/03/2023", "Số liệu tính đến hết ngày: 31/12/2022",
    ]  # fmt: skip
    sheet = book["Các khoản"]
    assert sheet["A1"].value.startswith("Phụ lục I. Tổng hợp các khoản hỗ trợ, cho vay của đợt")
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows) == ("A3:J15", "C4", "$3:$3")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape", 9, 0,
    )  # fmt: skip
    total = [cell.value for cell in sheet[16]]  # outside the filter, a value and not a formula
    assert (total[1], total[7], total[8]) == ("Tổng cộng", 2_215_750_000, 140_000_000)
    assert sheet.row_dimensions[4].height > 60  # two sources in one cell, seen whole
    draft = openpyxl.load_workbook(io.BytesIO(xlsx.render(document)))
    assert draft["Báo cáo"]["A4"].value == "Bản chưa ban hành"


def test_pdf_holds_every_figure(document: Document, pdf_text: str) -> None:
    text = spaced(pdf_text)
    for figure in known(document):
        assert figures.number(figure) in text, figure
    grouped = re.compile(r"\d{1,3}(?:\.\d{3})+")
    there = Counter(grouped.findall(text))
    expected = Counter(
        figures.number(figure) for figure in known(document) if isinstance(figure.value, int) and figure.value >= 1000
    )
    assert expected <= there


def test_pdf_text_is_composed(pdf_text: str) -> None:
    assert unicodedata.is_normalized("NFC", pdf_text)
    assert "BÁO CÁO" in pdf_text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pdf_text


def test_every_vietnamese_letter_extracts() -> None:
    letters = vietnamese_letters()
    assert len(letters) == 134
    words = " ".join(letters[start : start + 10] for start in range(0, len(letters), 10))
    decomposed = unicodedata.normalize("NFD", words)
    scope = replace(EMPTY.scope, name=decomposed)
    text = extracted(pdf.render(build(replace(EMPTY, scope=scope))))
    assert unicodedata.is_normalized("NFC", text)
    assert [letter for letter in letters if letter not in text] == []


def test_only_tinos_is_embedded_and_all_of_it_is(pdf_bytes: bytes) -> None:
    names = set()
    for page in pypdf.PdfReader(io.BytesIO(pdf_bytes)).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            names.add(str(inner["/BaseFont"]).split("+")[-1])
    assert names
    assert all(name.startswith("Tinos") for name in names)


def test_pdf_says_what_it_is(document: Document, pdf_bytes: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_bytes))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "vi"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == document.meta.title
    assert reader.metadata.author == document.meta.author
    assert "dân vận" in str(reader.metadata["/Keywords"])
    assert {round(float(page.mediabox.width)) for page in reader.pages} == {595, 842}


def test_pages_are_numbered_but_the_first_of_each_part(pdf_text: str) -> None:
    pages = [
        [line.strip() for line in page.splitlines() if line.strip()] for page in pdf_text.split("\f") if page.strip()
    ]
    assert not pages[0][0].isdigit()
    body = [number for number, page in enumerate(pages) if page[0].startswith("Phụ lục")][0]
    assert [page[0] for page in pages[1:body]] == [str(number) for number in range(2, body + 1)]
    assert pages[body + 1][0] == "2"  # the appendix counts for itself


def test_heads_repeat_on_the_next_page(pdf_text: str) -> None:
    pages = [page for page in pdf_text.split("\f") if "Nguồn kinh phí" in page and "(10)" in page]
    assert len(pages) == 2


def test_the_banner_stands_on_every_page_of_illustrative_data() -> None:
    text = extracted(pdf.render(build(replace(PRETIENG, illustrative=True))))
    pages = [page for page in text.split("\f") if page.strip()]
    assert all("có số liệu minh họa" in page.casefold() for page in pages)


def test_an_empty_report_renders_in_every_form() -> None:
    empty = build(EMPTY)
    assert "Trong kỳ chưa ghi nhận khoản hỗ trợ nào" in html.fragment(empty)
    assert "Trong kỳ chưa ghi nhận khoản hỗ trợ nào" in spaced(extracted(pdf.render(empty)))
    assert openpyxl.load_workbook(io.BytesIO(xlsx.render(empty))).sheetnames == ["Báo cáo"]


def test_data_travel_inside_the_pdf(document: Document) -> None:
    data = json_renderer.render(PRETIENG).encode()
    content = pdf.render(document, attachments=[Attached(name="so-lieu.json", content=data)])
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.attachments["so-lieu.json"] == [data]
    assert "/StructTreeRoot" in reader.trailer["/Root"]
