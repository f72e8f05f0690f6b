"""Every detector by name as our studies run it, all called alike: counts, their days, the places to judge."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from types import MappingProxyType

from gongwei.domain.detection.accumulating import cusum, ewma
from gongwei.domain.detection.alarms import Alarms, Floats, WrongSeries
from gongwei.domain.detection.ears import ears
from gongwei.domain.detection.farrington import Flexible, farrington_flexible, original
from gongwei.domain.detection.glr import glr
from gongwei.domain.detection.history import historical_limits, moving_percentile
from gongwei.domain.detection.reference import Days

Detector = Callable[[Floats, Days, Sequence[int]], Alarms]
DAYS_IN_A_YEAR = 365.25
LEAST_SIGMA = 0.5  # cases; a flat week would otherwise alarm at any case, and its score be beyond comparison


def columns(found: Alarms, judge: Sequence[int]) -> Alarms:
    """Keep the judged times of what a detector says about all of them."""
    return replace(found, **{field.name: getattr(found, field.name)[:, list(judge)] for field in fields(found)})


def taught_by_the_past(
    counts: Floats, days: Days, judge: Sequence[int], *, limit: float = 5.0, poisson: bool = False,
    population: Floats | None = None,
) -> Alarms:  # fmt: skip
    """Judge by the generalized likelihood ratio; all times before the first judged one teach what to expect.

    Raises WrongSeries if there is nothing to judge, or less than a year before it: a season must have been seen.
    """
    if not len(judge):
        return columns(Alarms(counts, counts, counts, counts > 0, counts), judge)
    span = (days[-1] - days[0]).astype(int) if len(days) > 1 else 1
    period = DAYS_IN_A_YEAR * max(len(days) - 1, 1) / span  # times in a year, whatever the step
    if judge[0] < period:
        raise WrongSeries(f"{judge[0]} times before the first judged one: a year of {period:.0f} must teach the season")
    found = glr(counts, train=judge[0], period=period, limit=limit, poisson=poisson, population=population)
    return columns(found, judge)


def _any_step(detect: Callable[[Floats], Alarms]) -> Detector:
    return lambda counts, days, judge: columns(detect(counts), judge)


def _farrington(options: Flexible) -> Detector:
    return lambda counts, days, judge: farrington_flexible(counts, days, judge=judge, options=options)


DETECTORS: Mapping[str, Detector] = MappingProxyType(
    {
        "farrington-flexible": _farrington(Flexible(alpha=0.01)),
        "farrington": _farrington(original(alpha=0.01)),
        "moving-percentile": lambda counts, days, judge: moving_percentile(counts, days, judge=judge, percentile=95),
        "historical-limits": lambda counts, days, judge: historical_limits(counts, days, judge=judge),
        "ears-c1": _any_step(partial(ears, method="C1", least_sigma=LEAST_SIGMA)),
        "ears-c2": _any_step(partial(ears, method="C2", least_sigma=LEAST_SIGMA)),
        "ears-c3": _any_step(partial(ears, method="C3", alpha=0.025, least_sigma=LEAST_SIGMA)),
        "cusum": _any_step(cusum),
        "ewma": _any_step(ewma),
        "glr-nb": taught_by_the_past,
        "glr-poisson": partial(taught_by_the_past, poisson=True),
    }
)
"""By the names of `names.METHODS`, in that order."""
