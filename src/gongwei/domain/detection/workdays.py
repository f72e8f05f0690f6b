"""Take the rhythm of the week, holidays and make-up workdays out of daily counts before they are judged.

Each kind of day has a factor, learned from the days before the one judged alone: what such days counted over what the
seven days before them counted a day. Few such days count little: each factor starts as the one it resembles.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gongwei.domain.detection.alarms import Alarms, Floats, WrongSeries
from gongwei.domain.detection.detectors import Detector
from gongwei.domain.detection.reference import Days

HOLIDAY, MADE_UP, RETURN, KINDS = 7, 8, 9, 10
"""After Monday 0 to Sunday 6: a public holiday, a weekend day that is worked, the first workday after a holiday."""
RESEMBLES: Final = {HOLIDAY: (6,), MADE_UP: (0, 1, 2, 3, 4), RETURN: (0,)}
WEIGHT: Final = 2.0
FEWEST_CASES: Final = 5.0
"""So many days, and at least so many cases expected on days of its kind, make a factor half its own."""
LEAST_FACTOR: Final = 0.05


def kinds_of_days(days: Days, rest: Set[date], work: Set[date]) -> NDArray[np.intp]:
    """Name the kind of each day of a daily axis; `rest` and `work` are holidays and worked weekend days."""
    kinds = ((days.astype("datetime64[D]").astype(int) + 3) % 7).astype(np.intp)  # 1 January 1970 was a Thursday
    holiday = np.isin(days, np.array(sorted(rest), dtype="datetime64[D]"))
    worked = np.isin(days, np.array(sorted(work), dtype="datetime64[D]"))
    closed = holiday | ((kinds >= 5) & ~worked)
    behind = False  # whether the days off just before had a holiday among them
    for at in range(len(days)):
        kinds[at] = HOLIDAY if holiday[at] else RETURN if behind and not closed[at] else kinds[at]
        behind = closed[at] and (behind or bool(holiday[at]))
    return np.where(worked & (kinds != RETURN), MADE_UP, kinds)


def factors(counts: Floats, kinds: NDArray[np.intp]) -> Floats:
    """Give the factor of each day (series, days), from the days before it; NaN counts teach nothing."""
    around = _week_before(counts)
    usable = ~np.isnan(counts) & ~np.isnan(around)
    seen, expected = (np.where(usable, each, 0.0) for each in (counts, around))
    days = np.maximum(_before(usable.astype(float)), 1)
    level = np.maximum(_before(expected) / days * WEIGHT, FEWEST_CASES)
    own: dict[int, Floats] = {}
    for kind in range(KINDS):
        alike = np.array([own[other] for other in RESEMBLES.get(kind, ())]).mean(axis=0) if kind in RESEMBLES else 1.0
        here = kinds == kind
        own[kind] = (_before(seen * here) + level * alike) / (_before(expected * here) + level)
    return np.maximum(np.choose(np.broadcast_to(kinds, counts.shape), list(own.values())), LEAST_FACTOR)


def on_workdays(detect: Callable[[Floats], Alarms], counts: Floats, kinds: NDArray[np.intp]) -> Alarms:
    """Judge what counts would be on ordinary days, and give expected and threshold as counts of the day itself."""
    if kinds.shape != (counts.shape[1],):
        raise WrongSeries(f"{counts.shape[1]} counts a series, but {kinds.size} kinds of days")
    factor = factors(counts, kinds)
    found = detect(counts / factor)
    return replace(found, observed=counts, expected=found.expected * factor, threshold=found.threshold * factor)


def knowing_workdays(detect: Detector, rest: Set[date], work: Set[date] = frozenset()) -> Detector:
    """Make a detector that knows the rhythm of the week and the holidays."""

    def judged(counts: Floats, days: Days, judge: Sequence[int]) -> Alarms:
        factor = factors(counts, kinds_of_days(days, rest, work))
        found, here = detect(counts / factor, days, judge), factor[:, list(judge)]
        at = list(judge)
        return replace(found, observed=counts[:, at], expected=found.expected * here, threshold=found.threshold * here)

    return judged


def _week_before(counts: Floats) -> Floats:
    """Give the mean of the known ones of the seven days before each; NaN if none is known."""
    known = ~np.isnan(counts)
    total, size = (
        np.cumsum(np.pad(each, ((0, 0), (8, 0))), axis=1)[:, : counts.shape[1] + 7]
        for each in (np.where(known, counts, 0.0), known.astype(float))
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return (total[:, 7:] - total[:, :-7]) / (size[:, 7:] - size[:, :-7])


def _before(values: Floats) -> Floats:
    """Add up what lies before each day, the day itself left out."""
    return np.cumsum(values, axis=1) - values
