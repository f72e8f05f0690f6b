"""The made city that the journeys walk through: started by the very command that a stranger types."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from gongwei.site import postgres

ROOT = Path(__file__).resolve().parents[2]
CLOCK = Path(__file__).resolve().parent / "clock"
AS_OF = date(2026, 6, 30)
WITH_PICTURES = os.environ.get("GONGWEI_PICTURES") == "1"
RESIDENTS = 60_000 if WITH_PICTURES else 10_000  # pictures show the city that a stranger gets
SECONDS_TO_START = 300  # on two busy cores; a limit, not what is measured


@dataclass(frozen=True)
class City:
    """Where the city answers, its one password, and how to run a command beside it."""

    address: str
    password: str
    log: Path
    environment: dict[str, str]

    def greeting(self) -> str:
        """Give all that the command has said so far."""
        return self.log.read_text()

    def gongwei(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a `gongwei` command on the same data."""
        command = [sys.executable, "-m", "gongwei", *words]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)


def remove(home: Path) -> None:
    """Leave nothing of an earlier run: neither records nor secrets."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GONGWEI_HOME", str(home))
        if postgres.data_folder().exists():
            postgres.stop()
        shutil.rmtree(postgres.state_folder(), ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


def said(process: subprocess.Popen[bytes], log: Path, pattern: str, seconds: float) -> str:
    """Wait until the command has said something, and give the part that was asked for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        if found := re.search(pattern, log.read_text()):
            return found[1]
        time.sleep(0.2)
    raise AssertionError(f"gongwei demo did not say {pattern}:\n{log.read_text()}")


@contextmanager
def standing(home: Path) -> Iterator[City]:
    """Run `gongwei demo` on a fresh data folder for as long as the block lasts."""
    remove(home)
    home.mkdir(parents=True)
    environment = {
        **os.environ,
        "GONGWEI_HOME": str(home),
        "PYTHONPATH": os.pathsep.join((str(CLOCK), str(ROOT / "src"))),
    }
    environment["GONGWEI_JOURNEY_DAY"] = AS_OF.isoformat()
    command = [sys.executable, "-m", "gongwei", "demo", "--residents", str(RESIDENTS), "--as-of", AS_OF.isoformat()]
    log = home / "demo.log"
    with open(log, "wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        address = said(process, log, r"(http://[\d.]+:\d+)", SECONDS_TO_START)
        password = said(process, log, r"密码.*?： *(\S+)", 5)
        yield City(address, password, log, environment)
        told = log.read_text()  # a job that is cut off by the stop below may complain of it
    finally:
        process.terminate()
        process.wait(30)
    assert "Traceback" not in told, told
