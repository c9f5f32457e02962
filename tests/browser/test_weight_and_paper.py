"""What the first visit weighs on a slow line, and what the dashboard looks like on paper."""

import gzip
import io
from collections.abc import Callable

import pypdf
from playwright.sync_api import Page

LogIn = Callable[..., None]
FIRST_VISIT = 100_000
A4_LANDSCAPE = (842, 595)
"""Points, rounded."""


def compressed(body: bytes) -> int:
    """Bytes on the wire: production serves its files compressed beforehand with gzip, and pages through a proxy."""
    return min(len(body), len(gzip.compress(body, 9)))


def test_the_first_visit_weighs_at_most_a_hundred_kilobytes(page: Page, login: LogIn) -> None:
    asked: dict[str, None] = {}
    page.on("request", lambda request: asked.setdefault(request.url))
    page.goto("/dang-nhap/")
    weights = {page.url: compressed(page.context.request.get(page.url).body())}
    login(page, "lanhdao")
    page.goto("/tong-quan/?nam=2022")
    page.wait_for_load_state("networkidle")
    for url in asked:
        if url not in weights and ("/static/" in url or url == page.url):
            weights[url] = compressed(page.context.request.get(url).body())
    assert any(url.endswith(".css") for url in weights), "a visit without its styles weighs nothing"
    listed = "\n".join(f"{size:>7} {url}" for url, size in sorted(weights.items(), key=lambda one: -one[1]))
    assert sum(weights.values()) <= FIRST_VISIT, f"{sum(weights.values())} bytes\n{listed}"


def test_the_dashboard_of_2022_prints_on_one_sheet(page: Page, login: LogIn) -> None:
    login(page, "lanhdao")
    page.goto("/tong-quan/?nam=2022")
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == 1
    assert (round(sheets[0].mediabox.width), round(sheets[0].mediabox.height)) == A4_LANDSCAPE
    words = sheets[0].extract_text()
    assert "Tổng quan năm 2022" in words
    # The rail and what only a screen can use are not printed.
    assert "Đăng xuất" not in words
    assert "Đổi nơi" not in words
