"""Reads of screening rounds: at which step everybody stands, by place; whom a step keeps waiting.

A person's step is the rule that decided the last visit. The enrolment names that visit's day, and one programme has one
visit a day, so each step is found by one look-up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from gongwei.domain.regions import Area

STANDING = """FROM programs_enrolment e LEFT JOIN programs_visit v
    ON v.resident_id = e.resident_id AND v.program = e.program AND v.visit_date = e.last_visit_date
    WHERE e.program = %(program)s AND e.ended_date IS NULL AND e.area_code >= %(lo)s AND e.area_code < %(hi)s"""
COUNTED = f"""SELECT e.area_code / %(unit)s * %(unit)s, coalesce(v.rule, 'invited'), count(*),
    count(*) FILTER (WHERE e.next_due_date < %(today)s) {STANDING} GROUP BY 1, 2"""
AT_STEP = f"""SELECT e.resident_id, r.name, r.sex, r.birth_date, r.area_code, coalesce(v.rule, 'invited'),
    e.last_visit_date, e.next_due_date
    {STANDING.replace("WHERE", "JOIN people_resident r ON r.id = e.resident_id WHERE")}
    AND (%(step)s = '' OR coalesce(v.rule, 'invited') = %(step)s)
    AND (NOT %(late)s OR e.next_due_date < %(today)s)
    ORDER BY e.next_due_date NULLS LAST, e.id LIMIT %(size)s OFFSET %(first)s"""


@dataclass(frozen=True)
class Standing:
    """How many stand at a step, and how many of them have waited past their day."""

    people: int
    late: int


@dataclass(frozen=True)
class Waiting:
    """One person in a round: the step, when something was last learnt, and by when the next must be."""

    resident_id: UUID
    name: str
    sex: str | None
    birth_date: date | None
    area_code: int
    step: str
    last_date: date | None
    due_date: date | None


def standing(program: str, *, within: Area, unit: int, today: date) -> Mapping[int, Mapping[str, Standing]]:
    """Count who stands at which step, by places whose codes end in as many zeros as `unit` has."""
    found: dict[int, dict[str, Standing]] = {}
    for place, step, people, late in _rows(COUNTED, _asked(program, within, today) | {"unit": unit}):
        found.setdefault(place, {})[step] = Standing(people, late)
    return found


def waiting(
    program: str, *, within: Area, step: str, late: bool, today: date, first: int, size: int
) -> Sequence[Waiting]:
    """Give one page of the people at a step (all steps: ""), those longest due first."""
    asked = _asked(program, within, today) | {"step": step, "late": late, "first": first, "size": size}
    return [Waiting(*row) for row in _rows(AT_STEP, asked)]


def _asked(program: str, within: Area, today: date) -> dict[str, Any]:
    return {"program": program, "lo": within.lo, "hi": within.hi, "today": today}


def _rows(sql: str, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()
