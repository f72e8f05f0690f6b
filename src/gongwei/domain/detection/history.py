"""Detect against the same weeks of earlier years: CIDARS' moving percentile, and historical limits."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from gongwei.domain.detection.alarms import Alarms, Floats, alarms, series_by_time
from gongwei.domain.detection.reference import WEEK, Days, anniversaries


def moving_percentile(
    counts: ArrayLike, days: Days, *, judge: Sequence[int] | None = None, percentile: float = 80.0, years: int = 5,
    half_window: int = 2,
) -> Alarms:  # fmt: skip
    """Compare a week with a percentile of the weeks around its anniversaries: (2 × half window + 1) × years blocks.

    `percentile` 0 to 100 by disease (P75 influenza, P80 mumps … in Yang et al. 2017, PLoS ONE: 5 weeks of 5 years; the
    design of 2008 has 3 years, verified=False). A missing week leaves its block out; the expected count is the median.
    """
    values = series_by_time(counts)
    axis = np.asarray(days, dtype="datetime64[D]")
    places = list(range(values.shape[1]) if judge is None else judge)
    expected, threshold = np.full((2, len(values), len(places)), np.nan)
    reach = np.arange(-half_window, half_window + 1)
    for column, at in enumerate(places):
        centres = at + np.round((anniversaries(axis[at], years)[1:] - axis[at]) / WEEK).astype(int)
        past = (centres[:, None] + reach).ravel()
        if past.min() >= 0 and past.max() < at:
            expected[:, column], threshold[:, column] = _percentiles(values[:, past], percentile)
    return alarms(values[:, places], expected, threshold)


def _percentiles(past: Floats, percentile: float) -> tuple[Floats, Floats]:
    known = ~np.isnan(past).all(axis=1)
    middle, limit = np.full((2, len(past)), np.nan)
    if known.any():
        middle[known], limit[known] = np.nanpercentile(past[known], [50, percentile], axis=1)
    return middle, limit


def historical_limits(
    counts: ArrayLike, days: Days, *, judge: Sequence[int] | None = None, years: int = 5, block: int = 4,
    deviations: float = 2.0,
) -> Alarms:  # fmt: skip
    """Compare the last `block` weeks together with the same, the preceding and the following blocks of earlier years.

    Observed, expected and threshold are cases in `block` weeks; a block with a missing week is left out. (Stroup,
    Williamson, Herndon & Karon 1989, Stat Med 8:323–329: mean and two standard deviations of 15 blocks.)
    """
    values = series_by_time(counts)
    axis = np.asarray(days, dtype="datetime64[D]")
    sums = np.full_like(values, np.nan)
    if values.shape[1] >= block:
        sums[:, block - 1 :] = np.lib.stride_tricks.sliding_window_view(values, block, axis=1).sum(axis=2)
    places = list(range(values.shape[1]) if judge is None else judge)
    expected, spread = np.full((2, len(values), len(places)), np.nan)
    for column, at in enumerate(places):
        centres = at + np.round((anniversaries(axis[at], years)[1:] - axis[at]) / WEEK).astype(int)
        past = (centres[:, None] + np.array([-block, 0, block])).ravel()
        if past.min() >= block - 1 and past.max() <= at - block:
            expected[:, column] = sums[:, past].mean(axis=1)
            spread[:, column] = sums[:, past].std(axis=1, ddof=1)
    return alarms(sums[:, places], expected, expected + deviations * spread)
