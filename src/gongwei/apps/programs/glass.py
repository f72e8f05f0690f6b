"""What a broken glass shows of the programmes."""

from dataclasses import dataclass
from uuid import UUID

from gongwei.apps.people.glass import read
from gongwei.apps.programs.models import Enrolment, Visit


@dataclass(frozen=True)
class Care:
    """The programmes of one person and the visits in them, newest first."""

    enrolments: list[Enrolment]
    visits: list[Visit]


def care(glass_id: UUID) -> Care:
    """Read the programmes and visits of the person behind one's own broken glass."""
    enrolments = sorted(read(Enrolment, glass_id), key=lambda one: (one.ended_date is not None, one.program))
    visits = sorted(read(Visit, glass_id), key=lambda one: (one.visit_date, one.recorded_at), reverse=True)
    return Care(enrolments, visits)
