"""Detect with EARS C1, C2 and C3: today against the mean and spread of the last days. No season, no long history.

(Hutwagner, Thompson, Seeman & Treadwell 2003, J Urban Health 80:i89–i96.)
"""

import math
from typing import Literal

import numpy as np
from numba import njit
from numpy.typing import ArrayLike
from scipy.stats import norm

from gongwei.domain.detection.alarms import Alarms, Floats, alarms, series_by_time

Method = Literal["C1", "C2", "C3"]
LAG = {"C1": 0, "C2": 2}  # days between the baseline and the day judged


def ears(
    counts: ArrayLike, *, method: Method = "C1", baseline: int = 7, alpha: float = 0.001, least_sigma: float = 0.0,
    compat: Literal["", "R"] = "",
) -> Alarms:  # fmt: skip
    """Judge every time of (series, times) counts. `alpha` 0.001 is the three standard deviations of C1 and C2.

    `baseline`: times before that make the mean; `least_sigma`: the least standard deviation, in cases, so that a flat
    baseline does not alarm at one case. A missing count leaves what depends on it unjudged. C3 sums, over three times,
    by how much more than one standard deviation each exceeds C2's mean; its threshold is written as a count of today.
    `compat` "R" repeats another program's C3, which judges the two times before alone, for comparison only.
    """
    values = series_by_time(counts)
    if method == "C3":
        return _c3(values, baseline, alpha, least_sigma, compat == "R")
    mean, spread = _past(values, baseline, LAG[method], least_sigma)
    return alarms(values, mean, mean + norm.isf(alpha) * spread)


def _past(values: Floats, baseline: int, lag: int, least_sigma: float) -> tuple[Floats, Floats]:
    """Give mean and standard deviation of the `baseline` times that end `lag` times before each."""
    return _windows(values, baseline, lag, least_sigma)


@njit(cache=True)
def _windows(values, baseline, lag, least_sigma):  # type: ignore[no-untyped-def]
    """Take each window's own mean before its squares: a flat window has spread 0 exactly, whatever its height."""
    mean, spread = np.full(values.shape, np.nan), np.full(values.shape, np.nan)
    for row in range(values.shape[0]):
        for at in range(baseline + lag, values.shape[1]):
            total = squares = 0.0
            for back in range(at - lag - baseline, at - lag):
                total += values[row, back]
            average = total / baseline
            for back in range(at - lag - baseline, at - lag):
                squares += (values[row, back] - average) ** 2
            if not np.isnan(average):
                mean[row, at] = average
                spread[row, at] = max(math.sqrt(squares / (baseline - 1)), least_sigma)
    return mean, spread


def _c3(values: Floats, baseline: int, alpha: float, least_sigma: float, as_r: bool) -> Alarms:
    mean, spread = _past(values, baseline, LAG["C2"], least_sigma)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = (values - mean) / spread
        statistic = np.where((spread == 0) & (values == mean), 0.0, statistic)
    above = np.maximum(statistic - 1, 0.0)
    before = np.full_like(above, np.nan)
    before[:, 2:] = above[:, 1:-1] + above[:, :-2]
    left = norm.isf(alpha) - before
    with np.errstate(invalid="ignore"):
        if as_r:
            return alarms(values, mean, np.maximum(values + spread * left, 0.0))
        # Today must add what the two times before leave of the limit; where they leave nothing, one case is enough.
        threshold = np.where(left < 0, 0.0, mean + spread * (1 + left))
        return alarms(values, mean, threshold, (above + before) / norm.isf(alpha))
