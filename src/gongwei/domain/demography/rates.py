"""Turn a numerator and a denominator into a rate with its confidence interval, or say why there is none."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Flag = Literal["", "no denominator", "numerator above denominator"]


@dataclass(frozen=True, slots=True)
class Rate:
    """A crude rate in units of `per`; `value` None: nobody to divide by. `flag` says why bounds are missing."""

    numerator: int
    denominator: int
    value: float | None
    lower: float | None
    upper: float | None
    flag: Flag = ""


def crude_rate(numerator: int, denominator: int, *, per: float = 100.0, confidence: float = 0.95) -> Rate:
    """Divide, with Wilson's interval; `per` 100 gives percent.

    A numerator above its denominator keeps its value, flagged, without interval: the two were counted on different
    people. Raises ValueError for a negative count.
    """
    if numerator < 0 or denominator < 0:
        raise ValueError(f"Counts are never negative: {numerator}/{denominator}.")
    if denominator == 0:
        return Rate(numerator, denominator, None, None, None, "no denominator")
    value = per * numerator / denominator
    if numerator > denominator:
        return Rate(numerator, denominator, value, None, None, "numerator above denominator")
    lower, upper = wilson(numerator, denominator, confidence=confidence)
    return Rate(numerator, denominator, value, per * float(lower), per * float(upper))


def wilson(
    numerator: ArrayLike, denominator: ArrayLike, *, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Compute the score interval of proportions, element by element, as fractions between 0 and 1.

    Not a number where the denominator is zero or below the numerator. (Wilson 1927, J Am Stat Assoc 22:209–212.)
    """
    count, people = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    z = NormalDist().inv_cdf((1.0 + confidence) / 2.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = count / people
        middle = (count + z * z / 2.0) / (people + z * z)
        half = z * np.sqrt(people * share * (1.0 - share) + z * z / 4.0) / (people + z * z)
    defined = (people > 0) & (count >= 0) & (count <= people)
    lower = np.where(count == 0, 0.0, middle - half)
    upper = np.where(count == people, 1.0, middle + half)
    return np.where(defined, lower, np.nan), np.where(defined, upper, np.nan)
