"""Poverty: reviews that follow their household, and counts as published where no names are held."""

import pytest

from beneficiaries.models import AreaPoverty, PovertyReview
from tests.unchanged import everything


@pytest.fixture
def home(cast):
    cast.home = cast.make_household(head="K’Lũ Canary")
    return cast


def send(home, **changes):
    return {"household": str(home.home.pk), "household-tim": "K’Lũ", "year": "2022", "standard": "2022-2025",
            "poverty_class": "poor", "reason": "", "note": "", "luu": "nhap", **changes}  # fmt: skip


def test_place_and_organisation_follow_the_household(client, home):
    client.force_login(home.canbo_phuson)
    assert client.post("/ra-soat/them/", send(home)).status_code == 302
    review = PovertyReview.objects.get()
    assert (review.area, review.organization, review.year) == (home.pretieng_1, home.mttq_phu_son, 2022)


def test_the_household_is_found_without_a_script_too(client, home):
    client.force_login(home.canbo_phuson)
    asked = client.post("/ra-soat/them/", send(home, household="", **{"household-tim": "k lu", "them": "household"}))
    assert asked.status_code == 200
    assert f'name="household-chon" value="{home.home.pk}"' in asked.content.decode()
    chosen = client.post("/ra-soat/them/", send(home, household="", **{"household-chon": str(home.home.pk)}))
    assert chosen.status_code == 302


def test_a_review_opens_with_the_household_of_its_page(client, home):
    client.force_login(home.canbo_phuson)
    html = client.get(f"/ra-soat/them/?household={home.home.pk}").content.decode()
    assert f'name="household" value="{home.home.pk}"' in html
    assert "K’Lũ Canary" in html
    client.force_login(home.canbo_melinh)
    assert "Canary" not in client.get(f"/ra-soat/them/?household={home.home.pk}").content.decode()


def test_without_a_household_it_asks_for_one_and_keeps_what_was_typed(client, home):
    client.force_login(home.canbo_phuson)
    answer = client.post("/ra-soat/them/", send(home, household="", reason="Mất mùa"))
    assert answer.status_code == 422
    assert "Chọn một hộ trong danh sách" in answer.content.decode()
    assert "Mất mùa" in answer.content.decode()


def test_a_second_review_of_the_year_is_refused(client, home):
    client.force_login(home.canbo_phuson)
    client.post("/ra-soat/them/", send(home))
    answer = client.post("/ra-soat/them/", send(home, poverty_class="near_poor"))
    assert answer.status_code == 422
    assert "đã có kết quả rà soát" in answer.content.decode()


def test_a_foreign_household_cannot_be_reviewed_by_its_key(client, home):
    client.force_login(home.canbo_melinh)
    before = everything()
    answer = client.post("/ra-soat/them/", send(home))
    assert answer.status_code == 422
    assert "Canary" not in answer.content.decode()
    assert everything() == before


def test_a_review_is_read_changed_and_listed(client, home):
    client.force_login(home.canbo_phuson)
    client.post("/ra-soat/them/", send(home))
    review = PovertyReview.objects.get()
    assert "K’Lũ Canary" in client.get("/ra-soat/?dien=poor&nam=2022").content.decode()
    assert "Hộ nghèo" in client.get(f"/ra-soat/{review.pk}/").content.decode() or "hộ nghèo" in client.get(
        f"/ra-soat/{review.pk}/").content.decode()  # fmt: skip
    answer = client.post(f"/ra-soat/{review.pk}/sua/", send(home, poverty_class="near_poor", version="1"))
    assert answer.status_code == 302
    assert PovertyReview.objects.get().poverty_class == "near_poor"


def counts(cast, **changes):
    return {"organization": str(cast.mttq_phu_son.pk), "area": str(cast.phu_son.pk), "campaign": "",
            "date": "31/12/2022", "standard": "2022-2025", "source": "Báo cáo UBND xã", "poor": "37",
            "near_poor": "35", "households": "", "note": "", "luu": "nhap", **changes}  # fmt: skip


def test_counts_of_a_place_are_entered_as_published(client, cast):
    client.force_login(cast.canbo_phuson)
    assert client.post("/so-ho-ngheo/them/", counts(cast)).status_code == 302
    row = AreaPoverty.objects.get()
    assert (row.poor, row.near_poor, row.households, row.year) == (37, 35, None, 2022)
    assert "xã Phú Sơn" in client.get("/so-ho-ngheo/").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"poor": "", "near_poor": ""}, "Hãy ghi số hộ nghèo hoặc số hộ cận nghèo."),
        ({"households": "50"}, "Tổng số hộ không thể ít hơn"),
        ({"poor": "-3"}, "“-3”"),
        ({"date": "2022"}, "chưa đủ ngày"),
    ],
)
def test_wrong_counts_are_refused_at_their_field(client, cast, changes, said):
    client.force_login(cast.canbo_phuson)
    answer = client.post("/so-ho-ngheo/them/", counts(cast, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not AreaPoverty.objects.exists()


def test_counts_are_read_by_leaders_when_accepted_but_never_entered(client, cast):
    client.force_login(cast.canbo_phuson)
    client.post("/so-ho-ngheo/them/", counts(cast, source="CANARY-count"))
    client.force_login(cast.lanhdao)
    assert "CANARY-count" not in client.get("/so-ho-ngheo/").content.decode()
    cast.approve(AreaPoverty.objects.get())
    assert "CANARY-count" in client.get("/so-ho-ngheo/").content.decode()
    assert client.get("/so-ho-ngheo/them/").status_code == 403
