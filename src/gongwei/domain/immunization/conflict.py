"""6.7 Evaluate vaccine conflict, and the conflict end dates of the forecast (FORECASTDTCAN-1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gongwei.domain.immunization.dates import ALWAYS
from gongwei.domain.immunization.history import Dose
from gongwei.domain.immunization.schedule import Schedule
from gongwei.domain.immunization.verdicts import DoseStatus

# The status of every dose that has one, by its place in the record.
Statuses = dict[int, DoseStatus]


def conflicting_dose(schedule: Schedule, dose: Dose, history: Sequence[Dose], statuses: Statuses) -> Dose | None:
    """Find an earlier dose that spoils this one (CONFLICT-3); None if there is none."""
    conflicts = schedule.conflicts.get(dose.code)
    if conflicts is None:
        return None
    add = schedule.add
    for previous in history:
        one = conflicts.get(previous.code)
        if one is None or previous.day > dose.day or previous is dose:
            continue
        end = one.minimum_end if statuses.get(previous.place, DoseStatus.VALID) is DoseStatus.VALID else one.end
        if add(previous.day, one.begin) <= dose.day < add(previous.day, end):
            return previous
    return None


def conflict_end(schedule: Schedule, codes: Iterable[str], history: Sequence[Dose]) -> int:
    """Give the day from which a vaccine of `codes` can be given without conflict with any dose of the history.

    A forecast waits for the whole conflict end interval: the minimum one only forgives a dose already given.
    """
    latest = ALWAYS
    for code in codes:
        conflicts = schedule.conflicts.get(code)
        if conflicts is not None:
            for dose in history:
                if dose.code in conflicts:
                    latest = max(latest, schedule.add(dose.day, conflicts[dose.code].end))
    return latest
