"""Compute abridged period life tables for many groups at once: Chiang's method II with Silcocks' variance.

Deaths and population are of the same period and place; ages in completed years. (Chiang 1984, The Life Table and its
Applications; Silcocks, Jenner & Reza 2001, J Epidemiol Community Health 55:38–43.)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
FIRST_YEAR_LIVED = 0.1  # share of the first year lived by who dies in it; verified=False for a city of today
LATER_LIVED = 0.5


class NoLifeTable(ValueError):
    """A group's deaths and population make no life table; the message says which band and why."""


@dataclass(frozen=True)
class LifeTable:
    """Columns of one group's table, one element a band. `lower` and `upper` bound `ex`, all in years.

    `mx` deaths a person-year; `qx` probability of dying in the band; `lx` survivors; `Lx`, `Tx` person-years.
    """

    ages: tuple[int, ...]
    mx: Floats
    qx: Floats
    lx: Floats
    Lx: Floats
    Tx: Floats
    ex: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class LifeTables:
    """The same columns for many groups: arrays of shape (groups, bands); NaN where `reasons` says why there is none."""

    ages: tuple[int, ...]
    reasons: tuple[str, ...]
    mx: Floats
    qx: Floats
    lx: Floats
    Lx: Floats
    Tx: Floats
    ex: Floats
    standard_error: Floats

    def bounds(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Give the interval of life expectancy at each age, in years."""
        reach = NormalDist().inv_cdf((1 + confidence) / 2) * self.standard_error
        return self.ex - reach, self.ex + reach

    def group(self, index: int, *, confidence: float = 0.95) -> LifeTable:
        """Give one group's table. Raises NoLifeTable with the reason if it has none."""
        if self.reasons[index]:
            raise NoLifeTable(self.reasons[index])
        lower, upper = self.bounds(confidence)
        columns = (self.mx, self.qx, self.lx, self.Lx, self.Tx, self.ex, lower, upper)
        return LifeTable(self.ages, *(column[index] for column in columns))


def life_table(
    deaths: ArrayLike, population: ArrayLike, ages: Sequence[int], *, radix: float = 100_000, confidence: float = 0.95
) -> LifeTable:
    """Compute one group's table; `ages` are the first ages of the bands, in any order, the oldest open.

    Raises NoLifeTable for a negative, a missing or an impossible number, or bands that do not begin with 0.
    """
    return life_tables(np.asarray(deaths)[None, :], np.asarray(population)[None, :], ages, radix=radix).group(
        0, confidence=confidence
    )


def life_tables(deaths: ArrayLike, population: ArrayLike, ages: Sequence[int], *, radix: float = 100_000) -> LifeTables:
    """Compute tables of many groups. `deaths` and `population`: (groups, bands). A group without a table says why."""
    order = np.argsort(np.asarray(ages))
    first = np.asarray(ages)[order]
    died, people = (np.asarray(each, dtype=float)[:, order] for each in (deaths, population))
    _refuse_bands(first)
    reasons = _reasons(died, people, first)
    good = np.array([not reason for reason in reasons], dtype=bool)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        columns = _columns(np.where(good, died, np.nan), np.where(good, people, np.nan), first, radix)
    return LifeTables(tuple(int(age) for age in first), reasons, *columns)


def _columns(died: Floats, people: Floats, first: NDArray[np.int_], radix: float) -> tuple[Floats, ...]:
    width, lived = _bands(first)
    mx = died / people
    qx = _chance(mx, width, lived)
    qx[:, -1] = np.where(np.isnan(mx[:, -1]), np.nan, 1.0)
    lx = radix * _survivors(qx)
    Lx = _years(lx, mx[:, -1], width, lived)
    Tx = _from_the_end(Lx)
    ex = Tx / lx
    return mx, qx, lx, Lx, Tx, ex, _standard_error(died, people, qx, lx, ex, mx, width, lived)


def _bands(first: NDArray[np.int_]) -> tuple[Floats, Floats]:
    """Give each band's width in years, the open one's infinite, and the share of it that who dies in it has lived."""
    width = np.append(np.diff(first), np.inf)
    return width, np.where((first == 0) & (width[0] == 1), FIRST_YEAR_LIVED, LATER_LIVED)


def _chance(rate: Floats, width: Floats | float, lived: Floats | float = LATER_LIVED) -> Floats:
    """Turn deaths a person-year into the probability of dying in a band."""
    return width * rate / (1 + width * (1 - lived) * rate)


def _survivors(qx: Floats) -> Floats:
    return np.asarray(np.cumprod(np.column_stack([np.ones(len(qx)), 1 - qx[:, :-1]]), axis=1), dtype=float)


def _years(lx: Floats, last_rate: Floats, width: Floats, lived: Floats) -> Floats:
    """Add up what is lived in each band; the survivors of the open band live one over its rate."""
    after = np.column_stack([lx[:, 1:], np.zeros(len(lx))])
    years = width * (after + lived * (lx - after))
    years[:, -1] = lx[:, -1] / last_rate
    return years


def _standard_error(
    died: Floats, people: Floats, qx: Floats, lx: Floats, ex: Floats, mx: Floats, width: Floats, lived: Floats
) -> Floats:
    """Silcocks' variance: each band's chance of death, and the rate of the open band, vary; the oldest too."""
    of_chance = np.where(died > 0, qx**2 * (1 - qx) / np.where(died > 0, died, 1), 0.0)
    years = (1 - lived[:-1]) * width[:-1] + ex[:, 1:]
    terms = lx[:, :-1] ** 2 * years**2 * of_chance[:, :-1]
    open_band = lx[:, -1] ** 2 / mx[:, -1] ** 4 * died[:, -1] / people[:, -1] ** 2
    return np.sqrt(_from_the_end(np.column_stack([terms, open_band])) / lx**2)


def _from_the_end(values: Floats) -> Floats:
    return np.cumsum(values[:, ::-1], axis=1)[:, ::-1]


def _refuse_bands(first: NDArray[np.int_]) -> None:
    if first.size < 3 or first[0] != 0:
        raise NoLifeTable("The bands must begin with age 0 and be three or more.")
    if (np.diff(first) == 0).any():
        raise NoLifeTable(f"Age {first[:-1][np.diff(first) == 0][0]} begins two bands: add their numbers up first.")


def _reasons(died: Floats, people: Floats, first: NDArray[np.int_]) -> tuple[str, ...]:
    """Say why a group has no table, at the first check and band that fails; empty if it has one."""
    open_band = np.arange(len(first)) == len(first) - 1
    checks = (
        (np.isnan(died) | np.isnan(people), "band missing"),
        (died < 0, "deaths below zero"),
        (people <= 0, "population of zero or below"),
        (died > people, "more deaths than people"),
        (_nobody_left(died, people, first), "so many deaths that nobody would reach the next band"),
        ((died == 0) & open_band, "nobody died in the oldest band"),
    )
    reasons = np.full(len(died), "", dtype=object)
    for wrong, words in checks:
        for group in np.flatnonzero(wrong.any(axis=1) & (reasons == "")):
            reasons[group] = f"age {first[np.argmax(wrong[group])]}: {words}"
    return tuple(reasons)


def _nobody_left(died: Floats, people: Floats, first: NDArray[np.int_]) -> NDArray[np.bool_]:
    width = np.append(np.diff(first), 0).astype(float)
    return _chance(died / np.where(people > 0, people, np.nan), width) >= 1


def without_cause(deaths: ArrayLike, of_cause: ArrayLike, population: ArrayLike, ages: Sequence[int]) -> Floats:
    """Compute the years that life expectancy at birth would gain if a cause did not kill, by group.

    Chiang's assumption: the other causes' shares of a band's risk stay as they are. Shapes as for `life_tables`.
    """
    order = np.argsort(np.asarray(ages))
    first = np.asarray(ages)[order]
    died, cause = (np.asarray(each, dtype=float)[:, order] for each in (deaths, of_cause))
    whole = life_tables(died, np.asarray(population, dtype=float)[:, order], list(first))
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = np.where(died > 0, 1 - cause / died, 1.0)
        lx = _survivors(1 - (1 - whole.qx) ** kept)
        years = _years(lx, whole.mx[:, -1] * kept[:, -1], *_bands(first))
    impossible = (cause < 0).any(axis=1) | (cause > died).any(axis=1)
    return np.where(impossible, np.nan, years.sum(axis=1) - whole.ex[:, 0])


def probability_of_dying(deaths: ArrayLike, population: ArrayLike, *, width: float = 5.0) -> Floats:
    """Compute the probability of dying in any of the bands, each `width` years: 1 − Π(1 − q), q = nM / (1 + nM/2).

    Eight bands from 30 to 69 give 40q30 (WHO, NCD Global Monitoring Framework 2014, indicator 1). The last axis is the
    bands. NaN where a band has no people, a number is missing, or so many died that nobody would leave the band.
    """
    died, people = np.asarray(deaths, dtype=float), np.asarray(population, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        q = _chance(died / people, width)
    wrong = ~((died >= 0) & (people > 0) & (died <= people) & (q < 1))
    return np.where(wrong.any(axis=-1), np.nan, 1 - np.prod(1 - np.where(wrong, 0, q), axis=-1))


def bounds_of_dying(
    deaths: ArrayLike, population: ArrayLike, *, width: float = 5.0, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Compute the interval of `probability_of_dying` by the delta method on log survival, deaths being Poisson."""
    died, people = np.asarray(deaths, dtype=float), np.asarray(population, dtype=float)
    value = probability_of_dying(died, people, width=width)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = died / people
        slope = width / ((1 + width / 2 * rate) * (1 - width / 2 * rate))  # d(−log(1 − q)) / d rate
        spread = np.sqrt((slope**2 * died / people**2).sum(axis=-1))
        log_survival = np.log1p(-value)
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * spread
    return np.clip(-np.expm1(log_survival + reach), 0, 1), np.clip(-np.expm1(log_survival - reach), 0, 1)
