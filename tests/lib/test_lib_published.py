"""Published figures keep their qualifier, their unit and how exactly they are known (domain.md §8)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from danvan.lib.numbers import Ambiguous, Published, Unreadable, read_published

PUBLISHED = [
    ("trên 2,47 tỷ", 2_470_000_000, "trên", "đồng", "1E+7"),
    ("gần 10,76 tỷ", 10_760_000_000, "gần", "đồng", "1E+7"),
    ("khoảng 60 triệu đồng", 60_000_000, "khoảng", "đồng", "1E+6"),
    ("~5 tỷ", 5_000_000_000, "khoảng", "đồng", "1E+9"),
    ("Hơn 270 mô hình", 270, "trên", "mô hình", "1"),
    ("541 tỷ đồng", 541_000_000_000, "", "đồng", "1E+9"),
    ("2,230 tỷ đồng", 2_230_000_000, "", "đồng", "1E+6"),
    ("2.290.000.000đ", 2_290_000_000, "", "đồng", "1"),
    ("4.545 phần", 4545, "", "phần", "1"),
    ("7,6ha", Decimal("7.6"), "", "ha", "0.1"),
    ("03 hộ", 3, "", "hộ", "1"),
    ("01 căn", 1, "", "căn", "1"),
    ("-13,95 %", Decimal("-13.95"), "", "%", "0.01"),
    ("−7,89%", Decimal("-7.89"), "", "%", "0.01"),
    ("+2,6 ha", Decimal("2.6"), "", "ha", "0.1"),
    ("160%", 160, "", "%", "1"),
    ("2 triệu lượt người", 2_000_000, "", "lượt người", "1E+6"),
    ("43", 43, "", "", "1"),
]


@pytest.mark.parametrize(("text", "value", "qualifier", "unit", "step"), PUBLISHED)
def test_published(text: str, value: int | Decimal, qualifier: str, unit: str, step: str) -> None:
    published = read_published(text)
    assert published == Published(value, qualifier, unit, text, Decimal(step))
    assert type(published.value) is type(value)


@pytest.mark.parametrize("text", ["1,060 ha", "102,750.000 đồng", "trên 1.5 tỷ", "1,5 đồng"])
def test_published_asks_too(text: str) -> None:
    with pytest.raises(Ambiguous):
        read_published(text)


@pytest.mark.parametrize(
    "text", ["", "trên", "nhiều", "14/14 xã", "7,6ha/26 hộ", "541 tỷ đồng/KH 400 tỷ", "--5", "٣ hộ", "5" * 100_000]
)
def test_published_refuses(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_published(text)
    assert not isinstance(refused.value, Ambiguous)
