"""The words of a draft report: figures stand as chips that nobody types over; one goes only by two deliberate steps."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

LogIn = Callable[..., None]
BLOCK = "results.support.opening"


def test_figures_are_chips_that_are_inserted_and_deleted_on_purpose(
    page: Page, login: LogIn, axe: Callable[[Page], list[str]]
) -> None:
    login(page, "mttq")
    page.goto("/bao-cao/du-thao/soan/?nam=2022&dot=pretieng-2022")
    page.select_option("#id_issuer", index=1)
    page.get_by_role("button", name="Mở dự thảo").click()
    address = urlsplit(page.url).path
    page.goto(f"{address}?sua={BLOCK}")
    kept, editor = page.locator("textarea[data-words]"), page.get_by_role("textbox", name="Lời của đoạn")
    chips = editor.locator(".chip")
    expect(chips.first).to_have_text("2.215.750.000\u00a0đồng")
    before = chips.count()
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Trong đó 21 căn nhà, vốn vay ")
    page.get_by_label("Tìm số liệu để chèn").fill("von vay 140.000.000")
    page.keyboard.press("Enter")
    expect(chips).to_have_count(before + 1)
    assert kept.input_value().endswith("vốn vay {140.000.000\u00a0đồng | totals.loan_vnd}")
    page.keyboard.press("Backspace")
    expect(page.locator(".words-form [role=status]")).to_contain_text("Sắp bỏ số liệu: 140.000.000")
    expect(chips).to_have_count(before + 1)
    page.keyboard.press("Backspace")
    expect(chips).to_have_count(before)
    page.get_by_role("button", name="Lưu lời").click()
    expect(page.locator(".err-msg")).to_contain_text("Số gõ tay: 21")
    assert axe(page) == []
    page.get_by_label("Tôi xác nhận giữ đúng các số này").check()
    page.get_by_role("button", name="Lưu lời").click()
    expect(page.locator(f"[id='doan-{BLOCK}']")).to_contain_text("Trong đó 21 căn nhà, vốn vay")
