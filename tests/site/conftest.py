"""Installations of a test's own: data folders with their servers, gone afterwards."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

STANDING = """
import json, sys, time
from gongwei.site import cli, postgres, roles
with postgres.running():
    roles.ensure()
    cli.use_django()
    from datetime import datetime, UTC
    from django.conf import settings
    from django.db import connections, transaction
    from gongwei.apps.accounts import audit, sealing
    from gongwei.site import restoring
    now = lambda: datetime.now(UTC)
    def write(count, what):
        for number in range(count):
            with transaction.atomic():
                audit.record(what, by=None, at=now(), about=("thing", number))
        sealing.seal(at=now(), heads=settings.AUDIT_HEADS)
    def manifest():
        with roles.super_connection(roles.DATABASE) as server:
            return restoring.manifest(server)
    def say(**what):
        print(json.dumps(what, default=str))
"""


@dataclass
class Homes:
    """Data folders of this test; every cluster in them is gone afterwards."""

    folder: Path
    made: list[str] = field(default_factory=list)

    def new(self) -> str:
        home = tempfile.mkdtemp(prefix="home-", dir=self.folder)
        self.made.append(home)
        return home

    def run(self, home: str, *words: str, fails: bool = False) -> tuple[str, str]:
        ran = subprocess.run(words, env={**os.environ, "GONGWEI_HOME": home}, capture_output=True, text=True)
        assert (ran.returncode != 0) == fails, ran.stderr
        return ran.stdout, ran.stderr

    def gongwei(self, home: str, *words: str | Path, fails: bool = False) -> tuple[str, str]:
        return self.run(home, sys.executable, "-m", "gongwei", *map(str, words), fails=fails)

    def standing(self, home: str, body: str) -> Any:
        said, _ = self.run(home, sys.executable, "-c", STANDING + textwrap.indent(textwrap.dedent(body), "    "))
        return json.loads(said.splitlines()[-1])

    def killed(self, home: str, body: str) -> None:
        """Run a body that ends its own process by kill -9."""
        script = STANDING + textwrap.indent(textwrap.dedent(body), "    ")
        ran = subprocess.run([sys.executable, "-c", script], env={**os.environ, "GONGWEI_HOME": home})
        assert ran.returncode == -signal.SIGKILL


@pytest.fixture
def homes() -> Iterator[Homes]:
    with tempfile.TemporaryDirectory(prefix="gongwei-test-") as folder:
        made = Homes(Path(folder))
        yield made
        for home in made.made:
            asked = "from gongwei.site.postgres import state_folder; print(state_folder())"
            where = Path(made.run(home, sys.executable, "-c", asked)[0].strip())
            pid_file = where / "postgres" / "postmaster.pid"
            if pid_file.exists():
                os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGQUIT)
            if where.is_relative_to("/var/lib/gongwei"):
                shutil.rmtree(where, ignore_errors=True)


@pytest.fixture
def city(homes: Homes) -> str:
    home = homes.new()
    homes.gongwei(home, "migrate")
    return home
