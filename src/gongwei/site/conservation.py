"""What came in, counted again from the rows that stand, and held against what was written down beside them.

Received = stored + refused with a reason + waiting + settled, for every batch of a file and for the writes of programs.
It reads one moment of the whole city as `gw_backup`, which writes nothing.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connections, transaction

from gongwei.apps.accounts import shield

READS = "backup"
FILE = """WITH lines AS (
        SELECT batch_id, number, bool_or(outcome = 'settled') AS settled, bool_or(outcome = 'waiting') AS waits,
            bool_or(outcome = 'created') AS made, bool_or(outcome = 'updated') AS changed
        FROM exchange_importrow GROUP BY 1, 2)
    SELECT b.id::text, b.kind, b.read, b.created, b.updated, b.unchanged, b.rejected, b.waiting,
        count(*) FILTER (WHERE made AND NOT settled), count(*) FILTER (WHERE changed AND NOT made AND NOT settled),
        count(*) FILTER (WHERE waits), count(*) FILTER (WHERE waits OR settled),
        EXISTS (SELECT FROM exchange_importfile f WHERE f.batch_id = b.id AND f.purpose = 'rejects')
    FROM exchange_importbatch b LEFT JOIN lines ON lines.batch_id = b.id
    WHERE b.state = 'done' AND NOT b.dry_run GROUP BY b.id ORDER BY b.made_at"""
WRITTEN = """SELECT b.id::text, r.number, r.object_id FROM exchange_importrow r
    JOIN exchange_importbatch b ON b.id = r.batch_id AND b.state = 'done' AND NOT b.dry_run AND b.kind = %s
    WHERE r.outcome IN ('created', 'updated') AND NOT EXISTS (SELECT FROM {table} t WHERE t.id = r.object_id)
        AND NOT EXISTS (SELECT FROM people_mergedrow m WHERE m.table_name = '{table}' AND m.what = 'aside'
            AND m.row_id = r.object_id::text)"""
TABLES = {"residents": "people_resident", "visits": "programs_visit", "institutions": "places_institution"}
PROGRAMS = """SELECT (SELECT count(*) FROM accounts_idempotencykey), (SELECT count(*) FROM accounts_refusedwrite)"""
LOST = """SELECT k.key, k.row_id::text FROM accounts_idempotencykey k WHERE NOT EXISTS (
    SELECT FROM people_mergedrow m WHERE m.what = 'aside' AND m.row_id = k.row_id::text) AND {nowhere} ORDER BY k.id"""


@dataclass(frozen=True)
class Sum:
    """What came in one way: kind of file, or "api"; counts of rows or of requests."""

    way: str
    received: int
    stored: int
    refused: int
    waiting: int
    settled: int


@dataclass(frozen=True)
class Recount:
    """What a recount found: sums, and what does not add up, each in one sentence."""

    sums: tuple[Sum, ...]
    faults: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {"adds_up": not self.faults, "sums": [asdict(one) for one in self.sums], "faults": list(self.faults)}


def recount() -> Recount:
    """Count everything again; it takes seconds for a city's month."""
    with transaction.atomic(using=READS), connections[READS].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        files, faults = _files(cursor)
        faults += [*_written(cursor), *_lost(cursor)]
        cursor.execute(PROGRAMS)
        stored, refused = cursor.fetchone()
    sums = [*files, Sum("api", stored + refused, stored, refused, 0, 0)]
    return Recount(tuple(sums), tuple(faults))


def _files(cursor: Any) -> tuple[list[Sum], list[str]]:
    cursor.execute(FILE)
    sums, faults = dict[str, list[int]](), list[str]()
    for batch, kind, *counts in cursor.fetchall():
        read, created, updated, unchanged, rejected, waiting, made, changed, waits, waited, returned = counts
        checks = {
            f"{read} rows were read, {created + updated + unchanged + rejected + waiting} are accounted for":
                read == created + updated + unchanged + rejected + waiting,
            f"{created} rows are said to be created, {made} are noted": created == made,
            f"{updated} rows are said to be updated, {changed} are noted": updated == changed,
            f"{waiting} rows are said to wait, {waited} are noted": waited <= waiting,  # some wait in an earlier file
            f"{rejected} rows were refused, and the file that returns them is missing": returned == (rejected > 0),
        }  # fmt: skip
        faults += [f"batch {batch}: {says}" for says, holds in checks.items() if not holds]
        stored = created + updated + unchanged
        row = (read, stored, rejected, waits, waiting - waits)
        sums[kind] = [one + more for one, more in zip(sums.get(kind, [0] * 5), row, strict=True)]
    return [Sum(kind, *row) for kind, row in sorted(sums.items())], faults


def _written(cursor: Any) -> Iterator[str]:
    """Look for rows of files that were stored and stand no more, neither by themselves nor merged into another."""
    for kind, table in TABLES.items():
        cursor.execute(WRITTEN.format(table=table), [kind])
        for batch, number, row in cursor.fetchall():
            yield f"batch {batch}: row {number} wrote {row} into {table}, where it is not"


def _lost(cursor: Any) -> Iterator[str]:
    """Look for writes of programs that were acknowledged and stand nowhere."""
    tables = [model._meta.db_table for model in shield.telling() if model._meta.pk.get_internal_type() == "UUIDField"]
    nowhere = " AND ".join(f"NOT EXISTS (SELECT FROM {table} t WHERE t.id = k.row_id)" for table in tables)
    cursor.execute(LOST.format(nowhere=nowhere))
    for key, row in cursor.fetchall():
        yield f"key {key}: was acknowledged with {row}, which stands nowhere"
