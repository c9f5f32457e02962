"""Every page of every role: it answers, it says what it is, nobody scrolls sideways, and axe finds no fault.

Each role walks from its home along the links, one page of each kind, and every page is read. Chromium draws those that
hold a route or a make of element (tag, classes, role, states, below such a parent) that it has not judged before, those
with the most of them first: about one in three, so that the walk of some seven hundred pages stays within minutes.
"""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Page

from beneficiaries import household_merge as merging
from beneficiaries.models import Household
from danvan.accounts.models import User
from tests.browser.crawl import Place, Sheet, read, routes, walk

LogIn = Callable[..., None]
Visitor = Callable[..., Page]

USERS = [
    "canbo.phuson", "chutich.phuson", "hoinongdan", "mttq", "mttq.truong", "bandanvan", "lanhdao", "quantri",
]  # fmt: skip
LOW_ENOUGH = 25
"""With fewer kinds of pages than this the walk of a role has lost its way."""

# Routes that no walk reads, each with why.
NOT_WALKED = {
    "healthz": "for machines", "readyz": "for machines", "login": "for strangers, below", "logout": "POST only",
    "exception_end": "in test_late_writes", "submit_ready": "POST only", "password_change_done": "after a POST",
    "households:merge_page": "below", "read_back": "a fragment", "supports:understood": "a fragment",
    **dict.fromkeys(("supports:quick_find", "supports:quick_row", "supports:quick_send", "supports:quick_source",
                     "supports:quick_stored"), "the grid's, in test_grid"),
    "target_box": "the target grid's, in test_target_grid", "target_step": "POST only",
    "reports:download": "a file", "reports:job_file": "a file",
    "reports:job": "in test_report_file",
    "reports:edition_file": "a file", "reports:issue": "of a signed-off draft, in tests/reports/test_issuing.py",
    "reports:draft_comment": "POST only", "reports:draft_step": "POST only",
    "campaigns:detail": "campaign_page stands there", "poverty_said": "a fragment",
    "model_households": "in test_model_life",
    "movements:detail": "movement_page stands there",
    "areas:detail": "area_page stands there", "area_targets": "a fragment",
    "organizations:detail": "body_page stands there", "body_targets": "a fragment",
    "model_years:life_back": "of a step, in test_model_life",
}  # fmt: skip
PARTS_NOT_WALKED = {
    "attach": "POST only", "attachment": "a file", "thumbnail": "a file",
    "mark": "of a file, in test_evidence", "detach": "of a file, in test_evidence", "find": "a fragment",
    "hamlets": "a fragment", "reveal": "POST only", "since": "tests/browser/test_inbox.py", "unlink": "POST only",
    "template": "a file", "sample": "a file",
    "columns": "tests/browser/test_imports.py", "batch": "the same", "store": "POST only", "errors": "a file",
    "hand_over": "a batch's", "drop": "a batch's",
}  # fmt: skip
# Drawn by one template for every kind, and there only for records in some states: one kind is enough.
SHARED = ("edit", "step", "decide", "propose", "propose_withdrawal", "history", "photos")


class Judged:
    """What the run has judged so far: kinds of pages, makes of elements, and routes that somebody read."""

    def __init__(self) -> None:
        self.seen: set[object] = set()
        self.routes: set[str] = set()


@pytest.fixture(scope="module")
def judged() -> Judged:
    return Judged()


