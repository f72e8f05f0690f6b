"""Messages to residents: when they may be sent, how often they are tried, and what they say, which is never why."""

from datetime import date, datetime, time, timedelta

QUIET_FROM, QUIET_TO = time(21, 0), time(8, 0)  # local time, half-open; the platform's hours [K]
RETRIES = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))  # after each failure
REMINDED_DAYS = 14  # somebody overdue for longer is called instead [K]
SUBJECT = "随访提醒"
# No diagnosis and no programme: whoever picks up the telephone reads it.
REMINDER = "您好，您在{centre}的随访于 {day}到期，请于近日到访，或等医生与您联系。不想再收到提醒请告诉您的医生。"


class Unreachable(ConnectionError):
    """The gateway did not take the message this time: it is tried again later."""


class NotAccepted(ValueError):
    """The gateway refuses the message or its address: correct the address, then queue it again."""


class NotSetUp(RuntimeError):
    """No gateway is set up for this kind of message: whoever runs the platform names one."""


def is_quiet(at: datetime) -> bool:
    """Say whether nobody is disturbed at a local moment."""
    return at.time() >= QUIET_FROM or at.time() < QUIET_TO


def after_quiet(at: datetime) -> datetime:
    """Give the moment itself, or the first one after the quiet hours around it."""
    if not is_quiet(at):
        return at
    day = at.date() + timedelta(days=at.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_TO, at.tzinfo)


def next_try(tries: int, at: datetime) -> datetime | None:
    """Say when a message that failed `tries` times is tried again; None when it is given up."""
    return after_quiet(at + RETRIES[tries - 1]) if tries <= len(RETRIES) else None


def reminder(*, centre: str, due: date) -> str:
    """Write a reminder of a visit."""
    return REMINDER.format(centre=centre, day=f"{due.month} 月 {due.day} 日")
