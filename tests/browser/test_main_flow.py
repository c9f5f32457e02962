"""The thread of the year: recorded in a commune, confirmed there, accepted by the Front, read by a leader."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import amount, fill_source, fill_support, get_by_hand, post_by_hand, support_total, unique

LogIn = Callable[..., None]
Visitor = Callable[..., Page]


def record_and_send(page: Page, description: str) -> str:
    """As the officer of Phú Sơn does it, with two sources; the new record's address."""
    fill_support(page, description)
    fill_source(page, 0, "huyện", "1 tỷ")
    expect(page.locator("#id_contributions-0-amount_vnd-read")).to_contain_text("một tỷ đồng")
    page.get_by_role("button", name="Thêm nguồn").click()
    expect(amount(page, 1)).to_be_visible()
    fill_source(page, 1, "tỉnh", "60 triệu")
    expect(page.locator("#id_contributions-1-amount_vnd-read")).to_contain_text("sáu mươi triệu đồng")
    expect(page.locator("[data-total]")).to_have_text("1.060.000.000")
    page.fill("#id_households", "1")
    page.get_by_role("button", name="Lưu và gửi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(description)
    expect(page.get_by_text("một tỷ không trăm sáu mươi triệu đồng").first).to_be_visible()
    return urlsplit(page.url).path


def take_from_inbox(page: Page, description: str, button: str) -> None:
    """Tick the record in Tiếp nhận and take the step that waits."""
    page.goto("/tiep-nhan/")
    row = page.get_by_role("row", name=description)
    expect(row).to_contain_text("1.060.000.000")
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("listitem").filter(has_text="1 khoản hỗ trợ, 1.060.000.000 đồng")).to_be_visible()
    page.get_by_role("button", name=button.split()[0]).click()
    expect(page.get_by_text("Đã xong 1 bản ghi")).to_be_visible()


def test_a_support_goes_from_the_commune_to_the_leaders_total(
    new_page: Visitor, login: LogIn, screenshot: Callable[..., None]
) -> None:
    author, leader = new_page(), new_page()
    login(leader, "lanhdao")
    before = support_total(leader)
    description = unique("Xây nhà Đại đoàn kết")

    login(author, "canbo.phuson")
    address = record_and_send(author, description)
    screenshot(author, "sent")

    # Its author can neither confirm nor accept it: there is no button, and asking for the step by hand is refused.
    for step, word in (("xac-nhan", "Xác nhận"), ("tiep-nhan", "Tiếp nhận")):
        assert author.locator("main").get_by_role("button", name=word, exact=True).count() == 0
        assert author.locator("main").get_by_role("link", name=word, exact=True).count() == 0
        assert post_by_hand(author, f"{address}buoc/{step}/") == 403
    assert post_by_hand(author, "/tiep-nhan/", lam="buoc", muc="support:1") == 403

    stranger = new_page()
    login(stranger, "canbo.melinh")
    for path in (address, f"{address}sua/", f"{address}lich-su/", f"{address}buoc/xac-nhan/"):
        assert get_by_hand(stranger, path) == 404, path
    assert post_by_hand(stranger, f"{address}buoc/xac-nhan/") == 404

    # What has not been accepted counts nowhere.
    assert support_total(leader) == before
    assert get_by_hand(leader, address) == 404

    chair = new_page()
    login(chair, "chutich.phuson")
    take_from_inbox(chair, description, "Xác nhận các dòng đã chọn")
    assert support_total(leader) == before

    front = new_page()
    login(front, "mttq")
    take_from_inbox(front, description, "Tiếp nhận các dòng đã chọn")
    assert support_total(leader) - before == 1_060_000_000

    author.goto(address)
    steps = author.locator("section", has=author.locator("#h-buoc"))
    for word in ("Gửi", "Xác nhận", "Tiếp nhận"):
        expect(steps).to_contain_text(word)
    assert get_by_hand(leader, address) == 200


def test_the_report_is_read_and_downloaded(
    page: Page, login: LogIn, tmp_path: Path, screenshot: Callable[..., None]
) -> None:
    login(page, "lanhdao")
    page.goto("/bao-cao/?nam=2022")
    page.locator("main").get_by_role("link", name="Pretieng").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("2.215.750.000")
    screenshot(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF").click()
    waiting.value.save_as(tmp_path / "report.pdf")
    assert waiting.value.suggested_filename.endswith(".pdf")
    assert (tmp_path / "report.pdf").read_bytes()[:5] == b"%PDF-"
    link = page.get_by_role("link", name="PDF").get_attribute("href")
    answer = page.context.request.get(str(link))
    assert answer.headers["content-type"].split(";")[0] == "application/pdf"


@pytest.mark.parametrize("username", ["canbo.phuson", "chutich.phuson", "mttq", "lanhdao"])
def test_each_lands_on_their_own_home(page: Page, login: LogIn, username: str) -> None:
    login(page, username)
    home = {"lanhdao": "/tong-quan/"}.get(username, "/viec-cua-toi/")
    assert urlsplit(page.url).path == home
