"""Putting back what a file wrote: which of its rows somebody has since built on, and how each kind is undone."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection

from gongwei.apps.exchange.taking.bulk import uuids
from gongwei.apps.exchange.taking.personal import put_back_form
from gongwei.apps.exchange.taking.resident_rows import FOLLOW

BYTES = frozenset({"document_cipher", "document_hash", "phone_cipher", "phone_hash"})
CONDITIONS = ("people_condition", "people_sensitivecondition")
TABLE = {"residents": "people_resident", "visits": "programs_visit"}
HANGING = {
    "residents": tuple(
        (table, "resident_id")
        for table in (
            "people_condition", "people_sensitivecondition", "people_observation", "people_personalinformation",
            "programs_enrolment",
            "programs_visit", "programs_referral", "programs_callattempt",
        )
    ),
    "visits": (("programs_referral", "visit_id"),),
}  # fmt: skip
USES_OF_INSTITUTION = (
    ("people_resident", "institution_id"),
    ("people_residentnumber", "institution_id"),
    ("programs_enrolment", "institution_id"),
    ("programs_visit", "institution_id"),
    ("accounts_assignment", "institution_id"),
)
# OFFSET 0: each row is one probe of an index, whatever PostgreSQL believes of a table that has just grown.
CHANGED = """SELECT w.number FROM unnest(%s::int[], %s::uuid[], %s::xid8[]) w(number, id, xid)
    LEFT JOIN LATERAL (SELECT t.changed_xid FROM {table} t WHERE t.id = w.id OFFSET 0) t ON true
    WHERE t.changed_xid IS DISTINCT FROM w.xid"""
BUILT_ON = """SELECT w.number FROM unnest(%s::int[], %s::uuid[], %s::xid8[]) w(number, id, xid)
    CROSS JOIN LATERAL (SELECT t.changed_xid FROM {table} t WHERE t.{column} = w.id OFFSET 0) t
    WHERE t.changed_xid <> w.xid"""
RECOUNT = """UPDATE programs_enrolment e SET (last_visit_date, next_due_date) = (
        SELECT max(v.visit_date), CASE WHEN count(*) = 0 THEN e.enrolled_date
                ELSE (array_agg(v.next_due_date ORDER BY v.visit_date DESC))[1] END
        FROM programs_visit v WHERE v.resident_id = e.resident_id AND v.program = e.program)
    FROM unnest(%s::uuid[], %s::text[]) t(resident_id, program)
    WHERE e.ended_date IS NULL AND e.resident_id = t.resident_id AND e.program = t.program"""


class Written(NamedTuple):
    """A row of the file that was written: what, in which transaction, and what it kept of before."""

    number: int
    id: uuid.UUID
    created: bool
    xid: int
    kept: Mapping[str, Any]


def changed_rows(kind: str, rows: Sequence[Written]) -> list[int]:
    """List the rows whose record another transaction changed, or wrote something upon."""
    if kind == "institutions":
        return _changed_institutions(rows)
    numbers = _found(CHANGED.format(table=TABLE[kind]), rows)
    made = [row for row in rows if row.created]
    for table, column in HANGING[kind]:
        numbers |= _found(BUILT_ON.format(table=table, column=column), made)
    forms = [row._replace(id=uuid.UUID(row.kept["personal"]["id"])) for row in rows if "personal" in row.kept]
    numbers |= _found(CHANGED.format(table="people_personalinformation"), forms)
    stays = [row._replace(id=uuid.UUID(row.kept["enrolled"])) for row in rows if "enrolled" in row.kept]
    numbers |= _found(CHANGED.format(table="programs_enrolment"), stays)
    return sorted(numbers)


def _found(statement: str, rows: Sequence[Written]) -> set[int]:
    columns: list[Any] = [[row.number for row in rows], uuids(row.id for row in rows), [str(row.xid) for row in rows]]
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)
        return {row[0] for row in cursor.fetchall()}


def _changed_institutions(rows: Sequence[Written]) -> list[int]:
    """Institutions carry no transaction: what stands is compared with what was written, and uses are looked for."""
    numbers = set()
    with connection.cursor() as cursor:
        made = {row.id: row.number for row in rows if row.created}
        for table, column in USES_OF_INSTITUTION:
            used = f"SELECT DISTINCT {column} FROM {table} WHERE {column} = ANY(%s::uuid[])"  # noqa: S608 - our own names
            cursor.execute(used, [uuids(made)])
            numbers |= {made[found] for (found,) in cursor.fetchall()}
        for row in rows:
            after = row.kept["after"]
            cursor.execute(f"SELECT {', '.join(after)} FROM places_institution WHERE id = %s", [row.id])  # noqa: S608
            stands = cursor.fetchone()
            if stands is None or list(map(_text, stands)) != list(map(_text, after.values())):
                numbers.add(row.number)
    return sorted(numbers)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _residents(rows: Sequence[Written]) -> None:
    with connection.cursor() as cursor:
        for row in rows:
            if not row.created:
                _detach(cursor, row.id, row.kept)
                _restore(cursor, "people_resident", row)
        made = uuids(row.id for row in rows if row.created)
        for table in ("people_residentnumber", "people_residence", "people_personalinformation", *CONDITIONS):
            cursor.execute(f"DELETE FROM {table} WHERE resident_id = ANY(%s::uuid[])", [made])  # noqa: S608 - our own names
        cursor.execute("DELETE FROM people_resident WHERE id = ANY(%s::uuid[])", [made])


def _detach(cursor: Any, resident: uuid.UUID, before: Mapping[str, Any]) -> None:
    """Take away what the row hung on a resident: conditions, the own number, a move, an end by death."""
    for table in CONDITIONS:
        cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s::uuid[])", [before.get("conditions", [])])  # noqa: S608
    if form := before.get("personal"):
        put_back_form(form)
    if number := before.get("number"):
        cursor.execute("DELETE FROM people_residentnumber WHERE resident_id = %s AND number = %s", [resident, number])
    for enrolment, due in before.get("ended", []):
        cursor.execute(
            "UPDATE programs_enrolment SET ended_date = NULL, end_reason = '', next_due_date = %s WHERE id = %s",
            [due, enrolment],
        )
    if old := before.get("moved_from"):
        latest = "(SELECT max(id) FROM people_residence WHERE resident_id = %s)"
        cursor.execute(f"DELETE FROM people_residence WHERE id = {latest}", [resident])  # noqa: S608
        cursor.execute(f"UPDATE people_residence SET to_date = NULL WHERE id = {latest}", [resident])  # noqa: S608
        for statement in FOLLOW:
            cursor.execute(statement, [old, resident])


def _restore(cursor: Any, table: str, row: Written) -> None:
    columns = row.kept["columns"]
    listed = ", ".join(f"{name} = %s" for name in columns)
    cursor.execute(f"UPDATE {table} SET {listed} WHERE id = %s", [*map(_stored, columns.items()), row.id])  # noqa: S608


def _stored(item: tuple[str, Any]) -> Any:
    name, value = item
    if name in BYTES and value is not None:
        return bytes.fromhex(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def _visits(rows: Sequence[Written]) -> None:
    made = uuids(row.id for row in rows if row.created)
    with connection.cursor() as cursor:
        for row in rows:
            if not row.created:
                _restore(cursor, "programs_visit", row)
        cursor.execute("SELECT DISTINCT resident_id, program FROM programs_visit WHERE id = ANY(%s::uuid[])", [made])
        touched = cursor.fetchall()
        cursor.execute("DELETE FROM programs_referral WHERE visit_id = ANY(%s::uuid[])", [made])
        cursor.execute("DELETE FROM programs_visit WHERE id = ANY(%s::uuid[])", [made])
        enrolled = [row.kept["enrolled"] for row in rows if "enrolled" in row.kept]
        cursor.execute("DELETE FROM programs_enrolment WHERE id = ANY(%s::uuid[])", [enrolled])
        cursor.execute(RECOUNT, [uuids(one for one, _ in touched), [program for _, program in touched]])


def _institutions(rows: Sequence[Written]) -> None:
    with connection.cursor() as cursor:
        for row in rows:
            if not row.created:
                _restore(cursor, "places_institution", row)
        made = uuids(row.id for row in rows if row.created)
        cursor.execute("UPDATE places_institution SET parent_id = NULL WHERE id = ANY(%s::uuid[])", [made])
        cursor.execute("DELETE FROM places_institution WHERE id = ANY(%s::uuid[])", [made])


PUT_BACK: dict[str, Callable[[Sequence[Written]], None]] = {
    "residents": _residents,
    "visits": _visits,
    "institutions": _institutions,
}
