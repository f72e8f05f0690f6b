"""Detect with Farrington's method and its flexible form: a log-linear model of the past, and a quantile above it.

Farrington, Andrews, Beale & Catchpole 1996, J R Stat Soc A 159:547–563; Noufaily, Enki, Farrington, Garthwaite,
Andrews & Charlett 2013, Stat Med 32:1206–1222 (the flexible form). The standard errors are the model's own; those of
the program that most use are wrong after reweighting, and `compat="R"` repeats them for comparison only.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import nbinom, norm, poisson, t

from gongwei.domain.detection.alarms import Alarms, Floats, WrongSeries, alarms, series_by_time
from gongwei.domain.detection.loglinear import (
    DISPERSION,
    ERROR,
    FITTED,
    LARGEST,
    SLOPE,
    SLOPE_ERROR,
    VALUE,
    fit_all,
)
from gongwei.domain.detection.reference import Days, baseline

Threshold = Literal["nbPlugin", "muan", "delta"]


@dataclass(frozen=True)
class Flexible:
    """What the flexible form can be told; the defaults are those of Noufaily 2013 with the plug-in quantile.

    `years` and `half_window` make the windows, `periods` the seasonal groups, `past_weeks` before the week judged are
    left out. `alpha`: the chance of an alarm in a quiet week. `trend_p`: the trend stays if its p-value is below it; 1
    keeps it always. `fewest` cases in `recent` weeks, else no alarm.
    """

    alpha: float = 0.05
    years: int = 5
    half_window: int = 3
    periods: int = 10
    threshold: Threshold = "nbPlugin"
    past_weeks: int = 26
    weights_threshold: float = 2.58
    trend_p: float = 1.0
    fewest: int = 5
    recent: int = 4
    compat: Literal["", "R"] = ""
    two_sided: bool = False


def original(*, alpha: float = 0.05, years: int = 5, half_window: int = 3) -> Flexible:
    """Give the method of 1996 in the flexible form's words: the windows alone, two-sided limits, a trend if sure."""
    return Flexible(
        alpha=alpha, years=years, half_window=half_window, periods=1, threshold="delta", past_weeks=half_window,
        weights_threshold=1.0, trend_p=0.05, two_sided=True,
    )  # fmt: skip


def farrington_flexible(
    counts: ArrayLike, days: Days, *, judge: Sequence[int] | None = None, population: ArrayLike | None = None,
    options: Flexible | None = None, tell: Callable[[int, int], None] = lambda done, of: None,
) -> Alarms:  # fmt: skip
    """Judge weeks of weekly counts (series, weeks) on a gapless axis of days; `judge` are places, by default all.

    `tell` hears after each week how many of how many are judged.

    NaN is a missing week, left out of the past. `population` (series, weeks) makes it a rate: only its changes matter.
    A week without `years` of history behind it is not judged. Raises WrongSeries.
    """
    asked = options or Flexible()
    values = series_by_time(counts)
    axis = _weekly(np.asarray(days, dtype="datetime64[D]"), values)
    places = range(values.shape[1]) if judge is None else judge
    offset = np.zeros_like(values) if population is None else np.log(_people(population, values.shape))
    found = []
    for done, at in enumerate(places, start=1):
        found.append(_judged(values, axis, at, offset, asked))
        tell(done, len(places))
    if not found:
        return alarms(*np.empty((3, len(values), 0)))
    expected, threshold = (np.column_stack(each) for each in zip(*found, strict=True))
    return alarms(values[:, list(places)], expected, threshold)


