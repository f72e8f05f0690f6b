"""One resident's enrolments, visits and referrals, from the tables that a post reads."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs.forms import Before
from gongwei.apps.programs.queries.tables import readable, tables_of
from gongwei.apps.programs.rows import CallRow, EnrolmentRow, ReferralRow, VisitRow
from gongwei.catalog.discovery import programs


@dataclass(frozen=True)
class Care:
    """All that programmes know of one resident, of the classes that a post reads."""

    enrolments: list[EnrolmentRow]
    visits: list[VisitRow]
    referrals: list[ReferralRow]
    calls: list[CallRow]


def care_of(resident: Resident, *, by: Acting, at: datetime) -> Care:
    """Give a resident's enrolments, visits and referrals, and write down that guarded ones were read."""
    enrolments, visits = enrolments_of(resident, by=by), visits_of(resident, by=by)
    calls = [call for one in readable(by) for call in one.calls.rows([resident.pk])]
    care = Care(enrolments, visits, referrals_of(resident, by=by), calls)
    rows: list[EnrolmentRow | VisitRow | ReferralRow | CallRow] = [*enrolments, *visits, *care.referrals, *calls]
    shown = (row.program for row in rows)
    note_reading(shown, about=("resident", resident.pk), by=by, at=at)
    return care


def note_reading(shown: Iterable[str], *, about: tuple[str, UUID | str], by: Acting, at: datetime) -> None:
    """Write down that records of class 4 or 5 were shown, once for a page; of class 3 alone nothing is written.

    `shown` names the programme of every record on the page.
    """
    named = programs()
    guarded = [named[key].sensitivity for key in shown if named[key].is_guarded]
    if guarded:
        detail = {"class": int(max(guarded)), "rows": len(guarded)}
        audit.record("program.read", by=by, at=at, about=about, detail=detail)


def enrolments_of(resident: Resident, *, by: Acting | None = None) -> list[EnrolmentRow]:
    """List a resident's enrolments, open ones first."""
    rows = [
        row
        for one in readable(by)
        for row in one.enrolment.objects.filter(resident=resident).select_related("institution")
    ]
    return sorted(rows, key=lambda row: (row.ended_date is not None, row.program, row.enrolled_date))


def open_rows(residents: Collection[UUID]) -> list[EnrolmentRow]:
    """List the open enrolments of some residents in programmes of class 3, what is due first in front."""
    rows = readable(None)[0].enrolment.objects.filter(resident__in=residents, ended_date=None)
    return list(rows.order_by("next_due_date", "program"))


def enrolment(enrolment_id: UUID, *, by: Acting | None = None) -> EnrolmentRow | None:
    """Find an open enrolment that the post may see."""
    for one in readable(by):
        found = one.enrolment.objects.select_related("resident").filter(pk=enrolment_id, ended_date=None).first()
        if found is not None:
            return found
    return None


def open_programs(residents: Collection[UUID], *, by: Acting | None = None) -> dict[UUID, list[str]]:
    """Give the programmes in which each of some residents is now."""
    found: dict[UUID, list[str]] = {}
    for one in readable(by):
        rows = one.enrolment.objects.filter(resident__in=residents, ended_date=None)
        for resident_id, program in rows.values_list("resident_id", "program").order_by("program"):
            found.setdefault(resident_id, []).append(program)
    return found


def open_enrolment(resident: Resident, program: str, *, locked: bool = False) -> EnrolmentRow | None:
    """Find a resident's open enrolment, of which there is at most one; `locked` until the transaction ends."""
    tables = tables_of(program)
    return (tables.open_locked if locked else tables.open).first(resident.pk, program)


def visits_of(resident: Resident, *, by: Acting | None = None) -> list[VisitRow]:
    """List all visits of a resident, newest first."""
    rows = [
        row
        for one in readable(by)
        for row in one.visit.objects.filter(resident=resident).select_related("actor", "institution")
    ]
    return sorted(rows, key=lambda row: (row.visit_date, row.recorded_at), reverse=True)


def visits_in(resident: Resident, program: str) -> list[VisitRow]:
    """List a resident's visits in one programme that the post may see, in the order of their days."""
    rows = tables_of(program).visit.objects.filter(resident=resident, program=program)
    return list(rows.select_related("actor", "institution").order_by("visit_date", "recorded_at"))


def visit(visit_id: UUID | str, *, by: Acting | None = None) -> VisitRow | None:
    """Find a visit that the post may see."""
    for one in readable(by):
        found = one.visit.objects.select_related("resident", "actor", "institution").filter(pk=visit_id).first()
        if found is not None:
            return found
    return None


def before(resident: Resident, program: str, day: date) -> Before | None:
    """Give the last visit of the programme before a day, which rules may compare with."""
    found = tables_of(program).before.first(resident.pk, program, day)
    return Before(found.visit_date, found.readings) if found else None


def visited(visits: Collection[UUID], *, by: Acting | None = None) -> dict[UUID, str]:
    """Name the resident of each of some visits."""
    return {
        visit_id: name
        for one in readable(by)
        for visit_id, name in one.visit.objects.filter(pk__in=visits).values_list("id", "resident__name")
    }


def referrals_of(resident: Resident, *, by: Acting | None = None) -> list[ReferralRow]:
    """List a resident's referrals, newest first."""
    rows = [row for one in readable(by) for row in one.referral.objects.filter(resident=resident)]
    return sorted(rows, key=lambda row: row.opened_date, reverse=True)
