"""Giảm nghèo on the cast: flows of two communes and their district by hand, what was received, what was published."""

import datetime

import pytest

from beneficiaries.models import AreaPoverty, Residence, Support
from danvan.records import services
from reports.summaries.summarize import summarize_all
from tests.households.household_cast import as_
from tests.households.poverty_case import lists, review
from tests.households.test_fairness import give

PHU_SON = {"missing": 1, "escaped": 1, "to_near": 1, "moved_out": 1, "joined": 1, "again": 1, "parted": 1,
           "from_near": 1, "stayed": 2}  # fmt: skip


def flows(client, place, year=2022):
    page = client.get(f"/giam-ngheo/?noi={place}&nam={year}")
    assert page.status_code == 200
    poor, near = (account.flow for account in page.context["accounts"])
    for flow in (poor, near):
        if flow.known:
            assert flow.start - flow.left + flow.entered == flow.end
    return page, poor, near


def named(client, address):
    return sorted(str(row.household) for row in client.get(f"/giam-ngheo/ho/?nam=2022&{address}").context["shown"].page)


def test_two_communes_and_their_district(client, cast):
    lists(cast)
    as_(client, cast, "canbo_phuson")
    page, poor, near = flows(client, "phu-son")
    assert (poor.start, poor.end, dict(poor.counts)) == (7, 5, PHU_SON)
    assert (near.start, near.end, dict(near.counts)) == (1, 2, {"to_poor": 1, "from_poor": 1, "new": 1})
    assert "Hộ nghèo: 7 → 5, giảm 2" in page.content.decode()
    assert named(client, "noi=phu-son&ds=poor&dong=moved_out") == ["Hộ Chuyển"]
    assert named(client, "noi=phu-son&ds=poor&dong=again") == ["Hộ Tái"]
    assert named(client, "noi=phu-son&ds=poor&dong=thoat") == ["Hộ Thoát", "Hộ Thoát còn cận"]
    assert len(named(client, "noi=phu-son&ds=poor&dong=end")) == 5
    assert client.get("/giam-ngheo/?noi=me-linh&nam=2022").status_code == 404  # not this officer's
    html = client.get("/giam-ngheo/ho/?noi=phu-son&nam=2022&ds=poor&dong=moved_out").content.decode()
    assert "Mê Linh" not in html  # that it is elsewhere, not where

    as_(client, cast, "canbo_melinh")
    _page, poor, near = flows(client, "me-linh")
    assert (poor.start, poor.end, dict(poor.counts)) == (0, 1, {"moved_in": 1})
    assert (near.start, near.end) == (1, 1)

    as_(client, cast, "mttq")
    page, poor, near = flows(client, "lam-ha")
    assert (poor.start, poor.end, poor.counts["stayed"]) == (7, 6, 3)  # who moved inside stayed in the whole
    assert "moved_out" not in poor.counts and page.context["moved"] == 1
    rows = {row.title: (row.poor.start, row.poor.end, row.near.start, row.near.end) for row in page.context["rows"]}
    assert rows == {"xã Phú Sơn": (7, 5, 1, 2), "xã Mê Linh": (0, 1, 1, 1)}
    _page, poor, _near = flows(client, "lam-ha", 2023)  # not begun: nobody is assumed to have stayed
    assert (poor.start, poor.end, poor.known) == (6, None, False)
    _page, poor, _near = flows(client, "lam-ha", 2020)
    assert (poor.start, poor.end, poor.known) == (None, 1, False)


def test_borders_that_moved_move_nobody(client, cast):
    """Phú Sơn became part of Phú Sơn Lâm Hà in 2025: its households stayed where they were."""
    cast.homes = {name: cast.make_household(cast.mttq, head=f"Hộ {name}") for name in ("A", "B")}
    review(cast, [("A", 2024, "poor"), ("B", 2024, "poor"), ("A", 2025, "#poor"), ("B", 2025, "escaped_poor")])
    as_(client, cast, "canbo_phuson")
    _page, poor, _near = flows(client, "phu-son-lam-ha", 2025)
    assert (poor.start, poor.end, dict(poor.counts)) == (2, 1, {"stayed": 1, "escaped": 1})


