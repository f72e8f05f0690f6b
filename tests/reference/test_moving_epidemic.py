"""The moving epidemic method against the thresholds of mem 2.19, and by laws."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gongwei.domain.detection.moving_epidemic import NoEpidemic, epidemic, flu_thresholds

DATA = Path(__file__).parent / "data" / "influenza_castilla_y_leon.csv"


@pytest.fixture(scope="module")
def seasons() -> np.ndarray:
    rates: dict[str, list[float]] = {}
    for row in csv.DictReader(DATA.open()):
        rates.setdefault(row["season"], []).append(float(row["rate"]))
    return np.array(list(rates.values()))


def test_eight_seasons_of_castile_give_the_published_thresholds(seasons):
    found = flu_thresholds(seasons)
    assert (found.pre, found.post) == (pytest.approx(53.336449, abs=1e-6), pytest.approx(60.486431, abs=1e-6))
    assert found.length == 10
    assert found.intensity[0] == pytest.approx(250, abs=0.5)  # the medium level as published, in whole rates


def test_levels_follow_the_thresholds(seasons):
    found = flu_thresholds(seasons)
    assert [found.level(rate) for rate in (10, 54, 250, 450, 600, np.nan)] == [
        "baseline", "low", "medium", "high", "very high", "",
    ]  # fmt: skip


def test_a_gap_in_a_season_moves_little_and_an_end_that_is_missing_is_none(seasons):
    holed = seasons.copy()
    holed[1, 15] = holed[4, 14] = np.nan
    assert flu_thresholds(holed).pre == pytest.approx(flu_thresholds(seasons).pre, rel=0.02)
    assert epidemic([np.nan, 1, 9, 30, 28, 12, 2, 1, np.nan]).first in (1, 2)


def test_what_shows_no_epidemic_is_refused(seasons):
    with pytest.raises(NoEpidemic, match="1 season: two or more"):
        flu_thresholds(seasons[:1])
    with pytest.raises(NoEpidemic, match="no rate above 0"):
        epidemic(np.zeros(20))
    with pytest.raises(NoEpidemic, match="no rate at all"):
        epidemic(np.full(20, np.nan))
    with pytest.raises(NoEpidemic, match="fewer than two weeks before"):
        flu_thresholds(np.tile([50.0, 30, 10, 1, 1, 0, 0, 0], (3, 1)))


@settings(max_examples=40, deadline=None)
@given(arrays(np.int64, (4, 30), elements=st.integers(0, 500)), st.sampled_from([0.25, 8]), st.permutations(range(4)))
def test_the_unit_of_rates_and_the_order_of_seasons_change_nothing(rates, unit, order):
    try:
        found = flu_thresholds(rates)
    except NoEpidemic:
        assume(False)
    other = flu_thresholds(rates[list(order)])
    assert np.allclose([other.pre, other.post, *other.intensity], [found.pre, found.post, *found.intensity])
    assert all(0 < one.share <= 100 + 1e-9 and 0 <= one.first <= one.last < 30 for one in found.epidemics)
    assert flu_thresholds(rates * unit).pre == pytest.approx(found.pre * unit)
