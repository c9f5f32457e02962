"""Nhập từ Excel in the browser: a file becomes a batch, its problems are mended at their cells, then all is stored."""

import datetime
import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from beneficiaries.imports.columns import LABELS
from beneficiaries.models import FundingSource, Support
from danvan.imports.models import HeadChoice, ImportBatch, NameAlias
from danvan.records import periods
from tests.imports.conftest import HEADS, as_csv, as_xlsx, row

INDEX = "/nhap-excel/"


class Desk:
    """One person's browser at the import's pages."""

    def __init__(self, user: Any) -> None:
        self.client = Client()
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def send(self, content: bytes, name: str = "số liệu.csv", **post: str) -> Any:
        file = SimpleUploadedFile(name, content)
        return self.client.post(INDEX, {"kind": "ho-tro", "file": file, **post}, follow=True)

    def rows(self, *rows: Any, **post: str) -> Any:
        """Rows under the heads."""
        return self.send(as_csv([HEADS, *rows]), **post)

    def mend(self, **post: str) -> Any:
        return self.client.post(self.batch.get_absolute_url(), post, follow=True)

    def store(self, **post: str) -> Any:
        return self.client.post(reverse("imports:store", args=[self.batch.pk]), post, follow=True)

    @property
    def batch(self) -> ImportBatch:
        return ImportBatch.objects.order_by("-pk")[0]


@pytest.fixture
def desk(cast: Any) -> Any:
    """desk(user): the Front's officer unless another is named."""
    return lambda user=None: Desk(user or cast.mttq)


def page(response: Any) -> str:
    return str(response.content.decode())


def test_the_form_works_without_script(cast: Any, desk: Any) -> None:
    text = page(desk(cast.canbo_phuson).client.get(INDEX))
    assert 'enctype="multipart/form-data"' in text and 'type="file"' in text and "/nhap-excel/mau/ho-tro/" in text
    assert 'name="create_missing"' not in text, "offered only to those who hold a catalogue right"
    assert 'name="create_missing"' in page(desk().client.get(INDEX))


def test_a_good_file_is_ready_and_nothing_is_stored_until_it_is_said(cast: Any, desk: Any) -> None:
    front = desk()
    text = page(front.rows(row(), row(description="Hai")))
    assert "Sẵn sàng" in text and "2 dòng đọc được" in text and "120,00 triệu đồng" in text
    assert Support.objects.count() == 0
    text = page(front.store())
    assert "2 dòng từ tệp" in text and f"/ho-tro/?lo={front.batch.pk}" in text
    assert list(Support.objects.values_list("status", "created_by")) == [("draft", cast.mttq.pk)] * 2
    assert "Hai" in page(front.client.get(f"/ho-tro/?lo={front.batch.pk}"))


def test_the_same_file_again_is_recognised(desk: Any) -> None:
    front = desk()
    front.rows(row())
    waiting = front.batch
    front.rows(row())
    assert front.batch == waiting, "the batch that waits is opened, no second one is made"
    front.store()
    again = front.rows(row())
    assert again.status_code == 422 and "đã được Vũ Đình Ổn nhập lúc" in page(again)
    assert Support.objects.count() == 1


def test_faults_stand_at_their_cells_with_ways_out(desk: Any) -> None:
    text = page(desk().rows(row(amount="102,750.000 đồng"), row(commune="Phú Sơnn"), row(commune="<b>Lạ</b>")))
    assert "3 dòng có lỗi" in text and 'href="?o=M2#M2"' in text and 'id="M2"' in text
    assert 'name="m-M2" value="102.750.000"' in text and 'name="m-B3" value="xã Phú Sơn"' in text
    assert "<b>Lạ" not in text and "&lt;b&gt;Lạ" in text
    assert Support.objects.count() == 0


def test_a_cell_is_mended_in_the_preview(desk: Any) -> None:
    front = desk()
    front.rows(row(amount="102,750.000 đồng"))
    assert front.batch.state == "faulty"
    refused = front.store()
    assert "chưa sẵn sàng" in page(refused) and Support.objects.count() == 0
    assert "Sẵn sàng" in page(front.mend(**{"m-M2": "102.750.000"}))
    front.store()
    assert Support.objects.get().amount_vnd == 102_750_000


def test_what_is_typed_instead_counts_and_may_be_wrong_again(desk: Any) -> None:
    front = desk()
    front.rows(row(amount="1.5"))
    assert "M2" in page(front.mend(**{"m-M2": "khac", "t-M2": "1.6"})) and front.batch.state == "faulty"
    front.mend(**{"t-M2": "1,5 triệu"})
    front.store()
    assert Support.objects.get().amount_vnd == 1_500_000


