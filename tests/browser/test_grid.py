"""Bảng nhập nhanh in Chromium: by the keyboard alone, pasted, without a network, on a phone, without a script."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from beneficiaries.imports import cells
from beneficiaries.models import Support
from danvan.imports.cells import amount as read_amount
from danvan.imports.cells import quantities
from tests.browser.acts import unique

LogIn = Callable[..., None]
Visitor = Callable[..., Page]
GRID = "/ho-tro/nhap-nhanh/"
CASE = Path(__file__).parents[1] / "imports" / "pretieng-2022-supports.csv"
CELLS = ("organization", "description", "form", "quantity", "unit", "households", "sources", "amount", "note")


def cell(page: Page, row: int, name: str) -> Locator:
    return page.locator(f"[name=dong-{row}-{name}]")


def state(page: Page, row: int) -> Locator:
    return page.locator("tbody[data-row]").nth(row).locator("[data-word]")


def opened(page: Page, **top: str) -> None:
    """The grid of Phú Sơn's year 2022."""
    page.goto(f"{GRID}?nam=2022&noi=phu-son&dot=pretieng-2022")
    for name, words in top.items():
        page.fill(f"#id_{name}", words)


def stored(words: str) -> list[Support]:
    return list(Support.objects.filter(description__contains=words).exclude(status="withdrawn").order_by("pk"))


# ---- the case by the keyboard alone ----------------------------------------------------------------------------------


class Typist:
    """Types as an officer does who knows the keys, and counts: fields typed, and keystrokes, of each row."""

    def __init__(self, page: Page) -> None:
        self.page, self.fields, self.strokes, self.at = page, 0, 0, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.strokes += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.strokes += len(words)
        self.fields += 1

    def to(self, name: str) -> None:
        """Tab, or Shift+Tab, to a cell of the row."""
        wanted = CELLS.index(name)
        while self.at != wanted:
            self.press("Tab" if wanted > self.at else "Shift+Tab")
            self.at += 1 if wanted > self.at else -1

    def row(self, number: int, **cells: str) -> tuple[int, int]:
        """Enter a row from its Nội dung on and go to the next by Enter; "^D" copies the cell above."""
        self.fields, self.strokes, self.at = 0, 0, CELLS.index("description")
        for name in CELLS:
            if name not in cells:
                continue
            self.to(name)
            expect(cell(self.page, number, name)).to_be_focused()
            self.press("Control+d") if cells[name] == "^D" else self.type(cells[name])
        self.to("note")
        self.press("Enter")
        return self.fields, self.strokes


# What is typed of each row of the case; all else fills itself (organisation and form of the row above, usual unit, one
# household a house, the organisation's source) or is copied.
TYPED: list[dict[str, str]] = [
    {"description": "Xây nhà cho hộ nghèo khó khăn về nhà ở", "form": "nha o", "quantity": "20", "note":
     "một công trình nhiều nguồn", "amount": "1,060 tỷ đồng",
     "sources": 'quy "vi nguoi ngheo" tinh = 01 tỷ đồng; xa phu son van dong = 60 triệu đồng'},
    {"organization": "hoi nong dan huyen", "description": "Vay mua nong né nuôi tằm", "form": "von vay",
     "quantity": "14", "households": "14", "sources": "ngan hang chinh sach", "amount": "140 triệu đồng",
     "note": "ủy thác"},
    {"organization": "hoi phu nu huyen", "description": "Xây nhà", "form": "nha o", "quantity": "01",
     "amount": "50 triệu đồng"},
    {"description": "Xây công trình vệ sinh", "form": "ve sinh", "quantity": "04", "amount": "32 triệu"},
    {"organization": "huyen doan lam ha", "description": "Kỳ nghỉ hồng: 02 tấn phân và 04 bộ nong né",
     "form": "hien vat", "quantity": "02 tấn; 04 bộ", "amount": "13 triệu", "note": "một giá trị cho hai hiện vật"},
    {"description": "Kỳ nghỉ hồng: trồng dâu", "quantity": "0,6 ha", "note": "chưa quy đổi"},
    {"description": "Tặng quà", "form": "qua", "quantity": "23 phần", "amount": "23 triệu"},
    {"description": "Sữa cho trẻ em", "form": "hien vat", "quantity": "700 phần", "note": "chưa quy đổi"},
    {"organization": "doan xa phu son", "description": "Tặng quà", "form": "qua", "quantity": "441 phần",
     "sources": "doan xa van dong", "amount": "102.750.000", "note": 'nguồn ghi "102,750.000 đồng"'},
    {"organization": "chu thap do huyen", "description": "^D", "quantity": "250 phần",
     "sources": "hoi chu thap do huyen van dong", "amount": "75 triệu đồng"},
    {"organization": "mttq huyen", "description": "Hỗ trợ sinh kế hộ nghèo và cận nghèo", "form": "sinh ke",
     "quantity": "43 hộ", "amount": "860 triệu đồng"},
    {"organization": "ban chi huy quan su", "description": "50 cán bộ chiến sỹ trồng dâu", "form": "ngay cong",
     "quantity": "50", "note": "chưa quy đổi"},
]  # fmt: skip


