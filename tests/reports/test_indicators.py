"""Chỉ tiêu: what the records come to, how communes add up, and when nothing recorded is 0. Figures worked by hand.

Phú Sơn 2022: two new houses (one of 60 million, one not valued), 30 portions of gifts worth 9 million and one loan of
50 million; Mê Linh: one house of 25 million. The district itself: a contribution of 5 million without a commune.
"""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from danvan.records import services
from danvan.records.data import Invalid
from danvan.records.models import PeriodClosing
from models_programs.models import ModelYear
from movements.models import Activity, CommunityWork, Indicator, ReportingPeriod, Target
from reports.targets.indicator_cells import Cell, Source, Typed, estimates, total
from reports.targets.indicators import table
from tests.cast import Cast

MILLION = 1_000_000


def indicator(code: str, computed: str = "", **more: Any) -> Indicator:
    return Indicator.objects.create(
        code=code, name=code, definition="Đếm.", computed=computed, **{"unit": "căn", **more}
    )


def house(cast: Cast, organization: Any, area: Any, vnd: int | None, day: datetime.date, **more: Any) -> Any:
    return cast.approve(
        cast.make_support(
            cast.mttq_2, organization=organization, area=area, hamlets=[], date=day, campaign=None,
            contributions=[{"source": cast.quy_huyen.pk, "amount_vnd": vnd}] if vnd else [],
            **{"items": [{"name": "Nhà", "quantity": "1", "unit": "căn"}], **more},
        )
    )  # fmt: skip


@pytest.fixture
def year(cast: Cast) -> Iterator[SimpleNamespace]:
    """The records of the module's docstring, and three indicators."""
    march, may = datetime.date(2022, 3, 10), datetime.date(2022, 5, 30)
    house(cast, cast.mttq_phu_son, cast.pretieng_1, 60 * MILLION, march)
    house(cast, cast.mttq_phu_son, cast.phu_son, None, may)
    house(cast, cast.mttq_me_linh, cast.me_linh, 25 * MILLION, may)
    house(cast, cast.mttq_phu_son, cast.phu_son, 9 * MILLION, march, form="gift", households=30,
          items=[{"name": "Quà", "quantity": "30", "unit": "suất"}])  # fmt: skip
    house(cast, cast.mttq_huyen, cast.lam_ha, 5 * MILLION, may, form="other", items=[], households=None)
    cast.approve(services.create(cast.mttq_2, type(cast.make_support()), cast.loan_data(campaign=None)))
    yield SimpleNamespace(
        houses=indicator("nha", "house_new_items"), gifts=indicator("qua", "gift_items", unit="suất"),
        money=indicator("tien", "support_vnd", unit="triệu đồng", kind="money"),
    )  # fmt: skip


def shown(cast: Cast, *indicators: Indicator, period: Any = 2022, user: Any = None, **more: Any) -> Any:
    communes = [cast.phu_son, cast.me_linh, cast.da_don]
    return table(user or cast.mttq, indicators, communes, period, above=cast.lam_ha, **more)


def numbers(row: Any, cast: Cast) -> list[Decimal | None]:
    return [row.cells[area.pk].value for area in (cast.phu_son, cast.me_linh, cast.da_don)]


def test_what_the_ledger_knows_is_counted_for_all_communes_at_once(cast: Cast, year: Any) -> None:
    with CaptureQueriesContext(connection) as few:
        found = shown(cast, year.houses, year.gifts, year.money)
    houses, gifts, money = found.rows
    assert numbers(houses, cast) == [2, 1, None]
    assert numbers(gifts, cast) == [30, None, None]
    assert numbers(money, cast) == [69, 25, None], "60 + 9; the house without a value adds nothing, the loan neither"
    assert (houses.total.value, houses.total.said()) == (3, "2/3 xã")
    assert (money.total.value, money.above.value) == (94, 99), "the district's own 5 million is in no commune"
    cell = houses.cells[cast.phu_son.pk]
    assert (cell.source, cell.differs, found.partial) == (Source.COMPUTED, False, "")
    assert cell.link == "/ho-tro/?hinh-thuc=house_new&loai=grant&xa=phu-son&nam=2022&trang-thai=approved"
    more = [indicator(f"n{n}", "house_new_vnd", unit="đồng", kind="money") for n in range(5)]
    with CaptureQueriesContext(connection) as many:
        shown(cast, year.houses, year.gifts, year.money, *more)
    assert len(many) == len(few) <= 12


