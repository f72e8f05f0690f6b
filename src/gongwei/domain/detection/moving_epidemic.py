"""Find where past seasons of influenza began and ended, from what rate on a week is epidemic, and how intense it is.

The moving epidemic method (Vega, Lozano, Meerhoff, Snacken, Mott et al. 2013, Influenza Other Respir Viruses 7:546–558;
intensity: Vega, Lozano, Meerhoff et al. 2015, ibid. 9:234–246). Rates in any unit, one a week.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from gongwei.domain.detection.alarms import Floats

SLOPE: Final = 2.8
"""A week that adds less to the covered share, in % of the season, is outside the epidemic (the authors' 2.8)."""
SMOOTHED_BY: Final = 1.0
"""Bandwidth in weeks of the smoothing of the covered share before its slope is taken."""
VALUES_TOGETHER: Final = 30
"""So many of the highest weeks of all seasons together make a threshold (2015)."""
LEVEL: Final = 0.95
INTENSITY: Final = (0.40, 0.90, 0.975)
FEWEST_SEASONS: Final = 2
LEVELS: Final = ("baseline", "low", "medium", "high", "very high")


class NoEpidemic(ValueError):
    """The seasons do not show what an epidemic is; the message says which, and what to do."""


@dataclass(frozen=True)
class Epidemic:
    """First and last week (places in the season, both inside) and the share of the season's sum, in %."""

    first: int
    last: int
    share: float

    @property
    def weeks(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class FluThresholds:
    """Rates from which on a week is epidemic (`pre`), or again is not (`post`), and of medium, high, very high.

    Units of the rates given. `epidemics` one a season, `length` their median in weeks.
    """

    pre: float
    post: float
    intensity: tuple[float, float, float]
    epidemics: tuple[Epidemic, ...]
    length: float

    def level(self, rate: float) -> str:
        """Name the intensity of a rate: baseline below `pre`, then low, medium, high, very high; empty if missing."""
        if np.isnan(rate):
            return ""
        return LEVELS[
            sum(rate >= limit for limit in (self.pre, *np.maximum.accumulate([self.pre, *self.intensity])[1:]))
        ]


def epidemic(rates: ArrayLike, *, slope: float = SLOPE) -> Epidemic:
    """Find the weeks of one season that hold the epidemic: the fewest together beyond which a week adds little.

    Missing weeks (NaN) between known ones are filled in a straight line, those at the ends count as 0.
    Raises NoEpidemic for a season without a rate above 0.
    """
    weeks = _filled(np.asarray(rates, dtype=float))
    total = np.concatenate([[0.0], np.cumsum(weeks)])
    if not total[-1] > 0:
        raise NoEpidemic("no rate above 0 in the season: leave it out")
    lengths = range(1, len(weeks) + 1)
    sums = [total[n:] - total[:-n] for n in lengths]
    covered = np.array([100 * each.max() / total[-1] for each in sums])
    flat = np.diff(_smooth(covered)) < slope
    length = int(np.argmax(flat)) + 1 if flat.any() else len(weeks)
    first = int(np.argmax(sums[length - 1]))
    return Epidemic(first, first + length - 1, float(covered[length - 1]))


def flu_thresholds(rates: ArrayLike, *, slope: float = SLOPE, level: float = LEVEL) -> FluThresholds:
    """Learn the thresholds from (seasons, weeks) rates; NaN is a missing week.

    Before and after the epidemics, the highest weeks of each season give mean and standard deviation: the upper limit
    of one more such week at `level`. Inside, the same on the logarithm gives the intensities at 40, 90 and 97.5 %.
    Raises NoEpidemic.
    """
    seasons = np.atleast_2d(np.asarray(rates, dtype=float))
    if len(seasons) < FEWEST_SEASONS:
        raise NoEpidemic(f"{len(seasons)} season: two or more past seasons are needed, five to ten are advised")
    found = [epidemic(season, slope=slope) for season in seasons]
    each = max(1, round(VALUES_TOGETHER / len(seasons)))
    pairs = list(zip(seasons, found, strict=True))
    before = _highest([season[: one.first] for season, one in pairs], each, "before")
    after = _highest([season[one.last + 1 :] for season, one in pairs], each, "after")
    inside = _highest([season[one.first : one.last + 1] for season, one in pairs], each, "in")
    logs = np.log(inside[inside > 0])
    intensity = np.exp([_upper(logs, chance) for chance in INTENSITY])
    length = float(np.median([one.weeks for one in found]))
    medium, high, very_high = (float(limit) for limit in intensity)
    return FluThresholds(_upper(before, level), _upper(after, level), (medium, high, very_high), tuple(found), length)


def _upper(values: Floats, level: float) -> float:
    return float(values.mean() + norm.ppf(level) * values.std(ddof=1))


def _highest(parts: list[Floats], each: int, where: str) -> Floats:
    values = np.concatenate([np.sort(part[~np.isnan(part)])[::-1][:each] for part in parts])
    if len(values) < 2:
        raise NoEpidemic(f"fewer than two weeks {where} the epidemics: give whole seasons, from quiet to quiet")
    return values


def _filled(weeks: Floats) -> Floats:
    known = np.flatnonzero(~np.isnan(weeks))
    if not known.size:
        raise NoEpidemic("no rate at all in the season: leave it out")
    return np.interp(np.arange(len(weeks)), known, weeks[known], left=0.0, right=0.0)


def _smooth(values: Floats) -> Floats:
    """Smooth by local straight lines under normal weights."""
    away = np.subtract.outer(np.arange(len(values)), np.arange(len(values))).T / SMOOTHED_BY
    weight = np.exp(-0.5 * away**2)
    level, tilt, bend = (np.sum(weight * away**power, axis=1) for power in (0, 1, 2))
    here, along = weight @ values, (weight * away) @ values
    return (bend * here - tilt * along) / (level * bend - tilt**2)
