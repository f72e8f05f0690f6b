"""Compute the limits within which chance alone would keep a figure: control charts over time, funnels over places."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom

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


def funnel(numerators: ArrayLike, denominators: ArrayLike, *, dispersion: float = 1.0) -> Funnel:
    """Compute funnel limits of proportions from the binomial itself, so that small places are not blamed for chance.

    Between two counts the limit is interpolated. `dispersion`: variance in units of that of chance, as
    `overdispersion` estimates it; limits move away from the overall share by its root. NaN for a place without
    people. (Spiegelhalter 2005, Stat Med 24:1185–1202, sections 5 and A.1.1; Wilson's form put 0 of 3 outside.)
    """
    above, people = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    overall = float(above.sum() / people.sum()) if people.sum() > 0 else float("nan")
    bounds = []
    for tail in (0.025, 0.001):
        lower, upper = _binomial_limit(people, overall, tail), 1 - _binomial_limit(people, 1 - overall, tail)
        bounds += [np.clip(overall + sqrt(dispersion) * (exact - overall), 0, 1) for exact in (lower, upper)]
    return Funnel(overall, *bounds)


def _binomial_limit(people: Floats, share: float, tail: float) -> Floats:
    """Interpolate the share of people at or below which a binomial falls with probability `tail`; may be below 0."""
    size = np.where(people > 0, people, np.nan)
    count = binom.ppf(tail, size, share)
    reached, before = binom.cdf(count, size, share), binom.cdf(count - 1, size, share)
    with np.errstate(invalid="ignore", divide="ignore"):
        limit: Floats = (count - (reached - tail) / (reached - before)) / size
    return limit


def overdispersion(numerators: ArrayLike, denominators: ArrayLike, *, trimmed: float = 0.1) -> float:
    """Estimate by how much places differ beyond chance: the mean squared z, tails drawn in; 1 where chance suffices.

    `trimmed`: share of places at either end whose z is set to that of the last one kept. The estimate counts only
    above 1 + 2√(2/places). Places without people are left out. (Spiegelhalter 2005, Stat Med 24:1185–1202, section 5.)
    """
    above, people = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    above, people = above[people > 0], people[people > 0]
    overall = above.sum() / people.sum() if people.size else 0.0
    if people.size < 2 or not 0 < overall < 1:
        return 1.0
    z = (above / people - overall) / np.sqrt(overall * (1 - overall) / people)
    z = np.clip(z, *np.quantile(z, [trimmed, 1 - trimmed]))
    found = float((z * z).mean())
    return found if found > 1 + 2 * sqrt(2 / people.size) else 1.0
