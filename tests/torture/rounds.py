"""The ways to die. Every round gives what was promised beside what is there, and how long until writes went on."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.apps.exchange.files import card, resident, text
from tests.torture.city import City
from tests.torture.ledger import NoAnswer, Verdict, Writers, judge
from tests.torture.proxy import Proxy

ROWS = 5000
PLANT = """INSERT INTO programs_referral (id, resident_id, area_code, recorded_at, visit_id, program, refer_to, reason,
        urgent, opened_date, due_date, state, result)
    SELECT gen_random_uuid(), resident_id, area_code, recorded_at, visit_id, program, refer_to, reason, urgent,
        opened_date, due_date, state, result FROM programs_referral WHERE visit_id = %s"""
SEND = """import sys, pathlib
from gongwei.site.cli import use_django
use_django()
from django.utils import timezone
from gongwei.apps.accounts.acting import acting_as, as_acting
from gongwei.apps.accounts.queries import default_post
from gongwei.apps.exchange import actions
from gongwei.apps.exchange.jobs import take_import
at, path = timezone.now(), pathlib.Path(sys.argv[1])
with as_acting(acting_as(default_post("operator", on=timezone.localdate(at)))) as by:
    batch = actions.send(path.read_bytes(), name=path.name, kind="residents", program="", dry_run=False, by=by, at=at)
    take_import.defer(batch_id=str(batch.pk), assignment_id=str(by.assignment_id))
