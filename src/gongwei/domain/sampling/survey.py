"""Estimate means, proportions and ratios of a population from a survey, with the error that its design leaves."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta, t

from gongwei.domain.sampling.design import Design

Floats = NDArray[np.float64]
Interval = Literal["logit", "beta", "wilson"]


@dataclass(frozen=True)
class Estimate:
    """An estimate, its standard error and interval, rows with a value, and how its design compares.

    `design_effect`: variance over that of a simple random sample of as many rows; above 1, the design cost precision.
    `reason` says why there is no estimate; the numbers are then NaN.
    """

    value: float
    standard_error: float
    lower: float
    upper: float
    rows: int
    design_effect: float = float("nan")
    reason: str = ""


NONE = float("nan")


def mean(values: ArrayLike, sample: Design, *, within: ArrayLike | None = None, confidence: float = 0.95) -> Estimate:
    """Estimate a mean, of a domain if `within` marks its rows. A missing value (NaN) leaves its row out.

    The interval uses Student's t with the design's degrees of freedom. (Lumley 2010, Complex Surveys, ch. 2.)
    """
    y = np.asarray(values, dtype=float)
    counted = _counted(y, within)
    if not counted.any():
        return _absent("no row with a value")
    value, variance = _ratio(y, np.ones_like(y), counted, sample)
    return _bounded(value, variance, y, counted, sample, confidence)


def ratio(
    numerators: ArrayLike, denominators: ArrayLike, sample: Design, *, within: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Estimate:  # fmt: skip
    """Estimate the ratio of two totals, with the linearized variance. A row that lacks one of them is left out."""
    y, x = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    counted = _counted(y + x, within)
    if not counted.any() or (sample.weight[counted] * x[counted]).sum() == 0:
        return _absent("nothing to divide by")
    value, variance = _ratio(y, x, counted, sample)
    reach = float(t.ppf((1 + confidence) / 2, sample.degrees)) * float(np.sqrt(variance))
    return Estimate(value, float(np.sqrt(variance)), value - reach, value + reach, int(counted.sum()))


def proportion(
    yes: ArrayLike, sample: Design, *, within: ArrayLike | None = None, interval: Interval = "logit",
    confidence: float = 0.95,
) -> Estimate:  # fmt: skip
    """Estimate the share of rows that are 1 (0 no, NaN unknown and left out), with an interval inside 0 and 1.

    `logit` on the log odds; `beta` as Korn & Graubard 1998 (Surv Methodol 24:193–201); `wilson` with the effective
    number of rows. A share of 0 or 1 leaves no standard error: beta's interval is given instead.
    """
    y = np.asarray(yes, dtype=float)
    counted = _counted(y, within)
    if not counted.any():
        return _absent("no row with a value")
    share, variance = _ratio(y, np.ones_like(y), counted, sample)
    plain = _bounded(share, variance, y, counted, sample, confidence)
    error = plain.standard_error
    if interval == "logit" and error > 0:
        lower, upper = _logit(share, error, sample.degrees, confidence)
    elif interval == "wilson" and error > 0:
        lower, upper = _wilson(share, share * (1 - share) / variance, sample.degrees, confidence)
    else:
        lower, upper = _beta(share, _effective(share, variance, sample, counted, confidence), confidence)
    return Estimate(share, error, lower, upper, plain.rows, plain.design_effect)


def _counted(values: Floats, within: ArrayLike | None) -> NDArray[np.bool_]:
    known = ~np.isnan(values)
    return known if within is None else known & np.asarray(within, dtype=bool)


def _ratio(y: Floats, x: Floats, counted: NDArray[np.bool_], sample: Design) -> tuple[float, float]:
    """The whole design stays: rows outside the domain have no influence, but they are units that were drawn."""
    weight = np.where(counted, sample.weight, 0.0)
    below = float((weight * np.where(counted, x, 0.0)).sum())
    value = float((weight * np.where(counted, y, 0.0)).sum()) / below
    influence = np.where(counted, y - value * x, 0.0) / below
    return value, float(sample.variance(influence))


def _bounded(
    value: float, variance: float, y: Floats, counted: NDArray[np.bool_], sample: Design, confidence: float
) -> Estimate:
    error = float(np.sqrt(variance))
    reach = float(t.ppf((1 + confidence) / 2, sample.degrees)) * error
    rows = int(counted.sum())
    weight = sample.weight[counted]
    spread = float(np.average((y[counted] - value) ** 2, weights=weight)) * rows / max(rows - 1, 1)
    simple = spread / rows * max(1 - rows / float(sample.weight.sum()), 0.0)
    effect = variance / simple if simple > 0 else NONE
    return Estimate(value, error, value - reach, value + reach, rows, effect)


def _effective(share: float, variance: float, sample: Design, counted: NDArray[np.bool_], confidence: float) -> float:
    """Give the size of a simple sample as precise as this one, less where degrees of freedom are few."""
    rows = len(sample.weight)
    if variance <= 0:
        return float(counted.sum())
    tail = (1 - confidence) / 2
    adjusted = (float(t.ppf(tail, rows - 1)) / float(t.ppf(tail, sample.degrees))) ** 2
    return share * (1 - share) / variance * adjusted


def _logit(share: float, error: float, degrees: int, confidence: float) -> tuple[float, float]:
    centre = np.log(share / (1 - share))
    reach = float(t.ppf((1 + confidence) / 2, degrees)) * error / (share * (1 - share))
    return float(1 / (1 + np.exp(reach - centre))), float(1 / (1 + np.exp(-reach - centre)))


def _beta(share: float, effective: float, confidence: float) -> tuple[float, float]:
    tail, yes, no = (1 - confidence) / 2, effective * share, effective * (1 - share)
    lower = float(beta.ppf(tail, yes, no + 1)) if share > 0 else 0.0
    return lower, float(beta.ppf(1 - tail, yes + 1, no)) if share < 1 else 1.0


def _wilson(share: float, effective: float, degrees: int, confidence: float) -> tuple[float, float]:
    z = float(t.ppf((1 + confidence) / 2, degrees))
    middle = (share + z * z / (2 * effective)) / (1 + z * z / effective)
    half = z / (1 + z * z / effective) * np.sqrt(share * (1 - share) / effective + z * z / (4 * effective**2))
    return float(max(middle - half, 0)), float(min(middle + half, 1))


def _absent(reason: str) -> Estimate:
    return Estimate(NONE, NONE, NONE, NONE, 0, NONE, reason)
