"""Detect a lasting rise of unknown size and start: the generalized likelihood ratio of negative-binomial counts.

(Höhle & Paul 2008, Comput Stat Data Anal 52:4357–4368.) The rise multiplies the mean by e^κ from some time on; both are
those that fit best.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import ArrayLike

from gongwei.domain.detection.alarms import Alarms, WrongSeries, alarms, series_by_time
from gongwei.domain.detection.seasonal import seasonal

MOST_STEPS, CLOSE_ENOUGH, LARGEST = 50, 1e-9, 1e9


def glr(
    counts: ArrayLike, *, train: int, period: float, limit: float = 5.0, window: int = 52, harmonics: int = 1,
    trend: bool = True, poisson: bool = False, population: ArrayLike | None = None,
) -> Alarms:  # fmt: skip
    """Judge the times after the first `train`, which teach the mean by season and trend, and the overdispersion.

    Alarms where the ratio reaches `limit`, and begins anew after an alarm. `window`: how many times back a rise may
    have begun; `period`: times in a year; `poisson` allows no overdispersion. The threshold is the largest count of
    today that does not alarm. A missing count adds nothing; the training is not judged. Raises WrongSeries.
    """
    values = series_by_time(counts)
    season = seasonal(
        values, train=train, period=period, harmonics=harmonics, trend=trend, poisson=poisson, population=population
    )
    found = ratio(values[:, train:], season.mean[:, train:], season.alpha, limit=limit, window=window)
    expected, threshold, score = (np.full_like(values, np.nan) for _ in range(3))
    expected[:, train:], threshold[:, train:], score[:, train:] = season.mean[:, train:], found[1], found[0] / limit
    return alarms(values, expected, threshold, score)


def ratio(
    counts: ArrayLike, mean: ArrayLike, alpha: ArrayLike, *, limit: float = 5.0, window: int = 52
) -> tuple[np.ndarray, np.ndarray]:
    """Give the ratio at each time, and the largest count that would not have reached `limit`, for a known mean.

    `alpha` (series,): variance mean + α·mean², 0 for Poisson. `window` 0: a rise may have begun at any time.
    """
    values, expected = series_by_time(counts), np.atleast_2d(np.asarray(mean, dtype=float))
    if expected.shape != values.shape:
        raise WrongSeries(f"counts are {values.shape}, their means {expected.shape}: give one mean for each count")
    spread = np.broadcast_to(np.asarray(alpha, dtype=float), (len(values),))
    return _all(values, expected, spread, limit, window or values.shape[1])


@njit(cache=True)
def _best(count, mean, start, end, last, alpha):  # type: ignore[no-untyped-def]
    """Give the log-likelihood ratio of the best rise from `start` to `end`, with `last` counts at `end`; 0: no rise."""
    seen = exposed = quiet = 0.0
    for i in range(start, end + 1):
        y = last if i == end else count[i]
        seen += y
        exposed += mean[i]
        quiet += (y - mean[i]) / (1 + alpha * mean[i])
    if quiet <= 0:
        return 0.0
    kappa = math.log(seen / exposed) if seen > exposed else 0.0
    if alpha == 0:
        return seen * kappa + exposed - seen
    for _ in range(MOST_STEPS):
        factor, score, bend = math.exp(kappa), 0.0, 0.0
        for i in range(start, end + 1):
            y, m = last if i == end else count[i], mean[i] * factor
            free = 1 / (1 + alpha * m)
            score += (y - m) * free
            bend += m * (1 + alpha * y) * free * free
        step = min(max(score / bend, -1.0), 1.0)
        kappa = max(kappa + step, 0.0)
        if abs(step) < CLOSE_ENOUGH:
            break
    factor, total = math.exp(kappa), 0.0
    for i in range(start, end + 1):
        y = last if i == end else count[i]
        total += y * kappa - (y + 1 / alpha) * math.log((1 + alpha * mean[i] * factor) / (1 + alpha * mean[i]))
    return total


@njit(cache=True)
def _needed(count, mean, start, end, alpha, limit, most):  # type: ignore[no-untyped-def]
    """Give the smallest count at `end` that reaches the limit for a rise from `start`, if it is below `most`."""
    if most <= 0 or _best(count, mean, start, end, most - 1, alpha) < limit:
        return most
    low, high = -1.0, most - 1  # low does not reach it, high does
    while high - low > 1:
        middle = math.floor((low + high) / 2)
        if _best(count, mean, start, end, middle, alpha) >= limit:
            high = middle
        else:
            low = middle
    return high


@njit(cache=True)
def _one(count, mean, alpha, limit, window, statistic, threshold):  # type: ignore[no-untyped-def]
    """Walk along one series without gaps, and begin anew after each alarm."""
    begin = 0
    for at in range(len(count)):
        first, largest, fewest = max(begin, at - window + 1), 0.0, LARGEST
        for start in range(at, first - 1, -1):
            largest = max(largest, _best(count, mean, start, at, count[at], alpha))
            fewest = _needed(count, mean, start, at, alpha, limit, fewest)
        statistic[at], threshold[at] = largest, fewest - 1
        if count[at] >= fewest:
            begin = at + 1


@njit(cache=True)
def _all(counts, means, alphas, limit, window):  # type: ignore[no-untyped-def]
    statistic, threshold = np.full(counts.shape, np.nan), np.full(counts.shape, np.nan)
    for row in range(counts.shape[0]):
        known = np.flatnonzero(~np.isnan(counts[row]) & ~np.isnan(means[row]))
        found, limits = np.empty(len(known)), np.empty(len(known))
        _one(counts[row][known], means[row][known], alphas[row], limit, window, found, limits)
        for place, at in enumerate(known):
            statistic[row, at], threshold[row, at] = found[place], limits[place]
    return statistic, threshold
