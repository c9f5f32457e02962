"""What the report says, in the document itself, before any format."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.building.build import Issue, build
from reports.document import ChartBlock, Document, Heading, LetteredList, Paragraph, Table
from reports.issuers.letterheads import date_line, party, party_committee, union
from reports.renderers.figures import cell_text, line_text
from reports.summary import (
    Context,
    Coverage,
    GroupRow,
    MonthRow,
    Scope,
    Summary,
    TargetRow,
    Totals,
    UnvaluedRow,
)
from tests.reports.pretieng_summary import EMPTY, FARMERS, FRONT, MODELS, PRETIENG, SOLDIERS


def prose(document: Document) -> str:
    lines = []
    for block in document.all_blocks():
        if isinstance(block, Heading):
            lines.append(f"{block.number} {block.text}")
        elif isinstance(block, Paragraph):
            lines.append(line_text(block.parts))
        elif isinstance(block, LetteredList):
            lines.extend(line_text(item) for item in block.items)
        elif isinstance(block, Table):
            lines.extend(line_text(note) for note in block.notes)
    return "\n".join(lines).replace("\u00a0", " ")


def table(document: Document, sheet: str) -> list[list[str]]:
    found = next(item for item in document.tables() if item.sheet == sheet)
    return [[cell_text(cell).replace("\u00a0", " ") for cell in row.cells] for row in found.rows]


@pytest.fixture(scope="module")
def pretieng() -> Document:
    return build(PRETIENG)


def test_the_total_its_records_and_what_is_left_out(pretieng: Document) -> None:
    assert (
        "Tổng giá trị hỗ trợ đã quy thành tiền là 2.215.750.000 đồng, từ 08 khoản của 05 đơn vị; "
        "ngoài ra còn 03 khoản chưa quy thành tiền, được liệt kê riêng và không cộng vào tổng."
    ) in prose(pretieng)


def test_plan_and_result_in_words(pretieng: Document) -> None:
    assert "Diện tích trồng dâu là 7,6 ha, đạt 135,71% kế hoạch, tăng 2,0 ha so với kế hoạch" in prose(pretieng)
    assert "vượt 135" not in prose(pretieng)


def test_houses_count_once_with_both_sources_named(pretieng: Document) -> None:
    words = prose(pretieng)
    assert "Nhà ở xây mới có 21 căn, giá trị 1.110.000.000 đồng; trong đó 20 căn do" in words
    assert "tỉnh Lâm Đồng 1.000.000.000 đồng, xã Phú Sơn vận động 60.000.000 đồng)" in words


def test_by_organization_without_the_loan(pretieng: Document) -> None:
    rows = table(pretieng, "Theo đơn vị")
    assert rows[0] == ["1", FRONT, "2", "1.920.000.000", "86,65", "–"]
    assert rows[5] == ["6", SOLDIERS, "1", "chưa quy thành tiền", "–", "1"]
    assert rows[-1] == ["", "Tổng cộng", "11", "2.215.750.000", "100,00", "3"]
    assert FARMERS not in [row[1] for row in rows]


def test_by_source_without_the_bank(pretieng: Document) -> None:
    rows = table(pretieng, "Theo nguồn kinh phí")
    assert [row[3] for row in rows] == [
        "1.860.000.000", "102.750.000", "82.000.000", "75.000.000", "60.000.000", "36.000.000", "2.215.750.000",
    ]  # fmt: skip
    assert [row[4] for row in rows][:3] == ["83,94", "4,64", "3,70"]


def test_by_form_with_quantities(pretieng: Document) -> None:
    rows = {row[1]: row for row in table(pretieng, "Theo hình thức")}
    assert rows["Nhà ở"][3:] == ["21 căn", "1.110.000.000", "50,10"]
    assert rows["Quà"][3:] == ["714 phần", "200.750.000", "9,06"]
    assert rows["Hiện vật"][3] == "2 tấn; 4 bộ; 0,6 ha; 700 phần"
    assert "Vốn vay" not in rows


def test_loans_stand_apart(pretieng: Document) -> None:
    assert table(pretieng, "Vốn vay")[0][-2:] == ["14", "140.000.000"]
    assert "cho 14 hộ vay mua nong né nuôi tằm, tổng số tiền 140.000.000 đồng. Đây là vốn phải hoàn trả" in prose(
        pretieng
    )


def test_unvalued_things_are_listed_not_dropped(pretieng: Document) -> None:
    assert [row[3:] for row in table(pretieng, "Chưa quy thành tiền")] == [
        ["0,6", "ha"],
        ["700", "phần"],
        ["50", "ngày công"],
    ]


def test_poverty(pretieng: Document) -> None:
    assert table(pretieng, "Hộ nghèo") == [
        ["1", "Hộ nghèo", "43", "37", "−6", "−13,95"],
        ["2", "Hộ cận nghèo", "38", "35", "−3", "−7,89"],
        ["", "Tổng cộng", "81", "72", "−9", "−11,11"],
    ]
    assert "37 hộ nghèo, giảm 06 hộ (13,95%) và 35 hộ cận nghèo, giảm 03 hộ (7,89%)" in prose(pretieng)


def test_published_beside_computed_and_neither_mended(pretieng: Document) -> None:
    assert table(pretieng, "Đối chiếu công bố") == [
        ["1", "Hỗ trợ", "2.230.000.000", "2.215.750.000", "14.250.000"],
        ["2", "Vốn vay", "140.000.000", "140.000.000", "0"],
        ["", "Tổng cộng", "2.370.000.000", "2.355.750.000", "14.250.000"],
    ]
    assert "tính lại từ bản ghi thấp hơn 14.250.000 đồng" in prose(pretieng)


def test_the_hypothesis_is_computed_and_called_one(pretieng: Document) -> None:
    assert "đúng bằng 50 ngày công nếu tính 285.000 đồng một ngày công; đây mới là giả thiết" in prose(pretieng)


def test_no_hypothesis_where_nothing_divides() -> None:
    totals = replace(PRETIENG.totals, support_vnd=2_215_750_001)
    assert "giả thiết" not in prose(build(replace(PRETIENG, totals=totals)))
    odd = (UnvaluedRow(description="x", quantity=Decimal("0.6"), unit="ha", organization="y"),)
    assert "giả thiết" not in prose(build(replace(PRETIENG, unvalued=odd)))


def test_appendices_hold_every_record_and_every_open_point(pretieng: Document) -> None:
    assert [(item.number, item.landscape) for item in pretieng.appendices] == [("I", True), ("II", False)]
    records = table(pretieng, "Các khoản")
    assert len(records) == 13
    assert records[0][6] == "Quỹ “Vì người nghèo” tỉnh Lâm Đồng: 1.000.000.000;\nXã Phú Sơn vận động: 60.000.000"
    assert records[5][7:9] == ["chưa quy thành tiền", "–"]
    assert records[-1][7:9] == ["2.215.750.000", "140.000.000"]
    assert [row[2:] for row in table(pretieng, "Điểm cần làm rõ")][1] == ["2,6 ha", "2,0 ha"]


def test_every_figure_of_the_case_leads_to_its_rows(pretieng: Document) -> None:
    lost = [figure for figure in pretieng.figures() if not figure.ref]
    assert [figure.value for figure in lost] == [285_000]  # the hypothesis counts nothing
    total = next(figure for figure in pretieng.figures() if figure.key == "totals.support_vnd")
    assert total.value == 2_215_750_000
    assert total.ref == PRETIENG.totals.support_ref


def test_an_empty_scope_says_so_everywhere() -> None:
    document = build(EMPTY)
    words = prose(document)
    assert "Chưa có khoản hỗ trợ, cho vay nào được tiếp nhận" in words
    assert "Trong kỳ chưa ghi nhận khoản hỗ trợ nào" in words
    assert "Chưa có số liệu công bố để đối chiếu" in words
    assert "None" not in words
    assert list(document.tables()) == []
    assert document.appendices == ()


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        ("area", "xã Mê Linh", "Kết quả công tác dân vận trên địa bàn xã Mê Linh năm 2022"),
        ("organization", "Huyện đoàn Lâm Hà", "Kết quả công tác dân vận của Huyện đoàn Lâm Hà năm 2022"),
        ("portal", "huyện Lâm Hà", "Kết quả công tác dân vận trên địa bàn huyện Lâm Hà năm 2022"),
        ("campaign", "Tết vì người nghèo", "Kết quả đợt công tác dân vận “Tết vì người nghèo” năm 2022"),
    ],
)
def test_every_scope_has_its_title(kind: str, name: str, title: str) -> None:
    scope = Scope(type=kind, code="x", name=name)  # type: ignore[arg-type]
    document = build(replace(EMPTY, year=2022, scope=scope))
    assert document.title.replace("\u00a0", " ") == title


def test_a_plan_range_and_a_lower_is_better_plan() -> None:
    rows = (
        TargetRow(
            indicator="Giảm tỷ lệ hộ nghèo",
            unit="%",
            planned_min=Decimal("0.5"),
            planned_max=Decimal(1),
            actual=Decimal(1),
        ),
        TargetRow(
            indicator="Số vụ tảo hôn",
            unit="vụ",
            planned_min=Decimal(5),
            planned_max=Decimal(5),
            actual=Decimal(7),
            lower_is_better=True,
        ),
        TargetRow(indicator="Xã đạt chuẩn", unit="xã", planned_min=Decimal(0), planned_max=Decimal(0), actual=None),
    )
    document = build(replace(EMPTY, targets=rows))
    words = prose(document)
    assert "Giảm tỷ lệ hộ nghèo là 1%, nằm trong mức kế hoạch (từ 0,5% đến 1%)." in words
    assert "Còn 01 chỉ tiêu chưa đạt kế hoạch. Có 07 vụ tảo hôn, cao hơn 02 vụ so với mức khống chế" in words
    assert "nguyên nhân và biện pháp đối với 01 chỉ tiêu chưa đạt kế hoạch: tảo hôn vượt 02 vụ." in words
    assert "Có 01/02 chỉ tiêu có kế hoạch đã đạt hoặc vượt kế hoạch." in words
    assert "Có 01 chỉ tiêu chưa có kết quả: xã đạt chuẩn." in words
    assert table(document, "Chỉ tiêu")[0][3:] == ["0,5–1", "1", "0", "–"]
    chart = next(block for block in document.blocks if isinstance(block, ChartBlock))
    assert len(chart.rows) == 2


def test_a_district_year_has_tables_by_place_and_month() -> None:
    summary = Summary(
        year=2023,
        scope=Scope(type="portal", code=None, name="huyện Lâm Hà"),
        totals=Totals(support_vnd=300, loan_vnd=0, supports=3, unvalued=0, houses=0),
        by_organization=(
            GroupRow(name="A", support_vnd=300, joint_vnd=50, supports=3),
            GroupRow(name="B", joint_vnd=70),
        ),
        by_area=(
            GroupRow(name="xã Mê Linh", support_vnd=100, supports=1),
            GroupRow(name="Chưa phân xã", support_vnd=200, supports=2),
        ),
        by_month=(
            MonthRow(month="2023-03", support_vnd=100, supports=1),
            MonthRow(month="2023", support_vnd=200, supports=2),
        ),
        models=MODELS,
        context=Context(root="huyện Lâm Hà", coverage=Coverage(reported=14, expected=16, noun="xã, thị trấn")),
    )
    document = build(summary)
    assert table(document, "Theo địa bàn")[0][1:] == ["Chưa phân xã", "2", "200", "66,67"]
    assert [row[1] for row in table(document, "Theo tháng")] == ["Tháng 3/2023", "Chưa rõ tháng", "Tổng cộng"]
    assert table(document, "Mô hình")[0][1:] == ["Đăng ký", "12", "3", "15"]
    assert table(document, "Theo đơn vị")[0][-1] == "50"
    assert "Còn 02 xã, thị trấn chưa gửi số liệu" in prose(document)


def test_illustrative_data_are_marked() -> None:
    assert build(PRETIENG).banner == ""
    assert build(replace(PRETIENG, illustrative=True)).banner == "Có số liệu minh họa"


def test_a_draft_invents_nothing_and_an_issue_is_dated() -> None:
    draft = build(PRETIENG)
    assert draft.signed_by == ""
    assert not any(char.isdigit() for char in draft.letterhead.number)
    issued = build(PRETIENG, issue=Issue(number="09", dated=date(2023, 3, 3), signed_by="Nguyễn Văn A"))
    assert issued.letterhead.number == "Số: 09/BC-MTTQ-BTT"
    assert issued.place_date == "Lâm Hà, ngày 03 tháng 3 năm 2023"
    assert issued.attached_to[0] == "Kèm theo Báo cáo số 09/BC-MTTQ-BTT ngày 03 tháng 3 năm 2023"


def test_two_digits_for_small_days_and_the_first_two_months_only() -> None:
    assert date_line("Lâm Hà", date(2020, 2, 6), 2020) == "Lâm Hà, ngày 06 tháng 02 năm 2020"
    assert date_line("Lâm Hà", date(2020, 10, 16), 2020) == "Lâm Hà, ngày 16 tháng 10 năm 2020"


def test_other_letterheads() -> None:
    assert party_committee("xã Phú Sơn Lâm Hà") == "Đảng ủy xã Phú Sơn Lâm Hà"
    document = build(PRETIENG, letterhead=party("huyện Lâm Hà", "12"))
    assert document.letterhead.superior == ("Huyện ủy Lâm Hà",)
    assert document.letterhead.number == "Số 12-BC/BDV"
    assert next(block for block in document.blocks if isinstance(block, Heading)).number == "I-"
    assert document.addressees == ()
    assert union("huyện Lâm Hà").right == ("Đoàn TNCS Hồ Chí Minh",)
