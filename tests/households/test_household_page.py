"""A household's page: standing by year, what it received, splits and merges; and what the pages cost."""

import datetime

import pytest

from beneficiaries import lineage
from beneficiaries.models import Household, HouseholdLineage, Recipient, Support
from danvan.audit.models import Entry
from danvan.records import services
from danvan.records.data import Invalid
from models_programs.models import MobilizationModel
from tests.households.household_cast import as_, review, with_home


@pytest.fixture
def home(cast):
    return with_home(cast)


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
    part = home.make_household(head="K’Brèm Con")
    with pytest.raises(Invalid) as caught:
        lineage.record(home.canbo_phuson, home.home, part, "split", datetime.date.today() + datetime.timedelta(days=2))
    assert list(caught.value.errors) == ["date"]
