"""Reads that lead from a cell of a cohort card to its people, in PostgreSQL, under the policies of who asks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from gongwei.domain.cohort import STANDINGS, Course, Standing, standing
from gongwei.domain.period import Period
from gongwei.domain.regions import area_of

COURSES = """SELECT r.id, r.name, e.enrolled_date, e.ended_date, e.end_reason,
        coalesce(array_agg(v.visit_date ORDER BY v.visit_date, v.recorded_at, v.id)
            FILTER (WHERE v.id IS NOT NULL), '{{}}'),
        coalesce(array_agg(v.at_target ORDER BY v.visit_date, v.recorded_at, v.id)
            FILTER (WHERE v.id IS NOT NULL), '{{}}')
    FROM programs_enrolment e JOIN people_resident r ON r.id = e.resident_id
    LEFT JOIN programs_visit v ON v.resident_id = e.resident_id AND v.program = e.program AND v.visit_date <= %s
    WHERE {whose} AND e.program = %s GROUP BY r.id, r.name, r.name_pinyin, e.id
    ORDER BY r.name_pinyin, r.id"""

# Of whom, as `Record.team_on` says: the contract in force on a day, of several the one begun last.
UNDER_CONTRACT = """SELECT DISTINCT ON (resident_id) resident_id, team_id FROM contracts_contract
    WHERE area_code >= %s AND area_code < %s AND state NOT IN ('preliminary', 'waiting', 'refused')
        AND from_date <= %s AND least(to_date, stop_date) > %s
    ORDER BY resident_id, from_date DESC, team_id DESC"""


@dataclass(frozen=True)
class CohortMember:
    """A resident in a cohort and where they stand at the end of the quarter."""

    resident_id: UUID
    name: str
    enrolled_date: date
    ended_date: date | None
    last_date: date | None
    standing: Standing

    @property
    def words(self) -> str:
        return STANDINGS.name_of(self.standing)


def cohort_members(program: str, village: int, *, quarter: Period, on: date) -> list[CohortMember]:
    """List the enrolled of a village with their standing at the end of a quarter, by name."""
    return _standing("e.area_code = %s", village, program, quarter=quarter, on=on)


def cohorts_of_teams(program: str, street: int, *, quarter: Period, on: date) -> dict[UUID, list[CohortMember]]:
    """List the enrolled of a street by the team with which they are under contract at the end of a quarter."""
    day, area = min(on, quarter.last_day), area_of(street)
    with connection.cursor() as cursor:
        cursor.execute(UNDER_CONTRACT, [area.lo, area.hi, day, day])
        team_of: dict[UUID, UUID] = dict(cursor.fetchall())
    found: dict[UUID, list[CohortMember]] = {}
    for one in _standing("e.resident_id = ANY (%s)", list(team_of), program, quarter=quarter, on=on):
        found.setdefault(team_of[one.resident_id], []).append(one)
    return found


def _standing(whose: str, of: int | list[UUID], program: str, *, quarter: Period, on: date) -> list[CohortMember]:
    with connection.cursor() as cursor:
        cursor.execute(COURSES.format(whose=whose), [on, of, program])
        rows = cursor.fetchall()
    found = []
    for resident, name, enrolled, ended, reason, days, told in rows:
        visits = list(zip(days, told, strict=True))
        stands = standing(Course(enrolled, ended, reason, visits), quarter)
        if stands is not None:
            last = max((day for day in days if day < quarter.stop), default=None)
            found.append(CohortMember(resident, name, enrolled, ended, last, stands))
    return found
