"""Find the loudest of very many cylinders (a circle of places during a window of time) in a table of counts.

With c of C cases where a share m of them was expected, the logarithm of the likelihood ratio is S[c] − c·G − H with
S = c·log (c/C) + (C − c)·log (1 − c/C), G = log m − log (1 − m) and H = C·log (1 − m): S depends on the count alone, G
and H on the cylinder alone, so that none of them changes from one replicate to the next. (Kulldorff 1997, Commun Stat
Theory Methods 26:1481–1496, section 4.)
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gongwei.domain.detection.zones import Zones

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
NEVER = 2**31 - 1


@dataclass(frozen=True)
class Cylinders:
    """Circles by windows, with what was expected in each: `row[i, k]` names the row of the tables, −1 for no circle.

    `fewest` cases are more than expected; `by_count`, `slope` and `level` are S, G and H, finite everywhere.
    """

    near: NDArray[np.int32]
    row: NDArray[np.int32]
    windows: NDArray[np.intp]
    by_count: Floats
    slope: Floats
    level: Floats
    fewest: NDArray[np.int32]
    expected: Floats


def cylinders(
    zones: Zones, zone_share: Floats, windows: NDArray[np.intp], window_share: Floats, cases: int
) -> Cylinders:
    """Prepare the tables from the share of all expected cases in each circle and in each window."""
    different, place = np.unique(zone_share[zones.whole], return_inverse=True)
    row = np.full(zones.near.shape, -1, dtype=np.int32)
    row[zones.whole] = place
    share = np.outer(different, window_share)
    inside = np.arange(cases + 1) / cases
    with np.errstate(divide="ignore", invalid="ignore"):
        own = cases * np.where(inside > 0, inside * np.log(inside), 0.0)
        outside = np.log1p(-share)
        slope = np.log(share) - outside
    partial = (share > 0) & (share < 1 - 1e-12)  # of nothing, or of everything, there is no ratio
    slope, level = (np.where(partial, table, 0.0) for table in (slope, cases * outside))
    fewest = np.where(partial, np.floor(cases * share) + 1, NEVER).astype(np.int32)
    return Cylinders(zones.near, row, windows, own + own[::-1], slope, level, fewest, cases * share)


def in_windows(counts: Counts, windows: NDArray[np.intp]) -> NDArray[np.int32]:
    """Add counts (places, times) up within each window (first, one past the last)."""
    total = np.zeros((counts.shape[0], counts.shape[1] + 1), dtype=np.int64)
    np.cumsum(counts, axis=1, out=total[:, 1:])
    return np.ascontiguousarray(total[:, windows[:, 1]] - total[:, windows[:, 0]], dtype=np.int32)


def loudest(counts: Counts, made: Cylinders) -> float:
    """Give the largest log likelihood ratio in one table of counts, 0 where nothing is above what was expected."""
    found = in_windows(counts, made.windows)
    return float(_loudest(found, made.near, made.row, made.by_count, made.slope, made.level, made.fewest))


def loudest_of_each(counts: Counts, made: Cylinders) -> tuple[Floats, NDArray[np.intp]]:
    """Give the largest log likelihood ratio of each circle over its windows, and that window; 0 where there is none."""
    found = in_windows(counts, made.windows)
    value, window = np.zeros(made.near.shape), np.zeros(made.near.shape, dtype=np.intp)
    _each(found, made.near, made.row, made.by_count, made.slope, made.level, made.fewest, value, window)
    return value, window


@njit(cache=True, fastmath=True)
def _loudest(found, near, row, by_count, slope, level, fewest):  # type: ignore[no-untyped-def]
    centres, most = near.shape
    windows = found.shape[1]
    inside = np.zeros(windows, dtype=np.int32)
    best = 0.0
    for centre in range(centres):
        inside[:] = 0
        for step in range(most):
            place = near[centre, step]
            if place < 0:
                break
            for window in range(windows):
                inside[window] += found[place, window]
            at = row[centre, step]
            if at < 0:
                continue
            for window in range(windows):  # without a branch, so that it runs on many windows at once
                count = inside[window]
                value = by_count[count] - count * slope[at, window] - level[at, window]
                best = max(best, value if count >= fewest[at, window] else 0.0)
    return best


@njit(cache=True)
def _each(found, near, row, by_count, slope, level, fewest, best, chosen):  # type: ignore[no-untyped-def]
    """Do the same for each circle; of windows that are as loud the first is kept."""
    centres, most = near.shape
    windows = found.shape[1]
    inside = np.zeros(windows, dtype=np.int32)
    for centre in range(centres):
        inside[:] = 0
        for step in range(most):
            place = near[centre, step]
            if place < 0:
                break
            at = row[centre, step]
            for window in range(windows):
                inside[window] += found[place, window]
                count = inside[window]
                if at >= 0 and count >= fewest[at, window]:
                    value = by_count[count] - count * slope[at, window] - level[at, window]
                    if value > best[centre, step]:
                        best[centre, step], chosen[centre, step] = value, window