def test_who_moved_is_told_by_the_residence_where_nobody_reviewed(client, cast):
    cast.homes = {name: cast.make_household(cast.mttq, head=f"Hộ {name}") for name in ("A", "B")}
    day = datetime.date(2022, 6, 30)
    Residence.objects.create(household=cast.homes["A"], area=cast.pretieng_1, end=day)
    Residence.objects.create(household=cast.homes["A"], area=cast.me_linh_1, start=day + datetime.timedelta(1))
    review(cast, [("A", 2021, "poor"), ("B", 2021, "poor"), ("B", 2022, "poor")])
    as_(client, cast, "canbo_phuson")
    _page, poor, _near = flows(client, "phu-son")
    assert dict(poor.counts) == {"moved_out": 1, "stayed": 1}


def test_another_standard_breaks_the_lists(client, cast):
    """2021 by the old standard, 2022 by the new one; with a list of 2021 by the new one too, that one is the start."""
    cast.homes = {name: cast.make_household(cast.mttq, head=f"Hộ {name}") for name in "AB"}
    review(cast, [("A", 2021, "poor")], "2016-2020")
    review(cast, [("A", 2022, "poor"), ("B", 2022, "poor")])
    as_(client, cast, "canbo_phuson")
    page, poor, _near = flows(client, "phu-son")
    assert (poor.start, poor.end) == (1, 2) and "theo hai chuẩn" in page.content.decode()
    review(cast, [("B", 2021, "poor")])
    page, poor, _near = flows(client, "phu-son")
    assert (poor.start, poor.end, dict(poor.counts)) == (1, 2, {"stayed": 1, "other_before": 1})
    assert "theo hai chuẩn" not in page.content.decode()


def test_what_they_had_received_times_and_households_apart(client, cast):
    lists(cast)
    homes = cast.homes
    give(cast, homes["Thoát"], homes["Còn"])
    give(cast, homes["Thoát"], description="Sinh kế", form="livelihood", items=[])
    give(cast, homes["Trùng hai"], description="Quà", form="gift", items=[])
    loan = cast.loan_data(recipients=[{"kind": "household", "household": homes["Thoát còn cận"].pk}])
    cast.approve(services.create(cast.mttq, Support, loan))
    as_(client, cast, "canbo_phuson")
    helped = client.get("/giam-ngheo/?noi=phu-son&nam=2022").context["help"]
    assert [(name, n) for name, n, _url in helped.heads] == [("Thoát nghèo", 2), ("Còn nghèo", 2),
                                                            ("Vào danh sách nghèo", 3)]  # fmt: skip
    rows = {row.what: row.cells for row in helped.rows}
    assert rows["Có ít nhất một khoản hỗ trợ"] == ((1, 2), (2, 2), (0, 0))
    assert rows["Nhà ở xây mới"] == ((1, 1), (1, 1), (0, 0))
    assert rows["Quà"] == ((0, 0), (1, 1), (0, 0))  # given to the record that was merged away
    assert rows["Không nhận khoản hỗ trợ nào"] == ((1, None), (0, None), (3, None))
    assert rows["Có vay vốn (không tính là hỗ trợ)"] == ((1, 1), (0, 0), (0, 0))


def count(cast, source, poor, near, year=2022, households=None, standard="2022-2025"):
    data = {
        "organization": cast.mttq_huyen, "area": cast.phu_son, "date": datetime.date(year, 12, 31),
        "standard": standard, "source": source, "poor": poor, "near_poor": near, "households": households,
    }  # fmt: skip
    cast.approve(services.create(cast.mttq, AreaPoverty, data))


