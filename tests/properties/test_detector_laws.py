"""Laws of every detector, whatever its method: more cases never silence, order and neighbours change nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gongwei.domain.detection.detectors import DETECTORS

WEEKS = 330
DAYS = np.datetime64("2019-01-07") + 7 * np.arange(WEEKS)
LAST = [WEEKS - 1]
histories = arrays(np.float64, (3, WEEKS), elements=st.integers(0, 25).map(float))
every_detector = pytest.mark.parametrize("detect", DETECTORS.values(), ids=DETECTORS)


@every_detector
@settings(max_examples=8, deadline=None)
@given(counts=histories, more=st.integers(1, 60))
def test_a_bigger_count_never_silences_a_week(detect, counts, more):
    bigger = counts.copy()
    bigger[:, -1] += more
    before, after = detect(counts, DAYS, LAST), detect(bigger, DAYS, LAST)
    assert (after.alarm >= before.alarm).all() and (after.score >= before.score - 1e-9).all()


@every_detector
@settings(max_examples=6, deadline=None)
@given(counts=histories, order=st.permutations(range(3)))
def test_the_order_of_series_changes_nothing(detect, counts, order):
    straight, turned = detect(counts, DAYS, LAST), detect(counts[list(order)], DAYS, LAST)
    assert np.array_equal(straight.alarm[list(order)], turned.alarm)
    assert np.allclose(straight.threshold[list(order)], turned.threshold, equal_nan=True)


@every_detector
@settings(max_examples=6, deadline=None)
@given(counts=histories)
def test_a_series_is_judged_alone_as_in_company(detect, counts):
    alone, together = detect(counts[:1], DAYS, LAST), detect(counts, DAYS, LAST)
    assert np.allclose(alone.score[0], together.score[0], equal_nan=True)


@every_detector
@settings(max_examples=6, deadline=None)
@given(counts=histories, gaps=arrays(np.bool_, WEEKS))
def test_a_missing_count_is_no_alarm_and_what_is_judged_is_a_number(detect, counts, gaps):
    holed = np.where(gaps, np.nan, counts)
    judge = range(WEEKS - 10, WEEKS)
    found = detect(holed, DAYS, judge)
    assert not found.alarm[np.isnan(found.observed)].any()
    judged = ~np.isnan(found.score)
    assert not np.isnan(found.threshold[judged]).any() and not np.isnan(found.expected[judged]).any()
