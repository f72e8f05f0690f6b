"""Estimate how many people one case infects: Cori's instantaneous and Wallinga and Teunis' case reproduction number.

Incidence is one count a day, without gaps; the serial interval is in days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import gamma

Floats = NDArray[np.float64]
QUANTILES = (0.025, 0.25, 0.5, 0.75, 0.975)


class NoEstimate(ValueError):
    """The incidence or the serial interval says nothing about transmission; the message says why."""


@dataclass(frozen=True)
class Reproduction:
    """One element a window: first and last day (places in the incidence), mean, standard deviation, quantiles."""

    start: NDArray[np.intp]
    end: NDArray[np.intp]
    mean: Floats
    sd: Floats
    quantiles: Floats


def serial_interval(mean: float, sd: float, *, days: int) -> Floats:
    """Spread a gamma serial interval, at least one day long, over whole days 0 … `days` − 1; `mean`, `sd` in days.

    (Cori, Ferguson, Fraser & Cauchemez 2013, Am J Epidemiol 178:1505–1512, web appendix 11.) Raises NoEstimate.
    """
    if not (mean > 1 and sd > 0):
        raise NoEstimate(f"serial interval {mean:g} ± {sd:g}: its mean must be above 1 day, its deviation above 0")
    shape, scale = ((mean - 1) / sd) ** 2, sd**2 / (mean - 1)
    k = np.arange(days, dtype=float)

    def below(at: Floats, more: int = 0) -> Floats:
        return gamma.cdf(at, shape + more, scale=scale)

    weight = k * below(k) + (k - 2) * below(k - 2) - 2 * (k - 1) * below(k - 1)
    weight += shape * scale * (2 * below(k - 1, 1) - below(k - 2, 1) - below(k, 1))
    return np.maximum(weight, 0.0)


def cori(
    incidence: ArrayLike, interval: ArrayLike, *, window: int = 7, prior_mean: float = 5.0, prior_sd: float = 5.0,
    quantiles: Sequence[float] = QUANTILES,
) -> Reproduction:  # fmt: skip
    """Estimate the reproduction number of each `window` of days from the second day on, for one or many series.

    `incidence` (days,) or (series, days); `interval[k]`: chance that an infection follows after k days, 0 for k = 0.
    The cases of the first day count as brought in. The posterior is a gamma; results have the series' dimension first
    if there is one. Windows with few cases stay near the prior: a standard deviation above 0.3 of the mean says so.
    """
    cases = np.atleast_2d(_checked(incidence))
    w = _interval(interval)
    days = cases.shape[1]
    if days <= window:
        raise NoEstimate(f"{days} days are too few for windows of {window}: give more days or a shorter --window")
    pressure = np.array([np.convolve(one, w)[:days] for one in cases])
    start = np.arange(1, days - window + 1)
    shape_prior, scale_prior = (prior_mean / prior_sd) ** 2, prior_sd**2 / prior_mean
    shape = shape_prior + _windows(cases, start, window)
    scale = 1 / (1 / scale_prior + _windows(pressure, start, window))
    found = _gamma_quantiles(shape, quantiles) * scale[..., None]
    one = np.ndim(incidence) == 1
    columns = [each[0] if one else each for each in (shape * scale, np.sqrt(shape) * scale, found)]
    return Reproduction(start, start + window - 1, *columns)


def _windows(values: Floats, start: NDArray[np.intp], window: int) -> Floats:
    total = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)
    return total[:, start + window] - total[:, start]


def _gamma_quantiles(shape: Floats, quantiles: Sequence[float]) -> Floats:
    """Look quantiles up once for each different shape: counts are whole, so there are few."""
    different, place = np.unique(shape, return_inverse=True)
    return gamma.ppf(np.asarray(quantiles), different[:, None])[place].reshape(*shape.shape, len(quantiles))


def wallinga_teunis(incidence: ArrayLike, interval: ArrayLike, *, window: int = 7) -> Reproduction:
    """Estimate how many cases those of each `window` of days infected, from the second day on.

    Who infected whom is independent between cases, so the number that a window infected is a sum of binomials, whose
    deviation and quantiles are exact here; simulation, as is usual, comes near them. Near the end of the series the
    estimate is too low: their cases are still to come. (Wallinga & Teunis 2004, Am J Epidemiol 160:509–516.)
    """
    cases, w = _checked(incidence), _interval(interval)
    days = len(cases)
    if days <= window:
        raise NoEstimate(f"{days} days are too few for windows of {window}: give more days or a shorter --window")
    lag = np.subtract.outer(np.arange(days), np.arange(days))
    chance = np.where((lag > 0) & (lag < len(w)), w[np.clip(lag, 0, len(w) - 1)], 0.0) * cases
    total = chance.sum(axis=1, keepdims=True)
    share = np.divide(chance, total, out=np.zeros_like(chance), where=total > 0)
    start = np.arange(1, days - window + 1)
    of_window = np.clip(_windows(share, start, window), 0, 1)  # chance that a case of each day has its source there
    infectors = _windows(cases[None, :], start, window)[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(infectors > 0, cases @ of_window / infectors, np.nan)
        sd = np.where(infectors > 0, np.sqrt(cases @ (of_window * (1 - of_window))) / infectors, np.nan)
        counted = np.array([_sum_of_binomials(cases, chances, QUANTILES) for chances in of_window.T])
        found = np.where(infectors[:, None] > 0, counted / infectors[:, None], np.nan)
    return Reproduction(start, start + window - 1, mean, sd, found)


def _sum_of_binomials(n: Floats, chance: Floats, levels: Sequence[float]) -> Floats:
    """Give the quantiles of Σ Binomial(n, chance), from its characteristic function around its mean."""
    mean, sd = float(n @ chance), float(np.sqrt(n @ (chance * (1 - chance))))
    size = 2 ** int(np.ceil(np.log2(20 * sd + 4)))  # what lies outside ten deviations is nothing
    turn = np.exp(2j * np.pi * np.arange(size) / size)
    mass = np.fft.fft(np.prod((1 - chance + chance * turn[:, None]) ** n, axis=1)).real / size
    first = int(mean) - size // 2
    below = np.cumsum(mass[np.arange(first, first + size) % size])
    return np.asarray(first + np.searchsorted(below, np.asarray(levels) - 1e-9), dtype=float)


def _checked(incidence: ArrayLike) -> Floats:
    cases = np.asarray(incidence, dtype=float)
    wrong = ~(cases >= 0) | (cases != np.round(cases))
    if wrong.any():
        place = np.argwhere(wrong)[0]
        raise NoEstimate(f"day {place[-1] + 1}: {cases[tuple(place)]:g} is no count of cases; write 0 for none")
    return cases


def _interval(interval: ArrayLike) -> Floats:
    w = np.asarray(interval, dtype=float)
    if w.ndim != 1 or (w < 0).any() or not 0.99 <= w.sum() <= 1.01 or w[0] != 0:
        raise NoEstimate("a serial interval is chances by day that add up to 1, with none on day 0")
    return w


@dataclass(frozen=True)
class Growth:
    """Growth a day (log scale) with interval, and the days in which cases double; negative: in which they halve."""

    rate: float
    lower: float
    upper: float
    doubling_days: float


def growth(incidence: ArrayLike, *, confidence: float = 0.95) -> Growth:
    """Fit exponential growth to daily counts by quasi-Poisson regression on the day. Raises NoEstimate."""
    cases = _checked(incidence)
    if len(cases) < 4 or cases.sum() == 0:
        raise NoEstimate("growth needs four days or more, and cases")
    day = np.arange(len(cases)) - (len(cases) - 1) / 2
    level, slope = np.log(cases.mean()), 0.0
    for _ in range(50):
        mean = np.exp(level + slope * day)
        left = np.array([(cases - mean).sum(), (day * (cases - mean)).sum()])
        information = np.array([[mean.sum(), (day * mean).sum()], [(day * mean).sum(), (day**2 * mean).sum()]])
        step = np.clip(np.linalg.solve(information, left), -1, 1)
        level, slope = level + step[0], slope + step[1]
        if np.abs(step).max() < 1e-10:
            break
    mean = np.exp(level + slope * day)
    dispersion = max(float(((cases - mean) ** 2 / mean).sum() / (len(cases) - 2)), 1.0)
    information = np.array([[mean.sum(), (day * mean).sum()], [(day * mean).sum(), (day**2 * mean).sum()]])
    error = float(np.sqrt(dispersion * np.linalg.inv(information)[1, 1]))
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * error
    doubling = float(np.log(2) / slope) if slope else float("inf")
    return Growth(slope, slope - reach, slope + reach, doubling)
