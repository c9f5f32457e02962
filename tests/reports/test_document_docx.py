"""The report as a Word file, read back by python-docx: every word and figure in its place, and the form of paper."""

import io
from dataclasses import replace
from decimal import Decimal

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.building.build import Issue, build
from reports.document import (
    Cell,
    ChartBlock,
    Column,
    Document,
    Figure,
    Heading,
    LetteredList,
    Paragraph,
    Row,
    Table,
)
from reports.issuers.letterheads import front, party
from reports.issuers.paper_form import form_of
from reports.renderers import docx as renderer
from reports.renderers import figures
from reports.renderers.docx_tables import data_table
from tests.reports.pretieng_summary import PRETIENG

SCRIPT = '<w:b/>&amp;"<script>'


@pytest.fixture(scope="module")
def document() -> Document:
    return build(PRETIENG)


@pytest.fixture(scope="module")
def file(document: Document):
    return docx.Document(io.BytesIO(renderer.render(document)))


def styled(file, style):
    return [each.text for each in file.paragraphs if each.style.style_id == style]


def cells(table) -> list[list[str]]:
    """The texts of a table as its XML has them: a cell over several columns once."""
    return [
        ["\n".join(each.text for each in box.p_lst) for box in line.tc_lst] for line in table._tbl.tr_lst
    ]  # fmt: skip


def test_every_sentence_and_heading_stands_in_its_style(document, file) -> None:
    points = [line for block in document.blocks if isinstance(block, LetteredList) for line in block.items]
    marks = [point.partition(") ") for point in styled(file, "Points")]
    assert [rest for _, _, rest in marks] == [figures.line_text(line) for line in points]
    assert {mark for mark, _, _ in marks} == {"a", "b", "c", "d", "đ"}
    texts = [figures.line_text(block.parts) for block in document.blocks if isinstance(block, Paragraph)]
    assert styled(file, "BodyText") == texts
    for level in (2, 3, 4):
        heads = [block for block in document.blocks if isinstance(block, Heading) and block.level == level]
        assert styled(file, f"Heading{level - 1}") == [f"{head.number} {head.text}" for head in heads]
        assert file.styles[f"Heading {level - 1}"].element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == str(
            level - 2
        )


def test_every_cell_stands_in_its_table(document, file) -> None:
    blocks = [block for block in document.all_blocks() if isinstance(block, Table | ChartBlock)]
    made = [table for table in file.tables if table.style.name == "Bảng số liệu"]
    assert len(made) == len(blocks)
    for block, table in zip(blocks, made, strict=True):
        heads = table._tbl.xpath("w:tr[w:trPr/w:tblHeader]")
        assert len(heads) == 1 + (
            isinstance(block, Table) and bool(block.numbered) + any(column.group for column in block.columns)
        )
        assert len(table._tbl.xpath("w:tr[w:trPr/w:cantSplit]")) == len(table._tbl.tr_lst)
        if isinstance(block, Table):
            rows = cells(table)[len(heads) :]
            for row, written in zip(block.rows, rows, strict=True):
                # The words of a total stretch over the empty cells after them.
                wanted = [figures.cell_text(cell) for cell in row.cells]
                left_out = len(wanted) - len(written)
                if left_out:
                    del wanted[block.row_head + 1 : block.row_head + 1 + left_out]
                assert [text.replace("\u00a0", " ") for text in written] == [
                    text.replace("\u00a0", " ") for text in wanted
                ]


def test_the_records_have_two_rows_of_heads_and_a_bold_total(file) -> None:
    table = file.tables[-2]
    assert cells(table)[1][-4:] == ["", "Hỗ trợ", "Cho vay", ""]
    merged = table._tbl.tr_lst[0].tc_lst
    assert [box.grid_span for box in merged] == [1] * 7 + [2, 1]
    assert [box.vMerge for box in merged] == ["restart"] * 7 + [None, "restart"]
    total = table._tbl.tr_lst[-1]
    assert [box.text for box in table.rows[-1].cells][1] == "Tổng cộng"
    runs = total.xpath(".//w:r")
    assert runs and all(run.xpath("w:rPr/w:b") for run in runs)
    money = total.tc_lst[-3]
    assert money.p_lst[0].text == "2.215.750.000"
    assert money.p_lst[0].pPr.jc.get(qn("w:val")) == "right"


def test_the_page_is_the_decrees(file) -> None:
    first, records, points = file.sections
    for section in file.sections:
        sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
        assert [round(side / Mm(1)) for side in sides] == [20, 15, 20, 30]
        assert section.different_first_page_header_footer
        assert section.header._element.xpath("//w:fldSimple/@w:instr") == ["PAGE"]
        assert section.first_page_header.paragraphs[0].text == ""
    assert [section.orientation for section in file.sections] == [
        WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT,
    ]  # fmt: skip
    assert round(records.page_width / Mm(1)) == 297
    restarts = [section._sectPr.xpath("w:pgNumType/@w:start") for section in (first, records, points)]
    assert restarts == [[], ["1"], ["1"]]


def test_the_file_is_vietnamese_in_times_and_says_what_it_is(document, file) -> None:
    styles = file.styles.element
    assert set(styles.xpath("//w:rFonts/@w:*")) == {"Times New Roman"}
    assert styles.xpath("//w:lang/@w:val") == ["vi-VN"]
    about = file.core_properties
    assert (about.title, about.author, about.language) == (document.meta.title, document.meta.author, "vi-VN")
    used = {each.style.style_id for each in file.paragraphs}
    assert {"Title", "Subject", "Appendix", "Attached", "Caption"} <= used
    assert [style.name for style in file.styles if style.name == "Table Grid"] == []


