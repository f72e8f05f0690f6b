"""A published life table, and what must hold of any."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gongwei.domain.demography.life_table import (
    NoLifeTable,
    bounds_of_dying,
    life_table,
    life_tables,
    probability_of_dying,
    without_cause,
)

# An area of England, twenty bands: the worked example of PHEindicatormethods 2.0, life expectancy
AGES = [0, 1, *range(5, 95, 5)]
PEOPLE = [7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601, 50209, 56416, 46411, 39820, 37978, 37039,
          33288, 23306, 11936, 11936]  # fmt: skip
DEATHS = [17, 9, 4, 8, 20, 15, 24, 33, 50, 71, 100, 163, 263, 304, 536, 872, 1390, 1605, 1936, 1937]


def test_life_expectancy_is_the_published_one():
    table = life_table(DEATHS, PEOPLE, AGES)
    assert table.ex[0] == pytest.approx(80.16960813, abs=1e-8) and table.ex[14] == pytest.approx(18.76856852, abs=1e-8)
    # The referee rounds the normal quantile to 1.96.
    reach = (table.upper[0] - table.ex[0]) * 1.96 / 1.959963985
    assert table.ex[0] - reach == pytest.approx(79.88268548, abs=1e-7)
    assert table.ex[0] + reach == pytest.approx(80.45653078, abs=1e-7)


def test_the_order_of_bands_does_not_matter():
    turned = life_table(DEATHS[::-1], PEOPLE[::-1], AGES[::-1])
    assert np.array_equal(turned.ex, life_table(DEATHS, PEOPLE, AGES).ex)


@pytest.mark.parametrize(
    ("band", "deaths", "people", "reason"),
    [
        (3, -1, 48489, "age 10: deaths below zero"),
        (5, 15, 0, "age 20: population of zero or below"),
        (5, 50000, 43219, "age 20: more deaths than people"),
        (5, 43219 * 0.45, 43219, "age 20: so many deaths that nobody would reach the next band"),
        (19, 0, 11936, "age 90: nobody died in the oldest band"),
        (2, np.nan, 46974, "age 5: band missing"),
    ],
)
def test_what_cannot_be_gives_no_table_but_a_reason(band, deaths, people, reason):
    died, living = list(DEATHS), list(PEOPLE)
    died[band], living[band] = deaths, people
    both = life_tables([DEATHS, died], [PEOPLE, living], AGES)
    assert both.reasons == ("", reason) and np.isnan(both.ex[1]).all() and both.ex[0, 0] > 80
    with pytest.raises(NoLifeTable, match=reason):
        life_table(died, living, AGES)


def test_bands_begin_at_birth_and_once():
    with pytest.raises(NoLifeTable, match="begin with age 0"):
        life_table(DEATHS[1:], PEOPLE[1:], AGES[1:])
    with pytest.raises(NoLifeTable, match="Age 5 begins two bands"):
        life_table([1, 1, 1, 1], [9, 9, 9, 9], [0, 5, 5, 10])


def test_the_probability_of_premature_death_is_the_worked_one():
    rates = np.array([30, 45, 70, 120, 210, 380, 640, 1050])
    assert probability_of_dying(rates, np.full(8, 1e5)) == pytest.approx(0.11950012, abs=1e-8)
    low, high = bounds_of_dying(rates, np.full(8, 1e5))
    assert low < 0.11950012 < high
    assert np.isnan(probability_of_dying([1, 2], [100, 0]))


def test_a_cause_that_kills_nobody_gains_nothing_and_one_that_kills_more_gains_more():
    died = np.array([DEATHS])
    gains = [without_cause(died, died * share, [PEOPLE], AGES)[0] for share in (0, 0.1, 0.3)]
    assert gains[0] == pytest.approx(0, abs=1e-9) and 0 < gains[1] < gains[2]
    assert np.isnan(without_cause(died, died * 2, [PEOPLE], AGES)[0])


@settings(max_examples=60)
@given(arrays(np.int64, 20, elements=st.integers(1, 500)), arrays(np.int64, 20, elements=st.integers(1500, 90_000)))
def test_survivors_never_rise_and_expectancy_lies_in_its_interval(died, people):
    table = life_table(died, people, AGES)
    assert (np.diff(table.lx) <= 0).all() and (table.ex > 0).all()
    assert (table.lower <= table.ex).all() and (table.ex <= table.upper).all()
    assert table.Tx[0] == pytest.approx(table.Lx.sum())


@settings(max_examples=40)
@given(st.integers(2, 50))
def test_scaling_deaths_and_people_changes_the_interval_alone(factor):
    one = life_table(DEATHS, PEOPLE, AGES)
    more = life_table(np.multiply(DEATHS, factor), np.multiply(PEOPLE, factor), AGES)
    assert more.ex == pytest.approx(one.ex) and more.upper[0] - more.ex[0] < one.upper[0] - one.ex[0]