def test_the_case_by_the_keyboard_alone_five_fields_a_row(
    page: Page, login: LogIn, screenshot: Callable[..., None]
) -> None:
    login(page, "mttq")
    last = Support.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    page.goto(GRID)
    page.locator("#id_organization").focus()
    for words in ("Ủy ban MTTQ Việt Nam huyện Lâm Hà", "Pretieng 2022", "phu son", "pretieng 1; pretieng 2", "2022"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    cell(page, 0, "description").focus()
    typist = Typist(page)
    counts = []
    for number, row in enumerate(TYPED):
        counts.append(typist.row(number, **row))
    for number in range(12):
        expect(state(page, number)).to_have_text("Đã lưu")
    screenshot(page, "case")
    for number, (fields, strokes) in enumerate(counts, 1):
        print(f"dòng {number}: {fields} ô gõ, {strokes} phím")
    mean = sum(fields for fields, _ in counts[1:]) / 11
    print(f"bình quân dòng 2–12: {mean:.2f} ô gõ, {sum(strokes for _, strokes in counts[1:]) / 11:.0f} phím")
    assert mean <= 5

    made = list(Support.objects.filter(pk__gt=last, created_by__username="mttq").order_by("pk"))
    with CASE.open(encoding="utf-8") as file:
        wanted = list(csv.DictReader(file))
    assert [said_of(one) for one in made] == [case_row(row) for row in wanted]
    grants = [one for one in made if not one.is_loan]
    assert len(made) == 12
    assert sum(one.amount_vnd or 0 for one in grants) == 2_215_750_000
    assert sum(one.amount_vnd or 0 for one in made if one.is_loan) == 140_000_000
    assert sum(one.amount_vnd is None for one in grants) == 3
    houses = [item.quantity for one in grants if one.form == "house_new" for item in one.items.all()]
    assert sum(houses, Decimal(0)) == 21
    assert {(one.area.name, one.campaign.code if one.campaign else "", one.year) for one in made} == {
        ("Phú Sơn", "pretieng-2022", 2022)
    }
    assert {tuple(sorted(h.name for h in one.hamlets.all())) for one in made} == {("Pretieng 1", "Pretieng 2")}


def said_of(one: Support) -> tuple[object, ...]:
    """What is stored of a row: nothing of the case may be missing."""
    return (
        one.organization.name, one.get_form_display(), one.description,
        sorted((item.quantity.normalize(), item.unit) for item in one.items.all()), one.households,
        [part.source.name for part in one.contributions.all()], one.amount_vnd, one.note,
    )  # fmt: skip


def case_row(row: dict[str, str]) -> tuple[object, ...]:
    """The same of the case's file."""
    items = quantities(row["Số lượng"])
    parts = cells.sources(row["Nguồn kinh phí"])
    amount = read_amount(row["Số tiền"])
    form = {"Nhà ở": "Nhà ở xây mới"}.get(row["Hình thức"], row["Hình thức"])
    return (
        row["Tổ chức"], form, row["Nội dung"],
        sorted((item.value.normalize(), row["Đơn vị tính"] or item.unit) for item in items),
        cells.households(row["Số hộ"]), [part.name for part in parts], amount.vnd if amount else None, row["Ghi chú"],
    )  # fmt: skip


# ---- a broken connection ---------------------------------------------------------------------------------------------


def begin_row(page: Page, row: int, words: str, amount: str) -> None:
    cell(page, row, "description").click()
    cell(page, row, "description").fill(words)
    cell(page, row, "form").fill("qua")
    cell(page, row, "quantity").fill("5 phần")
    cell(page, row, "sources").fill("huyen doan van dong")
    cell(page, row, "amount").fill(amount)


def test_the_network_pulled_out_in_mid_row_loses_nothing_and_doubles_nothing(
    page: Page, login: LogIn, screenshot: Callable[..., None]
) -> None:
    login(page, "huyendoan")
    opened(page)
    words = unique("Quà mất mạng")
    begin_row(page, 0, f"{words} một", "1 triệu")
    cell(page, 1, "description").click()
    expect(state(page, 0)).to_have_text("Đã lưu")
    cell(page, 1, "description").fill(f"{words} hai")  # mid-row …
    page.context.set_offline(True)
    begin_row(page, 1, f"{words} hai", "2 triệu")
    for number, said in enumerate(("ba", "bốn", "năm"), 2):
        begin_row(page, number, f"{words} {said}", f"{number + 1} triệu")
    page.keyboard.press("Enter")
    for number in range(1, 5):
        expect(state(page, number)).to_have_text("Giữ trên máy")
    expect(page.locator("[data-net]")).to_contain_text("4 dòng giữ trên máy này, tự gửi lại khi có mạng")
    screenshot(page, "kept")
    page.context.set_offline(False)
    for number in range(5):
        expect(state(page, number)).to_have_text("Đã lưu")
    expect(page.locator("[data-net]")).to_be_hidden()
    assert [(one.description.rsplit(" ", 1)[1], one.amount_vnd) for one in stored(words)] == [
        ("một", 1_000_000), ("hai", 2_000_000), ("ba", 3_000_000), ("bốn", 4_000_000), ("năm", 5_000_000),
    ]  # fmt: skip
    assert waiting(page) == []


def test_an_answer_that_is_lost_and_a_page_that_is_closed_store_once(page: Page, login: LogIn) -> None:
    login(page, "huyendoan")
    opened(page)
    words = unique("Quà mất trả lời")

    def swallow(route: Route) -> None:
        route.fetch()  # the server stores it …
        route.abort()  # … and nobody hears

    page.route("**/nhap-nhanh/dong/**", swallow)
    begin_row(page, 0, words, "1 triệu")
    cell(page, 1, "description").click()
    expect(state(page, 0)).to_have_text("Giữ trên máy")
    cell(page, 0, "amount").fill("7 triệu")  # changed before it is sent again
    page.wait_for_timeout(400)
    page.unroute("**/nhap-nhanh/dong/**")
    page.reload()
    expect(state(page, 0)).to_have_text("Đã lưu")
    assert [one.amount_vnd for one in stored(words)] == [7_000_000]
    page.reload()
    expect(cell(page, 0, "description")).to_have_value(words)
    assert len(stored(words)) == 1 and waiting(page) == []


def test_a_session_that_ended_keeps_the_row_and_leads_to_the_login(page: Page, login: LogIn) -> None:
    login(page, "huyendoan")
    opened(page)
    words = unique("Quà hết phiên")
    page.context.clear_cookies(name="sessionid")
    begin_row(page, 0, words, "1 triệu")
    cell(page, 1, "description").click()
    expect(state(page, 0)).to_have_text("Giữ trên máy")
    expect(page.locator("[data-net]")).to_contain_text("Phiên đăng nhập đã hết")
    page.get_by_role("link", name="Đăng nhập lại để gửi").click()
    page.fill("input[name=username]", "huyendoan")
    page.fill("input[name=password]", "danvan-demo-2022")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(state(page, 0)).to_have_text("Đã lưu")
    assert len(stored(words)) == 1
    begin_row(page, 1, unique("Chưa gửi"), "sai")
    cell(page, 2, "description").click()
    expect(state(page, 1)).to_have_text("Có lỗi")
    assert len(waiting(page)) == 1
    page.get_by_role("button", name="Đăng xuất").click()
    assert waiting(page) == []


def waiting(page: Page) -> list[str]:
    """What this browser keeps of the grid."""
    keys: list[str] = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('danvan:grid:'))")
    return keys


