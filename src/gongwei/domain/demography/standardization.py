"""Compute rates that can be compared between populations of different ages: directly and indirectly standardized."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongwei.domain.demography.intervals import byar, exact_poisson

Floats = NDArray[np.float64]
FEWEST_EVENTS = 10  # below it a directly standardized rate is not given (APHO Technical Briefing 3, 2008)
Flag = Literal["", "fewer than 10 events", "no population", "numbers below zero", "nothing expected"]


@dataclass(frozen=True)
class Standardized:
    """A standardized rate (or ratio) with its interval, in units of `per`; None with a flag that says why."""

    events: float
    expected: float | None
    value: float | None
    lower: float | None
    upper: float | None
    flag: Flag = ""


def directly_standardized(
    events: ArrayLike, population: ArrayLike, standard: ArrayLike, *, per: float = 100_000, confidence: float = 0.95
) -> Standardized:
    """Weigh each age band's rate by a standard population; Dobson's interval on Byar's bounds of the events.

    `events`, `population`, `standard`: one element a band. Below ten events no rate is given: the interval would not
    hold what it says. (Dobson, Kuulasmaa, Eberle & Scherer 1991, Stat Med 10:457–462.)
    """
    died, people, weight = (np.asarray(each, dtype=float) for each in (events, population, standard))
    total = float(died.sum())
    if (died < 0).any() or (people < 0).any() or (weight < 0).any():
        return Standardized(total, None, None, None, None, "numbers below zero")
    if (people[weight > 0] <= 0).any() or weight.sum() <= 0:
        return Standardized(total, None, None, None, None, "no population")
    if total < FEWEST_EVENTS:
        return Standardized(total, None, None, None, None, "fewer than 10 events")
    used = people > 0
    share = weight[used] / weight.sum()
    value = float((share * died[used] / people[used]).sum())
    variance = float((share**2 * died[used] / people[used] ** 2).sum())
    low, high = byar(total, confidence=confidence)
    spread = np.sqrt(variance / total)
    lower, upper = value + spread * (low - total), value + spread * (high - total)
    return Standardized(total, None, per * value, per * float(lower), per * float(upper))


def indirectly_standardized(
    events: ArrayLike, population: ArrayLike, reference_rates: ArrayLike, *, per: float = 1.0,
    confidence: float = 0.95, exact_below: float = 10,
) -> Standardized:  # fmt: skip
    """Compare events with those expected at a reference's rates by age; `per` 1 gives the ratio (SMR).

    `per` as the reference's crude rate × 100,000 gives the indirectly standardized rate. Byar's bounds, exact ones for
    fewer than ten events. (APHO Technical Briefing 3, 2008.)
    """
    died, people, rates = (np.asarray(each, dtype=float) for each in (events, population, reference_rates))
    total = float(died.sum())
    if (died < 0).any() or (people < 0).any() or (rates < 0).any():
        return Standardized(total, None, None, None, None, "numbers below zero")
    expected = float((people * rates).sum())
    if expected <= 0:
        return Standardized(total, expected, None, None, None, "nothing expected")
    bounds = byar if total >= exact_below else exact_poisson
    low, high = bounds(total, confidence=confidence)
    scale = per / expected
    return Standardized(total, expected, scale * total, scale * float(low), scale * float(high))


def crude_event_rate(
    events: float, person_years: float, *, per: float = 100_000, confidence: float = 0.95
) -> Standardized:
    """Divide events by person-years, with Byar's interval, the exact one below ten events."""
    return indirectly_standardized([events], [person_years], [1.0], per=per, confidence=confidence)


@dataclass(frozen=True)
class Slope:
    """The slope index of inequality: the difference in the outcome between the two ends of the ranking."""

    value: float
    lower: float
    upper: float


def slope_index(
    values: ArrayLike, populations: ArrayLike, *, standard_errors: ArrayLike | None = None, confidence: float = 0.95
) -> Slope:
    """Fit the outcome of groups, ranked from the worst-off, on their middle place in the population.

    `values`: one element a group, most deprived first; weights are 1/standard error² if given, else population. The
    slope is the modelled outcome of the best-off minus that of the worst-off. (Pamuk 1985, Popul Stud 39:17–31.)
    Raises ValueError for fewer than three groups, or a group without people.
    """
    y, people = np.asarray(values, dtype=float), np.asarray(populations, dtype=float)
    if y.size < 3 or (people <= 0).any():
        raise ValueError("A slope needs three or more groups, all with people.")
    share = people / people.sum()
    place = np.cumsum(share) - share / 2
    weight = people if standard_errors is None else 1 / np.asarray(standard_errors, dtype=float) ** 2
    centre, middle = np.average(place, weights=weight), np.average(y, weights=weight)
    spread = (weight * (place - centre) ** 2).sum()
    slope = float((weight * (place - centre) * (y - middle)).sum() / spread)
    left = y - middle - slope * (place - centre)
    scale = (weight * left**2).sum() / (y.size - 2) if standard_errors is None else 1.0
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * float(np.sqrt(scale / spread))
    return Slope(slope, slope - reach, slope + reach)
