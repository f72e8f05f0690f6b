"""What must hold of rates and life tables whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.domain.demography.life_table import bounds_of_dying, life_tables, probability_of_dying
from gongwei.domain.demography.standardization import (
    crude_event_rate,
    directly_standardized,
    indirectly_standardized,
)

AGES = (0, 1, *range(5, 90, 5))
SEEDS = st.integers(0, 100_000)


def people_and_deaths(seed: int, groups: int = 3):
    rng = np.random.default_rng(seed)
    people = rng.integers(200, 50_000, (groups, len(AGES))).astype(float)
    risk = np.minimum(0.0005 * np.exp(0.08 * np.array(AGES)) * rng.lognormal(0, 0.5, (groups, 1)), 0.15)
    deaths = rng.binomial(people.astype(int), risk).astype(float)
    deaths[:, -1] = np.maximum(deaths[:, -1], 1)
    return deaths, people


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_survivors_never_rise_and_nobody_lives_less_than_no_years(seed):
    deaths, people = people_and_deaths(seed)
    found = life_tables(deaths, people, AGES)
    assert found.reasons == ("", "", "")
    assert (np.diff(found.lx, axis=1) <= 0).all() and (np.diff(found.Tx, axis=1) <= 0).all()
    assert ((found.qx >= 0) & (found.qx <= 1)).all() and (found.ex > 0).all() and (found.Lx >= 0).all()
    lower, upper = found.bounds()
    assert (lower <= found.ex).all() and (found.ex <= upper).all()


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.integers(2, 50))
def test_deaths_and_people_alike_times_over_change_no_life_and_narrow_its_interval(seed, times):
    deaths, people = people_and_deaths(seed)
    one, many = life_tables(deaths, people, AGES), life_tables(deaths * times, people * times, AGES)
    assert np.allclose(one.ex, many.ex) and np.allclose(one.standard_error, many.standard_error * np.sqrt(times))


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.permutations(range(3)))
def test_the_order_of_groups_changes_nothing(seed, order):
    deaths, people = people_and_deaths(seed)
    one, other = life_tables(deaths, people, AGES), life_tables(deaths[order], people[order], AGES)
    assert (one.ex[order] == other.ex).all()


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.floats(1.5, 1000))
def test_more_people_with_as_many_events_scale_the_rate_down(seed, times):
    deaths, people = people_and_deaths(seed, groups=1)
    standard = np.ones(len(AGES))
    crude = [crude_event_rate(deaths.sum(), people.sum() * each, per=1e5) for each in (1, times)]
    direct = [directly_standardized(deaths[0], people[0] * each, standard) for each in (1, times)]
    indirect = [
        indirectly_standardized(deaths[0], people[0] * each, np.full(len(AGES), 0.01), per=1) for each in (1, times)
    ]
    for one, other in (crude, direct, indirect):
        if one.value is not None:
            assert one.value == pytest.approx(other.value * times)
            assert (one.lower, one.upper) == (pytest.approx(other.lower * times), pytest.approx(other.upper * times))


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.integers(0, 7))
def test_a_death_more_raises_the_probability_of_dying_early(seed, band):
    rng = np.random.default_rng(seed)
    people, deaths = rng.integers(500, 5_000, 8).astype(float), rng.integers(0, 40, 8).astype(float)
    more = deaths.copy()
    more[band] += 1
    one, other = probability_of_dying(deaths, people), probability_of_dying(more, people)
    lower, upper = bounds_of_dying(deaths, people)
    assert 0 <= lower <= one <= upper <= 1 and one < other
