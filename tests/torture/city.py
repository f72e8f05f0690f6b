"""This system under torture: a small made city of its own, its database, web and worker as processes to be killed."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from tests.torture.disk import SmallDisk, small_disk
from tests.torture.ledger import NoAnswer, Stored

ROOT = Path(__file__).resolve().parents[2]
RESIDENTS = 1500
FORGETFUL = {"synchronous_commit": "off", "wal_writer_delay": "10s", "wal_writer_flush_after": "1GB"}
WRITING = "SELECT 1 FROM pg_locks WHERE relation = 'people_resident'::regclass AND mode = 'RowExclusiveLock'"
URGENT = {  # a pressure that opens a referral: an effect of several parts
    "visit_mode": "1", "hypertension_symptoms": ["1"], "danger_signs": ["none"], "systolic": 190, "diastolic": 84,
    "heart_rate": 72, "height": 158, "weight": 56, "cigarettes": 0, "alcohol": 0, "exercise_per_week": 5,
    "exercise_minutes": 30, "salt": "2", "psychology": "1", "compliance": "1", "adherence": "1", "adverse": "1",
    "new_complication": "1", "medicines": [{"name": "氨氯地平", "dose": 5, "unit": "mg", "times_a_day": 1}],
}  # fmt: skip
WHERE = "from gongwei.site import postgres as p; print(p.socket_folder(), p.data_folder())"
FOLK = """SELECT e.resident_id, greatest(e.enrolled_date, %(from)s) FROM programs_enrolment e
    JOIN people_resident r ON r.id = e.resident_id WHERE e.program = 'hypertension' AND e.ended_date IS NULL
    AND r.died_date IS NULL AND r.resident_to IS NULL AND e.enrolled_date < %(to)s ORDER BY 1"""
TAKEN = "SELECT resident_id, visit_date FROM programs_visit WHERE program = 'hypertension'"
STORED = """SELECT k.key, v.id, (SELECT count(*) FROM programs_referral r WHERE r.visit_id = v.id),
        (SELECT count(*) FROM accounts_auditentry a WHERE a.action = 'visit.record' AND a.object_id = v.id::text)
    FROM accounts_idempotencykey k LEFT JOIN programs_visit v ON v.id = k.row_id WHERE k.key LIKE %s"""


class City:
    """One city and its processes. Every key gets a visit of its own: a resident, on a day without one."""

    def __init__(self, home: Path) -> None:
        self.home, self.processes, self.asks = home, list[subprocess.Popen[bytes]](), dict[str, str]()
        self.environment = {**os.environ, "GONGWEI_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        for inherited in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            self.environment.pop(inherited, None)
        self.log = home / "torture.log"
        self.token, self.port, self.visits = "", 0, {}  # type: ignore[var-annotated]

    def build(self) -> None:
        """Make the city, a token, and the list of visits that may be written."""
        self.home.mkdir(parents=True, exist_ok=True)
        if not (self.home / "demo.json").exists():
            self.gongwei("demo", "--residents", str(RESIDENTS), "--no-serve")
        self.token = self.gongwei("token", "create", "--as", "operator", "--title", "torture").strip()
        self.sockets, self.data = map(Path, self.python("-c", WHERE).split())
        self.using = open(self.home / "postgres.users", "a")  # noqa: SIM115 - held, so that no command stops the server
        fcntl.flock(self.using, fcntl.LOCK_SH)
        self.raise_database()
        self._slots = self._free_days()

    def gongwei(self, *words: str) -> str:
        return self.python("-m", "gongwei", *words)

    def python(self, *words: str) -> str:
        """Run a command beside the city and give what it printed. Raises CalledProcessError."""
        command = [sys.executable, *words]
        run = subprocess.run(command, cwd=ROOT, env=self.environment, text=True, stdout=subprocess.PIPE, check=True)
        return run.stdout

    def begin(self, *words: str, **more: str) -> subprocess.Popen[bytes]:
        """Start a process of the city's, to be killed or stopped later."""
        with open(self.log, "ab") as log:
            made = subprocess.Popen(
                [sys.executable, *words], cwd=ROOT, env=self.environment | more, stdout=log, stderr=log
            )
        self.processes.append(made)
        return made

    def raise_database(self) -> None:
        """Start the database unless it stands, in the way in which `serve` does."""
        end = time.monotonic() + 60
        while True:
            try:
                self.python("-c", "from gongwei.site import postgres as p; p.ensure()")
                return
            except subprocess.CalledProcessError:  # the killed one has not let go of its memory yet
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def stop_database(self) -> None:
        self.python("-c", "from gongwei.site import postgres as p; p.stop()")

    @contextmanager
    def small_disk(self) -> Iterator[SmallDisk]:
        """Let the database lie on a disk that can be filled, while the block lasts. Raises MayNotMount."""
        self.stop_database()
        try:
            with small_disk(self.data) as disk:
                self.raise_database()
                try:
                    yield disk
                finally:
                    self.stop_database()
        finally:
            self.raise_database()

    def want_new_log_file(self) -> None:
        """Have the server begin a new file of its log, for which there may be no room."""
        with suppress(psycopg.Error), self.database() as server:
            for _file in range(100):
                server.execute("SELECT pg_logical_emit_message(false, 'torture', repeat('x', 1000000))")
                server.execute("SELECT pg_switch_wal()")

    def kill_database(self) -> None:
        """Kill the server and all its processes, each by its number, with -9."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        for pid in (first, *children(first)):
            signal_if_there(pid, signal.SIGKILL)

    @contextmanager
    def web(self, **more: str) -> Iterator[None]:
        """Serve for as long as the block lasts."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--no-ws", "--workers", "2"]
        words += ["--blocking-threads", "2", "--respawn-failed-workers", "--respawn-interval", "0.2"]
        command = ("-m", "granian", *words, "--log-level", "error", "tests.torture.fatal:application")
        over = threading.Event()
        keeper = threading.Thread(target=self._keep_up, args=(command, more, over))
        keeper.start()
        try:
            self._wait_until_up()
            yield
        finally:
            over.set()
            keeper.join()

    def _keep_up(self, command: Sequence[str], more: dict[str, str], over: threading.Event) -> None:
        """Start the web process again when it gives up, as `serve` does."""
        made = self.begin(*command, **more)
        while not over.wait(0.1):
            if made.poll() is not None:
                made = self.begin(*command, **more)
        made.terminate()
        try:
            made.wait(15)
        except subprocess.TimeoutExpired:  # it was restarting a worker and heard nothing
            for pid in (*children(made.pid), made.pid):
                signal_if_there(pid, signal.SIGKILL)
            made.wait()

    def _wait_until_up(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.ask("GET", "/sign-in/")[0] == 200:
                return
            time.sleep(0.2)
        raise TimeoutError(f"the web process did not come up:\n{self.log.read_text()[-2000:]}")

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Send one request; status 0 stands for no answer."""
        sent = json.dumps(body).encode() if body is not None else None
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **headers}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", sent, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=40) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except (OSError, urllib.error.URLError):
            return 0, b""

    def _free_days(self) -> Iterator[tuple[str, date]]:
        to = date.today()
        with self.database() as server:
            folk = server.execute(FOLK, {"from": to - timedelta(300), "to": to}).fetchall()
            taken = set(server.execute(TAKEN).fetchall())
        free = [(to - timedelta(back), who, since) for back in range(300) for who, since in folk]
        return iter([(str(who), day) for day, who, since in free if day > since and (who, day) not in taken])

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection[Any]]:
        """Look into the database past all guards, to see what is really there."""
        who = {"user": "gw_super", "password": self.password("gw_super"), "dbname": "gongwei"}
        with psycopg.connect(host=str(self.sockets), autocommit=True, **who) as server:
            yield server

    def password(self, role: str) -> str:
        return json.loads((self.home / "secrets.json").read_text())[f"password_{role}"]

    def write(self, key: str, **headers: str) -> str:
        """Record an urgent visit, which opens a referral. Raises NoAnswer, and AssertionError when it is refused."""
        if key not in self.visits:
            self.visits[key] = next(self._slots)
        resident, day = self.visits[key]
        body = {
            "program": "hypertension", "visit_date": day.isoformat(), "readings": URGENT,
            "confirmed": {"systolic": URGENT["systolic"]},
        }  # fmt: skip
        headers = {"Idempotency-Key": key, **headers}
        status, answer = self.ask("POST", f"/api/residents/{resident}/visits", body, **headers)
        if status in (0, 503):
            raise NoAnswer
        assert status == 201, f"{status}: {answer.decode()[:500]}"
        return json.loads(answer)["id"]

    def stored(self) -> Iterable[Stored]:
        """List what stands of this harness' keys: a visit, its referral and its audit entry, each once."""
        with self.database() as server:
            rows = server.execute(STORED, ["torture-%"]).fetchall()
        found = []
        for key, visit, referrals, entries in rows:
            if visit is None:
                found.append(Stored(key, "", whole=False))
                continue
            times = max(1, referrals, entries)
            found += [Stored(key, str(visit), whole=bool(referrals and entries))] * times
        return [one for one in found if one.key.startswith(self.name)]

    def count(self, file_name: str) -> int:
        """Count the residents that a round's file brought: their address bears its name."""
        with self.database() as server:
            address = f"%{Path(file_name).stem}%"
            found = server.execute("SELECT count(*) FROM people_resident WHERE address LIKE %s", [address]).fetchone()
        assert found is not None
        return found[0]

    def batch(self, batch_id: str) -> tuple[str, int]:
        """Give state and created rows of a batch."""
        with self.database() as server:
            asked = "SELECT state, created FROM exchange_importbatch WHERE id = %s"
            found = server.execute(asked, [batch_id]).fetchone()
        assert found is not None
        return found[0], found[1]

    def wait_for_jobs(self, task: str, seconds: float) -> int:
        """Wait until no job of a task waits or is under way; gives how many are left when time is over."""
        asked = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status IN ('todo', 'doing')"
        end, left = time.monotonic() + seconds, 1
        while left and time.monotonic() < end:
            time.sleep(0.3)
            with self.database() as server:
                found = server.execute(asked, [task]).fetchone()
            left = found[0] if found else 0
        return left

    def kill_import_halfway(self, file: Path, seconds: float = 90) -> bool:
        """Start an import and kill it once it has begun to write residents; says whether it was under way."""
        process = self.begin("-m", "gongwei", "import", "residents", str(file), "--as", "operator")
        end = time.monotonic() + seconds
        with self.database() as server:
            while process.poll() is None and time.monotonic() < end:
                if server.execute(WRITING).fetchall():
                    process.kill()
                    break
        process.wait()
        return process.returncode == -signal.SIGKILL

    @contextmanager
    def forgetful(self) -> Iterator[None]:
        """Let PostgreSQL acknowledge commits that it has not written yet; the block ends with a dead server."""
        file = self.data / "postgresql.auto.conf"
        as_it_was = file.read_bytes()
        with self.database() as server:
            for name, value in FORGETFUL.items():
                server.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            server.execute("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            file.write_bytes(as_it_was)

    name = ""

    def fresh_name(self) -> str:
        """Begin a round: its keys are told from those of other rounds by this name."""
        self.name = f"torture-{uuid4().hex[:8]}"
        return self.name

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                for pid in (*children(process.pid), process.pid):
                    signal_if_there(pid, signal.SIGKILL)
                process.wait()
        self.stop_database()
        self.using.close()

    def remove(self) -> None:
        """Delete the cluster; the data folder is its maker's."""
        if self.data.parent != self.home:
            shutil.rmtree(self.data.parent, ignore_errors=True)


def children(pid: int) -> Sequence[int]:
    """List the processes that a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if stat.read_text().rsplit(")", 1)[1].split()[1] == str(pid):
                found.append(int(stat.parent.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def signal_if_there(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
