"""Chốt số liệu in the browser: what it will stop is said first; what it refuses; reopening and exceptions."""

import datetime

import pytest
from django.utils import timezone

from beneficiaries.models import Support
from danvan.audit.models import Entry
from danvan.records import periods, services
from danvan.records.models import PeriodClosing, PeriodException, Status
from tests.unchanged import everything

YEAR = {"area": "phu-son", "span": "year", "year": "2022", "start": "", "end": "", "reason": "Đủ số"}


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
    """2022 in Lâm Hà: a draft in a hamlet of Phú Sơn, one sent and one asked back there, one of the district itself."""
    cast.approve(cast.make_support())
    cast.submit(cast.make_support())
    services.ask_back(cast.chutich_phuson, cast.submit(cast.make_support()), "Thiếu biên bản")
    cast.make_support(date=datetime.date(2022, 1, 1), date_precision="year", area=cast.pretieng_1, hamlets=[])
    cast.make_support(cast.mttq, area=cast.lam_ha, hamlets=[], organization=cast.mttq_huyen)
    cast.make_support(date=datetime.date(2021, 12, 31))
    answer = as_(client, cast, "mttq").post("/chot-so-lieu/them/", {**YEAR, "area": "lam-ha"})
    left = answer.context["preview"]["left"]
    assert [(r.place, r.label, r.drafts.count, r.returned.count, r.waiting.count) for r in left.rows] == [
        ("Xã Phú Sơn", "khoản hỗ trợ", 1, 1, 1), ("Của huyện Lâm Hà", "khoản hỗ trợ", 1, 0, 0),
    ]  # fmt: skip
    html = answer.content.decode()
    assert "Chốt năm 2022 của huyện Lâm Hà?" in html
    assert "Còn 4 bản ghi chưa tiếp nhận sẽ không vào kỳ này" in html and "1 bản ghi đã tiếp nhận giữ nguyên" in html
    assert not PeriodClosing.objects.exists()
    for tally in (left.rows[0].drafts, left.rows[0].returned, left.rows[0].waiting):
        assert client.get(tally.url).context["shown"].count == tally.count


def test_what_is_typed_stays_when_one_thinks_again(client, cast):
    html = as_(client, cast, "mttq").post("/chot-so-lieu/them/", {**YEAR, "sua": "1"})
    assert html.status_code == 200 and "Đủ số" in html.content.decode()
    assert not PeriodClosing.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize(
    ("span", "start", "end"),
    [
        ("year", (1, 1), (12, 31)), ("H1", (1, 1), (6, 30)), ("H2", (7, 1), (12, 31)), ("9T", (1, 1), (9, 30)),
        ("Q3", (7, 1), (9, 30)), ("02", (2, 1), (2, 28)),
    ],
)  # fmt: skip
def test_every_usual_period_can_be_closed(client, cast, span, start, end):
    sent = {**YEAR, "span": span, "chac": "1"}
    assert as_(client, cast, "mttq").post("/chot-so-lieu/them/", sent).status_code == 302
    found = PeriodClosing.objects.get()
    assert (found.start, found.end) == (datetime.date(2022, *start), datetime.date(2022, *end))


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
    quarter = {**YEAR, "span": "Q1"}
    answer = as_(client, cast, "mttq").post("/chot-so-lieu/them/", quarter)
    assert bool(answer.context["preview"]["left"].count) is stopped
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


