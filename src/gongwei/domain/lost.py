"""Lost to follow-up: who is long overdue and was looked for in vain; and what to try next.

The norm names the loss as a reason to close (规范第三版 2017) and gives no number; days and attempts are the platform's
(not verified).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

OVERDUE_DAYS = 90  # one cycle of follow-up missed whole [K]
ATTEMPTS = 3  # in vain since the visit was due [K]
IN_VAIN = frozenset({"no_answer", "wrong", "refused", "moved"})


class Step(StrEnum):
    """What to try next for somebody who is long overdue."""

    CALL = "call"
    FIND_NUMBER = "find_number"
    KNOCK = "knock"
    CONFIRM_MOVE = "confirm_move"
    ASK_AGAIN = "ask_again"
    CLOSE = "close"


@dataclass(frozen=True)
class Attempt:
    """A call that was made, and how it ended."""

    on: date
    outcome: str

    @property
    def in_vain(self) -> bool:
        return self.outcome in IN_VAIN


def overdue_since(today: date) -> date:
    """Give the last due day of whoever is long overdue today."""
    return today - timedelta(days=OVERDUE_DAYS)


def is_lost(due: date | None, attempts: Sequence[Attempt], *, today: date) -> bool:
    """Say whether somebody counts as lost: OVERDUE_DAYS late, ATTEMPTS in vain since then, and no date agreed after."""
    if due is None or due > overdue_since(today):
        return False
    since = [one for one in attempts if one.on >= due]
    return sum(one.in_vain for one in since) >= ATTEMPTS and not _agreed(since)


def next_step(due: date, attempts: Sequence[Attempt], *, today: date) -> Step:
    """Propose what to try next, by how the last attempt ended."""
    if is_lost(due, attempts, today=today):
        return Step.CLOSE
    since = sorted((one for one in attempts if one.on >= due), key=lambda one: one.on)
    if not since:
        return Step.CALL
    by_outcome = {"wrong": Step.FIND_NUMBER, "moved": Step.CONFIRM_MOVE, "refused": Step.ASK_AGAIN}
    alike = Step.KNOCK if sum(one.in_vain for one in since) > 1 else Step.CALL
    return by_outcome.get(since[-1].outcome, alike)


def _agreed(attempts: Sequence[Attempt]) -> bool:
    """Somebody who said last that they would come is not lost."""
    last = max(attempts, key=lambda one: one.on, default=None)
    return last is not None and not last.in_vain
