"""Compute confidence intervals of counts and proportions, element by element."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta, chi2

Floats = NDArray[np.float64]
Bounds = tuple[Floats, Floats]


def byar(count: ArrayLike, *, confidence: float = 0.95) -> Bounds:
    """Bound a Poisson count by Byar's approximation, good from about ten. (Breslow & Day 1987, vol. 2, p. 69.)

    Not a number below zero; zero has the lower bound 0.
    """
    seen = np.asarray(count, dtype=float)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    above = seen + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = np.where(seen > 0, seen * (1 - 1 / (9 * seen) - z / (3 * np.sqrt(seen))) ** 3, 0.0)
        upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return np.where(seen >= 0, lower, np.nan), np.where(seen >= 0, upper, np.nan)


def exact_poisson(count: ArrayLike, *, confidence: float = 0.95) -> Bounds:
    """Bound a Poisson count exactly. (Garwood 1936, Biometrika 28:437–442.) Not a number below zero."""
    seen = np.asarray(count, dtype=float)
    tail = (1 - confidence) / 2
    with np.errstate(invalid="ignore"):
        lower = np.where(seen > 0, chi2.ppf(tail, 2 * seen) / 2, 0.0)
        upper = chi2.ppf(1 - tail, 2 * seen + 2) / 2
    return np.where(seen >= 0, lower, np.nan), np.where(seen >= 0, upper, np.nan)


def exact_proportion(count: ArrayLike, total: ArrayLike, *, confidence: float = 0.95) -> Bounds:
    """Bound a proportion exactly, as fractions. (Clopper & Pearson 1934, Biometrika 26:404–413.)

    Not a number where the total is zero or below the count.
    """
    seen, people = np.asarray(count, dtype=float), np.asarray(total, dtype=float)
    tail = (1 - confidence) / 2
    with np.errstate(invalid="ignore"):
        lower = np.where(seen > 0, beta.ppf(tail, seen, people - seen + 1), 0.0)
        upper = np.where(seen < people, beta.ppf(1 - tail, seen + 1, people - seen), 1.0)
    defined = (people > 0) & (seen >= 0) & (seen <= people)
    return np.where(defined, lower, np.nan), np.where(defined, upper, np.nan)
