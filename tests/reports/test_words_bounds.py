"""What a hostile text of a block costs: its sentences are compared, and its numbers looked for, in bounded steps."""

from unittest import mock

from reports.drafts import sentences, word_checks
from reports.drafts.sentences import Change


def test_a_thousand_times_the_same_short_sentence_is_not_compared_pair_by_pair() -> None:
    old, new = "Hết. " * 2_000, "Hết. Còn. " * 1_000
    with mock.patch.object(
        sentences.SequenceMatcher, "get_opcodes", side_effect=AssertionError("pairs were looked for")
    ):
        found = sentences.changes(old, new)
        assert [one.how for one in found] == ["gone"] * 2_000 + ["new"] * 2_000
    few = sentences.changes("Một. Hai.", "Một. Ba.")
    assert few == [Change("same", "Một."), Change("gone", "Hai."), Change("new", "Ba.")]


def test_a_number_is_looked_for_where_it_begins_alone() -> None:
    """From inside a row of digits and strokes nothing is tried again: 8.000 signs would be read 8.000 times."""
    row = "1-" * 20
    assert [word_checks._FREE.match(row, at) is None for at in range(2, len(row), 2)] == [True] * 19
    assert word_checks._FREE.match("1-1-1-a", 2) is None, "a match from inside would be looked for from everywhere"
    for free in ("09/BC-MTTQ-BTT", "36-HD/VPTW", "QĐ12/QĐ-UBND"):
        assert word_checks.typed_numbers(f"Theo {free} thì", (), {}) == []
    assert [one.number for one in word_checks.typed_numbers("có 12-13 hộ", (), {})] == ["12", "13"]