def test_a_quarter_holds_its_own_days_and_stands_beside_the_same_one_last_year(cast: Cast, year: Any) -> None:
    house(cast, cast.mttq_phu_son, cast.phu_son, 30 * MILLION, datetime.date(2021, 2, 1))
    house(cast, cast.mttq_phu_son, cast.phu_son, 30 * MILLION, datetime.date(2021, 6, 1))
    quarter = ReportingPeriod.objects.create(kind="quarter", year=2022, number=1)
    (houses,) = shown(cast, year.houses, period=quarter).rows
    cell = houses.cells[cast.phu_son.pk]
    assert (cell.value, cell.last_year, cell.change) == (1, 1, 0)
    assert "tinh-trong=2022-Q1" in cell.link
    (whole,) = shown(cast, year.houses).rows
    assert (whole.cells[cast.phu_son.pk].last_year, whole.cells[cast.phu_son.pk].change) == (2, 0)


def test_nothing_recorded_is_not_known_until_the_period_is_closed(cast: Cast, year: Any) -> None:
    PeriodClosing.objects.create(
        area=cast.da_don, start=datetime.date(2022, 1, 1), end=datetime.date(2022, 12, 31), closed_by=cast.mttq_truong
    )
    houses, models = shown(cast, year.houses, indicator("mo-hinh", "models_accepted", unit="mô hình")).rows
    assert numbers(houses, cast) == [2, 1, 0] and houses.total.said() == "3/3 xã"
    assert numbers(models, cast) == [None, None, 0]
    quarter = ReportingPeriod.objects.create(kind="quarter", year=2022, number=4)
    _houses, models = shown(cast, year.houses, models.indicator, period=quarter).rows
    assert numbers(models, cast) == [None, None, None], "a model's year has no quarters: closed or not, not known"


def test_another_value_needs_a_reason_and_both_are_shown(cast: Cast, year: Any) -> None:
    data = {"organization": cast.mttq_phu_son, "area": cast.phu_son, "year": 2022, "indicator": year.houses,
            "planned_min": "2", "actual": "3"}  # fmt: skip
    with pytest.raises(Invalid) as refused:
        services.create(cast.canbo_phuson, Target, data)
    assert list(refused.value.errors) == ["reason"]
    draft = services.create(cast.canbo_phuson, Target, {**data, "reason": "Một căn do xã tự vận động, chưa ghi sổ"})
    cell = shown(cast, year.houses).rows[0].cells[cast.phu_son.pk]
    assert (cell.value, cell.source, cell.waiting.actual) == (2, Source.COMPUTED, 3), "a draft is not yet a value"
    cast.approve(draft)
    cell = shown(cast, year.houses).rows[0].cells[cast.phu_son.pk]
    assert (cell.value, cell.computed, cell.source, cell.differs) == (3, 2, Source.TYPED, True)
    assert (cell.plan.difference, cell.plan.percent, cell.reason[:6]) == (1, 150, "Một că")
    client = Client()
    client.force_login(cast.mttq)
    page = " ".join(client.get(f"/chi-tieu/{draft.pk}/").content.decode().split())
    assert 'Tính từ bản ghi: <a href="/ho-tro/' in page and "Số ghi tay là <b>3</b> căn, khác số tính." in page


