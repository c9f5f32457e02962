"""Households: who sees them, how they are found, what is never shown."""

import pytest
from django.urls import reverse

from beneficiaries.models import Household
from danvan.audit.models import Entry
from danvan.records import services
from tests.households.household_cast import CCCD, as_, review, with_home
from tests.unchanged import everything

BLIND = ("lanhdao", "bandanvan", "quantri", "hoinongdan", "nobody")


@pytest.fixture
def home(cast):
    return with_home(cast)


def form_data(household=None, **changes):
    """The household's form as a browser sends it."""
    data = {
        "head": "K’Lũ Canary", "people": "5", "ethnicity": "K’Ho", "legal_basis": "duty", "luu": "nhap",
        "version": str(household.version) if household else "", "everyday_name": "", "birth_year": "", "code": "",
        "cccd": "", "note": "",
        "residences-TOTAL_FORMS": "0", "residences-INITIAL_FORMS": "0",
        "participations-TOTAL_FORMS": "0", "participations-INITIAL_FORMS": "0",
    }  # fmt: skip
    if household:
        data |= {"area": str(household.area_id), "organization": str(household.organization_id)}
    return data | changes


# ---- who sees ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BLIND)
def test_who_does_not_work_with_households_meets_a_refusal_and_no_name(client, home, name):
    as_(client, home, name)
    pk = home.home.pk
    for url in ("/ho/", "/ho/?tim=canary", "/ho/?xuat=csv", "/ho/them/", f"/ho/{pk}/", f"/ho/{pk}/sua/",
                f"/ho/{pk}/hien-cccd/", f"/ho/{pk}/tach-nhap/", "/ho/tim/?q=canary", "/ra-soat/",
                "/ra-soat/them/"):  # fmt: skip
        answer = client.get(url)
        assert answer.status_code in (403, 404), url
        assert "Canary" not in answer.content.decode() and CCCD not in answer.content.decode()


@pytest.mark.parametrize("name", BLIND)
def test_no_page_of_theirs_names_a_household(client, home, name):
    """Everything that stands on the way: work, inbox, journal, accounts, help, closings."""
    home.approve(home.home)
    as_(client, home, name)
    for address in ("my_work", "inbox", "admin_home", "journal", "accounts", "closings", "help"):
        assert "Canary" not in client.get(reverse(address)).content.decode(), address


@pytest.mark.parametrize("name", ["canbo_melinh", "chutich_melinh", "mttq_ductrong"])
def test_another_places_household_does_not_exist(client, home, name):
    as_(client, home, name)
    for url in ("", "sua/", "hien-cccd/", "tach-nhap/"):
        assert client.get(f"/ho/{home.home.pk}/{url}").status_code == 404
    assert "Canary" not in client.get("/ho/?tim=canary").content.decode()
    assert "Canary" not in client.get("/ho/tim/?q=canary").content.decode()


@pytest.mark.parametrize("name", ["canbo_phuson", "chutich_phuson", "mttq", "mttq_truong"])
@pytest.mark.parametrize("term", ["k lu", "K'LU", "k’lũ", "ong chim", "canary pretieng"])
def test_search_forgives_spelling(client, home, name, term):
    as_(client, home, name)
    assert "K’Lũ Canary" in client.get("/ho/", {"tim": term}).content.decode()
    html = client.get("/ho/tim/", {"q": term}).content.decode()
    assert f'data-value="{home.home.pk}"' in html
    assert "thôn Pretieng 1, xã Phú Sơn" in html


def test_the_find_box_says_ten_at_most_and_how_many_more(client, cast):
    for number in range(13):
        cast.make_household(head=f"Ha Bang {number}")
    html = as_(client, cast, "canbo_phuson").get("/ho/tim/?q=ha+bang").content.decode()
    assert html.count("data-value=") == 10
    assert "còn 3 nữa" in html
    assert client.get("/ho/tim/?q=h").content.decode().count("data-value=") == 0


def test_withdrawn_households_are_not_offered(client, home):
    services.withdraw(home.canbo_phuson, home.home)
    assert "Canary" not in as_(client, home, "canbo_phuson").get("/ho/tim/?q=canary").content.decode()


def test_the_class_stands_beside_the_name(client, home):
    review(home, "poor")
    html = as_(client, home, "canbo_phuson").get("/ho/tim/?q=canary").content.decode()
    assert "hộ nghèo" in html
    assert "K’Lũ Canary" in client.get("/ho/?dien=poor").content.decode()
    assert "K’Lũ Canary" not in client.get("/ho/?dien=not_poor").content.decode()


# ---- the identity number ----------------------------------------------------------------------------------------


def test_the_number_is_masked_on_every_page(client, home):
    home.approve(home.home)
    as_(client, home, "canbo_phuson")
    pk = home.home.pk
    for url in ("/ho/", f"/ho/{pk}/", f"/ho/{pk}/de-nghi-sua/", "/ho/?xuat=csv", "/ho/?tim=" + CCCD):
        assert CCCD not in client.get(url).content.decode("utf-8", "replace").replace(f'value="{CCCD}"', ""), url
    assert "••••6789" in client.get(f"/ho/{pk}/").content.decode()
    assert client.get(f"/ho/{pk}/hien-cccd/").status_code == 200
    assert CCCD not in client.get(f"/ho/{pk}/hien-cccd/").content.decode()