@pytest.fixture
def drawn_faults(
    axe: Callable[[Page], list[str]], resize: Callable[[Page, str], None], overflow: Callable[[Page], int]
) -> Callable[[Page, str], list[str]]:
    """What is wrong with a page once it is drawn, at a desk and on a phone."""

    def look(page: Page, address: str) -> list[str]:
        said: list[str] = []

        def note(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                said.append(f"the console says {message.text}")

        page.on("console", note)
        page.goto(address, wait_until="domcontentloaded")
        said += axe(page)
        page.remove_listener("console", note)
        resize(page, "phone")
        if (wide := overflow(page)) > 0:
            said.append(f"{wide} px wider than a phone")
        resize(page, "desk")
        return said

    return look


@pytest.mark.slow
@pytest.mark.parametrize("username", USERS)
def test_every_page_of_a_role(
    page: Page, login: LogIn, drawn_faults: Callable[[Page, str], list[str]], judged: Judged, username: str
) -> None:
    login(page, username)
    faults: list[str] = []
    news: dict[str, set[object]] = {}  # what nobody has judged yet, by address

    def visit(place: Place) -> Sheet | None:
        if "narrowed" in place.kind and place.kind in judged.seen:  # a list that another role has read narrowed
            return None
        answer = page.context.request.get(place.address)
        if answer.status != 200:
            faults.append(f"{place.address}: {answer.status}")
            return None
        judged.routes.add(place.kind[0])
        sheet = read(place.address, answer.text())
        faults.extend(f"{place.address}: {fault}" for fault in sheet.faults())
        news[place.address] = ({place.kind[:1]} | sheet.makes) - judged.seen
        if "narrowed" in place.kind:
            judged.seen.add(place.kind)
        return sheet

    kinds = walk("/", visit)
    while address := max(news, key=lambda one: len(news[one] - judged.seen), default=None):
        if not (left := news.pop(address) - judged.seen):
            break
        faults.extend(f"{address}: {fault}" for fault in drawn_faults(page, address))
        judged.seen |= left
    assert not faults, "\n".join(faults)
    assert len(kinds) >= LOW_ENOUGH, sorted(kinds)


def test_somebody_has_read_every_page(judged: Judged) -> None:
    if not judged.routes:
        pytest.skip("needs the walks above")
    read_parts = {part for part in SHARED if any(name.endswith(f":{part}") for name in judged.routes)}
    missed = {
        name
        for name in routes()
        if name not in judged.routes | set(NOT_WALKED)
        and name.rpartition(":")[2] not in read_parts | set(PARTS_NOT_WALKED)
    }
    assert not missed, " ".join(sorted(missed))


def test_a_proposed_merge_of_two_households(
    page: Page, login: LogIn, drawn_faults: Callable[[Page, str], list[str]]
) -> None:
    """The demo has no household twice, so no walk leads there."""
    officer = User.objects.get(username="canbo.phuson")
    kept, away = Household.objects.filter(
        status="approved", area__path__contains=".", organization__code="mttq-phu-son"
    )[:2]
    merge = merging.propose(officer, away, kept, take=[], reason="Một hộ ghi hai lần")
    for username in ("canbo.phuson", "mttq.truong"):
        login(page, username)
        assert not drawn_faults(page, reverse("households:merge_page", args=[merge.pk]))


STRANGER = ["/dang-nhap/", "/huong-dan/", "/khong-co-trang-nay/", "/xac-minh/", "/xac-minh/?ma=ABCD-EFGH-JKLM"]


@pytest.mark.parametrize("address", STRANGER)
def test_pages_that_a_stranger_meets(page: Page, drawn_faults: Callable[[Page, str], list[str]], address: str) -> None:
    faults = [fault for fault in drawn_faults(page, address) if "404" not in fault]
    assert not faults, "\n".join(faults)
    assert not read(address, page.content()).faults()


# (who, where): one page of every template that is drawn by hand
SAMPLE = [
    ("lanhdao", "/tong-quan/?nam=2022"), ("lanhdao", "/bao-cao/xem/?nam=2022&dot=pretieng-2022"),
    ("canbo.phuson", "/viec-cua-toi/"), ("canbo.phuson", "/ho-tro/?nam=2022"), ("canbo.phuson", "/ho-tro/them/"),
    ("canbo.phuson", "/nhap-excel/"), ("mttq", "/tiep-nhan/"), ("mttq", "/dot/"), ("mttq", "/chi-tieu/"),
    ("mttq", "/dia-ban/"), ("mttq.truong", "/nhat-ky/"), ("quantri", "/tai-khoan/"),
]  # fmt: skip


@pytest.mark.slow
def test_the_dark_phone_passes_axe_as_well(
    new_page: Visitor, login: LogIn, axe: Callable[[Page], list[str]], screenshot: Callable[..., None]
) -> None:
    page = new_page(size="phone", dark=True)
    faults: list[str] = []
    who = ""
    for username, address in SAMPLE:
        if username != who:
            login(page, username)
            who = username
        page.goto(address, wait_until="domcontentloaded")
        screenshot(page, f"dark-{address.strip('/').split('/')[0]}")
        faults.extend(f"{address}: {fault}" for fault in axe(page))
    assert not faults, "\n".join(faults)
