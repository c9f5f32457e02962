"""Bàn giao: a leaver's unfinished records go to a colleague; both stay their authors when a step is to be taken."""

import pytest
from django.core.exceptions import PermissionDenied

from danvan.audit.models import Entry
from danvan.imports import leavers
from danvan.imports.models import ImportBatch
from danvan.records import handover, services
from danvan.records.data import Refused
from danvan.records.models import Handover, Status


@pytest.fixture
def left(cast):
    """K’Brèm leaves: a draft, one asked back, one that waits, in Phú Sơn; and an accepted one."""
    cast.draft = cast.make_support(description="Nháp")
    cast.back = services.ask_back(cast.chutich_phuson, cast.submit(cast.make_support(description="Hỏi lại")), "Rõ hơn")
    cast.sent = cast.submit(cast.make_support(description="Chờ"))
    cast.done = cast.approve(cast.make_support(description="Xong"))
    cast.household = cast.make_household(head="CANARY-ho")
    return cast


def give(cast, actor, taker) -> int:
    return handover.hand_over(cast.fresh(actor), cast.canbo_phuson, cast.fresh(taker))


def test_counts_are_of_the_unfinished_by_kind_and_step(left):
    assert handover.counts(left.fresh(left.quantri), left.canbo_phuson) == {
        ("support", "draft"): 1, ("support", "returned"): 1, ("support", "submitted"): 1, ("household", "draft"): 1,
    }  # fmt: skip
    assert not handover.counts(left.fresh(left.mttq_ductrong), left.canbo_phuson)
    with pytest.raises(PermissionDenied):
        give(left, left.canbo_phuson_2, left.canbo_phuson_2)


def test_the_colleague_mends_sends_and_takes_back_and_the_author_stays(left):
    assert give(left, left.quantri, left.canbo_phuson_2) == 4
    new = left.fresh(left.canbo_phuson_2)
    left.back.refresh_from_db()
    assert left.back.created_by == left.canbo_phuson
    assert handover.keeper_of(left.back) == new.pk
    mended = services.update(new, left.back, {"households": 2}, expected_version=left.back.version)
    assert services.submit(new, mended).status == Status.SUBMITTED
    assert services.withdraw(new, left.sent).status == Status.WITHDRAWN
    assert Entry.objects.filter(action="handover", actor=left.quantri).count() == 4
    assert not handover.counts(left.fresh(left.quantri), left.canbo_phuson)


def test_neither_the_old_nor_the_new_hand_takes_a_step_even_after_it_went_on(left):
    """All three become chairs; the record has gone from K’Brèm by Lơ Mu to Vũ Đình Ổn."""
    give(left, left.quantri, left.canbo_phuson_2)
    handover.hand_over(left.fresh(left.quantri), left.canbo_phuson_2, left.fresh(left.mttq))
    sent = left.sent
    for person in (left.canbo_phuson, left.canbo_phuson_2, left.mttq):
        left.assign(person, "commune_chair", left.phu_son)
        with pytest.raises(PermissionDenied, match="Bạn là người ghi"):
            services.confirm(left.fresh(person), sent)
        assert not services.waiting_for(type(sent).objects.all(), left.fresh(person)).filter(pk=sent.pk).exists()
    assert services.confirm(left.fresh(left.chutich_phuson), sent).pending_action == "accept"


def test_what_lies_outside_the_colleagues_reach_stays(left):
    plan = handover.plan(left.fresh(left.quantri), left.canbo_phuson, left.fresh(left.canbo_melinh))
    assert not plan.goes
    assert len(plan.stays) == 4
    with pytest.raises(Refused, match="phạm vi"):
        give(left, left.quantri, left.canbo_melinh)
    assert not Handover.objects.exists()


def test_one_part_goes_the_other_is_named(left):
    abroad = services.create(left.fresh(left.mttq), type(left.draft), {
        **left.support_data(), "organization": left.hoi_nong_dan, "description": "Của Hội"})  # fmt: skip
    services.create(left.fresh(left.mttq), type(left.draft), {**left.support_data(), "description": "Của xã"})
    plan = handover.plan(left.fresh(left.mttq_truong), left.mttq, left.fresh(left.canbo_phuson))
    assert (sum(plan.goes.values()), [r.pk for r in plan.stays]) == (1, [abroad.pk])


