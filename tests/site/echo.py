"""A small application behind the front: says how much it was sent, and by how many threads it was run."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from gongwei.site.front import Front

threads: set[int] = set()


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    threads.add(threading.get_ident())
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"{len(body)} {len(threads)}".encode()]


application = Front(echo)
