"""What several browser tests do with a page: fill in a support, post by hand, read the leader's total."""

from typing import Any
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

NEW_SUPPORT = "/ho-tro/them/"


def labelled(page: Page, label: str) -> Locator:
    """The field of the main part whose label begins with these words; "nếu có" may follow them."""
    return page.locator("main").get_by_label(label).first


def choose(field: Locator, words: str) -> None:
    """Choose the option of a select that holds these words: people look for a word, not for a key."""
    option = field.locator("option", has_text=words).first
    field.select_option(value=option.get_attribute("value"))


def fill_support(page: Page, description: str, **changes: str) -> None:
    """Open "Ghi khoản hỗ trợ" and fill in all that stands above the money; changes by label name."""
    page.goto(NEW_SUPPORT)
    choose(page.locator("#id_organization"), "Phú Sơn")
    choose(page.locator("#id_area"), "Phú Sơn")
    choose(page.locator("#id_form"), "Nhà ở xây mới")
    page.fill("#id_date", changes.get("date", "30/05/2022"))
    page.fill("#id_description", description)


def amount(page: Page, line: int) -> Locator:
    return page.locator(f"[name=contributions-{line}-amount_vnd]")


def fill_source(page: Page, line: int, source: str, typed: str) -> None:
    choose(page.locator(f"[name=contributions-{line}-source]"), source)
    amount(page, line).fill(typed)


def unique(words: str) -> str:
    """A description that no other test and no demo record has."""
    return f"{words} {uuid4().hex[:6]}"


def message_at(field: Locator) -> Locator:
    """The message that a refused field points to: found as a screen reader finds it."""
    expect(field).to_have_attribute("aria-invalid", "true")
    ids = (field.get_attribute("aria-describedby") or "").split()
    wrong = [one for one in ids if one.endswith("-error")]
    assert wrong, f"the refused field points to no message: {ids}"
    return field.page.locator(f"#{wrong[0]}")


def post_by_hand(page: Page, path: str, **fields: str) -> int:
    """The status of posting to an address with a good token: what a button that is not there would send."""
    answer = page.evaluate(
        """async ([path, fields]) => {
            const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
            const body = new URLSearchParams({...fields, csrfmiddlewaretoken: token});
            return (await fetch(path, {method: 'POST', body, redirect: 'manual'})).status;
        }""",
        [path, fields],
    )
    return int(answer)


def get_by_hand(page: Page, path: str) -> int:
    return int(page.evaluate("async (path) => (await fetch(path, {redirect: 'manual'})).status", path))


def support_total(page: Page, year: int = 2022) -> int:
    """What Tổng quan says was given in the year, in đồng: the exact value that its first figure carries."""
    page.goto(f"/tong-quan/?nam={year}")
    figure = page.locator(".figs .fig", has=page.locator("dt", has_text="Hỗ trợ")).first
    exact = figure.locator("[data-vnd]").get_attribute("data-vnd")
    assert exact is not None
    return int(exact)


def summary_links(page: Page) -> list[Any]:
    return page.locator(".err-sum li a").all()
