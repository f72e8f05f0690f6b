"""The check of vaccination at entry to kindergarten and school (疫苗管理法 2019, art 48)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from gongwei.domain.immunization.catch_up import Visit, plan
from gongwei.domain.immunization.due import Child, Due, DueStatus, read
from gongwei.domain.immunization.vaccine import Edition


class EntryVerdict(StrEnum):
    COMPLETE = "complete"
    CATCH_UP = "catch-up"
    EXEMPT = "exempt"


class EntryCheck(NamedTuple):
    """The verdict; what is missing now; what is exempt and why; and the visits that mend what is missing."""

    verdict: EntryVerdict
    missing: tuple[Due, ...]
    exempt: tuple[Due, ...]
    visits: tuple[Visit, ...]


_MISSING = (DueStatus.DUE, DueStatus.OVERDUE)
_EXEMPT = (DueStatus.CONTRAINDICATED, DueStatus.TOO_OLD)


def check_entry(edition: Edition, child: Child, *, on: date) -> EntryCheck:
    """Check one child on a day: complete for the age, to be caught up with a dated plan, or exempt.

    A dose that is not yet due is not missing. The plan ends with the last dose whose recommended age has been reached
    by the day of the check, so that it holds what is behind and not the years to come.
    """
    reading = read(edition, child, on=on)
    missing = tuple(one for one in reading.due if one.status in _MISSING)
    exempt = tuple(one for one in reading.due if one.status in _EXEMPT)
    if not missing:
        return EntryCheck(EntryVerdict.EXEMPT if exempt else EntryVerdict.COMPLETE, (), exempt, ())
    behind = {one.vaccine.antigen.name for one in missing}
    whole = plan(edition, child, on=on)
    visits = []
    for visit in whole.visits:
        kept = tuple(one for one in visit.doses if _behind(edition, behind, one.code, one.dose, child.birth, on))
        if kept:
            visits.append(Visit(visit.day, kept))
    return EntryCheck(EntryVerdict.CATCH_UP, missing, exempt, tuple(visits))


def _behind(edition: Edition, behind: set[str], code: str, number: int | None, birth: date, on: date) -> bool:
    """Say whether a planned dose belongs to an age already reached."""
    for association in edition.schedule.associations[code]:
        if association.antigen not in behind:
            continue
        for series in edition.schedule.antigens[association.antigen].series:
            for dose in series.doses:
                age = dose.ages[-1].minimum if dose.ages else None
                counted = any(choice.code == code for choice in dose.preferable)
                if dose.number == number and counted and age is not None:
                    return edition.schedule.add(birth.toordinal(), age) <= on.toordinal()
    return False
