"""Việc của tôi: what each person finds there, in whose words, and at what cost."""

import datetime

import pytest
from django.utils import timezone

from beneficiaries.models import Support
from danvan.records import corrections, periods, services
from danvan.records.models import Status
from movements.models import Activity

EVERYBODY = (
    "canbo_phuson", "chutich_phuson", "hoinongdan", "mttq", "mttq_truong", "bandanvan", "lanhdao", "quantri", "nobody",
)  # fmt: skip


def page(client, cast, name: str, url: str = "/viec-cua-toi/"):
    client.force_login(cast.fresh(getattr(cast, name)))
    return client.get(url)


def make_activity(cast, actor, **changes):
    data = {"organization": cast.mttq_phu_son, "area": cast.phu_son, "date": datetime.date(2022, 6, 1),
            "kind_of_activity": "dialogue", "name": "Đối thoại ở Pretieng", **changes}  # fmt: skip
    return services.create(actor, Activity, data)


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_may_open_it_and_nothing_to_do_is_a_pleasant_page(client, cast, name):
    answer = page(client, cast, name)
    assert answer.status_code == 200
    assert "Mọi việc đã xong" in answer.content.decode()


def test_the_doors_follow_the_rights(client, cast):
    officer = page(client, cast, "canbo_phuson").context["doors"]
    assert [door.title for door in officer][:2] == ["Ghi khoản hỗ trợ", "Nhập từ Excel"]
    assert [door.title for door in page(client, cast, "chutich_phuson").context["doors"]][0] == "Mở hộp tiếp nhận"
    assert "Ghi khoản hỗ trợ" not in page(client, cast, "lanhdao").content.decode()
    assert [door.title for door in page(client, cast, "quantri").context["doors"]] == ["Nhập từ Excel", "Quản trị"]


def test_a_returned_record_stands_first_with_its_reason_and_its_door(client, cast):
    support = cast.submit(cast.make_support(description="CANARY-returned"))
    services.ask_back(cast.chutich_phuson, support, "Thiếu biên bản bàn giao.")
    html = page(client, cast, "canbo_phuson").content.decode()
    assert "Thiếu biên bản bàn giao." in html
    assert "Nguyễn Thị Hạnh" in html
    assert f"/ho-tro/{support.pk}/sua/" in html
    assert "60.000.000" in html
    assert "CANARY-returned" not in page(client, cast, "canbo_melinh").content.decode()


def test_drafts_say_what_they_lack_and_those_ready_are_sent_together(client, cast):
    ready = cast.make_support(description="Đủ rồi")
    bare = cast.make_support(description="Còn thiếu", items=[], contributions=[])
    talk = make_activity(cast, cast.canbo_phuson)
    answer = page(client, cast, "canbo_phuson")
    assert {d.item.pk: d.missing for d in answer.context["drafts"] if d.item.kind == "support"} == {
        ready.pk: [], bare.pk: ["hiện vật, công trình hoặc nguồn tiền"],
    }  # fmt: skip
    assert {item.key for item in answer.context["ready"]} == {f"support:{ready.pk}", f"activity:{talk.pk}"}
    client.post("/viec-cua-toi/gui/", {"muc": [item.key for item in answer.context["ready"]]})
    statuses = dict(Support.objects.values_list("pk", "status"))
    assert statuses == {ready.pk: Status.SUBMITTED, bare.pk: Status.DRAFT}
    assert Activity.objects.get(pk=talk.pk).status == Status.SUBMITTED


def test_one_refusal_in_a_bulk_stops_no_other_and_is_said(client, cast):
    ready, bare = cast.make_support(), cast.make_support(description="Còn thiếu", items=[], contributions=[])
    foreign = cast.make_support(
        cast.canbo_melinh, area=cast.me_linh, hamlets=[], organization=cast.mttq_me_linh, description="CANARY-melinh"
    )
    client.force_login(cast.canbo_phuson)
    keys = [f"support:{r.pk}" for r in (bare, ready, foreign)] + ["support:x", "nothing:1"]
    html = client.post("/viec-cua-toi/gui/", {"muc": keys}, follow=True).content.decode()
    assert "Đã gửi 1 bản ghi." in html
    assert "“Còn thiếu”: Chưa gửi được, còn thiếu" in html
    assert "CANARY-melinh" not in html
    assert Support.objects.get(pk=foreign.pk).status == Status.DRAFT


def test_who_may_not_send_a_draft_cannot_send_it_in_bulk(client, cast):
    draft = cast.make_support()
    client.force_login(cast.chutich_phuson)
    client.post("/viec-cua-toi/gui/", {"muc": [f"support:{draft.pk}"]})
    assert Support.objects.get(pk=draft.pk).status == Status.DRAFT


