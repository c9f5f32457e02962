"""Tổng quan says what `summarize` says of the same place and year, to each reader what they may see."""

import datetime
from decimal import Decimal

import pytest

from danvan import charts
from danvan.accounts.scoping import access
from movements.models import Area, Portal
from reports.overview import dashboard
from reports.overview import dashboard_drawing as drawing
from reports.overview import dashboard_findings as findings
from reports.overview.headlines import count_change, money_change
from reports.summaries.summarize import summarize
from reports.summaries.summarize_reader import Reader

MILLION = 1_000_000


def facts_of(cast, user, *, year=2022, area=None):
    user = cast.fresh(user)
    portal = Portal.current()
    places = list(Area.objects.exclude(level="hamlet").order_by("path"))
    subject = dashboard.subject_of(area or portal.root_area, places, portal, year)
    return dashboard.gather(access(user), Reader.of(user), subject, year=year, portal=portal)


@pytest.mark.parametrize("place", [None, "phu_son"])
@pytest.mark.parametrize("reader", ["lanhdao", "mttq", "bandanvan"])
def test_every_figure_is_the_summary_s(ledger, get, reader, place):
    user, area = getattr(ledger, reader), getattr(ledger, place) if place else None
    summary = summarize(ledger.fresh(user), year=2022, area=area.code if area else None)
    data = facts_of(ledger, user, area=area)
    now = data.now.totals()
    said = summary.totals
    assert (now.support_vnd, now.loan_vnd, now.supports, now.unvalued, int(now.houses), now.households) == (
        said.support_vnd, said.loan_vnd, said.supports, said.unvalued, said.houses, said.households,
    )  # fmt: skip
    for noun in ("by_organization", "by_source", "by_area", "by_form"):
        drawn = {g.unit.name: (g.support_vnd, g.loan_vnd, g.supports) for g in getattr(data.now, noun)()}
        assert drawn == {g.name: (g.support_vnd, g.loan_vnd, g.supports) for g in getattr(summary, noun)}, noun
    months = {m.label: m.value for m in drawing.months(data) if m.value}
    stated = {m.month.removeprefix("2022-").lstrip("0"): m.support_vnd for m in summary.by_month if m.support_vnd}
    assert months == {("chưa rõ" if label == "2022" else label): vnd for label, vnd in stated.items()}
    page = get(user, f"/tong-quan/?nam=2022{f'&noi={area.code}' if area else ''}")
    heads = {h.label: h for h in page.context["headlines"]}
    assert heads["Hỗ trợ"].exact == str(said.support_vnd)
    assert heads["Cho vay ủy thác"].exact == str(said.loan_vnd)
    assert heads["Nhà ở xây mới"].value == str(said.houses)
    assert heads["Lượt hộ thụ hưởng"].value == str(said.households)


def test_the_whole_is_what_adds_up_by_hand(ledger, get):
    page = get(ledger.lanhdao, "/tong-quan/?nam=2022")
    heads = {h.label: h for h in page.context["headlines"]}
    assert (heads["Hỗ trợ"].value, heads["Hỗ trợ"].unit) == ("65", "triệu đồng")
    assert heads["Hỗ trợ"].note == "1 khoản chưa quy thành tiền"
    assert (heads["Cho vay ủy thác"].value, heads["Nhà ở xây mới"].value) == ("50", "1")
    bars = {
        bar.label: bar.value for bar in drawing.bars(facts_of(ledger, ledger.lanhdao), "by_organization", "to_chuc")
    }
    assert bars == {"MTTQ xã Phú Sơn": 60 * MILLION, "Hội Nông dân huyện": 5 * MILLION, "Hội LHPN huyện": None}
    sources = drawing.bars(facts_of(ledger, ledger.lanhdao), "by_source", "nguon")
    assert [bar.value for bar in sources] == [40 * MILLION, 20 * MILLION, 5 * MILLION], "a loan's bank is no source"
    communes = drawing.bars(facts_of(ledger, ledger.lanhdao), "by_area", "xa", months=True)
    assert {bar.label: bar.value for bar in communes} == {"Phú Sơn": 60 * MILLION, "Mê Linh": 5 * MILLION}
    assert communes[0].monthly[4] == 60 * MILLION and sum(communes[0].monthly) == 60 * MILLION


def test_last_year_s_change_is_computed_by_hand(ledger, get):
    """Support 40 → 65 = +62.5 %; loans 0 → 50 have no percent; households 1 → 4; houses 1 → 1."""
    page = get(ledger.lanhdao, "/tong-quan/?nam=2022")
    changes = {h.label: h.change for h in page.context["headlines"]}
    assert changes["Hỗ trợ"] == "▲ 25 triệu (+62,5 %)"
    assert changes["Cho vay ủy thác"] == "▲ 50 triệu"
    assert changes["Lượt hộ thụ hưởng"] == "▲ 3 (+300,0 %)"
    assert changes["Nhà ở xây mới"] == "= như năm trước"
    assert "tăng 62,5 % so với năm 2021" in page.context["lead"]
    before = {b.label: b.before for b in drawing.bars(facts_of(ledger, ledger.lanhdao), "by_area", "xa")}
    assert before == {"Phú Sơn": 40 * MILLION, "Mê Linh": 0}


