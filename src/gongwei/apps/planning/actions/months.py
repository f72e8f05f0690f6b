"""What is counted each night as the reporting role: cohorts by quarter, and work by month.

Both are read from PostgreSQL in one snapshot and put in the place of what stood; no name, number, phone or address is
granted to the role that reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import connections, transaction

from gongwei.apps.planning.queries.services import given
from gongwei.catalog.services import COHORTS, SERVICES
from gongwei.domain.cohort import LOST_MONTHS, Course, quarter_of, standing
from gongwei.domain.period import Period, add_months

QUARTERS = 5  # that are looked at: the one that runs and the four before
MONTHS = 24  # of work that are kept
SLICE = 20_000  # enrolments read at once

COURSES = """SELECT e.program, e.area_code, e.enrolled_date, e.ended_date, e.end_reason,
        coalesce(array_agg(v.visit_date ORDER BY v.visit_date, v.recorded_at, v.id)
            FILTER (WHERE v.id IS NOT NULL), '{}'),
        coalesce(array_agg(v.at_target ORDER BY v.visit_date, v.recorded_at, v.id)
            FILTER (WHERE v.id IS NOT NULL), '{}')
    FROM programs_enrolment e LEFT JOIN programs_visit v
        ON v.resident_id = e.resident_id AND v.program = e.program AND v.visit_date >= %s
    WHERE e.program = ANY (%s) GROUP BY e.id"""
ADD_COHORTS = """INSERT INTO planning_cohortcount
    (program, area_code, quarter_date, cohort_date, standing, people, as_of)
    SELECT *, %s FROM unnest(%s::text[], %s::bigint[], %s::date[], %s::date[], %s::text[], %s::int[])"""
ADD_WORK = """INSERT INTO planning_workload (service, institution_id, area_code, month_date, services, as_of)
    SELECT g.service, g.institution_id, g.area_code, date_trunc('month', g.day)::date, count(*), %s
    FROM ({given}) g WHERE g.day >= %s AND g.day <= %s GROUP BY 1, 2, 3, 4"""


def recount(*, on: date, at: datetime) -> int:
    """Count cohorts and work anew, as known on a day; gives how many rows of cohorts stand now."""
    with transaction.atomic(using="report"), connections["report"].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cohorts = _cohorts(on)
        cursor.execute("DELETE FROM planning_cohortcount")
        cursor.execute("DELETE FROM planning_workload")
        columns: list[Any] = [list(column) for column in zip(*cohorts, strict=True)] or [[] for _ in range(5)]
        cursor.execute(ADD_COHORTS, [at, *columns, list(cohorts.values())])
        since = add_months(on.replace(day=1), -MONTHS)
        for one in given(SERVICES.values()):
            cursor.execute(ADD_WORK.format(given=one.sql), [at, *one.asked, since, on])
    return len(cohorts)


def quarters(on: date) -> list[Period]:
    """List the quarters that are looked at, the running one first."""
    running = quarter_of(on).start
    return [quarter_of(add_months(running, -3 * back)) for back in range(QUARTERS)]


def _cohorts(on: date) -> Counter[tuple[str, int, date, date, str]]:
    looked_at = quarters(on)
    found: Counter[tuple[str, int, date, date, str]] = Counter()
    for program, area, course in _courses(since=add_months(looked_at[-1].start, -LOST_MONTHS), on=on):
        cohort = quarter_of(course.enrolled_date).start
        for quarter in looked_at:
            stands = standing(course, quarter)
            if stands is not None:
                found[program, area, quarter.start, cohort, stands] += 1
    return found


def _courses(*, since: date, on: date) -> Iterator[tuple[str, int, Course]]:
    """Read enrolments with the visits of the years that matter; a connection of its own streams them."""
    with connections["report"].chunked_cursor() as cursor:
        cursor.execute(COURSES, [since, list(COHORTS)])
        while rows := cursor.fetchmany(SLICE):
            for program, area, enrolled, ended, reason, days, told in rows:
                visits = [visit for visit in zip(days, told, strict=True) if visit[0] <= on]
                yield program, area, Course(enrolled, ended, reason, visits)
