"""What cannot be stored is answered at its field, in words that help, with everything typed still there."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import amount, choose, fill_source, fill_support, message_at, summary_links, unique

LogIn = Callable[..., None]
Visitor = Callable[..., Page]


@pytest.fixture
def officer(page: Page, login: LogIn) -> Page:
    login(page, "canbo.phuson")
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_load_state()


def negative_money(page: Page) -> tuple[Locator, str, str]:
    fill_source(page, 0, "huyện", "-5 triệu")
    return amount(page, 0), "-5 triệu", "âm"


def wrong_date(page: Page) -> tuple[Locator, str, str]:
    page.fill("#id_date", "31/02/2022")
    return page.locator("#id_date"), "31/02/2022", "ngày"


def unknown_hamlet(page: Page) -> tuple[Locator, str, str]:
    page.fill("#id_hamlets", "Pretieng 1; Thôn Không Có")
    return page.locator("#id_hamlets"), "Pretieng 1; Thôn Không Có", "Thôn Không Có"


def loan_without_lender(page: Page) -> tuple[Locator, str, str]:
    choose(page.locator("#id_form"), "Vốn vay")
    page.fill("[name=contributions-0-amount_vnd]", "50 triệu")
    return page.locator("[name=contributions-0-source]"), "", "nguồn"


def too_long(page: Page) -> tuple[Locator, str, str]:
    words = "Xây nhà cho hộ nghèo " * 20
    page.fill("#id_description", words)
    return page.locator("#id_description"), words, "300"


@pytest.mark.parametrize("spoil", [negative_money, wrong_date, unknown_hamlet, loan_without_lender, too_long])
def test_the_answer_stands_at_the_field_and_nothing_typed_is_lost(
    officer: Page, screenshot: Callable[..., None], spoil: Callable[[Page], tuple[Locator, str, str]]
) -> None:
    words = unique("Nhà ở")
    fill_support(officer, words)
    officer.fill("#id_note", "Ghi chú phải còn lại")
    field, typed, helps = spoil(officer)
    save(officer)

    assert urlsplit(officer.url).path == "/ho-tro/them/"
    assert officer.title().startswith("Lỗi:")
    expect(message_at(field)).to_contain_text(helps, ignore_case=True)
    assert field.input_value().strip() == typed.strip()
    expect(officer.locator("#id_note")).to_have_value("Ghi chú phải còn lại")
    # The summary has the focus; its link leads into the field.
    expect(officer.locator(".err-sum")).to_be_focused()
    screenshot(officer)
    links = summary_links(officer)
    assert len(links) == 1, [link.inner_text() for link in links]
    links[0].click()
    expect(field).to_be_focused()


def test_a_stale_save_shows_both_versions_and_loses_neither(officer: Page, new_page: Visitor, login: LogIn) -> None:
    fill_support(officer, unique("Giếng nước"))
    save(officer)
    address = urlsplit(officer.url).path
    officer.goto(f"{address}sua/")
    rival = new_page()
    login(rival, "canbo.phuson")
    rival.goto(f"{address}sua/")
    rival.fill("#id_households", "12")
    save(rival)
    officer.fill("#id_households", "15")
    save(officer)
    expect(officer.get_by_role("heading", level=1)).to_contain_text("Có người đã sửa")
    row = officer.get_by_role("row", name="Tổng số hộ")
    expect(row).to_contain_text("12")
    expect(row).to_contain_text("15")
    officer.get_by_role("link", name="Giữ bản đang lưu").click()
    expect(officer.locator("main")).to_contain_text("12 hộ")
