"""Compute the limits within which chance alone would keep a figure: control charts over time, funnels over places."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Chart:
    """A control chart: the value at each point, the centre, and the limits at each point."""

    value: Floats
    centre: float
    lower: Floats
    upper: Floats

    @property
    def out(self) -> NDArray[np.bool_]:
        """Say which points chance alone does not explain."""
        return (self.value < self.lower) | (self.value > self.upper)


def c_chart(counts: ArrayLike, *, sigmas: float = 3.0) -> Chart:
    """Chart counts of equal opportunity around their mean, limits ± `sigmas` √mean, never below 0. (Shewhart 1931.)"""
    value = np.asarray(counts, dtype=float)
    centre = float(value.mean())
    reach = sigmas * np.sqrt(centre)
    return Chart(value, centre, np.full_like(value, max(centre - reach, 0)), np.full_like(value, centre + reach))


def ewma_chart(values: ArrayLike, *, centre: float, sd: float, weight: float = 0.2, sigmas: float = 3.0) -> Chart:
    """Chart the exponentially weighted mean, with its exact limits at each point. (Roberts 1959.)

    `sd`: of one value, in its unit; `weight`: of the newest value, above 0 and at most 1.
    """
    seen = np.asarray(values, dtype=float)
    smooth, last = np.empty_like(seen), centre
    for place, value in enumerate(seen):
        smooth[place] = last = weight * value + (1 - weight) * last
    steps = np.arange(1, seen.size + 1)
    reach = sigmas * sd * np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * steps)))
    return Chart(smooth, centre, centre - reach, centre + reach)


def cusum_chart(values: ArrayLike, *, centre: float, sd: float, slack: float = 0.5, decision: float = 5.0) -> Chart:
    """Chart the sum of rises above the centre by more than `slack` sd; the limit is `decision` sd. (Page 1954.)"""
    seen = np.asarray(values, dtype=float)
    summed, last = np.empty_like(seen), 0.0
    for place, value in enumerate(seen):
        summed[place] = last = max(0.0, last + value - centre - slack * sd)
    return Chart(summed, 0.0, np.zeros_like(seen), np.full_like(seen, decision * sd))


@dataclass(frozen=True)
class Funnel:
    """Limits around the overall proportion for places of each size, as fractions: two and three standard errors."""

    overall: float
    lower_95: Floats
    upper_95: Floats
    lower_998: Floats
    upper_998: Floats


def funnel(numerators: ArrayLike, denominators: ArrayLike) -> Funnel:
    """Compute funnel limits of proportions, by Wilson's form, so that small places are not blamed for chance.

    NaN for a place without people. (Spiegelhalter 2005, Stat Med 24:1185–1202.)
    """
    above, people = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    overall = float(above.sum() / people.sum()) if people.sum() > 0 else float("nan")
    bounds = []
    for confidence in (0.95, 0.998):
        z = NormalDist().inv_cdf((1 + confidence) / 2)
        with np.errstate(divide="ignore", invalid="ignore"):
            middle = (2 * people * overall + z * z) / (2 * (people + z * z))
            reach = z * np.sqrt(z * z + 4 * people * overall * (1 - overall)) / (2 * (people + z * z))
        known = people > 0
        bounds += [np.where(known, middle - reach, np.nan), np.where(known, middle + reach, np.nan)]
    return Funnel(overall, *bounds)
