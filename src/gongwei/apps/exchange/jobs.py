"""Background work of imports: a file that was sent is taken by the worker, under the post that sent it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongwei.apps.accounts.acting import Acting, AssignmentEnded, as_acting, valid_assignment
from gongwei.apps.accounts.declared import works
from gongwei.apps.exchange import actions
from gongwei.apps.planning.queries.numbers import know

AGAIN = RetryStrategy(max_attempts=20, wait=2, linear_wait=1, retry_exceptions=(OperationalError, InterfaceError))


@app.task(name="take_import", queue="imports", retry=AGAIN)
@works(as_="post")
def take_import(*, batch_id: str, assignment_id: str) -> None:
    """Take the file of a batch. A worker that dies leaves nothing of it, and the job is run again from the start.

    A post that ended meanwhile takes nothing: the batch ends, and says why.
    """
    at = timezone.now()
    on = timezone.localdate(at)
    try:
        by = valid_assignment(assignment_id, on=on)
    except AssignmentEnded:
        actions.end_without_post(UUID(batch_id), on=on, at=at)
        return
    know(at=at)
    with ThreadPoolExecutor(max_workers=1) as beside:
        try:
            actions.perform(UUID(batch_id), by=by, on=on, clock=timezone.now, tell=_telling(UUID(batch_id), by, beside))
        except actions.AlreadyTaken:
            return  # the job had been done when the worker died
        finally:
            beside.submit(connection.close)


def _telling(batch_id: UUID, by: Acting, beside: ThreadPoolExecutor) -> Callable[[int, int], None]:
    """The batch's own transaction is seen by nobody before it ends: progress is told on a second connection."""

    def note(done: int, total: int) -> None:
        with as_acting(by):
            actions.note_progress(batch_id, done, total)

    def tell(done: int, total: int) -> None:
        if done < total:  # the last word is the batch's own
            beside.submit(note, done, total)

    return tell
