"""The cast is what its tables say, so that other tests can compute with it by hand."""

from tests.cast import ROUTES


def test_a_commune_support_goes_through_both_steps_and_counts_sixty_million(cast):
    support = cast.approve(cast.make_support())
    assert (support.status, support.amount_vnd) == ("approved", 60_000_000)
    assert len(ROUTES) == 3
