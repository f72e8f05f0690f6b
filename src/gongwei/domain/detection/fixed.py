"""Alarm at a number written down beforehand: so many cases, or a single one of a disease that should not occur."""

import numpy as np
from numpy.typing import ArrayLike

from gongwei.domain.detection.alarms import Alarms, WrongSeries, alarms, series_by_time


def fixed(counts: ArrayLike, *, at_least: float | ArrayLike = 1) -> Alarms:
    """Alarm where a count reaches `at_least` cases, one number for all or one a series; 1 is the single case.

    Nothing is expected; the threshold is one case less, for what is above it alarms. A missing count alarms nothing.
    Raises WrongSeries for a number below 1.
    """
    values = series_by_time(counts)
    least = np.broadcast_to(np.asarray(at_least, dtype=float), (len(values),))
    if not (least >= 1).all():
        raise WrongSeries(f"an alarm at {least.min():g} cases would never be silent: give 1 or more")
    return alarms(values, np.zeros_like(values), np.repeat(np.ceil(least)[:, None] - 1, values.shape[1], axis=1))