def test_a_first_year_is_compared_with_nothing(ledger, get):
    page = get(ledger.lanhdao, "/tong-quan/?nam=2021")
    assert {h.change for h in page.context["headlines"]} == {""}
    assert "so với năm" not in page.context["lead"]


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [(65, 40, "▲ 25 triệu (+62,5 %)"), (40, 65, "▼ 25 triệu (−38,5 %)"), (40, 40, "= như năm trước"),
     (50, 0, "▲ 50 triệu"), (4240, 40, "▲ 4,2 tỷ (×106)")],
)  # fmt: skip
def test_changes_of_money_in_words(now, before, words):
    assert money_change(now * MILLION, before * MILLION) == words
    assert money_change(now * MILLION, None) == ""
    assert count_change(None, 3) == ""


def test_a_percentage_of_more_than_ten_times_becomes_times():
    assert charts.change(110, 10) == "×11"
    assert charts.change(Decimal("109.9"), 10) == "+999 %"


@pytest.mark.parametrize(
    ("name", "short"),
    [("Ủy ban MTTQ Việt Nam huyện Lâm Hà", "MTTQ huyện"), ("Hội Nông dân huyện Lâm Hà", "Hội Nông dân huyện"),
     ("Huyện đoàn Lâm Hà", "Huyện đoàn"), ('Quỹ "Vì người nghèo" tỉnh Lâm Đồng', "Quỹ “Vì người nghèo” tỉnh"),
     ("Ủy ban MTTQ Việt Nam xã Phú Sơn Lâm Hà", "MTTQ xã Phú Sơn Lâm Hà"), ("thị trấn Nam Ban", "TT. Nam Ban"),
     ("xã Nam Hà Lâm Hà", "Nam Hà Lâm Hà"), ("huyện Lâm Hà vận động", "Huyện vận động")],
)  # fmt: skip
def test_names_do_not_repeat_the_place_of_the_page(name, short):
    assert findings.short_name(name, ("huyện Lâm Hà", "tỉnh Lâm Đồng")) == short


def test_a_leader_reads_no_name_of_a_household(ledger, get):
    for address in ("/tong-quan/?nam=2022", f"/dot/{ledger.pretieng.pk}/?nam=2022"):
        text = get(ledger.lanhdao, address).content.decode()
        assert "Tên Riêng" not in text
        assert "60" in text


def test_the_board_reads_sums_without_links_to_rows(ledger, get):
    text = get(ledger.bandanvan, "/tong-quan/?nam=2022").content.decode()
    assert 'data-vnd="65000000"' not in text, "no link, so no exact figure in one"
    assert "65" in text and 'href="/ho-tro/' not in text


def test_an_organisation_s_officer_is_told_whose_part_it_is(ledger, get):
    page = get(ledger.hoinongdan, "/tong-quan/?nam=2022")
    heads = {h.label: h.value for h in page.context["headlines"]}
    assert (heads["Hỗ trợ"], heads["Cho vay ủy thác"]) == ("5", "50")
    assert "Chỉ gồm số liệu trong phạm vi được xem: Hội Nông dân huyện Lâm Hà" in page.content.decode()


def test_a_year_without_anything_says_so_and_leads_to_one_that_has(ledger, get):
    page = get(ledger.lanhdao, "/tong-quan/?nam=2019&noi=phu-son")
    text = page.content.decode()
    assert "Năm 2019 chưa có khoản hỗ trợ" in text and '<dl class="figs">' not in text
    assert "?nam=2022&amp;noi=phu-son" in text


def test_the_new_communes_of_2025_are_expected_to_report(ledger, get):
    page = get(ledger.lanhdao, "/tong-quan/?nam=2025")
    data = facts_of(ledger, ledger.lanhdao, year=2025)
    assert ledger.phu_son_lam_ha.code in data.subject.communes
    assert ledger.phu_son_lam_ha.code not in facts_of(ledger, ledger.lanhdao).subject.communes
    assert page.status_code == 200


def test_the_address_is_closed_to_whoever_reads_no_figures(ledger, get):
    assert get(ledger.quantri, "/tong-quan/").status_code == 403
    assert get(ledger.nobody, "/tong-quan/").status_code == 403


@pytest.mark.parametrize("address", ["?noi=duc-trong", "?noi=hiep-thanh", "?noi=khong-co", "?nam=abc"])
def test_a_place_out_of_reach_does_not_exist(ledger, get, address):
    assert get(ledger.mttq, f"/tong-quan/{address}").status_code == 404
    assert get(ledger.canbo_phuson, "/tong-quan/?noi=me-linh").status_code == 404


def test_the_page_opens_on_the_latest_year_that_has_figures(ledger, get):
    assert get(ledger.lanhdao, "/tong-quan/").context["year"] == 2022
    ledger.approve(ledger.make_support(date=datetime.date(2023, 2, 1), campaign=None))
    assert get(ledger.lanhdao, "/tong-quan/").context["year"] == 2023


def test_the_place_is_the_one_assigned_whatever_the_order_of_paths(ledger, get):
    """As text the path of the new commune stands before the district's."""
    assert get(ledger.lanhdao, "/tong-quan/").context["place"] == "huyện Lâm Hà"
    assert get(ledger.canbo_phuson, "/tong-quan/").context["place"] == "xã Phú Sơn"
    assert get(ledger.hoinongdan, "/tong-quan/").context["place"] == "huyện Lâm Hà"
