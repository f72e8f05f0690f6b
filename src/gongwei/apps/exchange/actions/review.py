"""Waiting rows: somebody says who a row is about, where that person lives, or that the row is to be dropped."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.exchange.actions.batches import refuse_unless_allowed
from gongwei.apps.exchange.models import ImportRow
from gongwei.apps.exchange.taking.again import one_row, take_again
from gongwei.apps.exchange.taking.ledger import CREATED, UNCHANGED, UPDATED, Ledger, open_kept
from gongwei.apps.exchange.taking.matching import NEW
from gongwei.domain.tongue import say

Outcome = ImportRow.Outcome


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What somebody decided: the resident meant, or somebody new, or the village that the address leaves open."""

    resident_id: uuid.UUID | None = None
    new: bool = False
    village: int | None = None


class NotWaiting(LookupError):
    """The row does not wait (any more), or lies outside one's area."""


class StillUnclear(ValueError):
    """The row cannot be taken with that decision; the text says why."""


def decide(row_id: uuid.UUID, choice: Choice, *, by: Acting, on: date, at: datetime) -> str:
    """Take a waiting row with a decision and say what became of it. Raises NotWaiting or StillUnclear."""
    refuse_unless_allowed(by)
    with transaction.atomic():
        row = _waiting(row_id)
        batch = row.batch
        assert row.kept is not None
        values = open_kept(row.pk, row.kept)
        program = values.get("program") or batch.program  # a file of several: each row keeps its own
        chunk = one_row(values, number=row.number, kind=batch.kind, program=program, village=choice.village)
        row.outcome = Outcome.SETTLED  # first, so that the row itself does not count as waiting already
        row.digest = row.kept = None
        row.save(update_fields=["outcome", "digest", "kept"])
        importing = {"program": program} if batch.kind == "visits" else {}
        ledger = take_again(
            chunk, choice=choice.resident_id or (NEW if choice.new else None), kind=batch.kind,
            ledger=Ledger(batch.pk, batch.area_code, at), by=by, on=on, at=at, **importing,
        )  # fmt: skip
        outcome = next((name for name in (CREATED, UPDATED, UNCHANGED) if ledger.counts[name]), "")
        if not outcome:
            reasons = [reason for _, reason in ledger.waits] + [reason for _, _, reason in ledger.rejects]
            raise StillUnclear("；".join(reasons))
    audit.record("import.decide", by=by, at=at, about=("row", row.pk), detail={"outcome": outcome})
    return outcome


def drop(row_id: uuid.UUID, *, by: Acting, at: datetime) -> None:
    """Let a waiting row go without writing anything. Raises NotWaiting."""
    refuse_unless_allowed(by)
    row = _waiting(row_id)
    row.outcome, row.digest, row.kept = Outcome.SETTLED, None, None
    row.save(update_fields=["outcome", "digest", "kept"])
    audit.record("import.drop", by=by, at=at, about=("row", row.pk))


def _waiting(row_id: uuid.UUID) -> ImportRow:
    rows = ImportRow.objects.select_for_update(of=("self",)).select_related("batch")
    row = rows.filter(pk=row_id, outcome=Outcome.WAITING).first()
    if row is None:
        raise NotWaiting(say("这一行已经处理过，或不在您的岗位范围内"))
    return row
