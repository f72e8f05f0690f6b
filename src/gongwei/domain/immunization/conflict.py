"""6.7 Evaluate vaccine conflict, and the conflict end dates of the forecast (FORECASTDTCAN-1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from gongwei.domain.immunization.history import Dose
from gongwei.domain.immunization.schedule import Schedule
from gongwei.domain.immunization.verdicts import DoseStatus

# The status of every dose that has one, by its place in the record.
Statuses = dict[int, DoseStatus]


def conflicting_dose(schedule: Schedule, dose: Dose, history: Sequence[Dose], statuses: Statuses) -> Dose | None:
    """Find an earlier dose of a history in order of time that spoils this one (CONFLICT-3); None if there is none."""
    conflicts = schedule.conflicts.get(dose.code)
    if conflicts is None:
        return None
    add, day = schedule.add, dose.day
    nearest = day - _reach(schedule)
    for previous in reversed(history):
        if previous.day > day or previous is dose:
            continue
        if previous.day < nearest:
            return None
        one = conflicts.get(previous.code)
        if one is None:
            continue
        end = one.minimum_end if statuses.get(previous.place, DoseStatus.VALID) is DoseStatus.VALID else one.end
        if add(previous.day, one.begin) <= day < add(previous.day, end):
            return previous
    return None


@cache
def _reach(schedule: Schedule) -> int:
    """Give a number of days beyond which no vaccine of the schedule conflicts with another."""
    ends = [end for ones in schedule.conflicts.values() for one in ones.values() for end in (one.minimum_end, one.end)]
    return max((366 * end.years + 31 * end.months + end.days for end in ends), default=0)


def conflict_end(schedule: Schedule, codes: Iterable[str], history: Sequence[Dose], earliest: int) -> int:
    """Give the day, not before `earliest`, from which a vaccine of `codes` conflicts with no dose of the history.

    A forecast waits for the whole conflict end interval: the minimum one only forgives a dose already given.
    """
    nearest = earliest - _reach(schedule)
    near = [dose for dose in history if dose.day >= nearest]
    latest = earliest
    for code in codes if near else ():
        conflicts = schedule.conflicts.get(code, {})
        for dose in near:
            if dose.code in conflicts:
                latest = max(latest, schedule.add(dose.day, conflicts[dose.code].end))
    return latest
