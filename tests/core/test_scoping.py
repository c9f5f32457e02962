"""THE permission filter: what each person sees, through places, organisations, dates and successions."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from beneficiaries.models import Household, Support
from danvan.accounts.scoping import Access, access, require, visible_to
from danvan.records import services
from movements.models import Activity, Area, AreaSuccession, Organization

PEOPLE = (
    "canbo_phuson", "chutich_phuson", "canbo_melinh", "hoinongdan", "hoiphunu", "mttq", "mttq_truong", "mttq_ductrong",
    "bandanvan", "lanhdao", "quantri", "nobody",
)  # fmt: skip


@pytest.fixture
def ledger(cast):
    """Five supports, each named by its canary."""
    cast.phu_son_draft = cast.make_support(description="CANARY-phuson")
    cast.me_linh_draft = cast.make_support(
        cast.canbo_melinh, description="CANARY-melinh", area=cast.me_linh_1, hamlets=[], organization=cast.mttq_me_linh
    )
    cast.farmers = cast.make_support(
        cast.hoinongdan, description="CANARY-nongdan", organization=cast.hoi_nong_dan, area=cast.me_linh, hamlets=[]
    )
    cast.women = cast.make_support(
        cast.hoiphunu, description="CANARY-phunu", organization=cast.hoi_phu_nu, area=cast.phu_son
    )
    cast.neighbours = cast.make_support(
        cast.mttq_ductrong, description="CANARY-ductrong", organization=cast.mttq_duc_trong, area=cast.hiep_thanh,
        hamlets=[], campaign=None,
    )  # fmt: skip
    return cast


def seen(cast, name: str, action: str = "view") -> set[str]:
    rows = visible_to(Support.objects.all(), cast.fresh(getattr(cast, name)), action)
    return {text.removeprefix("CANARY-") for text in rows.values_list("description", flat=True)}


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("canbo_phuson", {"phuson", "phunu"}),  # all organisations' records in their commune
        ("chutich_phuson", {"phuson", "phunu"}),
        ("canbo_melinh", {"melinh", "nongdan"}),  # hamlets and the commune itself
        ("hoinongdan", {"nongdan"}),  # their own organisation's, wherever
        ("hoiphunu", {"phunu"}),
        ("mttq", {"phuson", "melinh", "nongdan", "phunu"}),
        ("mttq_truong", {"phuson", "melinh", "nongdan", "phunu"}),
        ("mttq_ductrong", {"ductrong"}),
        ("lanhdao", set()),  # nothing is approved yet
        ("nobody", set()),
    ],
)
def test_each_sees_their_own_place_or_organisation(ledger, name, rows):
    assert seen(ledger, name) == rows


@pytest.mark.parametrize("name", ["bandanvan", "quantri"])
def test_who_holds_no_right_on_supports_sees_none(ledger, name):
    ledger.approve(ledger.phu_son_draft)
    assert seen(ledger, name) == set()


def test_the_leader_sees_approved_records_only(ledger):
    ledger.approve(ledger.phu_son_draft)
    services.submit(ledger.hoiphunu, ledger.women)
    assert seen(ledger, "lanhdao") == {"phuson"}


def test_another_action_has_another_reach(ledger):
    assert seen(ledger, "chutich_phuson", "enter") == set()
    assert seen(ledger, "chutich_phuson", "confirm") == {"phuson", "phunu"}
    assert seen(ledger, "mttq", "decide") == set()
    assert seen(ledger, "mttq_truong", "decide") == {"phuson", "melinh", "nongdan", "phunu"}


@pytest.mark.parametrize("name", PEOPLE)
def test_no_canary_leaks_through_joins_counts_or_search(ledger, name):
    """The filter composes: a search for another's canary on what one sees finds nothing, and nothing doubles."""
    user = ledger.fresh(getattr(ledger, name))
    mine = visible_to(Support.objects.all(), user)
    hidden = Support.objects.exclude(pk__in=mine.values("pk"))
    assert hidden.exists()
    for other in hidden:
        assert not mine.filter(search__contains=other.description.lower()).exists()
        assert not mine.filter(contributions__in=other.contributions.all()).exists()
        assert not mine.filter(pk=other.pk).exists()
    assert mine.count() == len(set(mine.values_list("pk", flat=True)))


def test_households_are_for_those_who_work_with_them(ledger):
    ledger.make_household(head="K’Canary")
    seeing = {n for n in PEOPLE if visible_to(Household.objects.all(), ledger.fresh(getattr(ledger, n))).exists()}
    assert seeing == {"canbo_phuson", "chutich_phuson", "mttq", "mttq_truong"}