def test_an_exception_ends_at_its_hour_and_can_be_ended_sooner(client, cast):
    closing = periods.close(cast.mttq, cast.phu_son, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    as_(client, cast, "mttq")
    day = datetime.date.today() + datetime.timedelta(days=2)
    sent = {"user": str(cast.canbo_phuson.pk), "until": f"{day:%d/%m/%Y}", "hour": "17h30", "reason": "Chứng từ"}
    assert "không phải là giờ" in client.post(
        f"/chot-so-lieu/{closing.pk}/ngoai-le/", {**sent, "hour": "25h"}
    ).content.decode()  # fmt: skip
    assert client.post(f"/chot-so-lieu/{closing.pk}/ngoai-le/", sent).status_code == 302
    exception = PeriodException.objects.get()
    assert f"{timezone.localtime(exception.until):%d/%m/%Y %H:%M}" == f"{day:%d/%m/%Y} 17:30"
    assert cast.make_support().pk

    end = f"/chot-so-lieu/{closing.pk}/ngoai-le/{exception.pk}/ket-thuc/"
    assert end in client.get("/chot-so-lieu/?ngoai-le=co").content.decode()
    assert client.post(end, {"reason": " "}).status_code == 422
    assert client.post(end, {"reason": "Đã đủ"}).status_code == 302
    with pytest.raises(periods.PeriodClosed):
        cast.make_support()
    assert "Ngoại lệ này đã hết hạn." in client.post(end, {"reason": "lần nữa"}).content.decode()
    entry = Entry.objects.get(action="exception_end")
    assert (entry.record_id, "Đã đủ" in entry.changes) == (closing.pk, True)
    assert client.get("/chot-so-lieu/?ngoai-le=co").context["rows"] == []
    assert len(client.get("/chot-so-lieu/?ngoai-le=da-co").context["rows"]) == 1


@pytest.mark.once
def test_only_who_works_at_the_place_is_offered_an_exception(client, cast):
    closing = periods.close(cast.mttq, cast.phu_son, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    form = as_(client, cast, "mttq").get(f"/chot-so-lieu/{closing.pk}/ngoai-le/").context["form"]
    offered = set(form.fields["user"].queryset.values_list("username", flat=True))
    assert {"canbo.phuson", "chutich.phuson", "hoinongdan", "mttq"} <= offered
    assert not offered & {"canbo.melinh", "mttq.ductrong", "lanhdao", "quantri"}


def test_the_board_says_which_communes_have_closed_a_period(client, cast):
    """Lâm Hà has three communes. Phú Sơn closed 2022 in two halves, Mê Linh its first quarter."""
    for area, start, end in (
        (cast.phu_son, (1, 1), (6, 30)), (cast.phu_son, (7, 1), (12, 31)), (cast.me_linh, (1, 1), (3, 31)),
    ):  # fmt: skip
        periods.close(cast.mttq, area, datetime.date(2022, *start), datetime.date(2022, *end))
    as_(client, cast, "mttq")

    def board(query: str) -> tuple[int, list[tuple[str, str]]]:
        found = client.get(f"/chot-so-lieu/?{query}").context["board"]
        return found.closed, [(place.area.name, place.word) for place in found.places]

    assert board("bang=year&bang-nam=2022") == (
        1, [("Đạ Đờn", "Chưa chốt"), ("Mê Linh", "Chốt một phần"), ("Phú Sơn", "Đã chốt")],
    )  # fmt: skip
    assert board("bang=Q1&bang-nam=2022")[0] == 2
    periods.close(cast.mttq, cast.lam_ha, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    assert board("bang=year&bang-nam=2022")[0] == 3
    assert "đã chốt 3/3 xã" in client.get("/chot-so-lieu/?bang=year&bang-nam=2022").content.decode()
    for wrong in ("bang=x", "bang-nam=99", "bang-nam=20x2"):
        assert client.get(f"/chot-so-lieu/?{wrong}").status_code == 404


def test_the_list_narrows_by_place_year_state_person_and_day(client, cast):
    first = periods.close(cast.mttq, cast.phu_son, datetime.date(2021, 1, 1), datetime.date(2021, 12, 31))
    periods.close(cast.mttq_truong, cast.lam_ha, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    periods.reopen(cast.mttq, first, reason="Sót")
    as_(client, cast, "mttq")
    today = datetime.date.today()
    for query, found in (
        ("", 2), ("xa=phu-son", 1), ("nam=2022", 1), ("nam=2020", 0), ("trang-thai=mo", 1), ("trang-thai=chot", 1),
        ("nguoi=mttq.truong", 1), (f"tu={today:%d/%m/%Y}", 2), (f"den={today - datetime.timedelta(2):%d/%m/%Y}", 0),
        ("tu=x", 0), ("nam=x", 0), ("trang-thai=x", 0), ("ngoai-le=x", 0), ("tim=phu son", 1),
    ):  # fmt: skip
        assert len(client.get(f"/chot-so-lieu/?{query}").context["rows"]) == found, query


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
        ({"year": ""}, "Hãy ghi năm."), ({"span": "Q5"}, "Q5"),
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
    for url in ("/chot-so-lieu/", "/chot-so-lieu/?xa=phu-son&trang-thai=chot&tim=phu", "/chot-so-lieu/them/"):
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200


@pytest.mark.parametrize("rows", [1, 12])
def test_what_it_will_stop_costs_the_same_for_more_records(client, cast, django_assert_max_num_queries, rows):
    for _ in range(rows):
        cast.make_support()
    as_(client, cast, "mttq")
    with django_assert_max_num_queries(12):
        assert client.post("/chot-so-lieu/them/", YEAR).status_code == 200
