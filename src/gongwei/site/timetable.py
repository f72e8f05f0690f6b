"""What the worker does by itself, and when: cron lines count in UTC, eight hours behind the city's clock."""

import asyncio
from contextlib import suppress

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status

from gongwei.apps.accounts import actions, outbox, sealing
from gongwei.apps.accounts.declared import works
from gongwei.apps.accounts.sessions import SessionStore

HEARTBEAT_SECONDS = 1
STALLED_SECONDS = 5  # a worker that has not given a sign for so long is dead; its jobs are taken up again
LOOK_SECONDS = 1  # between looks at jobs that wait, and at jobs that nobody does any more


async def sweep() -> None:
    """Take up again the jobs of workers that died: handlers are idempotent.

    A job that may wait only once, and already waits anew, is let go: it would be the same work twice.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)


async def keep_sweeping() -> None:
    """Sweep from the first moment of a worker on, beside its jobs; a database that is away is waited for."""
    while True:
        with suppress(ConnectorException):
            await sweep()
        await asyncio.sleep(LOOK_SECONDS)


@app.periodic(cron="20 19 * * *")
@app.task(name="forget_keys", queueing_lock="forget_keys")
@works(as_="app")
def forget_keys(timestamp: int) -> None:
    """Forget the keys of requests that nobody sends again."""
    actions.forget_keys(at=timezone.now())


@app.periodic(cron="25 19 * * *")
@app.task(name="forget_changes", queueing_lock="forget_changes")
@works(as_="app")
def forget_changes(timestamp: int) -> None:
    """Forget the notes of changes that readers had 30 days to read."""
    outbox.forget()


@app.periodic(cron="* * * * *")
@app.task(name="seal_audit", queueing_lock="seal_audit")
@works(as_="seal")
def seal_audit(timestamp: int) -> None:
    """Seal what has been written down; whoever dies here leaves it to the next minute."""
    sealing.seal(at=timezone.now(), heads=settings.AUDIT_HEADS)


@app.periodic(cron="40 19 * * *")
@app.task(name="seal_events", queueing_lock="seal_events")
@works(as_="seal")
def seal_events(timestamp: int) -> None:
    """Note in the audit what the versions of all records are, so that they are sealed with it."""
    sealing.seal_events(at=timezone.now())


@app.periodic(cron="30 19 * * *")
@app.task(name="forget_sessions", queueing_lock="forget_sessions")
@works(as_="app")
def forget_sessions(timestamp: int) -> None:
    """Forget the sessions that are long over."""
    SessionStore.clear_expired()


def settle() -> None:
    """Register this timetable with the worker: importing it is enough."""
