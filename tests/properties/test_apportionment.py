"""Laws of sharing people out by largest remainder."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwei.domain.demography.population import NothingToShareBy, apportion

weights = st.lists(st.integers(0, 10_000_000), min_size=1, max_size=40).filter(any)
totals = st.integers(0, 20_000_000)


@given(totals, weights)
def test_the_shares_add_up_and_stay_within_one_of_the_quota(total, weights):
    shares, whole = apportion(total, weights), sum(weights)
    assert sum(shares) == total
    assert all(abs(share * whole - total * weight) < whole for share, weight in zip(shares, weights, strict=True))


@given(totals, weights)
def test_the_heavier_never_gets_less(total, weights):
    pairs = sorted(zip(weights, apportion(total, weights), strict=True))
    assert all(a[1] <= b[1] for a, b in pairwise(pairs) if a[0] < b[0])


@given(weights)
def test_sharing_the_sum_gives_the_weights_back(weights):
    assert apportion(sum(weights), weights) == weights


def test_of_equal_remainders_the_earlier_place_wins():
    assert apportion(2, [1, 1, 1]) == [1, 1, 0]


def test_no_weights_at_all_are_refused():
    with pytest.raises(NothingToShareBy):
        apportion(1, [0, 0])
    assert apportion(0, [0, 0]) == [0, 0]


def test_negative_counts_are_refused():
    with pytest.raises(ValueError):
        apportion(-1, [1])
