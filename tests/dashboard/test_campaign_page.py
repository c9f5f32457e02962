"""A campaign's page: its figures by hand, and to each reader their part."""

import datetime

import pytest

from movements.models import Campaign, PublishedFigure
from reports.building.narrative import NBSP

MILLION = 1_000_000


def address(cast, year="2022"):
    return f"/dot/{cast.pretieng.pk}/?nam={year}" if year else f"/dot/{cast.pretieng.pk}/"


@pytest.fixture
def published(plan):
    """70 million published, 65 recorded; 2.6 ha published as what 7.6 passes 5.6 by."""
    for key, value, unit, words in (
        ("support_vnd", 70 * MILLION, "đồng", "70 triệu đồng"), ("loan_vnd", 50 * MILLION, "đồng", "50 triệu"),
        ("all_vnd", 120 * MILLION, "đồng", "120 triệu"), ("dau-tam.difference", "2.6", "ha", "tăng 2,6ha"),
    ):  # fmt: skip
        PublishedFigure.objects.create(
            key=key, value=value, unit=unit, words=words, year=2022, campaign=plan.pretieng,
            source="Ban Dân vận Huyện ủy", date=datetime.date(2023, 2, 20),
        )  # fmt: skip
    return plan


def test_the_headlines_are_what_the_records_add_up_to(plan, get):
    page = get(plan.lanhdao, address(plan))
    heads = {h.label: (h.value, h.unit, h.change, h.note) for h in page.context["headlines"]}
    assert heads["Hỗ trợ"] == ("65", "triệu đồng", "65.000.000 đồng", "Tính từ 2 khoản có giá trị")
    assert heads["Cho vay ủy thác"][:2] == ("50", "triệu đồng")
    assert heads["Nhà ở xây mới"][:3] == ("1", "căn", "MTTQ xã Phú Sơn 1")
    assert heads["Hộ tham gia"][:2] == ("37", "hộ")
    assert heads["Chưa quy thành tiền"] == ("1", "khoản", "Không có trong tổng", "700 phần")
    assert page.context["lead"] == (
        "Ba đơn vị tham gia hỗ trợ tại thôn Pretieng 1 và thôn Pretieng 2, xã Phú Sơn. "
        "Hộ nghèo giảm từ 43 xuống 37, hộ cận nghèo giảm từ 38 xuống 35."
    )


def test_hamlets_whose_figures_are_not_split_are_counted_in_words(cast, get):
    cast.pretieng.areas.set([cast.pretieng_1, cast.pretieng_2])
    cast.approve(cast.make_support())
    page = get(cast.lanhdao, address(cast))
    said = page.context["lead"].replace(NBSP, " ")
    assert said == "Một đơn vị tham gia hỗ trợ tại hai thôn Pretieng 1 và Pretieng 2, xã Phú Sơn."
    assert "Số liệu ghi chung cho hai thôn, không tách từng nơi." in page.content.decode()


def test_who_gave_what_with_loans_after_the_support_total(plan, get):
    page = get(plan.lanhdao, address(plan))
    givers = [
        (g.name, g.vnd, [(x.what, x.quantity, x.households, x.vnd) for x in g.gifts]) for g in page.context["givers"]
    ]
    assert givers == [
        ("Ủy ban MTTQ Việt Nam xã Phú Sơn", 60 * MILLION, [("Xây nhà Đại đoàn kết", "1 căn", 1, 60 * MILLION)]),
        ("Hội Nông dân huyện Lâm Hà", 5 * MILLION, [("Phân bón", "2 tấn", None, 5 * MILLION)]),
        ("Hội Liên hiệp Phụ nữ huyện Lâm Hà", None, [("Sữa cho trẻ em", "700 phần", 3, None)]),
    ]
    house = page.context["givers"][0].gifts[0]
    assert house.sources == (("Quỹ “Vì người nghèo” huyện", 40 * MILLION), ("Quỹ “Vì người nghèo” tỉnh", 20 * MILLION))
    assert [(g.name, g.vnd) for g in page.context["lenders"]] == [("Hội Nông dân huyện Lâm Hà", 50 * MILLION)]
    text = page.content.decode()
    table = text[text.index('<table class="who">') :]
    assert table.index("Cộng hỗ trợ") < table.index("kênh ủy thác, ghi riêng"), "loans after the total"
    assert "3 khoản, 1 chưa quy thành tiền" in table and "Chưa quy thành tiền" in table
    assert page.context["givers_says"] == "MTTQ xã Phú Sơn thực hiện 92 % số tiền hỗ trợ, qua nhà ở xây mới"


