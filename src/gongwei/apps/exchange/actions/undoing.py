"""Undoing a batch: everything it wrote goes, everything it changed is put back, unless somebody built on it."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting, as_acting
from gongwei.apps.exchange.actions.batches import MayNotImport, refuse_unless_allowed
from gongwei.apps.exchange.models import ImportBatch, ImportRow
from gongwei.apps.exchange.taking.ledger import open_kept
from gongwei.apps.exchange.taking.put_back import PUT_BACK, Written, changed_rows
from gongwei.domain.access import Sensitivity
from gongwei.domain.tongue import say

GUARDED = "这一批里有受保护的诊断，本岗位看不到也不能撤销：请由中心医生或主任撤销。"
State, Outcome = ImportBatch.State, ImportRow.Outcome


class NothingToUndo(ValueError):
    """There is no batch of that number in one's area, or it has been undone, or it wrote nothing."""


class ChangedSince(ValueError):
    """Rows that the batch wrote were changed since; `rows` lists their numbers in the file."""

    def __init__(self, rows: Sequence[int]) -> None:
        self.rows = list(rows)
        shown = "、".join(map(str, self.rows[:20])) + ("…" if len(self.rows) > 20 else "")
        said = "导入之后有人改动过其中 {count} 行，不能撤销。行号：{rows}"
        super().__init__(say(said, count=len(self.rows), rows=shown))


def undo(batch_id: uuid.UUID | str, *, by: Acting, at: datetime) -> int:
    """Undo a batch in a transaction of its own, as the command line does; see `undo_batch`."""
    refuse_unless_allowed(by)
    with as_acting(by):
        return undo_batch(batch_id, by=by, at=at)


def undo_batch(batch_id: uuid.UUID | str, *, by: Acting, at: datetime) -> int:
    """Take back all that a batch wrote, or nothing, and give the number of rows. What waits of it goes too.

    Raises MayNotImport, NothingToUndo, or ChangedSince when a row was changed or built on after the batch.
    """
    refuse_unless_allowed(by)
    batch = _batch(batch_id)
    rows = [
        Written(row.number, row.object_id, row.outcome == Outcome.CREATED, row.xid, _kept(row))
        for row in batch.rows.filter(outcome__in=(Outcome.CREATED, Outcome.UPDATED)).iterator()
        if row.object_id is not None
    ]
    if any("guarded" in row.kept for row in rows) and not by.rights.may_write(Sensitivity.GUARDED_HEALTH):
        raise MayNotImport(say(GUARDED))
    if changed := changed_rows(batch.kind, rows):
        raise ChangedSince(changed)
    PUT_BACK[batch.kind](rows)
    batch.rows.all().delete()
    batch.state, batch.finished_at = State.UNDONE, at
    batch.save(update_fields=["state", "finished_at"])
    audit.record("import.undo", by=by, at=at, about=("batch", batch.pk), detail={"rows": len(rows)})
    return len(rows)


def _kept(row: ImportRow) -> dict[str, object]:
    return open_kept(row.pk, row.kept) if row.kept else {}


def _batch(batch_id: uuid.UUID | str) -> ImportBatch:
    try:
        batch = ImportBatch.objects.select_for_update().get(pk=uuid.UUID(str(batch_id)))
    except (ValueError, ImportBatch.DoesNotExist):
        raise NothingToUndo(say("没有批次 {batch}，或不在您的岗位范围内", batch=batch_id)) from None
    if batch.state != State.DONE or batch.dry_run:
        raise NothingToUndo(say("批次 {batch} 没有写入，或已经撤销", batch=batch_id))
    return batch
