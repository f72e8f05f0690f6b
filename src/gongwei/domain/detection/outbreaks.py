"""Put outbreaks into series of counts: cases spread over the times that follow a start, as in the studies of Noufaily.

(Noufaily et al. 2013, Stat Med 32:1206–1222, section 4.1: size Poisson, spread lognormal with mean 0 and deviation 0.5
of the logarithm, rounded down to whole times.)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongwei.domain.detection.alarms import Floats

SPREAD = 0.5


@dataclass(frozen=True)
class Outbreaks:
    """One outbreak a series: `cases` (series, times) to be added, first and last time (both inside)."""

    cases: Floats
    start: NDArray[np.intp]
    end: NDArray[np.intp]

    def during(self, first: int, times: int) -> NDArray[np.bool_]:
        """Mark the times from start to end, of `times` times from `first` on."""
        at = np.arange(first, first + times)
        return (at >= self.start[:, None]) & (at <= self.end[:, None])


def outbreaks(
    start: ArrayLike, size: ArrayLike, *, times: int, rng: np.random.Generator, longer: float = 1.0
) -> Outbreaks:
    """Draw one outbreak a series: Poisson(`size`) cases, at least one, from `start` on; those after the end are lost.

    `longer` stretches the spread: 1 for weeks, 4 for days as in the study of daily counts.
    """
    first = np.asarray(start, dtype=np.intp)
    many = np.maximum(rng.poisson(np.asarray(size, dtype=float)), 1)
    series = np.repeat(np.arange(len(first)), many)
    at = first[series] + np.floor(longer * rng.lognormal(0.0, SPREAD, len(series))).astype(np.intp)
    at[np.cumsum(many) - 1] = first  # so that it begins where it is said to begin
    inside = at < times
    cases = np.zeros((len(first), times))
    np.add.at(cases, (series[inside], at[inside]), 1.0)
    end = times - 1 - np.argmax(cases[:, ::-1] > 0, axis=1)
    return Outbreaks(cases, first, end)
