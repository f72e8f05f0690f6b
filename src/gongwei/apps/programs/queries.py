"""Reads of enrolments, visits, referrals and calls. Row-level security decides whose."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from gongwei.apps.accounts.statements import Statement
from gongwei.apps.people.queries import Resident, person_of
from gongwei.apps.programs.forms import Before
from gongwei.apps.programs.models import CallAttempt, Enrolment, Exposure, Referral, Visit
from gongwei.catalog.discovery import programs
from gongwei.domain.evaluation import read_record, read_row
from gongwei.domain.expr import values_in
from gongwei.domain.form import Form
from gongwei.domain.form_field import Number
from gongwei.domain.program import Program
from gongwei.domain.record import Event, Person, Record
from gongwei.domain.regions import area_of

OVERDUE, TODAY, WEEK = "overdue", "today", "week"
WINDOWS = (OVERDUE, TODAY, WEEK)
SORTS = {"due": "next_due_date", "last": "last_visit_date", "name": "resident__name_pinyin"}
OPEN_STATES = (Referral.State.OPEN, Referral.State.ACCEPTED, Referral.State.ANSWERED)

# Read with every visit and every page of my day.
OPEN = Statement(Enrolment, "WHERE resident_id = %s AND program = %s AND ended_date IS NULL")
OPEN_LOCKED = Statement(Enrolment, f"{OPEN.rest} FOR UPDATE")
BY_IDS = Statement(Enrolment, "WHERE programs_enrolment.id = ANY(%s)", beside="resident")
NEWEST = Statement(
    Visit,
    "WHERE resident_id = ANY(%s) ORDER BY resident_id, program, visit_date DESC, recorded_at DESC",
    distinct="DISTINCT ON (resident_id, program)",
    only=("id", "resident_id", "program", "visit_date", "at_target", "readings"),
)
BEFORE = Statement(
    Visit,
    "WHERE resident_id = %s AND program = %s AND visit_date < %s"
    " ORDER BY visit_date DESC, recorded_at DESC, id DESC LIMIT 1",
    only=("id", "visit_date", "readings"),
)
LATE = """SELECT count(*) FROM programs_referral
    WHERE state IN ('open', 'accepted', 'answered') AND due_date < %s"""  # OPEN_STATES, as the index has them
BESIDE = """SELECT resident_id, array_agg(program ORDER BY program) FROM programs_enrolment
    WHERE resident_id = ANY(%s) AND next_due_date < %s GROUP BY resident_id HAVING count(*) > 1"""
CALLS = Statement(CallAttempt, "WHERE resident_id = ANY(%s) ORDER BY recorded_at")


@dataclass(frozen=True)
class DueCounts:
    """How many open enrolments are due, by window; this week's do not contain today's."""

    overdue: int
    today: int
    week: int


def window(name: str, today: date) -> Q:
    """Select enrolments due before today, today, or in the six days after."""
    if name == OVERDUE:
        return Q(next_due_date__lt=today)
    if name == TODAY:
        return Q(next_due_date=today)
    return Q(next_due_date__gt=today, next_due_date__lt=today + timedelta(days=7))


def due(*, today: date, program: str = "", within: int | None = None, wide: bool = False) -> QuerySet[Enrolment]:
    """List open enrolments due up to six days from today, of one programme or place if given.

    Nothing that has ended is due, so both ways of asking find the same rows. A `wide` list is better read in the order
    of its days: PostgreSQL, which does not know how wide a post is, would take the index by area for open ones.
    """
    found = Enrolment.objects.filter(next_due_date__lt=today + timedelta(days=7))
    if not wide:
        found = found.filter(ended_date=None)
    if program:
        found = found.filter(program=program)
    if within is not None:
        area = area_of(within)
        found = found.filter(area_code__gte=area.lo, area_code__lt=area.hi)
    return found


def due_counts(found: QuerySet[Enrolment], today: date) -> DueCounts:
    """Count a list's windows in one reading."""
    return DueCounts(**found.aggregate(**{name: Count("id", filter=window(name, today)) for name in WINDOWS}))


@dataclass(frozen=True)
class Spread:
    """How many rows of a wide list fall on each day of its order: any page is found without walking those before."""

    days: tuple[tuple[date | None, int], ...]  # rising; those without a day come last, as PostgreSQL sorts them

    def stretches(self, *, falling: bool, first: int, size: int) -> Iterator[tuple[list[date | None], int, int]]:
        """Give what to read for a page: days in order, how many of their rows to leave out, how many to take.

        Days that are known are read as one stretch, those without a day as another.
        """
        days: dict[bool, list[date | None]] = {}
        left: dict[bool, int] = {}
        taken: dict[bool, int] = {}
        begin = 0
        for day, rows in reversed(self.days) if falling else self.days:
            inside = min(begin + rows, first + size) - max(begin, first)
            if inside > 0:
                known = day is not None
                days.setdefault(known, []).append(day)
                left.setdefault(known, max(first - begin, 0))
                taken[known] = taken.get(known, 0) + inside
            begin += rows
        for known, those in days.items():
            yield those, left[known], taken[known]