def test_revealing_needs_a_reason_and_is_journalled_without_the_number(client, home):
    as_(client, home, "chutich_phuson")
    url = f"/ho/{home.home.pk}/hien-cccd/"
    before = Entry.objects.count()
    assert client.post(url, {"reason": "xem"}).status_code == 422
    assert Entry.objects.count() == before
    answer = client.post(url, {"reason": "Đối chiếu hồ sơ vay vốn"})
    assert CCCD in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    entry = Entry.objects.get(action="reveal")
    assert (entry.actor, entry.record_id) == (home.chutich_phuson, home.home.pk)
    assert "Đối chiếu hồ sơ vay vốn" in entry.changes
    assert CCCD not in entry.changes


def test_an_empty_number_in_an_edit_leaves_the_stored_one(client, home):
    as_(client, home, "canbo_phuson")
    url = f"/ho/{home.home.pk}/sua/"
    html = client.get(url).content.decode()
    assert CCCD not in html and "••••6789" in html
    assert client.post(url, form_data(home.home, people="6")).status_code == 302
    stored = Household.objects.get()
    assert (stored.people, stored.cccd) == (6, CCCD)
    assert client.post(url, form_data(stored, cccd="068 987 654 321")).status_code == 302
    stored = Household.objects.get()
    assert stored.cccd == "068987654321"
    assert client.post(url, form_data(stored, clear_cccd="on")).status_code == 302
    assert Household.objects.get().cccd == ""


@pytest.mark.parametrize("typed", ["123", "0681234567890", "06812345678x"])
def test_a_wrong_number_is_refused_at_its_field(client, home, typed):
    as_(client, home, "canbo_phuson")
    answer = client.post(f"/ho/{home.home.pk}/sua/", form_data(home.home, cccd=typed))
    assert answer.status_code == 422
    assert "Số CCCD có 12 chữ số" in answer.content.decode()
    assert Household.objects.get().cccd == CCCD


def test_a_stale_save_shows_both_versions_and_no_stored_number(client, home):
    as_(client, home, "canbo_phuson")
    services.update(home.canbo_phuson_2, home.home, {"people": 9}, expected_version=1)
    answer = client.post(f"/ho/{home.home.pk}/sua/", form_data(home.home, people="6"))
    assert answer.status_code == 409
    assert CCCD not in answer.content.decode()
    assert Household.objects.get().people == 9


def test_an_edit_keeps_the_lines_that_it_leaves_alone(client, home):
    as_(client, home, "canbo_phuson")
    services.update(home.canbo_phuson, home.home, {
        "residences": [{"area": home.pretieng_2.pk, "start": "2015-01-01", "end": "2020-12-31"}],
        "participations": [{"campaign": home.pretieng.pk, "start_year": 2022, "result": "0.5", "unit": "ha"}],
    }, expected_version=1)  # fmt: skip
    html = client.get(f"/ho/{home.home.pk}/").content.decode()
    assert "thôn Pretieng 2, Phú Sơn" in html
    assert "Đợt công tác dân vận Pretieng 2022" in html
    sent = form_data(Household.objects.get(), **{
        "residences-TOTAL_FORMS": "1", "residences-INITIAL_FORMS": "1", "residences-0-area": str(home.pretieng_2.pk),
        "residences-0-start": "01/01/2015", "residences-0-end": "31/12/2020",
        "participations-TOTAL_FORMS": "1", "participations-INITIAL_FORMS": "1",
        "participations-0-campaign": str(home.pretieng.pk), "participations-0-model": "",
        "participations-0-start_year": "2022", "participations-0-end_year": "", "participations-0-result": "0,5",
        "participations-0-unit": "ha"})  # fmt: skip
    assert client.post(f"/ho/{home.home.pk}/sua/", sent).status_code == 302
    household = Household.objects.get()
    assert [r.area for r in household.residences.all()] == [home.pretieng_2]
    assert [str(p.result) for p in household.participations.all()] == ["0.500"]


def test_a_new_household_is_entered_through_the_form(client, cast):
    as_(client, cast, "canbo_phuson")
    assert "Ghi hộ mới" in client.get("/ho/them/").content.decode()
    sent = form_data(area=str(cast.pretieng_1.pk), organization=str(cast.mttq_phu_son.pk), head="K’ Nhẻo", cccd=CCCD)
    assert client.post("/ho/them/", sent).status_code == 302
    assert (Household.objects.get().head, Household.objects.get().cccd) == ("K’ Nhẻo", CCCD)
    foreign = form_data(area=str(cast.me_linh_1.pk), organization=str(cast.mttq_phu_son.pk), head="Lạc")
    assert client.post("/ho/them/", foreign).status_code == 422
    assert Household.objects.count() == 1


def test_a_chair_reads_but_does_not_write(client, home):
    as_(client, home, "chutich_phuson")
    before = everything()
    for url in ("/ho/them/", f"/ho/{home.home.pk}/sua/", f"/ho/{home.home.pk}/tach-nhap/"):
        assert client.post(url, form_data(home.home)).status_code == 403
    assert everything() == before
