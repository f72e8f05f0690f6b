"""The server of our own: created, shared, stopped by its last user, and up again after it was killed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HOLD = """
from gongwei.site import postgres
with postgres.running():
    print("up", flush=True)
    input()
"""
STATE = """
from gongwei.site import postgres
print(postgres.is_ready(postgres.binaries()), postgres.data_folder())
"""


@pytest.fixture
def home() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="gongwei-test-") as folder:
        environment = {**os.environ, "GONGWEI_HOME": folder}
        yield environment
        found = state(environment)
        pid_file = Path(found[1]) / "postmaster.pid"
        if pid_file.exists():
            os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGQUIT)
        if Path(found[1]).is_relative_to("/var/lib/gongwei"):
            shutil.rmtree(Path(found[1]).parent, ignore_errors=True)


def hold(environment: dict[str, str], **more: int) -> "subprocess.Popen[str]":
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    holder = subprocess.Popen([sys.executable, "-c", HOLD], env=environment, text=True, **pipes, **more)  # type: ignore[call-overload]
    assert holder.stdout.readline().strip() == "up"
    return holder


def leave(holder: "subprocess.Popen[str]") -> None:
    holder.communicate("\n", timeout=30)
    assert holder.returncode == 0


def state(environment: dict[str, str]) -> tuple[bool, str]:
    asked = subprocess.run([sys.executable, "-c", STATE], env=environment, capture_output=True, text=True, check=True)
    ready, folder = asked.stdout.split(maxsplit=1)
    return ready == "True", folder.strip()


def test_the_last_user_stops_the_server_and_not_the_first(home: dict[str, str]) -> None:
    first, second = hold(home), hold(home)
    leave(first)
    assert state(home)[0]
    leave(second)
    assert not state(home)[0]


def test_a_server_killed_hard_is_up_again_with_the_next_command(home: dict[str, str]) -> None:
    holder = hold(home)
    pid_file = Path(state(home)[1]) / "postmaster.pid"
    os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGKILL)
    leave(hold(home))
    holder.kill()
    holder.wait()


def test_a_cluster_whose_data_folder_was_deleted_is_put_aside_and_not_lost(home: dict[str, str]) -> None:
    leave(hold(home))
    (Path(home["GONGWEI_HOME"]) / "secrets.json").unlink()
    leave(hold(home))
    assert len(list(Path(state(home)[1]).parent.glob("postgres-*"))) == 1


def test_a_database_that_is_gone_does_not_become_an_empty_one(home: dict[str, str]) -> None:
    leave(hold(home))
    folder = Path(state(home)[1])
    shutil.rmtree(folder)
    refused = subprocess.run([sys.executable, "-c", HOLD], env=home, capture_output=True, text=True)
    assert str(folder) in refused.stderr and "restore a backup" in refused.stderr
    (Path(home["GONGWEI_HOME"]) / "postgres.had").unlink()
    leave(hold(home))


def test_racing_starters_get_one_server(home: dict[str, str]) -> None:
    command = [sys.executable, "-c", HOLD]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    racers = [subprocess.Popen(command, env=home, **pipes) for _ in range(3)]  # type: ignore[call-overload]
    assert [racer.stdout.readline().strip() for racer in racers] == ["up"] * 3
    for racer in racers:
        leave(racer)


def test_a_path_too_long_for_a_socket_still_works(home: dict[str, str]) -> None:
    deep = Path(home["GONGWEI_HOME"]) / ("很长的文件夹名" * 8)
    leave(hold({**home, "GONGWEI_HOME": str(deep)}))


def can_become_nobody() -> bool:
    try:
        return subprocess.run([sys.executable, "-c", ""], user=65534, group=65534, extra_groups=[]).returncode == 0
    except PermissionError:
        return False


@pytest.mark.skipif(not can_become_nobody(), reason="needs root, and a Python that others may run too")
def test_an_ordinary_user_runs_it_too(home: dict[str, str]) -> None:
    os.chown(home["GONGWEI_HOME"], 65534, 65534)
    holder = hold(home, user=65534, group=65534)  # type: ignore[arg-type]
    assert (
        str(Path(home["GONGWEI_HOME"]).resolve())
        in subprocess.run([sys.executable, "-c", STATE], env=home, capture_output=True, text=True, user=65534).stdout
    )
    leave(holder)
