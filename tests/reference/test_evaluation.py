"""The simulated study against published figures, the scores by hand, and what must hold of outbreaks put in."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gongwei.domain.detection.detectors import DETECTORS
from gongwei.domain.detection.names import METHODS
from gongwei.domain.detection.noufaily import BASELINE, JUDGED, SCENARIOS, WEEKS, draw, simulate
from gongwei.domain.detection.noufaily_daily import SYNDROMES
from gongwei.domain.detection.noufaily_daily import simulate as simulate_days
from gongwei.domain.detection.outbreaks import outbreaks
from gongwei.domain.detection.scoring import cut_at, delay, score
from gongwei.domain.detection.study import tried
from gongwei.domain.detection.workdays import knowing_workdays


def test_there_are_28_scenarios_of_seven_parameters_with_and_without_trend_and_season():
    assert len(SCENARIOS) == 28 and len({(one.theta, one.phi) for one in SCENARIOS}) == 7
    assert SCENARIOS[0].mean() == pytest.approx(np.exp(0.1)) and SCENARIOS[3].mean()[0] == pytest.approx(
        np.exp(0.1 + 0.0025 + 0.6 * np.cos(2 * np.pi / 52) + 0.6 * np.sin(2 * np.pi / 52))
    )


def test_counts_have_the_mean_and_the_variance_asked_for():
    rng = np.random.default_rng(7)
    for phi in (1.0, 1.5, 5.0):
        counts = draw(np.full((1, 40_000), 8.0), np.array([[phi]]), rng)
        assert counts.mean() == pytest.approx(8, rel=0.02) and counts.var() == pytest.approx(8 * phi, rel=0.04)


def test_outbreaks_lie_where_the_protocol_puts_them():
    made = simulate(replicates=10, seed=3)
    added = made.struck - made.quiet
    assert made.quiet.shape == (280, WEEKS) and (added[:, : JUDGED.start] == 0).all() and (added.sum(axis=1) > 0).all()
    first = np.argmax(added > 0, axis=1)
    assert np.array_equal(first, made.outbreak.start) and first.min() >= JUDGED.start
    calm = np.array([one.mean() for one in SCENARIOS])[made.scenario]
    assert (made.quiet - calm)[:, BASELINE].mean() > (made.quiet - calm)[:, : BASELINE.start].mean()


def test_scores_are_those_counted_by_hand():
    during = np.array([[0, 1, 1, 1, 1, 0], [0, 0, 1, 1, 0, 0], [1, 1, 0, 0, 0, 0]], dtype=bool)
    struck = np.array([[1, 0, 0, 1, 1, 0], [0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 0]], dtype=bool)
    found = score(np.zeros((2, 5), dtype=bool) | np.eye(2, 5, dtype=bool), struck, during)
    assert found.fpr == 2 / 10 and found.pod == 2 / 3 and found.sensitivity == 3 / 8
    assert found.specificity == 8 / 10 and found.ppv == 3 / 5
    assert found.timeliness == pytest.approx((2 / 4 + 1 + 0) / 3)


def test_the_detectors_are_those_that_are_named():
    assert tuple(DETECTORS) == METHODS


@pytest.mark.parametrize(
    ("method", "fpr", "pod"),  # a trial of the protocol at nominal .01: .0123 / .493
    [("farrington-flexible", (0.007, 0.018), (0.42, 0.60)), ("glr-poisson", (0.005, 0.04), (0.5, 0.75))],
)
def test_the_study_comes_near_the_published_trial(method, fpr, pod):
    made = simulate(replicates=15, seed=11)
    own = tried(DETECTORS[method], made.quiet, made.struck, made.outbreak, made.days, list(JUDGED)).own()
    assert fpr[0] < own.fpr < fpr[1] and pod[0] < own.pod < pod[1]


@settings(max_examples=40, deadline=None)
@given(arrays(np.float64, (4, 30), elements=st.floats(-5, 50) | st.just(np.nan)), st.floats(0.01, 0.5))
def test_a_cut_never_flags_more_than_was_asked(scores, fpr):
    assert (scores > cut_at(scores, fpr)).mean() <= fpr


@settings(max_examples=40, deadline=None)
@given(arrays(np.bool_, (3, 12)), st.integers(0, 11))
def test_one_more_flag_never_makes_it_later(hit, at):
    during = np.zeros((3, 12), dtype=bool)
    during[:, 2:9] = True
    more = hit.copy()
    more[:, at] = True
    assert (delay(more & during, during) <= delay(hit & during, during)).all()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 39), min_size=1, max_size=5), st.floats(0, 30), st.sampled_from([1.0, 4.0]))
def test_an_outbreak_begins_where_it_is_said_to_and_ends_with_its_last_case(start, size, longer):
    made = outbreaks(start, np.full(len(start), size), times=40, rng=np.random.default_rng(5), longer=longer)
    assert np.array_equal(np.argmax(made.cases > 0, axis=1), start) and (made.end >= made.start).all()
    outside = ~made.during(0, 40)
    assert (made.cases[outside] == 0).all() and (made.cases.sum(axis=1) >= 1).all()


def test_sixteen_syndromes_have_weeks_of_five_and_seven_days():
    assert len(SYNDROMES) == 16 and sorted({one.days for one in SYNDROMES}) == [5, 7]
    for one in SYNDROMES:
        assert one.times == 7 * 52 * one.days and len(one.judged) == 49 * one.days and (one.mean() > 0).all()
    weekly = SYNDROMES[3].mean()[:7]
    assert np.allclose(SYNDROMES[3].mean()[7:14], weekly) and weekly.argmax() in (4, 5, 6)


@pytest.mark.parametrize("place", [0, 4, 10])
def test_a_five_day_service_is_closed_on_holidays_and_a_seven_day_one_sees_twice_as_many(place):
    syndrome = SYNDROMES[place]
    made = simulate_days(syndrome, replicates=40, seed=2)
    seen = made.quiet[:, made.holiday].mean() / (syndrome.mean()[made.holiday].mean() / syndrome.share)
    assert seen == pytest.approx(0 if syndrome.days == 5 else 2, rel=0.1)
    added = made.struck - made.quiet
    assert (added >= 0).all() and (added[:, : made.judged.start] == 0).all()
    weekdays = set(((made.days.astype(int) + 3) % 7).tolist())
    assert weekdays == set(range(syndrome.days))


def test_who_knows_the_workdays_hears_more_at_the_same_false_alarms():
    syndrome = SYNDROMES[6]
    made = simulate_days(syndrome, replicates=40, seed=8)
    rest = {day.item() for day in made.days[made.holiday]}
    plain, knowing = (
        tried(detect, made.quiet, made.struck, made.outbreak, made.days, list(made.judged)).at_equal(0.01)[1].pod
        for detect in (DETECTORS["ears-c2"], knowing_workdays(DETECTORS["ears-c2"], rest))
    )
    assert knowing > plain + 0.2
