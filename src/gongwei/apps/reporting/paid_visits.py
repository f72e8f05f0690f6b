"""Reads that lead from a line of a statement to its visits, in PostgreSQL, under the policies of who asks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from gongwei.domain.pay import Service
from gongwei.domain.regions import Area

WHICH = """programs_visit v WHERE v.program = %s AND (%s::bool IS NULL OR v.face_to_face = %s)
    AND v.visit_date >= %s AND v.visit_date < %s AND v.area_code >= %s AND v.area_code < %s"""
COUNT = f"SELECT count(*) FROM {WHICH}"  # noqa: S608 - our own words
LIST = f"""SELECT v.id, r.id, r.name, v.visit_date, u.full_name FROM
    (SELECT v.* FROM {WHICH} ORDER BY v.visit_date, v.id LIMIT %s OFFSET %s) v
    JOIN people_resident r ON r.id = v.resident_id LEFT JOIN accounts_user u ON u.id = v.actor_id
    ORDER BY v.visit_date, v.id"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class PaidVisit:
    """A visit that was paid: whose, when, by whom."""

    visit_id: UUID
    resident_id: UUID
    name: str
    visit_date: date
    actor: str | None


def paid_visits(
    service: Service, *, area: Area, between: tuple[date, date], first: int, size: int
) -> tuple[list[PaidVisit], int]:
    """Give one page of the visits that a service counts in half-open days, and how many there are."""
    which = [service.program, service.face_to_face, service.face_to_face, *between, area.lo, area.hi]
    with connection.cursor() as cursor:
        cursor.execute(COUNT, which)
        total = cursor.fetchone()[0]
        cursor.execute(LIST, [*which, size, first])
        return [PaidVisit(*row) for row in cursor.fetchall()], total
