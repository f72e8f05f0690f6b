"""The nowcast against the figures of baselinenowcast's documentation, and against truth that came later."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.domain.detection.nowcast import NoNowcast, completed, delay_shares, nowcast

TRIANGLE = [[80, 40, 20, 10], [100, 50, 25, 13], [90, 45, 23, np.nan], [80, 40, np.nan, np.nan], [70, *[np.nan] * 3]]
DELAY = [0.5319814354, 0.2659907177, 0.1339805097, 0.0680473373]


def made(seed: int, rows: int = 150, delays: int = 8, level: float = 40, spread: float = 0.0):
    """Draw reports of a season's cases, spread out over the days by one delay; `spread` makes days differ."""
    rng = np.random.default_rng(seed)
    chance = 0.6 ** np.arange(delays)
    mean = level * np.exp(np.sin(np.arange(rows) / 15))
    shares = np.array([rng.dirichlet(chance / chance.sum() / max(spread, 1e-4)) for _ in range(rows)])
    return rng.poisson(mean[:, None] * shares)


def test_the_delay_is_the_published_one():
    assert delay_shares(TRIANGLE) == pytest.approx(DELAY, abs=1e-9)


def test_the_completed_triangle_is_the_published_one():
    filled = completed(TRIANGLE, DELAY)
    assert filled[2, 3] == pytest.approx(11.54147647, abs=1e-6)
    assert filled[3, 2:] == pytest.approx([20.18206887, 10.24048468], abs=1e-6)
    assert filled[4, 1:] == pytest.approx([35.23400928, 17.70284080, 8.98130997], abs=1e-6)


def test_the_nowcast_of_today_completes_the_rows_as_the_triangle_says():
    reports = made(1)
    found = nowcast(reports, history=30)
    last = reports[-30:].astype(float)
    last[np.add.outer(np.arange(30), np.arange(8)) >= 30] = np.nan
    assert found.delay == pytest.approx(delay_shares(last)) and found.delay.sum() == pytest.approx(1)
    assert found.estimate[-30:] == pytest.approx(completed(last, found.delay).sum(axis=1))


@pytest.mark.parametrize("spread", [0.0, 0.02])
def test_intervals_hold_the_later_count_about_as_often_as_they_say(spread):
    held = judged = 0
    for seed in range(30):
        found = nowcast(made(seed, spread=spread)).hindcast
        held, judged = held + found.inside.sum(), judged + found.judged.sum()
    assert judged > 10_000 and 0.92 < held / judged < 0.985


def test_the_truth_that_came_later_is_in_the_interval_of_today():
    """Unlike the hindcast, from outside: the same reports seen today and when they are whole."""
    inside = total = 0
    for seed in range(40):
        reports = made(seed)
        found, truth = nowcast(reports), reports.sum(axis=1)
        recent = slice(-7, None)
        inside += int(((found.lower <= truth) & (truth <= found.upper))[recent].sum())
        total += 7
    assert 0.90 < inside / total < 0.99


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(60, 120), st.integers(2, 9))
def test_estimates_are_ordered_and_whole_rows_are_as_reported(seed, rows, delays):
    found = nowcast(made(seed, rows, delays))
    old = slice(0, rows - delays + 1)
    assert (found.estimate[old] == found.reported[old]).all() and (found.lower[old] == found.upper[old]).all()
    assert (found.reported <= found.lower).all() and (found.lower <= found.upper).all()
    assert (found.reported <= found.estimate).all() and not np.isnan(found.estimate).any()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 6), st.integers(1, 50))
def test_what_lies_after_today_is_not_looked_at(seed, row, more):
    reports = made(seed)
    other = reports.copy()
    other[-1 - row, row + 1 :] += more
    one, two = nowcast(reports), nowcast(other)
    assert (one.estimate == two.estimate).all() and (one.upper == two.upper).all()


def test_reports_that_never_come_on_the_first_day_leave_that_day_open():
    reports = made(4)
    reports[:, 0] = 0
    found = nowcast(reports)
    assert np.isnan(found.estimate[-1]) and np.isnan(found.upper[-1]) and not np.isnan(found.estimate[:-1]).any()


def test_a_short_triangle_is_completed_without_an_interval():
    found = nowcast(TRIANGLE)
    assert found.estimate[2:] == pytest.approx([169.54147647, 150.42255354, 131.91816], abs=1e-5)
    assert np.isnan(found.upper[2:]).all() and (found.upper[:2] == found.reported[:2]).all()


def test_too_few_days_and_no_reports_are_refused():
    with pytest.raises(NoNowcast, match="give 9 or more"):
        nowcast(made(1, rows=8))
    with pytest.raises(NoNowcast, match="nothing was reported"):
        nowcast(np.zeros((60, 5)))
    with pytest.raises(NoNowcast, match="nothing was reported"):
        delay_shares(np.zeros((6, 5)))
    with pytest.raises(NoNowcast, match="on the day itself"):
        nowcast(np.ones((60, 1)))
    with pytest.raises(NoNowcast, match="negative or missing"):
        nowcast(np.where(np.arange(60)[:, None] == 3, -1, made(1, 60)))
