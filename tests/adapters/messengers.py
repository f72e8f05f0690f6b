"""Real servers on this machine that take messages: an HTTP gateway and an SMTP server, each keeping what came."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@dataclass
class Taken:
    """What a server took, and what it answers."""

    port: int = 0
    answer: int = 200
    messages: list[Any] = field(default_factory=list)


@contextmanager
def _serving(server: socketserver.TCPServer, taken: Taken) -> Iterator[Taken]:
    taken.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def gateway(answer: int = 200) -> Iterator[Taken]:
    """Take SMS as a provider's gateway does."""
    taken = Taken(answer=answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.messages.append((dict(self.headers), json.loads(body)))
            self.send_response(taken.answer)
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            pass

    with _serving(HTTPServer(("127.0.0.1", 0), Handler), taken):
        yield taken


@contextmanager
def post_office(answer: int = 250) -> Iterator[Taken]:
    """Take mail as an SMTP server does; `answer` is what it says to a receiver."""
    taken = Taken(answer=answer)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say(220)
            while line := self.rfile.readline().decode().strip():
                word = line.split()[0].upper()
                if word == "QUIT":
                    self.say(221)
                    return
                if word == "DATA":
                    self.say(354)
                    taken.messages.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.say(taken.answer if word == "RCPT" else 250)

        def say(self, code: int) -> None:
            self.wfile.write(f"{code} said\r\n".encode())

    with _serving(socketserver.TCPServer(("127.0.0.1", 0), Handler), taken):
        yield taken