def test_unit_1_does_not_own_unit_12(cast):
    """A path ends with its separator: "901." is no prefix of "9012."."""
    one = Area.objects.create(code="mot", name="Một", level="commune", kind="xa")
    twelve = Area.objects.create(code="muoi-hai", name="Mười hai", level="commune", kind="xa")
    Area.objects.filter(pk=one.pk).update(path="901.")
    Area.objects.filter(pk=twelve.pk).update(path="9012.")
    cast.assign(cast.nobody, "front_officer", Area.objects.get(pk=one.pk))
    make = {"hamlets": [], "organization": cast.mttq_huyen, "campaign": None}
    mine = cast.make_support(cast.nobody, area=Area.objects.get(pk=one.pk), **make)
    with pytest.raises(PermissionDenied):
        cast.make_support(cast.nobody, area=Area.objects.get(pk=twelve.pk), **make)
    Support.objects.filter(pk=cast.make_support(cast.mttq, description="ở mười hai").pk).update(area=twelve)
    assert list(visible_to(Support.objects.all(), cast.fresh(cast.nobody))) == [mine]
    assert [a.code for a in Area.objects.within(Area.objects.get(pk=one.pk))] == ["mot"]


# ---- dates and accounts ----------------------------------------------------------------------------------------


def test_an_assignment_holds_from_its_first_to_its_last_day(cast):
    first, last = datetime.date(2026, 3, 2), datetime.date(2026, 3, 6)
    cast.assign(cast.nobody, "commune_officer", cast.phu_son, starts=first, ends=last)
    days = {day: Access(cast.nobody, day).may("support.enter") for day in (
        first - datetime.timedelta(1), first, last, last + datetime.timedelta(1))}  # fmt: skip
    assert list(days.values()) == [False, True, True, False]


def test_an_inactive_user_may_nothing(ledger):
    ledger.canbo_phuson.is_active = False
    ledger.canbo_phuson.save()
    assert seen(ledger, "canbo_phuson") == set()
    assert access(ledger.fresh(ledger.canbo_phuson)).roles == frozenset()


def test_a_revoked_right_bites_on_the_next_request(ledger):
    assert seen(ledger, "canbo_phuson") != set()
    ledger.canbo_phuson.assignments.update(ends=datetime.date(2020, 1, 2))
    assert seen(ledger, "canbo_phuson") == set()
    with pytest.raises(PermissionDenied):
        services.submit(ledger.fresh(ledger.canbo_phuson), ledger.phu_son_draft)


def test_several_assignments_add_up_but_each_keeps_to_its_place(ledger):
    """A commune officer who also reads the district as a leader does not enter for the district."""
    ledger.assign(ledger.canbo_phuson, "leader", ledger.lam_ha)
    ledger.approve(ledger.me_linh_draft)
    assert seen(ledger, "canbo_phuson") == {"phuson", "phunu", "melinh"}
    assert seen(ledger, "canbo_phuson", "enter") == {"phuson", "phunu"}


def test_a_user_without_the_right_is_refused_with_a_reason(cast):
    with pytest.raises(PermissionDenied, match="không có quyền"):
        require(cast.lanhdao, "import")
    require(cast.canbo_phuson, "import")


