"""Published intervals and standardized rates, control charts, and standard populations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.catalog.standard_populations import STANDARD_POPULATIONS, GroupsDoNotFit
from gongwei.domain.demography.capture import NoEstimate, two_lists
from gongwei.domain.demography.intervals import byar, exact_poisson, exact_proportion
from gongwei.domain.demography.limits import c_chart, cusum_chart, ewma_chart, funnel, overdispersion
from gongwei.domain.demography.standardization import (
    directly_standardized,
    indirectly_standardized,
    slope_index,
)

SERIES = [23, 18, 27, 31, 22, 19, 25, 30, 41, 44, 39, 28, 21, 24, 26, 50]


def test_byars_bounds_are_the_published_ones():
    lower, upper = byar([65, 1, 0, -1])
    assert lower[:3] == pytest.approx([50.1631877105, 0.0130721329, 0], abs=1e-9)
    assert upper[:2] == pytest.approx([82.849138546, 5.563755582], abs=1e-9) and np.isnan(lower[3])


def test_exact_bounds_hold_at_the_edges():
    assert exact_poisson(0)[1] == pytest.approx(-np.log(0.025))  # by definition
    assert exact_proportion([0, 10], [10, 10])[0] == pytest.approx([0, 0.025 ** (1 / 10)])


def test_the_indirectly_standardized_rate_has_the_published_interval():
    crude = 10011.137622 / 895 * 835.8835612
    found = indirectly_standardized([895], [835.8835612], [1.0], per=crude)
    assert found.value == pytest.approx(10011.137622, abs=1e-6)
    assert (found.lower, found.upper) == (pytest.approx(9365.916003, abs=1e-5), pytest.approx(10689.097583, abs=1e-5))


def test_a_rate_weighed_by_its_own_population_is_the_crude_one():
    found = directly_standardized([20, 30, 50], [1000, 2000, 3000], [1000, 2000, 3000], per=1000)
    crude = 100 / 6
    assert found.value == pytest.approx(crude)
    low, high = byar(100)
    assert (found.lower, found.upper) == (pytest.approx(low / 6), pytest.approx(high / 6))


def test_a_rate_of_few_events_or_of_nobody_is_not_given():
    assert directly_standardized([4, 5], [100, 100], [1, 1]).flag == "fewer than 10 events"
    assert directly_standardized([40, 5], [100, 0], [1, 1]).flag == "no population"
    assert indirectly_standardized([4], [100], [0]).flag == "nothing expected"


@settings(max_examples=50)
@given(st.lists(st.integers(5, 200), min_size=3, max_size=10), st.integers(2, 9))
def test_scaling_the_population_scales_the_rate(events, factor):
    people, weights = [10_000 + 7 * n for n in events], range(1, len(events) + 1)
    one = directly_standardized(events, people, list(weights))
    other = directly_standardized(events, [factor * n for n in people], list(weights))
    assert one.value == pytest.approx(factor * other.value) and one.upper == pytest.approx(factor * other.upper)


def test_control_charts_are_the_published_ones():
    counts = c_chart(SERIES)
    assert (counts.centre, counts.lower[0], counts.upper[0]) == pytest.approx((29.25, 13.025019, 45.474981), abs=1e-6)
    assert counts.out.tolist() == [False] * 15 + [True]
    smooth = ewma_chart(SERIES, centre=25, sd=5)
    assert smooth.value[[0, 1, 2, 3, 4, 5, 15]] == pytest.approx(
        [24.6, 23.28, 24.024, 25.4192, 24.73536, 23.588288, 32.469091], abs=1e-6
    )
    assert smooth.lower[[0, 1, 15]] == pytest.approx([22, 21.158125, 20.001981], abs=1e-6)
    assert smooth.upper[[0, 1, 15]] == pytest.approx([28, 28.841875, 29.998019], abs=1e-6)
    summed = cusum_chart(SERIES, centre=25, sd=5).value / 5
    assert summed == pytest.approx([0, 0, 0, 0.7, 0, 0, 0, 0.5, 3.2, 6.5, 8.8, 8.9, 7.6, 6.9, 6.6, 11.1])


def test_a_funnel_narrows_with_size_and_holds_the_overall_share():
    found = funnel([8, 80, 800, 0], [10, 100, 1000, 0])
    assert found.overall == pytest.approx(0.8)
    width = found.upper_95 - found.lower_95
    assert width[0] > width[1] > width[2] and np.isnan(width[3]) and (found.lower_998 <= found.lower_95)[:3].all()


def test_a_limit_of_the_funnel_is_the_binomial_tail_between_two_counts():
    # Of 10 at one half P(X ≤ 1) = 11/1024 and P(X ≤ 2) = 56/1024: 2.5 % lies between.
    found = funnel([5, 5], [10, 10])
    assert found.lower_95[0] == pytest.approx((2 - (56 / 1024 - 0.025) / (45 / 1024)) / 10)
    assert found.upper_95[0] == pytest.approx(1 - found.lower_95[0])
    assert funnel([0, 600], [3, 1000]).lower_95[0] == 0  # nobody of three is no wonder
    assert funnel([8, 800], [8, 1000]).upper_95[0] == 1  # nor all of eight


def test_places_that_differ_by_chance_alone_are_not_overdispersed():
    rng = np.random.default_rng(1)
    people = rng.integers(20, 400, 200)
    assert overdispersion(rng.binomial(people, 0.6), people) == 1.0
    assert overdispersion([3], [5]) == overdispersion([5, 5], [5, 5]) == 1.0  # too few, and nobody differs


def test_places_that_differ_beyond_chance_widen_the_funnel_by_as_much():
    rng = np.random.default_rng(2)
    people = np.full(400, 100)
    above = rng.binomial(people, np.clip(rng.normal(0.6, 0.098, 400), 0, 1))  # sd twice that of chance: variance × 5
    factor = overdispersion(above, people)
    assert 3 < factor < 5  # the tails are drawn in
    plain, wide = funnel(above, people), funnel(above, people, dispersion=factor)
    assert (wide.upper_95 - wide.lower_95 > 1.6 * (plain.upper_95 - plain.lower_95)).all()


def test_a_slope_is_the_line_through_equal_groups():
    found = slope_index([60, 65, 70, 75, 80], [100] * 5)
    assert found.value == pytest.approx(25) and found.lower == pytest.approx(25) == found.upper
    with pytest.raises(ValueError, match="three or more"):
        slope_index([1, 2], [1, 1])


def test_two_lists_say_how_many_neither_has():
    found = two_lists(100, 80, 60)
    assert found.estimate == pytest.approx(101 * 81 / 61 - 1) and 120 < found.lower < found.estimate < found.upper
    with pytest.raises(NoEstimate, match="no case is on both"):
        two_lists(10, 10, 0)


@pytest.mark.parametrize(
    ("key", "total"), [("china2000", 1_242_612_226), ("china2010", 1_332_810_869), ("china2020", 1_409_778_724)]
)
def test_a_census_adds_up_to_what_was_published(key, total):
    assert sum(STANDARD_POPULATIONS[key].people) == total


def test_standard_populations_are_grouped_as_a_file_has_them():
    segi = STANDARD_POPULATIONS["segi"]
    assert sum(segi.people) == 100_000 and segi.grouped((0, 15, 65)) == (31_000, 62_000, 7_000)
    with pytest.raises(GroupsDoNotFit, match="age group 17"):
        segi.grouped((0, 17))
