"""Tiếp nhận: one list of what waits for my step, over all kinds; many at once, each by its own rights."""

import datetime
import re

import pytest
from django.utils import timezone

from beneficiaries.models import Support
from danvan.audit.models import Entry
from danvan.records import guards, handover, periods, services
from danvan.records.models import ConfirmationRoute, Status, StepTaken
from movements.models import Activity


def open_inbox(client, cast, name: str, query: str = ""):
    client.force_login(cast.fresh(getattr(cast, name)))
    return client.get(f"/tiep-nhan/{query}")


@pytest.fixture
def sent(cast):
    """In Phú Sơn: two supports and an activity; in Mê Linh: one support. All wait for their communes' chairs."""
    cast.one, cast.two = (cast.submit(cast.make_support(description=f"CANARY-{n}")) for n in ("one", "two"))
    cast.talk = cast.submit(services.create(cast.canbo_phuson, Activity, {
        "organization": cast.mttq_phu_son, "area": cast.phu_son, "date": datetime.date(2022, 6, 1),
        "kind_of_activity": "dialogue", "name": "CANARY-talk"}))  # fmt: skip
    cast.other = cast.submit(cast.make_support(
        cast.canbo_melinh, description="CANARY-melinh", area=cast.me_linh_1, hamlets=[],
        organization=cast.mttq_me_linh))  # fmt: skip
    return cast


def titles(answer) -> list[str]:
    return sorted(item.title.removeprefix("CANARY-") for item, _own in answer.context["items"])


def test_each_finds_what_waits_for_them(client, sent):
    assert titles(open_inbox(client, sent, "chutich_phuson")) == ["one", "talk", "two"]
    assert titles(open_inbox(client, sent, "chutich_melinh")) == ["melinh"]
    assert titles(open_inbox(client, sent, "mttq")) == []
    services.confirm(sent.chutich_phuson, sent.one)
    assert titles(open_inbox(client, sent, "mttq")) == ["one"]
    assert titles(open_inbox(client, sent, "mttq_ductrong")) == []


@pytest.mark.parametrize("name", ["canbo_phuson", "hoinongdan", "lanhdao", "quantri", "nobody"])
def test_who_takes_no_steps_is_refused(client, sent, name):
    assert open_inbox(client, sent, name).status_code == 403
    assert (
        client.post("/tiep-nhan/", {"muc": [f"support:{sent.one.pk}"], "lam": "buoc", "chac": "1"}).status_code == 403
    )
    assert Support.objects.get(pk=sent.one.pk).pending_action == "confirm"


def test_it_narrows_by_kind_place_and_organisation(client, sent):
    for record in (sent.one, sent.talk):
        services.confirm(sent.chutich_phuson, record)
    services.confirm(sent.chutich_melinh, sent.other)
    assert titles(open_inbox(client, sent, "mttq")) == ["melinh", "one", "talk"]
    assert titles(open_inbox(client, sent, "mttq", "?loai=activity")) == ["talk"]
    assert titles(open_inbox(client, sent, "mttq", "?xa=me-linh")) == ["melinh"]
    assert titles(open_inbox(client, sent, "mttq", f"?don-vi={sent.mttq_phu_son.pk}")) == ["one", "talk"]
    assert titles(open_inbox(client, sent, "mttq", "?xa=hiep-thanh")) == []
    assert titles(open_inbox(client, sent, "mttq", "?don-vi=x")) == []


def test_many_are_taken_at_once_each_by_its_own_step(client, sent):
    client.force_login(sent.chutich_phuson)
    keys = [f"support:{sent.one.pk}", f"support:{sent.two.pk}", f"activity:{sent.talk.pk}"]
    client.post("/tiep-nhan/", {"muc": keys, "lam": "buoc", "chac": "1"})
    assert set(Support.objects.filter(area=sent.phu_son).values_list("pending_action", flat=True)) == {"accept"}
    client.force_login(sent.mttq)
    client.post("/tiep-nhan/", {"muc": keys, "lam": "buoc", "chac": "1"})
    assert set(Support.objects.filter(area=sent.phu_son).values_list("status", flat=True)) == {Status.APPROVED}
    assert Activity.objects.get().status == Status.APPROVED


def test_asking_back_gives_every_ticked_record_the_one_reason(client, sent):
    client.force_login(sent.chutich_phuson)
    keys = [f"support:{sent.one.pk}", f"activity:{sent.talk.pk}"]
    answer = client.post("/tiep-nhan/", {"muc": keys, "lam": "lam-ro", "reason": " "})
    assert answer.status_code == 422
    assert answer.content.decode().count(" checked") == 2  # the ticks are kept
    client.post("/tiep-nhan/", {"muc": keys, "lam": "lam-ro", "reason": "Ghi rõ thôn"})
    assert set(StepTaken.objects.filter(action="return").values_list("reason", flat=True)) == {"Ghi rõ thôn"}
    assert Support.objects.get(pk=sent.two.pk).status == Status.SUBMITTED


