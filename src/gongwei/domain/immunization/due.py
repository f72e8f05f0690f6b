"""What a programme asks of one child on one day: what is due of each vaccine, and what every dose counted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from gongwei.domain.immunization.engine import Assessment, assess
from gongwei.domain.immunization.evaluation import Evaluation
from gongwei.domain.immunization.flags import Flags
from gongwei.domain.immunization.history import Dose, ImpossibleDose, Patient
from gongwei.domain.immunization.schedule import SeriesDose
from gongwei.domain.immunization.target_dose import in_use
from gongwei.domain.immunization.vaccine import Edition, Vaccine
from gongwei.domain.immunization.vaccine_groups import GroupForecast
from gongwei.domain.immunization.verdicts import DoseStatus, SeriesStatus

GLOBULIN = "IG"


class ImpossibleBirth(ValueError):
    """A child is born on or before the day that is asked about, and not more than 130 years before it."""


class ImpossibleDeath(ValueError):
    """A child dies on or after the day of birth: mend one of the days."""


class ImpossibleFlag(ValueError):
    """What is known of a child is observed on or after the day of birth: mend the day."""


class DueStatus(StrEnum):
    DUE = "due"
    OVERDUE = "overdue"
    NOT_YET = "not-yet"
    COMPLETE = "complete"
    CONTRAINDICATED = "contraindicated"
    TOO_OLD = "too-old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """Whom a programme is read for; `sex` is F, M or "" (unknown), doses are vaccine and day in any order."""

    birth: date
    sex: str = ""
    doses: Sequence[tuple[str, date]] = ()
    flags: Flags = field(default_factory=Flags)
    death: date | None = None


class Due(NamedTuple):
    """One vaccine: its next dose, or why there is none. `complete_before` is the day before which it is timely."""

    vaccine: Vaccine
    code: str
    dose: int | None
    status: DueStatus
    earliest: date | None
    recommended: date | None
    complete_before: date | None
    forecast: GroupForecast


class Given(NamedTuple):
    """One dose for one antigen; `vaccine` and `evaluation` are None when no series is for this child.

    `beside` is set of a dose that does not count beside another of that day, which does.
    """

    dose: Dose
    vaccine: Vaccine | None
    evaluation: Evaluation | None
    beside: bool = False

    @property
    def valid(self) -> bool:
        """Say whether the dose counts."""
        return self.evaluation is not None and self.evaluation.status is DoseStatus.VALID


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The whole answer for one child."""

    on: date
    birth: date
    due: tuple[Due, ...]
    given: tuple[Given, ...]
    observed: frozenset[str] = frozenset()


_CLOSED = {
    SeriesStatus.COMPLETE: DueStatus.COMPLETE,
    SeriesStatus.IMMUNE: DueStatus.COMPLETE,
    SeriesStatus.CONTRAINDICATED: DueStatus.CONTRAINDICATED,
    SeriesStatus.AGED_OUT: DueStatus.TOO_OLD,
    SeriesStatus.NOT_RECOMMENDED: DueStatus.COMPLETE,
}
_SEXES = {"F": "Female", "M": "Male"}
OLDEST_YEARS = 130


def read(edition: Edition, child: Child, *, on: date, optional: bool = False) -> Reading:
    """Read an edition for a child on a day; `optional` adds the vaccines beside the programme.

    Nothing is due of a child who has died. Raises `ImpossibleBirth`, `ImpossibleDeath`, `ImpossibleFlag`,
    `ImpossibleDose` and `UnknownVaccine`.
    """
    patient = patient_of(child, on=on)
    wanted = None if optional else groups_wanted(edition, patient.doses)
    found = assess(edition.schedule, patient, on.toordinal(), wanted)
    alive = child.death is None or child.death > on
    asked = [one for one in found.groups if alive and (optional or _asked(edition, one))]
    listed = [_due(edition, one, child.birth, on) for one in asked]
    given = tuple(_given(edition, found))
    return Reading(on=on, birth=child.birth, due=tuple(listed), given=given, observed=patient.observed)


