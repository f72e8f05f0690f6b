"""7.2 Determine evidence of immunity and 7.3 determine contraindications, for one antigen of one patient."""

from __future__ import annotations

from gongwei.domain.immunization.forecast import Standing
from gongwei.domain.immunization.history import AntigenHistory
from gongwei.domain.immunization.schedule import Antigen, BirthImmunity, Contraindication, Schedule
from gongwei.domain.immunization.target_dose import in_age


def standing_of(schedule: Schedule, antigen: Antigen, patient: AntigenHistory, assessed: int) -> Standing:
    """Say whether the patient is immune, must not have the antigen, and which vaccines are forbidden."""
    immune = not patient.observed.isdisjoint(antigen.immune_observations) or any(
        _immune_by_birth(one, patient) for one in antigen.immune_births
    )
    applying = [one for one in antigen.vaccine_contraindications if _applies(schedule, one, patient, assessed)]
    forbidden = frozenset(
        choice.code
        for one in applying
        for choice in one.codes
        if in_age(schedule.add, patient.birth, choice.begin_age, choice.end_age, assessed)
    )
    contraindicated = any(_applies(schedule, one, patient, assessed) for one in antigen.contraindications)
    return Standing(immune, contraindicated, forbidden)


def _immune_by_birth(rule: BirthImmunity, patient: AntigenHistory) -> bool:
    """Read Table 7-3; a country that the rule does not name is every country."""
    if patient.birth >= rule.before or not patient.observed.isdisjoint(rule.exclusions):
        return False
    return not rule.country or rule.country == patient.country_of_birth


def _applies(schedule: Schedule, rule: Contraindication, patient: AntigenHistory, assessed: int) -> bool:
    """Read Tables 7-5 and 7-6; CALCDTCI-1 and -2."""
    if rule.observation not in patient.observed:
        return False
    return in_age(schedule.add, patient.birth, rule.begin_age, rule.end_age, assessed)