def test_rights_cost_two_to_four_queries_however_many_places(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        access(cast.fresh(cast.mttq)).may("support.view")


# ---- successions -----------------------------------------------------------------------------------------------


@pytest.fixture
def merged(cast):
    """Supports in the old Phú Sơn, in its neighbour Đạ Đờn, and in the commune that both became."""
    day = datetime.date(2025, 9, 2)
    cast.make_support(description="CANARY-old")
    cast.make_support(cast.mttq, description="CANARY-neighbour", area=cast.da_don, hamlets=[],
                      organization=cast.mttq_huyen)  # fmt: skip
    cast.assign(cast.nobody, "commune_officer", cast.phu_son_lam_ha)
    cast.make_support(cast.nobody, description="CANARY-new", area=cast.phu_son_lam_ha, hamlets=[], date=day,
                      organization=cast.mttq_phu_son_moi)  # fmt: skip
    return cast


def test_the_officer_of_an_old_commune_follows_it_forward_but_never_back_into_its_neighbour(merged):
    assert seen(merged, "canbo_phuson") == {"old", "new"}


def test_the_officer_of_the_new_commune_sees_what_it_was_made_of(merged):
    assert seen(merged, "nobody") == {"old", "neighbour", "new"}


def test_the_officer_of_the_old_district_follows_its_communes(merged):
    assert seen(merged, "mttq") == {"old", "neighbour", "new"}


def test_another_district_gains_nothing_by_the_merger(merged):
    assert seen(merged, "mttq_ductrong") == set()
    assert seen(merged, "canbo_melinh") == set()


def test_a_chain_of_successions_is_followed_to_its_end(cast):
    later = Area.objects.create(code="phu-son-3", name="Phú Sơn 3", level="commune", kind="xa", parent=cast.lam_dong)
    AreaSuccession.objects.create(old=cast.phu_son_lam_ha, new=later, date=datetime.date(2030, 1, 1))
    reached = set(Area.objects.filter(access(cast.canbo_phuson).areas("support.view")).values_list("code", flat=True))
    assert reached == {"phu-son", "pretieng-1", "pretieng-2", "phu-son-lam-ha", "phu-son-3"}
    cast.assign(cast.nobody, "commune_officer", later)
    back = set(Area.objects.filter(access(cast.nobody).areas("support.view")).values_list("code", flat=True))
    assert back == {"phu-son-3", "phu-son-lam-ha", "phu-son", "pretieng-1", "pretieng-2", "da-don"}


def test_two_places_that_became_each_other_end_the_walk(cast):
    AreaSuccession.objects.create(old=cast.phu_son_lam_ha, new=cast.phu_son, date=datetime.date(2030, 1, 1))
    assert access(cast.canbo_phuson).may("support.view")


def test_an_organisation_is_followed_forward_and_back_but_not_into_its_neighbour(cast):
    bodies = {
        name: cast.assign(cast.make_user(name), "org_officer", getattr(cast, f"mttq_{name}")).user
        for name in ("phu_son", "da_don", "phu_son_moi")
    }

    def reach(name: str) -> set[str]:
        found = services.organizations_q(cast.fresh(bodies[name]), "activity.enter")
        return set(Organization.objects.filter(found).values_list("code", flat=True))

    assert reach("phu_son") == {"mttq-phu-son", "mttq-phu-son-lam-ha"}
    assert reach("da_don") == {"mttq-da-don", "mttq-phu-son-lam-ha"}
    assert reach("phu_son_moi") == {"mttq-phu-son-lam-ha", "mttq-phu-son", "mttq-da-don"}
    assert not visible_to(Activity.objects.all(), bodies["phu_son"]).exists()


def test_of_a_commune_that_was_split_a_part_sees_the_hamlets_that_came_along(cast):
    """Mê Linh went two ways; Thôn 1 came to the east. What stands at the commune itself is for neither part's officer
    alone, and the west sees nothing of Thôn 1. The old commune's own officer follows it into both."""
    day, half = datetime.date(2025, 7, 1), Decimal("0.5")
    east, west = (
        Area.objects.create(code=code, name=code, level="commune", kind="xa", parent=cast.lam_dong, valid_from=day)
        for code in ("dong", "tay")
    )
    hamlet = Area.objects.create(code="thon-1-moi", name="Thôn 1", level="hamlet", kind="thon", parent=east)
    for new in (east, west):
        AreaSuccession.objects.create(old=cast.me_linh, new=new, date=day, share=half)
    AreaSuccession.objects.create(old=cast.me_linh_1, new=hamlet, date=day)
    household = cast.make_household(cast.canbo_melinh, area=cast.me_linh_1, organization=cast.mttq_me_linh)
    reach = {}
    for name, place in (("east", east), ("west", west), ("old", cast.me_linh)):
        user = cast.assign(cast.make_user(name), "commune_officer", place).user
        there = access(user).areas("household.view")
        reach[name] = set(Area.objects.filter(there).values_list("code", flat=True))
        sees = visible_to(Household.objects.filter(pk=household.pk), user).exists()
        assert sees == (name != "west")
    assert reach == {
        "east": {"dong", "thon-1-moi", "me-linh-1"}, "west": {"tay"},
        "old": {"me-linh", "me-linh-1", "dong", "tay", "thon-1-moi"},
    }  # fmt: skip


def test_a_delegation_follows_the_place_of_its_giver(merged):
    """The chair of the old Phú Sơn lets another confirm: in the new commune too, for as long as they hold it."""
    cast = merged
    cast.assign(cast.mttq_truong, "commune_chair", cast.phu_son, delegated_by=cast.chutich_phuson,
                ends=datetime.date(2030, 12, 31))  # fmt: skip
    new = Support.objects.get(description="CANARY-new")
    assert access(cast.fresh(cast.mttq_truong)).may_at("support.confirm", new)
    cast.chutich_phuson.assignments.update(ends=datetime.date(2024, 1, 1))
    assert not access(cast.fresh(cast.mttq_truong)).may_at("support.confirm", new)
