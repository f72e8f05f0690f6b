"""What stands before the application in the web process: bodies are received whole before anybody works on them.

The server hands a request over when its headers are there, and reading the body then waits for the sender. Who sends a
byte now and then would hold a process. So many threads receive, and one alone works; one sender holds only some of
them. A body that is too large is refused by what it says of its size, or as soon as it has passed the limit.
"""

import json
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, Any

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

RECEIVING = 32  # threads of the server, for `gongwei serve`
OF_ONE_SENDER = 24  # of them, at a time
MEGABYTE = 2**20
MOST, MOST_OF_A_FILE = 3 * MEGABYTE, 52 * MEGABYTE  # the application refuses forms above 2 and files above 50
FILES = "/imports/"
IN_MEMORY = MEGABYTE
PIECE = 64 * 1024
REFUSALS = {
    "too_large": ("413 Content Too Large", "发来的内容太大：表单不超过 2 MB，导入文件不超过 50 MB，请拆成几个。"),
    "too_many": ("503 Service Unavailable", "同一地址正在发送的请求太多，请稍后再试。"),
    "cut_off": ("400 Bad Request", "内容没有发完，请重新发送。"),
}


class Refused(Exception):
    """A body is not received; the code says why."""


class Front:
    """Receives bodies in the server's threads, and runs the application in one thread of its own."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.lane = ThreadPoolExecutor(max_workers=1, thread_name_prefix="application")  # it keeps one connection
        self.receiving: Counter[str] = Counter()
        self.lock = threading.Lock()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        try:
            with self._body(environ) as body:
                environ["wsgi.input"] = body
                status, headers, content = self.lane.submit(self._answer, environ).result()
        except Refused as refused:
            status, headers, content = _refusal(environ, str(refused))
        start(status, headers)
        return [content]

    @contextmanager
    def _body(self, environ: Environ) -> Iterator[IO[bytes]]:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            if environ.get("CONTENT_LENGTH") not in (None, "", "0") or "HTTP_TRANSFER_ENCODING" in environ:
                with self._counted(environ.get("REMOTE_ADDR", "")):
                    _receive(environ, body)
            yield body

    @contextmanager
    def _counted(self, sender: str) -> Iterator[None]:
        with self.lock:
            if self.receiving[sender] >= OF_ONE_SENDER:
                raise Refused("too_many")
            self.receiving[sender] += 1
        try:
            yield
        finally:
            with self.lock:
                self.receiving[sender] -= 1
                if not self.receiving[sender]:
                    del self.receiving[sender]

    def _answer(self, environ: Environ) -> tuple[str, list[tuple[str, str]], bytes]:
        """Run the application to its end, in its thread: the answer is whole, and its connection is given back."""
        told: list[Any] = []
        answer = self.application(environ, lambda status, headers, *_: told.append((status, headers)))
        try:
            content = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        status, headers = told[-1]
        return status, headers, content


def _receive(environ: Environ, body: IO[bytes]) -> None:
    most = MOST_OF_A_FILE if environ.get("PATH_INFO", "").startswith(FILES) else MOST
    said = int(environ.get("CONTENT_LENGTH") or 0)
    if said > most:
        raise Refused("too_large")
    size = 0
    while piece := environ["wsgi.input"].read(min(PIECE, said - size) if said else PIECE):
        size += len(piece)
        if size > most:
            raise Refused("too_large")
        body.write(piece)
        if said and size >= said:
            break
    if size < said:
        raise Refused("cut_off")
    environ["CONTENT_LENGTH"] = str(size)
    body.seek(0)


def _refusal(environ: Environ, code: str) -> tuple[str, list[tuple[str, str]], bytes]:
    status, message = REFUSALS[code]
    if environ.get("PATH_INFO", "").startswith("/api/"):
        kind, text = "application/json", json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False)
    else:
        kind, text = "text/plain", message
    headers = [("Content-Type", f"{kind}; charset=utf-8"), ("Retry-After", "1")]
    return status, headers, text.encode()
