"""Fit log-linear models of counts with groups and a slope, thousands at a time.

The group effects are closed form given the slope, so each fit is a Newton search in one dimension. Quasi-Poisson:
variance φ·mean.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_STEPS, CLOSE_ENOUGH, FLATTEST = 60, 1e-11, 1e-12
VALUE, ERROR, DISPERSION, SLOPE, SLOPE_ERROR, LARGEST, FITTED = range(7)
COLUMNS = 7


@njit(cache=True)
def _search(count, time, group, offset, weight, groups):  # type: ignore[no-untyped-def]
    """Give the slope that makes the likelihood largest; the group effects follow from it."""
    slope = 0.0
    for _ in range(MOST_STEPS):
        exposed, moved, spread, seen = np.zeros(groups), np.zeros(groups), np.zeros(groups), np.zeros(groups)
        along = 0.0
        for i in range(len(count)):
            e = weight[i] * math.exp(offset[i] + slope * time[i])
            g = group[i]
            exposed[g] += e
            moved[g] += e * time[i]
            spread[g] += e * time[i] * time[i]
            seen[g] += weight[i] * count[i]
            along += weight[i] * count[i] * time[i]
        score, information = along, 0.0
        for g in range(groups):
            if exposed[g] > 0:
                centre = moved[g] / exposed[g]
                score -= seen[g] * centre
                information += seen[g] * (spread[g] / exposed[g] - centre * centre)
        if information <= FLATTEST:
            return slope
        step = min(max(score / information, -1.0), 1.0)
        slope += step
        if abs(step) < CLOSE_ENOUGH * (1 + abs(slope)):
            break
    return slope


@njit(cache=True)
def _means(count, time, group, offset, weight, groups, slope):  # type: ignore[no-untyped-def]
    """Give fitted means, and the mean of group 0 at time 0 without offset."""
    exposed, seen = np.zeros(groups), np.zeros(groups)
    for i in range(len(count)):
        exposed[group[i]] += weight[i] * math.exp(offset[i] + slope * time[i])
        seen[group[i]] += weight[i] * count[i]
    level = np.zeros(groups)
    for g in range(groups):
        level[g] = seen[g] / exposed[g] if exposed[g] > 0 else 0.0
    mean = np.empty(len(count))
    for i in range(len(count)):
        mean[i] = level[group[i]] * math.exp(offset[i] + slope * time[i])
    return mean, level[0]


@njit(cache=True)
def _structure(mean, time, group, weight, groups):  # type: ignore[no-untyped-def]
    """Give the weight and centre of each group, and the spread of time about the centres: the information matrix."""
    mass, centre = np.zeros(groups), np.zeros(groups)
    for i in range(len(mean)):
        mass[group[i]] += weight[i] * mean[i]
        centre[group[i]] += weight[i] * mean[i] * time[i]
    for g in range(groups):
        centre[g] = centre[g] / mass[g] if mass[g] > 0 else 0.0
    spread = 0.0
    for i in range(len(mean)):
        spread += weight[i] * mean[i] * (time[i] - centre[group[i]]) ** 2
    return mass, centre, spread


@njit(cache=True)
def _dispersion(count, mean, weight, columns):  # type: ignore[no-untyped-def]
    total = 0.0
    for i in range(len(count)):
        if mean[i] > 0:
            total += weight[i] * (count[i] - mean[i]) ** 2 / mean[i]
    free = len(count) - columns
    return total / free if free > 0 else math.nan


@njit(cache=True)
def _reweighted(count, mean, time, group, groups, sloped, dispersion, limit):  # type: ignore[no-untyped-def]
    """Give less weight to weeks whose Anscombe residual is above `limit`; the weights add up to the weeks."""
    size = len(count)
    even = np.ones(size)
    mass, centre, spread = _structure(mean, time, group, even, groups)
    weight, total = np.ones(size), 0.0
    for i in range(size):
        g, value = group[i], 0.0
        if mean[i] > 0:
            lever = mean[i] * (1 / mass[g] + ((time[i] - centre[g]) ** 2 / spread if sloped and spread > 0 else 0.0))
            raw = 1.5 * (count[i] ** (2 / 3) - mean[i] ** (2 / 3)) / mean[i] ** (1 / 6)
            value = raw / math.sqrt(dispersion * max(1 - lever, 1e-12))
        weight[i] = 1 / value**2 if value > limit else 1.0
        total += weight[i]
    return weight * (size / total)


@njit(cache=True)
def _fit(count, time, group, offset, groups, sloped, limit, as_r):  # type: ignore[no-untyped-def]
    """Fit, reweight, fit again; predict for group 0 at time 0. Gives the columns named above."""
    size, columns = len(count), 0
    used = np.zeros(groups)
    for i in range(size):
        used[group[i]] = 1
    for g in range(groups):
        columns += int(used[g])
    columns += 1 if sloped else 0
    weight = np.ones(size)
    slope = _search(count, time, group, offset, weight, groups) if sloped else 0.0
    mean, level = _means(count, time, group, offset, weight, groups, slope)
    dispersion = max(_dispersion(count, mean, weight, columns), 1.0)
    weight = _reweighted(count, mean, time, group, groups, sloped, dispersion, limit)
    slope = _search(count, time, group, offset, weight, groups) if sloped else 0.0
    mean, level = _means(count, time, group, offset, weight, groups, slope)
    dispersion = max(_dispersion(count, mean, weight, columns), 1.0)
    mass, centre, spread = _structure(mean, time, group, weight, groups)
    scale = dispersion
    if as_r:
        total = 0.0
        for i in range(size):
            if mean[i] > 0:
                total += weight[i] * ((count[i] - mean[i]) / mean[i]) ** 2
            else:
                total += weight[i]
        scale = total / (size - columns)
    variance = scale / mass[0] if mass[0] > 0 else math.nan
    slope_variance = scale / spread if sloped and spread > 0 else math.nan
    if sloped and spread > 0:
        variance += slope_variance * centre[0] ** 2
    return np.array(
        [level, math.sqrt(variance), dispersion, slope, math.sqrt(slope_variance), count.max(), size - columns]
    )


@njit(cache=True)
def fit_all(counts, time, group, offsets, groups, sloped, limit, as_r):  # type: ignore[no-untyped-def]
    """Fit each row of `counts` (series, weeks; NaN missing) on common times and groups; time 0 is the week judged.

    `offsets` (series, weeks): log population. `sloped` (series,): whether the row has a trend. `limit`: Anscombe
    residuals above it are given less weight. Gives (series, COLUMNS); NaN for a row with too few weeks, or none in
    group 0.
    """
    found = np.full((counts.shape[0], COLUMNS), np.nan)
    for row in range(counts.shape[0]):
        known = ~np.isnan(counts[row])
        mine = group[known]
        inside = 0
        for g in mine:
            inside += 1 if g == 0 else 0
        if inside == 0 or len(mine) <= groups + 1:
            continue
        found[row] = _fit(counts[row][known], time[known], mine, offsets[row][known], groups, sloped[row], limit, as_r)
    return found
