"""Amounts of money as people write them: design.md §5, the forms of domain.md §8, the reference case, and abuse."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.lib.numbers import (
    MAX_MONEY,
    Ambiguous,
    Unreadable,
    format_decimal,
    format_entry,
    format_money,
    read_money,
)

TY, TRIEU, NGHIN = 10**9, 10**6, 10**3

READ = [
    # the reference case and domain.md §8
    ("01 tỷ đồng", 1 * TY),
    ("1,060 tỷ đồng", 1_060_000_000),
    ("60 triệu đồng", 60 * TRIEU),
    ("32 triệu", 32 * TRIEU),
    ("13 triệu", 13 * TRIEU),
    ("50 triệu đồng", 50 * TRIEU),
    ("860 triệu đồng", 860 * TRIEU),
    ("140 triệu đồng", 140 * TRIEU),
    ("2.290.000.000đ", 2_290_000_000),
    ("102.750.000", 102_750_000),
    ("102.750.000 đồng", 102_750_000),
    ("5,565 tỷ", 5_565_000_000),
    ("3,550 tỷ", 3_550_000_000),
    ("2,47 tỷ", 2_470_000_000),
    ("541 tỷ đồng", 541 * TY),
    ("2.215,75 triệu đồng", 2_215_750_000),
    ("2,370 tỷ đồng", 2_370_000_000),
    # how people type
    ("60tr", 60 * TRIEU),
    ("60 Tr", 60 * TRIEU),
    ("60TR", 60 * TRIEU),
    ("60trđ", 60 * TRIEU),
    ("60 trđ", 60 * TRIEU),
    ("60 tr đồng", 60 * TRIEU),
    ("60triệu", 60 * TRIEU),
    ("60 trieu dong", 60 * TRIEU),
    ("1,06 tỷ", 1_060_000_000),
    ("1,06 tỉ", 1_060_000_000),
    ("1,06 ty", 1_060_000_000),
    ("1,06 ti", 1_060_000_000),
    ("1,06TỶ ĐỒNG", 1_060_000_000),
    ("1 tỷ 60 triệu", 1_060_000_000),
    ("1 tỷ 060 triệu", 1_060_000_000),
    ("1tỷ60triệu", 1_060_000_000),
    ("1 tỷ 60 triệu 500 nghìn đồng", 1_060_500_000),
    ("1 tỷ 60,5 triệu", 1_060_500_000),
    ("3 triệu 250.000", 3_250_000),
    ("3 triệu 250.000 đồng", 3_250_000),
    ("2 triệu 500 nghìn", 2_500_000),
    ("1 nghìn 500 đồng", 1_500),
    ("500 nghìn", 500_000),
    ("500 ngàn", 500_000),
    ("500 nghin đồng", 500_000),
    ("500k", 500_000),
    ("500 K", 500_000),
    ("1.500 nghìn", 1_500_000),
    ("1.060 triệu", 1_060_000_000),
    ("0,5 tỷ", 500 * TRIEU),
    ("0,125 tỷ", 125 * TRIEU),
    ("1 nghìn tỷ", 10**12),
    ("1,5 nghìn tỷ đồng", 1_500 * TY),
    ("1.500 tỷ", 1_500 * TY),
    ("1 triệu tỷ", 10**15),
    ("1.000.000 VNĐ", TRIEU),
    ("1.000.000 vnd", TRIEU),
    ("1.000.000 đ", TRIEU),
    ("1.000.000 ₫", TRIEU),
    ("1.000.000 đồng.", TRIEU),
    ("1 060 000", 1_060_000),
    ("1\u00a0060\u00a0000\u00a0đồng", 1_060_000),
    ("60\u00a0triệu\u202fđồng", 60 * TRIEU),
    ("  60   triệu\tđồng \n", 60 * TRIEU),
    ("60\u200b triệu", 60 * TRIEU),
    (unicodedata.normalize("NFD", "1,06 tỷ đồng"), 1_060_000_000),
    (unicodedata.normalize("NFD", "60 triệu"), 60 * TRIEU),
    ("102.750,00", 102_750),
    ("5,0 triệu", 5 * TRIEU),
    ("0", 0),
    ("0 đồng", 0),
    ("007", 7),
    ("50000", 50_000),
    ("1060000000", 1_060_000_000),
    ("999.999.999.999.999", 999_999_999_999_999),
    # typed spreadsheet numbers are values
    (107.0, 107),
    (0.0, 0),
    (1060000000, 1_060_000_000),
    (102750000.0, 102_750_000),
    (Decimal("60000000"), 60 * TRIEU),
    (Decimal("1.06E+9"), 1_060_000_000),
]

ASKED = [
    ("102,750.000 đồng", (102_750_000, 102_750)),
    ("102,750.000", (102_750_000, 102_750)),
    ("60,000.000", (60_000_000, 60_000)),
    ("23,000.000", (23_000_000, 23_000)),
    ("1,060", (1_060, 1_060_000_000)),
    ("1,060 đồng", (1_060, 1_060_000_000)),
    ("1.060,000", (1_060_000, 1_060)),
    ("1.234,567", (1_234_567, 1_234)),
    ("1,060,000", (1_060_000, 1_060)),
    ("1.5", (1_500_000, 1_500_000_000)),
    ("1.06", (1_060_000, 1_060_000_000)),
    ("0.125", (125_000, 125_000_000)),
    ("1.5 tỷ", (15 * TY, 1_500_000_000)),
    ("1.06 tỷ", (106 * TY, 1_060_000_000)),
    ("0.125 tỷ", (125 * TY, 125 * TRIEU)),
    ("102,750.000 triệu", (102_750_000 * TRIEU, 102_750 * TRIEU)),
    ("1.060.00", (106_000, 1_060)),
    ("1234.567", (1_234_567, 1_234)),
    ("01.234", (1_234, 1_234_000_000)),
    # a fraction of a đồng
    ("1,5", (1_500_000, 1_500_000_000)),
    ("1,06 đồng", (1_060_000, 1_060_000_000)),
    ("102.750,5", (102_750, 102_751)),
    ("1,0605 nghìn", (1_060, 1_061)),
    (1060.5, (1_060, 1_061)),
    (1.5, (1_500_000, 1_500_000_000)),
    # what people say: "một tỷ sáu" is 1,6 tỷ to some
    ("1 tỷ 60", (1_060_000_000, 1_600_000_000)),
    ("1tr5", (1_005_000, 1_500_000)),
    ("2 triệu 5", (2_005_000, 2_500_000)),
    ("1 tỷ 500", (1_500_000_000, 1_000_000_500)),
    ("1 tỷ 060", (1_060_000_000, 1_000_000_060)),
    ("1 triệu 500 đồng", (1_500_000, 1_000_500)),
]

REFUSED = [
    "", " ", "\u00a0", "\u200b", "–", "-", "—", "không", "chưa rõ", "tỷ", "tỷ đồng", "đồng", "nửa tỷ", "tỷ rưỡi",
    "1 tỷ rưỡi", "một tỷ", "1 tỷ tỷ", "1 tỷ 1 tỷ", "60 triệu 1 tỷ", "5 triệu 0 tỷ", "1 nghìn 0,5 nghìn",
    "1 tỷ 1500 triệu", "1,5 tỷ 60 triệu",
    "3 triệu 250000",
    "5 trăm triệu", "1 nghìn triệu", "--5", "-5", "−5", "–5", "(5)", "-60 triệu", "+5", "5-", "60-70 triệu",
    "60 - 70 triệu",
    "1e9", "1E9", "0x10", "NaN", "nan", "inf", "Infinity", "1,2,3", "1.2.3", "1.000.", ".5", ",5", "5,", "1..000",
    "1,.5",
    "1 06", "060 000", "1 060.000", "٣", "１２３", "१२", "²", "½", "=1+1", "=SUM(A1:A9)", "@A1", "#REF!", "1+1", "5%",
    "60 triệu + 1 tỷ", "01 tỷ + 60 triệu = 1,060 tỷ", "1 tỷ, 60 triệu", "5,565 tỷ/3,550 tỷ", "541 tỷ đồng/KH 400 tỷ",
    "14/14 xã", "441 phần", "0,6 ha", "5 USD", "$5", "5 đồng xu", "trên 2,47 tỷ", "gần 10,76 tỷ", "~", "~ 5 triệu",
    "khoảng 60 triệu", "Hơn 5 tỷ", "ước đạt 5 tỷ", ">5 tỷ", "1000000000000001", "1.000.001 tỷ", "2 triệu tỷ",
    "9" * 25, "1" * 199,
    "1,0000000000001 tỷ", "1;2", "1\x002", "60 tr; 5 tr", "<b>5</b>", "5 triệu đồng đồng", "Quỹ = 01 tỷ đồng",
    None, True, False, -5, -0.5, Decimal("-1"), float("nan"), float("inf"), float("-inf"), Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("1E+400"), 1e300, 10**400, 10**15 + 1,
]  # fmt: skip


def test_the_tables_hold_at_least_150_rows() -> None:
    assert len(READ) + len(ASKED) + len(REFUSED) >= 150


@pytest.mark.parametrize(("text", "dong"), READ)
def test_reads(text: str | float | Decimal, dong: int) -> None:
    value = read_money(text)
    assert value == dong
    assert type(value) is int


@pytest.mark.parametrize(("text", "readings"), ASKED)
def test_asks_and_names_both_readings(text: str | float, readings: tuple[int, int]) -> None:
    with pytest.raises(Ambiguous) as asked:
        read_money(text)
    assert asked.value.readings == readings
    assert all(type(reading) is int for reading in asked.value.readings)
    assert all(format_money(reading) in asked.value.message for reading in readings)
    assert [read_money(choice) for choice in asked.value.choices] == list(readings)


@pytest.mark.parametrize("text", REFUSED)
def test_refuses(text: str | float | None) -> None:
    with pytest.raises(Unreadable) as refused:
        read_money(text)
    assert not isinstance(refused.value, Ambiguous)
    assert refused.value.message == str(refused.value)
    assert refused.value.message.endswith(".")
    assert len(refused.value.message) < 200


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("-60 triệu", "âm"),
        ("trên 2,47 tỷ", "trên"),
        ("=1+1", "công thức"),
        ("", "Chưa có số"),
        ("541 tỷ đồng/KH 400 tỷ", "nhiều hơn một con số"),
        ("1 tỷ rưỡi", "rưỡi"),
        ("٣", "0–9"),
        ("1.000.001 tỷ", "quá lớn"),
        ("60 triệu 1 tỷ", "nhỏ hơn"),
    ],
)
def test_the_message_says_what_is_wrong(text: str, word: str) -> None:
    with pytest.raises(Unreadable, match=word):
        read_money(text)


def test_the_question_reads_as_a_sentence() -> None:
    with pytest.raises(Ambiguous) as asked:
        read_money("102,750.000 đồng")
    assert asked.value.message == (
        "“102,750.000 đồng” đọc được hai cách: 102.750.000 hoặc 102.750 đồng. Hãy viết lại cho rõ."
    )
    assert asked.value.text == "102,750.000 đồng"


@pytest.mark.parametrize("seed", ["1", "1.", "1,", "1 ", "1 tỷ ", " ", "trên ", "-", "1.000", "tr", "\u0301", "１"])
def test_long_text_is_refused_by_its_length_alone(seed: str) -> None:
    text = (seed * 100_000)[:100_000]
    with pytest.raises(Unreadable, match="Dài quá 200 ký tự") as refused:
        read_money(text)
    assert len(refused.value.message) < 100


@given(st.integers(0, MAX_MONEY))
def test_what_is_written_reads_back(dong: int) -> None:
    assert read_money(format_money(dong)) == dong
    assert read_money(format_entry(dong)) == dong
    assert read_money(f"{format_money(dong)} đồng") == dong


@given(st.integers(0, MAX_MONEY // TY), st.integers(0, TY - 1))
def test_ty_with_a_comma_reads_as_its_dong(ty: int, rest: int) -> None:
    written = f"{format_decimal(Decimal(ty * TY + rest).scaleb(-9))} tỷ"
    if ty * TY + rest <= MAX_MONEY:
        assert read_money(written) == ty * TY + rest


@given(st.text(alphabet="0123456789.,- tỷriệunghđồk\u0323\u00a0", max_size=30))
def test_any_text_is_read_asked_or_refused(text: str) -> None:
    try:
        value = read_money(text)
    except Ambiguous as asked:
        assert asked.readings[0] != asked.readings[1]
    except Unreadable as refused:
        assert refused.message
    else:
        assert 0 <= value <= MAX_MONEY
