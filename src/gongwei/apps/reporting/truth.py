"""Looking through the records of a street for what honest work seldom leaves, under the policies of who checks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from gongwei.apps.accounts.acting import Acting, as_acting
from gongwei.apps.planning.actions.doubts import Hand, keep_doubts
from gongwei.catalog.holidays import holidays
from gongwei.domain.plausibility import Called, Written, doubts

DAYS_BACK = 365  # days of visits that are looked at
NUMBER = "CASE jsonb_typeof(v.readings->'{0}') WHEN 'number' THEN (v.readings->>'{0}')::float END"
PRESSURE = {"upper": NUMBER.format("systolic"), "lower": NUMBER.format("diastolic")}
WRITTEN = """SELECT v.id, v.actor_id, v.institution_id, v.area_code, v.resident_id, v.program, v.visit_date,
        v.recorded_at, v.visit_mode, {upper}, {lower}, r.died_date
    FROM programs_visit v JOIN people_resident r ON r.id = v.resident_id
    WHERE v.visit_date > %s AND v.visit_date <= %s AND v.area_code >= %s AND v.area_code < %s""".format(**PRESSURE)  # noqa: S608 - our own words
CALLED = """SELECT actor_id, resident_id, recorded_at FROM programs_callattempt
    WHERE recorded_at > %s AND area_code >= %s AND area_code < %s"""
SHOWN = """SELECT v.id, r.id, r.name, v.program, v.visit_date, v.recorded_at, v.visit_mode,
        {upper}, {lower}
    FROM programs_visit v JOIN people_resident r ON r.id = v.resident_id
    WHERE v.id = ANY (%s) ORDER BY v.recorded_at, v.id""".format(**PRESSURE)  # noqa: S608 - our own words


@dataclass(frozen=True)
class Shown:
    """A visit as the evidence shows it."""

    visit_id: UUID
    resident_id: UUID
    name: str
    program: str
    visit_date: date
    recorded_at: datetime
    mode: str
    systolic: float | None
    diastolic: float | None


def look(*, by: Acting, on: date, at: datetime) -> int:
    """Look through a year of visits in the post's area and keep what is found; gives how many doubts are new."""
    with as_acting(by):
        rows = _rows(WRITTEN, on - timedelta(days=DAYS_BACK), on, by.area.lo, by.area.hi)
        calls = _rows(CALLED, at - timedelta(days=DAYS_BACK), by.area.lo, by.area.hi)
        hands = {_hand(row[1], row[2], row[3]): Hand(row[1], None if row[1] else row[2]) for row in rows}
        called = [Called(str(who), str(person), timezone.localtime(moment)) for who, person, moment in calls]
        found = doubts(map(_written, rows), called, rest=holidays().rest.keys())
        villages = {str(row[0]): row[3] for row in rows}
        return keep_doubts(found, hands=hands, villages=villages, by=by, on=on, at=at)


def shown(visits: Collection[str]) -> list[Shown]:
    """Give the visits that speak for a doubt, in the order in which they were written."""
    return [Shown(*row) for row in _rows(SHOWN, list(visits))]


def _hand(actor: UUID | None, institution: UUID | None, village: int) -> str:
    return str(actor or institution or village)


def _written(row: tuple[Any, ...]) -> Written:
    visit, actor, institution, village, person, program, day, recorded_at, mode, upper, lower, died = row
    return Written(
        id=str(visit), hand=_hand(actor, institution, village), person=str(person), program=program, visit_date=day,
        recorded_at=timezone.localtime(recorded_at), mode=mode, systolic=upper, diastolic=lower, died_date=died,
    )  # fmt: skip


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
