"""Simulate the weekly series by which detectors are compared: 28 scenarios, with outbreaks whose weeks are known.

(Noufaily, Enki, Farrington, Garthwaite, Andrews & Charlett 2013, Stat Med 32:1206–1222, section 4.)
"""

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from gongwei.domain.detection.alarms import Floats
from gongwei.domain.detection.outbreaks import Outbreaks, outbreaks
from gongwei.domain.detection.reference import Days

WEEKS: Final = 624
BASELINE: Final = range(312, 575)
JUDGED: Final = range(575, 624)
IN_THE_PAST: Final = (2, 3, 5, 10)
"""Sizes of the outbreaks in the baseline, in standard deviations of a week."""
IN_THE_TEST: Final = range(1, 11)
FIRST_WEEK: Final = np.datetime64("2010-01-04")


@dataclass(frozen=True)
class Scenario:
    """Weekly counts of mean exp(theta + beta·t + gamma₁ cos 2πt/52 + gamma₂ sin 2πt/52) and variance phi·mean."""

    theta: float
    phi: float
    beta: float
    gamma1: float
    gamma2: float

    def mean(self) -> Floats:
        t = np.arange(1, WEEKS + 1)
        season = self.gamma1 * np.cos(2 * np.pi * t / 52) + self.gamma2 * np.sin(2 * np.pi * t / 52)
        return np.exp(self.theta + self.beta * t + season)


PARAMETERS: Final = (
    (0.1, 1.5, 0.0025, 0.6, 0.6), (-2, 2, 0.005, 0.1, 0.3), (1.5, 1, 0.003, 0.2, -0.4), (0.5, 5, 0.002, 0.5, 0.5),
    (2.5, 3, 0.001, 1, 0.1), (3.75, 1.1, 0.001, 0.1, -0.1), (5, 1.2, 0.0001, 0.05, 0.01),
)  # fmt: skip
SCENARIOS: Final = tuple(
    Scenario(theta, phi, beta * trend, gamma1 * season, gamma2 * season)
    for (theta, phi, beta, gamma1, gamma2), trend, season in product(PARAMETERS, (0, 1), (0, 1))
)


@dataclass(frozen=True)
class Simulated:
    """`quiet` (series, weeks) has outbreaks in the baseline alone, `struck` one more in the weeks judged."""

    quiet: Floats
    struck: Floats
    outbreak: Outbreaks
    days: Days
    scenario: np.ndarray


def simulate(*, replicates: int = 100, seed: int = 1) -> Simulated:
    """Draw `replicates` series of each scenario; the size of the outbreak judged goes through 1 to 10 deviations."""
    rng = np.random.default_rng(seed)
    scenario = np.repeat(np.arange(len(SCENARIOS)), replicates)
    mean = np.array([each.mean() for each in SCENARIOS])[scenario]
    phi = np.array([each.phi for each in SCENARIOS])[scenario]
    counts = draw(mean, phi[:, None], rng)
    deviation = np.sqrt(phi[:, None] * mean)
    series = np.arange(len(scenario))
    for deviations in IN_THE_PAST:
        start = rng.choice(BASELINE, len(series))
        past = outbreaks(start, deviations * deviation[series, start], times=WEEKS, rng=rng).cases
        past[:, JUDGED.start :] = 0
        counts += past
    start = rng.choice(JUDGED, len(series))
    size = np.resize(np.array(IN_THE_TEST), replicates)[series % replicates]
    struck = outbreaks(start, size * deviation[series, start], times=WEEKS, rng=rng)
    days = FIRST_WEEK + 7 * np.arange(WEEKS)
    return Simulated(counts, counts + struck.cases, struck, days, scenario)


def draw(mean: Floats, phi: Floats, rng: np.random.Generator) -> Floats:
    """Draw counts of variance phi·mean: negative binomial, Poisson where phi is 1."""
    over = np.broadcast_to(np.maximum(phi, 1 + 1e-9), mean.shape)
    mixed = rng.negative_binomial(np.maximum(mean / (over - 1), 1e-9), 1 / over)
    return np.where(np.broadcast_to(phi, mean.shape) > 1, mixed, rng.poisson(mean)).astype(float)
