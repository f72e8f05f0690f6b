"""Laws of the alarm budget: it is kept where it is said to be kept, and a bigger one never hears later."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gongwei.domain.detection.alarm_budget import SILENT, Budget, choose, judged
from gongwei.domain.detection.alarms import WrongSeries
from gongwei.domain.detection.detectors import DETECTORS
from gongwei.domain.detection.noufaily import simulate

WEEKS = 96
DAYS = np.datetime64("2024-01-01") + 7 * np.arange(WEEKS)
FEW = {name: DETECTORS[name] for name in ("ears-c2", "cusum", "ewma")}
histories = arrays(np.float64, (4, WEEKS), elements=st.integers(0, 12).map(float))


def chosen(counts, per_week, **options):
    budget = Budget(per_week, choose_from=26, hold_back=13, rounds=6, **options)
    return choose(counts, DAYS, budget, detectors=FEW)


@settings(max_examples=30, deadline=None)
@given(histories, st.floats(0.05, 3))
def test_the_budget_is_never_exceeded_where_it_was_chosen_nor_in_the_weeks_held_back(counts, per_week):
    found = chosen(counts, per_week)
    assert sum(choice.point.alarms for choice in found.choices) <= per_week * 26
    assert sum(choice.held_back for choice in found.choices) <= per_week * 13


@settings(max_examples=20, deadline=None)
@given(histories, st.floats(0.05, 1))
def test_a_bigger_budget_never_hears_later_before_steps_are_taken_back(counts, per_week):
    small, big = chosen(counts, per_week), chosen(counts, per_week * 3)
    if not small.taken_back and not big.taken_back:
        lateness = [sum(choice.point.timeliness for choice in found.choices) for found in (small, big)]
        assert lateness[1] <= lateness[0] + 1e-9


@settings(max_examples=20, deadline=None)
@given(histories)
def test_each_curve_hears_earlier_for_more_alarms(counts):
    for choice in chosen(counts, 1).choices:
        late = [point.timeliness for point in choice.curve]
        assert choice.curve[0].method == SILENT and late == sorted(late, reverse=True) and choice.point in choice.curve


def test_what_was_chosen_alarms_in_the_weeks_held_back_as_often_as_was_said():
    made = simulate(replicates=1, seed=4)
    counts, days = made.quiet[::4], made.days
    few = {name: DETECTORS[name] for name in ("farrington-flexible", "glr-poisson", "ears-c1")}
    budget = Budget(0.5, choose_from=40, hold_back=20, rounds=10)
    found = choose(counts, days, budget, detectors=few)
    judge = range(counts.shape[1] - 60, counts.shape[1])
    alarms = judged(counts, days, judge, [(one.point.method, one.point.cut) for one in found.choices]).alarm
    assert alarms[:, 40:].sum(axis=1).tolist() == [one.held_back for one in found.choices]
    assert alarms[:, :40].sum(axis=1).tolist() == [one.point.alarms for one in found.choices]
    heard = [one.point.pod for one in found.choices if one.point.method != SILENT]
    assert len(heard) >= 5 and np.mean(heard) > 0.4


def test_a_history_without_a_year_before_it_is_refused():
    with pytest.raises(WrongSeries, match="96 weeks: 52 to choose from and 26 held back need a year"):
        choose(np.ones((1, WEEKS)), DAYS, Budget(1.0))
