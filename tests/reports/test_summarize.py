"""The year's figures from the ledger: hand-computed sums over records that went through the services."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import AreaPoverty, FundingSource, Support
from danvan.records import services
from movements.models import Campaign, PublishedFigure, Target
from reports.summaries.summarize import UnknownSubject, summarize_all
from reports.summary import to_json

DAY = datetime.date


@pytest.fixture
def ledger(cast):
    """Five approved records of 2022 under the campaign, one of 2021, one draft.

    house 40 + 20 million (two sources, May) · goods 5 million in a hamlet of Mê Linh (year only, joint: women)
    · milk and mulberry, not valued (March) · labour of the district itself, not valued · loan 50 million
    """
    cast.pretieng.areas.set([cast.pretieng_1, cast.pretieng_2])
    cast.programme = Campaign.objects.create(code="ky-nghi-hong", name="Kỳ nghỉ hồng", parent=cast.pretieng)
    cast.house = cast.approve(cast.make_support())
    cast.goods = cast.approve(
        cast.make_support(
            cast.mttq, form="goods", organization=cast.hoi_nong_dan, area=cast.me_linh_1, hamlets=[],
            joint_organizations=[cast.hoi_phu_nu.pk], campaign=cast.programme, date=DAY(2022, 1, 1),
            date_precision="year", description="Phân bón", households=None,
            items=[{"quantity": "2", "unit": "tấn"}],
            contributions=[{"source": cast.tu_van_dong.pk, "amount_vnd": 5_000_000}],
        )
    )  # fmt: skip
    cast.milk = cast.approve(
        cast.make_support(
            cast.mttq, form="goods", organization=cast.hoi_phu_nu, date=DAY(2022, 3, 1), date_precision="month",
            description="Sữa và dâu", households=3, contributions=[],
            items=[
                {"name": "Sữa", "quantity": "700", "unit": "phần"},
                {"name": "Dâu", "quantity": "0.6", "unit": "ha"},
            ],
        )
    )  # fmt: skip
    cast.labour = cast.approve(
        cast.make_support(
            cast.mttq, form="labour", organization=cast.hoi_nong_dan, area=cast.lam_ha, hamlets=[],
            date=DAY(2022, 4, 1), date_precision="quarter", description="Ngày công", households=None, contributions=[],
            items=[{"quantity": "50", "unit": "ngày công"}],
        )
    )  # fmt: skip
    cast.loan = cast.approve(services.create(cast.hoinongdan, Support, cast.loan_data()))
    cast.last_year = cast.approve(cast.make_support(date=DAY(2021, 6, 1)))
    cast.draft = cast.make_support(description="Nháp")
    return cast


def year(**scope):
    return summarize_all(year=2022, **scope)


def by_name(rows):
    return {row.name: row for row in rows}


def test_the_totals_keep_loans_apart_and_count_the_unvalued(ledger):
    totals = year(campaign="pretieng-2022").totals
    assert (totals.support_vnd, totals.loan_vnd, totals.all_vnd) == (65_000_000, 50_000_000, 115_000_000)
    assert (totals.supports, totals.loans, totals.unvalued) == (5, 1, 2)
    assert totals.houses == 1, "two sources paid for one house"
    assert totals.households == 4, "1 + 3 as counted; three records do not say"


def test_organisations_add_up_through_the_channel_alone(ledger):
    rows = by_name(year(campaign="pretieng-2022").by_organization)
    assert sum(row.support_vnd for row in rows.values()) == 65_000_000
    women = rows["Hội Liên hiệp Phụ nữ huyện Lâm Hà"]
    assert (women.support_vnd, women.joint_vnd, women.supports, women.unvalued) == (0, 5_000_000, 1, 1)
    farmers = rows["Hội Nông dân huyện Lâm Hà"]
    assert (farmers.support_vnd, farmers.loan_vnd, farmers.supports) == (5_000_000, 50_000_000, 3)


def test_sources_split_a_record_by_what_each_gave(ledger):
    rows = {row.name: (row.support_vnd, row.loan_vnd, row.supports) for row in year(campaign="pretieng-2022").by_source}
    assert rows == {
        "Quỹ “Vì người nghèo” huyện": (40_000_000, 0, 1),
        "Quỹ “Vì người nghèo” tỉnh": (20_000_000, 0, 1),
        "Tổ chức tự vận động": (5_000_000, 0, 1),
        "Ngân hàng Chính sách xã hội": (0, 50_000_000, 1),
    }


def test_a_hamlet_counts_for_its_commune_and_the_district_for_none(ledger):
    rows = [(row.name, row.support_vnd, row.supports) for row in year(campaign="pretieng-2022").by_area]
    assert rows == [("xã Phú Sơn", 60_000_000, 3), ("xã Mê Linh", 5_000_000, 1), ("chưa phân xã", 0, 1)]


def test_quarters_and_years_have_no_month(ledger):
    rows = [(row.month, row.support_vnd, row.loan_vnd, row.supports) for row in year(campaign="pretieng-2022").by_month]
    assert rows == [("2022-03", 0, 0, 1), ("2022-05", 60_000_000, 50_000_000, 2), ("2022", 5_000_000, 0, 2)]


def test_what_is_not_valued_has_a_line_per_item(ledger):
    rows = [(row.description, row.quantity, row.unit, row.organization) for row in year().unvalued]
    assert rows == [
        ("Sữa và dâu (Sữa)", Decimal(700), "phần", "Hội Liên hiệp Phụ nữ huyện Lâm Hà"),
        ("Sữa và dâu (Dâu)", Decimal("0.6"), "ha", "Hội Liên hiệp Phụ nữ huyện Lâm Hà"),
        ("Ngày công", Decimal(50), "ngày công", "Hội Nông dân huyện Lâm Hà"),
    ]


def test_scopes_narrow_what_counts(ledger):
    assert year(area="phu-son").totals.support_vnd == 60_000_000
    assert year(area="lam-ha").totals.supports == 5
    assert year(organization="hoi-nong-dan").totals.support_vnd == 5_000_000
    assert year(campaign="ky-nghi-hong").totals.supports == 1, "a programme alone, without its campaign"
    assert summarize_all(year=2021).totals.support_vnd == 60_000_000
    assert summarize_all(year=2020).totals.supports == 0


def test_pending_records_stand_beside_never_instead(ledger):
    ledger.submit(ledger.draft)
    assert year().totals.support_vnd == 65_000_000
    assert year(include_pending=True).totals.support_vnd == 125_000_000


def test_an_unknown_code_is_named(cast):
    with pytest.raises(UnknownSubject, match="khong-co"):
        year(campaign="khong-co")
    with pytest.raises(ValueError, match="at most one"):
        year(campaign="a", area="b")


def test_every_figure_leads_to_the_list_that_it_counts(ledger):
    summary = year(campaign="pretieng-2022")
    base = "/ho-tro/?dot=pretieng-2022&nam=2022"
    assert summary.totals.ref == f"{base}&trang-thai=approved"
    assert summary.totals.loan_ref == f"{base}&loai=loan&trang-thai=approved"
    assert summary.totals.unvalued_ref == f"{base}&chua-quy=1&trang-thai=approved"
    assert summary.by_organization[0].ref == f"{base}&to-chuc=mttq-phu-son&trang-thai=approved"
    assert summary.by_source[0].ref == f"{base}&nguon=quy-vnn-huyen&trang-thai=approved"
    assert summary.by_area[0].ref == f"{base}&xa=phu-son&trang-thai=approved"
    assert summary.by_month[0].ref == f"{base}&thang=3&trang-thai=approved"
    assert summary.by_month[-1].ref == f"{base}&thang=%3F&trang-thai=approved"
    assert summary.by_form[0].ref == f"{base}&hinh-thuc=house_new&trang-thai=approved"
    assert summary.unvalued[0].ref == f"/ho-tro/{ledger.milk.pk}/"


def test_the_context_names_place_hamlets_and_coverage(ledger):
    summary = year(campaign="pretieng-2022")
    assert summary.context.place == "thôn Pretieng 1 và thôn Pretieng 2, xã Phú Sơn"
    assert (summary.context.root, summary.context.superior) == ("huyện Lâm Hà", "tỉnh Lâm Đồng")
    assert summary.context.cutoff == DAY(2022, 12, 31)
    coverage = year(area="lam-ha").context.coverage
    assert (coverage.reported, coverage.expected) == (2, 3), "Đạ Đờn has nothing"


def test_the_database_and_a_recount_of_the_records_agree(ledger):
    supports = Support.objects.approved().in_year(2022)
    grouped, recounted = supports.ledger(), supports.ledger_with_entries()
    assert grouped.totals() == recounted.totals() == supports.totals()
    assert grouped.by_organization() == recounted.by_organization() == supports.by_organization()
    assert grouped.by_source() == recounted.by_source() == supports.by_source()
    assert grouped.by_area() == recounted.by_area() == supports.by_area()
    assert grouped.by_form() == recounted.by_form() == supports.by_form()
    assert grouped.by_month() == recounted.by_month() == supports.by_month()
    assert grouped.unvalued == recounted.unvalued


def test_a_period_holds_what_surely_lies_in_it(ledger):
    def in_period(start, end):
        return set(Support.objects.approved().in_period(start, end).values_list("pk", flat=True))

    first_half = in_period(DAY(2022, 1, 1), DAY(2022, 6, 30))
    assert first_half == {ledger.house.pk, ledger.milk.pk, ledger.labour.pk, ledger.loan.pk}
    assert in_period(DAY(2022, 3, 2), DAY(2022, 4, 30)) == set(), "March is not whole in it, nor the quarter"
    assert len(in_period(DAY(2022, 1, 1), DAY(2022, 12, 31))) == 5
    assert in_period(DAY(2022, 3, 1), DAY(2022, 3, 31)) == {ledger.milk.pk}


def test_figures_cost_the_same_queries_at_few_and_at_two_hundred_rows(ledger):
    def counted():
        with CaptureQueriesContext(connection) as queries:
            summary = year(campaign="pretieng-2022")
        return len(queries), summary.totals.supports

    few, supports = counted()
    copies = [
        Support(
            kind="grant", form="gift", organization=ledger.hoi_phu_nu, area=ledger.phu_son, campaign=ledger.pretieng,
            date=DAY(2022, 7, 1), year=2022, description=f"Quà {n}", status="draft", amount_vnd=1000,
            created_by=ledger.mttq, updated_by=ledger.mttq,
        )
        for n in range(200)
    ]  # fmt: skip
    made = Support.objects.bulk_create(copies)
    sources = [FundingSource.objects.create(code=f"n-{n}", name=f"Nguồn {n}") for n in range(20)]
    for n, support in enumerate(made):
        support.contributions.create(source=sources[n % 20], amount_vnd=1000)
        support.items.create(quantity=1, unit="phần")
    Support.objects.filter(pk__in=[support.pk for support in made]).update(status="approved")
    many, more = counted()
    assert more == supports + 200
    assert few == many <= 9


def test_targets_follow_the_rules_of_difference_and_percent(ledger):
    def target(area, planned, actual):
        data = {"organization": ledger.mttq_huyen, "area": area, "campaign": ledger.pretieng, "year": 2022,
                "indicator": ledger.dau_tam, "planned_min": planned[0], "planned_max": planned[-1],
                "actual": actual}  # fmt: skip
        ledger.approve(services.create(ledger.mttq, Target, data))

    target(ledger.lam_ha, ["5.6"], "7.6")
    target(ledger.phu_son, ["0.5", "1"], "1")
    target(ledger.me_linh, ["0.5", "1"], "1.2")
    target(ledger.da_don, ["0"], "3")
    rows = [
        (row["planned_min"], row["planned_max"], row["actual"], row["difference"], row["percent"])
        for row in to_json(year(campaign="pretieng-2022"))["targets"]
    ]
    assert rows == [
        ("5.6", "5.6", "7.6", "2.0", "135.71"),
        ("0.5", "1", "1", "0", None),
        ("0.5", "1", "1.2", "0.2", None),
        ("0", "0", "3", "3", None),
    ]


def poverty(cast, day, poor, near_poor, standard="2016-2020", **more):
    data = {"organization": cast.mttq_huyen, "area": cast.phu_son, "campaign": cast.pretieng, "date": day,
            "standard": standard, "source": "Ban Dân vận", "poor": poor, "near_poor": near_poor, **more}  # fmt: skip
    return cast.approve(services.create(cast.mttq, AreaPoverty, data))


def test_poverty_takes_the_last_figures_of_the_two_years(ledger):
    poverty(ledger, DAY(2020, 12, 31), 60, 50)
    poverty(ledger, DAY(2021, 12, 31), 43, 38)
    poverty(ledger, DAY(2022, 6, 30), 40, 37)
    poverty(ledger, DAY(2022, 12, 31), 37, 35)
    summary = year(campaign="pretieng-2022")
    rows = [(row.poverty_class, row.start, row.end, row.change, row.percent) for row in summary.poverty]
    assert rows == [("poor", 43, 37, -6, Decimal("-13.95")), ("near_poor", 38, 35, -3, Decimal("-7.89"))]
    assert summary.context.poverty_end == "cuối năm 2022"


def test_a_year_without_a_count_has_no_end(ledger):
    poverty(ledger, DAY(2021, 12, 31), 43, None)
    poor, near_poor = year(campaign="pretieng-2022").poverty
    assert (poor.start, poor.end, poor.change) == (43, None, None)
    assert (near_poor.start, near_poor.end) == (None, None)


def test_a_change_of_standard_breaks_the_series(ledger):
    poverty(ledger, DAY(2021, 12, 31), 43, 38)
    poverty(ledger, DAY(2022, 12, 31), 50, 45, standard="2022-2025")
    assert "poverty_standard" in [warning.code for warning in year(campaign="pretieng-2022").warnings]
    poverty(ledger, DAY(2021, 12, 31), 52, 47, standard="2022-2025")
    again = year(campaign="pretieng-2022")
    assert again.poverty[0].start == 52, "the figure by the same standard is compared"
    assert "poverty_standard" not in [warning.code for warning in again.warnings]


def test_published_totals_belong_to_exactly_their_subject(ledger):
    PublishedFigure.objects.create(
        campaign=ledger.pretieng, year=2022, key="support_vnd", value=66_000_000, words="66 triệu", source="Ban",
        date=DAY(2023, 2, 20),
    )  # fmt: skip
    summary = year(campaign="pretieng-2022")
    assert summary.published.support_vnd == 66_000_000
    assert summary.difference == {"support_vnd": 1_000_000, "loan_vnd": None, "all_vnd": None}
    assert year(area="lam-ha").published.support_vnd is None
