"""Simulate the daily series by which syndromic detectors are compared: 16 syndromes, weeks of five and seven days.

(Noufaily, Morbey, Colón-González, Elliot, Smith, Lake & McCarthy 2019, Bioinformatics 35:3110–3117, sections 2.1–2.3;
the parameters are those of the simulation code that the authors published with it, verified=False against the print.)
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gongwei.domain.detection.alarms import Floats
from gongwei.domain.detection.noufaily import draw
from gongwei.domain.detection.outbreaks import Outbreaks, outbreaks
from gongwei.domain.detection.reference import Days

YEARS: Final = 7
WEEKS: Final = 52
JUDGED_WEEKS: Final = 49
SIZES: Final = (2, 3, 5, 10)
"""Very small, small, medium and large outbreaks: so many standard deviations for each day of a week."""
LONGER: Final = 4.0
LONG_SEASON: Final = 50.0
FIRST_DAY: Final = np.datetime64("2010-01-04")
WEIGHTS: Final = {5: (1.5, 1.1, 1, 1, 1.1), 7: (1, 1, 1, 1, 1, 2, 2)}
"""By how much an outbreak's cases show on each day of the week, Monday first."""
HOLIDAYS: Final = (0, 95, 98, 123, 147, 238, 357, 358)
"""Days of a year of 52 weeks, all of them workdays; stand in for England's eight, verified=False."""
CLOSED: Final = 0.0
REOPENED: Final = 1.5
LEFT_OPEN: Final = 2.0
"""A five-day service is closed on a holiday and sees more the day after; a seven-day one sees twice as many."""


@dataclass(frozen=True)
class Syndrome:
    """Counts of mean exp(alpha + beta·t + yearly and weekly harmonics), variance phi·mean, all divided by `share`.

    `days` a week; `yearly` and `weekly` numbers of harmonics with (gamma1, gamma2) and (gamma3, gamma4); `shift` days.
    `season` (first day of the year, size in deviations) of a long outbreak that comes back every year.
    """

    days: int
    yearly: int
    weekly: int
    alpha: float
    gamma: tuple[float, float, float, float]
    phi: float = 1.0
    shift: int = 0
    beta: float = 0.0
    share: float = 1.0
    season: tuple[int, float] | None = None

    @property
    def times(self) -> int:
        return YEARS * WEEKS * self.days

    @property
    def judged(self) -> range:
        return range(self.times - JUDGED_WEEKS * self.days, self.times)

    def mean(self) -> Floats:
        t = np.arange(1, self.times + 1) + self.shift
        year, week = 2 * np.pi * t / (WEEKS * self.days), 2 * np.pi * t / self.days
        one, two, three, four = self.gamma
        log_mean = self.alpha + self.beta * t
        for j in range(1, self.yearly + 1):
            log_mean = log_mean + one * np.cos(j * year) + two * np.sin(j * year)
        for j in range(1, self.weekly + 1):
            log_mean = log_mean + three * np.cos(j * week) + four * np.sin(j * week)
        return np.exp(log_mean)


SYNDROMES: Final = (
    Syndrome(7, 1, 2, 6, (0.2, 0.2, 0.5, 0.4), phi=2, shift=29),
    Syndrome(7, 1, 2, 0.5, (1.5, 1.4, 0.5, 0.4), shift=-167),
    Syndrome(7, 0, 2, 5.5, (0, 0, 0.3, 0.25), shift=1),
    Syndrome(7, 0, 2, 2, (0, 0, 0.3, 0.25), shift=1),
    Syndrome(5, 1, 1, 6, (0.3, 2, 0.3, 0.5), phi=1.5, shift=-50, share=10, season=(0, 80)),
    Syndrome(5, 1, 1, 1, (0.1, 2, 0.05, 0.05), shift=-50, season=(0, 50)),
    Syndrome(5, 0, 1, 6, (0, 0, 0.6, 0.9), phi=1.5, beta=0.0001, share=10),
    Syndrome(5, 1, 1, 3, (1.5, 0.1, 0.2, 0.3), shift=-150),
    Syndrome(5, 1, 1, 3, (0.2, 0.1, 0.05, 0.15), shift=-200),
    Syndrome(5, 1, 1, 5, (0.2, 0.1, 0.05, 0.1)),
    Syndrome(5, 2, 1, 0.5, (0.4, 0, 0.05, 0.15)),
    Syndrome(5, 1, 1, 9, (0.5, 0.2, 0.2, 0.5), share=100),
    Syndrome(7, 1, 2, 2, (0.8, 0.8, 0.8, 0.4), phi=4, shift=57, beta=0.0005),
    Syndrome(7, 4, 1, 0.05, (0.01, 0.01, 1.8, 0.1), shift=-85),
    Syndrome(7, 1, 2, 3, (0.8, 0.6, 0.8, 0.4), phi=4, shift=29, season=(210, 150)),
    Syndrome(7, 0, 2, 6, (0, 0, 0.8, 0.4), phi=4, shift=1),
)


@dataclass(frozen=True)
class Simulated:
    """`quiet` and `struck` (series, days), without and with an outbreak in the days judged; `holiday` marks days."""

    quiet: Floats
    struck: Floats
    outbreak: Outbreaks
    days: Days
    holiday: NDArray[np.bool_]
    judged: range


def simulate(syndrome: Syndrome, *, replicates: int = 100, seed: int = 1) -> Simulated:
    """Draw series of one syndrome; outbreaks go through the four sizes. A five-day axis has no weekends."""
    rng = np.random.default_rng(seed)
    mean, every = syndrome.mean(), np.arange(replicates)
    counts = draw(np.tile(mean, (replicates, 1)), np.array([[syndrome.phi]]), rng) / syndrome.share
    deviation = np.sqrt(mean * syndrome.phi) * syndrome.days / syndrome.share
    if syndrome.season:
        counts += _every_year(syndrome, deviation, replicates, rng)
    start = rng.choice(syndrome.judged, replicates)
    size = np.array(SIZES)[every % len(SIZES)] * deviation[start]
    made = outbreaks(start, size, times=syndrome.times, rng=rng, longer=LONGER)
    weekday = np.arange(syndrome.times) % syndrome.days
    shown = np.round(made.cases * np.array(WEIGHTS[syndrome.days])[weekday])
    days = FIRST_DAY + 7 * (np.arange(syndrome.times) // syndrome.days) + weekday
    holiday = np.isin((days - FIRST_DAY).astype(int) % (7 * WEEKS), HOLIDAYS)
    factor = _opened(holiday, syndrome.days)
    quiet = np.round(counts * factor)
    return Simulated(quiet, quiet + np.round(shown * factor), made, days, holiday, syndrome.judged)


def _every_year(syndrome: Syndrome, deviation: Floats, replicates: int, rng: np.random.Generator) -> Floats:
    """Draw a long outbreak of each year, which is the syndrome's season and nobody's alarm."""
    assert syndrome.season
    total = np.zeros((replicates, syndrome.times))
    first, size = syndrome.season
    for year in range(YEARS):
        start = year * WEEKS * syndrome.days + first + rng.integers(0, 20, replicates)
        many = 3 * size * deviation[start]
        total += outbreaks(start, many, times=syndrome.times, rng=rng, longer=LONG_SEASON).cases
    return total


def _opened(holiday: NDArray[np.bool_], days: int) -> Floats:
    if days == 7:
        return np.where(holiday, LEFT_OPEN, 1.0)
    after = np.concatenate([[False], holiday[:-1]])
    return np.where(holiday, CLOSED, np.where(after, REOPENED, 1.0))
