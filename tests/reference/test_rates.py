"""Published and exact values of rates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwei.domain.demography.rates import crude_rate, wilson


def test_wilson_gives_the_published_interval():
    lower, upper = wilson(65, 100)  # epitools 0.5-10.1
    assert lower == pytest.approx(0.552544433, abs=1e-9)
    assert upper == pytest.approx(0.736357518, abs=1e-9)


def test_wilson_works_on_whole_columns():
    lower, upper = wilson([0, 65, 100, 3, 1], [100, 100, 100, 2, 0])
    assert lower[0] == 0 and upper[2] == 1 and lower[1] == pytest.approx(0.552544433, abs=1e-9)
    assert np.isnan(lower[3:]).all() and np.isnan(upper[3:]).all()


@given(st.integers(0, 10_000_000), st.integers(1, 10_000_000))
def test_the_interval_holds_the_rate_or_is_absent(numerator, denominator):
    rate = crude_rate(numerator, denominator)
    assert rate.value == 100 * numerator / denominator
    if numerator > denominator:
        assert rate.flag == "numerator above denominator" and rate.lower is None and rate.upper is None
    else:
        assert 0 <= rate.lower <= rate.value * (1 + 1e-12) + 1e-12
        assert rate.value * (1 - 1e-12) - 1e-12 <= rate.upper <= 100


def test_nobody_to_divide_by_gives_no_rate():
    assert crude_rate(0, 0).value is None
    assert crude_rate(0, 0).flag == "no denominator"


def test_a_rate_can_be_in_any_unit():
    assert crude_rate(3, 2000, per=100_000).value == 150


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError):
        crude_rate(-1, 10)
