"""5 Create relevant patient series: which series of an antigen are for this patient."""

from __future__ import annotations

from gongwei.domain.immunization.history import AntigenHistory
from gongwei.domain.immunization.schedule import Indication, Schedule, Series, SeriesKind
from gongwei.domain.immunization.target_dose import in_age


def is_relevant(schedule: Schedule, series: Series, patient: AntigenHistory) -> bool:
    """Say whether a series is relevant for the patient on the day of assessment (Table 5-5)."""
    if series.genders and patient.sex not in series.genders:
        return False
    if patient.birth < series.born_from or patient.assessed < series.offered_from:
        return False
    if series.excluded_by and not patient.observed.isdisjoint(series.excluded_by):
        return False
    if series.kind is not SeriesKind.RISK:
        return True
    return bool(patient.observations) and any(_applies(schedule, one, patient) for one in series.indications)


def _applies(schedule: Schedule, indication: Indication, patient: AntigenHistory) -> bool:
    """Read Table 5-4; CALCDTIND-1 and -2."""
    if indication.observation not in patient.observed:
        return False
    return in_age(schedule.add, patient.birth, indication.begin_age, indication.end_age, patient.assessed)