print(batch.pk)"""
PLACE = "上城区清波街道清波门社区"
BEFORE, AFTER = 40, 20  # writes acknowledged before a death, and after it


@dataclass(frozen=True)
class Outcome:
    """What a round found. `unanswered` requests were sent again; `slowest` is the longest that one of them took."""

    round: str
    verdict: Verdict
    unanswered: int
    back_seconds: float
    slowest_seconds: float = 0.0


def person(number: int, name: str) -> dict[str, Any]:
    """Make one row of a file: a man of his own birth date and card, told by an address that bears the round's name."""
    offset = int(name[-8:], 16) % 400
    born = date(1930, 1, 1) + timedelta(days=number + ROWS * (offset % 5))
    serial = 2 * (offset * 3 // 5 % 400) + 101
    return resident(姓名="单玉山", 身份证号=card(born, serial), 出生日期=born.isoformat(), 现住址=f"{PLACE}{name}号")


def database_killed(city: City) -> Outcome:
    """The database with all its processes dies by -9 under writers, and is started again."""
    with city.web(), Writers(city, city.fresh_name()) as writers:
        writers.wait_for(BEFORE)
        died = time.monotonic()
        city.kill_database()
        city.raise_database()
        writers.wait_for(AFTER)
    return Outcome("database killed", writers.judge(), writers.unanswered, writers.back_after(died))


def web_killed(city: City) -> Outcome:
    """The web process dies after the commit and before the answer; the client sends the same key again."""
    name, promised, unanswered, slowest = city.fresh_name(), dict[str, str](), 0, 0.0
    with city.web():
        for number in range(4):
            key = f"{name}-{number}"
            try:
                city.write(key, **{"X-Torture": "die"})
            except NoAnswer:
                unanswered += 1
            died = time.monotonic()
            while key not in promised and time.monotonic() < died + 60:
                try:
                    promised[key] = city.write(key)
                except NoAnswer:
                    time.sleep(0.1)
            slowest = max(slowest, time.monotonic() - died)
    return Outcome("web killed before its answer", judge(city.visits, promised, city.stored()), unanswered, slowest)


def way_broken(city: City) -> Outcome:
    """The way to the database stalls, then flaps; every request ends in time, and writes go on by themselves."""
    proxy = Proxy(city.sockets / ".s.PGSQL.5432")
    url = f"postgresql://gw_app:{city.password('gw_app')}@127.0.0.1:{proxy.port}/gongwei"
    timed = Timed(city)
    try:
        with city.web(DATABASE_URL=url, GONGWEI_PATIENCE="3"), Writers(timed, city.fresh_name()) as writers:
            writers.wait_for(BEFORE)
            proxy.stall()
            time.sleep(8)
            proxy.flow()
            for _turn in range(6):
                proxy.cut()
                time.sleep(0.3)
                proxy.flow()
                time.sleep(0.3)
            mended = time.monotonic()
            writers.wait_for(AFTER)
    finally:
        proxy.close()
    back = writers.back_after(mended, under_way=0)  # nothing is served while the way is cut
    return Outcome("way to the database stalls and flaps", writers.judge(), writers.unanswered, back, timed.slowest)


def disk_full(city: City) -> Outcome:
    """The disk of the database fills up under writers, its log's next file too, and is cleared again.

    Only where this user may mount a small file system; else it raises MayNotMount.
    """
    with city.small_disk() as disk, city.web(), Writers(city, city.fresh_name()) as writers:
        writers.wait_for(BEFORE)
        disk.fill()
        refused = writers.unanswered
        city.want_new_log_file()
        end = time.monotonic() + 60
        while writers.unanswered < refused + 8 and time.monotonic() < end:
            time.sleep(0.1)
        cleared = time.monotonic()
        disk.clear()
        city.raise_database()
        writers.wait_for(AFTER)
    return Outcome("disk full", writers.judge(), writers.unanswered, writers.back_after(cleared, under_way=0))


class Timed:
    """A city whose requests are timed."""

    def __init__(self, city: City) -> None:
        self.city, self.stored, self.slowest = city, city.stored, 0.0

    def write(self, key: str) -> str:
        begun = time.monotonic()
        try:
            return self.city.write(key)
        finally:
            self.slowest = max(self.slowest, time.monotonic() - begun)


def forgetful_database_killed(city: City) -> Outcome:
    """The same death where PostgreSQL acknowledges before it has written: the harness must see what is lost.

    The site refuses to start on such a server, so the setting is changed behind its back.
    """
    with city.web(), Writers(city, city.fresh_name()) as writers:
        writers.wait_for(4)
        with city.forgetful():
            writers.wait_for(BEFORE)
            died = time.monotonic()
            city.kill_database()
        city.raise_database()
        writers.wait_for(AFTER)
    back = writers.back_after(died)
    return Outcome("forgetful database killed (must lose)", writers.judge(), writers.unanswered, back)


def doubled_behind_its_back(city: City) -> Outcome:
    """Nobody dies, and one referral is planted a second time: the harness must see it."""
    with city.web(), Writers(city, city.fresh_name()) as writers:
        writers.wait_for(4)
    with city.database() as server:
        server.execute(PLANT, [next(iter(writers.acknowledged.values()))])
    return Outcome("doubled behind its back (must double)", writers.judge(), writers.unanswered, 0.0)


def import_killed(city: City) -> Outcome:
    """An import of 5,000 rows dies halfway: nothing of it stands; a second run is whole, a third adds nothing."""
    file = city.home / f"{city.fresh_name()}.csv"
    file.write_bytes(text(*(person(number, city.name) for number in range(ROWS))))
    before = city.count(file.name)
    assert city.kill_import_halfway(file), "the import was over before it could be killed"
    died, halfway = time.monotonic(), city.count(file.name)
    said = [json.loads(city.gongwei("import", "residents", str(file), "--as", "operator")) for _again in range(2)]
    found = city.count(file.name)
    kept = said[0]["created"] + said[0]["waiting"]
    verdict = Verdict(
        acknowledged=said[0]["read"],
        lost=ROWS - kept,
        doubled=max(0, found - before - said[0]["created"]) + said[1]["created"],
        halved=halfway - before,
        unasked=0,
    )
    return Outcome("import killed halfway", verdict, 1, time.monotonic() - died)


def worker_killed(city: City) -> Outcome:
    """The worker dies between the effect of an import and its acknowledgement; the next one does it no second time."""
    file, mark = city.home / f"{city.fresh_name()}.csv", city.home / f"{city.name}.dead"
    file.write_bytes(text(*(person(number, city.name) for number in range(200))))
    before = city.count(file.name)
    batch = city.python("-c", SEND, str(file)).split()[-1]
    dying = city.begin("tests/torture/dying_worker.py", str(mark))
    dying.wait(60)
    died, stood = time.monotonic(), city.count(file.name) - before
    worker = city.begin("-m", "gongwei", "worker")
    try:
        jobs = city.wait_for_jobs("take_import", 60)
    finally:
        worker.terminate()
        worker.wait(120)
    state, created = city.batch(batch)
    found = city.count(file.name) - before
    assert mark.exists(), "the worker did not die where it should"
    verdict = Verdict(
        acknowledged=created, lost=max(0, created - found) + (state != "done"), doubled=max(0, found - created),
        halved=int(stood not in (0, created)) + jobs, unasked=0,
    )  # fmt: skip
    return Outcome("worker killed before its acknowledgement", verdict, 1, time.monotonic() - died)


Round = Callable[[City], Outcome]
ROUNDS: tuple[Round, ...] = (
    database_killed, web_killed, import_killed, worker_killed, way_broken, disk_full,
)  # fmt: skip
