"""The services that are paid, one row each: one reading for the count of each night and for the lists behind a line.

Each statement gives service, id, resident_id, area_code, institution_id and day, for the services handed in as arrays.
The reporting role may run all of them, and what a post sees is decided by its policies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongwei.catalog.services import sensitivity_of
from gongwei.domain.access import Sensitivity
from gongwei.domain.pay import Piece, Service

VISITS = """SELECT s.key AS service, v.id, v.resident_id, v.area_code, v.institution_id, v.visit_date AS day
    FROM unnest(%s::text[], %s::text[], %s::bool[], %s::text[], %s::text[])
        AS s(key, program, face_to_face, reading, answers)
    JOIN {table} v ON v.program = s.program AND (s.face_to_face IS NULL OR v.face_to_face = s.face_to_face)
        AND (s.reading IS NULL OR v.{readings} ->> s.reading = ANY (s.answers::text[]))"""
# Who signed anew within the term of a contract had been counted when that began.
SIGNED = """SELECT s.key AS service, c.id, c.resident_id, c.area_code, t.institution_id, c.from_date AS day
    FROM unnest(%s::text[]) AS s(key) CROSS JOIN contracts_contract c JOIN contracts_team t ON t.id = c.team_id
    WHERE c.state NOT IN ('preliminary', 'waiting', 'refused') AND NOT EXISTS (
        SELECT FROM contracts_contract b
        WHERE b.resident_id = c.resident_id AND b.state = 'changed' AND b.stop_date = c.from_date)"""
SERVED = """SELECT s.key AS service, c.id, c.resident_id, c.area_code, t.institution_id,
        (year.stop - '1 day'::interval)::date AS day
    FROM unnest(%s::text[]) AS s(key) CROSS JOIN contracts_contract c JOIN contracts_team t ON t.id = c.team_id
    JOIN people_resident r ON r.id = c.resident_id
    CROSS JOIN LATERAL generate_series(
        c.from_date + '1 year'::interval, least(c.to_date, c.stop_date, r.died_date, r.resident_to)::timestamp,
        '1 year'::interval) AS year(stop)
    WHERE c.state NOT IN ('preliminary', 'waiting', 'refused')"""
VISIT_TABLES = {
    Sensitivity.HEALTH: ("programs_visit", "readings"),
    Sensitivity.GUARDED_HEALTH: ("programs_guardedvisit", "counted"),
}


@dataclass(frozen=True)
class Given:
    """A statement that gives services, what it is asked with, and the table of its rows."""

    sql: str
    asked: list[list[str | bool | None]]
    table: str


def given(services: Iterable[Service]) -> list[Given]:
    """Give the statements by which some services are found, one for each table that they lie in."""
    visits: dict[Sensitivity, list[Service]] = {}
    found = []
    for one in services:
        if one.piece is Piece.VISIT:
            visits.setdefault(sensitivity_of(one), []).append(one)
        else:
            found.append(Given(SIGNED if one.piece is Piece.SIGNED else SERVED, [[one.key]], "contracts_contract"))
    for sensitivity, some in visits.items():
        table, readings = VISIT_TABLES[sensitivity]
        found.append(Given(VISITS.format(table=table, readings=readings), _columns(some), table))
    return found


def _columns(services: list[Service]) -> list[list[str | bool | None]]:
    """Set services out as the columns of a table; answers as an array written in one text."""
    return [
        [one.key for one in services],
        [one.program for one in services],
        [one.face_to_face for one in services],
        [one.reading for one in services],
        ["{" + ",".join(one.answers) + "}" for one in services],
    ]
