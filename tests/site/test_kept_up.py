"""What the site keeps standing: processes that die are started again, and jobs of dead workers are taken up."""

import subprocess
import sys
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from asgiref.sync import async_to_sync
from croniter import croniter
from django.db import connection
from procrastinate.contrib.django import app

from gongwei.domain.messages import is_quiet
from gongwei.site import postgres, timetable
from gongwei.site.commands import serve

CITY = ZoneInfo("Asia/Shanghai")
SHORT = [sys.executable, "-c", "pass"]
LONG = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_a_process_that_ends_is_started_again_until_it_is_hopeless(monkeypatch: Any) -> None:
    monkeypatch.setattr(postgres, "raise_if_down", lambda: None)
    lasting = subprocess.Popen(LONG, start_new_session=True)
    processes = [subprocess.Popen(SHORT, start_new_session=True), lasting]
    first = processes[0].pid
    try:
        assert serve.keep(processes) is False
        assert processes[0].pid != first and processes[1] is lasting and lasting.poll() is None
    finally:
        serve.stop(processes)


def doing(task: str, queueing_lock: str | None, lock: str | None = None) -> int:
    """Add a job that a worker began and that no worker has any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, queueing_lock, lock)"
            " VALUES ('default', %s, '{}', 'doing', %s, %s) RETURNING id",
            [task, queueing_lock, lock],
        )
        return cursor.fetchone()[0]


def jobs() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs")
        return dict(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_jobs_of_dead_workers_are_taken_up_and_one_that_waits_anew_does_not_hold_up_the_others() -> None:
    stuck = doing("refresh_lake", "refresh_lake", "refresh_lake")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, queueing_lock)"
            " VALUES ('default', 'refresh_lake', '{}', 'todo', 'refresh_lake') RETURNING id"
        )
        waiting = cursor.fetchone()[0]
    orphan = doing("take_import", None)

    async def swept() -> None:
        async with app.open_async():
            await timetable.sweep()

    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        async_to_sync(swept)()
    assert jobs() == {waiting: "todo", orphan: "todo"} and stuck not in jobs()


def test_what_is_done_once_a_day_is_done_at_night_in_the_city_and_nobody_is_reminded_then() -> None:
    hours = {}
    for one in app.periodic_registry.periodic_tasks.values():
        first, second = (datetime.fromtimestamp(next_, CITY) for next_ in islice(croniter(one.cron, 0.0), 2))
        if second - first >= timedelta(days=1):
            hours[one.task.name] = first
    assert {"recount_months", "look_at_all_records", "seal_events", "forget_sessions"} < hours.keys()
    assert not is_quiet(hours.pop("remind_everywhere"))
    assert all(0 <= at.hour < 6 for at in hours.values()), hours
    assert hours["look_at_all_records"].weekday() == 0
