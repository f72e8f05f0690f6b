"""Background work of the desk: who stands twice is looked for by the worker, under the post that asked."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gongwei.apps.accounts.acting import valid_assignment
from gongwei.apps.accounts.declared import works
from gongwei.apps.desk import actions


@app.task(name="find_duplicates", queue="linkage")
@works(as_="post")
def find_duplicates(*, assignment_id: str) -> None:
    """Compare the residents of a post and note the pairs; run again it finds the same."""
    at = timezone.now()
    actions.find_duplicates(by=valid_assignment(assignment_id, on=timezone.localdate(at)), at=at)
