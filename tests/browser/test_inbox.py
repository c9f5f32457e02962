"""Tiếp nhận in the browser: asked back without JavaScript, mended, found with what changed, taken by the keyboard."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.acts import fill_source, fill_support, unique

LogIn = Callable[..., None]


def test_a_question_is_asked_answered_and_the_answer_taken(
    new_page: Callable[..., Page], login: LogIn, axe: Callable[[Page], list[str]], overflow: Callable[[Page], int],
    resize: Callable[[Page, str], None], screenshot: Callable[..., None],
) -> None:  # fmt: skip
    what = unique("Tặng quà")
    author, chair, plain = new_page(), new_page(), new_page(javascript=False)
    login(author, "canbo.phuson")
    fill_support(author, what)
    fill_source(author, 0, "huyện", "30 triệu")
    author.fill("#id_households", "3")
    author.get_by_role("button", name="Lưu và gửi").click()

    login(plain, "chutich.phuson")
    plain.goto("/tiep-nhan/?tim=" + what.rpartition(" ")[2])
    row = plain.get_by_role("row", name=what)
    row.get_by_role("checkbox").check()
    row.get_by_text("Lý do riêng").click()
    row.get_by_label(f"Lý do riêng cho {what}").fill("Ghi đủ số hộ")
    plain.get_by_role("button", name="Đề nghị làm rõ").click()
    expect(plain.get_by_text("Đã đề nghị làm rõ 1 bản ghi.")).to_be_visible()

    author.goto("/viec-cua-toi/")
    expect(author.get_by_text("Ghi đủ số hộ").first).to_be_visible()
    author.get_by_role("link", name="Sửa và gửi lại").filter(has_text=what).click()
    author.fill("#id_households", "8")
    author.get_by_role("button", name="Lưu và gửi").click()

    login(chair, "chutich.phuson")
    chair.goto("/tiep-nhan/?sua-lai=1&tim=" + what.rpartition(" ")[2])
    chair.get_by_role("link", name="Đổi gì").filter(has_text=what).click()
    expect(chair.get_by_role("row", name="Tổng số hộ")).to_contain_text("8")
    assert axe(chair) == []
    screenshot(chair, "changed")
    resize(chair, "phone")
    assert overflow(chair) <= 0
    resize(chair, "desk")
    chair.locator("h1").click()
    chair.keyboard.press("j")
    chair.keyboard.press("x")
    expect(chair.get_by_text("Đã chọn 1")).to_be_visible()
    chair.get_by_role("button", name="Xác nhận các dòng đã chọn").click()
    expect(chair.get_by_text("1 khoản hỗ trợ, 30.000.000 đồng: sang bước tiếp nhận.")).to_be_visible()
    assert axe(chair) == []
    chair.get_by_role("button", name="Xác nhận 1 bản ghi").click()
    expect(chair.get_by_text("Đã xong 1 bản ghi.")).to_be_visible()