def test_nothing_ticked_is_said_at_the_list(client, sent):
    client.force_login(sent.chutich_phuson)
    answer = client.post("/tiep-nhan/", {"lam": "buoc", "chac": "1"})
    assert answer.status_code == 422
    assert "Các dòng: Chưa chọn bản ghi nào." in answer.content.decode()


def test_nobody_accepts_their_own_records_in_bulk(client, cast):
    own = cast.submit(cast.make_support(cast.mttq, organization=cast.mttq_huyen, description="Của tôi"))
    cast.assign(cast.mttq, "front_chair", cast.lam_ha)  # the right is there, and still
    assert titles(open_inbox(client, cast, "mttq")) == []
    html = client.post(
        "/tiep-nhan/", {"muc": [f"support:{own.pk}"], "lam": "buoc", "chac": "1"}, follow=True
    ).content.decode()
    assert "Bạn là người ghi nên không tự xác nhận" in html
    assert Support.objects.get(pk=own.pk).status == Status.SUBMITTED


def test_partial_failure_says_which_and_why_and_keeps_the_rest(client, sent):
    periods.close(sent.mttq, sent.phu_son, datetime.date(2022, 6, 1), datetime.date(2022, 6, 30))  # the activity's day
    client.force_login(sent.chutich_phuson)
    keys = [f"support:{sent.one.pk}", f"activity:{sent.talk.pk}", f"support:{sent.other.pk}"]
    html = client.post("/tiep-nhan/", {"muc": keys, "lam": "buoc", "chac": "1"}, follow=True).content.decode()
    assert "Đã xong 1 bản ghi." in html
    assert "CANARY-talk" in html and "Kỳ 01/06/2022–30/06/2022" in html
    assert "ngoài phạm vi của bạn" in html
    assert "CANARY-melinh" not in html
    assert Support.objects.get(pk=sent.other.pk).pending_action == "confirm"


@pytest.mark.parametrize("rows", [5, 60])
def test_it_costs_at_most_twelve_queries_however_many_rows(client, cast, django_assert_max_num_queries, rows):
    for number in range(rows):
        cast.submit(cast.make_support(description=f"Khoản {number}"))
    for name in ("chutich_phuson", "mttq"):
        client.force_login(cast.fresh(getattr(cast, name)))
        with django_assert_max_num_queries(12):
            client.get("/tiep-nhan/")


# ---- filters, totals, memory -------------------------------------------------------------------------------------


def days_ago(record, days: int) -> None:
    """The steps of the record were taken so many days of the calendar ago."""
    guards.remove()
    at = timezone.now() - datetime.timedelta(days=days)
    StepTaken.objects.filter(record_type=record.record_type, record_id=record.pk).update(at=at)
    guards.install()


@pytest.fixture
def many(sent):
    """All of `sent` at the district's step, and a loan of 50 million of the farmers' union; one was asked back."""
    services.ask_back(sent.chutich_phuson, sent.two, "Rõ hơn")
    sent.two.refresh_from_db()
    sent.two = services.submit(sent.fresh(sent.canbo_phuson), sent.two)
    for record in (sent.one, sent.two, sent.talk):
        services.confirm(sent.chutich_phuson, record)
    services.confirm(sent.chutich_melinh, sent.other)
    sent.loan = sent.submit(services.create(sent.hoinongdan, Support, {
        **sent.loan_data(), "description": "CANARY-loan"}))  # fmt: skip
    return sent


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["loan", "melinh", "one", "talk", "two"]),
        ("loai=activity", ["talk"]),
        ("dot=pretieng-2022", ["loan", "melinh", "one", "two"]),
        ("nguoi=hoinongdan", ["loan"]),
        ("sua-lai=1", ["two"]),
        ("tren=55 triệu", ["melinh", "one", "two"]),
        ("tren=60 triệu", []),
        ("tim=canary-ta", ["talk"]),
        ("xa=me-linh&nguoi=hoinongdan", []),
        ("cho=x", []),
        ("tren=1.5", []),
        ("nguoi=x", []),
        ("dot=x", []),
    ],
)
def test_each_filter_leaves_what_it_says(client, many, query, found):
    assert titles(open_inbox(client, many, "mttq", f"?{query}")) == found


