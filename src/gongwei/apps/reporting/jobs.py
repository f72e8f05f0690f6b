"""Background work of reporting: the records of each street are looked through, under the post of who checks them."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gongwei.apps.accounts.acting import AssignmentEnded, valid_assignment
from gongwei.apps.accounts.declared import works
from gongwei.apps.accounts.queries import posts_in_role
from gongwei.domain.access import Role


@app.task(name="look_at_records", queue="linkage")
@works(as_="post")
def look_at_records(*, assignment_id: str) -> None:
    """Look for doubts in the area of a post; run again it finds the same. A post that ended looks at nothing."""
    from gongwei.apps.reporting.truth import look

    at = timezone.now()
    on = timezone.localdate(at)
    try:
        by = valid_assignment(assignment_id, on=on)
    except AssignmentEnded:
        return
    look(by=by, on=on, at=at)


@app.periodic(cron="30 20 * * 0")  # UTC: half past four on Monday here
@app.task(name="look_at_all_records", queueing_lock="look_at_all_records")
@works(as_="app")
def look_at_all_records(timestamp: int) -> None:
    """Ask once a week for a look at each centre's street, one job for each director's post."""
    for post in posts_in_role(Role.CENTRE_DIRECTOR, on=timezone.localdate(timezone.now())):
        look_at_records.defer(assignment_id=str(post))
