"""Awkward data in every kind of report: typed markup stays text, names of 300 letters stay on the page, a note and a
last row never stand alone.
"""

import io
import re
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape

import openpyxl
import pytest

from reports.building.build import build
from reports.building.build_programme import build_programme
from reports.building.build_recipients import build_recipients
from reports.building.build_statistics import build_statistics
from reports.document import Document
from reports.issuers.paper_form import FORMS
from reports.renderers import docx, html, pdf, xlsx
from reports.summaries.rows import Quantity
from reports.summaries.rows_indicators import IndicatorRow, Reporting
from reports.summaries.rows_programme import (
    Board,
    BoardRow,
    CohortRow,
    Decision,
    Pair,
    Programme,
    QuotaRow,
    RecognisedRow,
    StepRow,
    StoppedRow,
)
from reports.summaries.rows_recipients import GroupedRow, PartRow, RecipientRow, Recipients
from tests.reports.pretieng_summary import PRETIENG

TYPED = '<b>đậm</b> {{ 7|add:7 }} {% now "Y" %} &amp; file:///etc/passwd <img src="file:///etc/passwd">'
FORMULA = "=1+1"
LONG = "Dài" * 100
"""300 letters and nowhere to break."""
POINTS = 72 / 25.4
FORM = FORMS["front"]


def every_kind(name: str, *, rows: int = 3) -> Document:
    """One document of the blocks and appendices of all kinds, with `name` wherever somebody types."""
    pair = Pair(collective=2, individual=None)
    indicator = IndicatorRow(
        group="D", group_name="Quà", code="x", indicator=name, unit="ha", planned_min=Decimal("5.6"),
        planned_max=Decimal("5.6"), actual=Decimal("7.6"), value_from="typed", counted=Decimal(9), reason=name,
        reported=1, expected=3,
    )  # fmt: skip
    decision = Decision(number=name, date=date(2022, 12, 5), body=name, level="cấp huyện", exemplary=True)
    programme = Programme(
        steps=tuple(StepRow(code=code, label=name, words=name, pair=pair, before=1, places=2)
                    for code in ("registered", "accepted", "replicated")),
        columns=("Đăng ký",), boards=(Board(title=name, head="Tổ chức", rows=(BoardRow(label=name, pairs=(pair,)),)),),
        cohorts=(CohortRow(year=2021, type="tập thể", began=3, after=(2, None)),),
        quotas=(QuotaRow(unit=name, any_type=2, collective=None, individual=None, have=pair, short=0),),
        recognised=(RecognisedRow(name=name, type="tập thể", field=name, organization=name, area=name,
                                  decisions=(decision,)),),
        stopped=(StoppedRow(name=name, type="cá nhân", organization=name, reason=name),),
    )  # fmt: skip
    things = (Quantity(amount=Decimal(441), unit=name),)
    person = RecipientRow(name=name, place=name, support=name, organization=name, quantities=things)
    recipients = Recipients(
        rows=(person,) * rows, grouped=(GroupedRow(form="Y tế", place=name, count=None),),
        parts=(PartRow(support=name, place=name, organization=name, quantities=things, households=None, named=120,
                       others=1),),
        supports=3,
    )  # fmt: skip
    first = PRETIENG.supports[0]
    summary = replace(
        PRETIENG, scope=replace(PRETIENG.scope, name=name), indicators=(indicator,), programme=programme,
        reporting=Reporting(full=1, part=1, expected=3, behind=(name, name)), recipients=recipients,
        supports=(replace(first, description=name, organization=name, area=name, note=name), *PRETIENG.supports[1:]),
        by_organization=(replace(PRETIENG.by_organization[0], name=name), *PRETIENG.by_organization[1:]),
    )  # fmt: skip
    several = [made(summary) for made in (build, build_statistics, build_programme, build_recipients)]
    return replace(
        several[0],
        blocks=tuple(block for one in several for block in one.blocks),
        appendices=tuple(appendix for one in several for appendix in one.appendices),
    )


def text_of(content: bytes, *options: str) -> str:
    program = ["pdftotext", *options, "-", "-"]
    return subprocess.run(program, input=content, capture_output=True, check=True).stdout.decode()


@pytest.fixture(scope="module")
def awkward() -> tuple[Document, bytes]:
    """All of it at once, and its pages."""
    document = every_kind(f"{TYPED} {FORMULA} {LONG}")
    return document, pdf.render(document)


def test_what_people_type_is_text_in_every_format(awkward: tuple[Document, bytes]) -> None:
    document, content = awkward
    for page in (html.fragment(document), html.render(document)):
        assert not re.search(r"<(b>đậm|img)", page) and "root:" not in page
        assert TYPED in unescape(page).replace("\xa0", " ")
    paper = re.sub(r"\s+", "", text_of(content, "-raw"))
    assert re.sub(r"\s+", "", TYPED) in paper and "root:" not in paper
    for made in (document, every_kind(FORMULA)):
        book = openpyxl.load_workbook(io.BytesIO(xlsx.render(made)))
        found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert not [cell for cell in found if cell.data_type == "f" or str(cell.value).startswith("=")]
        assert docx.render(made).startswith(b"PK")


def test_a_name_of_300_letters_stays_between_the_margins(awkward: tuple[Document, bytes]) -> None:
    """In sentences, titles and cells, on upright and on wide paper."""
    pages = re.split(r"<page ", text_of(awkward[1], "-bbox"))[1:]
    assert any(float(re.findall(r'width="([\d.]+)"', page)[0]) > 800 for page in pages), "there is wide paper too"
    for number, page in enumerate(pages, 1):
        width = float(re.findall(r'width="([\d.]+)"', page)[0])
        left, right = (FORM.wide_left, FORM.wide_right) if width > 800 else (FORM.margin_left, FORM.margin_right)
        for start, end, word in re.findall(r'xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([-\d.]+)".*?>(.*?)</word>', page):
            assert float(start) >= left * POINTS - 1, (number, word)
            assert float(end) <= width - right * POINTS + 1, (number, word)


@pytest.mark.parametrize("rows", [20, 21])
def test_no_note_and_no_last_row_stands_alone_under_a_long_list(rows: int) -> None:
    """Whatever the length: under the repeated head of a list's last page stand two rows at least, and then the note."""
    recipients = Recipients(
        rows=tuple(
            RecipientRow(name=f"Người thứ {n}", place="thôn 1, xã Phú Sơn", support="Quà", organization="MTTQ huyện")
            for n in range(rows)
        )
    )
    document = build_recipients(replace(PRETIENG, recipients=replace(recipients, supports=1)))
    last = text_of(pdf.render(document), "-layout").rstrip("\f\n ").split("\f")[-1]
    assert "Ghi chú:" in last and last.count("Người thứ") >= 2


def test_a_list_of_two_thousand_is_built_row_by_row() -> None:
    """Each row is made once: what is built grows with the list and not faster."""
    person = RecipientRow(name="K’Lũ", place="thôn 1", support="Quà", organization="MTTQ", amount_vnd=1)
    few, many = (
        build_recipients(replace(PRETIENG, recipients=Recipients(rows=(person,) * n, supports=1))) for n in (2, 2000)
    )
    assert sum(1 for _ in many.figures()) - sum(1 for _ in few.figures()) == 1998
