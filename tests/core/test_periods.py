"""Chốt số liệu: a closed period refuses every write at its place and below, but for a timed exception."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from beneficiaries.models import AreaPoverty
from danvan.records import corrections, periods, services
from danvan.records.data import Refused
from danvan.records.models import PeriodClosing
from danvan.records.periods import PeriodClosed
from movements.models import Area
from tests.unchanged import refuses

JANUARY, DECEMBER = datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)
LATER = datetime.timedelta(hours=1)


def close(cast, area=None, start=JANUARY, end=DECEMBER, actor=None) -> PeriodClosing:
    return periods.close(actor or cast.mttq_truong, area or cast.lam_ha, start, end, reason="Chốt năm")


def test_a_closed_year_refuses_every_write(cast):
    """One record at each step, made before the closing."""
    draft, sent = cast.make_support(), cast.submit(cast.make_support())
    confirmed = services.confirm(cast.chutich_phuson, cast.submit(cast.make_support()))
    approved, proposed = cast.approve(cast.make_support()), cast.approve(cast.make_support())
    correction = corrections.propose(
        cast.canbo_phuson, proposed, reason="…", data={"households": 2}, expected_version=1
    )
    close(cast)
    mine = cast.canbo_phuson
    for write in (
        lambda: cast.make_support(),
        lambda: services.update(mine, draft, {"note": "x"}, expected_version=1),
        lambda: services.submit(mine, draft),
        lambda: services.withdraw(mine, draft),
        lambda: services.withdraw(mine, sent),
        lambda: services.confirm(cast.chutich_phuson, sent),
        lambda: services.ask_back(cast.chutich_phuson, sent, "…"),
        lambda: services.accept(cast.mttq, confirmed),
        lambda: corrections.propose(mine, approved, reason="…", data={"households": 2}, expected_version=1),
        lambda: corrections.propose(mine, approved, reason="…", expected_version=1),
        lambda: corrections.decide(cast.mttq_truong, correction, approve=True),
        lambda: corrections.decide(cast.mttq_truong, correction, approve=False, note="…"),
    ):
        with refuses(PeriodClosed) as caught:
            write()
        assert "đã chốt số liệu" in caught.value.message


def test_the_refusal_says_which_period_by_whom_and_what_to_do(cast):
    closing = close(cast)
    with refuses(PeriodClosed) as caught:
        cast.make_support()
    assert caught.value.closing == closing
    said = caught.value.message
    assert "01/01/2022–31/12/2022 của huyện Lâm Hà" in said
    assert "Hoàng Văn Ích" in said
    assert "bổ sung" in said


def test_another_year_stays_open(cast):
    close(cast)
    assert cast.make_support(date="2021-12-31").pk
    assert cast.make_support(date="2023-01-01").pk


def test_a_record_is_not_moved_into_or_out_of_a_closed_period(cast):
    inside, outside = cast.make_support(), cast.make_support(date="2023-01-01")
    close(cast)
    with refuses(PeriodClosed):
        services.update(cast.canbo_phuson, outside, {"date": "2022-05-30"}, expected_version=1)
    with refuses(PeriodClosed):
        services.update(cast.canbo_phuson, inside, {"date": "2023-05-30"}, expected_version=1)
    outside = cast.approve(outside)
    with refuses(PeriodClosed):
        corrections.propose(cast.canbo_phuson, outside, reason="…", data={"date": "2022-05-30"}, expected_version=1)


# ---- where -----------------------------------------------------------------------------------------------------


def test_closing_a_district_closes_its_communes_and_hamlets_and_no_other(cast):
    close(cast)
    with refuses(PeriodClosed):
        cast.make_support(area=cast.pretieng_1)
    assert cast.make_support(cast.mttq_ductrong, area=cast.hiep_thanh, hamlets=[], organization=cast.mttq_duc_trong).pk


def test_closing_a_commune_leaves_its_neighbours_and_the_district_open(cast):
    close(cast, cast.phu_son)
    assert cast.make_support(cast.canbo_melinh, area=cast.me_linh, hamlets=[], organization=cast.mttq_me_linh).pk
    assert cast.make_support(cast.mttq, area=cast.lam_ha, hamlets=[], organization=cast.mttq_huyen).pk


def test_closing_unit_901_leaves_unit_9012_open(cast):
    one = Area.objects.create(code="mot", name="Một", level="commune", kind="xa")
    twelve = Area.objects.create(code="muoi-hai", name="Mười hai", level="commune", kind="xa")
    Area.objects.filter(pk=one.pk).update(path="901.")
    Area.objects.filter(pk=twelve.pk).update(path="9012.")
    PeriodClosing.objects.create(
        area=Area.objects.get(pk=one.pk), start=JANUARY, end=DECEMBER, closed_by=cast.mttq_truong
    )
    assert periods.closing_of(Area.objects.get(pk=one.pk), JANUARY, DECEMBER)
    assert periods.closing_of(Area.objects.get(pk=twelve.pk), JANUARY, DECEMBER) is None


@pytest.mark.parametrize("name", ["canbo_phuson", "chutich_phuson", "hoinongdan", "lanhdao", "quantri", "nobody",
                                  "mttq_ductrong"])  # fmt: skip
def test_only_the_front_of_the_place_closes_reopens_and_excepts(cast, name):
    closing, who = close(cast), getattr(cast, name)
    with refuses(PermissionDenied):
        periods.close(who, cast.phu_son, JANUARY, DECEMBER)
    with refuses(PermissionDenied):
        periods.reopen(who, closing, reason="…")
    with refuses(PermissionDenied):
        periods.grant_exception(who, closing, cast.canbo_phuson, timezone.now() + LATER, reason="…")


# ---- when: how exactly a date is known ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "precision", "refused"),
    [
        ("2022-03-31", "day", True),
        ("2022-04-01", "day", False),
        ("2022-03-15", "month", True),
        ("2022-04-15", "month", False),
        ("2022-02-01", "quarter", True),
        ("2022-05-01", "quarter", False),
        ("2022-12-31", "year", True),  # known to the year only: it may lie in the closed quarter
        ("2021-06-01", "year", False),
    ],
)
def test_a_date_is_closed_when_any_day_it_may_mean_is(cast, date, precision, refused):
    close(cast, end=datetime.date(2022, 3, 31))
    if refused:
        with refuses(PeriodClosed):
            cast.make_support(date=date, date_precision=precision)
    else:
        assert cast.make_support(date=date, date_precision=precision).pk


def test_a_count_at_a_date_and_a_record_of_a_year_have_their_periods_too(cast):
    close(cast)
    poverty = {"organization": cast.mttq_phu_son, "area": cast.phu_son, "standard": "2022-2025", "source": "UBND xã",
               "poor": 43, "date": "2022-12-31"}  # fmt: skip
    with refuses(PeriodClosed):
        services.create(cast.canbo_phuson, AreaPoverty, poverty)
    assert services.create(cast.canbo_phuson, AreaPoverty, {**poverty, "date": "2023-01-01"}).pk
    assert cast.make_household().pk  # a household belongs to no period


# ---- exceptions and reopening ---------------------------------------------------------------------------------


def test_an_exception_is_for_one_person_and_ends(cast):
    closing = close(cast)
    exception = periods.grant_exception(
        cast.mttq_truong, closing, cast.canbo_phuson, timezone.now() + LATER, reason="Bổ sung chứng từ"
    )
    assert cast.make_support().pk
    with refuses(PeriodClosed):
        cast.make_support(cast.canbo_phuson_2)
    exception.until = timezone.now() - datetime.timedelta(seconds=1)
    exception.save()
    with refuses(PeriodClosed):
        cast.make_support()


def test_an_exception_to_the_communes_closing_does_not_open_the_districts(cast):
    commune = close(cast, cast.phu_son)
    periods.grant_exception(cast.mttq_truong, commune, cast.canbo_phuson, timezone.now() + LATER, reason="…")
    assert cast.make_support().pk
    district = close(cast)
    with refuses(PeriodClosed) as caught:
        cast.make_support()
    assert caught.value.closing == district
    periods.grant_exception(cast.mttq_truong, district, cast.canbo_phuson, timezone.now() + LATER, reason="…")
    assert cast.make_support().pk


def test_an_exception_needs_a_time_ahead_and_a_reason(cast):
    closing = close(cast)
    with refuses(Refused):
        periods.grant_exception(cast.mttq_truong, closing, cast.canbo_phuson, timezone.now() - LATER, reason="…")
    with refuses(Refused):
        periods.grant_exception(cast.mttq_truong, closing, cast.canbo_phuson, timezone.now() + LATER, reason=" ")


def test_a_reopened_period_is_open_and_reopened_once_with_a_reason(cast):
    closing = close(cast)
    with refuses(Refused):
        periods.reopen(cast.mttq_truong, closing, reason="")
    periods.reopen(cast.mttq_truong, closing, reason="Sót số liệu")
    assert cast.make_support().pk
    with refuses(Refused):
        periods.reopen(cast.mttq_2, closing, reason="lần nữa")
    closing.refresh_from_db()
    assert (closing.reopened_by, closing.reason) == (cast.mttq_truong, "Sót số liệu")


def test_a_period_is_not_closed_twice_nor_backwards(cast):
    close(cast)
    with refuses(PeriodClosed):
        close(cast)
    with refuses(PeriodClosed):
        close(cast, cast.phu_son)  # the district's closing covers it
    with refuses(Refused):
        close(cast, start=DECEMBER, end=JANUARY)
