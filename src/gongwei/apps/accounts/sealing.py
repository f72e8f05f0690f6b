"""The audit sealed: each entry's hash is bound to all before it, in the order of commits, by a role of its own.

Sealing runs beside the writers and never waits for them. An entry is sealed once every transaction before its own is
over, so that the order of the chain is fixed whatever still runs.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction

from gongwei.adapters.chain import START, Fault, Sealed, first_fault, head_at, heads_of, last_head, link, write_head
from gongwei.apps.accounts import audit

SEAL = "seal"  # the connection of gw_seal
LOCK = 7_412_002  # one sealing at a time, whoever starts it
SLICE = 5_000  # entries read and seals added at a time
SETTLED = timedelta(days=1)  # no transaction lasts so long: below, no version of a record can still appear
EVENTS_SEALED = "events.seal"

ENTRY = """e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.user_id::text,
    e.assignment_id::text, e.action, e.object_type, e.object_id, e.outcome, e.detail::text, e.written_xid::text"""
LAST = "SELECT number, hash, horizon::text::bigint FROM accounts_auditseal ORDER BY number DESC LIMIT 1"
HORIZON = """SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint"""
UNSEALED = f"""SELECT {ENTRY} FROM accounts_auditentry e
    WHERE (e.written_xid, e.id) > (%s::text::xid8, %s) AND e.written_xid < %s::text::xid8
    ORDER BY e.written_xid, e.id LIMIT {SLICE}"""
ADD = """INSERT INTO accounts_auditseal (number, entry_id, hash, horizon, sealed_at)
    SELECT *, %s::text::xid8, %s FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[])"""
WALK = f"""SELECT s.number, s.entry_id, s.hash, s.horizon::text::bigint, {ENTRY}
    FROM accounts_auditseal s LEFT JOIN accounts_auditentry e ON e.id = s.entry_id ORDER BY s.number"""
BEHIND = """SELECT e.id FROM accounts_auditentry e WHERE e.written_xid < %s::text::xid8
    AND NOT EXISTS (SELECT 1 FROM accounts_auditseal s WHERE s.entry_id = e.id) ORDER BY e.id LIMIT 1"""
WAITING = "SELECT count(*) FROM accounts_auditentry WHERE written_xid >= %s::text::xid8"
SEALED_EVENTS = """SELECT id, detail FROM accounts_auditentry WHERE action = %s ORDER BY id"""
DIGEST = "SELECT held, digest FROM gw_event_digest(%s, %s, %s, %s)"


class TransactionsWentBack(RuntimeError):
    """The server counts transactions from a lower number than the seals know, as after loading a dump elsewhere."""


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a verification found: entries sealed and waiting, versions of records counted, and and the fault, if any."""

    sealed: int
    waiting: int
    heads: int
    events: int
    fault: Fault | None


def seal(*, at: datetime, heads: Sequence[Path]) -> int:
    """Seal all entries whose order is fixed and write the new head down; gives how many were sealed.

    It may die anywhere: seals are committed together or not at all, and a head that was not written comes with the
    next turn. Another sealing at work leaves nothing to do. Raises TransactionsWentBack.
    """
    with _alone() as cursor:
        if cursor is None:
            return 0
        last = _last(cursor)
        number, hash_, done = _seal_after(cursor, *last, at=at)
    head = head_at(number, hash_, at)
    for path in heads:
        written = last_head(path)
        if number and (written is None or (written.count, written.hash) != (number, hash_)):
            write_head(path, head)
    return done


@contextmanager
def _alone() -> Iterator[Any]:
    with transaction.atomic(using=SEAL), connections[SEAL].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        yield cursor if cursor.fetchone()[0] else None


def _last(cursor: Any) -> tuple[int, bytes, int]:
    cursor.execute(LAST)
    number, hash_, horizon = cursor.fetchone() or (0, START, 0)
    return number, bytes(hash_), horizon


def _seal_after(cursor: Any, number: int, hash_: bytes, before: int, *, at: datetime) -> tuple[int, bytes, int]:
    cursor.execute(HORIZON)
    horizon, newest = cursor.fetchone()
    if newest < before:
        raise TransactionsWentBack(
            f"本服务器的事务号（{newest}）低于审计封存时的事务号（{before}）：数据可能由转储装入新服务器。"
            f"请停止服务后用 pg_resetwal 把下一个事务号提高到 {before} 以上，再启动。"
        )
    begun, place = number, (str(before), 0)
    while entries := _after(cursor, place, horizon):
        numbers, hashes = range(number + 1, number + 1 + len(entries)), []
        for number, entry in zip(numbers, entries, strict=True):
            hash_ = link(hash_, number=number, horizon=horizon, entry=entry)
            hashes.append(hash_)
        ids = [int(entry[0]) for entry in entries]
        cursor.execute(ADD, [str(horizon), at, list(numbers), ids, hashes])
        place = (entries[-1][-1], ids[-1])
    return number, hash_, number - begun


