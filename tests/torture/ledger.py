"""What clients were promised beside what is there. It knows nothing of any system: bring a `System` of your own."""

import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Protocol


class NoAnswer(Exception):
    """The system did not promise anything: the write may stand or not, and is sent again with the same key."""


@dataclass(frozen=True)
class Stored:
    """One effect that stands: of which key, under which id, and whether all its parts are there once."""

    key: str
    id: str
    whole: bool = True


class System(Protocol):
    """Anything that takes writes: `write` gives the id that it promises to keep, or raises NoAnswer."""

    def write(self, key: str) -> str: ...

    def stored(self) -> Iterable[Stored]: ...


@dataclass(frozen=True)
class Verdict:
    """Counts of keys: promised, and what is wrong with them. `unasked` are effects that nobody sent."""

    acknowledged: int
    lost: int
    doubled: int
    halved: int
    unasked: int

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.halved or self.unasked)

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def judge(sent: Iterable[str], acknowledged: dict[str, str], stored: Iterable[Stored]) -> Verdict:
    """Compare promises with effects. What was sent and never acknowledged may stand once, whole, or not at all."""
    rows, asked = list(stored), set(sent)
    times = Counter(row.key for row in rows)
    ids = {row.key: row.id for row in rows}
    return Verdict(
        acknowledged=len(acknowledged),
        lost=sum(ids.get(key) != promised for key, promised in acknowledged.items()),
        doubled=sum(count > 1 for count in times.values()),
        halved=len({row.key for row in rows if not row.whole}),
        unasked=len(times.keys() - asked),
    )


@dataclass
class Writers:
    """Threads that write without pause and send again, with the same key, what was not answered."""

    system: System
    name: str
    threads: int = 4
    sent: list[str] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    answered_at: list[float] = field(default_factory=list)
    unanswered: int = 0

    def __post_init__(self) -> None:
        self._stop, self._lock = threading.Event(), threading.Lock()
        self._running = [threading.Thread(target=self._write, args=(one,), daemon=True) for one in range(self.threads)]

    def __enter__(self) -> "Writers":
        for thread in self._running:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._running:
            thread.join(60)

    def _write(self, thread: int) -> None:
        number = 0
        while not self._stop.is_set():
            key = f"{self.name}-{thread}-{number:06d}"
            self.sent.append(key)
            self._until_answered(key)
            number += 1

    def _until_answered(self, key: str) -> None:
        while not self._stop.is_set():
            try:
                promised = self.system.write(key)
            except NoAnswer:
                with self._lock:
                    self.unanswered += 1
                time.sleep(0.1)
                continue
            with self._lock:
                self.acknowledged[key] = promised
                self.answered_at.append(time.monotonic())
            return

    def wait_for(self, more: int, seconds: float = 60) -> None:
        """Wait until so many more writes have been acknowledged. Raises TimeoutError."""
        goal, end = len(self.acknowledged) + more, time.monotonic() + seconds
        while len(self.acknowledged) < goal:
            if time.monotonic() > end:
                raise TimeoutError(f"{len(self.acknowledged)} of {goal} writes were acknowledged in {seconds:g} s")
            time.sleep(0.02)

    def back_after(self, moment: float, *, under_way: float = 0.5) -> float:
        """Give the seconds from a moment to the first write acknowledged after it.

        Answers in the seconds `under_way` may be those of writes that were served before the moment.
        """
        return min((at for at in self.answered_at if at > moment + under_way), default=float("inf")) - moment

    def judge(self) -> Verdict:
        return judge(self.sent, self.acknowledged, self.system.stored())
