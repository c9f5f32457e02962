"""A long report's file: the page says how far it is, by itself, and offers it."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from reports.models import RenderJob


def test_the_page_of_a_file_in_the_making_moves_by_itself_and_ends_with_the_file(
    phone_page: Page, login: Callable[..., None], axe: Callable[[Page], list[str]],
    overflow: Callable[[Page], int], django_db_blocker: DjangoDbBlocker,
) -> None:  # fmt: skip
    def worker(**values: object) -> None:
        with django_db_blocker.unblock():
            RenderJob.objects.update(**values)

    page = phone_page
    login(page, "mttq")
    page.goto("/bao-cao/xem/?nam=2022")
    page.get_by_role("link", name="Tải PDF").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tệp PDF")
    expect(page.get_by_role("status")).to_contain_text("Đang chờ đến lượt")
    assert axe(page) == [] and overflow(page) == 0
    worker(status="running", percent=48, said="Đang dàn trang: trang 11, ước 24 trang")
    expect(page.get_by_role("status")).to_contain_text("trang 11, ước 24 trang")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "48")
    worker(status="done", percent=100, said="", content=b"%PDF-1.7", finished_at=timezone.now())
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải PDF").click()
    assert download.value.suggested_filename == "bao-cao-2022-toan-cong.pdf"
    worker(status="failed", said="Dựng tệp quá 180 giây nên đã dừng.")
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("quá 180 giây")
    expect(page.get_by_role("link", name="Thử lại")).to_be_visible()
    assert axe(page) == [] and overflow(page) == 0