def _after(cursor: Any, place: tuple[str, int], horizon: int) -> list[tuple[str, ...]]:
    cursor.execute(UNSEALED, [*place, str(horizon)])
    return cursor.fetchall()


def verify(*, heads: Sequence[Path], events: bool = True) -> Verified:
    """Walk the whole chain, hold it against every head, and count again what is sealed of the events.

    It reads one moment of the database. A fault names the first bad entry.
    """
    known = heads_of(heads)
    with transaction.atomic(using=SEAL):
        with connections[SEAL].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            number, _hash, horizon = _last(cursor)
        fault = first_fault(_walk(), known)
        with connections[SEAL].cursor() as cursor:
            fault = fault or _inserted_behind(cursor, horizon)
            cursor.execute(WAITING, [str(horizon)])
            waiting = cursor.fetchone()[0]
            counted = 0
            if events and fault is None:
                counted, fault = _verify_events(cursor)
    return Verified(sealed=number, waiting=waiting, heads=len(known), events=counted, fault=fault)


def _walk() -> Iterator[Sealed]:
    with connections[SEAL].chunked_cursor() as cursor:
        cursor.execute(WALK)
        while rows := cursor.fetchmany(SLICE):
            for number, entry_id, hash_, horizon, *entry in rows:
                found = entry if entry[0] is not None else None
                yield Sealed(number=number, entry_id=entry_id, hash=bytes(hash_), horizon=horizon, entry=found)


def _inserted_behind(cursor: Any, horizon: int) -> Fault | None:
    cursor.execute(BEHIND, [str(horizon)])
    found = cursor.fetchone()
    if found is None:
        return None
    says = f"entry {found[0]} has no seal, although all of its time were sealed: it was put in afterwards"
    return Fault(kind="inserted", number=0, entry_id=found[0], says=says)


def event_tables() -> dict[str, list[str]]:
    """Name the tables that keep versions of records, with the columns that are digested.

    Sealed fields and their digests are left out: they authenticate themselves, and a new key writes them anew.
    """
    return {
        model._meta.db_table: [
            str(field.column) for field in model._meta.concrete_fields if not isinstance(field, models.BinaryField)
        ]
        for model in apps.get_models()
        if hasattr(model, "pgh_tracked_model")
    }


def seal_events(*, at: datetime) -> int:
    """Note in the audit what each event table holds since the last time; gives how many versions.

    The notes are audit entries like any other, so that the chain covers them.
    """
    counted = 0
    with transaction.atomic(using=SEAL), connections[SEAL].cursor() as cursor:
        sealed = {detail["table"]: detail["upto"] for _id, detail in _noted(cursor)}
        for table, columns in event_tables().items():
            cursor.execute("SELECT gw_event_settled(%s, %s)", [table, at - SETTLED])
            settled = cursor.fetchone()[0]
            for after in range(sealed.get(table, 0), settled, SLICE):
                upto = min(after + SLICE, settled)
                cursor.execute(DIGEST, [table, columns, after, upto])
                held, digest = cursor.fetchone()
                note = {"table": table, "after": after, "upto": upto, "held": held, "digest": digest}
                audit.record(EVENTS_SEALED, by=None, at=at, detail=note | {"columns": columns})
                counted += held
    return counted


def _noted(cursor: Any) -> list[tuple[int, dict[str, Any]]]:
    cursor.execute(SEALED_EVENTS, [EVENTS_SEALED])
    return [(id_, json.loads(detail) if isinstance(detail, str) else detail) for id_, detail in cursor.fetchall()]


def _verify_events(cursor: Any) -> tuple[int, Fault | None]:
    counted = 0
    for entry_id, note in _noted(cursor):
        cursor.execute(DIGEST, [note["table"], note["columns"], note["after"], note["upto"]])
        held, digest = cursor.fetchone()
        if (held, digest) != (note["held"], note["digest"]):
            says = f"{note['table']}: versions {note['after'] + 1} to {note['upto']} are not those of entry {entry_id}:"
            says += f" {held} are held, {note['held']} were sealed"
            return counted, Fault(kind="events changed", number=0, entry_id=entry_id, says=says)
        counted += held
    return counted, None
