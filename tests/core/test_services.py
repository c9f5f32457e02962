"""The one door for writes: each step, who may take it, and that each refusal changes nothing."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from beneficiaries.models import PovertyReview, Support
from danvan.accounts.roles import RECORD_KINDS
from danvan.records import services
from danvan.records.data import Invalid
from danvan.records.models import Status
from tests.unchanged import refuses


def history(record) -> list[tuple[str, str]]:
    return [(step.action, step.actor.username) for step in services.steps_of(record)]


# ---- the whole way ---------------------------------------------------------------------------------------------


def test_a_communes_support_is_confirmed_by_its_chair_and_accepted_by_the_front(cast):
    support = cast.make_support()
    assert (support.status, support.version, support.amount_vnd) == (Status.DRAFT, 1, 60_000_000)
    support = services.submit(cast.canbo_phuson, support)
    assert (support.status, support.pending_action, support.pending_role) == (
        "submitted", "confirm", "commune_chair",
    )  # fmt: skip
    support = services.confirm(cast.chutich_phuson, support)
    assert (support.status, support.pending_action, support.pending_role) == ("submitted", "accept", "front_officer")
    support = services.accept(cast.mttq, support)
    assert (support.status, support.pending_action, support.pending_role) == ("approved", "", "")
    assert support.approved_at is not None
    assert history(support) == [("submit", "canbo.phuson"), ("confirm", "chutich.phuson"), ("accept", "mttq")]


def test_a_district_organisations_support_goes_straight_to_the_front(cast):
    support = cast.make_support(cast.hoinongdan, organization=cast.hoi_nong_dan)
    support = services.submit(cast.hoinongdan, support)
    assert (support.pending_action, support.pending_role) == ("accept", "front_officer")
    assert services.accept(cast.mttq_truong, support).status == "approved"  # the chair may all that the officer may


def test_the_fronts_own_support_waits_for_its_chair(cast):
    support = services.submit(cast.mttq, cast.make_support(cast.mttq, organization=cast.mttq_huyen))
    assert (support.pending_action, support.pending_role) == ("accept", "front_chair")
    with refuses(PermissionDenied):
        services.accept(cast.mttq_2, support)
    assert services.accept(cast.mttq_truong, support).status == "approved"


def test_a_returned_support_is_mended_and_sent_again(cast):
    support = cast.submit(cast.make_support())
    support = services.ask_back(cast.chutich_phuson, support, "Thiếu biên bản")
    assert (support.status, support.pending_action) == ("returned", "")
    assert services.steps_of(support).last().reason == "Thiếu biên bản"
    support = services.update(cast.canbo_phuson, support, {"note": "Đã có biên bản"}, expected_version=1)
    assert support.version == 2
    support = cast.approve(support)
    assert (support.status, support.note) == ("approved", "Đã có biên bản")
    assert [a for a, _ in history(support)] == ["submit", "return", "submit", "confirm", "accept"]


def test_the_front_asks_back_after_the_chair_confirmed(cast):
    support = services.confirm(cast.chutich_phuson, cast.submit(cast.make_support()))
    assert services.ask_back(cast.mttq, support, "Số hộ?").status == "returned"


def test_a_draft_and_a_sent_record_are_withdrawn_by_their_author(cast):
    draft, sent = cast.make_support(), cast.submit(cast.make_support())
    assert services.withdraw(cast.canbo_phuson, draft).status == "withdrawn"
    withdrawn = services.withdraw(cast.canbo_phuson, sent, "Ghi trùng")
    assert (withdrawn.status, withdrawn.pending_action) == ("withdrawn", "")


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_every_kind_of_record_goes_the_same_way(cast, kind):
    record = cast.approve(cast.record_of(kind))
    assert record.status == "approved"
    assert [a for a, _ in history(record)] == ["submit", "confirm", "accept"]


# ---- nobody confirms or accepts their own work -----------------------------------------------------------------


@pytest.fixture
def everyman(cast):
    """The officer of Phú Sơn holds every role at every place."""
    for role in ("commune_chair", "front_officer", "front_chair"):
        cast.assign(cast.canbo_phuson, role, cast.lam_ha)
    return cast.fresh(cast.canbo_phuson)


def test_the_author_neither_confirms_nor_accepts_even_with_every_role(cast, everyman):
    support = services.submit(everyman, cast.make_support(everyman))
    with refuses(PermissionDenied) as caught:
        services.confirm(everyman, support)
    assert "tự xác nhận" in str(caught.value)
    with refuses(PermissionDenied):
        services.ask_back(everyman, support, "…")
    support = services.confirm(cast.chutich_phuson, support)
    with refuses(PermissionDenied):
        services.accept(everyman, support)
    assert not services.waiting_for(Support.objects.all(), everyman).exists()


def test_the_last_editor_neither_confirms_nor_accepts(cast, everyman):
    support = cast.make_support(cast.canbo_phuson_2)
    support = services.update(everyman, support, {"note": "bổ sung"}, expected_version=1)
    support = services.submit(cast.canbo_phuson_2, support)
    with refuses(PermissionDenied):
        services.confirm(everyman, support)
    support = services.confirm(cast.chutich_phuson, support)
    with refuses(PermissionDenied):
        services.accept(everyman, support)
    assert services.accept(cast.mttq, support).status == "approved"


def test_who_did_not_touch_it_may_with_the_same_roles(cast, everyman):
    """The refusal differs from a success by the authorship alone."""
    support = cast.submit(cast.make_support(cast.canbo_phuson_2))
    support = services.confirm(everyman, support)
    assert services.accept(everyman, support).status == "approved"


# ---- who may not ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["chutich_melinh", "canbo_phuson_2", "mttq", "mttq_truong", "hoinongdan", "lanhdao",
                                  "bandanvan", "quantri", "nobody", "mttq_ductrong"])  # fmt: skip
def test_the_communes_step_is_its_chairs_alone(cast, name):
    support = cast.submit(cast.make_support())
    with refuses(PermissionDenied):
        services.confirm(getattr(cast, name), support)


@pytest.mark.parametrize("name", ["chutich_phuson", "canbo_phuson_2", "hoinongdan", "lanhdao", "bandanvan", "quantri",
                                  "nobody", "mttq_ductrong", "mttq_truong_ductrong"])  # fmt: skip
def test_accepting_is_for_the_front_of_the_place(cast, name):
    support = services.confirm(cast.chutich_phuson, cast.submit(cast.make_support()))
    with refuses(PermissionDenied):
        services.accept(getattr(cast, name), support)


def test_no_step_is_skipped_or_taken_twice(cast):
    support = cast.make_support()
    for step, who in ((services.confirm, cast.chutich_phuson), (services.accept, cast.mttq)):
        with refuses(PermissionDenied):
            step(who, support)
    support = cast.submit(support)
    with refuses(PermissionDenied):
        services.accept(cast.mttq, support)  # the chair comes first
    with refuses(PermissionDenied):
        services.submit(cast.canbo_phuson, support)
    support = services.confirm(cast.chutich_phuson, support)
    with refuses(PermissionDenied):
        services.confirm(cast.chutich_phuson, support)
    support = services.accept(cast.mttq, support)
    for again in (
        lambda: services.accept(cast.mttq, support),
        lambda: services.submit(cast.canbo_phuson, support),
        lambda: services.ask_back(cast.mttq, support, "…"),
        lambda: services.withdraw(cast.canbo_phuson, support),
    ):
        with refuses(PermissionDenied):
            again()


@pytest.mark.parametrize("name", ["chutich_phuson", "lanhdao", "bandanvan", "quantri", "nobody", "canbo_melinh",
                                  "hoinongdan", "mttq_ductrong"])  # fmt: skip
def test_who_may_not_enter_for_the_place_neither_creates_edits_sends_nor_withdraws(cast, name):
    who, draft = getattr(cast, name), cast.make_support()
    with refuses(PermissionDenied):
        cast.make_support(who)
    with refuses(PermissionDenied):
        services.update(who, draft, {"note": "x"}, expected_version=1)
    with refuses(PermissionDenied):
        services.submit(who, draft)
    with refuses(PermissionDenied):
        services.withdraw(who, draft)


def test_a_record_is_not_moved_to_a_place_or_body_out_of_reach(cast):
    draft = cast.make_support(hamlets=[])
    with refuses(PermissionDenied):
        services.update(cast.canbo_phuson, draft, {"area": cast.me_linh}, expected_version=1)
    with refuses(PermissionDenied):
        services.update(cast.canbo_phuson, draft, {"organization": cast.mttq_me_linh}, expected_version=1)
    with refuses(PermissionDenied):
        services.update(cast.canbo_phuson, draft, {"organization": cast.mttq_huyen}, expected_version=1)


def test_a_commune_officer_does_not_edit_a_district_organisations_draft_in_the_commune(cast):
    draft = cast.make_support(cast.hoinongdan, organization=cast.hoi_nong_dan)
    with refuses(PermissionDenied):
        services.update(cast.canbo_phuson, draft, {"note": "x"}, expected_version=1)


def test_a_colleague_takes_over_a_draft(cast):
    draft = cast.make_support()
    assert services.update(cast.canbo_phuson_2, draft, {"note": "tiếp"}, expected_version=1).version == 2
    fronts = cast.make_support(cast.mttq, organization=cast.mttq_huyen)
    assert services.update(cast.mttq_2, fronts, {"note": "tiếp"}, expected_version=1).updated_by == cast.mttq_2


def test_a_lost_right_ends_withdrawing_what_was_sent(cast):
    support = cast.submit(cast.make_support())
    cast.canbo_phuson.assignments.update(ends=datetime.date(2020, 1, 2))
    with refuses(PermissionDenied):
        services.withdraw(cast.fresh(cast.canbo_phuson), support)


def test_nobody_names_a_household_that_they_cannot_see(cast):
    theirs = cast.make_household(
        cast.canbo_melinh, head="K’Canary", area=cast.me_linh_1, organization=cast.mttq_me_linh
    )
    with refuses(Invalid) as caught:
        cast.make_support(recipients=[{"household": theirs.pk}])
    assert caught.value.errors == {"recipients.0.household": ["Không có lựa chọn này trong phạm vi của bạn."]}
    review = {"household": str(theirs.pk), "organization": cast.mttq_phu_son, "area": cast.phu_son, "year": 2022,
              "standard": "2022-2025", "poverty_class": "poor"}  # fmt: skip
    with refuses(Invalid):
        services.create(cast.canbo_phuson, PovertyReview, review)
    support = cast.make_support(cast.mttq, recipients=[{"household": theirs.pk}], households=None)
    support = services.update(cast.canbo_phuson, support, {"note": "giữ hộ đã ghi"}, expected_version=1)
    assert support.recipients.get().household == theirs