# ---- keys and paste --------------------------------------------------------------------------------------------------


def test_arrows_copy_undo_and_the_ambiguous_amount(page: Page, login: LogIn, axe: Callable[[Page], list[str]]) -> None:
    login(page, "huyendoan")
    opened(page)
    words = unique("Quà bàn phím")
    begin_row(page, 0, words, "23,000.000")
    cell(page, 0, "amount").press("Control+Enter")
    expect(state(page, 0)).to_have_text("Có lỗi")
    assert cell(page, 0, "amount").get_attribute("aria-describedby") == "id_dong-0-amount-error"
    assert axe(page) == []
    page.get_by_role("radio", name="23.000.000").check()
    expect(state(page, 0)).to_have_text("Đã lưu")
    expect(page.locator("[data-support]")).to_have_text("23.000.000")
    cell(page, 0, "description").focus()
    page.keyboard.press("ArrowDown")
    expect(cell(page, 1, "description")).to_be_focused()
    page.keyboard.press("Control+d")
    expect(cell(page, 1, "description")).to_have_value(words)
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(cell(page, 1, "form")).to_be_focused()
    expect(cell(page, 1, "form")).to_have_value("Quà")  # of the row above
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, 1, "description")).to_be_focused()
    page.keyboard.type("gõ nhầm")
    page.keyboard.press("Escape")
    expect(cell(page, 1, "description")).to_have_value(words)
    page.keyboard.press("ArrowUp")
    expect(cell(page, 0, "description")).to_be_focused()


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData('text/plain', text);
            const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def test_a_block_from_a_spreadsheet_spreads_over_rows_into_the_middle_too(page: Page, login: LogIn) -> None:
    login(page, "huyendoan")
    opened(page)
    words = unique("Dán")
    cell(page, 0, "description").focus()
    paste(
        page,
        "Nội dung\tHình thức\tSố lượng\tĐVT\tSố hộ\tNguồn\tSố tiền, đồng\tGhi chú\r\n"
        f'{words} một\tQuà\t5\tphần\t5\tHuyện đoàn vận động\t1.000.000\t"hai dòng\r\ncủa ô ""này"""\r\n'
        f'{words} hai\tHiện vật\t"2 tấn\n4 bộ"\t\t\t\t\t\r\n',
    )
    cell(page, 0, "description").press("Control+Enter")
    for number in (0, 1):
        expect(state(page, number)).to_have_text("Đã lưu")
    first, second = stored(words)
    assert (first.amount_vnd, first.households, first.note) == (1_000_000, 5, 'hai dòng của ô "này"')
    assert [(item.quantity, item.unit) for item in second.items.all()] == [(2, "tấn"), (4, "bộ")]
    cell(page, 0, "note").focus()
    paste(page, "ghi chú một\nghi chú hai\n")
    expect(cell(page, 1, "note")).to_have_value("ghi chú hai")
    cell(page, 0, "note").press("Control+Enter")
    for number in (0, 1):
        expect(state(page, number)).to_have_text("Đã lưu")
    assert [one.note for one in stored(words)] == ["ghi chú một", "ghi chú hai"]