def test_sources_plan_and_poverty(plan, get):
    page = get(plan.lanhdao, address(plan))
    assert [(row.label, row.text) for row in page.context["sources"].rows] == [
        ("Quỹ “Vì người nghèo” huyện", "40.000.000"), ("Quỹ “Vì người nghèo” tỉnh", "20.000.000"),
        ("Tổ chức tự vận động", "5.000.000"),
    ]  # fmt: skip
    assert page.context["plan_says"] == "Diện tích trồng dâu vượt kế hoạch 2 ha"
    assert page.context["poverty_says"] == "Hộ nghèo giảm 6, hộ cận nghèo giảm 3"
    assert [line.change for line in page.context["poverty"].lines] == ["−13,95 %", "−7,89 %"]


def test_published_beside_computed_and_neither_is_mended(published, get):
    page = get(published.lanhdao, address(published))
    rows = [(r.label, r.stated, r.computed, r.difference) for r in page.context["compared"]]
    assert rows == [
        ("Hỗ trợ", 70 * MILLION, 65 * MILLION, 5 * MILLION), ("Cho vay", 50 * MILLION, 50 * MILLION, 0),
        ("Cộng", 120 * MILLION, 115 * MILLION, 5 * MILLION),
    ]  # fmt: skip
    text = page.content.decode()
    assert "Số công bố cao hơn số tính từ bản ghi 5.000.000 đồng" in text
    assert "Cổng giữ nguyên cả hai số, không tự sửa số nào." in text
    codes = {w.code for w in page.context["doubts"]}
    assert {"published_total", "stated_change", "loan_apart"} <= codes
    assert page.context["doubts_says"].endswith("chỗ nên đối chiếu")


def test_links_to_its_report_and_excel(plan, get):
    text = get(plan.lanhdao, address(plan)).content.decode()
    assert "/bao-cao/xem/?nam=2022&amp;dot=pretieng-2022" in text
    assert "/bao-cao/tai/xlsx/?nam=2022&amp;dot=pretieng-2022" in text


def test_me_linh_s_officer_sees_the_part_in_me_linh_only(published, get):
    page = get(published.canbo_melinh, address(published))
    text = page.content.decode()
    heads = {h.label: h.value for h in page.context["headlines"]}
    assert (heads["Hỗ trợ"], heads["Cho vay ủy thác"]) == ("5", "–")
    assert [g.name for g in page.context["givers"]] == ["Hội Nông dân huyện Lâm Hà"]
    assert "Chỉ gồm số liệu trong phạm vi được xem (xã Mê Linh)" in text
    assert page.context["compared"] == (), "a part is not compared with what was published of the whole"
    for foreign in ("60.000.000", "65.000.000", "70.000.000", "Xây nhà Đại đoàn kết", "50.000.000"):
        assert foreign not in text


def test_an_organisation_s_officer_sees_what_went_through_it(plan, get):
    page = get(plan.hoinongdan, address(plan))
    assert [g.vnd for g in page.context["givers"]] == [5 * MILLION]
    assert [g.vnd for g in page.context["lenders"]] == [50 * MILLION]
    assert "Trong phạm vi được xem có 2 khoản" in page.context["lead"]


def test_the_board_sees_sums_without_rows(plan, get):
    page = get(plan.bandanvan, address(plan))
    assert page.context["givers"] == () and page.context["lenders"] == ()
    rows = {row.label: row.text for row in page.context["organizations"].rows}
    assert rows == {"MTTQ xã Phú Sơn": "60.000.000", "Hội Nông dân huyện": "5.000.000", "Hội LHPN huyện": "–"}
    text = page.content.decode()
    assert "Xây nhà Đại đoàn kết" not in text and 'href="/ho-tro/' not in text


def test_the_administrator_reads_the_catalogue_s_facts_without_figures(plan, get):
    page = get(plan.quantri, address(plan))
    text = page.content.decode()
    assert page.status_code == 200 and "pretieng-2022" in text
    assert "65.000.000" not in text and "figs" not in text


def test_a_year_or_a_campaign_without_records_is_a_pleasant_page(plan, get):
    page = get(plan.lanhdao, address(plan, "2024"))
    assert page.status_code == 200 and page.context["empty"]
    assert "Số liệu gần nhất ở" in page.content.decode()
    empty = Campaign.objects.create(code="moi", name="Đợt mới", start=datetime.date(2023, 1, 1))
    page = get(plan.lanhdao, f"/dot/{empty.pk}/")
    assert page.context["year"] == 2023 and "chưa có số liệu nào được tiếp nhận" in page.content.decode()


def test_the_page_opens_on_the_latest_year_with_records_of_the_reader(plan, get):
    plan.approve(plan.make_support(date=datetime.date(2024, 5, 1)))
    assert get(plan.lanhdao, address(plan, None)).context["year"] == 2024
    assert get(plan.canbo_melinh, address(plan, None)).context["year"] == 2022, "Phú Sơn's record of 2024 is not theirs"


@pytest.mark.parametrize("year", ["abc", "1500", "20222", "２０２２"])
def test_no_such_year(plan, get, year):
    assert get(plan.lanhdao, address(plan, year)).status_code == 404


def test_no_such_campaign(plan, get):
    assert get(plan.lanhdao, "/dot/999999/").status_code == 404
