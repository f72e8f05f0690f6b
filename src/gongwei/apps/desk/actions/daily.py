"""The daily round of reminders: each morning once in every area where somebody may send, unless it is stopped."""

from datetime import date, datetime
from uuid import UUID

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.queries import posts_in_roles
from gongwei.apps.desk.actions.messages import remind
from gongwei.apps.desk.models import StoppedReminders
from gongwei.apps.desk.queries import DOCTORS, reminders_stopped
from gongwei.domain.regions import area_of


def daily_posts(*, on: date) -> list[UUID]:
    """List the posts that send on a day, one for each area: a centre's post sends for its villages too."""
    taken: list[int] = []
    chosen = []
    for post, area_code in posts_in_roles(DOCTORS, on=on):  # by area: a street stands before its villages
        if not (taken and area_code in area_of(taken[-1])):
            taken.append(area_code)
            chosen.append(post)
    return chosen


def remind_daily(*, on: date, by: Acting, at: datetime) -> int:
    """Queue the day's reminders of a post, as its button does; gives how many are new, 0 where they are stopped."""
    if reminders_stopped(by.area_code) is not None:
        return 0
    return remind(within=None, on=on, by=by, at=at, daily=True)


def stop_daily(*, by: Acting, at: datetime) -> None:
    """Send no reminders by themselves in the post's area from now on; the button stays. Stopped twice is stopped."""
    _row, made = StoppedReminders.objects.get_or_create(
        area_code=by.area_code, defaults={"actor_id": by.user_id, "stopped_at": at}
    )
    if made:
        audit.record("reminders.stop", by=by, at=at, about=("area", by.area_code))


def resume_daily(*, by: Acting, at: datetime) -> None:
    """Send reminders by themselves again in the post's area."""
    if StoppedReminders.objects.filter(area_code=by.area_code).delete()[0]:
        audit.record("reminders.resume", by=by, at=at, about=("area", by.area_code))