def test_one_mend_for_all_cells_that_say_the_same(desk: Any) -> None:
    front = desk()
    rows = [row(commune="Phú Sơnn", description=f"Nhà {n}") for n in range(3)]
    text = page(front.rows(*rows, row(commune="Phú Sơnx", description="Khác")))
    assert "áp dụng cho 3 ô giống nhau" in text
    front.mend(**{"m-B2": "xã Phú Sơn", "a-B2": "on"})
    assert front.batch.faulty == 1


def test_a_name_is_remembered_for_its_user_and_never_in_the_catalogue(cast: Any, desk: Any) -> None:
    front = desk()
    front.rows(row(commune="Phú Sơnn"))
    front.mend(**{"m-B2": "xã Phú Sơn", "n-B2": "on"})
    alias = NameAlias.objects.get()
    assert (alias.user, alias.what, alias.typed, alias.name) == (cast.mttq, "place", "phu sonn", "xã Phú Sơn")
    front.rows(row(commune="Phú Sơnn", description="Lần sau"))
    assert front.batch.state == "ready"
    cast.phu_son.refresh_from_db()
    assert cast.phu_son.aliases == ""
    desk(cast.canbo_melinh).rows(row(commune="Phú Sơnn", description="Người khác"))
    assert front.batch.state == "faulty", "another place's officer meant nothing by it"


def test_a_row_is_left_out_with_its_reason_and_taken_back(desk: Any) -> None:
    front = desk()
    front.rows(row(), row(amount="1.5"))
    text = page(front.mend(**{"d-3": "bo"}))
    assert "Sẵn sàng" in text and "1 dòng bỏ ra" in text
    assert "đọc được hai cách" in front.batch.work["rows"]["số liệu.csv!3"]["skip"]
    front.mend(**{"l-3": "lay"})
    assert front.batch.state == "faulty"
    front.mend(**{"d-3": "bo"})
    front.store()
    assert Support.objects.count() == 1


def test_rows_that_look_like_records_need_a_decision(cast: Any, desk: Any) -> None:
    front = desk()
    front.rows(row())
    front.store()
    text = page(front.rows(row(), row(description="Khác hẳn", amount="70 triệu")))
    assert "1 dòng cần quyết định" in text and "Xây nhà, 60.000.000 đồng" in text
    there = Support.objects.get()
    assert f"/ho-tro/{there.pk}/" in text
    assert front.batch.state == "faulty"
    front.mend(**{"d-2": "nhap"})
    front.store()
    assert Support.objects.count() == 3


def test_a_row_twice_in_the_file_needs_a_decision(desk: Any) -> None:
    front = desk()
    assert "Giống hệt dòng 2" in page(front.rows(row(), row()))
    front.mend(**{"d-3": "bo"})
    front.store()
    assert Support.objects.count() == 1


def test_one_decision_answers_every_row_that_asks(cast: Any, desk: Any) -> None:
    front = desk()
    front.rows(row(), row(), row(), row(amount="1.5"))
    assert front.batch.asking == 2 and front.batch.faulty == 1
    front.mend(**{"d-3": "bo", "d-tat-ca": "nhap"})
    assert front.batch.asking == 0 and front.batch.faulty == 1, "a row with a fault is not decided along"


def test_columns_of_another_name_are_asked_about_and_remembered(cast: Any, desk: Any) -> None:
    front = desk()
    heads = [{"Nội dung": "Đã làm gì", "Số tiền": "Thành tiền", "Đơn vị tính": "ĐVT"}.get(head, head) for head in HEADS]
    response = front.send(as_csv([heads, row()]))
    text = page(response)
    assert response.redirect_chain[-1][0].endswith("/ghep-cot/") and "Đã làm gì" in text and "Xây nhà" in text
    assert text.count("Chưa rõ") == 1, "ĐVT and Thành tiền are known by their aliases"
    url = reverse("imports:columns", args=[front.batch.pk])
    names = {f"c-0-{index}": key for index, key in enumerate(LABELS)}
    refused = front.client.post(url, {**names, "c-0-7": ""})
    assert refused.status_code == 422 and "Nội dung" in page(refused)
    twice = front.client.post(url, {**names, "c-0-13": "amount"})
    assert twice.status_code == 422 and "Hai cột cùng là “Số tiền”" in page(twice)
    assert "Sẵn sàng" in page(front.client.post(url, names, follow=True))
    assert HeadChoice.objects.get(user=cast.mttq).key == "description"
    assert "Sẵn sàng" in page(front.send(as_csv([heads, row(description="Tệp sau")])))


def test_units_in_heads_are_read(desk: Any) -> None:
    front = desk()
    heads = [{"Số tiền": "Kinh phí (triệu đồng)", "Số lượng": "Diện tích (ha)"}.get(head, head) for head in HEADS]
    rows = [row(amount=60.5, quantity=0.6, unit=""), row(amount="70", quantity="1,5 sào", unit="")]
    text = page(front.send(as_xlsx([heads, *rows]), name="a.xlsx"))
    assert "60.500.000" in text and "Sẵn sàng" in text
    front.store()
    found = Support.objects.order_by("pk")
    assert [support.amount_vnd for support in found] == [60_500_000, 70_000_000]
    assert [str(support.items.get().unit) for support in found] == ["ha", "sào"]


