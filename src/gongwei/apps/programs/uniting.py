"""Two records made one, as far as programmes go: which enrolment goes on, and how they are taken apart again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs.actions import follow_newest
from gongwei.apps.programs.queries import readable, tables_of
from gongwei.apps.programs.rows import EnrolmentRow

COURSE = ("enrolled_date", "last_visit_date", "next_due_date")


def unite(*, stays: Resident, gone: Resident, by: Acting) -> list[dict[str, Any]]:
    """Let an open enrolment that both residents have begin with the earlier day and go on from the later visit.

    Called before the rows of `gone` are moved to `stays`, whose enrolment goes on. Gives what it said before and says
    now, for `part`.
    """
    notes = []
    for tables in readable(by):
        others = {row.program: row for row in tables.enrolment.objects.filter(resident=gone, ended_date=None)}
        for row in tables.enrolment.objects.filter(resident=stays, ended_date=None, program__in=others):
            before, other = _course(row), others[row.program]
            row.enrolled_date = min(row.enrolled_date, other.enrolled_date)
            row.last_visit_date, row.next_due_date = _later(row, other)
            row.save(update_fields=list(COURSE))
            notes.append({"enrolment": str(row.pk), "program": row.program, "before": before, "after": _course(row)})
    return notes


def part(*, notes: Sequence[Mapping[str, Any]], gone: Resident, since: datetime) -> None:
    """Take united enrolments apart, when the rows of `gone` are back with it.

    An enrolment that has gone on since the merge is not put back: its last and next visit follow from the visits that
    stay with it. So do those of `gone`, if one of its visits was written anew since.
    """
    for note in notes:
        tables, program = tables_of(note["program"]), note["program"]
        row = tables.enrolment.objects.filter(pk=note["enrolment"]).first()
        if row is not None:
            _put_back(row, note["before"], note["after"])
        if tables.visit.objects.filter(resident=gone, program=program, recorded_at__gt=since).exists():
            for other in tables.enrolment.objects.filter(resident=gone, program=program, ended_date=None):
                follow_newest(other)


def _course(row: EnrolmentRow) -> dict[str, str | None]:
    days = {name: getattr(row, name) for name in COURSE}
    return {name: day.isoformat() if day else None for name, day in days.items()}


def _later(one: EnrolmentRow, other: EnrolmentRow) -> tuple[date | None, date | None]:
    """Give the last visit and the next due day of whichever was visited last; of none visited, the earlier due day."""
    if one.last_visit_date is None and other.last_visit_date is None:
        return None, min((day for day in (one.next_due_date, other.next_due_date) if day), default=None)
    newest = max((one, other), key=lambda row: row.last_visit_date or date.min)  # of two alike, the one that goes on
    return newest.last_visit_date, newest.next_due_date


def _put_back(row: EnrolmentRow, before: Mapping[str, str | None], after: Mapping[str, str | None]) -> None:
    now = _course(row)
    if now["enrolled_date"] == after["enrolled_date"] and before["enrolled_date"]:
        row.enrolled_date = date.fromisoformat(before["enrolled_date"])
    went_on = any(now[name] != after[name] for name in ("last_visit_date", "next_due_date"))
    if not went_on:
        row.last_visit_date = _day(before["last_visit_date"])
        row.next_due_date = _day(before["next_due_date"]) if row.ended_date is None else None
    row.save(update_fields=list(COURSE))
    if went_on and row.ended_date is None:
        follow_newest(row)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
