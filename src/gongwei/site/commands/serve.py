"""`gongwei serve`: the web process and the worker, until Ctrl-C."""

import argparse
import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import deque
from pathlib import Path
from typing import IO, Any

from gongwei.site.front import RECEIVING

DATABASE = True
WORKS_AS = ("post", "report", "seal")
WEB_PROCESSES = "4"  # each works in one thread: more would wait for each other's Python
HEADERS_WITHIN = "10000"  # milliseconds
PORTS = range(8000, 8020)
MOST_STARTS, WITHIN_SECONDS = 8, 60  # who falls that often has a reason that starting again does not mend
HELD: list[IO[str]] = []


def add_parser(subparsers: Any) -> None:
    made = subparsers.add_parser("serve", help="启动网站和后台任务")
    add_options(made)


def add_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--host", default="127.0.0.1", help="监听地址")
    made.add_argument("--port", type=int, default=0, help="端口，默认 8000 起第一个空闲的")


def free_port(host: str) -> int:
    """Find the first free port from 8000 on, and keep it from other starters until this process ends."""
    for port in PORTS:
        if _is_free(host, port) and _is_ours(port):
            return port
    raise SystemExit(f"{host} 上 {PORTS.start}–{PORTS.stop - 1} 的端口都被占用，请用 --port 指定一个。")


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _is_ours(port: int) -> bool:
    """The web process shares its port among its workers, so two starters could take the same one unnoticed."""
    try:
        taken = open(Path(tempfile.gettempdir()) / f"gongwei-port-{port}.lock", "a")  # noqa: SIM115 - held till the end
        fcntl.flock(taken, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    HELD.append(taken)
    return True


def commands(host: str, port: int) -> tuple[list[str], list[str]]:
    """Give the commands of web and worker."""
    python = [sys.executable, "-m"]
    web = [*python, "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    web += ["--workers", WEB_PROCESSES, "--blocking-threads", str(RECEIVING), "--log-level", "error"]
    web += ["--http1-header-read-timeout", HEADERS_WITHIN, "--workers-kill-timeout", "5"]  # a sender may not hold it
    web += ["--respawn-failed-workers", "--respawn-interval", "0.5", "gongwei.site.wsgi:application"]
    return web, [*python, "gongwei", "worker"]


def start(host: str, port: int) -> list[subprocess.Popen[bytes]]:
    """Start web and worker; they live in their own process group, so that Ctrl-C reaches us first."""
    return [_begin(command) for command in commands(host, port)]


def _begin(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, start_new_session=True)


def keep(processes: list[subprocess.Popen[bytes]]) -> bool:
    """Start again whichever process has ended, and the database if it has; False when one does not stay up."""
    ended: deque[float] = deque(maxlen=MOST_STARTS)
    while len(ended) < MOST_STARTS or ended[-1] - ended[0] > WITHIN_SECONDS:
        time.sleep(0.5)
        _raise_the_database()
        for place, process in enumerate(processes):
            if process.poll() is not None:
                print(f"进程意外退出（{process.returncode}），正在重新启动。", file=sys.stderr, flush=True)
                ended.append(time.monotonic())
                processes[place] = _begin(list(map(str, process.args)))  # type: ignore[arg-type]
    return False


def _raise_the_database() -> None:
    """One that was killed may take a moment to let go of its memory: then the next turn tries again."""
    from gongwei.site import postgres

    try:
        postgres.raise_if_down()
    except postgres.ServerUnavailable as reason:
        print(f"数据库没有启动，稍后再试：{reason}", file=sys.stderr, flush=True)


def wait_until_up(address: str, processes: list[subprocess.Popen[bytes]], seconds: float = 60) -> bool:
    """Wait for the sign-in page to answer; it says whether it did."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and all(process.poll() is None for process in processes):
        try:
            with urllib.request.urlopen(f"{address}/sign-in/", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False


def stop(processes: list[subprocess.Popen[bytes]], seconds: float = 15) -> None:
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def serve(host: str, port: int, *, greeting: str = "") -> int:
    """Serve until Ctrl-C; a process or database that dies is started again."""
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    port = port or free_port(host)
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
    processes = start(host, port)
    try:
        if not wait_until_up(address, processes):
            print("网站没有启动，原因见上面的输出。", file=sys.stderr)
            return 1
        print(greeting.format(address=address) or f"{address}", file=sys.stderr, flush=True)
        keep(processes)
        print("进程反复意外退出，全部停止；请看上面的输出后重新启动。", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n正在停止…", file=sys.stderr)
        return 0
    finally:
        stop(processes)


def run(args: argparse.Namespace) -> int:
    return serve(args.host, args.port)
