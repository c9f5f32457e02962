"""A refused write into a closed period, on the screen: by whom, when, and one button that keeps all that was typed."""

import datetime

import pytest

from beneficiaries.models import Support
from danvan.records import periods, services
from danvan.records.models import Status
from tests.supports.pages import as_, posted
from tests.unchanged import everything

D = datetime.date
OFFER = 'name="bo_sung" value="{}"'


@pytest.fixture
def closed(cast):
    cast.draft = cast.make_support()
    cast.sent = cast.submit(cast.make_support())
    cast.approved = cast.approve(cast.make_support())
    cast.closing = periods.close(cast.mttq_truong, cast.lam_ha, D(2022, 1, 1), D(2022, 12, 31), reason="Chốt năm")
    return cast


def test_the_form_is_refused_with_everything_typed_and_stored_by_the_offered_button(client, closed):
    as_(client, closed, "canbo_phuson")
    before, sent = everything(), {**posted(closed), "luu": "gui"}
    answer = client.post("/ho-tro/them/", sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "đã chốt số liệu" in html and "Hoàng Văn Ích" in html and "tính vào tháng 1/2023" in html
    assert sent["description"] in html and OFFER.format("gui") in html
    assert everything() == before

    del sent["luu"]
    assert client.post("/ho-tro/them/", {**sent, "bo_sung": "gui"}).status_code == 302
    made = Support.objects.latest("pk")
    assert (made.status, made.counted_on, made.date) == (Status.SUBMITTED, D(2023, 1, 1), D(2022, 5, 30))
    page = client.get(f"/ho-tro/{made.pk}/").content.decode()
    assert "bổ sung cho kỳ đã chốt, tính vào tháng 1/2023" in page and "30/05/2022" in page


def test_a_step_is_refused_on_its_own_page_and_taken_by_the_offered_button(client, closed):
    as_(client, closed, "chutich_phuson")
    address = f"/ho-tro/{closed.sent.pk}/buoc/xac-nhan/"
    answer = client.post(address)
    assert answer.status_code == 422 and OFFER.format("1") in answer.content.decode()
    assert client.post(address, {"bo_sung": "1"}).status_code == 302
    record = Support.objects.get(pk=closed.sent.pk)
    assert (record.pending_action, record.counted_on) == ("accept", D(2023, 1, 1))


def test_asking_back_keeps_the_reason_and_withdrawing_is_not_offered(client, closed):
    as_(client, closed, "chutich_phuson")
    answer = client.post(f"/ho-tro/{closed.sent.pk}/buoc/lam-ro/", {"reason": "Thiếu biên bản"})
    assert "Thiếu biên bản" in answer.content.decode() and OFFER.format("1") in answer.content.decode()
    as_(client, closed, "canbo_phuson")
    for more in ({}, {"bo_sung": "1"}):
        answer = client.post(f"/ho-tro/{closed.draft.pk}/buoc/rut/", more)
        assert answer.status_code == 422 and "bo_sung" not in answer.content.decode()
    assert Support.objects.get(pk=closed.draft.pk).status == Status.DRAFT


def test_the_record_says_so_itself_and_can_be_made_a_supplement_there(client, closed):
    as_(client, closed, "canbo_phuson")
    page = client.get(f"/ho-tro/{closed.draft.pk}/").content.decode()
    assert "Kỳ đã chốt số liệu" in page and "buoc/bo-sung/" in page
    assert client.get(f"/ho-tro/{closed.draft.pk}/buoc/bo-sung/").status_code == 200
    assert client.post(f"/ho-tro/{closed.draft.pk}/buoc/bo-sung/").status_code == 302
    page = client.get(f"/ho-tro/{closed.draft.pk}/").content.decode()
    assert "buoc/bo-sung/" not in page and "Kỳ đã chốt số liệu" not in page
    assert client.post(f"/ho-tro/{closed.draft.pk}/buoc/gui/").status_code == 302


def test_an_accepted_record_offers_a_record_beside_it_instead(client, closed):
    as_(client, closed, "canbo_phuson")
    page = client.get(f"/ho-tro/{closed.approved.pk}/").content.decode()
    assert "Bản ghi đã tiếp nhận giữ nguyên" in page and "/ho-tro/them/?organization=" in page
    assert client.get(f"/ho-tro/{closed.approved.pk}/buoc/bo-sung/").status_code == 403
    answer = client.post(
        f"/ho-tro/{closed.approved.pk}/de-nghi-sua/",
        {**posted(closed), "version": "1", "de_nghi-reason": "Ghi nhầm", "description": "Khác"},
    )
    assert answer.status_code == 422
    assert "một bản bổ sung" in answer.content.decode() and "bo_sung" not in answer.content.decode()


def test_who_may_not_touch_the_record_makes_no_supplement_of_it(client, closed):
    for name, status in (("canbo_melinh", 404), ("lanhdao", 404), ("chutich_phuson", 403), ("quantri", 403)):
        as_(client, closed, name)
        for answer in (client.get, client.post):
            assert answer(f"/ho-tro/{closed.draft.pk}/buoc/bo-sung/").status_code == status, name
    assert Support.objects.get(pk=closed.draft.pk).counted_on is None


def test_the_list_finds_supplements_and_their_counting_month(client, closed):
    late = services.create(closed.canbo_phuson, Support, closed.support_data(description="MUỘN"), supplement=True)
    as_(client, closed, "canbo_phuson")
    for query, found in (("bo-sung=1", [late.pk]), ("nam=2023&thang=1", [late.pk]), ("nam=2022&thang=1", [])):
        shown = client.get(f"/ho-tro/?{query}").context["shown"]
        assert [row.pk for row in shown.page] == found
    assert late.pk not in [row.pk for row in client.get("/ho-tro/?thang=5").context["shown"].page]


def test_a_row_of_the_quick_grid_is_offered_the_same_with_and_without_a_script(client, closed):
    top = {"organization": "mttq phu son", "area": "phu son", "date": "15/03/2022"}
    row = {"description": "Tặng quà", "form": "qua", "quantity": "23", "unit": "phần", "amount": "23 triệu",
           "sources": "to chuc tu van dong"}  # fmt: skip
    sent = {**top, "dong": "0", "dong-TOTAL": "1", **{f"dong-0-{name}": value for name, value in row.items()}}
    as_(client, closed, "canbo_phuson")
    have = Support.objects.count()
    for address in ("/ho-tro/nhap-nhanh/dong/", "/ho-tro/nhap-nhanh/"):
        answer = client.post(address, sent)
        html = answer.content.decode()
        assert answer.status_code == 422 and "Tặng quà" in html
        assert "Hoàng Văn Ích" in html and OFFER.format("0") in html
        assert Support.objects.count() == have
        assert client.post(address, {**sent, "bo_sung": "0"}).status_code in (200, 302)
        have += 1
        assert Support.objects.count() == have
        assert Support.objects.latest("pk").counted_on == D(2023, 1, 1)
