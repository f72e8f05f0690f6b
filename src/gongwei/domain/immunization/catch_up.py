"""A catch-up calendar: on which days to come, and with which doses, until the programme is complete."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from gongwei.domain.immunization.due import Child, Due, DueStatus, read
from gongwei.domain.immunization.vaccine import Edition

MOST_VISITS = 60
_OPEN = (DueStatus.DUE, DueStatus.OVERDUE, DueStatus.NOT_YET)


class PlannedDose(NamedTuple):
    lane: str
    code: str
    title: str
    dose: int | None
    overdue: bool


class Visit(NamedTuple):
    day: date
    doses: tuple[PlannedDose, ...]


class Plan(NamedTuple):
    """The visits in order, the history as it will then stand, and whether everything open is in it."""

    visits: tuple[Visit, ...]
    doses: tuple[tuple[str, date], ...]
    whole: bool


def _planned(due: Due) -> PlannedDose:
    overdue = due.status is DueStatus.OVERDUE
    return PlannedDose(due.vaccine.title, due.code, due.vaccine.codes[due.code], due.dose, overdue)


def plan(edition: Edition, child: Child, *, on: date, until: date | None = None) -> Plan:
    """Plan the programme's doses from a day on: at each visit all that is then recommended, live vaccines together.

    What is overdue comes at the first visit. `until` is the last day to plan for; None plans to the end. For a
    child who has died nothing is planned.
    """
    if child.death is not None and child.death <= on:
        return Plan((), tuple(child.doses), True)
    given = list(child.doses)
    visits: list[Visit] = []
    day = on
    while len(visits) < MOST_VISITS:
        reading = read(edition, replace(child, doses=given), on=day)
        waiting = [one for one in reading.due if one.status in _OPEN and one.recommended is not None]
        if not waiting:
            return Plan(tuple(visits), tuple(given), True)
        first = max(day, min(one.recommended for one in waiting if one.recommended))
        if until is not None and first > until:
            return Plan(tuple(visits), tuple(given), False)
        if first > day:
            day = first
            continue
        now = [one for one in waiting if one.recommended and one.recommended <= day]
        visits.append(Visit(day, tuple(_planned(one) for one in now)))
        given += [(one.code, day) for one in now]
    return Plan(tuple(visits), tuple(given), False)
