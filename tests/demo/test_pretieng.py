"""The published case, to the đồng: figures worked by hand from cases/pretieng-2022, never from the code."""

from decimal import Decimal

import pytest
from django.db.models import Count, QuerySet, Sum

from beneficiaries.models import AreaPoverty, Contribution, Loan, Support, SupportItem
from movements.models import Campaign, PublishedFigure, Target

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.slow]


def approved() -> QuerySet[Support]:
    return Support.objects.filter(campaign__code="pretieng-2022", status="approved")


def by(field: str, kind: str) -> dict[str, int]:
    rows = Contribution.objects.filter(support__in=approved().filter(kind=kind)).values_list(field)
    return dict(rows.annotate(total=Sum("amount_vnd")))


def test_twelve_supports_all_approved_none_illustrative() -> None:
    every = Support.objects.filter(campaign__code="pretieng-2022")
    assert every.count() == approved().count() == 12
    assert not every.filter(illustrative=True).exists()


def test_support_and_loans_apart() -> None:
    assert approved().filter(kind="grant").aggregate(s=Sum("amount_vnd"))["s"] == 2_215_750_000
    assert approved().filter(kind="loan").aggregate(s=Sum("amount_vnd"))["s"] == 140_000_000


def test_by_source() -> None:
    assert by("source__name", "grant") == {
        'Quỹ "Vì người nghèo" tỉnh Lâm Đồng': 1_860_000_000,
        "Hội Chữ thập đỏ huyện vận động": 75_000_000,
        "Đoàn xã vận động": 102_750_000,
        "Hội Liên hiệp Phụ nữ huyện vận động": 82_000_000,
        "Huyện đoàn vận động": 36_000_000,
        "Xã Phú Sơn vận động": 60_000_000,
    }
    assert by("source__name", "loan") == {"Ngân hàng Chính sách xã hội": 140_000_000}


def test_by_organization() -> None:
    rows = approved().values_list("organization__name", "kind").annotate(total=Sum("amount_vnd"), rows=Count("pk"))
    assert {(name, kind): (total, count) for name, kind, total, count in rows} == {
        ("Ủy ban MTTQ Việt Nam huyện Lâm Hà", "grant"): (1_920_000_000, 2),
        ("Hội Nông dân huyện Lâm Hà", "loan"): (140_000_000, 1),
        ("Hội Liên hiệp Phụ nữ huyện Lâm Hà", "grant"): (82_000_000, 2),
        ("Huyện đoàn Lâm Hà", "grant"): (36_000_000, 4),
        ("Đoàn xã Phú Sơn", "grant"): (102_750_000, 1),
        ("Hội Chữ thập đỏ huyện Lâm Hà", "grant"): (75_000_000, 1),
        ("Ban Chỉ huy Quân sự huyện Lâm Hà", "grant"): (None, 1),
    }


def test_one_house_is_one_house_however_many_paid() -> None:
    houses = SupportItem.objects.filter(support__in=approved(), support__form="house_new", unit="căn")
    assert houses.aggregate(s=Sum("quantity"))["s"] == 21
    first = approved().get(amount_vnd=1_060_000_000)
    assert list(first.contributions.values_list("amount_vnd", "typed")) == [
        (1_000_000_000, "01 tỷ đồng"),
        (60_000_000, "60 triệu đồng"),
    ]
    assert "suy ra từ quỹ" in first.note


def test_three_things_are_not_valued() -> None:
    unvalued = SupportItem.objects.filter(support__in=approved().filter(kind="grant", amount_vnd=None))
    assert set(unvalued.values_list("quantity", "unit")) == {
        (Decimal("0.600"), "ha"),
        (Decimal(700), "phần"),
        (Decimal(50), "ngày công"),
    }


def test_one_value_for_two_things() -> None:
    row = approved().get(description__startswith="Kỳ nghỉ hồng: 02 tấn")
    assert list(row.items.values_list("quantity", "unit")) == [(2, "tấn"), (4, "bộ")]
    assert row.amount_vnd == 13_000_000


def test_nothing_is_split_between_the_hamlets_and_no_month_is_known() -> None:
    for support in approved():
        assert support.area.code == "phu-son"
        assert {hamlet.code for hamlet in support.hamlets.all()} == {"pretieng-1", "pretieng-2"}
        assert (support.year, support.month, support.date_precision) == (2022, None, "year")
    assert not approved().filter(recipients__isnull=False).exists()


def test_the_oddly_typed_amount_keeps_its_words() -> None:
    assert Contribution.objects.get(support__in=approved(), amount_vnd=102_750_000).typed == "102,750.000 đồng"


def test_the_lender_is_the_bank_not_the_channel() -> None:
    loan = Loan.objects.get(support__in=approved())
    assert loan.lender.kind == "policy_bank"
    assert loan.support.organization.name == "Hội Nông dân huyện Lâm Hà"
    assert (loan.support.households, loan.support.items.get().quantity) == (14, 14)


def test_plan_and_result() -> None:
    rows = Target.objects.filter(campaign__code="pretieng-2022", status="approved", illustrative=False)
    assert {t.indicator.code: (t.planned_min, t.planned_max, t.actual) for t in rows} == {
        "ho-tham-gia": (None, None, 37),
        "dien-tich-dau": (Decimal("5.6"), Decimal("5.6"), Decimal("7.6")),
        "ho-trong-dau": (23, 23, 26),
    }


def test_the_poor() -> None:
    rows = AreaPoverty.objects.filter(campaign__code="pretieng-2022", status="approved", illustrative=False)
    assert {(p.year, p.poor, p.near_poor, p.standard) for p in rows} == {
        (2021, 43, 38, "2016-2020"),
        (2022, 37, 35, "2016-2020"),
    }


def test_what_was_published_stands_beside_and_is_not_mended() -> None:
    rows = PublishedFigure.objects.filter(campaign__code="pretieng-2022").values_list("key", "value", "words")
    assert {
        ("support_vnd", Decimal(2_230_000_000), "2,230 tỷ đồng"),
        ("loan_vnd", Decimal(140_000_000), "140 triệu đồng"),
        ("all_vnd", Decimal(2_370_000_000), "2,370 tỷ đồng"),
        ("dien-tich-dau.difference", Decimal("2.6"), "tăng 2,6ha"),
        ("ho-trong-dau.difference", Decimal(3), "03 hộ"),
        ("poor.end", Decimal(37), "37 hộ nghèo"),
        ("poor.end", Decimal(35), "35 hộ nghèo"),
        ("near_poor.start", Decimal(38), "38 hộ cận nghèo"),
        ("poor.start", Decimal(43), "43 hộ nghèo"),
    } <= set(rows)


def test_the_programme_lies_inside_the_campaign() -> None:
    assert Campaign.objects.get(name="Kỳ nghỉ hồng").parent == Campaign.objects.get(code="pretieng-2022")


def test_the_district_of_2022_as_published() -> None:
    rows = Target.objects.filter(area__code="lam-ha", year=2022, illustrative=False, status="approved")
    assert {t.indicator.code: (t.planned_min, t.planned_max, t.actual) for t in rows} == {
        "thu-ngan-sach": (400, 400, 541),
        "giam-ho-ngheo": (Decimal("0.5"), 1, 1),
        "giam-ho-ngheo-dtts": (Decimal("1.5"), 2, Decimal("2.7")),
        "xa-ntm": (14, 14, 14),
        "xa-ntm-nang-cao": (None, None, 2),
        "xa-ntm-kieu-mau": (None, None, 1),
    }
