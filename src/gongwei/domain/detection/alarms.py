"""What every detector gives, and what it is given."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class WrongSeries(ValueError):
    """The counts cannot be judged; the message says which, and what to do."""


@dataclass(frozen=True)
class Alarms:
    """One column a judged time, one row a series, counts in cases. NaN: there was too little history to judge.

    `expected` what was to be expected, `threshold` what is above it alarms, `score` (observed − expected) /
    (threshold − expected), for a method with a memory what it has added up / its limit: above 1 is an alarm, and
    scores of different series compare.
    """

    observed: Floats
    expected: Floats
    threshold: Floats
    alarm: NDArray[np.bool_]
    score: Floats


def alarms(observed: ArrayLike, expected: ArrayLike, threshold: ArrayLike, score: ArrayLike | None = None) -> Alarms:
    """Compare counts with what was expected and with the threshold; nothing known alarms nothing.

    `score` is given by a method with a memory, for today's count alone does not tell how near the limit it is.
    """
    seen, mean, limit = (np.asarray(each, dtype=float) for each in (observed, expected, threshold))
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = np.where(limit > mean, (seen - mean) / (limit - mean), np.where(seen > limit, np.inf, 0.0))
        loud = seen > limit
    known = ~(np.isnan(seen) | np.isnan(limit))
    return Alarms(seen, mean, limit, loud & known, np.where(known, plain if score is None else score, np.nan))


def series_by_time(counts: ArrayLike) -> Floats:
    """Read counts as (series, times), NaN for a missing one. Raises WrongSeries for a negative or infinite count."""
    values = np.atleast_2d(np.asarray(counts, dtype=float))
    if values.ndim != 2:
        raise WrongSeries("counts have two dimensions: series and times")
    if (values < 0).any() or np.isinf(values).any():
        row, column = np.argwhere((values < 0) | np.isinf(values))[0]
        raise WrongSeries(f"series {row}, time {column}: {values[row, column]:g} is no count; corrections go elsewhere")
    return values
