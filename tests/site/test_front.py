"""The front of the web process: slow senders hold threads and not the site; what is too large is not received."""

import io
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.site.echo import echo

from gongwei.site.commands.serve import commands
from gongwei.site.front import MEGABYTE, MOST, MOST_OF_A_FILE, OF_ONE_SENDER, Front

ROOT = Path(__file__).resolve().parents[2]


def ask(body: bytes, *, said: int | None = None, path: str = "/", front: Front | None = None) -> tuple[str, bytes]:
    """Send a body to a front of its own, saying its length, or another, or nothing of it (-1)."""
    environ: dict[str, Any] = {"wsgi.input": io.BytesIO(body), "PATH_INFO": path, "REMOTE_ADDR": "192.0.2.1"}
    if said == -1:
        environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    else:
        environ["CONTENT_LENGTH"] = str(len(body) if said is None else said)
    told: list[str] = []
    content = b"".join((front or Front(echo))(environ, lambda status, headers: told.append(status)))
    return told[0], content


@pytest.mark.parametrize("said", [None, -1])
def test_a_body_arrives_whole_however_long_it_is(said: int | None) -> None:
    for size in (0, 1, 70_000, 2 * MEGABYTE):
        status, content = ask(b"x" * size, said=said)
        assert (status, content.split()[0]) == ("200 OK", str(size).encode())


def test_a_body_that_says_that_it_is_too_large_is_not_received() -> None:
    class Unread(io.BytesIO):
        def read(self, *size: Any) -> bytes:
            raise AssertionError("the body was received")

    for path, most in (("/sign-in/", MOST), ("/imports/", MOST_OF_A_FILE), ("/api/residents/search", MOST)):
        environ = {"wsgi.input": Unread(), "PATH_INFO": path, "CONTENT_LENGTH": str(most + 1)}
        told: list[str] = []
        content = b"".join(Front(echo)(environ, lambda status, headers, told=told: told.append(status)))
        assert told[0].startswith("413") and "太大" in content.decode()
        assert not path.startswith("/api/") or json.loads(content)["error"]["code"] == "too_large"


def test_a_body_that_does_not_say_how_large_it_is_is_cut_at_the_limit() -> None:
    assert ask(b"x" * (MOST + 1), said=-1)[0].startswith("413")
    assert ask(b"x" * (MOST + 1), said=-1, path="/imports/")[0] == "200 OK"


def test_a_body_that_ends_early_reaches_nobody() -> None:
    assert ask(b"x" * 10, said=11)[0].startswith("400")


def test_an_application_that_breaks_leaves_the_front_standing() -> None:
    def breaks(environ: Any, start: Any) -> Any:
        raise RuntimeError("broken")

    front = Front(breaks)
    with pytest.raises(RuntimeError):
        ask(b"x", front=front)
    assert not front.receiving


def test_the_served_site_gives_up_on_headers_that_do_not_come() -> None:
    web, _worker = commands("127.0.0.1", 1)
    assert int(web[web.index("--http1-header-read-timeout") + 1]) <= 10_000


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    """The echo served as the site is, by one process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    web, _worker = commands("127.0.0.1", port)
    web[-1] = "tests.site.echo:application"
    web[web.index("--workers") + 1] = "1"
    process = subprocess.Popen(web, cwd=ROOT, start_new_session=True)
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield "127.0.0.1", port
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # its workers too: they would serve on without it
        process.wait(30)


def got(address: tuple[str, int], body: bytes | None = None) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://{address[0]}:{address[1]}/", body, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_bodies_that_never_end_do_not_stop_the_site(address: tuple[str, int]) -> None:
    assert got(address) == (200, "0 1")
    slow = []
    for _ in range(OF_ONE_SENDER + 6):
        one = socket.create_connection(address, timeout=30)
        one.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nabc")
        slow.append(one)
    for one in slow[:OF_ONE_SENDER]:
        one.sendall(b"d")
    refused = [one.recv(12) for one in slow if _has_an_answer(one)]
    assert len(refused) == 6 and set(refused) == {b"HTTP/1.1 503"}
    assert [got(address)[0] for _ in range(5)] == [200] * 5
    assert got(address, b"x")[0] == 503
    for one in slow:
        one.close()
    end = time.monotonic() + 60
    while got(address, b"x")[0] != 200 and time.monotonic() < end:
        time.sleep(0.1)
    assert got(address, b"x" * 100_000) == (200, "100000 1"), "one thread works, however many receive"


def _has_an_answer(one: socket.socket) -> bool:
    one.settimeout(1)
    try:
        return bool(one.recv(1, socket.MSG_PEEK))
    except TimeoutError:
        return False
    finally:
        one.settimeout(30)