def test_each_sees_what_they_may_count(cast: Cast, year: Any) -> None:
    board, union, leader = (shown(cast, year.houses, user=u) for u in (cast.bandanvan, cast.hoinongdan, cast.lanhdao))
    assert numbers(board.rows[0], cast) == numbers(leader.rows[0], cast) == [2, 1, None]
    assert board.rows[0].cells[cast.phu_son.pk].link == "", "who reads no support gets no link to the rows"
    assert numbers(union.rows[0], cast) == [None, None, None] and "Hội Nông dân" in union.partial
    assert numbers(shown(cast, year.houses, user=cast.canbo_melinh).rows[0], cast) == [None, 1, None]


def test_activities_works_models_loans_and_poverty_are_counted(cast: Cast) -> None:
    day = datetime.date(2022, 5, 1)
    base = {"organization": cast.mttq_phu_son, "area": cast.phu_son, "date": day}
    for data in (
        {"kind_of_activity": "supervision", "name": "Giám sát", "sessions": 2, "recommendations": 5, "answered": 3},
        {"kind_of_activity": "criticism", "name": "Phản biện", "recommendations": 4, "answered": 4},
        {"kind_of_activity": "training", "name": "Tập huấn", "people": 40, "women": 25},
    ):
        cast.approve(services.create(cast.mttq_2, Activity, {**base, **data}))
    work = {"name": "Đường thôn", "road_km": "1.25", "land_m2": "300"}
    cast.approve(services.create(cast.mttq_2, CommunityWork, {**base, **work}))
    cast.approve(cast.record_of("model_year"))
    cast.approve(cast.record_of("area_poverty"))
    keys = {
        "review": 3, "review_recommendations": 9, "review_answered": 7, "activity_training_women": 25,
        "recommendations": 9, "road_km": Decimal("1.25"), "land_m2": 300, "models_recognised_collective": 1,
        "models_replicated": 1, "poor": 43, "lamps": None, "activity_training_minority": None,
    }  # fmt: skip
    assert ModelYear.objects.get().status == "approved"
    found = shown(cast, *[indicator(key.replace("_", "-"), key) for key in keys], period=2022)
    assert {row.indicator.computed: row.cells[cast.phu_son.pk].value for row in found.rows} == keys


def value(**known: Any) -> Cell:
    parts = {name: Decimal(number) for name, number in known.items()}
    return Cell(accepted=Typed(pk=1, version=1, status="approved", **parts))


@pytest.mark.once
def test_how_communes_add_up() -> None:
    """7 of 1,000 and 3 of 500 are 10 of 1,500 = 0.67 %, not the mean of 0.7 and 0.6 %."""
    rates = [
        value(numerator=7, denominator=1000, actual="0.7"),
        value(numerator=3, denominator=500, actual="0.6"),
        Cell(),
    ]
    found = total("ratio", rates)
    assert (found.value, found.numerator, found.denominator, found.said()) == (Decimal("0.67"), 10, 1500, "2/3 xã")
    counts = [value(actual=4, estimate=9), value(actual=0), Cell()]
    assert [total(rule, counts).value for rule in ("sum", "last", "none")] == [4, 4, None]
    assert total("sum", counts).said() == "2/3 xã", "a typed 0 is a report"
    assert (total("sum", [Cell()]).value, total("ratio", [Cell()]).value) == (None, None)
    assert (estimates("sum", counts).value, estimates("sum", counts).said()) == (9, "1/3 xã")


@pytest.mark.once
def test_against_plan_and_last_year() -> None:
    lower = Cell(
        accepted=Typed(pk=1, version=1, status="approved", actual=Decimal("0.4"), planned_min=Decimal("0.5"),
                       planned_max=Decimal(1)), last_year=Decimal("0.8"), lower_is_better=True,
    )  # fmt: skip
    assert (lower.plan.difference, lower.plan.percent) == (Decimal("-0.1"), None)
    assert lower.plan.judgement == ("ok", "thấp hơn khoảng, tốt")
    assert lower.change == Decimal("-0.4")
    ahead = value(actual=60, estimate=110, planned_min=100, planned_max=100)
    assert (ahead.plan.percent, ahead.estimate, ahead.value) == (60, 110, 60)
    assert (Cell(last_year=Decimal(3)).change, Cell().plan.judgement) == (None, ("none", "–"))