def test_letterhead_and_signature_are_those_of_paper(document, file) -> None:
    head, to, sign = (file.tables[0], file.tables[1], file.tables[-3])
    assert cells(head) == [
        [
            "Ủy ban MTTQ Việt Nam\nhuyện Lâm Hà\nBan Thường trực\n",
            "Cộng hòa xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc\n",
        ],
        [document.letterhead.number, document.place_date],
    ]
    assert cells(to)[0][1].splitlines()[1].endswith("tỉnh Lâm Đồng;")
    assert cells(sign)[0][0].splitlines()[0] == "Nơi nhận:"
    assert cells(sign)[0][1].splitlines()[:2] == ["TM. Ban Thường trực", "Chủ tịch"]
    assert sign._tbl.xpath("w:tr/w:trPr/w:cantSplit")


def test_text_stays_text_and_the_banner_stands_on_every_page() -> None:
    first = replace(
        PRETIENG.supports[0], description=SCRIPT, note="a\x00b\x1b\u202e\ufffe\uffffc", organization="K’Ho" * 75
    )
    scope = replace(PRETIENG.scope, name="Đợt " + "rất dài " * 40)
    document = build(replace(PRETIENG, supports=(first,), scope=scope, illustrative=True))
    file = docx.Document(io.BytesIO(renderer.render(document)))
    record = cells(file.tables[-2])[3]
    assert record[2].startswith(SCRIPT)
    assert record[-1] == "Abc"
    assert file.core_properties.title == document.meta.title[:254] + "…"
    for section in file.sections:
        assert section.footer.paragraphs[0].text == document.banner
        assert section.first_page_footer.paragraphs[0].text == document.banner


def test_points_are_lettered_in_vietnamese() -> None:
    assert [renderer.letters(number) for number in (1, 4, 5, 6, 7, 23, 24)] == ["a", "d", "đ", "e", "g", "y", "aa"]


def test_sizes_and_gaps_are_those_of_the_issuers_paper() -> None:
    paper = form_of("party", {"body": 15, "margin_left": 35, "dashed_page_number": True, "appendix_first_number": True})
    head = replace(party("huyện Lâm Hà", "12"), paper=paper)
    file = docx.Document(io.BytesIO(renderer.render(build(PRETIENG, letterhead=head))))
    sizes = {name: file.styles[name].font.size.pt for name in ("Body Text", "Title", "Cơ quan ban hành", "Ô bảng")}
    assert sizes == {"Body Text": 15, "Title": 16, "Cơ quan ban hành": 14, "Ô bảng": 12}
    assert file.styles["Body Text"].paragraph_format.space_after.pt == 6
    assert [round(section.left_margin / Mm(1)) for section in file.sections] == [35, 30, 35]
    assert [section.different_first_page_header_footer for section in file.sections] == [True, False, False]
    assert file.sections[0].header.paragraphs[0]._p.xpath("string()") == "- 2 -"
    assert cells(file.tables[0])[0] == ["Huyện ủy Lâm Hà\nBan Dân vận\n*", "Đảng Cộng sản Việt Nam\n"]
    assert styled(file, "Heading1")[0] == "I- Đặc điểm tình hình và mục tiêu"
    assert "-----" in styled(file, "Star")


def test_a_joint_issue_names_both_bodies_and_both_sign() -> None:
    head = replace(front("huyện Lâm Hà"), joint=front("xã Phú Sơn"))
    issue = Issue(signed_by="Nguyễn Văn A", joint_signed_by="Trần Thị B")
    file = docx.Document(io.BytesIO(renderer.render(build(PRETIENG, letterhead=head, issue=issue))))
    left = cells(file.tables[0])[0][0].splitlines()
    assert left[2:6] == ["Ban Thường trực", "-", "Ủy ban MTTQ Việt Nam", "xã Phú Sơn"]
    signatures, copies = cells(file.tables[-4])[0], cells(file.tables[-3])[0]
    assert [words.splitlines()[-1] for words in signatures] == ["Trần Thị B", "Nguyễn Văn A"]
    assert copies[0].startswith("Nơi nhận:") and copies[1] == ""


def test_a_long_number_takes_the_room_of_its_cell_before_it_is_made_narrow() -> None:
    columns = tuple(Column(title="Thực hiện", kind="decimal", width_mm=width) for width in (30, 25, 22, 20))
    values = (Figure(value=Decimal("198000000.5"), kind="decimal"), Figure(value=198_000_000))
    rows = tuple(Row(cells=tuple(Cell(((value,),)) for _ in columns)) for value in values)
    table = Table(caption="", columns=columns, rows=rows, sheet="Thử", row_head=0)
    made = next(part for part in data_table(table, 97, 11) if part.tag == qn("w:tbl"))
    boxes = made.findall(qn("w:tr"))[-1].findall(qn("w:tc"))

    def found(box, tag, name):
        element = next(box.iter(qn(f"w:{tag}")), None)
        return element is not None and int(element.get(qn(f"w:{name}")))

    stands = [(found(box, "left", "w"), found(box, "ind", "right"), found(box, "w", "val")) for box in boxes]
    # In twips, of 11 points: nine digits and two dots take 1.111, ",5" above them keeps them 165 from the right, the
    # cell's sides take 2 × 80: 1.436 in columns of 1.701, 1.417, 1.247 and 1.134.
    assert stands == [(False, 165, False), (61, 165, False), (15, 41, False), (15, False, 93)]
