"""Kiểm tra số liệu in the browser: the words shown back, the data only through the reader's reach, nothing kept."""

import pytest
from django.urls import reverse

from beneficiaries.models import Support
from danvan.audit.models import Entry
from danvan.records import services
from reports.checking.views_check_figures import MAX_PASTED

URL = "/kiem-tra-so-lieu/"
TEXT = "Tổng kinh phí hỗ trợ là 70 triệu đồng.\nSố hộ nghèo giảm từ 43 hộ xuống còn 37 hộ, giảm 5 hộ. <b>K’Lũ</b>"


def post(client, user, **data):
    client.force_login(user)
    return client.post(URL, data)


@pytest.mark.once
def test_the_page_marks_the_words_and_keeps_the_text_in_the_form_alone(client, cast):
    assert reverse("check_figures") == URL
    before = Entry.objects.count()
    page = post(client, cast.mttq, van_ban=TEXT).content.decode()
    assert "1 chỗ cần xem lại" in page
    assert "<mark>43 hộ xuống còn 37 hộ, giảm 5 hộ</mark>" in page and 'href="#cho-1"' in page
    assert "ghi 5 hộ, tính ra 6 hộ, chênh 1 hộ" in page
    assert "&lt;b&gt;K’Lũ" in page and "<b>K’Lũ" not in page
    assert "Không thấy chỗ nào mâu thuẫn" in post(client, cast.mttq, van_ban="Có 14/14 xã.").content.decode()
    assert Entry.objects.count() == before
    assert "70 triệu" not in client.get(URL).content.decode()
    client.force_login(cast.mttq)
    assert URL in client.get(reverse("reports:index")).content.decode()


@pytest.mark.once
def test_what_cannot_be_checked_is_said_at_its_field_and_stays_typed(client, cast):
    assert post(client, cast.mttq, van_ban=" \n").status_code == 422
    long = post(client, cast.mttq, van_ban="số " * (MAX_PASTED // 2))
    assert long.status_code == 422 and "văn bản này có 150.000" in long.content.decode()
    alone = post(client, cast.mttq, van_ban=TEXT, dot="pretieng-2022")
    assert alone.status_code == 422
    assert "Chọn năm" in alone.content.decode() and "70 triệu đồng" in alone.content.decode()


def test_the_data_are_compared_for_who_sees_the_whole_and_for_nobody_else(client, cast, django_assert_max_num_queries):
    """The campaign holds a house of 60 million in Phú Sơn and a loan of 50; the text says 70 of support."""
    cast.pretieng.areas.set([cast.phu_son])
    cast.approve(cast.make_support())
    cast.approve(services.create(cast.hoinongdan, Support, cast.loan_data()))
    asked = {"van_ban": TEXT, "nam": "2022", "dot": "pretieng-2022"}
    client.force_login(cast.mttq)
    with django_assert_max_num_queries(14):  # two of them log in
        page = client.post(URL, asked).content.decode()
    assert "2 chỗ cần xem lại" in page and "Đã so với số liệu" in page
    assert "ghi 70.000.000 đồng, tính ra 60.000.000 đồng, chênh 10.000.000 đồng" in page
    page = post(client, cast.canbo_melinh, **asked).content.decode()
    assert "60.000.000" not in page and "Đã so với số liệu" not in page
    page = post(client, cast.canbo_phuson, van_ban=TEXT, nam="2022").content.decode()
    assert "Đã so với số liệu" in page and "xã Phú Sơn" in page  # without a campaign: one's own place