def spread(found: QuerySet[Enrolment], *, sort: str) -> Spread:
    """Count the rows of a list by the day that it is sorted by."""
    column = SORTS[sort.lstrip("-")]
    counted = found.order_by().values_list(column).annotate(rows=Count("id"))
    return Spread(tuple(sorted(counted, key=lambda one: (one[0] is None, one[0] or date.max))))


def due_page(
    found: QuerySet[Enrolment], *, sort: str, first: int, size: int, spread: Spread | None = None
) -> list[Enrolment]:
    """Give one page of a list with its residents. The page is cut before the residents are joined.

    With the `spread` of a wide list by the same day only the page's own days are read; rows that came or went since it
    was counted shift the page, as they would shift one counted from the first row.
    """
    column, falling = SORTS[sort.lstrip("-")], sort.startswith("-")
    ordered = found.order_by(*((f"-{column}", "-id") if falling else (column, "id"))).values_list("id", flat=True)
    ids: list[UUID] = []
    if spread is not None:
        for days, left, taken in spread.stretches(falling=falling, first=first, size=size):
            ids += ordered.filter(_on(column, days))[left : left + taken]
    if not ids:  # also where the list has grown beyond what was counted
        ids += ordered[first : first + size]
    rows = {row.pk: row for row in BY_IDS.rows(ids)}
    return [rows[one] for one in ids if one in rows]


def _on(column: str, days: Sequence[date | None]) -> Q:
    known = [day for day in days if day is not None]
    return Q(**{f"{column}__range": (min(known), max(known))} if known else {column: None})


def last_visits(rows: Collection[Enrolment]) -> dict[tuple[UUID, str], Visit]:
    """Give the last visit of each enrolment on a page, by (resident, programme)."""
    found = NEWEST.rows([row.resident_id for row in rows])
    return {(visit.resident_id, visit.program): visit for visit in found}


def last_calls(residents: Collection[UUID]) -> dict[tuple[UUID, str], CallAttempt]:
    """Give the last call to each resident, by (resident, programme)."""
    return {(call.resident_id, call.program): call for call in CALLS.rows(list(residents))}


def due_together(residents: Collection[UUID], *, before: date) -> dict[UUID, list[str]]:
    """Give the programmes that are due before a day, for those of some residents for whom several are."""
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, [list(residents), before])
        return dict(cursor.fetchall())


def enrolments_of(resident: Resident) -> list[Enrolment]:
    """List a resident's enrolments, open ones first."""
    rows = Enrolment.objects.filter(resident=resident).select_related("institution")
    return sorted(rows, key=lambda row: (row.ended_date is not None, row.program, row.enrolled_date))


def enrolment(enrolment_id: UUID) -> Enrolment | None:
    """Find an open enrolment that the post may see."""
    return Enrolment.objects.select_related("resident").filter(pk=enrolment_id, ended_date=None).first()


def open_programs(residents: Collection[UUID]) -> dict[UUID, list[str]]:
    """Give the programmes in which each of some residents is now."""
    found: dict[UUID, list[str]] = {}
    rows = Enrolment.objects.filter(resident__in=residents, ended_date=None).values_list("resident_id", "program")
    for resident_id, program in rows.order_by("program"):
        found.setdefault(resident_id, []).append(program)
    return found


def open_enrolment(resident: Resident, program: str, *, locked: bool = False) -> Enrolment | None:
    """Find a resident's open enrolment, of which there is at most one; `locked` until the transaction ends."""
    return (OPEN_LOCKED if locked else OPEN).first(resident.pk, program)


def visits_of(resident: Resident) -> list[Visit]:
    """List all visits of a resident, newest first."""
    rows = Visit.objects.filter(resident=resident).select_related("actor", "institution")
    return list(rows.order_by("-visit_date", "-recorded_at"))


def visit(visit_id: UUID | str) -> Visit | None:
    return Visit.objects.select_related("resident", "actor", "institution").filter(pk=visit_id).first()


def before(resident: Resident, program: str, day: date) -> Before | None:
    """Give the last visit of the programme before a day, which rules may compare with."""
    found = BEFORE.first(resident.pk, program, day)
    return Before(found.visit_date, found.readings) if found else None


def contacts_of(case: Resident) -> list[Exposure]:
    """List those who were in close contact with somebody, as far as they are in sight."""
    return list(Exposure.objects.select_related("resident").filter(case=case).order_by("relation", "recorded_at"))


def cases_of(contact: Resident) -> list[Exposure]:
    """List with whom a resident was in close contact, as far as they are in sight."""
    return list(Exposure.objects.select_related("case").filter(resident=contact).order_by("since_date"))


def course_of(residents: Collection[UUID], program: str) -> dict[UUID, tuple[Enrolment, Visit | None]]:
    """Give the open enrolments of some residents in one programme, each with its last visit."""
    rows = list(Enrolment.objects.filter(resident__in=residents, program=program, ended_date=None))
    last = Visit.objects.filter(resident__in=residents, program=program).order_by("resident", "-visit_date")
    newest = {one.resident_id: one for one in last.distinct("resident")}
    return {row.resident_id: (row, newest.get(row.resident_id)) for row in rows}


