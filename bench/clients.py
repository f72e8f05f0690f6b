"""Clients as a browser would be: signed in, keeping their connection, each asking in turn."""

import http.client
import re
import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

import numpy as np

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Client:
    """One signed-in browser on one connection."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        page = self.get("/sign-in/")
        token = TOKEN.search(page)
        assert token is not None
        self.post("/sign-in/", {"login": username, "password": password, "csrfmiddlewaretoken": token.group(1)})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Host": "127.0.0.1", **headers}
        try:
            self.connection.request(method, path, body, sent)
            answer = self.connection.getresponse()
        except http.client.RemoteDisconnected:  # the server ends connections that rested
            self.connection.close()
            self.connection.request(method, path, body, sent)
            answer = self.connection.getresponse()
        text = answer.read().decode()
        for header in answer.msg.get_all("Set-Cookie") or []:
            name, _, value = header.split(";")[0].strip().partition("=")
            self.cookies[name] = value
        return answer.status, text

    def get(self, path: str) -> str:
        status, text = self._ask("GET", path, None, {})
        if status != 200:
            raise RuntimeError(f"GET {path}: {status}")
        return text

    def post(self, path: str, form: dict[str, str], **headers: str) -> str:
        sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        status, text = self._ask("POST", path, urlencode(form), sent)
        if status not in (200, 201, 302):
            raise RuntimeError(f"POST {path}: {status} {text[:300]}")
        return text


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Give median, 95th and 99th percentile in milliseconds."""
    p50, p95, p99 = np.percentile(np.array(seconds) * 1000, [50, 95, 99])
    return {"n": len(seconds), "p50_ms": round(p50, 1), "p95_ms": round(p95, 1), "p99_ms": round(p99, 1)}


C = TypeVar("C")


def timed(clients: Sequence[C], ask: Callable[[C, int], object], each: int) -> tuple[list[float], float]:
    """Let all clients ask `each` times side by side; gives every duration and the whole, in seconds."""
    durations: list[float] = []
    failed: list[BaseException] = []

    def work(place: int, client: C) -> None:
        try:
            for turn in range(each):
                begun = time.perf_counter()
                ask(client, place * each + turn)
                durations.append(time.perf_counter() - begun)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return durations, time.perf_counter() - begun
