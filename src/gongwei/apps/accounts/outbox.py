"""The outbox: every write to a person's rows leaves a note of what changed, in the same transaction, for others.

Triggers on each guarded table write the notes, so that no action, import or command can forget them, and no request
makes another round trip. A note names the row and holds nothing of it. Classes 4 and 5 leave no notes: their changes
are told to nobody outside.

Readers go on from a position. Notes are read in the order of transactions, and only those below the oldest that still
runs: below it nobody can commit any more, so a late commit is never passed over.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, models, transaction

from gongwei.apps.accounts.acting import Acting
from gongwei.domain.access import Guard, Sensitivity

KEPT = timedelta(days=30)
A_DAY = timedelta(days=1)  # no transaction lasts longer
PERSON = "resident_id"

TELL = """CREATE OR REPLACE FUNCTION gw_tell_{table}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF _pgtrigger_should_ignore(TG_NAME) THEN RETURN NULL; END IF;
    IF TG_OP = 'DELETE' THEN
        INSERT INTO accounts_change (kind, row_key, resident_id, area_code, verb)
            SELECT '{kind}', {key}, {person}, {area}, 'deleted' FROM stale;
        RETURN NULL;
    END IF;
    INSERT INTO accounts_change (kind, row_key, resident_id, area_code, verb)
        SELECT '{kind}', {key}, {person}, {area}, 'written' FROM fresh;
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO accounts_change (kind, row_key, resident_id, area_code, verb)
            SELECT '{kind}', stale.{key}, stale.{person}, stale.{area}, 'left'
            FROM stale JOIN fresh USING ({key}) WHERE stale.{area} <> fresh.{area};
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION gw_tell_{table} FROM PUBLIC;"""
TRIGGER = """CREATE OR REPLACE TRIGGER gw_tell_{verb} AFTER {verb} ON {table} REFERENCING {rows}
    FOR EACH STATEMENT EXECUTE FUNCTION gw_tell_{table}();"""
ROWS = {
    "insert": "NEW TABLE AS fresh",
    "update": "OLD TABLE AS stale NEW TABLE AS fresh",
    "delete": "OLD TABLE AS stale",
}
FORGET = """CREATE OR REPLACE FUNCTION gw_forget_changes() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE gone bigint;
BEGIN
    DELETE FROM accounts_change WHERE at < now() - interval '{days} days';
    GET DIAGNOSTICS gone = ROW_COUNT;
    DELETE FROM accounts_refusedwrite WHERE at < now() - interval '{days} days';
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION gw_forget_changes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gw_forget_changes TO gw_app;"""
READ = """SELECT changed_xid::text::bigint, id, kind, row_key, resident_id, verb, at FROM accounts_change
    WHERE (changed_xid, id) > (%s::text::xid8, %s) AND changed_xid < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY changed_xid, id LIMIT %s"""
NEWEST = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
MINE = """INSERT INTO accounts_consumer (assignment_id, name, position) VALUES (%s, %s, %s)
    ON CONFLICT (assignment_id, name) DO UPDATE SET name = excluded.name RETURNING position"""
WRITTEN = re.compile(r"(\d{1,18})-(\d{1,18})-(\d{8})", re.ASCII)


class PositionGone(ValueError):
    """The position is too old, or of another server: changes after it are no longer kept. Read everything anew."""


class NoPosition(ValueError):
    """The text is no position that was given here: send back `next` of the last answer as it is."""


@dataclass(frozen=True, order=True)
class Position:
    """Up to where a reader has read: a transaction, a note in it, and the day up to which nothing is missing."""

    transaction: int
    number: int
    day: date

    def __str__(self) -> str:
        return f"{self.transaction}-{self.number}-{self.day:%Y%m%d}"


@dataclass(frozen=True)
class Change:
    """One note: which row of which kind, about whom, and whether it was written, deleted, or left the post's area.

    `version` grows with every change of the same row; the same change read twice bears the same.
    """

    version: int
    number: int
    kind: str
    key: str
    resident_id: UUID
    verb: str
    at: datetime


def start(*, on: date) -> Position:
    """Give the position before all that is kept."""
    return Position(0, 0, on)


def position_of(text: str) -> Position:
    """Read a position as it was given; it raises NoPosition."""
    found = WRITTEN.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        return Position(int(found[1]), int(found[2]), datetime.strptime(found[3], "%Y%m%d").date())
    except ValueError:
        raise NoPosition("after 不是本接口给出的位置：请原样送回上一次应答的 next。") from None


def read(after: Position, *, most: int, on: date) -> tuple[list[Change], Position]:
    """Give the next notes in sight behind a position, and the position behind them. Raises PositionGone.

    Where no more are waiting, the new position says that nothing is missing up to `on`.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        if on - after.day > KEPT - A_DAY or after.transaction > cursor.fetchone()[0]:
            raise PositionGone("该位置之后的变化已不再保留（只保留 30 天）：请重新读取全部数据，再从新的位置继续。")
        cursor.execute(READ, [str(after.transaction), after.number, most])
        found = [Change(*row) for row in cursor.fetchall()]
    if not found:
        return [], Position(after.transaction, after.number, max(on, after.day))
    day = on if len(found) < most else min(on, found[-1].at.date() - A_DAY)
    return found, Position(found[-1].version, found[-1].number, max(day, after.day))


def consume(name: str, effect: Callable[[Sequence[Change]], None], *, most: int, by: Acting, on: date) -> int:
    """Hand the next notes to a named reader and keep its position once it is done; gives how many.

    One transaction, the caller's, holds both, and readers of one name wait for each other. What the reader does in the
    database is done once; what it does elsewhere may be done again after a crash, with the same versions.
    Raises PositionGone.
    """
    assert connection.in_atomic_block, "effect and position stand or fall together"
    with connection.cursor() as cursor:
        cursor.execute(MINE, [by.assignment_id, name, str(start(on=on))])
        before = position_of(cursor.fetchone()[0])
        found, after = read(before, most=most, on=on)
        if found:
            effect(found)
        if after != before:
            moved = "UPDATE accounts_consumer SET position = %s WHERE assignment_id = %s AND name = %s"
            cursor.execute(moved, [str(after), by.assignment_id, name])
    return len(found)


def forget() -> int:
    """Delete notes and receipts older than 30 days; gives how many notes. Readers who stand before them are told so."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT gw_forget_changes()")
        return cursor.fetchone()[0]


def tells(model: type[models.Model]) -> bool:
    """Say whether the changes of a table are told: guarded rows about one resident, up to class 3."""
    guard = getattr(model, "guard", None)
    if not isinstance(guard, Guard) or guard.sensitivity > Sensitivity.HEALTH:
        return False
    columns = {field.column for field in model._meta.concrete_fields}
    # A card may name somebody who is nobody's resident yet.
    by_area = not (guard.manages or guard.own or guard.counted or guard.noted or guard.steps)
    return by_area and (PERSON in columns or guard.glass == "id")


def statements(told: Sequence[type[models.Model]]) -> Iterator[str]:
    """Give the SQL that lets these tables tell of their changes."""
    for model in told:
        table, guard = model._meta.db_table, model.guard  # type: ignore[attr-defined]
        person = "id" if guard.glass == "id" else PERSON
        yield TELL.format(
            table=table, kind=model._meta.model_name, key=model._meta.pk.column, person=person, area=guard.area
        )
        for verb, rows in ROWS.items():
            yield TRIGGER.format(verb=verb, table=table, rows=rows)
    yield FORGET.format(days=KEPT.days)
