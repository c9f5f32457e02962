"""Evidence with the record in one go, without a script; then its pages by axe, on a phone, and on paper."""

import io
from collections.abc import Callable
from urllib.parse import urlsplit

import pypdf
import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.acts import fill_support, unique
from tests.evidence import pdf, picture

LogIn = Callable[..., None]
Visitor = Callable[..., Page]


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.mark.slow
def test_seven_photos_come_with_the_record_and_print_six_on_a_page(
    new_page: Visitor,
    login: LogIn,
    axe: Callable[[Page], list[str]],
    resize: Callable[[Page, str], None],
    overflow: Callable[[Page], int],
    screenshot: Callable[..., None],
) -> None:
    bare = new_page(javascript=False)
    login(bare, "canbo.phuson")
    words = unique("Xây nhà có ảnh")
    fill_support(bare, words)
    bare.get_by_text("Thêm ảnh, biên bản cùng lúc").click()
    photos = [payload(f"anh-{n}.heic", picture("HEIF", (400, 300), (30 * n, 90, 60))) for n in range(7)]
    bare.set_input_files("#tep", [*photos, payload("bien-ban.pdf", pdf()), payload("hong.jpg", b"<svg/>")])
    bare.fill("#mo_ta", "Bàn giao nhà")
    bare.get_by_role("button", name="Lưu nháp").click()
    expect(bare.get_by_role("heading", level=1)).to_contain_text(words)
    expect(bare.locator(".flash-error")).to_contain_text("hong.jpg")
    expect(bare.locator(".shots img")).to_have_count(7)
    address = urlsplit(bare.url).path

    page = new_page()
    login(page, "canbo.phuson")
    page.goto(address)
    faults = []
    marks = page.locator(".shots a", has_text="Sửa").first.get_attribute("href") or ""
    for place in (address, f"{address}anh/", marks, marks.replace("/sua/", "/bo/")):
        page.goto(place)
        faults += [f"{place}: {fault}" for fault in axe(page)]
        drawn = "Array.from(document.images).every(image => image.complete && image.naturalWidth > 0)"
        page.evaluate("Array.from(document.images).forEach(image => { image.loading = 'eager' })")
        page.wait_for_function(drawn)
        resize(page, "phone")
        faults += [f"{place}: {wide} px wider than a phone"] if (wide := overflow(page)) > 0 else []
        screenshot(page, place.strip("/").replace("/", "-"))
        resize(page, "desk")
    assert not faults, "\n".join(faults)

    page.goto(f"{address}anh/?in=1")
    page.wait_for_load_state("networkidle")
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert [sheet.extract_text().count("Bàn giao nhà") for sheet in sheets] == [6, 1]
    assert [len(sheet.images) for sheet in sheets] == [6, 1]
    assert "Đăng xuất" not in sheets[0].extract_text()
