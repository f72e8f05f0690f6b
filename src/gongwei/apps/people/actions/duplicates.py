"""Pairs of residents who may be one person: noted by a run of the linkage, decided by somebody."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.people.models import DuplicatePair, Merge, Resident
from gongwei.domain.linkage import Pair
from gongwei.domain.regions import around
from gongwei.domain.tongue import say

State = DuplicatePair.State
SHARED = ({"document": "same"}, {"archive": "same"})  # as the triggers in rows.py note them
A_WRITE = 5000  # rows a statement


class AlreadyDecided(ValueError):
    """Somebody has decided the pair meanwhile: look at the list again."""


def note_pairs(found: Sequence[Pair], *, by: Acting, at: datetime) -> dict[str, int]:
    """Keep the pairs that a run found among the residents of the post; gives how many are new, and how many open.

    A pair once decided is not asked about again; nor is one whose likeness has gone since. A pair that shares a number
    stays until somebody decides, however little else is alike.
    """
    areas = _areas(found)
    apart = _apart()
    standing = {(one.left_id, one.right_id): one for one in DuplicatePair.objects.filter(state=State.OPEN)}
    decided = set(DuplicatePair.objects.exclude(state=State.OPEN).values_list("left_id", "right_id"))
    rows = [
        DuplicatePair(
            left_id=left, right_id=right, area_code=around(areas[left], areas[right]), probability=pair.probability,
            certain=pair.certain, evidence=dict(pair.evidence), found_at=at,
        )
        for pair in found
        for left, right in [_ids(pair)]
        if left in areas and right in areas and (left, right) not in decided | apart
    ]  # fmt: skip
    keys = {(row.left_id, row.right_id) for row in rows}
    gone = [one.pk for key, one in standing.items() if key not in keys and one.evidence not in SHARED]
    DuplicatePair.objects.filter(pk__in=gone).delete()
    DuplicatePair.objects.bulk_create(
        rows,
        batch_size=A_WRITE,
        update_conflicts=True,
        unique_fields=["left_id", "right_id"],
        update_fields=["area_code", "probability", "certain", "evidence"],
    )
    counts = {"open": len(rows), "new": len(keys - standing.keys()), "no_longer_alike": len(gone)}
    audit.record("duplicates.find", by=by, at=at, detail=counts)
    return counts


def _ids(pair: Pair) -> tuple[UUID, UUID]:
    left, right = sorted((UUID(pair.left), UUID(pair.right)))
    return left, right


def _areas(found: Sequence[Pair]) -> dict[UUID, int]:
    ids = {one for pair in found for one in _ids(pair)}
    return dict(Resident.objects.filter(pk__in=ids).values_list("id", "area_code"))


def _apart() -> set[tuple[UUID, UUID]]:
    """List the pairs held apart; a record that has been merged since speaks for the one that it went to."""
    went = dict(Merge.objects.filter(undone_at=None).values_list("gone_id", "resident_id"))
    pairs = DuplicatePair.objects.filter(state=State.APART).values_list("left_id", "right_id")
    held = ((went.get(left, left), went.get(right, right)) for left, right in pairs)
    return {(min(pair), max(pair)) for pair in held}


def decide_apart(*, pair: DuplicatePair, by: Acting, at: datetime) -> None:
    """Hold two residents apart for good. Raises AlreadyDecided."""
    changed = DuplicatePair.objects.filter(pk=pair.pk, state=State.OPEN).update(
        state=State.APART, decided_at=at, user_id=by.user_id
    )
    if not changed:
        raise AlreadyDecided(say("这一对已有人核对过，请刷新列表。"))
    audit.record("duplicates.apart", by=by, at=at, about=("pair", pair.pk))
