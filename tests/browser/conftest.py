"""A real Chromium for the browser tests: Debian's own, headless, with an empty profile for every test.

Each `page` fails its test when a script throws, when the content security policy blocks anything, or when anything is
asked of another host: no test has to remember to look.

All tests share one database, which the demo fills once: making it anew for each would take 20 s a test. So nothing is
flushed between them, no test may ask for `db` or `live_server`, a test that writes uses records of its own, and figures
are compared before and after, never with a number that another test could have moved.
"""

import io
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}
DEMO_PASSWORD = "danvan-demo-2022"
PATIENCE_MS = 15_000
# The thousands of elements that pass are not worth sending.
FAULTS_ALONE = {"resultTypes": ["violations"]}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder is a browser test, so that `-m "not browser"` leaves none of them behind."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def database(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A database of its own for these tests, open to them all, with the demo in it.

    Made here and not by pytest-django, whose own is made only where a test asks for `db` and emptied after each.
    """
    folder = tmp_path_factory.mktemp("browser")
    test_settings = connection.settings_dict["TEST"]
    before = test_settings["NAME"]
    sqlite = connection.vendor == "sqlite"
    test_settings["NAME"] = str(folder / "browser.sqlite3") if sqlite else "test_danvan_browser"
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
        try:
            # The demo refuses a server in earnest; the pages are then served as in earnest.
            with override_settings(DEBUG=True):
                call_command("demo", stdout=io.StringIO())
            yield
        finally:
            teardown_databases(made, verbosity=0)
            test_settings["NAME"] = before


@pytest.fixture(scope="session")
def site(database: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the portal, served for the whole run."""
    # No collected files: the static files are served from where they lie.
    with override_settings(ALLOWED_HOSTS=["127.0.0.1"], STATIC_ROOT=str(tmp_path_factory.mktemp("static"))):
        server = LiveServer("127.0.0.1")
        try:
            yield server.url
        finally:
            server.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright keeps an event loop in this thread, and Django refuses database work beside one unless told that the
    # calls are not made from inside it. They are not.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as started:
            yield started
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    program = next((found for found in map(shutil.which, names) if found), None)
    if program is None:
        pytest.fail("no Chromium here; on Debian: apt-get install chromium", pytrace=False)
    started = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
    yield started
    started.close()


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Make pages, each a visitor of its own: `new_page()`, `new_page(size="phone", javascript=False)`."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    own_host = urlsplit(site).netloc

    def open_page(size: str = "desk", javascript: bool = True, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport=SIZES[size],
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script error on {page.url}: {error}"))
        page.on("console", lambda message: _note_console(message.type, message.text, page.url, faults))
        page.on("request", lambda request: _note_request(request.url, own_host, faults))
        page.on("response", lambda answer: _note_status(answer.status, answer.url, faults))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def _note_console(kind: str, text: str, url: str, faults: list[str]) -> None:
    # A refusal that a test asked for (404, 403) is an error of the console too, so only the policy's own words count.
    if "Content Security Policy" in text or "Content-Security-Policy" in text:
        faults.append(f"{kind} on {url}: {text}")


def _note_request(url: str, own_host: str, faults: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != own_host:
        faults.append(f"asked of another host: {url}")


def _note_status(status: int, url: str, faults: list[str]) -> None:
    if status >= 500:
        faults.append(f"{status} from {url}")


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One visitor at a desk, 1280 × 800, with JavaScript."""
    return new_page()


@pytest.fixture
def phone_page(new_page: Callable[..., Page]) -> Page:
    """One visitor with a phone, 360 px wide."""
    return new_page(size="phone")


@pytest.fixture
def login() -> Callable[..., None]:
    """Log a page's visitor in through the form: `login(page, "mttq")`; fails when that does not succeed."""

    def log_in(page: Page, username: str, password: str = DEMO_PASSWORD) -> None:
        page.context.clear_cookies()
        page.goto("/dang-nhap/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", password)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: urlsplit(url).path != "/dang-nhap/")

    return log_in


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Axe's violations on a page, one line each: rule, impact, what it says and where; an empty list is a pass."""
    source = Axe().axe_script
    # The violations alone come back: of all that passed, axe would send thousands of values a page.
    ask = f"() => axe.run({json.dumps(FAULTS_ALONE)}).then(found => found.violations)"

    def violations(page: Page) -> list[str]:
        page.evaluate(source)
        return [
            f"{fault['id']} ({fault['impact']}): {fault['help']}: "
            + "; ".join(str(node["target"]) for node in fault["nodes"][:5])
            for fault in page.evaluate(ask)
        ]

    return violations


@pytest.fixture(scope="session")
def resize() -> Callable[[Page, str], None]:
    """Give a page the size of a "desk" (1280 px) or a "phone" (360 px)."""

    def set_size(page: Page, size: str) -> None:
        page.set_viewport_size(SIZES[size])

    return set_size


@pytest.fixture(scope="session")
def overflow() -> Callable[[Page], int]:
    """By how many pixels a page is wider than its window: 0 where nobody has to scroll sideways."""

    def measure(page: Page) -> int:
        return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    return measure


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Save the whole page as an image where SCREENSHOTS names a folder, else do nothing: `screenshot(page, "name")`."""

    def save(page: Page, name: str = "") -> None:
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            title = re.sub(r"[^\w.-]+", "-", f"{request.node.name}-{name}".strip("-"))
            page.screenshot(path=Path(folder) / f"{title}.png", full_page=True)

    return save
