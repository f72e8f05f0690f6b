"""Find the past that a week is compared with: the same weeks of earlier years, and seasonal groups between them.

(Farrington, Andrews, Beale & Catchpole 1996, J R Stat Soc A 159:547–563; Noufaily et al. 2013, Stat Med 32:1206–1222.)
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
WEEK = np.timedelta64(7, "D")


@dataclass(frozen=True)
class Baseline:
    """Places in the time axis that are compared with the week at `at`, and the seasonal group of each.

    Group 0 holds the window around the week itself and its anniversaries.
    """

    at: int
    places: NDArray[np.intp]
    groups: NDArray[np.intp]


def anniversaries(day: np.datetime64, years: int) -> Days:
    """List a day and the same day of `years` earlier years, each moved to the nearest day of the same weekday."""
    month = day.astype("datetime64[M]")
    of_month = (day - month.astype("datetime64[D]")).astype(int)
    found = [day]
    for back in range(1, years + 1):
        start = (month - 12 * back).astype("datetime64[D]")
        length = ((month - 12 * back + 1).astype("datetime64[D]") - start).astype(int)
        over = of_month - (length - 1)  # 29 February of a year that has none is 1 March
        plain = start + min(of_month, length - 1) + max(over, 0)
        ahead = (day - plain).astype(int) % 7
        found.append(plain + (ahead if ahead <= 3 else ahead - 7))
    return np.array(found, dtype="datetime64[D]")


def baseline(days: Days, at: int, *, years: int, half_window: int, periods: int, past_weeks: int) -> Baseline | None:
    """Find the baseline of the week at place `at` of the weekly, gapless axis `days`; None: the history is too short.

    `half_window` weeks on either side of each anniversary are one group; the weeks between two windows are shared as
    equally as can be among `periods` − 1 groups, the earlier ones longer. With one period only the windows count. The
    last `past_weeks` weeks before `at` are left out, so that an outbreak on its way does not become its own baseline.
    """
    centres = at + np.round((anniversaries(days[at], years) - days[at]) / WEEK).astype(int)
    if centres[-1] - half_window < 0:
        return None
    group = np.full(len(days), -1)
    group[max(at - half_window, 0) : at + 1] = 0
    for later, centre in pairwise(centres):
        group[centre - half_window : centre + half_window + 1] = 0
        if periods > 1:
            begin, weeks = centre + half_window + 1, later - centre - 2 * half_window - 1
            share, left = divmod(weeks, periods - 1)
            sizes = [share + (place < left) for place in range(periods - 1)]
            group[begin : begin + weeks] = np.repeat(np.arange(1, periods), sizes)
    group[at - past_weeks :] = -1
    places = np.flatnonzero(group >= 0)
    return Baseline(at, places, group[places])
