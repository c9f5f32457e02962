"""Corrections and withdrawals of approved records: the old figures stand until another person has decided."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from beneficiaries.models import Support
from danvan.figures import effects
from danvan.figures.models import EffectRow
from danvan.records import corrections, services
from danvan.records.data import Invalid, Refused
from danvan.records.models import Correction
from danvan.records.services import Stale
from tests.unchanged import refuses


@pytest.fixture
def approved(cast):
    """A house of 60 million đồng in Phú Sơn, approved."""
    return cast.approve(cast.make_support())


def counted(record) -> dict[str, Decimal]:
    return {key.indicator: value for key, value in effects.standing(record.record_type, record.pk).items()}


def figures() -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for row in EffectRow.objects.all():
        totals[row.indicator] = totals.get(row.indicator, Decimal(0)) + row.value
    return totals


def richer(cast, amount: int = 50_000_000) -> dict:
    """The district's fund gave `amount` instead of 40 million."""
    return {
        "contributions": [
            {"source": cast.quy_huyen.pk, "amount_vnd": amount},
            {"source": cast.quy_tinh.pk, "amount_vnd": 20_000_000},
        ]
    }


def propose(cast, record, **changes):
    given = {"reason": "Quyết toán lại", "data": richer(cast), "expected_version": record.version, **changes}
    return corrections.propose(cast.canbo_phuson, record, **given)


def test_the_old_figures_stand_until_the_decision(cast, approved):
    assert counted(approved) == {"support_vnd": 60_000_000, "supports": 1, "houses": 1}
    version = effects.data_version()
    correction = propose(cast, approved)
    approved.refresh_from_db()
    assert (approved.status, approved.version, approved.amount_vnd) == ("approved", 1, 60_000_000)
    assert counted(approved)["support_vnd"] == 60_000_000
    assert effects.data_version() == version
    corrections.decide(cast.mttq_truong, correction, approve=True)
    approved.refresh_from_db()
    assert (approved.status, approved.version, approved.amount_vnd) == ("approved", 2, 70_000_000)
    assert counted(approved) == {"support_vnd": 70_000_000, "supports": 1, "houses": 1}
    assert effects.data_version() == version + 1


def test_the_effect_rows_say_what_changed_and_add_up(cast, approved):
    corrections.decide(cast.mttq_truong, propose(cast, approved), approve=True)
    rows = EffectRow.objects.filter(indicator="support_vnd").values_list("reason", "value", "record_version", "actor")
    assert list(rows) == [
        ("approve", 60_000_000, 1, cast.mttq.pk),
        ("correct", 10_000_000, 2, cast.mttq_truong.pk),
    ]
    assert effects.differences() == []


def test_a_correction_that_moves_place_and_month_moves_the_figures(cast, approved):
    data = {"area": cast.me_linh, "hamlets": [], "date": "2022-06-01"}
    correction = corrections.propose(cast.mttq, approved, reason="Sai xã", data=data, expected_version=1)
    corrections.decide(cast.mttq_truong, correction, approve=True)
    rows = EffectRow.objects.filter(indicator="support_vnd").order_by("pk")
    assert {(r.area.code, r.month, r.value) for r in rows} == {
        ("phu-son", 5, 60_000_000), ("phu-son", 5, -60_000_000), ("me-linh", 6, 60_000_000),
    }  # fmt: skip
    assert effects.differences() == []


def test_a_loan_is_never_counted_as_support(cast):
    loan = cast.approve(services.create(cast.hoinongdan, Support, cast.loan_data()))
    assert counted(loan) == {"loan_vnd": 50_000_000, "supports": 1}
    assert "support_vnd" not in figures()


def test_a_withdrawal_takes_the_figures_back_and_keeps_the_record(cast, approved):
    correction = propose(cast, approved, data=None, reason="Ghi trùng")
    assert correction.kind == "withdraw"
    corrections.decide(cast.mttq_truong, correction, approve=True)
    approved.refresh_from_db()
    assert (approved.status, approved.version, approved.amount_vnd) == ("withdrawn", 2, 60_000_000)
    assert approved.contributions.count() == 2
    assert set(figures().values()) == {0}
    assert effects.differences() == []
    assert [s.action for s in services.steps_of(approved)] == ["submit", "confirm", "accept", "withdraw"]


def test_a_refusal_needs_a_reason_and_changes_no_figure(cast, approved):
    correction = propose(cast, approved)
    with refuses(Refused) as caught:
        corrections.decide(cast.mttq_truong, correction, approve=False)
    assert "lý do" in str(caught.value)
    corrections.decide(cast.mttq_truong, correction, approve=False, note="Chưa có chứng từ")
    approved.refresh_from_db()
    correction.refresh_from_db()
    assert (approved.version, approved.amount_vnd) == (1, 60_000_000)
    assert (correction.state, correction.decision, correction.decided_by) == (
        "refused", "Chưa có chứng từ", cast.mttq_truong,
    )  # fmt: skip
    assert corrections.open_for(approved) is None
    assert propose(cast, approved).pk != correction.pk  # another may be proposed


