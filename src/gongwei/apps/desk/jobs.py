"""Background work of the desk, under the post that asked: who stands twice, and messages to residents."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from gongwei.adapters.messages.mail import Server
from gongwei.adapters.messages.sms import Gateway
from gongwei.apps.accounts.acting import AssignmentEnded, as_acting, valid_assignment
from gongwei.apps.accounts.declared import works
from gongwei.apps.desk import actions


@app.task(name="find_duplicates", queue="linkage")
@works(as_="post")
def find_duplicates(*, assignment_id: str) -> None:
    """Compare the residents of a post and note the pairs; run again it finds the same."""
    at = timezone.now()
    actions.find_duplicates(by=valid_assignment(assignment_id, on=timezone.localdate(at)), at=at)


@app.periodic(cron="*/5 * * * *")
@app.task(name="send_all_messages", queueing_lock="send_all_messages")
@works(as_="app")
def send_all_messages(timestamp: int) -> None:
    """Ask for a round in each post that has messages to be tried now."""
    for post in actions.rounds(timezone.now()):
        send_messages.defer(assignment_id=str(post))


@app.task(name="send_messages")
@works(as_="post")
def send_messages(*, assignment_id: str) -> None:
    """Send what waits in a post's area; run again it sends what waits then. A post that ended sends nothing."""
    at = timezone.now()
    try:
        by = valid_assignment(assignment_id, on=timezone.localdate(at))
    except AssignmentEnded:
        return
    actions.send_waiting(ways_out(), by=by, at=at)


@app.periodic(cron="10 0 * * *")  # UTC: ten past eight here, when the quiet hours are over
@app.task(name="remind_everywhere", queueing_lock="remind_everywhere")
@works(as_="app")
def remind_everywhere(timestamp: int) -> None:
    """Ask each morning for the reminders of every area where somebody may send, one job for each post."""
    for post in actions.daily_posts(on=timezone.localdate(timezone.now())):
        remind_daily.defer(assignment_id=str(post))


@app.task(name="remind_daily")
@works(as_="post")
def remind_daily(*, assignment_id: str) -> None:
    """Queue the day's reminders of a post; run again it queues nothing twice. A post that ended queues nothing."""
    at = timezone.now()
    on = timezone.localdate(at)
    try:
        by = valid_assignment(assignment_id, on=on)
    except AssignmentEnded:
        return
    with as_acting(by):
        actions.remind_daily(on=on, by=by, at=at)


def ways_out() -> dict[str, actions.WayOut]:
    """Give the gateways that are set up."""
    sms: dict[str, Any] = dict(settings.SMS_GATEWAY)
    mail: dict[str, Any] = dict(settings.MAIL_SERVER)
    return {"sms": Gateway(**sms), "mail": Server(**mail)}
