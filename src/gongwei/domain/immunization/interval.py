"""6.5 and 6.6: evaluate preferable and allowable interval, and the reference dates that the forecast shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongwei.domain.immunization.dates import NEVER
from gongwei.domain.immunization.history import AntigenHistory, Dose
from gongwei.domain.immunization.schedule import Interval, Schedule
from gongwei.domain.immunization.target_dose import TargetDose
from gongwei.domain.immunization.verdicts import Reason

if TYPE_CHECKING:
    from gongwei.domain.immunization.evaluation import EvaluatedSeries


def interval_fault(
    schedule: Schedule,
    patient: AntigenHistory,
    history: Sequence[Dose],
    made: EvaluatedSeries,
    target: TargetDose,
    dose: Dose,
) -> Reason:
    """Say whether the dose came too soon (Tables 6-18, 6-21): all preferable or all allowable intervals must hold."""
    grace = False
    for interval in target.intervals:
        if not interval.since <= dose.day < interval.until:
            continue
        reference = reference_day(interval, patient, history, made, dose.day)
        if reference is None:
            continue
        minimum = interval.minimum or interval.absolute_minimum
        if minimum is None or dose.day >= schedule.add(reference, minimum):
            continue
        if interval.absolute_minimum is not None and dose.day < schedule.add(reference, interval.absolute_minimum):
            return Reason.NONE if _allowable(schedule, patient, history, made, target, dose) else Reason.TOO_SOON
        grace = True
    return Reason.GRACE_PERIOD if grace else Reason.NONE


def _allowable(
    schedule: Schedule,
    patient: AntigenHistory,
    history: Sequence[Dose],
    made: EvaluatedSeries,
    target: TargetDose,
    dose: Dose,
) -> bool:
    """Read Table 6-21; with no allowable interval none is satisfied."""
    in_force = [one for one in target.dose.allowable_intervals if one.since <= dose.day < one.until]
    for interval in in_force:
        reference = reference_day(interval, patient, history, made, dose.day)
        if reference is None or interval.absolute_minimum is None:
            continue
        if dose.day < schedule.add(reference, interval.absolute_minimum):
            return False
    return bool(in_force)


def reference_day(
    interval: Interval, patient: AntigenHistory, history: Sequence[Dose], made: EvaluatedSeries, before: int = NEVER
) -> int | None:
    """Give the day from which an interval runs (CALCDTINT-1, -2, -8, -9); None if there was no such event.

    For the dose being evaluated, only events up to its own day (`before`) count; a forecast sees them all.
    """
    if interval.from_previous:
        return made.previous.day if made.previous else None
    if interval.from_target_dose is not None:
        satisfied = made.satisfied_by(interval.from_target_dose)
        return satisfied.day if satisfied else None
    if interval.from_most_recent:
        inadvertent = {one.dose.place for one in made.evaluations if one.reason is Reason.INADVERTENT}
        days = [
            dose.day
            for dose in history
            if dose.code in interval.from_most_recent and dose.day < before and dose.place not in inadvertent
        ]
        return max(days, default=None)
    return patient.observed_on(interval.from_observation) if interval.from_observation else None