def test_batches_that_wait_to_be_mended_go_to_who_imports_as_widely(client, left):
    batch = ImportBatch.objects.create(
        kind="ho-tro", name="so.csv", sha256="0" * 64, state=ImportBatch.State.FAULTY, user=left.canbo_phuson
    )
    admin, leaver = left.fresh(left.quantri), left.canbo_phuson
    assert leavers.waiting(admin, leaver) == [batch]
    assert leavers.waiting(left.fresh(left.mttq), leaver) == [batch]
    assert leavers.waiting(left.fresh(left.mttq_ductrong), leaver) == []
    assert leavers.hand_over(admin, leaver, left.fresh(left.canbo_melinh)) == 0
    leaver.is_active = False
    leaver.save()
    assert leavers.hand_over(admin, leaver, left.fresh(left.canbo_melinh)) == 0
    client.force_login(admin)
    url = f"/ban-giao/{leaver.pk}/"
    assert "1 lô nhập từ tệp đang chờ sửa" in client.get(url).content.decode()
    assert "1 lô nhập ở lại" in client.get(f"{url}?cho={left.canbo_melinh.pk}").content.decode()
    said = client.post(url, {"cho": left.canbo_phuson_2.pk}, follow=True).content.decode()
    assert "4 bản ghi, 1 lô nhập chờ sửa" in said
    batch.refresh_from_db()
    assert batch.user == left.canbo_phuson_2


# ---- the page ----------------------------------------------------------------------------------------------------


def test_the_administrator_sees_counts_and_no_words(client, left):
    client.force_login(left.fresh(left.quantri))
    url = f"/ban-giao/{left.canbo_phuson.pk}/"
    html = client.get(url).content.decode()
    assert "4 bản ghi chưa xong" in html
    preview = client.get(f"{url}?cho={left.canbo_melinh.pk}").content.decode()
    assert f"Hộ số {left.household.pk}" in preview
    assert "CANARY-ho" not in html + preview
    client.force_login(left.fresh(left.mttq))
    assert "CANARY-ho" in client.get(f"{url}?cho={left.canbo_melinh.pk}").content.decode()


def test_handing_over_shows_in_the_colleagues_work_and_history(client, left):
    client.force_login(left.fresh(left.mttq))
    url = f"/ban-giao/{left.canbo_phuson.pk}/"
    assert client.post(url, {"cho": ""}).status_code == 422
    assert client.post(url, {"cho": left.canbo_phuson_2.pk}).status_code == 302
    client.force_login(left.fresh(left.canbo_phuson_2))
    answer = client.get("/viec-cua-toi/")
    assert {item.key for item in answer.context["ready"]} >= {f"support:{left.draft.pk}"}
    assert [item.title for item in answer.context["returned"]] == ["Hỏi lại"]
    history = client.get(f"/ho-tro/{left.draft.pk}/lich-su/").content.decode()
    assert "Vũ Đình Ổn bàn giao từ K’Brèm cho Lơ Mu Ha Póh" in history


def test_a_person_with_nothing_in_reach_does_not_exist_here(client, left):
    client.force_login(left.fresh(left.mttq_ductrong))
    assert client.get(f"/ban-giao/{left.canbo_phuson.pk}/").status_code == 404
    client.force_login(left.fresh(left.mttq))
    assert client.get(f"/ban-giao/{left.canbo_phuson.pk}/?cho={left.mttq_ductrong.pk}").status_code == 404


def test_closing_an_account_offers_the_hand_over(client, left):
    client.force_login(left.fresh(left.quantri))
    url, user = f"/tai-khoan/{left.canbo_phuson.pk}/", left.canbo_phuson
    assert "Bàn giao cho đồng nghiệp" in client.get(url).content.decode()
    answer = client.post(url, {"full_name": user.full_name, "version": user.version})
    assert answer.headers["Location"] == f"/ban-giao/{user.pk}/"
    assert give(left, left.quantri, left.canbo_phuson_2) == 4


def test_it_costs_at_most_twelve_queries_however_many_records(client, left, django_assert_max_num_queries):
    for number in range(20):
        left.make_support(description=f"Khoản {number}")
    client.force_login(left.fresh(left.quantri))
    with django_assert_max_num_queries(12):
        client.get(f"/ban-giao/{left.canbo_phuson.pk}/")
