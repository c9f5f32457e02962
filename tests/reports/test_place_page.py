"""The pages of communes and organisations through a merger: hand-computed years, their lists, scope and queries."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import AreaPoverty
from beneficiaries.poverty_year import year_of
from danvan.records import services
from movements.models import Area, AreaSuccession
from reports.pages.year_table import Table
from reports.summaries.summarize import summarize
from tests.cast import REFORM, Cast
from tests.households.poverty_case import lists, review
from tests.movements.pages import as_, text

DAY = datetime.date
MILLION = 1_000_000


def give(cast: Cast, actor: Any, area: Area, body: Any, day: datetime.date, vnd: int, **more: Any) -> Any:
    """An accepted gift of goods."""
    return cast.approve(cast.make_support(
        actor, form="goods", area=area, hamlets=[], organization=body, date=day, campaign=None, items=[],
        contributions=[{"source": cast.quy_huyen, "amount_vnd": vnd}], **more,
    ))  # fmt: skip


@pytest.fixture
def merged(cast: Cast) -> Cast:
    """Supports in million đồng (a house of 60, a loan of 50 apart), and the poor | near-poor as published:

                    2021        2022                2023       2025
        Phú Sơn     50 | 40     60, loan; 43 | 38   40 | 30    3 in March
        Đạ Đờn      30 | 20     5;        20 | 10   7          –
        the new one                                            4 in August; 55 | 45

    2021 is by the standard before. What waits for acceptance in Phú Sơn (99 in 2022) counts nowhere.
    """
    cast.assign(cast.chutich_melinh, "commune_chair", cast.da_don)  # Đạ Đờn has no chair of its own
    cast.house = cast.approve(cast.make_support(joint_organizations=[cast.mttq_da_don]))
    cast.approve(cast.record_of("model_year"))
    cast.approve(services.create(cast.hoinongdan, type(cast.house), cast.loan_data()))
    give(cast, cast.mttq, cast.da_don, cast.mttq_da_don, DAY(2022, 6, 1), 5 * MILLION)
    give(cast, cast.mttq, cast.da_don, cast.mttq_da_don, DAY(2023, 6, 1), 7 * MILLION)
    give(cast, cast.canbo_phuson, cast.phu_son, cast.mttq_phu_son, DAY(2025, 3, 1), 3 * MILLION)
    give(cast, cast.mttq, cast.phu_son_lam_ha, cast.mttq_phu_son_moi, DAY(2025, 8, 1), 4 * MILLION)
    cast.submit(cast.make_support(contributions=[{"source": cast.quy_huyen, "amount_vnd": 99 * MILLION}]))
    for area, year, standard, poor, near in (
        (cast.phu_son, 2021, "2016-2020", 50, 40), (cast.da_don, 2021, "2016-2020", 30, 20),
        (cast.phu_son, 2022, "2022-2025", 43, 38), (cast.da_don, 2022, "2022-2025", 20, 10),
        (cast.phu_son, 2023, "2022-2025", 40, 30), (cast.phu_son_lam_ha, 2025, "2022-2025", 55, 45),
    ):  # fmt: skip
        data = {"organization": cast.mttq_huyen, "area": area, "date": DAY(year, 12, 31), "standard": standard,
                "source": "UBND", "poor": poor, "near_poor": near}  # fmt: skip
        cast.approve(services.create(cast.mttq, AreaPoverty, data))
    return cast


def page(user: Any, address: str) -> Any:
    found = as_(user).get(address)
    assert found.status_code == 200
    return found


def column(shown: Any, key: str, head: str) -> dict[str, Any]:
    """{year: value} of one column; a body under its year by its own name."""
    table: Table = next(table for table in shown.context["tables"] if table.key == key)
    at = [one.label for one in table.heads].index(head)
    year, found = "", {}
    for row in table.rows:
        year = year if row.sub else row.label
        found[f"{year} {row.label}" if row.sub else year] = row.cells[at].value
    return found


def link(shown: Any, key: str, head: str, year: str) -> str:
    table: Table = next(table for table in shown.context["tables"] if table.key == key)
    at = [one.label for one in table.heads].index(head)
    return next(row.cells[at].url for row in table.rows if row.label == year)


def test_a_new_commune_shows_the_years_of_its_old_ones_and_each_figure_its_list(merged: Cast) -> None:
    address = f"/dia-ban/{merged.phu_son_lam_ha.pk}/"
    shown = page(merged.mttq_truong, address)
    nothing = {"2021": None, "2023": None, "2024": None, "2025": None}
    assert column(shown, "nam", "Hỗ trợ") == {
        "2021": None, "2022": 65 * MILLION, "2023": 7 * MILLION, "2024": None, "2025": 7 * MILLION,
    }  # fmt: skip
    assert column(shown, "nam", "Cho vay") == nothing | {"2022": 50 * MILLION}
    assert column(shown, "nam", "Nhà xây mới") == nothing | {"2022": 1}
    assert column(shown, "nam", "MH công nhận, tập thể") == nothing | {"2022": 1}
    assert column(shown, "nam", "MH đăng ký, cá nhân") == nothing | {"2022": None}
    marks = {row.label: row.mark for row in shown.context["tables"][0].rows}
    assert marks == {
        "2021": "", "2022": "quy về từ xã Đạ Đờn, xã Phú Sơn", "2023": "quy về từ xã Đạ Đờn", "2024": "",
        "2025": "quy về từ xã Phú Sơn",
    }  # fmt: skip
    listed = page(merged.mttq_truong, link(shown, "nam", "Hỗ trợ", "2022")).context["shown"]
    assert (listed.count, listed.totals["ho-tro"]) == (2, 65 * MILLION)
    models = page(merged.mttq_truong, link(shown, "nam", "MH công nhận, tập thể", "2022")).context["shown"]
    assert models.count == 1

    board = "/mo-hinh/bang/?nam=2022&noi=phu-son-lam-ha"
    assert page(merged.mttq_truong, f"{board}&ranh-gioi=hien-nay").context["counted"]
    assert not page(merged.mttq_truong, board).context["counted"]
    overview = text(page(merged.lanhdao, "/tong-quan/?nam=2022&noi=phu-son-lam-ha&ranh-gioi=hien-nay"))
    assert f'<a href="{address}">trang của xã Phú Sơn Lâm Hà</a>' in overview

    own = page(merged.mttq_truong, f"{address}?ranh-gioi=luc-do")
    assert column(own, "nam", "Hỗ trợ") == {"2025": 4 * MILLION}
    assert as_(merged.mttq_truong).get(f"{address}?ranh-gioi=sai").status_code == 404
    csv = as_(merged.mttq_truong).get(f"{address}?bang=nam&xuat=csv").content.decode("utf-8-sig").splitlines()
    assert csv[0].startswith("Năm,Gồm,")
    assert csv[2].startswith('2022,"quy về từ xã Đạ Đờn, xã Phú Sơn",65000000,50000000,1,1,,1,,')
    assert csv[4] == "2024,,,,,,,,,,"  # missing is empty, not 0


@pytest.mark.once
def test_the_poor_are_added_up_where_all_were_counted_by_one_standard_and_a_break_is_said(merged: Cast) -> None:
    shown = page(merged.mttq_truong, f"/dia-ban/{merged.phu_son_lam_ha.pk}/")
    assert column(shown, "ngheo", "Nghèo, công bố") == {
        "2021": 80, "2022": 63, "2023": None, "2024": None, "2025": 55,
    }  # fmt: skip
    assert column(shown, "ngheo", "Cận nghèo, công bố")["2022"] == 48
    said = column(shown, "ngheo", "Chuẩn, nơi công bố")
    assert "Đổi chuẩn" in said["2022"] and "Đổi chuẩn" not in said["2025"]
    assert "thiếu số của xã Đạ Đờn" in said["2023"]
    assert len(shown.context["chart"].breaks) == 1
    assert "</dd>" in text(shown) and "–" in text(shown)


@pytest.mark.once
def test_the_poor_by_name_are_those_of_giam_ngheo(cast: Cast) -> None:
    """Lists of Phú Sơn: poor 7 → 5, near-poor 1 → 2. One of two records of one household is reviewed otherwise than the
    other: the record that was kept is counted, on both pages.
    """
    lists(cast)
    review(cast, [("Trùng hai", 2021, "near_poor")])
    shown = page(cast.mttq_truong, f"/dia-ban/{cast.phu_son.pk}/")
    year = year_of(cast.mttq_truong, cast.phu_son, 2022)
    for which, head, by_hand in (("poor", "Nghèo, có tên", (7, 5)), ("near_poor", "Cận nghèo, có tên", (1, 2))):
        flow, held = year.flow(which), column(shown, "ngheo", head)
        assert (held["2021"], held["2022"]) == (flow.start, flow.end) == by_hand


@pytest.mark.once
def test_an_old_commune_ends_where_it_ended_and_says_where_it_goes_on(merged: Cast) -> None:
    shown = page(merged.mttq_truong, f"/dia-ban/{merged.phu_son.pk}/")
    assert column(shown, "nam", "Hỗ trợ") == {
        "2021": None, "2022": 60 * MILLION, "2023": None, "2024": None, "2025": 3 * MILLION,
    }  # fmt: skip
    assert "số liệu tiếp ở" in text(shown) and f"/dia-ban/{merged.phu_son_lam_ha.pk}/" in text(shown)
    assert "ranh-gioi" not in link(shown, "nam", "Hỗ trợ", "2022")
    totals = summarize(merged.mttq_truong, year=2022, area=merged.phu_son.code).totals  # as Tổng quan and reports count
    told = [column(shown, "nam", head)["2022"] for head in ("Hỗ trợ", "Cho vay", "Nhà xây mới")]
    assert told == [totals.support_vnd, totals.loan_vnd, totals.houses] == [60 * MILLION, 50 * MILLION, 1]


@pytest.mark.once
def test_what_lies_above_the_communes_counts_what_is_recorded_anywhere_in_it(merged: Cast) -> None:
    for place in (merged.lam_ha, merged.lam_ha.parent):
        shown = page(merged.mttq_truong, place.get_absolute_url())
        assert column(shown, "nam", "Hỗ trợ")["2022"] == 65 * MILLION


@pytest.mark.once
def test_a_reader_sees_only_what_is_theirs(merged: Cast) -> None:
    address = f"/dia-ban/{merged.phu_son_lam_ha.pk}/"
    mine = page(merged.canbo_phuson, address)  # followed the merger: the other half's past stays out
    assert column(mine, "nam", "Hỗ trợ")["2022"] == 60 * MILLION
    assert "Chỉ gồm số liệu trong phạm vi được xem" in text(mine)
    assert column(mine, "ngheo", "Nghèo, công bố")["2022"] is None
    other = page(merged.canbo_melinh, address)
    assert other.context["tables"] == [] and "65.000.000" not in text(other)
    leader = page(merged.lanhdao, address)
    assert column(leader, "nam", "Hỗ trợ")["2022"] == 65 * MILLION
    administrator = page(merged.quantri, address)
    assert "tables" not in administrator.context and "65.000.000" not in text(administrator)
    assert as_(merged.quantri).get(f"{address}?xuat=csv").status_code == 403


def test_what_came_of_a_commune_that_was_split_goes_by_hamlet_then_by_share(cast: Cast) -> None:
    """Mê Linh: 7 đồng by 0,4 and 0,6 are 3 and 4; what is for Thôn 1 went to the east whole."""
    east, west = (
        Area.objects.create(code=code, name=name, level="commune", kind="xa", parent=cast.lam_dong, valid_from=REFORM)
        for code, name in (("dong", "Đông"), ("tay", "Tây"))
    )
    hamlet = Area.objects.create(code="thon-1-moi", name="Thôn 1", level="hamlet", kind="thon", parent=east)
    for new, share in ((east, "0.4"), (west, "0.6")):
        AreaSuccession.objects.create(old=cast.me_linh, new=new, date=REFORM, share=Decimal(share))
    AreaSuccession.objects.create(old=cast.me_linh_1, new=hamlet, date=REFORM)
    give(cast, cast.canbo_melinh, cast.me_linh, cast.mttq_me_linh, DAY(2022, 5, 1), 7)
    cast.approve(cast.make_support(
        cast.canbo_melinh, area=cast.me_linh, hamlets=[cast.me_linh_1], organization=cast.mttq_me_linh, campaign=None,
        contributions=[{"source": cast.quy_huyen, "amount_vnd": 101}],
    ))  # fmt: skip
    found = {area: page(cast.mttq_truong, f"/dia-ban/{area.pk}/") for area in (east, west)}
    assert [column(shown, "nam", "Hỗ trợ")["2022"] for shown in found.values()] == [3 + 101, 4]
    assert link(found[west], "nam", "Hỗ trợ", "2022") == ""  # no list shows a share
    assert "tách theo tỷ lệ" in text(found[west])


def test_an_organisation_counts_what_it_was_made_of_each_thing_once(merged: Cast) -> None:
    """Đạ Đờn joined in what Phú Sơn led: for the Front of the new commune that was led, and joined by nobody else."""
    shown = page(merged.mttq_truong, f"/to-chuc/{merged.mttq_phu_son_moi.pk}/")
    assert column(shown, "nam", "Hỗ trợ, kênh thực hiện") == {
        "2022": 65 * MILLION, "2022 MTTQ Đạ Đờn": 5 * MILLION, "2022 MTTQ Phú Sơn": 60 * MILLION,
        "2023": 7 * MILLION, "2024": None,
        "2025": 7 * MILLION, "2025 MTTQ Phú Sơn Lâm Hà": 4 * MILLION, "2025 MTTQ Phú Sơn": 3 * MILLION,
    }  # fmt: skip
    joined = column(shown, "nam", "Hỗ trợ, cùng làm")
    assert (joined["2022"], joined["2022 MTTQ Đạ Đờn"], joined["2022 MTTQ Phú Sơn"]) == (None, 60 * MILLION, None)
    assert [row.mark for row in shown.context["tables"][0].rows if not row.sub] == [
        "gồm cả MTTQ Đạ Đờn, MTTQ Phú Sơn", "số của MTTQ Đạ Đờn", "", "gồm cả MTTQ Phú Sơn",
    ]  # fmt: skip
    listed = page(merged.mttq_truong, link(shown, "nam", "Hỗ trợ, cùng làm", "MTTQ Đạ Đờn")).context["shown"]
    assert [row.pk for row in listed.page] == [merged.house.pk]
    own = page(merged.mttq_truong, f"/to-chuc/{merged.mttq_da_don.pk}/?nam=2022")  # the panel of the year says the same
    (line,) = next(panel["rows"] for name, panel in own.context["panels"] if name.endswith("body_credit.html"))
    told = tuple(column(own, "nam", f"Hỗ trợ, {how}")["2022"] for how in ("kênh thực hiện", "cùng làm"))
    assert (line[-1].led.sum.vnd, line[-1].joined.sum.vnd) == told == (5 * MILLION, 60 * MILLION)
    lead = page(merged.mttq_truong, f"/to-chuc/{merged.mttq_huyen.pk}/")
    assert column(lead, "nam", "Đợt chủ trì") == {"2022": 1}
    administrator = page(merged.quantri, f"/to-chuc/{merged.mttq_phu_son_moi.pk}/")
    assert "tables" not in administrator.context and "65.000.000" not in text(administrator)


@pytest.mark.once
def test_the_pages_cost_no_more_with_more_rows(merged: Cast) -> None:
    addresses = [f"/dia-ban/{merged.phu_son_lam_ha.pk}/", f"/to-chuc/{merged.mttq_phu_son_moi.pk}/"]

    def costs() -> list[int]:
        client, found = as_(merged.mttq_truong), []
        for address in addresses:
            with CaptureQueriesContext(connection) as caught:
                client.get(address)
            found.append(sum('FROM "django_session"' not in q["sql"] for q in caught) - 1)  # the user
        return found

    before = costs()
    assert max(before) <= 12
    for month in (1, 2, 3):
        give(merged, merged.canbo_phuson, merged.phu_son, merged.mttq_phu_son, DAY(2024, month, 1), MILLION)
    assert costs() == before