def test_a_decision_is_not_taken_twice(cast, approved):
    correction = propose(cast, approved)
    corrections.decide(cast.mttq_truong, correction, approve=True)
    for approve in (True, False):
        with refuses(PermissionDenied):
            corrections.decide(cast.mttq_truong, correction, approve=approve, note="…")


# ---- who -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["canbo_phuson", "chutich_phuson", "mttq", "mttq_2", "lanhdao", "quantri", "nobody",
                                  "bandanvan", "mttq_truong_ductrong"])  # fmt: skip
def test_only_the_front_chair_of_the_place_decides(cast, approved, name):
    correction = propose(cast, approved)
    for approve in (True, False):
        with refuses(PermissionDenied):
            corrections.decide(getattr(cast, name), correction, approve=approve, note="…")


def test_neither_proposer_nor_author_decides_even_as_chair(cast, approved):
    for user in (cast.canbo_phuson, cast.canbo_phuson_2):
        cast.assign(user, "front_chair", cast.lam_ha)
    author, proposer = cast.fresh(cast.canbo_phuson), cast.fresh(cast.canbo_phuson_2)
    correction = corrections.propose(proposer, approved, reason="Quyết toán lại", data=richer(cast), expected_version=1)
    for user in (author, proposer):
        with refuses(PermissionDenied) as caught:
            corrections.decide(user, correction, approve=True)
        assert "không tự duyệt" in str(caught.value)
    assert corrections.decide(cast.mttq_truong, correction, approve=True).state == "applied"


@pytest.mark.parametrize("name", ["canbo_melinh", "chutich_phuson", "hoinongdan", "lanhdao", "quantri", "nobody",
                                  "mttq_ductrong"])  # fmt: skip
def test_who_does_not_enter_there_proposes_nothing(cast, approved, name):
    for data in (richer(cast), None):
        with refuses(PermissionDenied):
            corrections.propose(getattr(cast, name), approved, reason="…", data=data, expected_version=1)


# ---- what ------------------------------------------------------------------------------------------------------


def test_a_proposal_needs_a_reason_and_a_difference(cast, approved):
    with refuses(Refused):
        propose(cast, approved, reason=" ")
    with refuses(Refused) as caught:
        propose(cast, approved, data={"households": 1})
    assert "không khác gì" in str(caught.value)


def test_one_proposal_at_a_time(cast, approved):
    propose(cast, approved)
    with refuses(Refused) as caught:
        propose(cast, approved, data={"households": 2})
    assert "đang chờ duyệt" in str(caught.value)
    with refuses(Refused):
        propose(cast, approved, data=None)


@pytest.mark.parametrize("make", ["draft", "submitted", "withdrawn"])
def test_only_approved_records_are_corrected(cast, make):
    record = cast.make_support()
    if make == "submitted":
        record = cast.submit(record)
    if make == "withdrawn":
        record = services.withdraw(cast.canbo_phuson, record)
    with refuses(Refused):
        propose(cast, record)


def test_a_proposal_that_could_not_be_stored_is_refused_at_its_fields(cast, approved):
    with refuses(Invalid) as caught:
        propose(cast, approved, data=richer(cast, amount=-5))
    assert list(caught.value.errors) == ["contributions.0.amount_vnd"]
    with refuses(KeyError):
        propose(cast, approved, data={"status": "draft"})
    with refuses(KeyError):
        propose(cast, approved, data={"amount_vnd": 1})


def test_a_proposal_does_not_move_the_record_out_of_the_proposers_reach(cast, approved):
    with refuses(PermissionDenied):
        propose(cast, approved, data={"area": cast.me_linh, "hamlets": []})


def test_a_proposal_names_no_household_out_of_sight(cast, approved):
    theirs = cast.make_household(cast.canbo_melinh, area=cast.me_linh_1, organization=cast.mttq_me_linh)
    with refuses(Invalid) as caught:
        propose(cast, approved, data={"recipients": [{"household": theirs.pk}]})
    assert list(caught.value.errors) == ["recipients.0.household"]


def test_a_proposal_on_a_version_that_is_gone_is_stale(cast, approved):
    corrections.decide(cast.mttq_truong, propose(cast, approved), approve=True)
    with refuses(Stale) as caught:
        propose(cast, approved, data={"households": 2}, expected_version=1)
    assert caught.value.current.version == 2
    assert caught.value.mine == {"households": 2}


def test_a_decision_on_a_record_that_moved_on_is_stale(cast, approved):
    correction = propose(cast, approved)
    Correction.objects.filter(pk=correction.pk).update(version=7)  # as if another correction had come between
    with refuses(Stale):
        corrections.decide(cast.mttq_truong, correction, approve=True)
    approved.refresh_from_db()
    assert approved.version == 1
