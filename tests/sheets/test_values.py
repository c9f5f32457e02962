"""Ids and dates that Excel damaged: restored where that is certain, else refused with what was lost."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from danvan.lib.errors import Unreadable
from danvan.lib.periods import DatePrecision, PartialDate
from danvan.sheets import Cell, DateHabits, as_date, as_identifier, date_habits
from danvan.uploads import read_upload


def refusal(value: Cell, length: int = 12) -> Unreadable:
    with pytest.raises(Unreadable) as error:
        as_identifier(value, length)
    return error.value


@pytest.mark.parametrize(
    "value", ["079123456789", "079 123 456 789", "079.123.456.789", "'079123456789", "079\u200b123\u00a0456789"]
)
def test_an_id_as_it_should_be(value: str) -> None:
    assert as_identifier(value).text == "079123456789" and as_identifier(value).note == ""


@pytest.mark.parametrize("value", [79123456789, "79123456789", Decimal("79123456789")])
def test_the_zero_that_excel_dropped_comes_back_with_a_note(value: Cell) -> None:
    found = as_identifier(value)
    assert found.text == "079123456789"
    assert found.note == "“79123456789” có 11 chữ số: đã thêm số 0 ở đầu mà Excel hay bỏ mất."


def test_two_zeros_are_suggested_not_put() -> None:
    error = refusal(1203004567)
    assert error.suggestion == "001203004567" and "có 10 chữ số, mã này phải có 12" in error.message


@pytest.mark.parametrize(
    "value",
    [
        99123456789,  # no province 099
        79923456789,  # no century 9
        "07912345678",  # the zero stands: another digit is missing
        791234567, "1234567890123", 7,
    ],
)  # fmt: skip
def test_what_is_missing_is_not_guessed(value: Cell) -> None:
    error = refusal(value)
    assert "mã này phải có 12" in error.message and error.suggestion == ""


@pytest.mark.parametrize("value", ["1.2E+11", "7,91235E+10", "1E11", "1.234567890123E+11"])
def test_an_id_shortened_to_an_exponent_has_lost_its_digits(value: str) -> None:
    assert "số mũ" in refusal(value).message and "Văn bản (Text)" in refusal(value).message


@pytest.mark.parametrize("value", [120_000_000_000, 79_123_500_000, "123457000000"])
def test_zeros_that_an_exponent_left(value: Cell) -> None:
    assert "làm mất chữ số" in refusal(value).message


def test_more_than_fifteen_digits_are_not_exact() -> None:
    assert "chỉ giữ đúng 15 chữ số" in refusal(1234567890123450, 16).message
    assert "chỉ giữ đúng 15 chữ số" in refusal(Decimal("1.23456789012346E+20"), 21).message
    assert as_identifier("1234567890123456", 16).text == "1234567890123456"


@pytest.mark.parametrize("value", [None, "–", " ", True, datetime.date(2022, 3, 5), Decimal("1.5"), -5, "K12", "١٢٣"])
def test_no_id_at_all(value: Cell) -> None:
    refusal(value)


def test_other_lengths() -> None:
    assert as_identifier(912345678, 10).text == "0912345678"
    assert as_identifier("123456789", 9).text == "123456789"


# ---- dates ----------------------------------------------------------------------------------------------------------

DAY = PartialDate(datetime.date(2022, 3, 5))


@pytest.mark.parametrize(
    "value", [datetime.date(2022, 3, 5), datetime.datetime(2022, 3, 5, 7), 44625, Decimal("44625.3"), "44625",
              "44625,5", "5/3/2022", "05-03-2022", "5.3.2022", "05/03/2022 00:00:00"],
)  # fmt: skip
def test_a_day_however_the_cell_holds_it(value: Cell) -> None:
    assert as_date(value) == DAY


def test_serials_count_from_1904_where_the_workbook_says_so() -> None:
    assert as_date(43163, date1904=True) == DAY
    assert as_date(44625, date1904=True) == PartialDate(datetime.date(2026, 3, 6))


def test_a_year_is_a_year_and_no_serial() -> None:
    for value in (2022, "2022", 1900, 2100):
        assert as_date(value) == PartialDate(datetime.date(int(value), 1, 1), DatePrecision.YEAR)
    assert as_date("03/2022").precision == DatePrecision.MONTH


@pytest.mark.parametrize("value", [0, -3, 2101, 7305, 73416, 20220305, Decimal("1e30"), "99999", True, "hôm qua"])
def test_numbers_that_are_no_likely_day(value: Cell) -> None:
    with pytest.raises(Unreadable):
        as_date(value)


def test_the_likely_days_from_first_to_last() -> None:
    assert as_date(7306).start == datetime.date(1920, 1, 1)
    assert as_date(73415).start == datetime.date(2100, 12, 31)


def test_the_month_first_is_an_error_that_suggests_the_day_first() -> None:
    with pytest.raises(Unreadable) as error:
        as_date("03/25/2022")
    assert error.value.suggestion == "25/03/2022" and "ý bạn là 25/03/2022?" in error.value.message


def test_a_column_with_the_month_first_makes_its_other_texts_doubtful() -> None:
    habits = date_habits(["03/04/2022", None, "03/25/2022", "x"])
    assert habits == DateHabits("03/25/2022", False)
    assert habits.notes == [
        "Cột này có ô viết tháng trước ngày (như 03/25/2022); hãy xem lại mọi ngày trong cột."
    ]  # fmt: skip
    with pytest.raises(Unreadable) as error:
        as_date("03/04/2022", habits=habits)
    assert error.value.suggestion == "04/03/2022" and "03/04/2022 hay 04/03/2022" in error.value.message
    assert as_date("04/04/2022", habits=habits).start == datetime.date(2022, 4, 4)
    assert as_date("2022-03-04", habits=habits).start == datetime.date(2022, 3, 4)
    assert date_habits(["25/03/2022", "03/04/2022"]) == DateHabits() and DateHabits().notes == []


def test_days_that_an_english_excel_exchanged_are_noticed() -> None:
    # 05/03, 06/03, 07/03 became 3 May, June, July; 25/03/2022 stayed text.
    typed: list[Cell] = [datetime.date(2022, month, 3) for month in (5, 6, 7)]
    assert (
        date_habits([*typed, "25/03/2022"]).swapped
        and "đảo ngày với tháng" in date_habits([*typed, "25/03/2022"]).notes[0]
    )
    assert not date_habits([*typed, "25/03/2022", "05/03/2022"]).swapped
    assert not date_habits([*typed, datetime.date(2022, 3, 25), "25/03/2022"]).swapped
    assert not date_habits(typed).swapped


def test_a_1904_workbook_keeps_its_days() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active.append([datetime.date(2022, 3, 5), 43163])
    out = io.BytesIO()
    book.save(out)
    (sheet,) = read_upload("a.xlsx", out.getvalue(), max_bytes=10**7)
    assert sheet.date1904
    assert [as_date(value, date1904=sheet.date1904) for value in sheet.rows[0]] == [DAY, DAY]


ANY = st.one_of(
    st.none(), st.booleans(), st.integers(), st.decimals(allow_nan=False), st.dates(), st.datetimes(), st.text(),
    st.from_regex(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}", fullmatch=True),
    st.from_regex(r"[0-9.,E+]{1,14}", fullmatch=True),
)  # fmt: skip


@given(ANY, st.lists(ANY, max_size=5), st.booleans())
def test_any_cell_is_read_or_refused(value: Cell, column: list[Cell], date1904: bool) -> None:
    for read in (
        lambda: as_identifier(value).text.isdigit(),
        lambda: as_date(value, date1904=date1904, habits=date_habits(column)),
    ):
        try:
            assert read()
        except Unreadable as error:
            assert error.message
