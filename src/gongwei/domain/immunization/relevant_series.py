"""5 Create relevant patient series: which series of an antigen are for this patient."""

from __future__ import annotations

from gongwei.domain.immunization.dates import ALWAYS, NEVER
from gongwei.domain.immunization.history import Patient
from gongwei.domain.immunization.schedule import Antigen, Indication, Schedule, Series, SeriesKind
from gongwei.domain.immunization.target_dose import Born


def relevant_series(schedule: Schedule, antigen: Antigen, patient: Patient, assessed: int) -> list[Series]:
    """Select the series that are relevant for the patient on the day of assessment (Table 5-5)."""
    return [series for series in antigen.series if _relevant(schedule, series, patient, assessed)]


def _relevant(schedule: Schedule, series: Series, patient: Patient, assessed: int) -> bool:
    if series.genders and patient.sex not in series.genders:
        return False
    if patient.birth < series.born_from or assessed < series.offered_from:
        return False
    if not patient.observed.isdisjoint(series.excluded_by):
        return False
    if series.kind is not SeriesKind.RISK:
        return True
    born = Born(schedule, patient.birth)
    return any(_applies(born, one, patient, assessed) for one in series.indications)


def _applies(born: Born, indication: Indication, patient: Patient, assessed: int) -> bool:
    """Read Table 5-4; CALCDTIND-1 and -2."""
    if indication.observation not in patient.observed:
        return False
    return born.day(indication.begin_age, ALWAYS) <= assessed < born.day(indication.end_age, NEVER)
