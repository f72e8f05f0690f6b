"""What became of every row of a file: counted once, kept where somebody must look again or may want it undone."""

import json
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from gongwei.adapters.row_ids import id_at
from gongwei.apps.exchange.taking.bulk import Stage
from gongwei.apps.people import sealed

COUNTS = ("created", "updated", "unchanged", "rejected", "waiting")
COLUMNS = ("id", "batch_id", "number", "outcome", "object_id", "reason", "digest", "kept", "area_code")
CREATED, UPDATED, UNCHANGED, REJECTED, WAITING = COUNTS


@dataclass
class Ledger:
    """Count rows and write those that were created, updated or wait. Without a batch (dry run) it only counts."""

    batch_id: uuid.UUID | None
    area_code: int
    at: datetime
    counts: Counter[str] = field(default_factory=Counter)
    rejects: list[tuple[int, Sequence[Any], str]] = field(default_factory=list)
    waits: list[tuple[int, str]] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    digests: set[bytes] = field(default_factory=set)
    remarks: Counter[str] = field(default_factory=Counter)  # what was taken otherwise than written, and how often

    def __post_init__(self) -> None:
        self.stage = Stage("exchange_importrow", COLUMNS)

    @property
    def read(self) -> int:
        return sum(self.counts.values())

    def created(self, number: int, object_id: uuid.UUID, kept: Mapping[str, Any] | None = None) -> None:
        self._note(CREATED, number, object_id=object_id, kept=kept)

    def updated(self, number: int, object_id: uuid.UUID, before: Mapping[str, Any]) -> None:
        self._note(UPDATED, number, object_id=object_id, kept=before)

    def hand_over(self) -> list[tuple[Any, ...]]:
        """Give up the rows noted so far, to be written with `write` while others are noted."""
        rows, self.rows = self.rows, []
        return rows

    def unchanged(self) -> None:
        self.counts[UNCHANGED] += 1

    def rejected(self, number: int, cells: Sequence[Any], reason: str) -> None:
        self.counts[REJECTED] += 1
        self.rejects.append((number, cells, reason))

    def waiting(self, number: int, values: Mapping[str, Any], reason: str) -> None:
        """Keep what a row says until somebody decides; the same values wait only once, however often sent."""
        self.counts[WAITING] += 1
        self.waits.append((number, reason))
        if self.batch_id is None:
            return
        digest = sealed.index("import", _text(values)) or b""
        if digest not in self.digests:
            self.digests.add(digest)
            self.counts[WAITING] -= 1
            self._note(WAITING, number, reason=reason, digest=digest, kept=values)

    def _note(
        self,
        outcome: str,
        number: int,
        *,
        object_id: uuid.UUID | None = None,
        reason: str = "",
        digest: bytes | None = None,
        kept: Mapping[str, Any] | None = None,
    ) -> None:
        self.counts[outcome] += 1
        if self.batch_id is None:
            return
        row_id = id_at(self.at)
        cover = seal_kept(row_id, kept) if kept is not None else None
        area = self.area_code
        self.rows.append((row_id, self.batch_id, number, outcome, object_id, reason, digest, cover, area))

    def write(self, rows: Sequence[tuple[Any, ...]] | None = None) -> None:
        """Write these rows, or all noted so far; a row that waits from an earlier file is not added again."""
        rows = self.hand_over() if rows is None else rows
        if not rows:
            return
        self.stage.fill(rows)
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM incoming_exchange_importrow i USING exchange_importrow w"
                " WHERE w.digest = i.digest AND w.outcome = 'waiting'"
            )
        self.stage.insert()


def seal_kept(row_id: uuid.UUID, kept: Mapping[str, Any]) -> bytes:
    """Seal what a row keeps, to the row."""
    return sealed.sealer().seal(_text(kept), place=f"exchange_importrow:{row_id}:kept")


def open_kept(row_id: uuid.UUID, kept: bytes | memoryview) -> dict[str, Any]:
    """Open what a row keeps. Days come back as text."""
    return json.loads(sealed.sealer().open(bytes(kept), place=f"exchange_importrow:{row_id}:kept"))


def _text(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: Any) -> str:
    return value.hex() if isinstance(value, bytes | memoryview) else str(value)
