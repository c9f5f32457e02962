"""What waits too long: whose step, since when, and for whom it is said."""

import datetime
from unittest import mock

from django.utils import timezone

from danvan.records import services


def days_ago(days):
    return mock.patch("django.utils.timezone.now", return_value=timezone.now() - datetime.timedelta(days=days))


def sent(cast, days, **changes):
    """A support of Phú Sơn that was sent so many days ago."""
    with days_ago(days):
        return services.submit(cast.canbo_phuson, cast.make_support(**changes))


def rows(get, user, address="/tong-quan/?nam=2022"):
    return [(row.what, row.holder, row.days) for row in get(user, address).context["late"]]


def test_the_confirmer_of_the_commune_is_named_and_a_hamlet_s_record_waits_there_too(ledger, get):
    sent(ledger, 20)
    sent(ledger, 30, area=ledger.pretieng_1, hamlets=[])
    assert rows(get, ledger.lanhdao) == [("Xác nhận 2 khoản hỗ trợ", "Chủ tịch UBMTTQ xã Phú Sơn", 30)]


def test_the_one_who_accepts_is_not_charged_with_the_days_of_the_confirmation(ledger, get):
    slow, quick = sent(ledger, 40), sent(ledger, 40)
    with days_ago(12):
        services.confirm(ledger.chutich_phuson, slow)
    with days_ago(3):
        services.confirm(ledger.chutich_phuson, quick)
    assert rows(get, ledger.lanhdao) == [("Tiếp nhận 1 khoản hỗ trợ", "Cán bộ MTTQ", 12)]


def test_ten_days_are_not_too_long(ledger, get):
    sent(ledger, 9)
    assert rows(get, ledger.lanhdao) == []


def test_each_reads_of_their_own_places_and_bodies(ledger, get):
    sent(ledger, 20)
    with days_ago(15):
        services.submit(ledger.mttq, ledger.make_support(ledger.mttq, organization=ledger.hoi_phu_nu, campaign=None))
    assert rows(get, ledger.canbo_melinh) == []
    assert rows(get, ledger.hoiphunu) == [("Tiếp nhận 1 khoản hỗ trợ", "Cán bộ MTTQ", 15)]
    assert len(rows(get, ledger.mttq)) == 2


def test_only_those_who_may_open_waiting_records_get_a_link(ledger, get):
    sent(ledger, 20)
    assert get(ledger.lanhdao, "/tong-quan/?nam=2022").context["late"][0].url == ""
    link = get(ledger.mttq, "/tong-quan/?nam=2022&noi=phu-son").context["late"][0].url
    assert link == "/ho-tro/?xa=phu-son&trang-thai=submitted"
