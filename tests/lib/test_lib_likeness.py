"""Names that are nearly the same: what is one sound, one slip, two names."""

import pytest

from danvan.lib.likeness import alike, exact_keys, near_keys, same_but_a_slip, sound, stored_keys, words_of


@pytest.mark.parametrize("typed", ["K’Lũ", "K' Lũ", "K`Lũ", "kʼ lu", "K Lu", "KLŨ"])
def test_every_form_of_a_mark_is_one_word(typed):
    assert words_of(typed) == ["klu"]


@pytest.mark.parametrize(
    ("a", "b"),
    [("Lý", "Lí"), ("Sửu", "Xửu"), ("Trinh", "Chinh"), ("Giang", "Rang"), ("Giang", "Dang"), ("Gìn", "Dìn"),
     ("Phước", "Fước"), ("Quý", "Kuý"), ("Thuỷ", "Thuy"), ("Nguyễn", "Nguyyen"), ("Nghĩa", "Ngĩa")],
)  # fmt: skip
def test_what_sounds_alike_has_one_sound(a, b):
    (one,), (other,) = words_of(a), words_of(b)
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("Nguyễn Văn Lý", "nguyen van li", True),
        ("Nguyễn Văn Lý", "Nguyn Văn Lý", True),  # a letter missing
        ("Nguyễn Văn Lý", "Nguyeen Văn Lý", True),  # doubled
        ("Nguyễn Văn Lý", "Nguyễn Vna Lý", True),  # swapped
        ("Nguyễn Văn Lý", "Nguyễt Văn Lý", True),  # another letter in a long word
        ("Nguyễn Thị Lan", "Nguyễn Thị Vân", False),  # another letter in a short one: two names
        ("Nguyễn Văn An", "Nguyễn Văn Anh", False),  # two letters are no ground for a slip
        ("Nguyễn Vna Lý", "Nguyeen Văn Lý", True),
        ("Trần Văn Lý", "Nguyễn Văn Lý", False),
        ("Nguyễn Văn Lý", "Nguyễn Lý", False),
    ],
)
def test_near_names(a, b, near):
    assert alike(a, b) is near
    assert alike(b, a) is near


def test_what_the_keys_find_is_what_a_comparison_finds():
    """The index and the comparison hold one rule: for any two words they agree."""
    words = ("lan van loan lna luan thanh thnah thah tanh huong huonng hunog hoang klu lu kbreo kbreom breo minh mnih "
             "xuan suan trang chang giang rang dang nguyen nguyn nguyet an anh").split()  # fmt: skip
    for typed in words:
        (wanted,) = near_keys(typed)
        looked_for = {key for key in wanted if not key.endswith("*")}
        for stored in words:
            found = bool(looked_for & set(stored_keys([stored]).split()))
            assert found is same_but_a_slip(sound(typed), sound(stored)), (typed, stored)


def test_a_code_is_found_by_its_beginning_and_without_its_noughts():
    keys = stored_keys(["K’Lũ"], ["PS-007", "Pretieng 1"]).split()
    assert {"ps", "007", "7", "pretieng", "klu", "lu"} <= set(keys)
    assert not any(key.startswith("-") and "pret" in key for key in keys)
    assert exact_keys("K’ Lũ pret") == (("klu*",), ("pret*",))
