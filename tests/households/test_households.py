"""Households: who sees them, how they are found, what is never shown."""

import datetime

import pytest
from django.urls import reverse

from beneficiaries.models import Household, HouseholdLineage, PovertyReview, Recipient, Support
from danvan.audit.models import Entry
from danvan.records import services
from models_programs.models import MobilizationModel
from tests.unchanged import everything

CCCD = "068123456789"
BLIND = ("lanhdao", "bandanvan", "quantri", "hoinongdan", "nobody")


@pytest.fixture
def home(cast):
    """A household whose every word is a canary."""
    cast.home = cast.make_household(
        head="K’Lũ Canary", everyday_name="Ông Chim", cccd=CCCD, birth_year=1961, ethnicity="K’Ho", code="PS-7"
    )
    return cast


def as_(client, cast, name: str):
    client.force_login(cast.fresh(getattr(cast, name)))
    return client


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


# ---- what a household's page tells --------------------------------------------------------------------------------


def review(cast, poverty_class: str, year: int = 2022, household=None):
    household = household or cast.home
    record = services.create(cast.canbo_phuson, PovertyReview, {
        "household": household.pk, "organization": household.organization, "area": household.area, "year": year,
        "standard": "2022-2025", "poverty_class": poverty_class})  # fmt: skip
    return cast.approve(record)


def test_what_it_received_keeps_loans_and_unknown_shares_apart(client, home):
    def give(**changes):
        return home.approve(home.make_support(**changes))

    row = {"kind": "household", "household": home.home.pk}
    give(recipients=[{**row, "share_vnd": 60_000_000}], description="Nhà của hộ")
    give(recipients=[row], description="Quà chung", households=3)
    loan = home.loan_data(description="Vay bò", recipients=[{**row, "share_vnd": 50_000_000}])
    home.approve(services.create(home.mttq, Support, loan))
    draft = home.make_support(recipients=[{**row, "share_vnd": 5_000_000}], description="Chưa gửi")
    answer = as_(client, home, "mttq").get(f"/ho/{home.home.pk}/")
    life = answer.context["life"]
    assert {e.text for e in life.received} == {"Nhà của hộ", "Quà chung", "Vay bò", "Chưa gửi"}
    assert (life.share_vnd, life.shares_unknown) == (60_000_000, 1)
    services.withdraw(home.canbo_phuson, draft)
    assert Recipient.objects.count() == 4
    assert len(client.get(f"/ho/{home.home.pk}/").context["life"].received) == 3


def test_it_names_no_support_that_the_reader_may_not_see(client, home):
    row = {"kind": "household", "household": home.home.pk}
    moved = home.make_support(home.mttq, organization=home.mttq_huyen, area=home.me_linh, hamlets=[],
                              description="CANARY-elsewhere", recipients=[row])  # fmt: skip
    assert "CANARY-elsewhere" not in as_(client, home, "canbo_phuson").get(f"/ho/{home.home.pk}/").content.decode()
    assert "CANARY-elsewhere" in as_(client, home, "mttq").get(f"/ho/{home.home.pk}/").content.decode()
    assert moved.pk


def test_standing_by_year_is_listed_newest_first(client, home):
    review(home, "poor", 2021)
    review(home, "near_poor", 2022)
    life = as_(client, home, "canbo_phuson").get(f"/ho/{home.home.pk}/").context["life"]
    assert [(e.year, e.poverty_class) for e in life.reviews] == [(2022, "hộ cận nghèo"), (2021, "hộ nghèo")]


def test_a_split_is_recorded_on_both_households_and_journalled(client, home):
    part = home.make_household(head="K’Brèm Con")
    as_(client, home, "canbo_phuson")
    url = f"/ho/{home.home.pk}/tach-nhap/"
    assert client.get(url + "?kieu=split").status_code == 200
    searched = client.post(url, {"kind": "split", "date": "", "other-tim": "brem", "them": "other"})
    assert f'name="other-chon" value="{part.pk}"' in searched.content.decode()  # without JavaScript
    refused = client.post(url, {"kind": "split", "date": "1/3/2022", "other": str(home.home.pk)})
    assert "Hộ kia phải khác hộ này." in refused.content.decode()
    assert client.post(url, {"kind": "split", "date": "1/3/2022", "other": str(part.pk)}).status_code == 302
    assert "Tách ra" in client.get(f"/ho/{home.home.pk}/").content.decode()
    assert "Tách từ" in client.get(f"/ho/{part.pk}/").content.decode()
    assert sorted(Entry.objects.filter(action="lineage").values_list("record_id", flat=True)) == sorted(
        [home.home.pk, part.pk]
    )
    link = HouseholdLineage.objects.get()
    assert client.get(f"{url}{link.pk}/bo/").status_code == 200
    client.post(f"{url}{link.pk}/bo/")
    assert not HouseholdLineage.objects.exists()
    assert Entry.objects.filter(action="unlineage").count() == 2


def test_a_foreign_household_cannot_be_linked_or_named(client, home):
    other = home.make_household(home.canbo_melinh, head="CANARY-melinh", area=home.me_linh_1,
                                organization=home.mttq_me_linh)  # fmt: skip
    as_(client, home, "canbo_phuson")
    sent = {"kind": "split", "date": "1/3/2022", "other": str(other.pk)}
    answer = client.post(f"/ho/{home.home.pk}/tach-nhap/", sent)
    assert answer.status_code == 422
    assert "CANARY-melinh" not in answer.content.decode()
    assert not HouseholdLineage.objects.exists()


@pytest.mark.parametrize("rows", [5, 100])
def test_pages_cost_at_most_twelve_queries(client, home, django_assert_max_num_queries, rows):
    model = MobilizationModel.objects.get()
    for number in range(rows):
        home.make_household(head=f"Hộ {number}")
    for number in range(min(rows, 20)):
        home.make_support(recipients=[{"kind": "household", "household": home.home.pk}], description=f"Quà {number}")
    review(home, "poor")
    services.update(home.canbo_phuson, home.home, {
        "residences": [{"area": home.pretieng_2.pk, "start": "2015-01-01"}],
        "participations": [{"model": model.pk, "start_year": 2022}]}, expected_version=1)  # fmt: skip
    home.approve(Household.objects.get(pk=home.home.pk))
    as_(client, home, "canbo_phuson")
    for url in ("/ho/", f"/ho/{home.home.pk}/", "/ho/tim/?q=ho", "/ra-soat/", "/so-ho-ngheo/", "/ho/them/"):
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200, url


def test_a_lineage_of_tomorrow_is_refused(home):
    from beneficiaries import lineage
    from danvan.records.data import Invalid

    part = home.make_household(head="K’Brèm Con")
    with pytest.raises(Invalid) as caught:
        lineage.record(home.canbo_phuson, home.home, part, "split", datetime.date.today() + datetime.timedelta(days=2))
    assert list(caught.value.errors) == ["date"]
