"""Fit what is to be expected of a season: negative-binomial regression on harmonics and a trend, many series at once.

Variance mean + α·mean². (Lawless 1987, Can J Stat 15:209–225; α by maximum likelihood, 0 where counts vary no more than
Poisson's.)
"""

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike

from gongwei.domain.detection.alarms import Floats, WrongSeries, series_by_time

MOST_STEPS, CLOSE_ENOUGH = 200, 1e-10
RIDGE = 1e-9  # keeps a series of zeros solvable: its mean goes towards 0
LOWEST, HIGHEST = -20.0, 50.0  # of the log mean
FLATTEST = 1e7  # θ beyond it is Poisson


@dataclass(frozen=True)
class Season:
    """`mean` (series, times) of all times, those after the training too; `alpha` (series,): the overdispersion."""

    mean: Floats
    alpha: Floats


def seasonal(
    counts: ArrayLike, *, train: int, period: float, harmonics: int = 1, trend: bool = True,
    poisson: bool = False, population: ArrayLike | None = None,
) -> Season:  # fmt: skip
    """Fit the first `train` times of (series, times) counts and foretell all; `period`: times in a year.

    NaN is a missing count, left out; `population` (series, times) makes it a rate. A series with fewer known counts
    than twice the coefficients has no mean: NaN. `poisson` keeps α at 0. Raises WrongSeries if nothing is foretold.
    """
    values = series_by_time(counts)
    if not 0 < train < values.shape[1]:
        raise WrongSeries(f"{values.shape[1]} times with {train} to learn from: give more times, or ask for fewer")
    design = _design(values.shape[1], train, period, harmonics, trend)
    offset = np.zeros_like(values) if population is None else np.log(np.broadcast_to(population, values.shape))
    beta, alpha = _fit_all(values[:, :train], design[:train], offset[:, :train], not poisson)
    return Season(np.exp(np.clip(beta @ design.T, LOWEST, HIGHEST) + offset), alpha)


def _design(times: int, train: int, period: float, harmonics: int, trend: bool) -> Floats:
    at = np.arange(1, times + 1, dtype=float)
    turns = [2 * np.pi * k * at / period for k in range(1, harmonics + 1)]
    columns = [np.ones(times), *([(at - train / 2) / train] if trend else [])]
    return np.column_stack([*columns, *(wave(turn) for turn in turns for wave in (np.cos, np.sin))])


@njit(cache=True)
def _fit_all(values, design, offsets, over):  # type: ignore[no-untyped-def]
    """Fit each row by turns, a step for the coefficients and one for α, until neither moves."""
    size = design.shape[1]
    betas, alphas = np.full((len(values), size), np.nan), np.full(len(values), np.nan)
    for row in range(len(values)):
        known = ~np.isnan(values[row])
        y, x, offset = values[row][known], design[known], offsets[row][known]
        if len(y) < 2 * size:
            continue
        reached, beta, alpha = _reached(y), np.zeros(size), 0.0
        beta[0] = math.log((y.sum() + 0.5) / np.exp(offset).sum())
        for _ in range(MOST_STEPS):
            moved = _turn(y, x, offset, beta, alpha)
            before, alpha = alpha, _alpha(y, _mean(x @ beta, offset), reached, alpha) if over else 0.0
            if max(moved, abs(alpha - before)) < CLOSE_ENOUGH:
                break
        betas[row], alphas[row] = beta, alpha
    return betas, alphas


@njit(cache=True)
def _mean(line, offset):  # type: ignore[no-untyped-def]
    return np.exp(np.minimum(np.maximum(line, LOWEST), HIGHEST) + offset)


@njit(cache=True)
def _turn(y, x, offset, beta, alpha):  # type: ignore[no-untyped-def]
    """Take one of Fisher's steps for the coefficients, in place; gives its longest side."""
    mean, size = _mean(x @ beta, offset), len(beta)
    score, information = np.zeros(size), RIDGE * np.eye(size)
    for i in range(len(y)):
        free = 1 / (1 + alpha * mean[i])
        for j in range(size):
            score[j] += (y[i] - mean[i]) * free * x[i, j]
            for k in range(size):
                information[j, k] += mean[i] * free * x[i, j] * x[i, k]
    step = np.linalg.solve(information, score)
    longest = 0.0
    for j in range(size):
        side = min(max(step[j], -2.0), 2.0)
        beta[j] += side
        longest = max(longest, abs(side))
    return longest


@njit(cache=True)
def _reached(y):  # type: ignore[no-untyped-def]
    """Count, for each whole number, the counts above it: sums of ψ(y + θ) − ψ(θ) become one sum over these."""
    above = np.zeros(int(y.max()) + 1)
    for value in y:
        above[int(value)] += 1
    total = 0.0
    for number in range(len(above) - 1, -1, -1):
        here, above[number] = above[number], total
        total += here
    return above


@njit(cache=True)
def _alpha(y, mean, reached, before):  # type: ignore[no-untyped-def]
    """Take Newton's step for log θ, θ = 1/α, of the likelihood; 0 where the counts vary no more than Poisson's."""
    over, square = 0.0, 0.0
    for i in range(len(y)):
        over += (y[i] - mean[i]) ** 2 - y[i]
        square += (y[i] / mean[i] - 1) ** 2
    if over <= 0:
        return 0.0
    theta = 1 / before if before > 0 else min(max(len(y) / max(square, 1e-9), 0.01), 1e4)
    score = bend = 0.0
    for number in range(len(reached)):
        score += reached[number] / (theta + number)
        bend -= reached[number] / (theta + number) ** 2
    for i in range(len(y)):
        share = 1 / (mean[i] + theta)
        score += math.log(theta * share) + (mean[i] - y[i]) * share
        bend += 1 / theta - share + (y[i] - mean[i]) * share * share
    curve = bend * theta + score  # of log θ: below 0 near the top
    step = -score / curve if curve < 0 else (0.5 if score > 0 else -0.5)
    theta *= math.exp(min(max(step, -1.0), 1.0))
    return 1 / theta if theta < FLATTEST else 0.0
