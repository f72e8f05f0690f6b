"""What planning does by itself: keep the figures level with the records."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gongwei.apps.accounts.declared import works


@app.periodic(cron="* * * * * */5")  # the sixth field is seconds: a figure is at most ten behind the write
@app.task(name="refresh_lake", queue="lake", queueing_lock="refresh_lake", lock="refresh_lake")
@works(as_="report")
def refresh_lake(timestamp: int) -> None:
    """Follow what has changed; where somebody else is at it, the next turn comes in five seconds."""
    # The web processes load this file to know the job by name, and need no lake.
    from gongwei.apps.planning.actions.lake import AlreadyRefreshing, refresh

    now = timezone.now()
    try:
        refresh(on=timezone.localdate(now), at=now)
    except AlreadyRefreshing:
        return


@app.periodic(cron="10 18 * * *")  # UTC: ten past two here
@app.task(name="recount_months", queue="lake", queueing_lock="recount_months", lock="recount_months")
@works(as_="report")
def recount_months(timestamp: int) -> None:
    """Count cohorts by quarter and work by month anew, each night."""
    from gongwei.apps.planning.actions.months import recount

    now = timezone.now()
    recount(on=timezone.localdate(now), at=now)
