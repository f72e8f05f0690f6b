"""The judge sees loss, doubling, halves and effects that nobody asked for: else its praise would be worth nothing."""

import sqlite3
import threading
from collections.abc import Iterable

from tests.torture.ledger import NoAnswer, Stored, Writers, judge


class Shelf:
    """A small system of another kind, to show that the harness needs none of ours."""

    def __init__(self, *, forgets: bool = False, doubles: bool = False) -> None:
        self.rows, self.forgets, self.doubles = sqlite3.connect(":memory:", check_same_thread=False), forgets, doubles
        self.rows.execute("CREATE TABLE shelf (key TEXT, id TEXT)")
        self.lock, self.count = threading.Lock(), 0

    def write(self, key: str) -> str:
        with self.lock:
            self.count += 1
            known = self.rows.execute("SELECT id FROM shelf WHERE key = ?", [key]).fetchone()
            if known and not self.doubles:
                return known[0]
            if not (self.forgets and self.count % 5 == 0):
                self.rows.execute("INSERT INTO shelf VALUES (?, ?)", [key, key[::-1]])
            if self.count % 3 == 0:
                raise NoAnswer
            return key[::-1]

    def stored(self) -> Iterable[Stored]:
        return [Stored(key, one) for key, one in self.rows.execute("SELECT key, id FROM shelf")]


def run(shelf: Shelf) -> Writers:
    with Writers(shelf, "shelf") as writers:
        writers.wait_for(40)
    return writers


def test_a_system_that_keeps_its_promises_is_clean() -> None:
    writers = run(Shelf())
    assert writers.judge().clean and writers.unanswered > 0


def test_a_system_that_forgets_is_caught() -> None:
    assert run(Shelf(forgets=True)).judge().lost > 0


def test_a_system_that_doubles_is_caught() -> None:
    assert run(Shelf(doubles=True)).judge().doubled > 0


def test_halves_strangers_and_another_id_are_counted() -> None:
    stored = [Stored("a", "1"), Stored("b", "9"), Stored("c", "3", whole=False), Stored("x", "4")]
    verdict = judge("abc", {"a": "1", "b": "2"}, stored)
    assert (verdict.lost, verdict.doubled, verdict.halved, verdict.unasked) == (1, 0, 1, 1)
