"""Bảng chỉ tiêu in Chromium: by the keyboard alone, pasted, and with the network pulled out in mid-cell."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from movements.models import Area, Indicator, Target
from tests.browser.test_grid import paste, waiting

LogIn = Callable[..., None]
CODES = ("hoi-vien-moi", "so-hoi-vien", "tap-hop-hoi-vien")
PERIOD = "2023-H2"


def test_by_the_keyboard_with_the_network_pulled_out_in_mid_cell(
    page: Page, login: LogIn, axe: Callable[[Page], list[str]], screenshot: Callable[..., None]
) -> None:
    area = Area.objects.get(code="phu-son")
    joined, people, members = (Indicator.objects.get(code=code) for code in CODES)

    def cell(indicator: Indicator, name: str = "actual") -> Locator:
        return page.locator(f"[name=o-{indicator.pk}-{area.pk}-{name}]")

    def state(indicator: Indicator) -> Locator:
        return page.locator(f"[data-box=o-{indicator.pk}-{area.pk}] [data-word]")

    login(page, "canbo.phuson")
    page.goto(f"/chi-tieu/bang/?ky={PERIOD}&noi=phu-son&nhom=H")
    cell(joined, "planned").focus()
    page.keyboard.type("40–50")
    page.keyboard.press("Tab")
    expect(cell(joined)).to_be_focused()
    page.keyboard.type("12.5")  # two readings: asked about
    page.keyboard.press("Enter")
    expect(state(joined)).to_have_text("Có lỗi")
    expect(page.locator(f"#o-{joined.pk}-{area.pk}-error")).to_contain_text("đọc được hai cách")
    assert axe(page) == []
    cell(joined).focus()
    cell(joined).fill("12")
    page.keyboard.press("ArrowRight")
    expect(cell(joined, "estimate")).to_be_focused()
    expect(state(joined)).to_have_text("Đã lưu")
    cell(people).focus()
    page.keyboard.type("3")
    page.context.set_offline(True)  # in mid-cell …
    page.keyboard.type("1")
    page.keyboard.press("Tab")
    cell(members).focus()
    page.keyboard.type("620/1.240")
    page.keyboard.press("Tab")
    cell(joined).fill("13")
    page.keyboard.press("Escape")  # … and taken back: nothing to send
    for one in (people, members):
        expect(state(one)).to_have_text("Giữ trên máy")
    expect(page.locator("[data-net]")).to_contain_text("2 ô giữ trên máy này, tự gửi lại khi có mạng")
    screenshot(page, "kept")
    page.context.set_offline(False)
    for one in (joined, people, members):
        expect(state(one)).to_have_text("Đã lưu")
    expect(page.locator("[data-net]")).to_be_hidden()
    expect(page.locator(f"[data-box=o-{members.pk}-{area.pk}]")).to_contain_text("50,00 %")
    cell(joined, "estimate").focus()
    paste(page, "26\t30/11/2023\n")
    expect(cell(joined, "as_of")).to_have_value("30/11/2023")
    expect(state(joined)).to_have_text("Đã lưu")
    page.reload()
    expect(cell(joined, "estimate")).to_have_value("26")
    expect(cell(members)).to_have_value("620/1.240")
    assert waiting(page) == []
    mine = Target.objects.filter(period__code=PERIOD, area=area).order_by("indicator__code")
    assert [(t.indicator.code, t.planned_min, t.planned_max, t.actual, t.numerator) for t in mine] == [
        ("hoi-vien-moi", 40, 50, 12, None), ("so-hoi-vien", None, None, 31, None),
        ("tap-hop-hoi-vien", None, None, None, 620),
    ]  # fmt: skip
    page.get_by_role("button", name="Gửi cả kỳ").click()
    expect(page.locator(".flash")).to_contain_text("Đã gửi 3 chỉ tiêu của xã Phú Sơn")
    assert {one.status for one in mine.all()} == {"submitted"}
