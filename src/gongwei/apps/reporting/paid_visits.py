"""Reads that lead from a line of a statement to what it counts, in PostgreSQL, under the policies of who asks."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from gongwei.apps.planning.queries.services import given
from gongwei.domain.pay import Service
from gongwei.domain.regions import Area

WHICH = "({given}) g WHERE g.day >= %s AND g.day < %s AND g.area_code >= %s AND g.area_code < %s"
COUNT = f"SELECT count(*) FROM {WHICH}"  # noqa: S608 - our own words
LIST = f"""SELECT g.id, r.id, r.name, g.day, u.full_name FROM
    (SELECT g.* FROM {WHICH} ORDER BY g.day, g.id LIMIT %s OFFSET %s) g
    JOIN people_resident r ON r.id = g.resident_id
    JOIN {{table}} w ON w.id = g.id LEFT JOIN accounts_user u ON u.id = w.actor_id
    ORDER BY g.day, g.id"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class Paid:
    """A visit or a contract that was paid: whose, on which day, written by whom."""

    id: UUID
    resident_id: UUID
    name: str
    day: date
    actor: str | None


def paid_for(
    service: Service, *, area: Area, between: tuple[date, date], first: int, size: int
) -> tuple[list[Paid], int]:
    """Give one page of what a service counts in half-open days, and how many there are."""
    (one,) = given([service])
    which: list[Any] = [*one.asked, *between, area.lo, area.hi]
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(given=one.sql), which)
        total = cursor.fetchone()[0]
        cursor.execute(LIST.format(given=one.sql, table=one.table), [*which, size, first])
        return [Paid(*row) for row in cursor.fetchall()], total
