"""Into a closed period: refused with everything typed, stored by the one button, without a script and on a phone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import choose, fill_source, fill_support, unique

LogIn = Callable[..., None]
Visitor = Callable[..., Page]


@pytest.fixture
def look(
    axe: Callable[[Page], list[str]], resize: Callable[[Page, str], None], overflow: Callable[[Page], int]
) -> Callable[[Page], list[str]]:
    """What axe finds, and how far a phone would have to scroll sideways."""

    def faults(page: Page) -> list[str]:
        found = axe(page)
        resize(page, "phone")
        found += [f"{wide} px wider than a phone"] if (wide := overflow(page)) > 0 else []
        resize(page, "desk")
        return [f"{page.url}: {fault}" for fault in found]

    return faults


@pytest.mark.slow
def test_what_was_typed_is_stored_as_a_supplement(
    page: Page, new_page: Visitor, login: LogIn, look: Callable[[Page], list[str]]
) -> None:
    login(page, "canbo.phuson")
    bare = new_page(javascript=False)
    login(bare, "canbo.phuson")
    faults: list[str] = []
    for one in (bare, page):
        words = unique("Xây nhà, chứng từ về muộn")
        fill_support(one, words, date="20/11/2021")
        fill_source(one, 0, "Quỹ", "45 triệu")
        one.get_by_role("button", name="Lưu nháp").click()
        expect(one.locator(".err-sum")).to_contain_text("đã chốt số liệu")
        expect(one.locator("#id_description")).to_have_value(words)
        if one is page:  # axe needs the script
            faults += look(page)
        one.get_by_role("button", name="Ghi bổ sung vào kỳ sau").click()
        expect(one.get_by_role("heading", level=1)).to_contain_text(words)
        expect(one.locator(".page-head")).to_contain_text("tính vào tháng 1/2022")
    page.get_by_role("link", name="Lịch sử thay đổi").click()
    expect(page.locator(".timeline")).to_contain_text("ghi bổ sung cho kỳ đã chốt")
    assert not faults + look(page), "\n".join(faults)


@pytest.mark.slow
def test_a_closing_is_looked_at_before_and_an_exception_ended_early(
    page: Page, login: LogIn, look: Callable[[Page], list[str]]
) -> None:
    login(page, "mttq")
    page.goto("/chot-so-lieu/them/")
    choose(page.locator("#id_area"), "Huyện Lâm Hà")
    page.fill("#id_year", "2022")
    page.get_by_role("button", name="Xem điều sẽ xảy ra").click()
    expect(page.locator(".soft")).to_contain_text("chưa tiếp nhận sẽ không vào kỳ này")
    faults = look(page)

    page.goto("/chot-so-lieu/")
    page.get_by_role("link", name="Cho ngoại lệ").first.click()
    choose(page.locator("#id_user"), "canbo.phuson")
    page.fill("#id_until", f"{date.today() + timedelta(days=2):%d/%m/%Y}")
    page.fill("#id_hour", "17h30")
    page.fill("#id_reason", "Chứng từ về muộn")
    page.get_by_role("button", name="Cho ngoại lệ").click()
    faults += look(page)
    page.get_by_role("link", name="Kết thúc sớm").click()
    faults += look(page)
    page.fill("#id_reason", "Đã đủ")
    page.get_by_role("button", name="Kết thúc ngoại lệ").click()
    expect(page.locator("main")).to_contain_text("đã kết thúc")
    assert not faults, "\n".join(faults)