def test_what_waits_longer_than_so_many_working_days(client, many):
    """Sent 21 days of the calendar ago is 15 working days; the limit of the route is 5, later 20."""
    days_ago(many.one, 21)
    assert titles(open_inbox(client, many, "mttq", "?cho=14")) == ["one"]
    assert titles(open_inbox(client, many, "mttq", "?cho=15")) == []
    answer = open_inbox(client, many, "mttq", "?qua-han=1")
    assert titles(answer) == ["one"]
    assert [(item.days, item.over) for item, _ in answer.context["items"]] == [(15, 10)]
    assert "chờ 15 ngày" in answer.content.decode() and "quá hạn 10 ngày" in answer.content.decode()
    assert "1 bản quá hạn" in open_inbox(client, many, "mttq", "?qua-han=").content.decode()
    route = ConfirmationRoute.objects.get(level="commune")
    route.accept_days = 20
    route.save()
    assert titles(open_inbox(client, many, "mttq", "?qua-han=1")) == []


def test_an_acceptance_waits_from_the_confirmation_on(client, sent):
    days_ago(sent.one, 21)
    waiting = open_inbox(client, sent, "chutich_phuson").context["items"]
    assert [item.days for item, _ in waiting] == [15, 0, 0]
    services.confirm(sent.chutich_phuson, sent.one)
    assert [item.days for item, _ in open_inbox(client, sent, "mttq").context["items"]] == [0]


def test_totals_keep_loans_apart_and_counts_follow_the_other_filters(client, many):
    answer = open_inbox(client, many, "mttq")
    totals = answer.context["totals"]
    assert (totals["count"], totals["supports"], totals["support_vnd"]) == (5, 3, 180_000_000)
    assert (totals["loans"], totals["loan_vnd"], totals["returned"]) == (1, 50_000_000, 1)
    filters = {f["name"]: f for f in open_inbox(client, many, "mttq", "?xa=phu-son").context["filters"]}
    assert {v: n for v, _label, n in filters["loai"]["options"]} == {"support": 3, "activity": 1}
    assert {v: n for v, _label, n in filters["xa"]["options"]} == {"phu-son": 4, "me-linh": 1}
    assert {v: n for v, _label, n in filters["nguoi"]["options"]} == {"canbo.phuson": 3, "hoinongdan": 1}


def test_order_by_wait_amount_and_place(client, many):
    days_ago(many.talk, 9)

    def order(sort):
        rows = open_inbox(client, many, "mttq", f"?sort={sort}").context["items"]
        return [item.title.removeprefix("CANARY-") for item, _ in rows]

    assert order("-cho")[0] == "talk"
    assert order("cho")[-1] == "talk"
    assert order("tien")[:2] == ["talk", "loan"]
    assert order("noi")[0] == "melinh"
    assert order("-noi")[-1] == "melinh"


def test_filters_are_remembered_until_they_are_dropped(client, many):
    open_inbox(client, many, "mttq", "?loai=activity")
    answer = client.get("/tiep-nhan/")
    assert answer.headers["Location"] == "/tiep-nhan/?loai=activity"
    assert client.get("/tiep-nhan/?bo-loc=1").headers["Location"] == "/tiep-nhan/"
    assert len(client.get("/tiep-nhan/").context["items"]) == 5
    client.get("/tiep-nhan/?loai=activity")
    assert client.get("/tiep-nhan/?loai=").status_code == 200
    assert client.get("/tiep-nhan/").status_code == 200


# ---- many at once ------------------------------------------------------------------------------------------------


def test_before_accepting_it_says_what_will_happen_and_does_nothing(client, many):
    client.force_login(many.fresh(many.mttq))
    keys = [f"support:{r.pk}" for r in (many.one, many.two, many.loan)] + [f"activity:{many.talk.pk}"]
    html = client.post("/tiep-nhan/", {"muc": [*keys, "support:999999"], "lam": "buoc"}).content.decode()
    said = "2 khoản hỗ trợ, 120.000.000 đồng; 1 khoản vay, 50.000.000 đồng; 1 hoạt động: sẽ tính vào số liệu."
    assert said in html
    assert "1 bản không còn chờ bạn, sẽ bỏ qua." in html
    assert html.count('name="muc"') == 5
    assert not Support.objects.filter(status=Status.APPROVED).exists()


def test_all_that_the_filter_leaves_is_chosen_across_pages(client, cast):
    for number in range(53):
        cast.submit(cast.make_support(description=f"Khoản {number}"))
    other = cast.submit(services.create(cast.canbo_phuson, Activity, {
        "organization": cast.mttq_phu_son, "area": cast.phu_son, "date": datetime.date(2022, 6, 1),
        "kind_of_activity": "dialogue", "name": "Khác"}))  # fmt: skip
    client.force_login(cast.chutich_phuson)
    assert "cả 53 bản ghi theo bộ lọc" in client.get("/tiep-nhan/?loai=support").content.decode()
    html = client.post("/tiep-nhan/?loai=support", {"ca": "1", "lam": "buoc"}).content.decode()
    assert html.count('name="muc"') == 53
    keys = re.findall(r'name="muc" value="([^"]+)"', html)
    client.post("/tiep-nhan/?loai=support", {"muc": keys, "lam": "buoc", "chac": "1"})
    assert Support.objects.filter(pending_action="accept").count() == 53
    other.refresh_from_db()
    assert other.pending_action == "confirm"


