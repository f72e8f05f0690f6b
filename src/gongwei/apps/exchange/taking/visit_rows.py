"""What stands in the database around the visits of a file, and the rows that the file adds."""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from gongwei.apps.exchange.taking.bulk import Stage, uuids

VISIT = (
    "id", "resident_id", "program", "edition", "visit_date", "visit_mode", "face_to_face", "actor_id",
    "institution_id", "area_code", "rule", "advice", "refer_to", "next_due_date", "at_target", "clinical_at_target",
    "readings", "confirmed", "recorded_at",
)  # fmt: skip
JUDGED = (
    "edition", "visit_mode", "face_to_face", "rule", "advice", "refer_to", "next_due_date", "at_target",
    "clinical_at_target", "readings", "confirmed",
)  # fmt: skip
ENROLMENT = (
    "id", "resident_id", "program", "enrolled_date", "end_reason", "institution_id", "next_due_date",
    "last_visit_date", "area_code", "recorded_at",
)  # fmt: skip
REFERRAL = (
    "id", "resident_id", "visit_id", "program", "refer_to", "reason", "urgent", "opened_date", "due_date", "state",
    "result", "area_code", "recorded_at",
)  # fmt: skip
REVISE = f"""UPDATE programs_visit SET {", ".join(f"{name} = v.{name}" for name in JUDGED)}, recorded_at = v.recorded_at
    FROM revised_visit v WHERE v.id = programs_visit.id"""  # noqa: S608 - our own names
STOOD = f"SELECT id, {', '.join(JUDGED)} FROM programs_visit WHERE id = ANY(%s::uuid[])"  # noqa: S608 - our own names
ANSWER_WITHIN = timedelta(days=14)


@dataclass
class Enrolled:
    """A stay in the programme: on record, or made by this file (`made`)."""

    id: uuid.UUID
    enrolled_date: date
    ended_date: date | None
    next_due_date: date | None
    last_visit_date: date | None
    made: bool = False


@dataclass(frozen=True)
class OnDay:
    """A visit on record or of this file: what it read."""

    id: uuid.UUID
    visit_mode: str
    next_due_date: date | None
    readings: Mapping[str, Any]


@dataclass
class History:
    """What is known of one resident in the programme, kept up as the file is taken."""

    enrolments: list[Enrolled] = field(default_factory=list)
    visits: dict[date, OnDay] = field(default_factory=dict)
    conditions: list[tuple[str, date]] = field(default_factory=list)

    def before(self, day: date) -> tuple[date, Mapping[str, Any]] | None:
        """Give the visit before a day: its day and readings."""
        earlier = [one for one in self.visits if one < day]
        return (max(earlier), self.visits[max(earlier)].readings) if earlier else None

    def enrolment_on(self, day: date) -> Enrolled | None:
        """Give the stay that holds a day, else the open one."""
        holding = [
            e for e in self.enrolments if e.enrolled_date <= day and (e.ended_date is None or day < e.ended_date)
        ]
        still_open = [e for e in self.enrolments if e.ended_date is None]
        return next(iter(holding or still_open), None)


def histories(residents: Iterable[uuid.UUID], program: str) -> dict[uuid.UUID, History]:
    """Read what stands about some residents in one programme."""
    ids = uuids(residents)
    found: dict[uuid.UUID, History] = defaultdict(History)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT resident_id, id, enrolled_date, ended_date, next_due_date, last_visit_date FROM programs_enrolment"
            " WHERE resident_id = ANY(%s::uuid[]) AND program = %s ORDER BY enrolled_date",
            [ids, program],
        )
        for resident, *values in cursor.fetchall():
            found[resident].enrolments.append(Enrolled(*values))
        cursor.execute(
            "SELECT resident_id, visit_date, id, visit_mode, next_due_date, readings::text FROM programs_visit"
            " WHERE resident_id = ANY(%s::uuid[]) AND program = %s",
            [ids, program],
        )
        for resident, day, row_id, mode, due, readings in cursor.fetchall():
            found[resident].visits[day] = OnDay(row_id, mode, due, json.loads(readings))
        cursor.execute(
            "SELECT resident_id, code, onset_date FROM people_condition WHERE resident_id = ANY(%s::uuid[])", [ids]
        )
        for resident, code, onset in cursor.fetchall():
            found[resident].conditions.append((code, onset))
    return found


class VisitTables:
    """Write visits with the enrolments that they open or carry on, and the referrals that they call for."""

    def __init__(self) -> None:
        self.visits = Stage("programs_visit", VISIT)
        self.revised = Stage("programs_visit", ("id", *JUDGED, "recorded_at"), name="revised_visit")
        self.enrolments = Stage("programs_enrolment", ENROLMENT)
        self.referrals = Stage("programs_referral", REFERRAL)

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self.visits.fill([one[name] for name in VISIT] for one in rows)
            self.visits.insert()

    def stood(self, visits: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
        """Read what an undo would put back of each visit."""
        with connection.cursor() as cursor:
            cursor.execute(STOOD, [uuids(visits)])
            return {row[0]: {"columns": dict(zip(JUDGED, row[1:], strict=True))} for row in cursor.fetchall()}

    def revise(self, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self.revised.fill([one[name] for name in ("id", *JUDGED, "recorded_at")] for one in rows)
            with connection.cursor() as cursor:
                cursor.execute(REVISE)

    def enrol(self, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self.enrolments.fill([one[name] for name in ENROLMENT] for one in rows)
            self.enrolments.insert()

    def refer(self, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self.referrals.fill([one[name] for name in REFERRAL] for one in rows)
            self.referrals.insert()

    def go_on(self, stays: Sequence[Enrolled], at: datetime) -> None:
        """Set the last and the next visit of stays that this file carries on."""
        if not stays:
            return
        rows = [(one.id, one.enrolled_date, one.last_visit_date, one.next_due_date) for one in stays]
        columns = [list(column) for column in zip(*rows, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE programs_enrolment e SET enrolled_date = v.start, last_visit_date = v.last,"
                " next_due_date = v.due, recorded_at = %s"
                " FROM unnest(%s::uuid[], %s::date[], %s::date[], %s::date[]) v(id, start, last, due)"
                " WHERE e.id = v.id",
                [at, *columns],
            )
