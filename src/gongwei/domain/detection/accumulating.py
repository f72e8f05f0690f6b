"""Detect small lasting rises by remembering them: CUSUM and EWMA over a moving baseline."""

import numpy as np
from numpy.typing import ArrayLike

from gongwei.domain.detection.alarms import Alarms, Floats, alarms, series_by_time

LEAST_MEAN = 1e-6


def cusum(
    counts: ArrayLike, *, baseline: int = 52, reference: float = 1.04, decision: float = 2.26, lag: int = 0
) -> Alarms:
    """Add up by how much Rossi's normal score of each count exceeds `reference`; alarm at `decision`, then begin anew.

    The mean is that of the `baseline` times that end `lag` times before. The threshold is the count of today that
    would reach the decision. (Rossi, Lampugnani & Marchi 1999, Stat Med 18:2111–2122: 1.04 and 2.26.) A missing count
    adds nothing.
    """
    values = series_by_time(counts)
    mean = np.maximum(_moving_mean(values, baseline, lag), LEAST_MEAN)
    threshold, reached = np.full((2, *values.shape), np.nan)
    summed = np.zeros(len(values))
    for at in range(values.shape[1]):
        known = ~np.isnan(mean[:, at])
        root = np.sqrt(mean[:, at])
        needed = decision + reference - summed
        threshold[:, at] = (np.sqrt(np.maximum(4 * root**2 + 2 * needed * root, 0)) - root) ** 2
        score = (values[:, at] - 3 * root**2 + 2 * np.sqrt(values[:, at]) * root) / (2 * root)
        summed = np.where(known & ~np.isnan(score), np.maximum(summed + score - reference, 0), summed)
        reached[:, at] = summed / decision
        summed = np.where(summed > decision, 0.0, summed)
    return alarms(values, mean, threshold, reached)


def ewma(counts: ArrayLike, *, baseline: int = 28, weight: float = 0.4, sigmas: float = 3.0, lag: int = 2) -> Alarms:
    """Smooth counts exponentially and alarm where the smooth one is `sigmas` above the mean of the baseline.

    The spread is the baseline's, at least Poisson's. The threshold is the count of today that would lift the smooth
    one to its limit. (Roberts 1959; weight 0.4, 28 days and 2 days' lag as ESSENCE: Burkom 2003.)
    """
    values = series_by_time(counts)
    mean = _moving_mean(values, baseline, lag)
    square = _moving_mean(values**2, baseline, lag)
    variance = np.maximum((square - mean**2) * baseline / (baseline - 1), np.maximum(mean, LEAST_MEAN))
    limit = mean + sigmas * np.sqrt(variance * weight / (2 - weight))
    threshold, reached = np.full((2, *values.shape), np.nan)
    smooth = np.full(len(values), np.nan)
    for at in range(values.shape[1]):
        before = np.where(np.isnan(smooth), mean[:, at], smooth)
        threshold[:, at] = np.maximum((limit[:, at] - (1 - weight) * before) / weight, 0)
        today = np.where(np.isnan(values[:, at]), before, values[:, at])
        smooth = np.where(np.isnan(mean[:, at]), np.nan, weight * today + (1 - weight) * before)
        reached[:, at] = (smooth - mean[:, at]) / (limit[:, at] - mean[:, at])
    return alarms(values, mean, threshold, reached)


def _moving_mean(values: Floats, baseline: int, lag: int) -> Floats:
    """Give the mean of the known ones of the `baseline` times that end `lag` times before; NaN if there is none."""
    mean = np.full_like(values, np.nan)
    first = baseline + lag
    if values.shape[1] <= first:
        return mean
    known = ~np.isnan(values)
    total, size = (
        np.cumsum(np.pad(each, ((0, 0), (1, 0))), axis=1) for each in (np.where(known, values, 0), known.astype(float))
    )
    ends = np.arange(first, values.shape[1]) - lag
    with np.errstate(divide="ignore", invalid="ignore"):
        mean[:, first:] = (total[:, ends] - total[:, ends - baseline]) / (size[:, ends] - size[:, ends - baseline])
    return mean
