"""A year's life of one model, walked by those whose steps it takes; each forbidden step is refused with its reason."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.acts import choose, unique

LogIn = Callable[..., None]
Visitor = Callable[..., Page]


def refused(page: Page, address: str, reason: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 403, address
    expect(page.locator("main")).to_contain_text(reason)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def take(page: Page, address: str, button: str) -> None:
    """Open the model's year and take the step that its page offers."""
    page.goto(address)
    page.locator("main").get_by_role("link", name=button, exact=True).click()


def test_a_year_of_a_model_from_its_registration_to_the_commune_that_takes_it_up(
    new_page: Visitor, login: LogIn, axe: Callable[[Page], list[str]], screenshot: Callable[..., None]
) -> None:
    officer, chair, front, board, leader_of_front, neighbour = (new_page() for _ in range(6))
    for page, name in ((officer, "canbo.phuson"), (chair, "chutich.phuson"), (front, "mttq"), (board, "bandanvan"),
                       (leader_of_front, "mttq.truong"), (neighbour, "canbo.melinh")):  # fmt: skip
        login(page, name)
    name = unique("Tổ đổi công hái cà phê")

    officer.goto("/mo-hinh/")
    officer.get_by_role("link", name="Đăng ký mô hình").click()
    officer.fill("#id_name", name)
    officer.select_option("#id_type", "collective")
    choose(officer.locator("#id_field"), "kinh tế")
    choose(officer.locator("#id_organization"), "Phú Sơn")
    choose(officer.locator("#id_area"), "Phú Sơn")
    officer.fill("#id_year", "2024")
    officer.fill("#id_difficulty", "Mùa hái thiếu người, hộ neo đơn mất mùa.")
    officer.fill("#id_forces", "Già làng, chi hội nông dân thôn")
    press(officer, "Lưu và gửi đăng ký")
    expect(officer.get_by_role("heading", level=1)).to_contain_text(name)
    address = urlsplit(officer.url).path

    refused(officer, f"{address}vong-doi/tu-danh-gia/", "chưa được tiếp nhận")
    refused(officer, f"{address}ghi-nhat-ky/", "chưa được tiếp nhận")
    refused(board, f"{address}vong-doi/tham-dinh/", "chưa được tiếp nhận")
    take(chair, address, "Xác nhận")
    press(chair, "Xác nhận")
    take(front, address, "Tiếp nhận")
    press(front, "Tiếp nhận")

    take(officer, address, "Ghi nhật ký")
    officer.fill("#id_date", "9/10/2024")
    officer.fill("#id_words", "Ba tổ, 18 hộ bắt đầu đổi công.")
    press(officer, "Ghi")
    expect(officer.locator("#h-vong-doi")).to_have_text("Đang ở: Đang triển khai")
    take(officer, address, "Ghi kết quả")
    officer.fill("#id_what", "Diện tích hái xong trước mưa")
    officer.fill("#id_quantity", "12,5")
    officer.fill("#id_unit", "ha")
    officer.fill("#id_date", "30/11/2024")
    press(officer, "Ghi")
    expect(officer.locator("main")).to_contain_text("12,5")
    take(officer, address, "Thêm hộ tham gia")
    officer.fill("#q", "ka lim")
    press(officer, "Tìm")
    officer.locator("main input[type=checkbox]").first.check()
    assert axe(officer) == []
    press(officer, "Thêm các hộ đã đánh dấu")
    expect(officer.locator("main")).to_contain_text("Đã thêm 1 hộ tham gia")
    refused(chair, f"{address}ho-tham-gia/", "do người ghi cho mô hình này ghi")
    refused(chair, f"{address}ghi-nhat-ky/", "do người ghi cho mô hình này ghi")
    refused(board, f"{address}vong-doi/tham-dinh/", "đang ở “Đang triển khai”")

    take(officer, address, "Tự đánh giá")
    for field in officer.locator("input[name^=score-]").all():
        field.fill("14")
    press(officer, "Tự đánh giá")
    expect(officer.locator("#h-vong-doi")).to_have_text("Đang ở: Tự đánh giá")
    refused(officer, f"{address}vong-doi/tham-dinh/", "“Thẩm định” thuộc Ban Dân vận")
    refused(leader_of_front, f"{address}vong-doi/cong-nhan/", "đang ở “Tự đánh giá”")

    take(board, address, "Thẩm định")
    for field in board.locator("input[name^=score-]").all():
        field.fill("13,5")
    board.fill("#id_words", "Đúng việc dân cần.")
    board.get_by_label("Đề nghị công nhận", exact=True).check()
    press(board, "Thẩm định")
    expect(board.locator("main")).to_contain_text("67,5")  # five criteria
    refused(board, f"{address}vong-doi/cong-nhan/", "do người khác ghi")
    refused(officer, f"{address}vong-doi/cong-nhan/", "thuộc Ban Dân vận hoặc Chủ tịch MTTQ")
    refused(front, f"{address}vong-doi/cong-nhan/", "thuộc Ban Dân vận hoặc Chủ tịch MTTQ")

    take(leader_of_front, address, "Ghi quyết định công nhận")
    leader_of_front.select_option("#id_level", "district")
    leader_of_front.fill("#id_decision", "77/QĐ-BCĐ")
    leader_of_front.fill("#id_date", "20/12/2024")
    leader_of_front.fill("#id_body", "Ban Chỉ đạo huyện")
    press(leader_of_front, "Ghi quyết định công nhận")
    expect(leader_of_front.locator("main")).to_contain_text("77/QĐ-BCĐ")
    refused(officer, f"{address}vong-doi/tu-danh-gia/", "đang ở “Công nhận”")
    back = board.goto(address)
    assert back is not None
    board.get_by_role("link", name="Thu lại Công nhận").click()
    expect(board.locator("main")).to_contain_text("Thu lại “Công nhận”?")

    take(officer, address, "Ghi nhân rộng")
    choose(officer.locator("#id_area"), "Mê Linh")
    officer.fill("#id_date", "1/3/2025")
    press(officer, "Ghi nhân rộng")
    expect(officer.locator("main")).to_contain_text("chờ nơi ấy nhận")
    assert axe(officer) == []
    screenshot(officer, "walked")

    answer = neighbour.goto(address)
    assert answer is not None
    assert answer.status == 404
    neighbour.goto("/mo-hinh/moi-nhan-rong/")
    neighbour.get_by_role("row", name=name).get_by_role("link").click()
    expect(neighbour.locator("#id_name")).to_have_value(name)
    choose(neighbour.locator("#id_organization"), "Mê Linh")
    press(neighbour, "Lưu nháp")
    expect(neighbour.get_by_role("heading", level=1)).to_contain_text(f"{name}, năm 2025")
    officer.goto(address)
    expect(officer.locator("main")).to_contain_text("đã mở mô hình mới")
