"""Writing a chunk beside the judging of the next one: in a second thread, on the caller's connection and transaction.

PostgreSQL is busy for about as long as the rules are. A connection serves one thread at a time, so whoever reads from
it waits for the writing first.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections


class Beside:
    """Runs one piece of writing at a time; `wait` before the connection is used, and at the end."""

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        self.thread = thread
        self.under_way: Future[None] | None = None

    def begin(self, write: Callable[[], None]) -> None:
        """Begin to write. What was begun before must be over."""
        self.wait()
        self.under_way = self.thread.submit(write)

    def wait(self) -> None:
        """Wait until what was begun is written, and raise what it raised."""
        under_way, self.under_way = self.under_way, None
        if under_way is not None:
            under_way.result()


@contextmanager
def writing_beside() -> Iterator[Beside]:
    """Lend the caller's connection to a second thread; on the way out nothing is left under way."""
    own = connections[DEFAULT_DB_ALIAS]

    def lend() -> None:
        connections[DEFAULT_DB_ALIAS] = own

    own.inc_thread_sharing()
    try:
        with ThreadPoolExecutor(max_workers=1, initializer=lend) as thread:
            beside = Beside(thread)
            yield beside
            beside.wait()
    finally:
        own.dec_thread_sharing()
