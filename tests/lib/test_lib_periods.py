"""Dates as people write them and the periods of reports."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.lib.numbers import Unreadable
from danvan.lib.periods import DatePrecision, PartialDate, Period, format_date, official_date, read_date

DAY, MONTH, QUARTER, YEAR = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.QUARTER, DatePrecision.YEAR


@pytest.mark.parametrize(
    ("typed", "start", "precision"),
    [
        ("05/03/2022", date(2022, 3, 5), DAY), ("5/3/2022", date(2022, 3, 5), DAY), ("5-3-2022", date(2022, 3, 5), DAY),
        ("05.03.2022", date(2022, 3, 5), DAY), ("2022-03-05", date(2022, 3, 5), DAY),
        (" 5 / 3 / 2022 ", date(2022, 3, 5), DAY),
        ("29/2/2024", date(2024, 2, 29), DAY), ("ngày 05 tháng 01 năm 2022", date(2022, 1, 5), DAY),
        ("ngày 5 tháng 1 năm 2022", date(2022, 1, 5), DAY),
        ("20/02/2023 03:55 CH", date(2023, 2, 20), DAY), ("2022-03-05 00:00:00", date(2022, 3, 5), DAY),
        ("2022-03-05T00:00:00", date(2022, 3, 5), DAY),
        ("3/2022", date(2022, 3, 1), MONTH), ("03-2022", date(2022, 3, 1), MONTH),
        ("03.2022", date(2022, 3, 1), MONTH), ("2022-03", date(2022, 3, 1), MONTH),
        ("tháng 3/2022", date(2022, 3, 1), MONTH), ("Tháng 3 năm 2022", date(2022, 3, 1), MONTH),
        ("quý I/2022", date(2022, 1, 1), QUARTER), ("Quý IV/2022", date(2022, 10, 1), QUARTER),
        ("quý 3 năm 2022", date(2022, 7, 1), QUARTER),
        ("quí II/2022", date(2022, 4, 1), QUARTER), ("Q1/2022", date(2022, 1, 1), QUARTER),
        ("q4-2022", date(2022, 10, 1), QUARTER),
        ("2022", date(2022, 1, 1), YEAR), ("năm 2022", date(2022, 1, 1), YEAR), (2022, date(2022, 1, 1), YEAR),
        (2022.0, date(2022, 1, 1), YEAR),
        (Decimal(2022), date(2022, 1, 1), YEAR), (date(2022, 3, 5), date(2022, 3, 5), DAY),
        (datetime(2022, 3, 5, 23, 59), date(2022, 3, 5), DAY),
    ],
)  # fmt: skip
def test_reads(typed: str | float | date, start: date, precision: DatePrecision) -> None:
    assert read_date(typed) == PartialDate(start, precision)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("", "Chưa có ngày"), (None, "Chưa có ngày"), ("31/02/2022", "tháng 2 năm 2022 có 28 ngày"),
        ("29/2/2023", "28 ngày"),
        ("31/4/2022", "30 ngày"), ("0/1/2022", "31 ngày"), ("12/25/2022", "25/12/2022"), ("1/13/2022", "13/01/2022"),
        ("13/2022", "tháng 13"),
        ("5/0/2022", "tháng 0"), ("5/3/22", "bốn chữ số"), ("5/3-2022", "không phải là ngày"),
        ("5/3/20222", "không phải là ngày"),
        ("1/1/1899", "1900"), ("1/1/0022", "1900"), ("3000", "2100"), ("hôm qua", "không phải là ngày"),
        ("quý V/2022", "không phải là ngày"),
        ("quý 5/2022", "không phải là ngày"), ("2022.0", "không phải là ngày"), ("=TODAY()", "công thức"),
        ("٣/3/2022", "0–9"), (44927, "44927"),
        (2022.5, "2022.5"), (-2022, "-2022"), (True, "đúng/sai"), (float("nan"), "con số"), (10**400, "quá mức"),
        (date(1800, 1, 1), "1900"),
        ("1/" * 50_000, "Dài quá"), ("05/03", "không phải là ngày"), ("2022-2023", "không phải là ngày"),
    ],
)  # fmt: skip
def test_refuses_and_helps(typed: str | float | date | None, hint: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_date(typed)
    assert hint in refused.value.message


@pytest.mark.parametrize(
    ("precision", "written", "end"),
    [
        (DAY, "05/03/2022", date(2022, 3, 5)),
        (MONTH, "03/2022", date(2022, 3, 31)),
        (QUARTER, "quý I/2022", date(2022, 3, 31)),
        (YEAR, "năm 2022", date(2022, 12, 31)),
    ],
)
def test_writes_no_more_than_is_known(precision: DatePrecision, written: str, end: date) -> None:
    start = read_date(written).start
    assert format_date(date(2022, 3, 5), precision) == written
    assert format_date(date(2022, 3, 5), precision.value) == written
    assert str(PartialDate(start, precision)) == written
    assert PartialDate(start, precision).end == end
    assert format_date(None, precision) == "–"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(DatePrecision))
def test_a_date_written_reads_back(day: date, precision: DatePrecision) -> None:
    read = read_date(format_date(day, precision))
    assert read.precision == precision
    assert read.start <= day <= read.end


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2023, 3, 3), "Lâm Hà, ngày 03 tháng 3 năm 2023"),
        (date(2020, 1, 5), "Lâm Hà, ngày 05 tháng 01 năm 2020"),
        (date(2023, 2, 20), "Lâm Hà, ngày 20 tháng 02 năm 2023"),
        (date(2023, 6, 10), "Lâm Hà, ngày 10 tháng 6 năm 2023"),
        (date(2023, 12, 31), "Lâm Hà, ngày 31 tháng 12 năm 2023"),
    ],
)
def test_the_date_of_a_document(day: date, written: str) -> None:
    assert official_date(day, "Lâm Hà") == written
    assert official_date(day) == written.removeprefix("Lâm Hà, ")


PERIODS = [
    (Period.year(2022), "năm 2022", "2022", "01/01/2022", "31/12/2022"),
    (Period.quarter(2022, 1), "quý I/2022", "2022-Q1", "01/01/2022", "31/03/2022"),
    (Period.quarter(2022, 4), "quý IV/2022", "2022-Q4", "01/10/2022", "31/12/2022"),
    (Period.month(2024, 2), "tháng 2/2024", "2024-02", "01/02/2024", "29/02/2024"),
    (Period.half(2022, 1), "6 tháng đầu năm 2022", "2022-H1", "01/01/2022", "30/06/2022"),
    (Period.half(2022, 2), "6 tháng cuối năm 2022", "2022-H2", "01/07/2022", "31/12/2022"),
    (Period.nine_months(2022), "9 tháng đầu năm 2022", "2022-9T", "01/01/2022", "30/09/2022"),
    (Period.span(2021, 2025), "giai đoạn 2021–2025", "2021-2025", "01/01/2021", "31/12/2025"),
    (Period.span(2022, 2022), "năm 2022", "2022", "01/01/2022", "31/12/2022"),
    (
        Period.between(date(2024, 2, 29), date(2024, 3, 4)),
        "từ 29/02/2024 đến 04/03/2024",
        "2024-02-29..2024-03-04",
        "29/02/2024",
        "04/03/2024",
    ),
]


@pytest.mark.parametrize(("period", "label", "code", "first", "last"), PERIODS)
def test_periods(period: Period, label: str, code: str, first: str, last: str) -> None:
    assert (period.label, period.code) == (label, code)
    assert (format_date(period.start), format_date(period.end)) == (first, last)
    assert Period.from_code(code) == period


@pytest.mark.parametrize(
    ("code", "before", "year_before"),
    [
        ("2022", "2021", "2021"), ("2022-Q1", "2021-Q4", "2021-Q1"), ("2022-Q4", "2022-Q3", "2021-Q4"),
        ("2024-02", "2024-01", "2023-02"),
        ("2022-H1", "2021-H2", "2021-H1"), ("2022-H2", "2022-H1", "2021-H2"), ("2022-9T", "2021-9T", "2021-9T"),
        ("2021-2025", "2016-2020", "2020-2024"),
        ("2024-02-29..2024-03-04", "2024-02-24..2024-02-28", "2023-02-28..2023-03-04"),
    ],
)  # fmt: skip
def test_what_a_period_is_compared_with(code: str, before: str, year_before: str) -> None:
    period = Period.from_code(code)
    assert period.previous().code == before
    assert period.year_before().code == year_before


def test_a_period_holds_its_days_and_only_them() -> None:
    year = Period.year(2022)
    assert year.contains(date(2022, 1, 1))
    assert year.contains(date(2022, 12, 31))
    assert not year.contains(date(2023, 1, 1))
    assert year.contains(read_date("2022"))
    assert not Period.month(2022, 1).contains(read_date("2022"))
    assert Period.quarter(2022, 1).contains(read_date("3/2022"))
    assert Period.of(read_date("quý I/2022")) == Period.quarter(2022, 1)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "22",
        "2022-Q5",
        "2022-13",
        "2022-2021",
        "1800",
        "2022-Q1'",
        "2022..",
        "2022-12-31..2022-01-01",
        "x" * 100_000,
    ],
)
def test_an_address_that_is_no_period(code: str) -> None:
    with pytest.raises((Unreadable, ValueError)):
        Period.from_code(code)


def test_a_period_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="after it starts"):
        Period.between(date(2022, 2, 1), date(2022, 1, 1))
