"""8 Select best patient series: one prioritized series per series group, then those that are not redundant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from gongwei.domain.immunization.dates import ALWAYS, NEVER, Arithmetic
from gongwei.domain.immunization.evaluation import EvaluatedSeries
from gongwei.domain.immunization.forecast import Forecast
from gongwei.domain.immunization.schedule import Series, SeriesKind
from gongwei.domain.immunization.target_dose import day_of
from gongwei.domain.immunization.verdicts import SeriesStatus


class Considered(NamedTuple):
    """A relevant patient series, evaluated and forecast, for somebody born on a day."""

    series: Series
    evaluated: EvaluatedSeries
    forecast: Forecast
    add: Arithmetic
    birth: int

    @property
    def start_from(self) -> int:
        """Give the day of the minimum age to start."""
        return day_of(self.add, self.birth, self.series.minimum_age_to_start, ALWAYS)

    @property
    def start_before(self) -> int:
        """Give the day of the maximum age to start, before which the series begins."""
        return day_of(self.add, self.birth, self.series.maximum_age_to_start, NEVER)

    @property
    def finish(self) -> int:
        """Give the forecast finish date (SELECTB-12): the earliest date plus the longest remaining minimum interval."""
        target, earliest = self.forecast.target, self.forecast.earliest
        if target is None or earliest is None:
            return NEVER
        return max([self.add(earliest, length) for length in target.later_minimums], default=earliest)

    @property
    def completable(self) -> bool:
        """Say whether the series can be finished before its last dose's maximum age (SELECTB-3)."""
        earliest = self.forecast.earliest
        if earliest is None:
            return False
        return self.finish < self.evaluated.targets[-1].ages_on(self.add, self.birth, earliest).maximum

    @property
    def valid_count(self) -> int:
        """Count the satisfied target doses (SELECTB-21)."""
        return len(self.evaluated.satisfied)

    @property
    def complete(self) -> bool:
        """Say whether the series is complete (SELECTB-6)."""
        return self.forecast.status is SeriesStatus.COMPLETE

    @property
    def in_process(self) -> bool:
        """Say whether the series is in process (SELECTB-16)."""
        return self.valid_count > 0 and self.forecast.status is SeriesStatus.NOT_COMPLETE


Measure = Callable[[Considered], int]


def best_series(considered: Sequence[Considered]) -> list[Considered]:
    """Select the best patient series of one antigen (Table 8-14)."""
    if len(considered) == 1 and considered[0].series.default:
        return list(considered)  # scorable or not, a lone default series is the prioritized and the best one
    groups: dict[str, list[Considered]] = {}
    for one in considered:
        groups.setdefault(one.series.group, []).append(one)
    chosen = {group: prioritized_series(members) for group, members in groups.items()}
    prioritized = {group: one for group, one in chosen.items() if one is not None}
    return [one for one in prioritized.values() if _is_best(one, prioritized)]


def _is_best(one: Considered, prioritized: dict[str, Considered]) -> bool:
    if one.complete:
        return True
    equivalents = [prioritized[group] for group in one.series.equivalent_groups if group in prioritized]
    if any(other.complete for other in equivalents) or one.series.kind is SeriesKind.EVALUATION_ONLY:
        return False
    if one.series.kind is SeriesKind.RISK:
        return True
    return not any(other.series.kind is SeriesKind.RISK for other in equivalents)


def prioritized_series(members: Sequence[Considered]) -> Considered | None:
    """Identify the one prioritized series of a series group (Table 8-3), by score if need be (8.3 to 8.7)."""
    scorable = _scorable(members)
    if len(scorable) == 1:
        return scorable[0]
    default = next((one for one in members if one.series.default), None)
    if not scorable:
        return default
    complete = [one for one in scorable if one.complete]
    in_process = [one for one in scorable if one.in_process]
    if len(complete) == 1 or (not complete and len(in_process) == 1):
        return (complete or in_process)[0]
    if not complete and not in_process and default is not None:
        return default
    if complete:
        return _highest(complete, _complete_score)
    if in_process:
        return _highest(in_process, _in_process_score)
    return _highest([one for one in scorable if one.valid_count == 0] or scorable, _no_valid_score)


def _scorable(members: Sequence[Considered]) -> list[Considered]:
    """Pre-filter the series of a group (SELECTB-24, SELECTSCORE-2)."""
    if len(members) == 1 and members[0].series.kind is SeriesKind.RISK:
        return list(members)
    contraindicated = [one.forecast.status is SeriesStatus.CONTRAINDICATED for one in members]
    candidates = [one for one, bad in zip(members, contraindicated, strict=True) if not bad or all(contraindicated)]
    first_priority = min(one.series.priority for one in members)
    nobody_started = not any(one.valid_count for one in members)
    no_default = not any(one.series.default for one in members)

    def scorable(one: Considered) -> bool:
        if one.series.kind is SeriesKind.RISK:
            return one.series.priority == first_priority
        if one.series.kind is SeriesKind.EVALUATION_ONLY:
            return one.complete
        if one.evaluated.satisfied:
            return one.evaluated.satisfied[0].dose.day < one.start_before
        return nobody_started and no_default

    return [one for one in candidates if scorable(one)]


def _highest(scored: list[Considered], score: Callable[[Considered, list[Considered]], int]) -> Considered:
    """Take the highest score; among equals the best preference, then the first in the data (SELECTBEST-2)."""
    return max(scored, key=lambda one: (score(one, scored), -one.series.preference))


def _points(one: Considered, scored: list[Considered], measure: Measure, points: int) -> int:
    """Give the points for having the greatest measure: all if alone, none if shared, minus if not."""
    greatest = max(measure(other) for other in scored)
    if measure(one) < greatest:
        return -points
    return points if sum(1 for other in scored if measure(other) == greatest) == 1 else 0


def _valid_count(one: Considered) -> int:
    return one.valid_count


def _open_targets(one: Considered) -> int:
    """Count what is still to satisfy, negative so that the fewest is the greatest (SELECTB-5).

    A target dose that the forecast passes over has the status 'Skipped' (Table 6-11) and is not open.
    """
    targets, forecast_target = one.evaluated.targets, one.forecast.target
    return 0 if forecast_target is None else targets.index(forecast_target) - len(targets)


def _finish(one: Considered) -> int:
    """Give the finish day, negative so that the earliest is the greatest (SELECTB-11)."""
    return -one.finish if one.completable else -NEVER


def _start(one: Considered) -> int:
    """Give the start day, negative so that the earliest is the greatest (SELECTB-14)."""
    return -NEVER if one.forecast.earliest is None else -one.forecast.earliest


def _complete_score(one: Considered, scored: list[Considered]) -> int:
    """Read Table 8-7."""
    return _points(one, scored, _valid_count, 1)


def _in_process_score(one: Considered, scored: list[Considered]) -> int:
    """Read Table 8-9."""
    return (
        (2 if one.series.product_path and one.evaluated.all_valid() else -2)
        + (3 if one.completable else -3)
        + _points(one, scored, _valid_count, 2)
        + _points(one, scored, _open_targets, 2)
        + _points(one, scored, _finish, 1)
    )


def _no_valid_score(one: Considered, scored: list[Considered]) -> int:
    """Read Table 8-11."""
    return _points(one, scored, _start, 1) + (1 if one.completable else -1) + (-1 if one.series.product_path else 1)