def test_two_who_change_one_row_see_both_and_choose(page: Page, new_page: Visitor, login: LogIn) -> None:
    login(page, "huyendoan")
    opened(page)
    words = unique("Hai người sửa")
    begin_row(page, 0, words, "1 triệu")
    cell(page, 0, "amount").press("Control+Enter")
    expect(state(page, 0)).to_have_text("Đã lưu")
    other = new_page()
    login(other, "huyendoan")
    other.goto(page.url)
    for amount in ("3 triệu", "5 triệu"):
        cell(other, 0, "amount").fill(amount)
        cell(other, 0, "amount").press("Control+Enter")
        expect(state(other, 0)).to_have_text("Đã lưu")
        cell(page, 0, "amount").fill("2 triệu")
        cell(page, 0, "amount").press("Control+Enter")
        expect(page.locator(".two-sides")).to_contain_text(f"đang lưu {amount}")
        expect(page.locator(".two-sides")).to_contain_text("bạn gõ 2 triệu")
        word = "Lấy bản đang lưu" if amount == "3 triệu" else "Lưu bản tôi gõ"
        page.get_by_role("button", name=word).click()
        expect(state(page, 0)).to_have_text("Đã lưu")
        expect(cell(page, 0, "amount")).to_have_value("3 triệu" if amount == "3 triệu" else "2 triệu")
    assert [one.amount_vnd for one in stored(words)] == [2_000_000]


