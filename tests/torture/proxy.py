"""A way to the database that can stall or break, as networks do."""

import contextlib
import os
import selectors
import socket
import threading
from pathlib import Path


class Proxy:
    """Passes bytes between a port of its own and PostgreSQL's socket, unless told otherwise."""

    def __init__(self, server: Path) -> None:
        self.server, self.pairs = server, set[tuple[socket.socket, socket.socket]]()
        self.passing = threading.Event()
        self.passing.set()
        self.refusing = self.closed = False
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while not self.closed:
            try:
                client, _address = self.door.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                if self.refusing:
                    raise ConnectionRefusedError
                server.connect(os.fspath(self.server))
            except OSError:
                client.close()
                continue
            self.pairs.add((client, server))
            threading.Thread(target=self._pass, args=(client, server), daemon=True).start()

    def _pass(self, client: socket.socket, server: socket.socket) -> None:
        other = {client: server, server: client}
        with contextlib.suppress(OSError, ValueError), selectors.DefaultSelector() as both:
            for end in other:
                both.register(end, selectors.EVENT_READ)
            while True:
                for key, _events in both.select(0.2):
                    self.passing.wait()
                    data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                    if not data:
                        raise OSError
                    other[key.fileobj].sendall(data)  # type: ignore[index]
        self._break(client, server)

    def _break(self, client: socket.socket, server: socket.socket) -> None:
        self.pairs.discard((client, server))
        for end in (client, server):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def stall(self) -> None:
        self.passing.clear()

    def flow(self) -> None:
        self.refusing = False
        self.passing.set()

    def cut(self) -> None:
        """Break every connection and take no new one until `flow`."""
        self.refusing = True
        for client, server in list(self.pairs):
            self._break(client, server)

    def close(self) -> None:
        self.closed = True
        self.flow()
        self.cut()
        self.door.close()