def test_a_unit_above_the_table_counts_for_money(desk: Any) -> None:
    front = desk()
    front.send(as_csv([["Sổ hỗ trợ năm 2022"], ["", "", "Đơn vị tính: nghìn đồng"], HEADS, row(amount="60.000")]))
    front.store()
    assert Support.objects.get().amount_vnd == 60_000_000


def test_a_batch_is_its_holders_alone(cast: Any, desk: Any) -> None:
    desk(cast.canbo_phuson).rows(row(organizations="MTTQ Phú Sơn"))
    batch = ImportBatch.objects.get()
    for user in (cast.mttq, cast.mttq_truong, cast.canbo_phuson_2):
        assert desk(user).client.get(batch.get_absolute_url()).status_code == 404
    assert desk(cast.bandanvan).client.get(batch.get_absolute_url()).status_code == 403, "no right to import at all"


def test_a_batch_is_handed_to_who_reaches_as_far(cast: Any, desk: Any) -> None:
    front = desk(cast.canbo_phuson)
    front.rows(row(organizations="MTTQ Phú Sơn"))
    url = reverse("imports:hand_over", args=[front.batch.pk])
    text = page(front.client.get(url))
    assert "Lơ Mu Ha Póh" in text and "Trần Văn Út" not in text
    assert front.client.post(url, {"user": cast.canbo_melinh.pk}).status_code == 422
    assert front.client.post(url, {"user": cast.canbo_phuson_2.pk}).status_code == 302
    assert front.client.get(front.batch.get_absolute_url()).status_code == 404
    colleague = desk(cast.canbo_phuson_2)
    colleague.store()
    assert Support.objects.get().created_by == cast.canbo_phuson_2


def test_the_front_hands_nothing_to_a_commune(cast: Any, desk: Any) -> None:
    cast.assign(cast.canbo_phuson, "org_officer", cast.mttq_huyen)
    front = desk(cast.mttq)
    front.rows(row())
    url = reverse("imports:hand_over", args=[front.batch.pk])
    assert front.client.post(url, {"user": cast.canbo_phuson.pk}).status_code == 422
    assert front.client.post(url, {"user": cast.mttq_2.pk}).status_code == 302


def test_what_a_batch_held_is_gone_once_it_is_stored_or_dropped(desk: Any) -> None:
    front = desk()
    front.rows(row())
    front.store()
    front.rows(row(description="Bỏ"))
    front.client.post(reverse("imports:drop", args=[front.batch.pk]))
    assert [(b.state, b.content, b.work) for b in ImportBatch.objects.order_by("pk")] == [
        ("stored", None, None),
        ("dropped", None, None),
    ]
    assert all(batch.name == "số liệu.csv" and batch.rows == 1 for batch in ImportBatch.objects.all())


def test_import_and_send_at_once(cast: Any, desk: Any) -> None:
    front = desk()
    front.rows(row(), row(description="Hai"))
    front.store(gui="1")
    assert set(Support.objects.values_list("status", flat=True)) == {"submitted"}


def test_create_missing_by_right_alone(cast: Any, desk: Any) -> None:
    content = as_csv([HEADS, row(sources="Quỹ lạ", organizations="MTTQ Phú Sơn")])
    commune = desk(cast.canbo_phuson)
    commune.send(content, create_missing="on")
    assert commune.batch.state == "faulty"
    front = desk()
    assert "Thêm mới nguồn kinh phí" in page(front.send(content, create_missing="on"))
    assert not FundingSource.objects.filter(name="Quỹ lạ").exists(), "a preview adds nothing"
    front.store()
    assert FundingSource.objects.filter(name="Quỹ lạ").exists() and Support.objects.count() == 1


@pytest.mark.parametrize("who", ["chutich_phuson", "bandanvan", "lanhdao", "nobody"])
def test_who_may_not_import_is_refused(cast: Any, desk: Any, who: str) -> None:
    person = desk(getattr(cast, who))
    assert person.client.get(INDEX).status_code == 403
    assert person.rows(row()).status_code == 403
    assert person.client.get("/nhap-excel/mau/ho-tro/").status_code == 403
    assert not ImportBatch.objects.exists()


