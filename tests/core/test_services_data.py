"""What the one door stores and refuses: fields, bad input, versions, keys and routes."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from beneficiaries.models import Support
from danvan.audit.models import Entry
from danvan.records import services
from danvan.records.data import Invalid, Refused
from danvan.records.models import ConfirmationRoute
from danvan.records.services import Stale
from movements.models import Activity
from tests.unchanged import refuses

# ---- fields that the door does not write -----------------------------------------------------------------------


@pytest.mark.parametrize("field", ["status", "amount_vnd", "created_by", "updated_by", "version", "pending_action",
                                   "approved_at", "illustrative", "search", "id"])  # fmt: skip
def test_protected_fields_are_not_written_through_data(cast, field):
    draft = cast.make_support()
    with refuses(KeyError):
        cast.make_support(**{field: "approved"})
    with refuses(KeyError):
        services.update(cast.canbo_phuson, draft, {field: 9}, expected_version=1)


def test_a_childs_own_key_and_owner_are_not_written_through_data(cast):
    other = cast.make_support()
    rows = [{"id": other.items.get().pk, "support": other.pk, "quantity": "2", "unit": "căn"}]
    mine = cast.make_support(items=rows)
    assert mine.items.get().pk != other.items.get().pk
    assert other.items.get().quantity == 1


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"description": ""}, "description"),
        ({"description": "x" * 301}, "description"),
        ({"date": "30/02/2022"}, "date"),
        ({"date": "1989-12-31"}, "date"),
        ({"form": "palace"}, "form"),
        ({"households": -1}, "households"),
        ({"contributions": [{"source": 0, "amount_vnd": 5}]}, "contributions.0.source"),
        ({"contributions": [{"amount_vnd": 5}]}, "contributions.0.source"),
        ({"items": [{"quantity": "0", "unit": "căn"}]}, "items.0.quantity"),
        ({"items": [{"quantity": "1", "unit": ""}]}, "items.0.unit"),
    ],
)
def test_bad_input_is_named_at_its_field_and_nothing_is_stored(cast, changes, place):
    with refuses(Invalid) as caught:
        cast.make_support(**changes)
    assert place in caught.value.errors


@pytest.mark.parametrize("amount", [-1, 0, 10**15 + 1, "năm triệu", "1.5"])
def test_an_amount_that_is_no_positive_whole_dong_is_refused(cast, amount):
    with refuses(Invalid) as caught:
        cast.make_support(contributions=[{"source": cast.quy_huyen.pk, "amount_vnd": amount}])
    assert list(caught.value.errors) == ["contributions.0.amount_vnd"]


def test_a_loan_needs_its_lender_and_its_amount(cast):
    with refuses(Invalid) as caught:
        services.create(cast.hoinongdan, Support, cast.loan_data(loans=[]))
    assert list(caught.value.errors) == ["loans.0.lender"]
    with refuses(Invalid) as caught:
        services.create(cast.hoinongdan, Support, cast.loan_data(contributions=[]))
    assert list(caught.value.errors) == ["contributions.0.source"]
    assert services.create(cast.hoinongdan, Support, cast.loan_data()).amount_vnd == 50_000_000


def test_what_is_not_valued_is_missing_and_not_zero(cast):
    support = cast.make_support(contributions=[{"source": cast.tu_van_dong.pk}])
    assert support.amount_vnd is None
    support = services.update(
        cast.canbo_phuson, support, expected_version=1,
        data={"contributions": [{"source": cast.tu_van_dong.pk}, {"source": cast.quy_huyen.pk, "amount_vnd": 7}]},
    )  # fmt: skip
    assert support.amount_vnd == 7


def test_an_empty_support_is_not_sent(cast):
    draft = cast.make_support(items=[], contributions=[])
    with refuses(Refused) as caught:
        services.submit(cast.canbo_phuson, draft)
    assert "còn thiếu" in str(caught.value)


def test_asking_back_needs_a_reason(cast):
    support = cast.submit(cast.make_support())
    with refuses(Refused):
        services.ask_back(cast.chutich_phuson, support, "  ")


# ---- versions and keys ----------------------------------------------------------------------------------------


def test_a_stale_save_gives_both_versions_and_changes_nothing(cast):
    draft = cast.make_support()
    services.update(cast.canbo_phuson_2, draft, {"note": "của đồng nghiệp"}, expected_version=1)
    with refuses(Stale) as caught:
        services.update(cast.canbo_phuson, draft, {"note": "của tôi"}, expected_version=1)
    assert (caught.value.current.note, caught.value.current.version) == ("của đồng nghiệp", 2)
    assert caught.value.mine == {"note": "của tôi"}


def test_the_same_key_again_makes_nothing_new(cast):
    key = uuid.uuid4()
    first = cast.make_support(key=key)
    again = cast.make_support(key=key, description="khác")
    assert again == first
    assert (Support.objects.count(), Entry.objects.count()) == (1, 1)


def test_anothers_key_is_refused(cast):
    key = uuid.uuid4()
    cast.make_support(key=key)
    with refuses(PermissionDenied):
        cast.make_support(cast.mttq, key=key)
    with refuses(PermissionDenied):
        services.create(cast.canbo_phuson, Activity, {}, key=key)


def test_a_refused_form_leaves_its_key_free_for_the_mended_one(cast):
    key = uuid.uuid4()
    with refuses(Invalid):
        cast.make_support(key=key, description="")
    assert cast.make_support(key=key).pk


# ---- routes ----------------------------------------------------------------------------------------------------


def test_the_most_exact_route_is_taken(cast):
    support = cast.make_support()
    ConfirmationRoute.objects.create(record_kind="support", accept_role="front_chair")
    assert services.route_for(support).steps == [("accept", "front_chair")]  # the kind of record weighs most
    ConfirmationRoute.objects.create(
        record_kind="support", organization_kind="front", level="commune", confirm_role="commune_chair",
        accept_role="front_officer",
    )  # fmt: skip
    assert services.route_for(support).steps == [("confirm", "commune_chair"), ("accept", "front_officer")]
    activity = services.create(
        cast.canbo_phuson, Activity,
        {"organization": cast.mttq_phu_son, "area": cast.phu_son, "date": "2022-05-30", "name": "Đối thoại",
         "kind_of_activity": "dialogue"},
    )  # fmt: skip
    assert services.route_for(activity).steps == [("confirm", "commune_chair"), ("accept", "front_officer")]


def test_without_a_route_a_record_is_not_sent(cast):
    draft = cast.make_support()
    ConfirmationRoute.objects.all().delete()
    with refuses(Refused) as caught:
        services.submit(cast.canbo_phuson, draft)
    assert "Chưa có tuyến xác nhận" in str(caught.value)


def test_each_finds_what_waits_for_them(cast):
    commune = cast.submit(cast.make_support())
    district = cast.submit(cast.make_support(cast.hoinongdan, organization=cast.hoi_nong_dan))
    fronts = cast.submit(cast.make_support(cast.mttq, organization=cast.mttq_huyen))

    def waiting(user) -> set[int]:
        return set(services.waiting_for(Support.objects.all(), user).values_list("pk", flat=True))

    assert waiting(cast.chutich_phuson) == {commune.pk}
    assert waiting(cast.mttq) == {district.pk}
    assert waiting(cast.mttq_truong) == {district.pk, fronts.pk}
    assert waiting(cast.chutich_melinh) == waiting(cast.canbo_phuson) == waiting(cast.lanhdao) == set()
    assert waiting(cast.mttq_truong_ductrong) == set()


def test_the_second_post_of_a_form_is_not_refused_for_what_its_first_stored(cast):
    key = uuid.uuid4()
    first = cast.make_household(cccd="068177001234")
    data = {"head": "K’Lũ", "area": cast.pretieng_1, "organization": cast.mttq_phu_son, "cccd": "068177005555"}
    made = services.create(cast.canbo_phuson, type(first), data, key=key)
    assert services.create(cast.canbo_phuson, type(first), data, key=key).pk == made.pk
    with refuses(Invalid):
        services.create(cast.canbo_phuson, type(first), data, key=uuid.uuid4())
