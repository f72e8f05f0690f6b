"""Pregnancies that go on, in the sight of a post: what was last said of each, from what may be read in the clear."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs.models import GuardedVisit
from gongwei.apps.programs.queries.records import open_enrolment
from gongwei.apps.programs.queries.tables import may_read, tables_of
from gongwei.apps.programs.rows import EnrolmentRow

PROGRAM = "pregnancy"
MOST = 3000  # women of one list: a centre has some hundred, a district is asked to choose a street
BOOKING = "1"


@dataclass(frozen=True)
class Pregnancy:
    """A pregnancy that goes on: the enrolment, and the newest answer to each question since its booking."""

    enrolment: EnrolmentRow
    told: Mapping[str, Any]
    stage: str

    def day(self, key: str) -> date | None:
        """Read one of its days."""
        written = self.told.get(key)
        return date.fromisoformat(written) if written else None


def pregnancies(*, by: Acting, lo: int, hi: int) -> list[Pregnancy]:
    """List the pregnancies of an area for which something is due, the earliest day first; at most MOST."""
    if not may_read(PROGRAM, by):
        return []
    rows = tables_of(PROGRAM).enrolment.objects.filter(
        program=PROGRAM, ended_date=None, next_due_date__isnull=False, area_code__gte=lo, area_code__lt=hi
    )
    found = list(rows.select_related("resident").order_by("next_due_date", "id")[:MOST])
    told = _told([row.resident_id for row in found])
    return [Pregnancy(row, *told.get(row.resident_id, ({}, ""))) for row in found]


def pregnancy_of(resident: Resident, *, by: Acting) -> Pregnancy | None:
    """Find a resident's pregnancy, also one that is over; None where none was booked or the post may not know."""
    if not may_read(PROGRAM, by):
        return None
    found = open_enrolment(resident, PROGRAM)
    if found is None:
        return None
    found.resident = resident
    return Pregnancy(found, *_told([resident.pk]).get(resident.pk, ({}, "")))


def _told(residents: Collection[UUID]) -> dict[UUID, tuple[dict[str, Any], str]]:
    """Put the visits of each pregnancy together, in their order; a booking begins the next one."""
    rows = GuardedVisit.objects.filter(program=PROGRAM, resident__in=residents)
    answers: dict[UUID, tuple[dict[str, Any], str]] = {}
    ordered = rows.order_by("visit_date", "recorded_at").values_list("resident_id", "counted")
    for resident, counted in ordered:
        stage = counted.get("pregnancy_stage", "")
        before = {} if stage == BOOKING else answers.get(resident, ({}, ""))[0]
        answers[resident] = (before | counted, stage)
    return answers