def test_what_waits_for_me_is_counted_by_kind_and_what_i_sent_waits_for_others(client, cast):
    cast.submit(cast.make_support())
    cast.submit(make_activity(cast, cast.canbo_phuson))
    chair = page(client, cast, "chutich_phuson")
    assert [(w.kind, w.action, w.count) for w in sorted(chair.context["waiting"], key=lambda w: w.kind)] == [
        ("activity", "confirm", 1), ("support", "confirm", 1),
    ]  # fmt: skip
    officer = page(client, cast, "canbo_phuson")
    assert [item.kind for item in officer.context["sent"]] == ["support", "activity"]
    assert officer.context["sent_total"] == 60_000_000
    assert page(client, cast, "chutich_melinh").context["waiting"] == []


def test_a_proposal_waits_for_who_may_decide_it_and_for_nobody_else(client, cast):
    support = cast.approve(cast.make_support())
    corrections.propose(
        cast.canbo_phuson, support, reason="Ghi nhầm số hộ", data={"households": 2}, expected_version=support.version
    )
    chair = page(client, cast, "mttq_truong")
    assert "Ghi nhầm số hộ" in chair.content.decode()
    assert f"/ho-tro/{support.pk}/de-nghi/" in chair.content.decode()
    for name in ("mttq", "canbo_phuson", "mttq_truong_ductrong"):
        assert not page(client, cast, name).context["proposals"]


def test_the_year_of_the_place_keeps_loans_apart(client, cast):
    cast.approve(cast.make_support())
    cast.approve(cast.make_support(contributions=[], description="50 ngày công"))
    cast.approve(services.create(cast.hoinongdan, Support, cast.loan_data()))
    cast.submit(cast.make_support())
    year = page(client, cast, "mttq").context["year"]
    assert (year.year, year.support_vnd, year.loan_vnd) == (2022, 60_000_000, 50_000_000)
    assert (year.accepted, year.waiting, year.unvalued) == (3, 1, 1)
    assert page(client, cast, "mttq", "/viec-cua-toi/?nam=2021").context["year"].support_vnd is None


def test_an_exception_to_a_closed_period_is_due_at_its_end(client, cast):
    closing = periods.close(cast.mttq, cast.lam_ha, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    until = timezone.now() + datetime.timedelta(days=3)
    periods.grant_exception(cast.mttq, closing, cast.canbo_phuson, until, reason="Bổ sung chứng từ")
    assert "Hết hạn ghi bổ sung" in page(client, cast, "canbo_phuson").content.decode()
    assert "Hết hạn ghi bổ sung" not in page(client, cast, "canbo_phuson_2").content.decode()


@pytest.mark.parametrize("rows", [5, 40])
def test_it_costs_at_most_twelve_queries_however_many_rows(client, cast, django_assert_max_num_queries, rows):
    for number in range(rows):
        support = cast.make_support(description=f"Khoản {number}")
        if number % 2:
            cast.submit(support)
    make_activity(cast, cast.canbo_phuson)
    returned = cast.submit(cast.make_support())
    services.ask_back(cast.chutich_phuson, returned, "Rõ hơn")
    cast.make_support(cast.mttq, organization=cast.mttq_huyen)
    approved = cast.approve(cast.make_support())
    corrections.propose(cast.canbo_phuson, approved, reason="x", data={"households": 2}, expected_version=1)
    for name in ("canbo_phuson", "chutich_phuson", "mttq", "mttq_truong", "hoinongdan"):
        client.force_login(cast.fresh(getattr(cast, name)))
        with django_assert_max_num_queries(12):
            assert client.get("/viec-cua-toi/").status_code == 200, name


def test_what_others_left_undone_is_no_work_of_who_may_mend_everything(client, cast):
    """The Front officer may edit every organisation's drafts; their own page shows their own."""
    services.ask_back(cast.chutich_phuson, cast.submit(cast.make_support()), "Rõ hơn")
    cast.make_support(cast.mttq, organization=cast.mttq_huyen, description="Của MTTQ")
    answer = page(client, cast, "mttq")
    assert answer.context["returned"] == []
    assert [d.item.title for d in answer.context["drafts"]] == ["Của MTTQ"]


def test_a_colleagues_draft_is_seen_but_not_sent_with_ones_own(client, cast):
    cast.make_support(cast.canbo_phuson_2)
    answer = page(client, cast, "canbo_phuson")
    assert len(answer.context["drafts"]) == 1
    assert answer.context["ready"] == []