def test_each_may_be_asked_back_for_a_reason_of_its_own(client, sent):
    client.force_login(sent.chutich_phuson)
    one, two = (f"support:{r.pk}" for r in (sent.one, sent.two))
    post = {"muc": [one, two], "lam": "lam-ro", f"ly-do-{one}": "Thiếu thôn", "reason": ""}
    answer = client.post("/tiep-nhan/", post)
    assert answer.status_code == 422
    assert "Thiếu thôn" in answer.content.decode()  # what was typed is still there
    client.post("/tiep-nhan/", {**post, "reason": "Thiếu biên bản"})
    reasons = {s.record_id: s.reason for s in StepTaken.objects.filter(action="return")}
    assert reasons == {sent.one.pk: "Thiếu thôn", sent.two.pk: "Thiếu biên bản"}


# ---- who is late -------------------------------------------------------------------------------------------------


def late_page(client, cast, name, query=""):
    client.force_login(cast.fresh(getattr(cast, name)))
    return client.get(f"/tiep-nhan/ai-cham/{query}")


def test_who_is_late_by_role_and_place(client, sent):
    days_ago(sent.one, 21)
    services.confirm(sent.chutich_phuson, sent.one)
    days_ago(sent.two, 14)
    rows = late_page(client, sent, "mttq").context["steps"]
    assert {(s.role, s.place): (s.count, s.late, s.days) for s in rows} == {
        ("commune_chair", "Xã Phú Sơn"): (2, 1, 10), ("commune_chair", "Xã Mê Linh"): (1, 0, 0),
        ("front_officer", ""): (1, 0, 0),
    }  # fmt: skip
    chair = rows[0].people[0]
    assert (chair.name, chair.taken, chair.average) == ("Nguyễn Thị Hạnh", 1, 15)
    seen = late_page(client, sent, "chutich_melinh").context["steps"]
    assert [(s.place, s.count) for s in seen] == [("Xã Mê Linh", 1)]


@pytest.mark.parametrize("name", ["canbo_phuson", "hoinongdan", "lanhdao", "quantri", "bandanvan"])
def test_who_takes_no_steps_of_supports_does_not_see_who_is_late(client, sent, name):
    assert late_page(client, sent, name).status_code == 403


def test_drafts_left_lying_and_questions_without_an_answer(client, sent):
    services.ask_back(sent.chutich_phuson, sent.one, "Rõ hơn")
    days_ago(sent.one, 21)
    old = sent.make_support(description="Cũ")
    Support.objects.filter(pk=old.pk).update(updated_at=timezone.now() - datetime.timedelta(days=21))
    sent.make_support(description="Mới")
    rows = late_page(client, sent, "mttq").context["authors"]
    assert [(a.name, a.drafts, a.draft_days, a.returned, a.returned_days) for a in rows] == [("K’Brèm", 1, 15, 1, 15)]
    assert late_page(client, sent, "mttq", "?ngay=15").context["authors"][0].drafts == 0
    handover.hand_over(sent.fresh(sent.mttq), sent.canbo_phuson, sent.fresh(sent.canbo_phuson_2))
    assert late_page(client, sent, "mttq").context["authors"][0].name == "Lơ Mu Ha Póh"


def test_both_tables_download_and_the_journal_knows(client, sent):
    answer = late_page(client, sent, "mttq", "?bang=buoc&xuat=csv")
    assert "Chủ tịch UBMTTQ xã,Xã Phú Sơn,3,0" in answer.content.decode("utf-8-sig")
    assert late_page(client, sent, "mttq", "?bang=nguoi&xuat=xlsx").status_code == 200
    assert Entry.objects.filter(action="export", actor=sent.mttq).count() == 2
    assert late_page(client, sent, "mttq", "?bang=x&xuat=csv").status_code == 404


def test_the_late_page_costs_at_most_twelve_queries(client, many, django_assert_max_num_queries):
    days_ago(many.one, 21)
    many.make_support()
    for name in ("chutich_phuson", "mttq"):
        client.force_login(many.fresh(getattr(many, name)))
        with django_assert_max_num_queries(12):
            client.get("/tiep-nhan/ai-cham/")
        with django_assert_max_num_queries(12):
            client.get("/tiep-nhan/?loai=support&sua-lai=1&cho=0&sort=-tien")
