"""A year of the cast, small enough to add up by hand."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beneficiaries.models import AreaPoverty, Support
from danvan.records import services
from movements.models import Campaign, Target

DAY = datetime.date


@pytest.fixture
def ledger(cast: Any) -> Any:
    """2022, all under the campaign, approved:

        house     60 million  May         Phú Sơn          MTTQ Phú Sơn      40 quỹ huyện + 20 quỹ tỉnh, 1 household
        goods      5 million  year only   Thôn 1, Mê Linh  Hội Nông dân      tự vận động, in the programme inside
        milk      unvalued    March       Phú Sơn          Hội LHPN          700 phần, 3 households
        loan      50 million  May         Phú Sơn          Hội Nông dân      Ngân hàng Chính sách xã hội

    and a draft that counts nowhere. 2021: a house of 40 million, June, Phú Sơn. A named household received the house.
    """
    cast.pretieng.areas.set([cast.pretieng_1, cast.pretieng_2])
    cast.programme = Campaign.objects.create(code="ky-nghi-hong", name="Kỳ nghỉ hồng", parent=cast.pretieng)
    cast.family = cast.approve(cast.make_household(head="K’Tên Riêng"))
    cast.house = cast.approve(cast.make_support(recipients=[{"household": cast.family}]))
    cast.goods = cast.approve(
        cast.make_support(
            cast.mttq, form="goods", organization=cast.hoi_nong_dan, area=cast.me_linh_1, hamlets=[],
            campaign=cast.programme, date=DAY(2022, 1, 1), date_precision="year", description="Phân bón",
            households=None, items=[{"quantity": "2", "unit": "tấn"}],
            contributions=[{"source": cast.tu_van_dong.pk, "amount_vnd": 5_000_000}],
        )
    )  # fmt: skip
    cast.milk = cast.approve(
        cast.make_support(
            cast.mttq, form="goods", organization=cast.hoi_phu_nu, date=DAY(2022, 3, 1), date_precision="month",
            description="Sữa cho trẻ em", households=3, contributions=[], items=[{"quantity": "700", "unit": "phần"}],
        )
    )  # fmt: skip
    cast.loan = cast.approve(services.create(cast.hoinongdan, Support, cast.loan_data()))
    cast.last_year = cast.approve(
        cast.make_support(
            date=DAY(2021, 6, 1), campaign=None,
            contributions=[{"source": cast.quy_huyen.pk, "amount_vnd": 40_000_000}],
        )
    )  # fmt: skip
    cast.draft = cast.make_support(description="Bản nháp")
    return cast


@pytest.fixture
def plan(ledger: Any) -> Any:
    """The campaign's plan and its poor: 5.6 → 7.6 ha, 37 households joined, 43 → 37 poor, 38 → 35 near-poor."""
    ledger.ho = type(ledger.dau_tam).objects.create(
        code="ho-tham-gia", name="Số hộ tham gia chương trình", definition="Hộ.", unit="hộ", kind="count"
    )
    common = {"organization": ledger.mttq_huyen, "area": ledger.phu_son, "campaign": ledger.pretieng}
    for indicator, planned, actual in ((ledger.dau_tam, "5.6", "7.6"), (ledger.ho, None, "37")):
        data = {**common, "indicator": indicator, "year": 2022, "planned_min": planned, "actual": actual}
        ledger.approve(services.create(ledger.mttq, Target, data))
    for year, poor, near_poor in ((2021, 43, 38), (2022, 37, 35)):
        data = {
            **common, "date": DAY(year, 12, 31), "standard": "2016-2020", "source": "Ban Dân vận", "poor": poor,
            "near_poor": near_poor,
        }  # fmt: skip
        ledger.approve(services.create(ledger.mttq, AreaPoverty, data))
    return ledger


@pytest.fixture
def get() -> Callable[..., Any]:
    """`get(user, address)`: the response to a user who has signed in."""

    def answer(user: Any, address: str) -> Any:
        client = Client()
        client.force_login(user)
        return client.get(address)

    return answer


@pytest.fixture
def queries(get: Callable[..., Any]) -> Callable[..., list[str]]:
    """The SQL of one page, without what reads the session and the user."""

    def count(user: Any, address: str) -> list[str]:
        client = Client()
        client.force_login(user)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        sql = [query["sql"] for query in captured.captured_queries]
        return [q for q in sql if 'FROM "django_session"' not in q and 'FROM "accounts_user"' not in q]

    return count