def _judged(values: Floats, axis: Days, at: int, offset: Floats, asked: Flexible) -> tuple[Floats, Floats]:
    """Give what was expected in one week, and its threshold, for every series; NaN where there is no past."""
    past = baseline(
        axis, at, years=asked.years, half_window=asked.half_window, periods=asked.periods, past_weeks=asked.past_weeks
    )
    if past is None or not len(past.places):
        return np.full(len(values), np.nan), np.full(len(values), np.nan)
    history, here = values[:, past.places], offset[:, past.places] - offset[:, [at]]
    time = (past.places - at).astype(float)
    numbers, group = np.unique(past.groups, return_inverse=True)
    if numbers[0] != 0:
        return np.full(len(values), np.nan), np.full(len(values), np.nan)

    def fitted(sloped: NDArray[np.bool_]) -> Floats:
        return fit_all(history, time, group, here, len(numbers), sloped, asked.weights_threshold, asked.compat == "R")

    model = fitted(np.ones(len(values), dtype=bool))
    kept = _keeps_trend(model, asked)
    if not kept.all():
        model = np.where(kept[:, None], model, fitted(kept))
    threshold = _threshold(model, asked)
    many = np.nansum(values[:, max(at - asked.recent + 1, 0) : at + 1], axis=1) >= asked.fewest
    return model[:, VALUE], np.where(np.isnan(model[:, VALUE]) | many, threshold, np.inf)


def _keeps_trend(model: Floats, asked: Flexible) -> NDArray[np.bool_]:
    """A trend is kept if it is sure, stands on three years, and does not foretell more than was ever seen."""
    if asked.trend_p >= 1:
        return np.ones(len(model), dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.abs(model[:, SLOPE] / model[:, SLOPE_ERROR])
        sure = 2 * t.sf(statistic, np.maximum(model[:, FITTED], 1)) < asked.trend_p
        return sure & (asked.years >= 3) & (model[:, VALUE] <= model[:, LARGEST])


def _threshold(model: Floats, asked: Flexible) -> Floats:
    mean, phi = model[:, VALUE], model[:, DISPERSION]
    if asked.two_sided:
        return two_thirds(mean, mean * model[:, ERROR], phi, asked.alpha / 2)
    if asked.threshold == "nbPlugin":
        return quantile(mean, phi, asked.alpha)
    if asked.threshold == "muan":
        with np.errstate(over="ignore", invalid="ignore"):
            return quantile(mean * np.exp(norm.isf(asked.alpha) * model[:, ERROR]), phi, asked.alpha)
    return two_thirds(mean, mean * model[:, ERROR], phi, asked.alpha)


def quantile(mean: ArrayLike, dispersion: ArrayLike, alpha: float) -> Floats:
    """Give the count that a quiet week exceeds with chance `alpha`: negative binomial, Poisson at dispersion 1."""
    mu, phi = np.asarray(mean, dtype=float), np.asarray(dispersion, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        over = nbinom.isf(alpha, mu / (phi - 1), 1 / phi)
        plain = poisson.isf(alpha, mu)
    return np.where(mu <= 0, 0.0, np.where(phi > 1, over, plain))


def two_thirds(mean: ArrayLike, error: ArrayLike, dispersion: ArrayLike, alpha: float) -> Floats:
    """Give the upper prediction limit that is symmetric on the 2/3 power, as the 1996 paper has it."""
    mu, se, phi = (np.asarray(each, dtype=float) for each in (mean, error, dispersion))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(phi * mu + se**2)
        return mu * np.maximum(1 + 2 / 3 * norm.isf(alpha) * spread / mu, 0) ** 1.5


def _weekly(days: Days, values: Floats) -> Days:
    if days.shape != (values.shape[1],):
        raise WrongSeries(f"{values.shape[1]} counts a series, but {days.size} days")
    gaps = np.flatnonzero(np.diff(days) != np.timedelta64(7, "D"))
    if gaps.size:
        raise WrongSeries(
            f"{days[gaps[0]]} is not followed by the next week: give every week, empty where none is known"
        )
    return days


def _people(population: ArrayLike, shape: tuple[int, ...]) -> Floats:
    people = np.broadcast_to(np.asarray(population, dtype=float), shape)
    if not (people > 0).all():
        row, column = np.argwhere(~(people > 0))[0]
        raise WrongSeries(f"series {row}, time {column}: a population of {people[row, column]:g}; it must be above 0")
    return people
