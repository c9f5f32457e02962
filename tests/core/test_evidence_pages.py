"""Minh chứng in the browser: several files in one go, each judged alone; photos grouped, marked, and kept private."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beneficiaries.models import Support
from danvan import attachments, photo_page
from danvan.records import files, services
from danvan.records.models import Attachment
from models_programs.models import ModelYear
from movements.models import Activity, Campaign, CommunityWork
from tests.evidence import pdf, picture, upload
from tests.supports.pages import NEW, as_, posted

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def keep(cast, thing, colour="red", size=(60, 40), **more):
    return files.attach(cast.mttq, thing, upload(picture(size=size, colour=colour)), **more)


def test_of_several_files_the_good_ones_are_kept_and_each_bad_one_is_named(cast, client):
    support = cast.make_support()
    as_(client, cast, "canbo_phuson")
    sent = [
        upload(picture(), "nha.jpg"), upload(picture("HEIF", colour="blue"), "IMG_1.HEIC"),
        upload(pdf(), "bien-ban.pdf"),
        upload(b"<svg onload=alert(1)>", "nha.svg.jpg"), upload(picture(), "lan-nua.jpg"),
    ]  # fmt: skip
    answer = client.post(f"{support.get_absolute_url()}minh-chung/", {"tep": sent, "mo_ta": "Bàn giao", "dang": "1"})
    assert answer.url == f"{support.get_absolute_url()}#minh-chung"
    assert said(answer) == [
        "nha.svg.jpg: Chỉ nhận ảnh JPEG, PNG, HEIC hoặc tệp PDF; nội dung tệp này không phải.",
        "lan-nua.jpg: Tệp này đã có ở đây.",
        "Đã thêm 3 tệp minh chứng.",
    ]
    kept = Attachment.objects.values_list("name", "description", "may_publish", "shows_children")
    assert list(kept) == [(name, "Bàn giao", True, False) for name in ("nha.jpg", "IMG_1.HEIC", "bien-ban.pdf")]
    page = client.get(support.get_absolute_url()).content.decode()
    assert page.count('loading="lazy"') == 2 and 'alt="Bàn giao" width="60" height="40"' in page
    assert page.count("· đồng ý đăng") == 3


def test_more_than_ten_files_or_forty_megabytes_wait_for_the_next_time(cast, client, monkeypatch):
    support = cast.make_support()
    as_(client, cast, "canbo_phuson")
    monkeypatch.setattr(attachments, "MAX_AT_ONCE", 2)
    sent = [upload(picture(colour=colour), f"{colour}.jpg") for colour in ("red", "green", "blue")]
    answer = client.post(f"{support.get_absolute_url()}minh-chung/", {"tep": sent})
    assert said(answer)[0].startswith("blue.jpg: chưa nhận") and Attachment.objects.count() == 2
    monkeypatch.setattr(attachments, "MAX_TOTAL", 100)
    answer = client.post(f"{support.get_absolute_url()}minh-chung/", {"tep": upload(picture(), "blue.jpg")})
    assert said(answer)[-1].startswith("blue.jpg: chưa nhận")


def test_a_record_and_its_evidence_are_saved_and_sent_in_one_go(cast, client):
    as_(client, cast, "canbo_phuson")
    answer = client.post(NEW, posted(cast, luu="gui", tep=[upload(picture())], mo_ta="Nhà xong"))
    support = Support.objects.get()
    assert answer.url == support.get_absolute_url() and support.status == "submitted"
    assert [str(file) for file in files.of(support)] == ["Nhà xong"]


def test_a_record_whose_file_was_refused_is_kept_and_not_sent(cast, client):
    as_(client, cast, "canbo_phuson")
    answer = client.post(NEW, posted(cast, luu="gui", tep=[upload(b"GIF89a", "anh.gif"), upload(picture())]))
    support = Support.objects.get()
    assert support.status == "draft" and len(files.of(support)) == 1
    assert said(answer)[0].startswith("anh.gif: ")
    assert "Đã lưu nháp, chưa gửi vì có tệp minh chứng chưa nhận được." in said(answer)


def test_a_refused_form_says_that_its_files_must_be_chosen_again(cast, client):
    as_(client, cast, "canbo_phuson")
    answer = client.post(NEW, posted(cast, date="31/02/2022", tep=[upload(picture(), "nha.jpg")], mo_ta="Nhà xong"))
    page = answer.content.decode()
    assert answer.status_code == 422 and not Support.objects.exists()
    assert "Chọn lại tệp" in page and "(nha.jpg)" in page and 'value="Nhà xong"' in page
    assert 'enctype="multipart/form-data"' in page


def test_an_activity_and_a_work_take_files_with_the_form_and_a_household_does_not(cast, client):
    as_(client, cast, "canbo_phuson")
    for name, takes in (("activities", True), ("works", True), ("supports", True), ("households", False)):
        assert ('name="tep"' in client.get(reverse(f"{name}:new")).content.decode()) is takes


def test_a_pdf_is_a_download_in_a_sandbox_and_a_photo_an_image(cast, client):
    support = cast.make_support()
    paper = files.attach(cast.canbo_phuson, support, upload(pdf(b"/K 1 "), "Đơn K’Lũ.pdf"))
    photo = keep(cast, support)
    as_(client, cast, "canbo_phuson")
    answer = client.get(reverse("supports:attachment", args=[support.pk, paper.pk]))
    assert b"".join(answer.streaming_content) == pdf(b"/K 1 ")  # type: ignore[arg-type]
    assert answer["Content-Type"] == "application/pdf" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'attachment; filename="minh-chung-{paper.pk}.pdf"'
    assert (
        "sandbox" in answer["Content-Security-Policy"] and "script-src 'self'" not in answer["Content-Security-Policy"]
    )
    answer = client.get(reverse("supports:attachment", args=[support.pk, photo.pk]))
    assert (answer["Content-Type"], answer["Content-Disposition"][:6]) == ("image/jpeg", "inline")
    assert "no-store" in answer["Cache-Control"]
    assert client.get(reverse("supports:thumbnail", args=[support.pk, paper.pk])).status_code == 404


def test_a_thumbnail_is_kept_by_the_browser_which_asks_each_time(cast, client):
    support = cast.make_support()
    photo = keep(cast, support)
    url = reverse("supports:thumbnail", args=[support.pk, photo.pk])
    as_(client, cast, "canbo_phuson")
    answer = client.get(url)
    assert answer["Cache-Control"] == "private, no-cache"
    again = client.get(url, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    as_(client, cast, "canbo_melinh")
    assert client.get(url, headers={"if-none-match": answer["ETag"]}).status_code == 404


def test_a_file_without_a_row_and_a_row_without_a_file_answer_404(cast, client, media_root):
    support = cast.make_support()
    photo = keep(cast, support)
    as_(client, cast, "canbo_phuson")
    (media_root / photo.file.name).unlink()
    (media_root / photo.thumbnail.name).unlink()
    for part in ("attachment", "thumbnail"):
        assert client.get(reverse(f"supports:{part}", args=[support.pk, photo.pk])).status_code == 404
    for path in (f"/media/{photo.file.name}", f"/{photo.file.name}"):
        assert client.get(path).status_code == 404


def test_taking_away_asks_first_and_for_a_reason_once_the_record_was_accepted(cast, client):
    support = cast.make_support()
    first, second = keep(cast, support), keep(cast, support, "blue")
    as_(client, cast, "canbo_phuson")
    page = client.get(reverse("supports:detach", args=[support.pk, first.pk])).content.decode()
    assert "Bỏ tệp minh chứng này?" in page and "Lý do" not in page
    client.post(reverse("supports:detach", args=[support.pk, first.pk]))
    assert list(Attachment.objects.all()) == [second]
    cast.approve(support)
    page = as_(client, cast, "canbo_phuson").get(support.get_absolute_url()).content.decode()
    assert "vẫn thêm được minh chứng" in page and "/bo/" not in page
    url = reverse("supports:detach", args=[support.pk, second.pk])
    as_(client, cast, "mttq_truong")
    assert "Lý do" in client.get(url).content.decode()
    assert client.post(url, {"reason": ""}).status_code == 422 and Attachment.objects.exists()
    assert client.post(url, {"reason": "Nhầm hộ"}).status_code == 302 and not Attachment.objects.exists()


# ---- the page of photos -------------------------------------------------------------------------------------------


@pytest.fixture
def album(cast):
    """A campaign with photos of its own, of a programme inside it, and of records of five kinds in two communes."""
    base = {"organization": cast.mttq_phu_son, "area": cast.phu_son, "campaign": cast.pretieng}
    inside = Campaign.objects.create(code="ky-nghi-hong", name="Kỳ nghỉ hồng", parent=cast.pretieng)
    day = {"date": "2022-05-30"}
    cast.house = cast.make_support(cast.mttq)
    cast.foreign = cast.make_support(
        cast.mttq, area=cast.me_linh, organization=cast.mttq_me_linh, hamlets=[], description="Nhà ở Mê Linh"
    )
    cast.talk = services.create(
        cast.mttq, Activity, {**base, **day, "kind_of_activity": "dialogue", "name": "Đối thoại"}
    )
    cast.road = services.create(cast.mttq, CommunityWork, {**base, **day, "name": "Đường thôn", "campaign": inside})
    cast.year = services.create(cast.mttq, ModelYear, {**base, "model": cast.mo_hinh, "year": 2022})
    for number, thing in enumerate((cast.pretieng, cast.house, cast.foreign, cast.talk, cast.road, cast.year)):
        keep(cast, thing, (40 * number, 0, 0), description=f"Ảnh {thing}")
    cast.house = cast.approve(cast.house)
    return cast


def groups(client, url):
    return {str(group.thing): len(group.photos) for group in client.get(url).context["groups"]}


def test_a_campaigns_photos_are_grouped_by_the_records_in_sight(album, client):
    url = reverse("campaigns:photos", args=[album.pretieng.pk])
    every = {
        "Đợt công tác dân vận Pretieng 2022": 1, "Xây nhà Đại đoàn kết": 1, "Nhà ở Mê Linh": 1, "Đối thoại": 1,
        "Đường thôn": 1, "Trồng dâu nuôi tằm, năm 2022": 1,
    }  # fmt: skip
    assert groups(as_(client, album, "mttq"), url) == every
    shown = client.get(url).content.decode()
    assert "xã Phú Sơn, 30/05/2022" in shown and "Ảnh Đường thôn" in shown
    del every["Nhà ở Mê Linh"]
    assert groups(as_(client, album, "canbo_phuson"), url) == every
    assert "Mê Linh" not in client.get(url).content.decode()
    # The board reads activities and models, and no supports.
    assert groups(as_(client, album, "bandanvan"), url).keys() == {
        "Đợt công tác dân vận Pretieng 2022", "Đối thoại", "Trồng dâu nuôi tằm, năm 2022",
    }  # fmt: skip
    assert as_(client, album, "lanhdao").get(url).status_code == 403
    page = as_(client, album, "mttq").get(album.pretieng.get_absolute_url())
    assert len(page.context["photos"]) == 6
    assert 'href="anh/"' in page.content.decode()
    assert 'href="anh/"' not in as_(client, album, "lanhdao").get(album.pretieng.get_absolute_url()).content.decode()


def test_outside_go_photos_of_accepted_records_agreed_to_and_without_children(album, client):
    keep(album, album.house, "blue", description="Đăng được", may_publish=True)
    keep(album, album.house, "green", description="Có trẻ", may_publish=True, shows_children=True)
    keep(album, album.talk, "white", description="Chưa tiếp nhận", may_publish=True)
    as_(client, album, "mttq")
    url = reverse("campaigns:photos", args=[album.pretieng.pk])
    assert groups(client, f"{url}?dang=1") == {"Xây nhà Đại đoàn kết": 1}
    shown = client.get(f"{url}?dang=1").content.decode()
    assert "Đăng được" in shown and "Có trẻ" not in shown.replace("Ảnh có trẻ em", "")
    draft = reverse("activities:photos", args=[album.talk.pk])
    assert groups(client, f"{draft}?dang=1") == {} and groups(client, draft) == {"Đối thoại": 2}


def test_a_models_page_has_the_photos_of_its_years_and_of_what_was_given_for_it(album, client):
    given = album.make_support(album.mttq, model=album.mo_hinh, description="Dâu giống")
    keep(album, given, "blue")
    keep(album, album.mo_hinh, "green")
    as_(client, album, "mttq")
    assert groups(client, reverse("models:photos", args=[album.mo_hinh.pk])) == {
        "Trồng dâu nuôi tằm": 1, "Trồng dâu nuôi tằm, năm 2022": 1, "Dâu giống": 1,
    }  # fmt: skip
    assert 'id="minh-chung"' in client.get(album.mo_hinh.get_absolute_url()).content.decode()


def test_photos_cost_no_queries(album, client, monkeypatch):
    """After login twelve at most, with one photo a record and with ten."""
    addresses = [
        reverse("campaigns:photos", args=[album.pretieng.pk]), reverse("supports:photos", args=[album.house.pk]),
        album.house.get_absolute_url(), reverse("models:photos", args=[album.mo_hinh.pk]),
        album.pretieng.get_absolute_url(),
    ]  # fmt: skip

    def costs():
        as_(client, album, "mttq_truong")
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            # The session and the user are the login's.
            found.append(sum("django_session" not in q["sql"] for q in caught) - 1)
        return found

    few = costs()
    for number in range(9):
        for thing in (album.pretieng, album.house, album.talk, album.year):
            keep(album, thing, "blue", size=(100 + number, 40))
    assert costs() == few
    assert max(few) <= 12, few
    monkeypatch.setattr(photo_page, "PER_PAGE", 4)
    as_(client, album, "mttq")
    assert groups(client, f"{addresses[0]}?page=2") == {"Đợt công tác dân vận Pretieng 2022": 4}
