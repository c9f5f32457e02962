"""Vietnamese text: folding, dictionary order, place names, near misses (domain.md §8)."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.lib.text import (
    clean,
    closest,
    fold,
    fold_loose,
    near,
    nfc,
    person_sort_key,
    place_key,
    place_keys,
    sort_key,
    strip_prefix,
)


def test_clean() -> None:
    assert clean("  Phú\u00a0 Sơn\r\n") == "Phú Sơn"
    assert clean(unicodedata.normalize("NFD", "Đạ Đờn")) == "Đạ Đờn"
    assert clean("Phú\u200b Sơn\ufeff\x00") == "Phú Sơn"
    assert nfc("e\u0302\u0323") == "ệ"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Phú Sơn", "phu son"), ("ĐẠ ĐỜN", "da don"), ("Ðạ Ðờn", "da don"), ("hoà", "hoa"), ("hòa", "hoa"),
        ("Nguyễn Thị Ưng", "nguyen thi ung"),
        ("K’Lũ", "klu"), ("K'Lũ", "klu"), ("K`Lũ", "klu"), ("KʼLũ", "klu"), ("K´Lũ", "klu"), ("K' Lũ", "klu"),
        ("Đạ K'Nàng", "da knang"),
        ("D'Ran", "dran"), ("Quỹ “Vì người nghèo”", 'quy "vi nguoi ngheo"'),
        ('Quỹ "Vì người nghèo"', 'quy "vi nguoi ngheo"'), ("", ""),
    ],
)  # fmt: skip
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded
    assert fold(unicodedata.normalize("NFD", typed)) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("one", "other"), [("Lý", "Lí"), ("quý", "quí"), ("Mỹ", "Mĩ"), ("Nông-thôn", "nông thôn"), ("K’Ho", "K'Ho")]
)
def test_loose_folding_joins_spellings(one: str, other: str) -> None:
    assert fold_loose(one) == fold_loose(other)


def dictionary(words: list[str]) -> list[str]:
    shuffled = random.Random(2022).sample(words, len(words))
    return sorted(shuffled, key=sort_key)


def test_letters_and_tones_in_dictionary_order() -> None:
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert dictionary(letters) == letters
    tones = ["ma", "mà", "mả", "mã", "má", "mạ", "man", "mạn", "măn", "mân"]
    assert dictionary(tones) == tones


def test_words_in_dictionary_order() -> None:
    words = [
        "1",
        "2",
        "10",
        "an",
        "àn",
        "ăn",
        "ân",
        "ba",
        "ba ba",
        "bà",
        "bà con",
        "bác",
        "băng",
        "da",
        "đa",
        "oan",
        "ôn",
        "ơn",
        "ưng",
    ]
    assert dictionary(words) == words


def test_places_in_order_with_numbers_by_value() -> None:
    places = [
        "Đạ Đờn",
        "Đan Phượng",
        "Đinh Văn",
        "Pretieng 1",
        "Pretieng 2",
        "Pretieng 10",
        "Tân Hà",
        "Tân Thanh",
        "Tân Văn",
    ]
    assert dictionary(places) == places


def test_people_by_given_name() -> None:
    people = ["K’Brếu", "Trần Thị Ánh", "Lê Văn Ân", "K’Biếu", "Nguyễn An", "Lê Thị An"]
    ordered = ["Lê Thị An", "Nguyễn An", "Trần Thị Ánh", "Lê Văn Ân", "K’Biếu", "K’Brếu"]
    assert sorted(people, key=person_sort_key) == ordered
    assert person_sort_key("") == ""


@given(st.text(max_size=60))
def test_a_sort_key_is_plain_for_every_database(text: str) -> None:
    key = sort_key(text)
    assert set(key) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
    assert len(key) <= 255
    assert key == sort_key(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("xã Phú Sơn", "Phú Sơn"), ("Xã Phú Sơn", "Phú Sơn"), ("X. Phú Sơn", "Phú Sơn"), ("X.Phú Sơn", "Phú Sơn"),
        ("TT. Đinh Văn", "Đinh Văn"),
        ("TT Đinh Văn", "Đinh Văn"), ("thị trấn Đinh Văn", "Đinh Văn"), ("Thôn Pretieng 1", "Pretieng 1"),
        ("TDP 5", "5"), ("TDP5", "5"),
        ("tổ dân phố Đa Huynh", "Đa Huynh"), ("buôn Chuối", "Chuối"), ("thôn Buôn Chuối", "Chuối"),
        ("khu phố 3", "3"), ("huyện Lâm Hà", "Lâm Hà"),
        ("tỉnh Lâm Đồng", "Lâm Đồng"), ("đặc khu Phú Quý", "Phú Quý"), ("P. 1", "1"), ("phường Bảo Lộc", "Bảo Lộc"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("xa Phu Son", "Phu Son"), ("Phú Sơn", "Phú Sơn"), ("Xà Bang", "Xà Bang"), ("Tịnh Biên", "Tịnh Biên"),
        ("Thống Nhất", "Thống Nhất"),
        ("xã", "xã"), ("Phú Sơn Lâm Hà", "Phú Sơn Lâm Hà"), ("Xuân Trường", "Xuân Trường"), ("", ""),
    ],
)  # fmt: skip
def test_strip_prefix(written: str, name: str) -> None:
    assert strip_prefix(written) == name


@pytest.mark.parametrize("written", ["Phú Sơn", "xã Phú Sơn", "X. Phú sơn", "phu son", "xa Phu Son", "XÃ PHÚ SƠN"])
def test_one_place_many_spellings(written: str) -> None:
    assert place_key(written) == "phu son"


def test_a_name_that_looks_like_a_prefix_still_meets() -> None:
    assert place_keys("Tinh Bien") & place_keys("huyện Tịnh Biên")


def test_near_misses() -> None:
    assert near("Preteing 1", "Pretieng 1") == pytest.approx(0.9)
    assert near("Phú Sơn", "phu son") == 1
    assert near("", "") == 1
    assert near("Phú Sơn", "") == 0
    communes = ["Phú Sơn", "Phúc Thọ", "Phi Tô", "Tân Hà", "Tân Văn"]
    assert closest("Phú Xơn", communes) == ["Phú Sơn"]
    assert closest("Tân Vân", communes, n=1) == ["Tân Văn"]
    assert closest("Đức Trọng", communes) == []
    assert closest("", communes) == []


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_fair(a: str, b: str) -> None:
    assert 0 <= near(a, b) <= 1
    assert near(a, b) == near(b, a)
    assert near(a, a) == 1