def test_an_administrator_imports_the_catalogues_alone(cast: Any, desk: Any) -> None:
    admin = desk(cast.quantri)
    text = page(admin.client.get(INDEX))
    assert "/nhap-excel/mau/dia-ban/" in text and "/nhap-excel/mau/to-chuc/" in text
    assert "/nhap-excel/mau/ho/" not in text and "/nhap-excel/mau/ho-tro/" not in text
    assert admin.client.get("/nhap-excel/mau/ho-tro/").status_code == 403
    assert admin.rows(row()).status_code == 422, "no such choice for them"
    assert not ImportBatch.objects.exists()


def test_no_file_an_empty_one_and_one_too_large(desk: Any, settings: Any) -> None:
    front = desk()
    assert "Hãy chọn tệp." in page(front.client.post(INDEX, {"kind": "ho-tro"}))
    assert "Tệp trống." in page(front.send(b""))
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    assert "lớn hơn 1 MB" in page(front.send(b"x" * (1024 * 1024 + 1)))


def test_the_template_has_the_heads_and_lists_and_its_example_is_refused(cast: Any, desk: Any) -> None:
    officer = desk(cast.canbo_phuson)
    response = officer.client.get("/nhap-excel/mau/ho-tro/")
    assert 'filename="mau-nhap-so-ho-tro.xlsx"' in response["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.content))["Hỗ trợ"]
    assert [cell.value for cell in sheet[1]][:14] == HEADS
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists["B2"] == '"xã Phú Sơn Lâm Hà,xã Phú Sơn"', "the officer's own communes and no other"
    assert {"F2", "G2", "D2"} <= lists.keys()
    assert "dòng ví dụ của tệp mẫu" in page(officer.send(response.content, name="mau.xlsx"))


def test_the_error_file_names_reasons_colours_cells_and_comes_back(desk: Any) -> None:
    front = desk()
    front.rows(row(), row(amount="1.5", description="=cmd()"))
    response = front.client.get(reverse("imports:errors", args=[front.batch.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    reason = sheet.cell(3, 15)
    assert sheet.cell(1, 15).value == "Lý do" and str(reason.value).startswith("Số tiền: “1.5”")
    assert sheet["M3"].fill.fgColor.rgb == "FFFBE9E7" and sheet["M2"].fill.fill_type is None
    assert sheet["H3"].value == "'=cmd()" and sheet["H3"].data_type == "s"
    sheet["M3"] = "1,5 triệu"
    out = io.BytesIO()
    sheet.parent.save(out)  # type: ignore[union-attr]
    assert "Sẵn sàng" in page(front.send(out.getvalue(), name="sửa.xlsx"))


def test_a_page_of_a_long_file_stays_small_and_shows_problems_first(desk: Any) -> None:
    front = desk()
    rows = [row(description=f"Nhà {n}", amount="1.5" if n in (150, 180) else "60 triệu") for n in range(200)]
    text = page(front.rows(*rows))
    assert len(text.encode()) < 100_000
    shown = re.findall(r'id="d-([0-9]+)"', text)
    assert shown[:3] == ["152", "182", "2"] and len(shown) == 25
    assert re.findall(r'id="d-([0-9]+)"', page(front.client.get(f"{front.batch.get_absolute_url()}?loc=loi"))) == [
        "152", "182",
    ]  # fmt: skip


def test_rows_of_a_closed_period_are_offered_as_supplements_of_the_next(cast: Any, desk: Any) -> None:
    """Two rows of March 2022, which is closed, and one of April: refused at the date, then stored, counted in April."""
    march = (datetime.date(2022, 3, 1), datetime.date(2022, 3, 31))
    periods.close(cast.mttq_truong, cast.lam_ha, *march)
    browser = desk()
    text = page(browser.rows(row(), row(note="2"), row(date="05/04/2022", note="3")))
    assert "đã chốt số liệu" in text and "2 dòng thuộc kỳ đã chốt" in text and "tính vào tháng 4/2022" in text
    assert browser.batch.state == "faulty"
    assert "2 dòng của kỳ đã chốt sẽ là khoản bổ sung" in page(browser.mend(bo_sung="1"))
    assert browser.batch.state == "ready"
    assert page(browser.mend(bo_sung="0")).count("Ghi bổ sung vào kỳ sau") == 1 and browser.batch.state == "faulty"
    browser.mend(bo_sung="1")
    browser.store()
    found = list(Support.objects.order_by("date", "pk").values_list("date", "counted_on"))
    assert found == [
        (datetime.date(2022, 3, 5), datetime.date(2022, 4, 1)), (datetime.date(2022, 3, 5), datetime.date(2022, 4, 1)),
        (datetime.date(2022, 4, 5), None),
    ]  # fmt: skip


def test_what_waits_stands_among_ones_work(cast: Any, desk: Any) -> None:
    front = desk()
    front.rows(row(amount="1.5"))
    assert "số liệu.csv" in page(front.client.get("/viec-cua-toi/"))
    assert "số liệu.csv" not in page(desk(cast.mttq_2).client.get("/viec-cua-toi/"))
