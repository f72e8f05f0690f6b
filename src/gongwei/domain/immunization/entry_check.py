"""The check of vaccination at entry to kindergarten and school (疫苗管理法 2019, art 48)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from gongwei.domain.immunization.catch_up import Visit, plan
from gongwei.domain.immunization.due import Due, DueStatus, read
from gongwei.domain.immunization.flags import Flags
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


def check_entry(
    edition: Edition,
    *,
    birth: date,
    sex: str,
    on: date,
    doses: Sequence[tuple[str, date]] = (),
    flags: Flags | None = None,
) -> EntryCheck:
    """Check one child on a day: complete for the age, to be caught up with a dated plan, or exempt.

    A dose that is not yet due is not missing. The plan ends with the last dose whose recommended age has been reached
    by the day of the check, so that it holds what is behind and not the years to come.
    """
    reading = read(edition, birth=birth, sex=sex, on=on, doses=doses, flags=flags)
    missing = tuple(one for one in reading.due if one.status in _MISSING)
    exempt = tuple(one for one in reading.due if one.status in _EXEMPT)
    if not missing:
        return EntryCheck(EntryVerdict.EXEMPT if exempt else EntryVerdict.COMPLETE, (), exempt, ())
    behind = {one.vaccine.antigen.name for one in missing}
    whole = plan(edition, birth=birth, sex=sex, on=on, doses=doses, flags=flags)
    visits = [
        Visit(visit.day, kept)
        for visit in whole.visits
        if (kept := tuple(dose for dose in visit.doses if _behind(edition, behind, dose.code, dose.dose, birth, on)))
    ]
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
