"""Counts, decimals, ranges, quantities and areas as people write them (design.md §5, domain.md §8)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.lib.numbers import (
    Ambiguous,
    Quantity,
    Unreadable,
    format_decimal,
    format_entry,
    format_int,
    read_area,
    read_count,
    read_decimal,
    read_quantities,
    read_quantity,
    read_range,
)

D = Decimal


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5,6", "5.6"), ("7,6", "7.6"), ("0,6", "0.6"), ("05,6", "5.6"), ("1.234,5", "1234.5"), ("4.545", "4545"),
        ("43", "43"),
        ("0,5", "0.5"), ("0,25", "0.25"), ("0,1250", "0.125"), ("1.234,5678", "1234.5678"),
        ("12.345.678,9", "12345678.9"),
        ("1 234,5", "1234.5"), ("6,9", "6.9"), (" 6,90 ", "6.90"), ("0", "0"), (5.6, "5.6"), (0.1 + 0.2, "0.3"),
        (7, "7"),
        (D("0.125"), "0.125"), (107.0, "107"),
    ],
)  # fmt: skip
def test_decimals(text: str | float | Decimal, number: str) -> None:
    assert read_decimal(text) == D(number)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("0.125", (125, D("0.125"))),
        ("1.5", (15, D("1.5"))),
        ("1,060", (1060, D("1.06"))),
        ("0,125", (125, D("0.125"))),
        ("1.06", (106, D("1.06"))),
        ("1,234.5", (12345, D("1234.5"))),
        ("1.234,567", (1234567, D("1234.567"))),
        ("102,750.000", (102_750_000, 102_750)),
    ],
)
def test_decimals_that_ask(text: str, readings: tuple[int | Decimal, int | Decimal]) -> None:
    with pytest.raises(Ambiguous) as asked:
        read_decimal(text)
    assert asked.value.readings == readings
    assert [read_decimal(choice) for choice in asked.value.choices] == list(readings)
    assert all(choice in asked.value.message for choice in asked.value.choices)


@pytest.mark.parametrize(
    "text",
    ["", "–", "-5", "−2,7", "abc", "5 ha", "5%", "1e9", "1,2,3", "5,", ",5", "1.2.3", "=1", "٣", "１", "nan", "trên 5",
     "1-2",
     "1,1234567890123", "1" * 25, "1" * 100_000, None, True, -1, float("nan"), D("-0.5"), D("Infinity")],
)  # fmt: skip
def test_decimals_refused(text: str | float | None) -> None:
    with pytest.raises(Unreadable) as refused:
        read_decimal(text)
    assert not isinstance(refused.value, Ambiguous)


@pytest.mark.parametrize(
    ("text", "number"), [("-2,7", "-2.7"), ("−13,95", "-13.95"), ("5", "5"), ("-0", "0"), (-1.5, "-1.5")]
)
def test_signed_decimals_where_a_change_is_asked_for(text: str | float, number: str) -> None:
    assert read_decimal(text, signed=True) == D(number)


@given(st.decimals(0, 10**12, places=5) | st.decimals(0, 10**12, places=3) | st.decimals(0, 10**6, places=2))
def test_a_decimal_written_reads_back_or_asks_with_itself_among_the_readings(number: Decimal) -> None:
    assert read_decimal(format_entry(number)) == number
    written = format_decimal(number)
    if len(written.partition(",")[2]) == 3:
        with pytest.raises(Ambiguous) as asked:
            read_decimal(written)
        assert number in asked.value.readings
    else:
        assert read_decimal(written) == number


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_signed_decimal_written_reads_back(number: Decimal) -> None:
    assert read_decimal(format_entry(number), signed=True) == number


@pytest.mark.parametrize(
    ("text", "count"),
    [("02", 2), ("01", 1), ("4.545", 4545), ("26", 26), ("2,0", 2), ("0", 0), (14, 14), (14.0, 14), ("1 200", 1200),
     ("2.071", 2071), ("36.840", 36840)],
)  # fmt: skip
def test_counts(text: str | float, count: int) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize(
    ("text", "units"), [("03 hộ", ("hộ",)), ("03 Hộ", ("hộ",)), ("01 căn", ("hộ", "căn")), ("01căn", ("căn",))]
)
def test_counts_with_a_unit_that_was_asked_for(text: str, units: tuple[str, ...]) -> None:
    assert read_count(text, units=units) in (1, 3)


@pytest.mark.parametrize(
    "text", ["03 hộ", "5,6", 5.6, "-1", -1, "", None, "7,6ha/26 hộ", "14/14 xã", "1.000.000.000", True, "hai"]
)
def test_counts_refused(text: str | float | None) -> None:
    with pytest.raises(Unreadable) as refused:
        read_count(text)
    assert not isinstance(refused.value, Ambiguous)


@pytest.mark.parametrize("text", ["1,060", "1.5", "0.125", "1,060 hộ"])
def test_counts_ask(text: str) -> None:
    with pytest.raises(Ambiguous):
        read_count(text, units=("hộ",))


@given(st.integers(0, 999_999_999))
def test_a_count_written_reads_back(count: int) -> None:
    assert read_count(format_int(count)) == count
    assert read_count(f"0{count}") == count


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("0,5-1 %", "0.5", "1"), ("0,5–1 %", "0.5", "1"), ("0,5-1%", "0.5", "1"), ("1,5-2%", "1.5", "2"),
        ("1,5% - 2%", "1.5", "2"),
        ("từ 1,5 đến 2 %", "1.5", "2"), ("0,5 đến 1", "0.5", "1"), ("5,6 ha", "5.6", "5.6"), ("23", "23", "23"),
        (5.6, "5.6", "5.6"),
        ("60 triệu - 70 triệu", "60000000", "70000000"), ("2-2", "2", "2"),
    ],
)  # fmt: skip
def test_ranges(text: str | float, low: str, high: str) -> None:
    assert read_range(text) == (D(low), D(high))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1-0,5 %",
        "-1",
        "1-",
        "1-2-3",
        "1 ha - 2 %",
        "60-70 triệu",
        "500-1 triệu",
        "a-b",
        "1,060-2 ha",
        "trên 1 %",
        None,
    ],
)
def test_ranges_refused_or_asked(text: str | None) -> None:
    with pytest.raises(Unreadable):
        read_range(text)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("02 tấn", "2", "tấn"), ("04 bộ", "4", "bộ"), ("0,6 ha", "0.6", "ha"), ("7,6ha", "7.6", "ha"),
        ("50 ngày công", "50", "ngày công"),
        ("441 phần", "441", "phần"), ("4.545 phần", "4545", "phần"), ("01 căn", "1", "căn"), ("20", "20", ""),
        (20, "20", ""),
        ("4 nghìn cây", "4000", "cây"), ("1,060 nghìn cây", "1060", "cây"), ("200 m2", "200", "m²"),
        ("200m²", "200", "m²"),
        ("5 Kg", "5", "Kg"), ("160 %", "160", "%"), ("14 khoản vay", "14", "khoản vay"),
        ("1 nghìn 200 cây", "1200", "cây"),
    ],
)  # fmt: skip
def test_quantities_with_units(text: str | int, value: str, unit: str) -> None:
    assert read_quantity(text) == Quantity(D(value), unit)


def test_several_quantities() -> None:
    assert read_quantities("02 tấn; 04 bộ") == (Quantity(D(2), "tấn"), Quantity(D(4), "bộ"))
    assert read_quantities("02 tấn;04 bộ;") == (Quantity(D(2), "tấn"), Quantity(D(4), "bộ"))
    assert read_quantities("20") == (Quantity(D(20), ""),)
    assert read_quantities(20) == (Quantity(D(20), ""),)


@pytest.mark.parametrize(
    "text",
    ["", ";", "; 2 bộ", "2 tấn;; 4 bộ", "2 tấn 4 bộ", "2 tấn, 4 bộ", "3 trăm cây", "2 tấn rưỡi; x", "tấn",
             "-2 tấn", "5 =A1", "2 " + "x" * 41,
             "khoảng 50 phần", "2;" * 400, "1;" * 50_000]
)  # fmt: skip
def test_several_quantities_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_quantities(text)
    assert not isinstance(refused.value, Ambiguous)


def test_a_quantity_asks_with_its_unit() -> None:
    with pytest.raises(Ambiguous) as asked:
        read_quantity("1,060 ha")
    assert asked.value.message == "“1,060 ha” đọc được hai cách: 1.060 hoặc 1,06 ha. Hãy viết lại cho rõ."


@pytest.mark.parametrize(
    ("text", "sao_m2", "square_metres"),
    [("5 sào", 1000, "5000"), ("5 sào", 500, "2500"), ("6 Sào", 360, "2160"),
     ("0,6 ha", 1000, "6000"), ("5,6ha", 1000, "56000"),
     ("200 m2", 1000, "200"), ("200 m²", 1000, "200"), ("1,5 km²", 1000, "1500000"), ("2 héc ta", 1000, "20000")],
)  # fmt: skip
def test_areas(text: str, sao_m2: int, square_metres: str) -> None:
    area = read_area(text, sao_m2=sao_m2)
    assert area.square_metres == D(square_metres)
    assert area.text == text


@pytest.mark.parametrize("text", ["5", "5 mẫu", "1,060 ha", "", "ha", "-1 ha", "5 ha 2 sào"])
def test_areas_refused_or_asked(text: str) -> None:
    with pytest.raises(Unreadable):
        read_area(text)
