"""Everything that matters works without JavaScript: the script only makes it quicker."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import amount, fill_source, fill_support, message_at, unique

LogIn = Callable[..., None]
Visitor = Callable[..., Page]


@pytest.fixture
def bare(new_page: Visitor, login: LogIn) -> Page:
    """The officer of Phú Sơn in a browser that runs no script."""
    page = new_page(javascript=False)
    login(page, "canbo.phuson")
    return page


def test_a_support_with_two_sources(bare: Page) -> None:
    words = unique("Sửa nhà dột")
    fill_support(bare, words)
    fill_source(bare, 0, "huyện", "1,06 tỷ")
    bare.get_by_role("button", name="Thêm nguồn").click()
    # The page came back from the server with everything on it and one line more; nothing is judged yet.
    expect(bare.locator(".err-sum")).to_have_count(0)
    expect(amount(bare, 0)).to_have_value("1,06 tỷ")
    expect(bare.locator("main")).to_contain_text("một tỷ không trăm sáu mươi triệu đồng")
    fill_source(bare, 1, "tỉnh", "60tr")
    bare.get_by_role("button", name="Lưu nháp").click()
    expect(bare.get_by_role("heading", level=1)).to_contain_text(words)
    expect(bare.locator("main")).to_contain_text("1.120.000.000")


def test_an_ambiguous_amount_asks_and_a_choice_saves(bare: Page, screenshot: Callable[..., None]) -> None:
    words = unique("Tặng quà")
    fill_support(bare, words)
    fill_source(bare, 0, "huyện", "102,750.000")
    bare.get_by_role("button", name="Lưu nháp").click()
    expect(amount(bare, 0)).to_have_value("102,750.000")
    expect(amount(bare, 0)).to_have_attribute("aria-invalid", "true")
    choices = bare.get_by_role("radio")
    expect(choices).to_have_count(2)
    screenshot(bare)
    bare.get_by_role("radio", name="102.750.000").check()
    bare.get_by_role("button", name="Lưu nháp").click()
    expect(bare.get_by_role("heading", level=1)).to_contain_text(words)
    expect(bare.locator("main")).to_contain_text("một trăm lẻ hai triệu bảy trăm năm mươi nghìn đồng")


def test_two_who_change_one_record_see_both_versions(
    bare: Page, new_page: Visitor, login: LogIn, screenshot: Callable[..., None]
) -> None:
    words = unique("Xây cầu dân sinh")
    fill_support(bare, words)
    bare.get_by_role("button", name="Lưu nháp").click()
    address = urlsplit(bare.url).path
    other = new_page(javascript=False)
    login(other, "canbo.phuson")
    for page in (bare, other):
        page.goto(f"{address}sua/")
    other.fill("#id_note", "Bản của người thứ hai")
    other.get_by_role("button", name="Lưu nháp").click()
    expect(other.locator("main")).to_contain_text("Bản của người thứ hai")

    bare.fill("#id_note", "Bản của người thứ nhất")
    bare.get_by_role("button", name="Lưu nháp").click()
    expect(bare.get_by_role("heading", level=1)).to_contain_text("Có người đã sửa")
    row = bare.get_by_role("row", name="Ghi chú")
    expect(row).to_contain_text("Bản của người thứ hai")
    expect(row).to_contain_text("Bản của người thứ nhất")
    screenshot(bare)
    bare.get_by_role("button", name="Lưu bản tôi vừa gõ").click()
    expect(bare.locator("main")).to_contain_text("Bản của người thứ nhất")
    expect(bare.get_by_role("heading", level=1)).to_contain_text(words)


def test_logging_in_wrongly_rightly_and_out(new_page: Visitor, login: LogIn) -> None:
    page = new_page(javascript=False)
    page.goto("/ho-tro/?nam=2022")
    assert urlsplit(page.url).path == "/dang-nhap/"
    page.fill("#id_username", "hoinongdan")
    page.fill("#id_password", "không phải mật khẩu này")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.locator(".err-sum")).to_be_visible()
    expect(page.locator("#id_username")).to_have_value("hoinongdan")
    page.fill("#id_password", "danvan-demo-2022")
    page.get_by_role("button", name="Đăng nhập").click()
    # Where they wanted to go, with what narrowed it.
    assert page.url.endswith("/ho-tro/?nam=2022")
    page.get_by_role("button", name="Đăng xuất").click()
    assert urlsplit(page.url).path == "/dang-nhap/"
    page.goto("/ho-tro/")
    assert urlsplit(page.url).path == "/dang-nhap/"


def test_a_refused_field_is_bound_to_its_message(bare: Page) -> None:
    fill_support(bare, "", date="31/02/2022")
    bare.get_by_role("button", name="Lưu nháp").click()
    for field in ("#id_date", "#id_description"):
        expect(message_at(bare.locator(field))).to_be_visible()
    assert bare.title().startswith("Lỗi:")
