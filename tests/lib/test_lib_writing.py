"""Numbers written, in digits and in words, and the exact arithmetic behind them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.lib.numbers import (
    change_percent,
    format_decimal,
    format_entry,
    format_int,
    format_money,
    format_percent,
    format_short_money,
    format_signed,
    format_signed_percent,
    money_in_words,
    number_in_words,
    percent,
    round_half_up,
    split_largest_remainder,
)

D = Decimal


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (format_int(None), "–"), (format_int(0), "0"), (format_int(999), "999"), (format_int(4545), "4.545"),
        (format_int(-6), "−6"), (format_int(-1234), "−1.234"), (format_int(D("107.0")), "107"),
        (format_money(1_060_000_000), "1.060.000.000"), (format_money(None), "–"),
        (format_money(102_750_000), "102.750.000"),
        (format_decimal(D("5.60")), "5,6"), (format_decimal(D("5.6"), 2), "5,60"), (format_decimal(D("2"), 1), "2,0"),
        (format_decimal(D("1234.5")), "1.234,5"), (format_decimal(None, 2), "–"), (format_decimal(D("1E+3")), "1.000"),
        (format_decimal(D("0.005"), 2), "0,01"), (format_decimal(D("-0.004"), 2), "0,00"),
        (format_decimal(D("0.125")), "0,125"),
        (format_decimal(100), "100"), (format_decimal(D("100.0")), "100"), (format_decimal(D("0.0")), "0"),
        (format_signed(D("2"), 1), "+2,0"), (format_signed(-6), "−6"), (format_signed(0), "0"),
        (format_signed(None), "–"),
        (format_signed(D("-0.001"), 1), "0,0"),
        (format_percent(D("135.714285")), "135,71\u00a0%"), (format_percent(None), "–"),
        (format_percent(D("16.9"), 1), "16,9\u00a0%"),
        (format_percent(D("86.65"), unit="%"), "86,65%"),
        (format_signed_percent(D("-13.95")), "−13,95\u00a0%"), (format_signed_percent(D("16.9"), 1), "+16,9\u00a0%"),
        (format_entry(None), ""), (format_entry(D("-5.60")), "-5,6"), (format_entry(D("0.125")), "0,1250"),
    ],
)  # fmt: skip
def test_digits(written: str, expected: str) -> None:
    assert written == expected


@pytest.mark.parametrize(
    ("dong", "figure", "unit"),
    [
        (9_486_000_000, "9,486", "tỷ đồng"), (140_000_000, "140", "triệu đồng"), (2_215_750_000, "2,216", "tỷ đồng"),
        (102_750_000, "102,75", "triệu đồng"), (14_250_000, "14,25", "triệu đồng"), (1_060_000_000, "1,06", "tỷ đồng"),
        (999_999_999, "1", "tỷ đồng"), (999_600_000, "999,6", "triệu đồng"), (1_000_000, "1", "triệu đồng"),
        (999_999, "999.999", "đồng"), (0, "0", "đồng"), (-14_250_000, "−14,25", "triệu đồng"),
        (1_234_567_000_000, "1.234,567", "tỷ đồng"),
        (None, "–", ""),
    ],
)  # fmt: skip
def test_headline_money(dong: int | None, figure: str, unit: str) -> None:
    assert format_short_money(dong) == (figure, unit)


@pytest.mark.parametrize("wrong", [1.5, True, "5"])
def test_a_float_is_no_figure(wrong: Any) -> None:
    with pytest.raises(TypeError):
        format_decimal(wrong)


def test_a_fraction_is_no_count() -> None:
    with pytest.raises(ValueError, match="whole"):
        format_int(D("1.5"))


WORDS = [
    (0, "không"), (1, "một"), (4, "bốn"), (5, "năm"), (10, "mười"), (11, "mười một"), (14, "mười bốn"),
    (15, "mười lăm"), (20, "hai mươi"),
    (21, "hai mươi mốt"), (24, "hai mươi tư"), (25, "hai mươi lăm"), (31, "ba mươi mốt"), (54, "năm mươi tư"),
    (55, "năm mươi lăm"),
    (100, "một trăm"), (101, "một trăm lẻ một"), (104, "một trăm lẻ bốn"), (105, "một trăm lẻ năm"),
    (110, "một trăm mười"),
    (111, "một trăm mười một"), (115, "một trăm mười lăm"), (121, "một trăm hai mươi mốt"),
    (999, "chín trăm chín mươi chín"),
    (1_000, "một nghìn"), (1_001, "một nghìn không trăm lẻ một"), (1_010, "một nghìn không trăm mười"),
    (1_100, "một nghìn một trăm"),
    (10_000, "mười nghìn"), (21_000, "hai mươi mốt nghìn"), (100_000, "một trăm nghìn"),
    (105_005, "một trăm lẻ năm nghìn không trăm lẻ năm"),
    (1_000_000, "một triệu"), (1_000_005, "một triệu không trăm lẻ năm"),
    (1_005_000, "một triệu không trăm lẻ năm nghìn"),
    (102_750_000, "một trăm lẻ hai triệu bảy trăm năm mươi nghìn"), (1_000_000_000, "một tỷ"),
    (1_060_000_000, "một tỷ không trăm sáu mươi triệu"), (1_000_000_001, "một tỷ không trăm lẻ một"),
    (2_215_750_000, "hai tỷ hai trăm mười lăm triệu bảy trăm năm mươi nghìn"),
    (2_230_000_000, "hai tỷ hai trăm ba mươi triệu"), (14_250_000, "mười bốn triệu hai trăm năm mươi nghìn"),
    (10**12, "một nghìn tỷ"), (1_500 * 10**9, "một nghìn năm trăm tỷ"),
    (1_005 * 10**9, "một nghìn không trăm lẻ năm tỷ"),
    (10**12 + 5, "một nghìn tỷ không trăm lẻ năm"), (10**15, "một triệu tỷ"),
    (2 * 10**15 + 10**12, "hai triệu không trăm lẻ một nghìn tỷ"),
    (-5, "âm năm"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "words"), WORDS)
def test_words(number: int, words: str) -> None:
    assert number_in_words(number) == words


def test_money_in_words() -> None:
    assert money_in_words(1_060_000_000) == "một tỷ không trăm sáu mươi triệu đồng"
    assert money_in_words(0) == "không đồng"
    assert money_in_words(140_000_000, capital=True) == "Một trăm bốn mươi triệu đồng"
    with pytest.raises(ValueError, match="large"):
        money_in_words(10**18)


UNITS = dict(
    zip(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"], range(11), strict=True),
    mốt=1, tư=4, lăm=5,
)  # fmt: skip
SCALES = {"nghìn": 10**3, "triệu": 10**6}


def number_from_words(words: Sequence[str]) -> int:
    """A reader of its own: what an attentive clerk does."""
    if "tỷ" in words:
        at = words.index("tỷ")
        return number_from_words(words[:at]) * 10**9 + number_from_words(words[at + 1 :])
    total = group = 0
    for word in words:
        if word in SCALES:
            total, group = total + group * SCALES[word], 0
        elif word == "trăm":
            group *= 100
        elif word == "mươi":
            group += group % 10 * 9
        elif word != "lẻ":
            group += UNITS[word]
    return total + group


@given(
    st.integers(0, 10**15)
    | st.integers(0, 10**6)
    | st.builds(lambda a, b: a * 10**b, st.integers(1, 999), st.integers(0, 12))
)
def test_words_say_the_number(number: int) -> None:
    words = number_in_words(number).split()
    assert number_from_words(words) == number
    for before, word in zip(words, words[1:], strict=False):
        # mốt and tư follow mươi alone, lăm follows mươi or mười, lẻ follows trăm alone; một, bốn and năm
        # never follow mươi.
        assert word not in ("mốt", "tư") or before == "mươi"
        assert word != "lăm" or before in ("mươi", "mười")
        assert word != "lẻ" or before == "trăm"
        assert before != "mươi" or word not in ("một", "bốn", "năm")


@pytest.mark.parametrize(
    ("numerator", "denominator", "places", "rate"),
    [(D("7.6"), D("5.6"), 2, "135.71"), (26, 23, 2, "113.04"), (189, 2782, 2, "6.79"), (201, 2782, 2, "7.23"),
     (5_565, 3_550, 1, "156.8"), (1, 8, 2, "12.50"), (1, 800, 2, "0.13"), (0, 5, 2, "0.00"), (2, 3, 0, "67")],
)  # fmt: skip
def test_rates(numerator: int | Decimal, denominator: int | Decimal, places: int, rate: str) -> None:
    result = percent(numerator, denominator, places)
    assert str(result) == rate


def test_changes() -> None:
    assert change_percent(37, 43) == D("-13.95")
    assert change_percent(35, 38) == D("-7.89")
    assert change_percent(43, 43) == 0


@pytest.mark.parametrize(("first", "second"), [(None, 5), (5, None), (5, 0), (None, None), (0, 0)])
def test_a_rate_of_nothing_is_unknown(first: int | None, second: int | None) -> None:
    assert percent(first, second) is None
    assert change_percent(first, second) is None


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [("0.125", 2, "0.13"), ("-0.125", 2, "-0.13"), ("2.5", 0, "3"), ("1" * 30 + ".5", 0, "1" * 29 + "2")],
)
def test_halves_go_up(value: str, places: int, rounded: str) -> None:
    assert str(round_half_up(D(value), places)) == rounded


@pytest.mark.parametrize(
    ("total", "shares", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (100, [D("0.5"), D("0.3"), D("0.2")], [50, 30, 20]),
        (1_000_000_000, [D("1"), D("2")], [333_333_333, 666_666_667]),
        (-10, [1, 1, 1], [-4, -3, -3]),
        (7, [0, 1], [0, 7]),
        (0, [1, 2], [0, 0]),
    ],
)
def test_splits(total: int, shares: list[Decimal], parts: list[int]) -> None:
    assert split_largest_remainder(total, shares) == parts


@pytest.mark.parametrize("shares", [[], [0, 0], [1, -1]])
def test_a_split_needs_shares(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="shares"):
        split_largest_remainder(5, shares)


@given(st.integers(-(10**15), 10**15), st.lists(st.decimals(0, 1, places=6), min_size=1).filter(any))
def test_a_split_loses_nothing(total: int, shares: list[Decimal]) -> None:
    parts = split_largest_remainder(total, shares)
    assert sum(parts) == total
    whole = sum(shares)
    assert all(abs(part - total * share / whole) < D("1.001") for part, share in zip(parts, shares, strict=True))
