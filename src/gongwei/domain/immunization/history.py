"""4.2 Organize immunization history: a patient's vaccine doses, taken apart into antigens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from gongwei.domain.immunization.dates import ALWAYS, NEVER
from gongwei.domain.immunization.schedule import Schedule

# Longer lists of codes are named, not told.
MOST_TOLD = 60


class UnknownVaccine(ValueError):
    """The vaccine's code is not in the schedule: write one of its codes, or add the vaccine to the schedule."""


class ImpossibleDose(ValueError):
    """A dose is given between birth and the day of assessment, and not after death: mend the day."""


class Dose(NamedTuple):
    """One vaccine dose administered. `place` is its place in the record; volume in millilitres, None if unknown."""

    day: int
    code: str
    place: int = 0
    maker: str = ""
    volume: float | None = None
    substandard: bool = False
    expiry: int = NEVER


def is_spoiled(dose: Dose) -> bool:
    """Say whether a dose cannot be evaluated: given past its lot's expiry, recalled, or its cold chain broken (6.1)."""
    return dose.substandard or dose.day > dose.expiry


class Observation(NamedTuple):
    """An active patient observation (or adverse reaction) by its code; `day` is None when it has none."""

    code: str
    day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Whom the schedule is read for. `sex` is Female, Male or Unknown; the country of birth may be unknown ("")."""

    birth: int
    sex: str = "Unknown"
    doses: tuple[Dose, ...] = ()
    observations: tuple[Observation, ...] = ()
    country_of_birth: str = ""
    death: int | None = None

    @property
    def observed(self) -> frozenset[str]:
        """Give the codes of all observations."""
        return frozenset(one.code for one in self.observations)


class AntigenHistory(NamedTuple):
    """All that the answer for one antigen depends on, cut from the patient, in order of time.

    `doses` contain the antigen; `seen` are all that matter to it, those that do not contain it among them.
    """

    antigen: str
    birth: int
    sex: str
    country_of_birth: str
    observations: tuple[Observation, ...]
    assessed: int
    doses: Sequence[Dose]
    seen: Sequence[Dose]

    @property
    def observed(self) -> frozenset[str]:
        """Give the codes of the observations."""
        return frozenset([one.code for one in self.observations])

    def observed_on(self, code: str) -> int | None:
        """Give the latest day on which an observation was made; None if it was not, or has no day."""
        days = [one.day for one in self.observations if one.code == code and one.day is not None]
        return max(days, default=None)


_BY_DAY = attrgetter("day", "place")


class Organized(NamedTuple):
    """The doses in order of time, and the same by the antigens that they contain."""

    doses: list[Dose]
    by_antigen: dict[str, list[Dose]]


def organize(schedule: Schedule, patient: Patient) -> Organized:
    """Sort the doses by antigen and then by day; doses of one day keep their order in the record.

    Raises `UnknownVaccine` for a code that the schedule does not know, `ImpossibleDose` for a day before birth or
    after death.
    """
    made: dict[str, list[Dose]] = {}
    in_order = sorted(patient.doses, key=_BY_DAY)
    for dose in (*in_order[:1], *in_order[-1:]):
        if dose.day < patient.birth or (patient.death is not None and dose.day > patient.death):
            raise ImpossibleDose(f"dose {dose.place + 1} ({dose.code}): {ImpossibleDose.__doc__}")
    for dose in in_order:
        associations = schedule.associations.get(dose.code)
        if associations is None:
            known = ", ".join(sorted(schedule.associations)) if len(schedule.associations) <= MOST_TOLD else "CVX"
            raise UnknownVaccine(f"{dose.code}: {UnknownVaccine.__doc__} Codes: {known}.")
        for one in associations:
            if one.begin_age or one.end_age:
                begin = schedule.add(patient.birth, one.begin_age) if one.begin_age else ALWAYS
                end = schedule.add(patient.birth, one.end_age) if one.end_age else NEVER
                if not begin <= dose.day < end:
                    continue
            made.setdefault(one.antigen, []).append(dose)
    return Organized(in_order, made)
