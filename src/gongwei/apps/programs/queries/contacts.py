"""Close contacts of who fell ill, and what is open in a village."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from gongwei.apps.people.queries import Resident
from gongwei.apps.programs.models import Enrolment, Exposure, Referral
from gongwei.apps.programs.queries.referrals import OPEN_STATES
from gongwei.apps.programs.queries.tables import tables_of
from gongwei.apps.programs.rows import EnrolmentRow, VisitRow


def contacts_of(case: Resident) -> list[Exposure]:
    """List those who were in close contact with somebody, as far as they are in sight."""
    return list(Exposure.objects.select_related("resident").filter(case=case).order_by("relation", "recorded_at"))


def cases_of(contact: Resident) -> list[Exposure]:
    """List with whom a resident was in close contact, as far as they are in sight."""
    return list(Exposure.objects.select_related("case").filter(resident=contact).order_by("since_date"))


def course_of(residents: Collection[UUID], program: str) -> dict[UUID, tuple[EnrolmentRow, VisitRow | None]]:
    """Give the open enrolments of some residents in one programme, each with its last visit."""
    tables = tables_of(program)
    rows = list(tables.enrolment.objects.filter(resident__in=residents, program=program, ended_date=None))
    last = tables.visit.objects.filter(resident__in=residents, program=program).order_by("resident", "-visit_date")
    newest = {one.resident_id: one for one in last.distinct("resident")}
    return {row.resident_id: (row, newest.get(row.resident_id)) for row in rows}


def open_work(area_code: int, *, on: date) -> tuple[int, int, int]:
    """Count what is open in a village: residents in programmes, overdue visits, referrals that wait."""
    rows = Enrolment.objects.filter(area_code=area_code, ended_date=None)
    overdue = Count("id", filter=Q(next_due_date__lt=on))
    counted = rows.aggregate(residents=Count("resident", distinct=True), overdue=overdue)
    waiting = Referral.objects.filter(area_code=area_code, state__in=OPEN_STATES).count()
    return counted["residents"], counted["overdue"], waiting