def patient_of(child: Child, *, on: date) -> Patient:
    """Give the patient that the engine wants.

    Raises `ImpossibleBirth`, `ImpossibleDeath`, `ImpossibleFlag` or `ImpossibleDose`.
    """
    birth, death = child.birth, child.death
    if birth > on or on.year - birth.year > OLDEST_YEARS:
        raise ImpossibleBirth(f"{birth}: {ImpossibleBirth.__doc__}")
    if death is not None and death < birth:
        raise ImpossibleDeath(f"{death}: {ImpossibleDeath.__doc__}")
    for one in child.flags.observations:
        if one.day is not None and one.day < birth.toordinal():
            raise ImpossibleFlag(f"{one.code}@{date.fromordinal(one.day)}: {ImpossibleFlag.__doc__}")
    for code, day in child.doses:
        if not birth <= day <= on or (death is not None and day > death):
            raise ImpossibleDose(f"{code}@{day}: {ImpossibleDose.__doc__}")
    entries = tuple(Dose(day.toordinal(), code, place) for place, (code, day) in enumerate(child.doses))
    return Patient(
        birth=birth.toordinal(),
        sex=_SEXES.get(child.sex, "Unknown"),
        doses=entries + child.flags.globulin_doses(GLOBULIN, len(entries)),
        observations=child.flags.observations,
        death=death.toordinal() if death else None,
    )


def groups_wanted(edition: Edition, doses: Sequence[Dose]) -> set[str]:
    """Give the programme's vaccines, and others of which a dose was given."""
    touched = {one.antigen for dose in doses for one in edition.schedule.associations.get(dose.code, ())}
    return {name for name, one in edition.vaccines.items() if one.programme or name in touched}


def _asked(edition: Edition, found: GroupForecast) -> bool:
    return edition.vaccines[found.group.name].programme


def _due(edition: Edition, found: GroupForecast, birth: date, on: date) -> Due:
    vaccine = edition.vaccines[found.group.name]
    forecast = found.contained[0].forecast
    series = found.contained[0].series
    target = forecast.target.dose if forecast.target else series.doses[-1]
    codes = tuple(one.code for one in target.preferable)
    if found.status is not SeriesStatus.NOT_COMPLETE or found.earliest is None:
        number = None if found.status is SeriesStatus.COMPLETE else target.number
        return Due(vaccine, codes[0], number, _CLOSED[found.status], None, None, None, found)
    before = None if forecast.unadjusted_past_due is None else forecast.unadjusted_past_due + 1
    today = on.toordinal()
    status = DueStatus.DUE if today >= found.earliest else DueStatus.NOT_YET
    if before is not None and today >= before and status is DueStatus.DUE:
        status = DueStatus.OVERDUE
    return Due(
        vaccine,
        _code(edition, found, target, birth, on),
        _number(target, found),
        status,
        date.fromordinal(found.earliest),
        date.fromordinal(found.recommended or found.earliest),
        None if before is None else date.fromordinal(before),
        found,
    )


def _code(edition: Edition, found: GroupForecast, target: SeriesDose, birth: date, on: date) -> str:
    """Choose the vaccine to give: one that the forecast names, if it may be given on the day it can be given first.

    The forecast names what fits its earliest day (FORECASTRECVAC-1); of a dose long overdue the vaccine may have
    changed since.
    """
    day = max(on.toordinal(), found.earliest or 0)
    add, born = edition.schedule.add, birth.toordinal()
    usable = [one.code for one in target.preferable if in_use(one, add, born, day)]
    named = [code for code in usable if code in found.vaccines]
    return (named or usable or list(found.vaccines) or [target.preferable[0].code])[0]


def _number(target: SeriesDose, found: GroupForecast) -> int:
    """Give the programme's own number of the dose; a seasonal one is counted within its season."""
    return found.dose_number or 1 if target.season else target.number


def _given(edition: Edition, found: Assessment) -> list[Given]:
    """Say of every dose what it counted for, in order of time; one that belongs nowhere is said as well."""
    made = [
        Given(evaluation.dose, edition.vaccines[name], evaluation)
        for name, best in found.best.items()
        for one in best[:1]
        for evaluation in one.evaluated.evaluations
    ]
    seen = {one.dose.place for one in made}
    made += [
        Given(dose, None, None) for dose in found.patient.doses if dose.place not in seen and dose.code != GLOBULIN
    ]
    counted = {(one.vaccine.key, one.dose.day) for one in made if one.vaccine and one.valid}
    made = [
        one._replace(beside=True)
        if one.vaccine and not one.valid and (one.vaccine.key, one.dose.day) in counted
        else one
        for one in made
    ]
    return sorted(made, key=lambda one: (one.dose.day, one.dose.place))
