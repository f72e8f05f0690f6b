"""What saved visits say, for pages and rules: series, values under the names of the form, programmes that fit."""

from collections.abc import Collection
from datetime import date
from typing import Any

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.people.queries import Resident, person_of
from gongwei.apps.programs.queries.records import Care, visits_of
from gongwei.apps.programs.queries.tables import may_read
from gongwei.apps.programs.rows import VisitRow
from gongwei.catalog.discovery import programs
from gongwei.domain.evaluation import read_record, read_row
from gongwei.domain.expr import values_in
from gongwei.domain.form import Form
from gongwei.domain.form_field import Number
from gongwei.domain.program import Program
from gongwei.domain.record import Event, Person, Record


def readings_over_time(visits: Collection[VisitRow], key: str) -> list[tuple[date, float]]:
    """Give one measurement of the visits as a series, oldest first; visits without it are left out."""
    points = [(one.visit_date, one.readings.get(key)) for one in visits]
    return sorted((day, value) for day, value in points if isinstance(value, int | float))


def described(one: VisitRow) -> dict[str, Any]:
    """Give a saved visit's values, columns included, as the form names them."""
    columns = {"visit_date": one.visit_date.isoformat(), "visit_mode": one.visit_mode or None}
    if one.next_due_date:
        columns["next_due_date"] = one.next_due_date.isoformat()
    return {key: value for key, value in {**one.readings, **columns}.items() if value is not None}


def lasting(resident: Resident, form: Form, *, by: Acting | None = None) -> dict[str, Any]:
    """Give what any visit has told of the fields of a form that never change (weeks at birth); the newest counts."""
    keys = [key for key, asked in form.fields.items() if asked.lasting]
    found: dict[str, Any] = {}
    for told in reversed(visits_of(resident, by=by)) if keys else ():
        found |= {key: told.readings[key] for key in keys if told.readings.get(key) is not None}
    return found


def suitable(
    resident: Resident, *, conditions: Collection[tuple[str, date]], care: Care, on: date, by: Acting
) -> list[Program]:
    """List programmes in which a resident belongs by their own rule and is not yet. `conditions`: code and onset.

    Those that do not exist for the post are left out.
    """
    person = person_of(resident)
    events = tuple(Event(onset, {"code": code}) for code, onset in conditions)
    seen = (Event(one.visit_date, {"program": one.program, **described(one)}, one.recorded_at) for one in care.visits)
    record = Record(person, conditions=events, visits=tuple(seen))
    taken = {row.program for row in care.enrolments if row.ended_date is None}
    return [
        program
        for key, program in programs().items()
        if key not in taken and may_read(key, by) and read_record(program.on(on).enrol, record, on=on) is True
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
