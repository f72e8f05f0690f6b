"""Residents as definitions read them: what was promised to somebody is held against what was done."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from gongwei.apps.people.queries import Resident, person_of
from gongwei.apps.programs.models import Enrolment, Visit
from gongwei.apps.programs.queries.words import described
from gongwei.domain.record import Event, Record, Spell


def records(residents: Collection[Resident], *, since: date) -> dict[UUID, Record]:
    """Give some residents with their stays and their visits since a day; of class 3 alone."""
    ids = [one.pk for one in residents]
    spells: dict[UUID, list[Spell]] = {one: [] for one in ids}
    visits: dict[UUID, list[Event]] = {one: [] for one in ids}
    for row in Enrolment.objects.filter(resident__in=ids):
        spells[row.resident_id].append(Spell(row.program, row.enrolled_date, row.ended_date))
    for visit in Visit.objects.filter(resident__in=ids, visit_date__gte=since):
        columns = {"program": visit.program, "face_to_face": visit.face_to_face, "at_target": visit.at_target}
        visits[visit.resident_id].append(
            Event(visit.visit_date, {**described(visit), **columns}, visit.recorded_at, str(visit.pk))
        )
    return {
        one.pk: Record(person_of(one), enrolments=tuple(spells[one.pk]), visits=tuple(visits[one.pk]))
        for one in residents
    }
