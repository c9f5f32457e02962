"""Who is left out and who is helped often, of 2022, by hand-made records."""

import pytest

from beneficiaries import household_merge as merging
from beneficiaries.models import AreaPoverty, Support
from danvan.records import services
from tests.cast import DAY
from tests.households.household_cast import as_, review


@pytest.fixture
def year(cast):
    """`poor` and `near` of Pretieng 1, both reviewed; `often` of Pretieng 2 helped twice (60 and 5 million)."""
    cast.poor, cast.near = cast.make_household(head="Hộ Nghèo"), cast.make_household(head="Hộ Cận")
    cast.often = cast.make_household(head="Hộ Nhận", area=cast.pretieng_2)
    for household, said in ((cast.poor, "poor"), (cast.near, "near_poor"), (cast.often, "poor")):
        review(cast, said, household=household)
    give(cast, cast.often, description="Nhà", share_vnd=60_000_000)
    give(cast, cast.often, description="Quà", share_vnd=5_000_000)
    return cast


def give(cast, *households, share_vnd=None, **changes):
    rows = [{"kind": "household", "household": h.pk, "share_vnd": share_vnd} for h in households]
    support = cast.make_support(recipients=rows, households=len(rows), **{"hamlets": [], **changes})
    return cast.approve(support)


def listed(client, address):
    return [str(row) for row in client.get(f"/ho/cong-bang/{address}").context["shown"].page]


def test_the_poor_that_nothing_named_are_listed_by_the_review_of_the_year(client, year):
    as_(client, year, "canbo_phuson")
    assert listed(client, "chua-nhan/?nam=2022") == ["Hộ Cận", "Hộ Nghèo"]
    assert listed(client, "chua-nhan/?nam=2022&dien=poor") == ["Hộ Nghèo"]
    assert listed(client, "chua-nhan/?nam=2021") == []
    loan = year.loan_data(recipients=[{"kind": "household", "household": year.poor.pk}])
    year.approve(services.create(year.mttq, Support, loan))
    year.submit(year.make_support(recipients=[{"kind": "household", "household": year.poor.pk}]))
    assert listed(client, "chua-nhan/?nam=2022&dien=poor") == ["Hộ Nghèo"]  # a loan, and what only waits: no help yet
    give(year, year.poor)
    assert listed(client, "chua-nhan/?nam=2022") == ["Hộ Cận"]


def test_help_by_a_record_out_of_sight_is_help(client, year):
    far = year.make_support(year.mttq, organization=year.mttq_huyen, area=year.lam_ha, hamlets=[],
                            recipients=[{"kind": "household", "household": year.poor.pk}])  # fmt: skip
    year.approve(far)
    as_(client, year, "canbo_phuson")
    assert listed(client, "chua-nhan/?nam=2022&dien=poor") == []


def test_a_merged_record_carries_its_help_and_its_review_over(client, year):
    twin = year.make_household(head="Hộ Nghèo hai")
    give(year, twin)
    merging.propose(year.canbo_phuson, twin, year.poor, reason="Một hộ")
    as_(client, year, "canbo_phuson")
    assert listed(client, "chua-nhan/?nam=2022") == ["Hộ Cận"]
    give(year, year.poor, description="Lần nữa")
    assert listed(client, "nhan-nhieu/?nam=2022") == ["Hộ Nghèo", "Hộ Nhận"]


def test_those_helped_often_by_times_or_by_amount(client, year):
    as_(client, year, "canbo_phuson")
    answer = client.get("/ho/cong-bang/nhan-nhieu/?nam=2022")
    (row,) = answer.context["shown"].page
    assert (str(row), row.times, row.got_vnd) == ("Hộ Nhận", 2, 65_000_000)
    assert listed(client, "nhan-nhieu/?nam=2022&lan=3") == []
    assert listed(client, "nhan-nhieu/?nam=2022&lan=3&tien=65 triệu") == ["Hộ Nhận"]
    assert listed(client, "nhan-nhieu/?nam=2022&lan=3&tien=65.000.001") == []
    assert listed(client, "nhan-nhieu/?nam=2022&lan=không") == []
    give(year, year.poor, year.near, description="Chung")
    assert listed(client, "nhan-nhieu/?nam=2022&lan=1") == ["Hộ Nhận", "Hộ Cận", "Hộ Nghèo"]
    page = client.get("/ho/cong-bang/nhan-nhieu/?nam=2022&lan=1").context["shown"].page
    near = next(row for row in page if row.pk == year.near.pk)
    assert (near.times, near.got_vnd) == (1, None)


def test_hamlets_that_hold_poor_households_and_got_nothing(client, year):
    as_(client, year, "canbo_phuson")
    (row,) = client.get("/ho/cong-bang/thon-trong/?nam=2022").context["shown"].page
    assert (row, row.poor_named, row.near_named, row.poor_said) == (year.pretieng_1, 1, 1, None)
    counted = services.create(year.mttq, AreaPoverty, {
        "organization": year.mttq_huyen, "area": year.me_linh_1, "date": DAY, "standard": "2022-2025",
        "source": "UBND xã", "poor": 7})  # fmt: skip
    year.approve(counted)
    as_(client, year, "mttq")
    page = client.get("/ho/cong-bang/thon-trong/?nam=2022")
    rows = {str(r): (r.poor_named or None, r.poor_said) for r in page.context["shown"].page}
    assert rows == {"thôn Pretieng 1": (1, None), "thôn Thôn 1": (None, 7)}
    as_(client, year, "lanhdao")  # no names, no counts of names
    rows = [
        (str(r), r.poor_named, r.poor_said)
        for r in client.get("/ho/cong-bang/thon-trong/?nam=2022").context["shown"].page
    ]
    assert rows == [("thôn Thôn 1", None, 7)]
    give(year, year.poor)
    as_(client, year, "canbo_phuson")
    assert listed(client, "thon-trong/?nam=2022") == []


def test_communes_whose_poor_are_counted_but_not_named_are_said(client, year):
    counted = services.create(year.mttq, AreaPoverty, {
        "organization": year.mttq_huyen, "area": year.me_linh, "date": DAY, "standard": "2022-2025",
        "source": "UBND xã", "poor": 7})  # fmt: skip
    year.approve(counted)
    assert "không giữ danh sách hộ: Xã Mê Linh" in as_(client, year, "mttq").get(
        "/ho/cong-bang/chua-nhan/?nam=2022").content.decode()  # fmt: skip


def test_each_list_has_its_year_in_the_url_an_export_and_twelve_queries(client, year, django_assert_max_num_queries):
    as_(client, year, "canbo_phuson")
    for name in ("chua-nhan", "nhan-nhieu", "thon-trong"):
        assert client.get(f"/ho/cong-bang/{name}/")["Location"] == f"/ho/cong-bang/{name}/?nam=2022"
        with django_assert_max_num_queries(14):  # two of them log in
            client.get(f"/ho/cong-bang/{name}/?nam=2022&lan=1")
        assert client.get(f"/ho/cong-bang/{name}/?nam=2022&xuat=csv").status_code == 200
    assert "Hộ Nghèo" in client.get("/ho/cong-bang/chua-nhan/?nam=2022&xuat=csv").content.decode("utf-8-sig")
