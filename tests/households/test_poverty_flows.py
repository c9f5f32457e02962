"""Start + in − out = end: each way out of the lists and into them by hand, and any history by chance."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beneficiaries.poverty_flows import (
    BY_CODE,
    LISTS,
    NEAR,
    POOR,
    Case,
    Line,
    flow,
    gathered,
    hides,
    reason_of,
)  # fmt: skip

pytestmark = pytest.mark.once

BY_HAND = [
    (Case(start="poor", end="poor"), "stayed", ""),
    (Case(start="poor", end="escaped_poor"), "escaped", ""),
    (Case(start="poor", end="not_poor"), "escaped", ""),
    (Case(start="poor", end="near_poor"), "to_near", "from_poor"),
    (Case(start="near_poor", end="escaped_near_poor"), "", "escaped"),
    (Case(start="near_poor", end="poor"), "from_near", "to_poor"),
    (Case(start="near_poor", end="poor", earlier=("poor",)), "near_again", "to_poor"),
    (Case(start="escaped_poor", end="poor"), "again", ""),
    (Case(end="poor", earlier=("poor", "not_poor")), "again", ""),
    (Case(end="poor", earlier=("near_poor", "escaped_near_poor")), "new", ""),
    (Case(end="near_poor", earlier=("near_poor", "not_poor")), "", "again"),
    (Case(end="near_poor"), "", "new"),
    (Case(end="poor", earlier=("poor",)), "back", ""),  # not reviewed last year: nobody knows that it left
    (Case(start="poor"), "missing", ""),
    (Case(start="poor", other=True), "other_now", ""),
    (Case(end="poor", other_before=True), "other_before", ""),
    (Case(start="poor", there=False), "moved_out", ""),
    (Case(start="poor", end="not_poor", there=False), "moved_out", ""),  # what it is there is that place's to say
    (Case(start="poor", end="near_poor", there_before=False), "", "moved_in"),
    (Case(start="poor", went=True), "joined", ""),
    (Case(start="poor", end="poor", went=True), "stayed", ""),  # a part of it moved out, it is still there
    (Case(end="poor", came=True), "parted", ""),
    (Case(start="poor", withdrawn=True), "withdrawn", ""),
    (Case(end="poor", listed_before=False), "unlisted", ""),
    (Case(start="not_poor", end="not_poor"), "", ""),
]


@pytest.mark.parametrize(("case", "poor", "near"), BY_HAND)
def test_a_household_leaves_or_enters_a_list_for_one_reason(case: Case, poor: str, near: str) -> None:
    assert (reason_of(case, POOR), reason_of(case, NEAR)) == (poor, near)


def test_every_reason_is_shown_by_hand() -> None:
    assert {code for _case, *codes in BY_HAND for code in codes if code} - {"stayed"} == BY_CODE.keys()


def test_a_year_by_hand() -> None:
    """Poor: 5 + 3 − 3 = 5; near-poor: 2 + 2 − 2 = 2."""
    cases = [
        Case(start="poor", end="poor"), Case(start="poor", end="poor"), Case(start="poor", end="escaped_poor"),
        Case(start="poor", end="near_poor"), Case(start="poor"), Case(start="near_poor", end="poor"),
        Case(end="poor", earlier=("poor", "not_poor")), Case(end="poor"), Case(start="near_poor", there=False),
        Case(end="near_poor"),
    ]  # fmt: skip
    poor, near = flow(cases, POOR), flow(cases, NEAR)
    assert (poor.start, poor.left, poor.entered, poor.end, poor.escaped, poor.again) == (5, 3, 3, 5, 2, 1)
    assert {line.code: line.count for line in (*poor.out, *poor.into)} == {
        "escaped": 1, "to_near": 1, "missing": 1, "from_near": 1, "again": 1, "new": 1}  # fmt: skip
    assert (near.start, near.left, near.entered, near.end) == (2, 2, 2, 2)
    without = flow(cases, POOR, listed_before=False)
    assert (without.start, without.end, without.known, without.out) == (None, 5, False, ())


CLASSES = ("", "poor", "near_poor", "escaped_poor", "escaped_near_poor", "not_poor")
HISTORIES = st.builds(
    Case, start=st.sampled_from(CLASSES), end=st.sampled_from(CLASSES),
    there_before=st.booleans(), there=st.booleans(), other_before=st.booleans(), other=st.booleans(),
    earlier=st.lists(st.sampled_from(CLASSES[1:]), max_size=3).map(tuple),
    listed_before=st.booleans(), came=st.booleans(), went=st.booleans(), withdrawn=st.booleans(),
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(HISTORIES, max_size=30))
def test_whatever_happened_nothing_is_lost(cases: list[Case]) -> None:
    flows = {which: flow(cases, which) for which in LISTS}
    for which, one in flows.items():
        assert one.start is not None and one.end is not None
        assert one.start - one.left + one.entered == one.end
        assert one.start == one.stayed + one.left and one.end == one.stayed + one.entered
        assert all(line.label and BY_CODE[line.code].sign == line.sign for line in (*one.out, *one.into))
        others = flow([replace(case, earlier=()) for case in cases], which)
        assert (others.start, others.end, others.left) == (one.start, one.end, one.left)
    poor, near = flows[POOR].counts, flows[NEAR].counts
    assert poor["to_near"] == near["from_poor"]
    assert near["to_poor"] == poor["from_near"] + poor["near_again"]


@given(st.lists(st.integers(1, 12), max_size=8))
def test_small_counts_are_added_up_until_they_tell_of_nobody(counts: list[int]) -> None:
    lines = [Line(f"r{at}", "", count, -1) for at, count in enumerate(counts)]
    told = gathered(lines)
    if told is None:
        assert hides(*counts) and (sum(counts) < 3 or len(counts) == 1)
    else:
        assert not hides(*(line.count for line in told)) and sum(line.count for line in told) == sum(counts)
