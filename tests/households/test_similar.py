"""Suspected duplicates: on entry, for many rows at once, and in one's reach."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries import household_merge as merging
from beneficiaries.models import Household
from beneficiaries.similar import similar_households
from tests.households.household_cast import CCCD, as_, with_home
from tests.households.test_households import form_data


@pytest.fixture
def home(cast):
    with_home(cast)
    cast.ly = cast.make_household(head="Nguyễn Văn Lý", birth_year=1970, area=cast.pretieng_2)
    cast.far = cast.make_household(cast.canbo_melinh, head="CANARY xa", birth_year=1970, area=cast.me_linh_1,
                                   organization=cast.mttq_me_linh, cccd="068987654321")  # fmt: skip
    return cast


def asked(cast, who="canbo_phuson", **row):
    (found,) = similar_households(cast.fresh(getattr(cast, who)), [{"area": cast.pretieng_1, **row}])
    return [(one.why, one.household and one.household.pk) for one in found]


def test_why_two_households_may_be_one(home):
    assert asked(home, head="Ai đó", cccd=CCCD) == [("cccd", home.home.pk)]
    assert asked(home, head="K' LU  canary") == [("name", home.home.pk)]
    assert asked(home, head="K’Lũ Canary", area=home.pretieng_2) == []  # another hamlet, no birth year
    assert asked(home, head="Nguyen Van Li", birth_year=1970) == [("near", home.ly.pk)]  # another hamlet of the commune
    assert asked(home, head="Nguyễn Vna Lý", birth_year=1970) == [("near", home.ly.pk)]
    assert asked(home, head="Nguyen Van Li", birth_year=1971) == []
    assert asked(home, head="Nguyễn Thị Lý", birth_year=1970) == []
    assert asked(home, head="", cccd="") == []


def test_a_number_held_elsewhere_is_said_without_a_name(home):
    assert asked(home, head="Ai đó", cccd="068987654321") == [("cccd", None)]
    assert asked(home, "mttq", head="Ai đó", cccd="068987654321") == [("cccd", home.far.pk)]
    assert asked(home, head="CANARY xa", birth_year=1970) == []


def test_a_merged_record_answers_with_the_one_that_was_kept(home):
    kept = home.make_household(head="Ka Lũ")
    merging.propose(home.canbo_phuson, home.home, kept, reason="Một hộ")
    assert asked(home, head="Ai đó", cccd=CCCD) == [("cccd", kept.pk)]
    assert asked(home, head="K’Lũ Canary") == []


def test_many_rows_cost_as_many_queries_as_few(home):
    user = home.fresh(home.canbo_phuson)
    rows = [{"head": "K’Lũ Canary", "birth_year": 1961, "area": home.pretieng_1, "cccd": CCCD}] * 200

    def cost(number):
        with CaptureQueriesContext(connection) as queries:
            found = similar_households(user, rows[:number])
        assert len(found) == number and all(found)
        return len(queries)

    cost(1)
    assert cost(2) == cost(200) <= 4


def test_the_form_asks_about_a_near_name_and_stores_it_on_a_tick(client, home):
    as_(client, home, "canbo_phuson")
    sent = form_data(head="Nguyễn Văn Lí", birth_year="1970", area=str(home.pretieng_1.pk),
                     organization=str(home.mttq_phu_son.pk))  # fmt: skip
    answer = client.post("/ho/them/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Có thể trùng" in page and f"/ho/{home.ly.pk}/" in page and 'value="Nguyễn Văn Lí"' in page
    assert Household.objects.filter(head="Nguyễn Văn Lí").count() == 0
    assert client.post("/ho/them/", {**sent, "go_on": "on"}).status_code == 302
    made = Household.objects.get(head="Nguyễn Văn Lí")
    # An edit that changes neither name, place, year nor number asks nothing.
    assert client.post(f"/ho/{made.pk}/sua/", {**sent, "people": "7", "version": "1"}).status_code == 302


def test_the_form_names_no_household_of_another_place(client, home):
    as_(client, home, "canbo_phuson")
    sent = form_data(head="Người mới", area=str(home.pretieng_1.pk), organization=str(home.mttq_phu_son.pk),
                     cccd="068 987 654 321")  # fmt: skip
    page = client.post("/ho/them/", sent).content.decode()
    assert "ngoài phạm vi của bạn" in page and "Ủy ban MTTQ Việt Nam huyện Lâm Hà" in page
    assert "CANARY" not in page and f"/ho/{home.far.pk}/" not in page


def test_the_page_of_suspects_groups_names_in_the_own_commune(client, home):
    twin = home.make_household(head="K’LU canary")
    near = home.make_household(head="Nguyễn Văn Lí", birth_year=1970)
    home.make_household(home.canbo_melinh, head="CANARY xa", area=home.me_linh_1, organization=home.mttq_me_linh)
    groups = as_(client, home, "canbo_phuson").get("/ho/trung-lap/").context["groups"]
    assert [(g.why, {h.pk for h in g.households}) for g in groups] == [
        ("name", {home.home.pk, twin.pk}), ("near", {home.ly.pk, near.pk}),
    ]  # fmt: skip
    district = as_(client, home, "mttq").get("/ho/trung-lap/")
    assert [g.why for g in district.context["groups"]] == ["name", "name"]
    assert "chọn một xã" in district.content.decode()