def test_a_row_goes_comes_back_and_is_sent(page: Page, login: LogIn) -> None:
    login(page, "huyendoan")
    opened(page)
    words = unique("Bỏ rồi lấy lại")
    begin_row(page, 0, words, "1 triệu")
    cell(page, 0, "amount").press("Control+Enter")
    expect(state(page, 0)).to_have_text("Đã lưu")
    cell(page, 0, "amount").focus()
    page.get_by_role("button", name="Bỏ dòng 1").click()
    expect(page.locator(".row-gone")).to_contain_text(f"Đã bỏ dòng “{words}”")
    assert stored(words) == []
    page.get_by_role("button", name="Hoàn tác").click()
    cell(page, 1, "description").focus()
    expect(state(page, 0)).to_have_text("Đã lưu")
    page.get_by_role("button", name="Gửi 1 dòng đã lưu").click()
    expect(state(page, 0)).to_have_text("Đã gửi")
    assert [one.status for one in stored(words)] == ["submitted"]


# ---- phone, and no script --------------------------------------------------------------------------------------------


def test_a_stored_row_is_one_line_on_a_phone(
    phone_page: Page, login: LogIn, overflow: Callable[[Page], int], axe: Callable[[Page], list[str]],
    screenshot: Callable[..., None],
) -> None:  # fmt: skip
    page = phone_page
    login(page, "mttq")
    opened(page, organization="Huyện đoàn Lâm Hà")
    words = unique("Điện thoại")
    begin_row(page, 0, words, "1 triệu")
    cell(page, 1, "description").click()
    expect(state(page, 0)).to_have_text("Đã lưu")
    box = page.locator("tbody[data-row]").first.bounding_box()
    assert box is not None and box["height"] < 80
    assert overflow(page) == 0
    assert axe(page) == []
    screenshot(page, "phone")
    cell(page, 0, "description").click()
    expect(cell(page, 0, "sources")).to_be_visible()


@pytest.fixture
def bare(new_page: Visitor, login: LogIn) -> Page:
    page = new_page(javascript=False)
    login(page, "huyendoan")
    return page


def test_without_a_script_it_is_a_form_with_rows(bare: Page, screenshot: Callable[..., None]) -> None:
    page, words = bare, unique("Không script")
    opened(page)
    begin_row(page, 0, f"{words} một", "1 triệu")
    begin_row(page, 1, f"{words} hai", "60,000.000")
    page.get_by_role("button", name="Lưu các dòng chưa lưu").click()
    expect(state(page, 0)).to_have_text("Đã lưu")
    expect(state(page, 1)).to_have_text("Có lỗi")
    expect(cell(page, 1, "amount")).to_have_value("60,000.000")
    screenshot(page, "bare")
    page.get_by_role("radio", name="60.000.000").check()
    page.get_by_role("button", name="Lưu các dòng chưa lưu").click()
    expect(state(page, 1)).to_have_text("Đã lưu")
    assert [one.amount_vnd for one in stored(words)] == [1_000_000, 60_000_000]
    page.get_by_role("button", name="Bỏ dòng 2").click()
    expect(page.locator(".row-gone")).to_contain_text(words)
    assert len(stored(words)) == 1
