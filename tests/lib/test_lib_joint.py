"""Joint credit in the abstract: the whole once, each organisation once, and what a sum would count again."""

import pytest

from danvan.lib.joint import Body, Pair, Sum, credit, said

A, B, C = Body("a", "A"), Body("b", "B"), Body("c", "C")

pytestmark = pytest.mark.once


def test_one_action_of_three_counts_once_for_the_whole_and_once_for_each() -> None:
    house = Sum(1, 100_000_000)
    found = credit([(A, house)], [Pair(A, B, house), Pair(A, C, house)])
    assert (found.whole, found.each, found.again) == (house, Sum(3, 300_000_000), Sum(2, 200_000_000))
    assert [found.of(code).both for code in "abc"] == [house] * 3
    assert (found.of("a").led, found.of("b").led, found.of("b").joined) == (house, Sum(), house)
    assert said(found, "khoản", "toàn huyện") == (
        "Cộng theo từng tổ chức 3 khoản, 300 triệu; toàn huyện 1 khoản, 100 triệu: "
        "2 khoản, 200 triệu là phần cùng làm được đếm lại."
    )


def test_who_joins_in_its_own_action_has_led_it() -> None:
    found = credit([(A, Sum(1, 5))], [Pair(A, A, Sum(1, 5))])
    assert (found.each, found.pairs, said(found, "khoản", "toàn huyện")) == (Sum(1, 5), (), "")


def test_what_is_not_valued_is_no_zero() -> None:
    found = credit([(A, Sum(2, None)), (B, Sum(1, 1_500_001))], [Pair(A, B, Sum(2, None))])
    assert (found.whole, found.again, found.of("b").both) == (Sum(3, 1_500_001), Sum(2, None), Sum(3, 1_500_001))
    assert said(found, "khoản", "toàn đợt") == (
        "Cộng theo từng tổ chức 5 khoản, 1.500.001 đồng; toàn đợt 3 khoản, 1.500.001 đồng: "
        "2 khoản là phần cùng làm được đếm lại."
    )
