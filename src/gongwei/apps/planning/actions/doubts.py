"""Doubts about records: kept as they are found, answered by who wrote, settled by who checks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.planning.models import RecordDoubt
from gongwei.domain.access import TRUTH
from gongwei.domain.cohort import quarter_of
from gongwei.domain.plausibility import Doubt
from gongwei.domain.regions import STREET, ancestor
from gongwei.domain.tongue import say

PATTERNS = frozenset({"digits", "copied", "holidays"})  # of many visits: one in a quarter for each hand
MOST_VISITS = 200  # that a doubt names; its numbers are of all
SHORTEST_WORDS = 4
State = RecordDoubt.State


class NotForYou(PermissionError):
    """The post may not answer or settle that doubt."""


class SaysTooLittle(ValueError):
    """The answer or note lacks words; the message says what to write."""


@dataclass(frozen=True)
class Hand:
    """Who wrote: a user, or the institution where no user is known."""

    actor_id: UUID | None
    institution_id: UUID | None


def keep_doubts(
    found: Iterable[Doubt],
    *,
    hands: Mapping[str, Hand],
    villages: Mapping[str, int],
    by: Acting,
    on: date,
    at: datetime,
) -> int:
    """Keep what was found, once; gives how many are new. What is still to check takes the newer evidence."""
    new = 0
    for one in found:
        places = {villages[visit] for visit in one.visits}
        area = next(iter(places)) if len(places) == 1 else ancestor(min(places), STREET)
        hand = hands[one.hand]
        told = {"visits": list(one.visits[:MOST_VISITS]), "evidence": dict(one.evidence)}
        _row, made = RecordDoubt.objects.get_or_create(
            digest=_digest(one, on),
            defaults=told
            | {
                "kind": one.kind, "area_code": area, "actor_id": hand.actor_id,
                "institution_id": hand.institution_id, "found_at": at,
            },
        )  # fmt: skip
        new += made
        if not made:
            RecordDoubt.objects.filter(digest=_digest(one, on), state=State.TO_CHECK).update(**told)
    audit.record("doubts.looked", by=by, at=at, about=("area", by.area_code), detail={"new": new})
    return new


def answer_doubt(*, doubt: RecordDoubt, answer: str, by: Acting, at: datetime) -> None:
    """Write the answer of who wrote the visits; a later one takes its place. Raises NotForYou and SaysTooLittle."""
    if doubt.actor_id != by.user_id:
        raise NotForYou(say("只有录入这些随访的本人可以说明情况。"))
    doubt.answer, doubt.answered_at = _said(answer), at
    doubt.save(update_fields=["answer", "answered_at"])
    audit.record("doubt.answer", by=by, at=at, about=("doubt", doubt.pk))


def settle_doubt(*, doubt: RecordDoubt, state: str, note: str, by: Acting, at: datetime) -> None:
    """Write what the check found, or open it again; nobody settles a doubt about themselves.

    Raises NotForYou and SaysTooLittle.
    """
    if TRUTH not in by.rights.manages or not by.holds(doubt.area_code):
        raise NotForYou(say("只有本中心的主任可以核对这些记录，请切换岗位。"))
    if doubt.actor_id == by.user_id:
        raise NotForYou(say("不能核对自己的记录，请由别的岗位核对。"))
    doubt.state, doubt.note = State(state), _said(note)
    doubt.checked_by_id, doubt.checked_at = by.user_id, at
    doubt.save(update_fields=["state", "note", "checked_by_id", "checked_at"])
    audit.record("doubt.settle", by=by, at=at, about=("doubt", doubt.pk), detail={"state": state})


def _said(text: str) -> str:
    if len(text.strip()) < SHORTEST_WORDS:
        raise SaysTooLittle(say("请写明情况，至少四个字。"))
    return text.strip()


def _digest(one: Doubt, on: date) -> str:
    about = f"{one.hand}:{quarter_of(on).start}" if one.kind in PATTERNS else min(one.visits)
    return hashlib.sha256(f"{one.kind}:{about}".encode()).hexdigest()
