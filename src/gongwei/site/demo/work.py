"""The work of the made city's centre: who answers for which village, and calls to those who are long overdue."""

import uuid
from datetime import date, datetime, timedelta

from gongwei.apps.accounts.acting import acting_as, as_acting
from gongwei.apps.accounts.queries import default_post
from gongwei.apps.desk.actions import answer_for
from gongwei.apps.places.queries import names_inside
from gongwei.apps.programs.actions import record_call
from gongwei.apps.programs.queries import due, due_page
from gongwei.domain.lost import ATTEMPTS, overdue_since
from gongwei.domain.regions import STREET, ancestor

CALLED = 12  # of the longest overdue; every other one in vain to the last


def share_out(*, village: int, on: date, at: datetime) -> None:
    """Give the village to its doctor and the rest of the street to the centre's, and call who is long overdue."""
    posts = [default_post(name, on=on) for name in ("director", "village", "doctor")]
    director, own, centre = (acting_as(post) for post in posts if post is not None)
    with as_acting(director) as by:
        for code, _name in names_inside(ancestor(village, STREET), on=on):
            doctor = own.user_id if code == village else centre.user_id
            answer_for(area_code=code, doctor=doctor, from_date=on - timedelta(days=200), by=by, at=at)
    with as_acting(centre) as by:
        late = due(today=on).filter(next_due_date__lte=overdue_since(on))
        for turn, row in enumerate(due_page(late, sort="due", first=0, size=CALLED)):
            for attempt in range(ATTEMPTS - turn % 2):
                record_call(
                    form_id=uuid.UUID(int=attempt), enrolment=row, outcome="wrong" if turn % 3 == 2 else "no_answer",
                    agreed_date=None, note="", by=by, at=at - timedelta(days=7 * (ATTEMPTS - attempt)),
                )  # fmt: skip