def referral(referral_id: UUID | str) -> Referral | None:
    return Referral.objects.select_related("resident").filter(pk=referral_id).first()


def visited(visits: Collection[UUID]) -> dict[UUID, str]:
    """Name the resident of each of some visits."""
    return dict(Visit.objects.filter(pk__in=visits).values_list("id", "resident__name"))


def referrals_of(resident: Resident) -> list[Referral]:
    return list(Referral.objects.filter(resident=resident).order_by("-opened_date"))


def referrals(*, state: str = "") -> QuerySet[Referral]:
    """List referrals by due day: those of one state, or all that are not ended."""
    found = Referral.objects.filter(state=state) if state else Referral.objects.filter(state__in=OPEN_STATES)
    return found.order_by("due_date", "id")


def late(today: date) -> int:
    """Count the referrals that have not been answered in time."""
    with connection.cursor() as cursor:
        cursor.execute(LATE, [today])
        return cursor.fetchone()[0]


def referral_page(found: QuerySet[Referral], *, first: int, size: int) -> list[Referral]:
    """Give one page of a list with its residents. The page is cut before the residents are joined."""
    ids = list(found.values_list("id", flat=True)[first : first + size])
    rows = {row.pk: row for row in Referral.objects.filter(pk__in=ids).select_related("resident")}
    return [rows[one] for one in ids if one in rows]


def referral_counts(*, also: str = "") -> dict[str, int]:
    """Count the referrals of each state that is not ended, and of one more; ended ones are many and only grow."""
    counted = Referral.objects.filter(state__in={*OPEN_STATES, also} - {""})
    return dict(counted.values_list("state").annotate(count=Count("id")).order_by())


def readings_over_time(visits: Collection[Visit], key: str) -> list[tuple[date, float]]:
    """Give one measurement of the visits as a series, oldest first; visits without it are left out."""
    points = [(one.visit_date, one.readings.get(key)) for one in visits]
    return sorted((day, value) for day, value in points if isinstance(value, int | float))


def described(one: Visit) -> dict[str, Any]:
    """Give a saved visit's values, columns included, as the form names them."""
    columns = {"visit_date": one.visit_date.isoformat(), "visit_mode": one.visit_mode or None}
    if one.next_due_date:
        columns["next_due_date"] = one.next_due_date.isoformat()
    return {key: value for key, value in {**one.readings, **columns}.items() if value is not None}


def lasting(resident: Resident, form: Form) -> dict[str, Any]:
    """Give what any visit has told of the fields of a form that never change (weeks at birth); the newest counts."""
    keys = [key for key, asked in form.fields.items() if asked.lasting]
    found: dict[str, Any] = {}
    if keys:
        told = Visit.objects.filter(resident=resident).order_by("visit_date", "recorded_at")
        for readings in told.values_list("readings", flat=True):
            found |= {key: readings[key] for key in keys if readings.get(key) is not None}
    return found


def suitable(
    resident: Resident, *, conditions: Collection[tuple[str, date]], visits: Collection[Visit], on: date
) -> list[Program]:
    """List programmes in which a resident belongs by their own rule and is not yet. `conditions`: code and onset."""
    person = person_of(resident)
    events = tuple(Event(onset, {"code": code}) for code, onset in conditions)
    seen = (Event(one.visit_date, {"program": one.program, **described(one)}, one.recorded_at) for one in visits)
    record = Record(person, conditions=events, visits=tuple(seen))
    taken = set(Enrolment.objects.filter(resident=resident, ended_date=None).values_list("program", flat=True))
    return [
        program
        for key, program in programs().items()
        if key not in taken and read_record(program.on(on).enrol, record, on=on) is True
    ]


def target_limit(program: str, key: str, *, person: Person, on: date) -> float | None:
    """Find the value that a measurement must stay below for this person, by asking the programme's own target.

    Everything else that the target reads is set to its lowest usual value. None when the target does not say.
    """
    target = programs()[program].on(on).target
    fields = {value.key: value for value in values_in(target.reached)} if target else {}
    asked = fields.get(key)
    if target is None or not isinstance(asked, Number) or asked.soft is None:
        return None
    low = {one.key: one.soft[0] for one in fields.values() if isinstance(one, Number) and one.soft}
    step = 1 if asked.integer else 10
    for tenth in range(int(asked.soft[1] * step), int(asked.soft[0] * step), -1):
        value = tenth / step
        if read_row(target.reached, {**low, key: value}, person=person, on=on) is True:
            return (tenth + 1) / step
    return None


def open_work(area_code: int, *, on: date) -> tuple[int, int, int]:
    """Count what is open in a village: residents in programmes, overdue visits, referrals that wait."""
    rows = Enrolment.objects.filter(area_code=area_code, ended_date=None)
    overdue = Count("id", filter=Q(next_due_date__lt=on))
    counted = rows.aggregate(residents=Count("resident", distinct=True), overdue=overdue)
    waiting = Referral.objects.filter(area_code=area_code, state__in=OPEN_STATES).count()
    return counted["residents"], counted["overdue"], waiting
