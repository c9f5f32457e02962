"""Nhập từ Excel as an officer does it: the case as CSV and as XLSX, a cell mended on the way, the totals the case's."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import unique

CASE = Path(__file__).parents[1] / "imports" / "pretieng-2022-supports.csv"
LogIn = Callable[..., None]
Visitor = Callable[..., Page]


def case(campaign: str) -> list[list[str]]:
    """The case under a campaign of its own, with the amount as it was published: "102,750.000"."""
    rows = list(csv.reader(io.StringIO(CASE.read_text(encoding="utf-8"))))
    at, amount = rows[0].index("Đợt vận động"), rows[0].index("Số tiền")
    for cells in rows[1:]:
        cells[at] = campaign
    (odd,) = [cells for cells in rows if cells[amount].startswith("102")]
    odd[amount] = "102,750.000"
    return rows


def as_file(rows: list[list[str]], folder: Path, kind: str) -> Path:
    path = folder / f"so-ho-tro.{kind}"
    if kind == "csv":
        with path.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(rows)
    else:
        book = openpyxl.Workbook()
        assert book.active is not None
        for cells in rows:
            book.active.append(cells)
        book.save(path)
    return path


def keep_all(page: Page) -> None:
    """What the demo holds already stands beside: these are others, of another campaign."""
    for radio in page.get_by_label("Vẫn nhập").all():
        radio.check()
    page.get_by_role("button", name="Dùng các cách sửa đã chọn").click()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_case_is_imported_with_a_cell_mended_on_the_way(
    new_page: Visitor, login: LogIn, tmp_path: Path, kind: str, axe: Callable[[Page], list[str]],
    overflow: Callable[[Page], int], resize: Callable[[Page, str], None], screenshot: Callable[..., None],
) -> None:  # fmt: skip
    page = new_page()
    login(page, "mttq")
    page.goto("/nhap-excel/")
    page.get_by_label("Tệp .xlsx hoặc .csv").set_input_files(as_file(case(unique("Đợt nhập")), tmp_path, kind))
    page.get_by_label("Thêm tổ chức, nguồn, đợt còn thiếu").check()
    page.get_by_role("button", name="Đọc thử tệp").click()
    expect(page.get_by_role("heading", name="1 dòng có lỗi")).to_be_visible()
    assert axe(page) == []
    resize(page, "phone")
    assert overflow(page) == 0 and axe(page) == []
    screenshot(page, f"preview-{kind}-phone")
    resize(page, "desk")
    page.get_by_role("link", name="M10: “102,750.000”").click()
    page.get_by_role("group", name="M10").get_by_label("102.750.000").check()
    keep_all(page)
    expect(page.get_by_text("còn 1 dòng cần xem")).to_be_visible()  # the mended row too is like one of the demo's
    keep_all(page)
    expect(page.get_by_text("Sẵn sàng")).to_be_visible()
    expect(page.get_by_text("Hỗ trợ đọc được 2.215,75 triệu đồng; cho vay 140,00 triệu đồng")).to_be_visible()
    page.get_by_role("button", name="Nhập cả tệp").click()
    expect(page.get_by_text("12 dòng từ tệp")).to_be_visible()
    expect(page.get_by_text("Hỗ trợ 2.215.750.000 đồng. Cho vay 140.000.000 đồng.")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Xem các dòng đã nhập").click()
    foot = page.locator("tfoot")
    expect(foot).to_contain_text("2.215.750.000")
    expect(foot).to_contain_text("140.000.000")
