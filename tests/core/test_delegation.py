"""Ủy quyền: steps taken for somebody who is away, only with what they hold, never on their own work, for a time."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from danvan.accounts.scoping import access
from danvan.audit.models import Entry
from danvan.records import corrections, services
from danvan.records.data import Invalid, Refused
from danvan.records.models import Status, StepTaken
from movements import delegation
from movements.models import Assignment

WEEK = datetime.timedelta(days=7)


def today():
    return timezone.localdate()


def pass_on(cast, giver, taker, starts=None, ends=None) -> Assignment:
    own = delegation.delegable(cast.fresh(giver))[0]
    return delegation.delegate(cast.fresh(giver), own, taker, starts or today(), ends or today() + WEEK)


def test_a_stand_in_confirms_and_the_step_says_for_whom(cast):
    pass_on(cast, cast.chutich_phuson, cast.canbo_phuson_2)
    sent = cast.submit(cast.make_support())
    services.confirm(cast.fresh(cast.canbo_phuson_2), sent)
    step = StepTaken.objects.get(action="confirm")
    assert (step.actor, step.on_behalf_of) == (cast.canbo_phuson_2, cast.chutich_phuson)
    assert f'"on_behalf_of":{cast.chutich_phuson.pk}' in Entry.objects.get(action="confirm").changes


def test_the_giver_still_takes_steps_and_in_their_own_name(cast):
    pass_on(cast, cast.chutich_phuson, cast.canbo_phuson_2)
    services.confirm(cast.fresh(cast.chutich_phuson), cast.submit(cast.make_support()))
    assert StepTaken.objects.get(action="confirm").on_behalf_of is None


def test_who_holds_the_role_themselves_stands_in_for_nobody(cast):
    pass_on(cast, cast.mttq_2, cast.mttq)
    sent = services.confirm(cast.chutich_phuson, cast.submit(cast.make_support()))
    services.accept(cast.fresh(cast.mttq), sent)
    assert StepTaken.objects.get(action="accept").on_behalf_of is None


def test_nobody_confirms_what_they_wrote_standing_in_either(cast):
    pass_on(cast, cast.chutich_phuson, cast.canbo_phuson)
    sent = cast.submit(cast.make_support())
    with pytest.raises(PermissionDenied, match="Bạn là người ghi"):
        services.confirm(cast.fresh(cast.canbo_phuson), sent)


def test_a_stand_in_does_not_accept_the_work_of_whom_they_stand_in_for(cast):
    """The chair would have their own record accepted through a colleague."""
    pass_on(cast, cast.mttq_truong, cast.canbo_phuson)
    own = cast.make_support(cast.mttq_truong, organization=cast.mttq_huyen)
    own = services.submit(cast.fresh(cast.mttq_truong), own)
    with pytest.raises(PermissionDenied, match="Người ủy quyền cho bạn là người ghi"):
        services.accept(cast.fresh(cast.canbo_phuson), own)
    other = services.submit(cast.fresh(cast.mttq), cast.make_support(cast.mttq, organization=cast.mttq_huyen))
    assert services.accept(cast.fresh(cast.canbo_phuson), other).status == Status.APPROVED


def test_nor_decides_the_proposal_of_whom_they_stand_in_for(cast):
    pass_on(cast, cast.mttq_truong, cast.canbo_phuson_2)
    support = cast.approve(cast.make_support())
    made = corrections.propose(
        cast.fresh(cast.mttq_truong), support, reason="Ghi nhầm", data={"households": 2}, expected_version=1
    )
    assert "Người ủy quyền" in corrections.why_not_decide(cast.fresh(cast.canbo_phuson_2), made, support)
    assert not corrections.waiting_for(type(support).objects.all(), cast.fresh(cast.canbo_phuson_2)).exists()


@pytest.mark.parametrize(("starts", "ends", "holds"), [(1, 7, False), (0, 0, True), (-3, 0, True), (-7, -1, False)])
def test_it_begins_and_ends_by_itself(cast, starts, ends, holds):
    day = today()
    cast.assign(
        cast.canbo_phuson_2, "commune_chair", cast.phu_son, delegated_by=cast.chutich_phuson,
        starts=day + datetime.timedelta(days=starts), ends=day + datetime.timedelta(days=ends),
    )  # fmt: skip
    assert access(cast.fresh(cast.canbo_phuson_2)).may("support.confirm") is holds


def test_it_falls_with_the_role_of_the_giver_and_with_their_account(cast):
    made = pass_on(cast, cast.chutich_phuson, cast.canbo_phuson_2)
    own = Assignment.objects.get(user=cast.chutich_phuson)
    own.ends = today() - WEEK
    own.save()
    assert not access(cast.fresh(cast.canbo_phuson_2)).may("support.confirm")
    own.ends = None
    own.save()
    assert access(cast.fresh(made.user)).may("support.confirm")
    cast.chutich_phuson.is_active = False
    cast.chutich_phuson.save()
    assert not access(cast.fresh(cast.canbo_phuson_2)).may("support.confirm")


def test_what_one_user_holds_is_what_is_in_force(cast):
    """`held_by` judges in memory what `active_on` asks the database."""
    pass_on(cast, cast.chutich_phuson, cast.canbo_phuson_2)
    pass_on(cast, cast.mttq_truong, cast.canbo_phuson, ends=today())
    own = Assignment.objects.get(user=cast.mttq_truong)
    for day in (today(), today() + WEEK, today() + 2 * WEEK):
        own.ends = day - WEEK  # the giver's own role ends before what was passed on
        own.save()
        for user in (cast.canbo_phuson, cast.canbo_phuson_2, cast.chutich_phuson, cast.mttq_truong):
            held = Assignment.objects.held_by(user.pk, day)
            assert {one.pk for one in held} == {one.pk for one in Assignment.objects.active_on(day).filter(user=user)}
    assert len(Assignment.objects.held_by(cast.canbo_phuson_2.pk, today())) == 2


def test_what_was_received_is_not_passed_on(cast):
    pass_on(cast, cast.chutich_phuson, cast.canbo_phuson_2)
    assert delegation.delegable(cast.fresh(cast.canbo_phuson_2)) == []
    own = Assignment.objects.get(user=cast.chutich_phuson)
    with pytest.raises(PermissionDenied):
        delegation.delegate(cast.fresh(cast.canbo_phuson_2), own, cast.canbo_phuson, today(), today())


def test_it_goes_to_those_who_work_there_and_see_as_much(cast):
    def names(giver):
        own = delegation.delegable(cast.fresh(giver))
        return {u.username for u in delegation.colleagues(own)}

    assert names(cast.chutich_phuson) == {"canbo.phuson", "canbo2.phuson", "mttq", "mttq2", "mttq.truong"}
    assert {"hoinongdan", "canbo.melinh", "chutich.phuson"} <= names(cast.mttq)
    assert not {"lanhdao", "quantri", "bandanvan", "mttq", "mttq.ductrong"} & names(cast.mttq)
    with pytest.raises(Refused, match="không làm thay"):
        pass_on(cast, cast.chutich_phuson, cast.canbo_melinh)


def test_dates_are_asked_and_twice_the_same_is_refused(cast):
    with pytest.raises(Invalid) as refused:
        pass_on(cast, cast.chutich_phuson, cast.canbo_phuson_2, today() - 2 * WEEK, today() - WEEK)
    assert list(refused.value.errors) == ["ends"]
    with pytest.raises(Invalid):
        pass_on(cast, cast.chutich_phuson, cast.canbo_phuson_2, today() + WEEK, today())
    pass_on(cast, cast.chutich_phuson, cast.canbo_phuson_2)
    with pytest.raises(Refused, match="Đã ủy quyền"):
        pass_on(cast, cast.chutich_phuson, cast.canbo_phuson_2, today() + datetime.timedelta(days=7))


def test_it_can_be_ended_at_once_and_the_journal_keeps_it(cast):
    made = pass_on(cast, cast.chutich_phuson, cast.canbo_phuson_2, today() - WEEK)
    with pytest.raises(PermissionDenied):
        delegation.end(cast.fresh(cast.canbo_phuson_2), made)
    delegation.end(cast.fresh(cast.chutich_phuson), made)
    made.refresh_from_db()
    assert made.ends == today() - datetime.timedelta(days=1)
    assert not access(cast.fresh(cast.canbo_phuson_2)).may("support.confirm")
    of_today = pass_on(cast, cast.chutich_phuson, cast.canbo_phuson_2)
    delegation.end(cast.fresh(cast.quantri), of_today)
    assert not Assignment.objects.filter(pk=of_today.pk).exists()
    assert list(Entry.objects.filter(record_type="movements.assignment").order_by("seq").values_list(
        "action", flat=True)) == ["create", "update", "create", "delete"]  # fmt: skip


# ---- the page ----------------------------------------------------------------------------------------------------


def open_page(client, cast, who, url="/uy-quyen/"):
    client.force_login(cast.fresh(who))
    return client.get(url)


def test_both_see_it_and_the_rails_foot_says_until_when(client, cast):
    open_page(client, cast, cast.chutich_phuson)
    sent = {"own": delegation.delegable(cast.fresh(cast.chutich_phuson))[0].pk, "user": cast.canbo_phuson_2.pk,
            "starts": f"{today():%d/%m/%Y}", "ends": f"{today() + WEEK:%d/%m/%Y}"}  # fmt: skip
    assert client.post("/uy-quyen/", {**sent, "ends": ""}).status_code == 422
    assert client.post("/uy-quyen/", {**sent, "user": cast.canbo_melinh.pk}).status_code == 422
    assert client.post("/uy-quyen/", sent).status_code == 302
    assert "Lơ Mu Ha Póh làm thay bạn" in client.get("/uy-quyen/").content.decode()
    html = open_page(client, cast, cast.canbo_phuson_2).content.decode()
    assert "Bạn làm thay Nguyễn Thị Hạnh" in html
    foot = f"Được ủy quyền Chủ tịch UBMTTQ xã, xã Phú Sơn, thay Nguyễn Thị Hạnh đến {today() + WEEK:%d/%m/%Y}."
    assert foot in html
    assert open_page(client, cast, cast.canbo_phuson_2, "/tiep-nhan/").status_code == 200


def test_the_administrators_form_passes_on_only_what_the_giver_holds(client, cast):
    client.force_login(cast.fresh(cast.quantri))
    sent = {"user": cast.mttq_2.pk, "role": "front_chair", "area": cast.lam_ha.pk, "organization": "",
            "starts": "1/1/2022", "ends": "31/12/2030", "delegated_by": cast.mttq.pk}  # fmt: skip
    answer = client.post("/phan-cong/them/", sent)
    assert answer.status_code == 422
    assert "không giữ vai trò ấy ở đó" in answer.content.decode()
    assert client.post("/phan-cong/them/", {**sent, "delegated_by": cast.mttq_truong.pk}).status_code == 302
