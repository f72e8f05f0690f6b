"""Diagnoses of class 4 in a file of residents: sealed into their own table, as when a doctor notes one."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db import connection

from gongwei.adapters.row_ids import id_at
from gongwei.apps.exchange.taking.bulk import Stage, uuids
from gongwei.apps.people import sealed
from gongwei.apps.people.queries import condition_place
from gongwei.catalog.codelists.diagnoses import GUARDED_CONDITIONS

COLUMNS = ("id", "resident_id", "code_cipher", "code_hash", "onset_date", "area_code", "recorded_at")
HELD = "SELECT resident_id, code_hash FROM people_sensitivecondition WHERE resident_id = ANY(%s::uuid[])"


class GuardedConditions:
    """Write guarded diagnoses, many at once, and count them for the audit."""

    def __init__(self, at: datetime) -> None:
        self.at, self.added = at, 0
        self.stage = Stage("people_sensitivecondition", COLUMNS)

    def add(self, rows: Sequence[tuple[uuid.UUID, str, date, int | None]]) -> list[uuid.UUID]:
        """Write (resident, code, onset, area) rows and give their ids."""
        if not rows:
            return []
        seals = sealed.sealer()
        written = []
        for resident, code, onset, area in rows:
            row_id = id_at(self.at)
            cover = seals.seal(code, place=condition_place(row_id))
            digest = seals.index(code, field="condition")
            written.append((row_id, resident, cover, digest, onset, area, self.at))
        self.stage.fill(written)
        self.stage.insert()
        self.added += len(written)
        return [row[0] for row in written]

    def counted(self) -> int:
        """Give how many were written since it was asked last."""
        added, self.added = self.added, 0
        return added


def guarded_on_record(residents: Iterable[uuid.UUID]) -> Iterator[tuple[uuid.UUID, str]]:
    """Say which guarded diagnoses residents have, by their digests: nothing is unsealed."""
    codes = {digest: code for code in GUARDED_CONDITIONS.names for digest in sealed.indexes("condition", code)}
    with connection.cursor() as cursor:
        cursor.execute(HELD, [uuids(residents)])
        for resident, digest in cursor.fetchall():
            if code := codes.get(bytes(digest)):
                yield resident, code
