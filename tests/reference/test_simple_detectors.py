"""EARS, percentiles of the past, CUSUM and EWMA: published figures and what must hold of any detector."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gongwei.domain.detection.accumulating import cusum, ewma
from gongwei.domain.detection.alarms import WrongSeries
from gongwei.domain.detection.ears import ears
from gongwei.domain.detection.history import historical_limits, moving_percentile

DATA = Path(__file__).parent / "data" / "salmonella_newport.csv"


@pytest.fixture(scope="module")
def newport():
    rows = list(csv.DictReader(DATA.open()))
    return np.array([float(row["count"]) for row in rows]), np.array(
        [row["date"] for row in rows], dtype="datetime64[D]"
    )


@pytest.mark.parametrize(("method", "alarms"), [("C1", 6), ("C2", 8), ("C3", 6)])
def test_ears_alarms_as_often_as_the_referee_says(newport, method, alarms):
    found = ears(newport[0], method=method, alpha=0.05, compat="R")
    assert found.alarm[0, 365:417].sum() == alarms


def test_the_first_limits_of_c1_are_the_published_ones(newport):
    found = ears(newport[0], method="C1", alpha=0.05)
    assert found.threshold[0, 365:369] == pytest.approx([3.278854, 3.278854, 3.436517, 3.855617], abs=1e-6)


def test_c3_adds_three_days_of_excess():
    quiet = [2, 4, 2, 4, 2, 4, 3]
    days = np.array([[*quiet, 3, 3, 5, 5, 5]], dtype=float)
    mean, sd = np.mean(quiet), np.std(quiet, ddof=1)
    found = ears(days, method="C3", alpha=0.025)
    excess = (5 - mean) / sd - 1
    assert found.alarm[0, 9] == (excess > 1.96) and not found.alarm[0, :9].any()


def test_a_large_count_does_not_swallow_the_spread():
    counts = np.array([[0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]]) + 1e9
    assert ears(counts).threshold[0, 7] - 1e9 == pytest.approx(
        3 / 7 + 3.090232 * np.std([0, 1] * 3 + [0], ddof=1), abs=1e-5
    )


def test_the_same_weeks_of_earlier_years_make_the_limits():
    days = np.datetime64("2015-01-05") + 7 * np.arange(330)
    counts = np.tile(np.arange(330) % 52, (2, 1)).astype(float)
    counts[1, 329] = 60
    found = moving_percentile(counts, days, judge=[329], percentile=80)
    assert found.expected[0, 0] == pytest.approx(17, abs=2) and found.alarm[:, 0].tolist() == [False, True]
    limits = historical_limits(counts, days, judge=[329])
    assert limits.observed[0, 0] == counts[0, 326:330].sum() and limits.threshold[0, 0] > limits.expected[0, 0]
    assert np.isnan(moving_percentile(counts, days, judge=[100]).threshold).all()


def test_a_past_that_is_missing_altogether_judges_nothing():
    days = np.datetime64("2015-01-05") + 7 * np.arange(330)
    counts = np.full((2, 330), np.nan)
    counts[:, 329] = 7
    for found in (moving_percentile(counts, days, judge=[329]), historical_limits(counts, days, judge=[329])):
        assert np.isnan(found.threshold).all() and not found.alarm.any()


def test_a_small_lasting_rise_is_heard_and_then_counted_anew():
    counts = np.array([[5.0] * 60 + [14.0] * 6])
    found = cusum(counts, baseline=52)
    assert not found.alarm[0, :60].any() and found.alarm[0, 60:].any()
    assert (found.threshold[0, 60:] > 0).all()
    assert ewma(counts, baseline=28).alarm[0, 60:].any()


@pytest.mark.parametrize("detect", [ears, lambda y: ears(y, method="C3"), cusum, ewma])
@pytest.mark.parametrize("wrong", [-1.0, np.inf])
def test_no_detector_takes_what_is_no_count(detect, wrong):
    with pytest.raises(WrongSeries, match="series 0, time 2"):
        detect([1, 2, wrong, 4])


@settings(max_examples=30, deadline=None)
@given(arrays(np.int64, (2, 90), elements=st.integers(0, 30)), st.integers(1, 40))
def test_a_bigger_count_never_silences_today(counts, more):
    bigger = counts.copy()
    bigger[:, -1] += more
    for detect in (ears, lambda y: ears(y, method="C2"), lambda y: ears(y, method="C3"), cusum, ewma):
        assert (detect(bigger).alarm[:, -1] >= detect(counts).alarm[:, -1]).all()


@settings(max_examples=20, deadline=None)
@given(arrays(np.float64, (2, 60), elements=st.sampled_from([0.0, 1.0, 3.0, np.nan])))
def test_a_missing_count_is_never_an_alarm(counts):
    for detect in (ears, cusum, ewma):
        assert not detect(counts).alarm[np.isnan(counts)].any()
