"""Without a mouse, and when the session ends under one's hands."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.acts import amount, fill_source, fill_support, unique

LogIn = Callable[..., None]
FOCUSED = """() => {
    const at = document.activeElement;
    return at.id || (at.matches('input, select, textarea') ? at.name : at.textContent.trim());
}"""
MANY = 120
"""More stops than the form has: a walk that has not arrived by then never will."""


def test_the_first_stop_leads_to_the_main_part(page: Page, login: LogIn) -> None:
    login(page, "canbo.phuson")
    page.goto("/ho-tro/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Tới nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#noi-dung")).to_be_focused()


def test_tab_passes_through_the_form_in_its_order_and_reaches_the_main_button(page: Page, login: LogIn) -> None:
    login(page, "canbo.phuson")
    page.goto("/ho-tro/them/")
    page.locator("#noi-dung").focus()
    stops: list[str] = []
    while "Lưu và ghi tiếp" not in stops and len(stops) < MANY:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
    wanted = ["id_organization", "id_area", "id_date", "id_form", "id_description", "id_items-0-name",
              "id_contributions-0-source", "id_contributions-0-amount_vnd", "id_households", "tim", "id_note",
              "Lưu và ghi tiếp"]  # fmt: skip
    assert [stop for stop in stops if stop in wanted] == wanted


def test_a_hamlet_and_a_household_are_found_and_taken_by_arrows(page: Page, login: LogIn) -> None:
    login(page, "canbo.phuson")
    fill_support(page, unique("Quà"))
    hamlets = page.locator("#id_hamlets")
    hamlets.press_sequentially("pretieng")
    expect(page.locator("#thon-list [role=option]").first).to_be_visible()
    hamlets.press("ArrowDown")
    chosen = page.locator("#thon-list [aria-selected=true]").get_attribute("data-text")
    hamlets.press("Enter")
    expect(hamlets).to_have_value(str(chosen))
    assert "Pretieng" in str(chosen)

    box = page.locator("#tim")
    box.press_sequentially("k")
    box.press_sequentially("’")
    expect(page.locator("#tim-list [role=option]").first).to_be_visible()
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("ArrowUp")
    name = page.locator("#tim-list [aria-selected=true]").get_attribute("data-text")
    box.press("Enter")
    expect(page.locator("[data-people] li")).to_have_count(1)
    expect(page.locator("[data-people] li")).to_contain_text(str(name))
    # Escape closes a list, and the form is still here: Enter in a list never sent it.
    box.press_sequentially("k’")
    expect(page.locator("#tim-list [role=option]").first).to_be_visible()
    box.press("Escape")
    expect(page.locator("#tim-list")).to_be_hidden()
    assert urlsplit(page.url).path == "/ho-tro/them/"


def test_a_session_that_ends_keeps_what_was_typed(page: Page, login: LogIn, screenshot: Callable[..., None]) -> None:
    login(page, "canbo.phuson")
    words = unique("Nhà Đại đoàn kết")
    fill_support(page, words)
    fill_source(page, 0, "huyện", "1 tỷ")
    page.get_by_role("button", name="Thêm nguồn").click()
    fill_source(page, 1, "tỉnh", "60 triệu")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Lưu nháp").click()

    page.wait_for_url(lambda url: urlsplit(url).path == "/dang-nhap/")
    expect(page.get_by_text("Nội dung đang gõ được giữ")).to_be_visible()
    screenshot(page, "ended")
    page.fill("#id_username", "canbo.phuson")
    page.fill("#id_password", "danvan-demo-2022")
    page.get_by_role("button", name="Đăng nhập").click()

    page.wait_for_url(lambda url: urlsplit(url).path == "/ho-tro/them/")
    page.get_by_role("button", name="Dùng lại").click()
    expect(page.locator("#id_description")).to_have_value(words)
    expect(amount(page, 0)).to_have_value("1 tỷ")
    expect(amount(page, 1)).to_have_value("60 triệu")
    screenshot(page, "given back")
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    expect(page.locator("main")).to_contain_text("1.060.000.000")
    # Once saved, nothing is offered any more.
    page.goto("/ho-tro/them/")
    expect(page.get_by_role("button", name="Dùng lại")).to_have_count(0)


def test_another_person_at_the_same_machine_sees_nothing_of_it(page: Page, login: LogIn) -> None:
    login(page, "canbo.phuson")
    fill_support(page, unique("Chuyện riêng của xã"))
    page.wait_for_function("() => Object.keys(sessionStorage).some(key => key.startsWith('danvan:draft:'))")
    login(page, "canbo.melinh")
    page.goto("/ho-tro/them/")
    expect(page.get_by_role("button", name="Dùng lại")).to_have_count(0)
    assert page.evaluate("() => JSON.stringify(sessionStorage)").count("Chuyện riêng") == 0


def test_the_form_is_read_back_while_it_is_typed(page: Page, login: LogIn) -> None:
    login(page, "mttq")
    fill_support(page, unique("Nhà đại đoàn kết"))
    said = page.locator("aside .pairs")
    page.fill("[name=items-0-quantity]", "20")
    fill_source(page, 0, "huyện", "1,06 tỷ")
    expect(said).to_contain_text("Nhà ở xây mới, 20 căn")
    expect(said).to_contain_text("một tỷ không trăm sáu mươi triệu đồng")
    page.fill("[name=recipients-0-name]", "Tổ dệt thổ cẩm")
    page.locator("summary", has_text="Phần được nhận").first.click()
    page.fill("[name=recipients-0-share_vnd]", "60 triệu")
    expect(said).to_contain_text("còn 1.000.000.000 đồng chưa chia")
    # Many bodies to choose from: searched without marks, told below.
    page.locator("summary", has_text="Đơn vị phối hợp").click()
    many = page.locator(".f-many")
    many.get_by_role("searchbox").fill("phu nu huyen")
    expect(many.locator("label:visible")).to_have_count(1)
    many.locator("label:visible").click()
    expect(many.get_by_role("status")).to_contain_text("Đã chọn: Hội Liên hiệp Phụ nữ huyện")