def test_names_against_counts_and_publishers_against_each_other(client, cast):
    lists(cast)
    count(cast, "UBND xã", 43, None, 2020, standard="2016-2020")
    count(cast, "UBND xã", 9, 4, 2021, 1850)
    count(cast, "UBND xã", 8, 2, 2022, 1850)
    count(cast, "Phòng LĐTBXH", 5, 1)
    as_(client, cast, "canbo_phuson")
    page = client.get("/giam-ngheo/?noi=phu-son&nam=2022")
    beside = [(b.which, b.published.source, b.stated, b.names, b.difference, b.said) for b in page.context["beside"]]
    assert beside == [
        ("poor", "UBND xã", 8, 5, 3, "danh sách thiếu 3 hộ"), ("poor", "Phòng LĐTBXH", 5, 5, 0, "khớp"),
        ("near_poor", "UBND xã", 2, 2, 0, "khớp"), ("near_poor", "Phòng LĐTBXH", 1, 2, -1, "danh sách nhiều hơn 1 hộ"),
    ]  # fmt: skip
    (several,) = page.context["publishers"]
    assert several.said == "lệch 3 hộ nghèo, lệch 1 hộ cận nghèo"
    assert [str(c.poor_rate) for c in page.context["counts"] if c.households] == ["0.43", "0.49"]
    chart = page.context["series"]
    assert len(chart.breaks) == 1 and "đổi chuẩn" in chart.desc
    assert len(chart.segments) == 2  # 2021–2022 of each class; nothing joins the old standard to the new one


def test_who_may_not_see_names_reads_counts_of_three_or_more(client, cast):
    lists(cast)
    count(cast, "UBND xã", 8, 2)
    as_(client, cast, "lanhdao")
    page, poor, _near = flows(client, "lam-ha")
    (account, near) = page.context["accounts"]
    assert (poor.start, poor.end) == (7, 6)
    html = page.content.decode()
    assert account.steps and all(step.count >= 3 and not step.url for step in account.steps)
    assert near.small and near.steps == () and "dưới 3" in html
    assert "/giam-ngheo/ho/" not in html and "Hộ Thoát" not in html
    assert not page.context["beside"]
    assert client.get("/giam-ngheo/ho/?noi=lam-ha&nam=2022").status_code == 403
    as_(client, cast, "hoinongdan")
    assert client.get("/giam-ngheo/?noi=lam-ha&nam=2022").status_code == 403


@pytest.mark.once
def test_the_page_and_its_lists_cost_no_more_with_more_households(client, cast, django_assert_max_num_queries):
    lists(cast)
    as_(client, cast, "mttq")
    for address in ("/giam-ngheo/?nam=2022", "/giam-ngheo/", "/giam-ngheo/ho/?nam=2022&ds=poor&dong=end"):
        with django_assert_max_num_queries(14):  # two of them are the session's and the user's
            assert client.get(address).status_code == 200
    xlsx = client.get("/giam-ngheo/?nam=2022&xuat=csv").content.decode("utf-8-sig").splitlines()
    assert xlsx[1] == "huyện Lâm Hà,Hộ nghèo,Đầu kỳ,,7" and "huyện Lâm Hà,Hộ nghèo,Cuối kỳ,,6" in xlsx


def test_reports_tell_the_flows_of_a_place_with_small_counts_added_up(cast):
    lists(cast)
    poor, near = summarize_all(year=2022, area="phu-son").poverty_flows
    assert (poor.start, poor.end) == (7, 5)
    assert [(step.label, step.sign, step.count) for step in poor.steps] == [
        ("Các lý do khác, gộp lại", -1, 5), ("Các lý do khác, gộp lại", 1, 3)]  # fmt: skip
    assert (near.start, near.end, near.steps) == (None, None, ())  # 1 → 2 households: not told
    assert summarize_all(year=2022, campaign="pretieng-2022").poverty_flows == ()
    assert summarize_all(year=2023, area="phu-son").poverty_flows == ()
