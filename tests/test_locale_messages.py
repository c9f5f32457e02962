"""What people read when something is wrong, word for word, and how dates and numbers are read and written."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import InvalidPage, Paginator
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, get_format, localize, number_format, time_format
from django.utils.timesince import timesince


def only_error(field: forms.Field, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    (message,) = caught.value.messages
    return message


FIELD_ERRORS = [
    (forms.CharField(), "", "Mục này bắt buộc, hãy điền hoặc chọn."),
    (forms.IntegerField(), "mười", "Hãy nhập một số nguyên, không có phần thập phân."),
    (forms.IntegerField(min_value=0), "-5", "Hãy nhập giá trị không nhỏ hơn 0."),
    (forms.IntegerField(max_value=100), "101", "Hãy nhập giá trị không lớn hơn 100."),
    (forms.DecimalField(), "abc", "Hãy nhập một số, ví dụ: 12 hoặc 12,5."),
    (forms.DecimalField(decimal_places=2), "1.234", "Hãy nhập không quá 2 chữ số sau dấu phẩy."),
    (forms.DecimalField(max_digits=3), "12345", "Hãy nhập không quá 3 chữ số, tính cả phần thập phân."),
    (forms.CharField(max_length=5), "dài quá", "Nội dung quá dài: tối đa 5 ký tự, hiện có 7."),
    (forms.CharField(max_length=1), "hai", "Nội dung quá dài: tối đa 1 ký tự, hiện có 3."),
    (forms.CharField(min_length=3), "ô", "Nội dung quá ngắn: cần ít nhất 3 ký tự, hiện có 1."),
    (forms.CharField(), "a\x00b", "Nội dung có ký tự rỗng không dùng được, hãy gõ lại."),
    (forms.ChoiceField(choices=[("a", "A")]), "b", "Hãy chọn trong danh sách; “b” không có trong danh sách."),
    (
        forms.ModelChoiceField(Group.objects.none()),
        "x",
        "Hãy chọn trong danh sách; lựa chọn này không có hoặc không còn dùng được.",
    ),
    (forms.DateField(), "31/02/2022", "Hãy nhập ngày theo dạng ngày/tháng/năm, ví dụ: 05/03/2022."),
    (forms.TimeField(), "25:00", "Hãy nhập giờ theo dạng giờ:phút, ví dụ: 08:30."),
    (
        forms.DateTimeField(),
        "hôm qua",
        "Hãy nhập ngày giờ theo dạng ngày/tháng/năm giờ:phút, ví dụ: 05/03/2022 08:30.",
    ),
    (forms.EmailField(), "ten", "Hãy nhập đúng địa chỉ thư điện tử, ví dụ: hoten@lamdong.gov.vn."),
    (
        forms.URLField(assume_scheme="https"),
        "http://",
        "Hãy nhập đúng địa chỉ web, ví dụ: https://lamdong.gov.vn.",
    ),
    (
        forms.FileField(),
        "không phải tệp",
        "Chưa nhận được tệp do biểu mẫu gửi sai kiểu mã hóa. Hãy tải lại trang rồi chọn tệp lần nữa.",
    ),
    (forms.FileField(), SimpleUploadedFile("a.csv", b""), "Tệp vừa gửi không có nội dung, hãy chọn tệp khác."),
    (
        forms.FileField(max_length=5),
        SimpleUploadedFile("dai-qua.csv", b"x"),
        "Tên tệp quá dài: tối đa 5 ký tự, hiện có 11. Hãy đổi tên tệp cho ngắn hơn.",
    ),
    (
        forms.FileField(validators=[FileExtensionValidator(["xlsx", "csv"])]),
        SimpleUploadedFile("a.exe", b"x"),
        "Không nhận tệp có đuôi “exe”. Hãy chọn tệp có đuôi: xlsx, csv.",
    ),
    (
        forms.ImageField(),
        SimpleUploadedFile("a.png", b"x"),
        "Hãy chọn một tệp ảnh. Tệp vừa gửi không phải là ảnh hoặc đã bị hỏng.",
    ),
]


@pytest.mark.parametrize(("field", "value", "message"), FIELD_ERRORS, ids=[row[2][:40] for row in FIELD_ERRORS])
def test_a_wrong_field_says_what_to_enter(field: forms.Field, value: object, message: str) -> None:
    assert only_error(field, value) == message


def test_the_number_of_lines_is_asked_for_in_vietnamese() -> None:
    lines = forms.formset_factory(forms.Form, min_num=1, max_num=2, validate_min=True, validate_max=True)
    sent = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0"}
    assert lines(sent | {"form-TOTAL_FORMS": "0"}).non_form_errors() == ["Hãy gửi ít nhất 1 dòng."]
    assert lines(sent).non_form_errors() == ["Hãy gửi nhiều nhất 2 dòng."]
    (missing,) = forms.formset_factory(forms.Form)({}).non_form_errors()
    assert missing.startswith("Dữ liệu của biểu mẫu bị thiếu hoặc đã bị thay đổi. Mục thiếu: form-TOTAL_FORMS")


def test_a_record_that_is_there_already_is_named() -> None:
    error = Group().unique_error_message(Group, ("name",))
    assert error.messages == ["Nhóm có cùng Tên đã tồn tại. Hãy kiểm tra để khỏi nhập trùng."]
    several = Group().unique_error_message(Group, ("id", "name"))
    assert several.messages == ["Nhóm có cùng ID và Tên đã tồn tại. Hãy kiểm tra để khỏi nhập trùng."]


def test_a_broken_constraint_is_named() -> None:
    rule = models.UniqueConstraint("name", name="ten_duy_nhat")
    assert rule.get_violation_error_message() == "Dữ liệu chưa hợp lệ (trái quy định “ten_duy_nhat”)."


def test_a_model_field_left_empty_or_of_the_wrong_kind() -> None:
    def error(field: models.Field, value: object) -> str:
        field.set_attributes_from_name("field")
        with pytest.raises(ValidationError) as caught:
            field.clean(value, None)
        return caught.value.messages[0]

    assert error(models.IntegerField(), None) == "Mục này không được để trống, hãy điền vào."
    assert error(models.CharField(max_length=9), "") == "Mục này không được để trống, hãy điền vào."
    assert error(models.IntegerField(), "hai") == "“hai” phải là một số nguyên."
    assert error(models.DecimalField(max_digits=5, decimal_places=2), "hai") == "“hai” phải là một số thập phân."
    assert error(models.DateField(), "2022-02-31").startswith("“2022-02-31” đúng dạng nhưng không có ngày này")
    assert error(models.CharField(choices=[("a", "A")]), "b") == "Giá trị 'b' không có trong các lựa chọn."


def test_password_rules_are_told_and_explained() -> None:
    person = get_user_model()(username="canbo.phuson")
    similar = UserAttributeSimilarityValidator(user_attributes=["username"])
    rules = [
        (MinimumLengthValidator(12), "ngắn", "Mật khẩu quá ngắn, hãy dùng ít nhất 12 ký tự."),
        (CommonPasswordValidator(), "password", "Mật khẩu này quá phổ biến, dễ bị đoán, hãy chọn mật khẩu khác."),
        (NumericPasswordValidator(), "123456789012", "Mật khẩu chỉ có chữ số, hãy thêm chữ cái hoặc ký tự khác."),
        (similar, "canbo.phuson1", "Mật khẩu quá giống tên đăng nhập, hãy chọn mật khẩu khác."),
    ]
    for rule, password, message in rules:
        with pytest.raises(ValidationError) as caught:
            rule.validate(password, person)
        assert caught.value.messages == [message]
    assert [rule.get_help_text() for rule, _password, _message in rules] == [
        "Mật khẩu phải có ít nhất 12 ký tự.",
        "Mật khẩu không được là mật khẩu phổ biến, dễ bị đoán.",
        "Mật khẩu không được chỉ gồm chữ số.",
        "Mật khẩu không được quá giống thông tin cá nhân của bạn.",
    ]


def test_login_and_password_forms() -> None:
    (refused,) = AuthenticationForm(None).get_invalid_login_error().messages
    assert refused.startswith("Hãy nhập đúng ")
    assert refused.endswith(" và mật khẩu. Chú ý phân biệt chữ hoa, chữ thường.")
    form = SetPasswordForm(None, {"new_password1": "một hai ba bốn năm", "new_password2": "khác"})
    assert form.errors["new_password2"] == ["Hai lần nhập mật khẩu không giống nhau, hãy nhập lại."]
    assert [str(field.label) for field in form] == ["Mật khẩu mới", "Nhập lại mật khẩu mới"]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("hai", "Số trang phải là một số nguyên"),
        (0, "Số trang phải từ 1 trở lên"),
        (9, "Trang này không có kết quả nào"),
    ],
)
def test_a_wrong_page_number(page: object, message: str) -> None:
    with pytest.raises(InvalidPage, match=message):
        Paginator([1, 2], 1).page(page)


def test_file_field_shows_its_labels_in_vietnamese() -> None:
    widget = forms.ClearableFileInput()
    labels = [widget.initial_text, widget.clear_checkbox_label, widget.input_text]
    assert [str(label) for label in labels] == ["Hiện có", "Bỏ tệp này", "Thay bằng"]


# Dates and numbers


@pytest.mark.parametrize("typed", ["05/03/2026", "5/3/2026", "05-03-2026", "5.3.2026", "2026-03-05"])
def test_the_day_comes_first(typed: str) -> None:
    assert forms.DateField().clean(typed) == datetime.date(2026, 3, 5)


@pytest.mark.parametrize("typed", ["05/13/2026", "05/03/26", "Mar 5 2026", "30/02/2026"])
def test_other_orders_and_short_years_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        forms.DateField().clean(typed)


@pytest.mark.parametrize("typed", ["05/03/2026 08:30", "5-3-2026 8:30", "8:30 05/03/2026", "2026-03-05T08:30"])
def test_date_and_time_are_read_in_local_time(typed: str) -> None:
    read = forms.DateTimeField().clean(typed)
    assert timezone.make_naive(read) == datetime.datetime(2026, 3, 5, 8, 30)
    assert read.utcoffset() == datetime.timedelta(hours=7)


@pytest.mark.parametrize("typed", ["08:30", "8h30", "08:30:00"])
def test_time_is_read(typed: str) -> None:
    assert forms.TimeField().clean(typed) == datetime.time(8, 30)


def test_dates_are_written_day_first() -> None:
    day = datetime.datetime(2026, 3, 5, 8, 30)
    assert localize(day.date()) == "05/03/2026"
    assert localize(day) == "05/03/2026 08:30"
    assert time_format(day) == "08:30"
    assert date_format(day, "SHORT_DATE_FORMAT") == "05/03/2026"
    assert date_format(day, "YEAR_MONTH_FORMAT") == "tháng 03/2026"
    assert date_format(day, "MONTH_DAY_FORMAT") == "05/03"
    assert date_format(day, "l, D, F, M, N, E") == "Thứ Năm, T5, Tháng 3, Thg 3, thg 3, tháng 3"
    assert get_format("FIRST_DAY_OF_WEEK") == 1
    assert "05/03/2026" in forms.DateInput().render("date", day.date())


def test_numbers_have_dots_between_thousands_and_a_decimal_comma() -> None:
    assert number_format(Decimal("1234567.5"), force_grouping=True) == "1.234.567,5"
    assert number_format(2215750000, force_grouping=True) == "2.215.750.000"
    assert localize(Decimal("-0.25")) == "-0,25"


def test_elapsed_time_is_told_in_vietnamese() -> None:
    now = datetime.datetime(2026, 3, 5, 8, 30)
    assert timesince(now - datetime.timedelta(days=8, hours=2), now) == "1\xa0tuần, 1\xa0ngày"
