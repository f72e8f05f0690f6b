"""Moran's statistics against numbers worked out by hand, and what must hold of any values."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.domain.detection.moran import NoMoran, local_moran, moran, neighbours

LINE = [[1], [0, 2], [1, 3], [2]]  # four places in a row


def test_the_global_statistic_is_the_one_by_hand():
    """Values 1 2 3 4 about their mean −1.5 −.5 .5 1.5, neighbours' means −.5 −.5 .5 .5; Σ z·lag = 2, Σ z² = 5."""
    found = moran([1, 2, 3, 4], LINE)
    assert found.statistic == pytest.approx(2 / 5) and found.expected == pytest.approx(-1 / 3)
    assert 0.05 < found.p_value < 0.5


def test_the_local_statistic_is_the_one_by_hand():
    """(n − 1) · z · lag / Σ z²: 3 · .75 / 5, 3 · .25 / 5."""
    found = local_moran([1, 2, 3, 4], LINE, permutations=99)
    assert found.statistic == pytest.approx([0.45, 0.15, 0.15, 0.45])
    assert found.around.tolist() == [2, 2, 3, 3] and found.kind == ("", "", "", "")


def test_places_at_the_same_distance_are_neighbours_together():
    x, y = [0, 1, -1, 0, 0, 5, 6], [0, 0, 0, 1, -1, 5, 5]
    assert sorted(neighbours(x, y, count=2)[0]) == [1, 2, 3, 4] and len(neighbours(x, y, count=2)[6]) == 2


def test_the_hot_corner_of_a_grid_is_high_among_high():
    x, y = (each.ravel() for each in np.meshgrid(np.arange(8.0), np.arange(8.0)))
    values = np.random.default_rng(2).normal(0, 0.3, 64) + 3.0 * ((x < 3) & (y < 3))
    around = neighbours(x, y, count=4)
    assert moran(values, around).p_value == 0.001
    kinds = np.array(local_moran(values, around).kind)
    assert set(kinds[(x < 2) & (y < 2)]) == {"high-high"} and "high-high" not in set(kinds[(x > 4) | (y > 4)])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(0.1, 100), st.floats(-50, 50), st.randoms(use_true_random=False))
def test_neither_scale_nor_order_of_places_changes_it(seed, times, more, order):
    rng = np.random.default_rng(seed)
    x, y, values = rng.uniform(0, 10, (3, 20))
    new = list(range(20))
    order.shuffle(new)
    one = moran(values, neighbours(x, y, count=4), permutations=99)
    other = moran(values[new] * times + more, neighbours(x[new], y[new], count=4), permutations=99)
    assert one.statistic == pytest.approx(other.statistic) and one.z == pytest.approx(other.z)


def test_equal_values_and_too_few_places_are_refused():
    with pytest.raises(NoMoran, match="the same"):
        moran([2, 2, 2, 2], LINE)
    with pytest.raises(NoMoran, match="missing"):
        moran([2, np.nan, 1, 2], LINE)
    with pytest.raises(NoMoran, match="give 1 to 1"):
        neighbours([0, 1, 2, 3], [0, 0, 0, 0], count=2)
