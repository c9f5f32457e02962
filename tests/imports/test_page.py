"""Nhập từ Excel in the browser: check, import, every fault listed, and who may."""

import io
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from beneficiaries import views_import
from beneficiaries.imports.columns import LABELS
from beneficiaries.models import FundingSource, Support
from tests.imports.conftest import HEADS, as_csv, row

pytestmark = pytest.mark.urls("tests.imports.urls")


def ask(
    cast: Any, who: Any, content: bytes | None = None, view: Any = views_import.import_supports, **post: str
) -> HttpResponse:
    """The page as `who` sees it, without the frame around it."""
    made = RequestFactory()
    if content is None and not post:
        request = made.get("/nhap-excel/")
    else:
        file = {"file": SimpleUploadedFile("số liệu.csv", content)} if content is not None else {}
        request = made.post("/nhap-excel/", {**file, **post})
    request.user = cast.fresh(who)
    request.shell = SimpleNamespace(me=None, nav=[], root_name="", bar=None)  # type: ignore[attr-defined]
    return view(request)


def page(response: HttpResponse) -> str:
    return response.content.decode()


def test_the_form_works_without_script(cast: Any) -> None:
    text = page(ask(cast, cast.canbo_phuson))
    assert 'enctype="multipart/form-data"' in text and 'type="file"' in text
    assert 'name="kiem-tra"' in text and 'name="nhap"' in text and "/nhap-excel/mau/" in text
    assert 'name="create_missing"' not in text, "offered only to those who hold a catalogue right"
    assert 'name="create_missing"' in page(ask(cast, cast.mttq))


def test_faults_are_listed_by_cell_and_nothing_is_stored(cast: Any) -> None:
    content = as_csv([HEADS, row(amount="102,750.000 đồng"), row(commune="<b>Lạ</b>")])
    response = ask(cast, cast.mttq, content, nhap="1")
    text = page(response)
    assert response.status_code == 422
    assert "2 lỗi trong tệp, chưa lưu gì" in text
    assert "số liệu.csv!M2" in text and "102.750.000" in text and "số liệu.csv!B3" in text
    assert "<b>Lạ" not in text and "&lt;b&gt;Lạ" in text
    assert Support.objects.count() == 0


def test_a_check_says_that_all_is_well_and_stores_nothing(cast: Any) -> None:
    response = ask(cast, cast.mttq, as_csv([HEADS, row()]), **{"kiem-tra": "1"})
    assert response.status_code == 200 and "Không có lỗi" in page(response)
    assert Support.objects.count() == 0


def test_enter_without_a_button_only_checks(cast: Any) -> None:
    ask(cast, cast.mttq, as_csv([HEADS, row()]))
    assert Support.objects.count() == 0


def test_an_import_makes_drafts_and_links_to_them(cast: Any) -> None:
    text = page(ask(cast, cast.mttq, as_csv([HEADS, row(), row(description="Hai")]), nhap="1"))
    assert "2 khoản thành bản nháp" in text and "/ho-tro/" in text
    assert list(Support.objects.values_list("status", "created_by")) == [("draft", cast.mttq.pk)] * 2
    again = page(ask(cast, cast.mttq, as_csv([HEADS, row(), row(description="Hai")]), nhap="1"))
    assert "Đã nhập" in again and "Không ghi thêm gì" in again
    assert Support.objects.count() == 2


def test_create_missing_by_right_alone(cast: Any) -> None:
    content = as_csv([HEADS, row(sources="Quỹ lạ", organizations="MTTQ Phú Sơn")])
    assert ask(cast, cast.canbo_phuson, content, nhap="1", create_missing="on").status_code == 422
    assert not FundingSource.objects.filter(name="Quỹ lạ").exists()
    assert ask(cast, cast.mttq, content, nhap="1", create_missing="on").status_code == 200
    assert FundingSource.objects.filter(name="Quỹ lạ").exists()


@pytest.mark.parametrize("who", ["chutich_phuson", "bandanvan", "lanhdao", "quantri", "nobody"])
def test_who_may_not_import_is_refused(cast: Any, who: str) -> None:
    for view, content in [
        (views_import.import_supports, None),
        (views_import.import_supports, as_csv([HEADS, row()])),
        (views_import.template_file, None),
    ]:
        with pytest.raises(PermissionDenied):
            ask(cast, getattr(cast, who), content, view)
    assert Support.objects.count() == 0


def test_no_file_an_empty_one_and_one_too_large(cast: Any, settings: Any) -> None:
    assert "Hãy chọn tệp." in page(ask(cast, cast.mttq, nhap="1"))
    assert "Tệp trống." in page(ask(cast, cast.mttq, b"", nhap="1"))
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    assert "lớn hơn 1 MB" in page(ask(cast, cast.mttq, b"x" * (1024 * 1024 + 1), nhap="1"))


def test_more_rows_than_a_request_can_wait_for(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_import, "MAX_ROWS", 1)
    text = page(ask(cast, cast.mttq, as_csv([HEADS, row(), row(description="Hai")]), nhap="1"))
    assert "tối đa 1 dòng" in text and Support.objects.count() == 0


def test_the_template_has_the_heads_and_lists_and_its_example_is_refused(cast: Any) -> None:
    response = ask(cast, cast.canbo_phuson, view=views_import.template_file)
    assert 'filename="mau-nhap-khoan-ho-tro.xlsx"' in response["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    sheet = book["Hỗ trợ"]
    assert [cell.value for cell in sheet[1]] == list(LABELS.values())
    assert len(sheet.data_validations.dataValidation) == 2
    text = page(ask(cast, cast.mttq, response.content, nhap="1"))
    assert "dòng ví dụ của tệp mẫu" in text and Support.objects.count() == 0
