"""`gongwei worker`: run background jobs until told to stop; a job in hand is finished first."""

import argparse
import asyncio
import os
import sys
from typing import Any

DATABASE = True
WORKS_AS = ("post", "report", "seal")
CONCURRENCY = 3  # a long import does not keep the figures waiting
DELETE = "successful"  # what failed stays to be looked at
NICE = 5  # whoever waits for a page comes first; figures and imports use what is left


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("worker", help="运行后台任务（导入、统计）")
    made.add_argument("--once", action="store_true", help="做完排队的任务就退出")


def run(args: argparse.Namespace) -> int:
    from procrastinate.contrib.django import app

    from gongwei.site import timetable
    from gongwei.site.server_lints import refuse_weak_server

    refuse_weak_server()
    timetable.settle()
    print("后台任务已就绪", file=sys.stderr)
    os.nice(NICE)  # only now: what a dead worker left is waiting for this one to start
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        asyncio.run(_work(wait=not args.once))
    return 0


async def _work(*, wait: bool) -> None:
    from procrastinate.contrib.django import app

    from gongwei.site import timetable

    async with app.open_async():
        sweeping = asyncio.create_task(timetable.keep_sweeping())
        try:
            await app.run_worker_async(
                wait=wait, concurrency=CONCURRENCY, delete_jobs=DELETE,
                fetch_job_polling_interval=timetable.LOOK_SECONDS,
                update_heartbeat_interval=timetable.HEARTBEAT_SECONDS,
                stalled_worker_timeout=timetable.STALLED_SECONDS,
            )  # fmt: skip
        finally:
            sweeping.cancel()
