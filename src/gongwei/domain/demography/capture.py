"""Estimate how many cases no list has, from two lists of the same cases."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np


@dataclass(frozen=True)
class Captured:
    """Cases altogether, with interval, and the share of them that each list missed (0 to 1)."""

    estimate: float
    lower: float
    upper: float
    missed_by_first: float
    missed_by_second: float


class NoEstimate(ValueError):
    """Two lists say nothing about what neither has; the message says why."""


def two_lists(first: int, second: int, both: int, *, confidence: float = 0.95) -> Captured:
    """Estimate the cases behind two independent lists. `both` are on the two; counts are whole and not negative.

    Chapman's estimate, its interval on the log of what neither list has. Lists that share their cases by more than
    chance make it too low: say so beside the figure. (Chapman 1951; Chao 1989, Biometrics 45:427–438.)
    Raises NoEstimate.
    """
    if min(first, second, both) < 0 or both > min(first, second):
        raise NoEstimate(f"{both} on both lists cannot be: the lists have {first} and {second}.")
    if both == 0:
        raise NoEstimate("no case is on both lists, so nothing can be said about those on neither")
    estimate = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    seen = first + second - both
    unseen = estimate - seen
    if unseen <= 0:
        return Captured(estimate, estimate, estimate, 1 - first / estimate, 1 - second / estimate)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    factor = float(np.exp(z * np.sqrt(np.log1p(variance / unseen**2))))
    missed = (1 - first / estimate, 1 - second / estimate)
    return Captured(estimate, seen + unseen / factor, seen + unseen * factor, *missed)
