"""What a broken glass shows of the programmes."""

from dataclasses import dataclass
from uuid import UUID

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.people.glass import read
from gongwei.apps.programs.queries.tables import readable
from gongwei.apps.programs.rows import EnrolmentRow, VisitRow
from gongwei.domain.access import Sensitivity


@dataclass(frozen=True)
class Care:
    """The programmes of one person and the visits in them, newest first."""

    enrolments: list[EnrolmentRow]
    visits: list[VisitRow]


def care(glass_id: UUID, *, by: Acting) -> Care:
    """Read the programmes and visits of the person behind one's own broken glass, up to class 4 and as far as the post.

    Of class 5 no glass shows anything: that a record exists is itself hidden.
    """
    shown = [one for one in readable(by) if one.sensitivity < Sensitivity.HIDDEN_HEALTH]
    enrolments = [row for one in shown for row in read(one.enrolment, glass_id)]
    visits = [row for one in shown for row in read(one.visit, glass_id)]
    enrolments.sort(key=lambda one: (one.ended_date is not None, one.program))
    visits.sort(key=lambda one: (one.visit_date, one.recorded_at), reverse=True)
    return Care(enrolments, visits)
