"""Tiếp nhận: one list of what waits for my step, over all kinds; many at once, each by its own rights."""

import datetime

import pytest

from beneficiaries.models import Support
from danvan.records import periods, services
from danvan.records.models import Status, StepTaken
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
    assert "Chưa chọn bản ghi nào." in answer.content.decode()


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
