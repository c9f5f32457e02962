"""Chốt số liệu in the browser: what it will stop is said first; what it refuses; reopening and exceptions."""

import datetime

import pytest

from beneficiaries.models import Support
from danvan.records import periods
from danvan.records.models import PeriodClosing, PeriodException, Status
from tests.unchanged import everything

YEAR = {"area": "phu-son", "span": "year", "year": "2022", "quarter": "", "start": "", "end": "", "reason": "Đủ số"}


def as_(client, cast, name: str):
    client.force_login(cast.fresh(getattr(cast, name)))
    return client


@pytest.mark.parametrize("name", ["canbo_phuson", "chutich_phuson", "hoinongdan", "bandanvan", "lanhdao", "quantri"])
def test_who_may_not_close_is_refused(client, cast, name):
    closing = periods.close(cast.mttq, cast.phu_son, datetime.date(2021, 1, 1), datetime.date(2021, 12, 31))
    as_(client, cast, name)
    before = everything()
    for url in ("", "them/", f"{closing.pk}/mo-lai/", f"{closing.pk}/ngoai-le/"):
        assert client.get(f"/chot-so-lieu/{url}").status_code == 403
        if url:
            assert client.post(f"/chot-so-lieu/{url}", {**YEAR, "chac": "1"}).status_code == 403
    assert everything() == before


def test_the_first_post_only_says_what_will_happen(client, cast):
    cast.submit(cast.make_support())
    cast.make_support(date=datetime.date(2022, 1, 1), date_precision="year")
    cast.make_support(date=datetime.date(2021, 12, 31))
    answer = as_(client, cast, "mttq").post("/chot-so-lieu/them/", YEAR)
    assert [(r.label, r.drafts, r.sent) for r in answer.context["preview"]["rows"]] == [("khoản hỗ trợ", 1, 1)]
    assert "Chốt năm 2022 của xã Phú Sơn?" in answer.content.decode()
    assert not PeriodClosing.objects.exists()


@pytest.mark.parametrize(
    ("precision", "day", "stopped"),
    [
        ("day", (2022, 3, 31), True), ("day", (2022, 4, 1), False), ("month", (2022, 3, 1), True),
        ("month", (2022, 4, 1), False), ("quarter", (2022, 1, 1), True), ("quarter", (2022, 4, 1), False),
        ("year", (2022, 1, 1), True), ("year", (2021, 1, 1), False),
    ],
)  # fmt: skip
def test_what_it_counts_is_what_it_refuses(client, cast, precision, day, stopped):
    """The preview's condition and the services' own rule agree, for each precision of a date."""
    draft = cast.make_support(date=datetime.date(*day), date_precision=precision)
    quarter = {**YEAR, "span": "quarter", "quarter": "1"}
    answer = as_(client, cast, "mttq").post("/chot-so-lieu/them/", quarter)
    assert bool(answer.context["preview"]["rows"]) is stopped
    client.post("/chot-so-lieu/them/", {**quarter, "chac": "1"})
    client.force_login(cast.canbo_phuson)
    client.post("/viec-cua-toi/gui/", {"muc": [f"support:{draft.pk}"]})
    assert (Support.objects.get(pk=draft.pk).status == Status.DRAFT) is stopped


def test_a_closed_period_refuses_and_says_so_where_one_writes(client, cast):
    draft = cast.make_support()
    assert as_(client, cast, "mttq").post("/chot-so-lieu/them/", {**YEAR, "chac": "1"}).status_code == 302
    client.force_login(cast.canbo_phuson)
    html = client.post("/viec-cua-toi/gui/", {"muc": [f"support:{draft.pk}"]}, follow=True).content.decode()
    assert "đã chốt số liệu" in html
    again = as_(client, cast, "mttq").post("/chot-so-lieu/them/", {**YEAR, "chac": "1"})
    assert again.status_code == 422


def test_an_exception_lets_one_person_in_until_its_day(client, cast):
    draft = cast.make_support()
    closing = periods.close(cast.mttq, cast.phu_son, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    as_(client, cast, "mttq")
    url = f"/chot-so-lieu/{closing.pk}/ngoai-le/"
    past = client.post(url, {"user": str(cast.canbo_phuson.pk), "until": "1/1/2023", "reason": "Bổ sung"})
    assert "phải ở phía trước" in past.content.decode()
    day = datetime.date.today() + datetime.timedelta(days=2)
    sent = {"user": str(cast.canbo_phuson.pk), "until": f"{day:%d/%m/%Y}", "reason": "Bổ sung chứng từ"}
    assert client.post(url, sent).status_code == 302
    assert "K’Brèm" in client.get("/chot-so-lieu/").content.decode()
    client.force_login(cast.canbo_phuson)
    client.post("/viec-cua-toi/gui/", {"muc": [f"support:{draft.pk}"]})
    assert Support.objects.get().status == Status.SUBMITTED
    assert PeriodException.objects.count() == 1


def test_reopening_needs_a_reason_and_is_kept_on_the_list(client, cast):
    closing = periods.close(cast.mttq, cast.phu_son, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    as_(client, cast, "mttq")
    url = f"/chot-so-lieu/{closing.pk}/mo-lai/"
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Sót hai khoản"}).status_code == 302
    html = client.get("/chot-so-lieu/").content.decode()
    assert "Đã mở lại" in html and "Sót hai khoản" in html
    assert "Kỳ này đã được mở lại." in client.post(url, {"reason": "lần nữa"}).content.decode()


def test_another_districts_places_and_closings_do_not_exist(client, cast):
    closing = periods.close(cast.mttq, cast.phu_son, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    as_(client, cast, "mttq_ductrong")
    assert client.get(f"/chot-so-lieu/{closing.pk}/mo-lai/").status_code == 404
    assert client.post(f"/chot-so-lieu/{closing.pk}/ngoai-le/", {}).status_code == 404
    assert client.post("/chot-so-lieu/them/", {**YEAR, "chac": "1"}).status_code == 422
    assert "Phú Sơn" not in client.get("/chot-so-lieu/").content.decode()
    assert PeriodClosing.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"year": ""}, "Hãy ghi năm."), ({"span": "quarter"}, "Hãy chọn quý."),
        ({"span": "custom"}, "Hãy ghi ngày."), ({"area": ""}, "Địa bàn"),
        ({"span": "custom", "start": "1/3/2022", "end": "1/2/2022"}, "Ngày cuối phải sau ngày đầu."),
        ({"year": "2099"}, "chưa bắt đầu"),
    ],
)  # fmt: skip
def test_a_wrong_period_is_refused_at_its_field(client, cast, changes, said):
    answer = as_(client, cast, "mttq").post("/chot-so-lieu/them/", {**YEAR, **changes, "chac": "1"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PeriodClosing.objects.exists()


@pytest.mark.parametrize("rows", [2, 40])
def test_the_list_costs_at_most_twelve_queries(client, cast, django_assert_max_num_queries, rows):
    for number in range(rows):
        day = datetime.date(2000 + number % 20, 1 + number // 20, 5)
        periods.close(cast.mttq, cast.phu_son, day, day)
    as_(client, cast, "mttq")
    for url in ("/chot-so-lieu/", "/chot-so-lieu/them/"):
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200
