"""What PostgreSQL itself lets a post see and do in every guarded table, held against the tables of the truth."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import Error, connection, transaction

from gongwei.apps.accounts.acting import Acting, open_context
from gongwei.domain.access import Role
from gongwei.site.world.build import World
from gongwei.site.world.ground import PLACES, STREETS, VILLAGES, SignIn
from tests.access.conftest import as_superuser
from tests.access.truth import COUNTED, SIGHT, TABLES, may, relation, sees

AUDIT = "accounts_auditentry"
AUDIT_ENTRY = f"""INSERT INTO {AUDIT} (at, action, object_type, object_id, outcome, detail)
    VALUES (now(), 'x', '', '', 'done', '{{}}')"""
CHANGES = {AUDIT: f"UPDATE {AUDIT} SET action = 'x'", "accounts_auditseal": "UPDATE accounts_auditseal SET hash = ''"}
A_ROW = """SELECT DISTINCT ON (area_code) area_code, (to_jsonb(t) || jsonb_build_object('id', {key}))::text
    FROM {table} t"""
INSERT = "INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)"
# Codes that are the first beyond a street, a district and the city: a row is moved there, from a place that has more.
EDGES = {VILLAGES[2]: 330102002000, VILLAGES[3]: 330103000000, STREETS[2]: 330200000000}
ALL_PLACES = (*PLACES, *EDGES.values())
MOVE_ONE = """UPDATE {table} SET area_code = %s
    WHERE ctid = (SELECT ctid FROM {table} WHERE area_code = %s LIMIT 1)"""
HELD_TWICE = "23505"  # unique_violation: raised after the policy has let the row through
Cell = tuple[str, object, object]  # what was tried, what PostgreSQL did, what the truth says


OF_PLACES = sorted(table for table, kind in TABLES.items() if kind != "audit")


class Rows:
    """What the superuser sees: how many rows each table has in each place, and one of them to insert once more."""

    def __init__(self) -> None:
        self.there: dict[str, dict[int, int]] = {}
        self.sample: dict[tuple[str, int], str] = {}
        with as_superuser() as cursor:
            for table in OF_PLACES:
                for place, edge in EDGES.items():
                    cursor.execute(MOVE_ONE.format(table=table), [edge, place])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")  # nothing stays to be checked
            for table in OF_PLACES:
                cursor.execute(f"SELECT area_code, count(*) FROM {table} GROUP BY 1")
                self.there[table] = dict(cursor.fetchall())
                cursor.execute(f"SELECT pg_typeof(id)::text FROM {table} LIMIT 1")
                key = "gen_random_uuid()" if cursor.fetchone()[0] == "uuid" else "t.id + 1000000"
                cursor.execute(A_ROW.format(table=table, key=key))
                self.sample |= {(table, area): text for area, text in cursor.fetchall()}

    def like(self, table: str, place: int) -> str:
        """Give a row of a table as if it lay in a place."""
        text = self.sample.get((table, place)) or next(text for key, text in self.sample.items() if key[0] == table)
        return json.dumps(json.loads(text) | {"area_code": place})


def act_as(world: World, who: SignIn) -> None:
    """Open the context of a post for the rest of the transaction."""
    user, post = world.users[who.username]
    open_context(Acting(user, post, Role(who.role), who.area_code, None))


@contextmanager
def _tried() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _touched(statement: str, *values: Any) -> int:
    """Try a statement, take it back, and say how many rows it touched; none if PostgreSQL refused it."""
    try:
        with _tried(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount
    except Error as error:
        return int(getattr(error.__cause__, "sqlstate", "") == HELD_TWICE)


def cells(who: SignIn, table: str, rows: Rows) -> Iterator[Cell]:
    """Try a table as the post whose context is open, place by place and verb by verb."""
    yield from _audit(who, table) if TABLES[table] == "audit" else _areas(who, table, rows)


def _areas(who: SignIn, table: str, rows: Rows) -> Iterator[Cell]:
    role, kind, there = who.role.value, TABLES[table], rows.there[table]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT area_code, count(*) FROM {table} GROUP BY 1")
        shown = dict(cursor.fetchall())
    inside = {place for place in ALL_PLACES if SIGHT[relation(who.area_code, who.former_code, place)]}
    held = sum(there.get(place, 0) for place in inside)
    may_make, may_change = (table not in COUNTED and may(role, kind, verb) for verb in ("create", "change"))
    held = held if may_change else 0
    for place in ALL_PLACES:
        seen = sees(role, table, post=who.area_code, former=who.former_code, row=place)
        yield f"read {table} of {place}", shown.get(place, 0), there.get(place, 0) if seen else 0
        made = _touched(INSERT.format(table=table), rows.like(table, place))
        yield f"insert {table} in {place}", made, int(place in inside and may_make)
        # Without a condition nothing is read, so that the policy of the verb alone stands before the rows.
        moved = _touched(f"UPDATE {table} SET area_code = %s", place)
        yield f"move {table} to {place}", moved, held if place in inside else 0
    yield f"delete {table}", _touched(f"DELETE FROM {table}"), 0 if kind.startswith("card") else held


def _audit(who: SignIn, table: str) -> Iterator[Cell]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) > 0 FROM {table}")
        yield f"read {table}", cursor.fetchone()[0], may(who.role.value, "audit", "read")
    if table == AUDIT:
        yield f"insert {AUDIT}", _touched(AUDIT_ENTRY), 1
    else:
        yield f"insert {table}", _touched(f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1"), 0
    yield f"change {table}", _touched(CHANGES[table]), 0
    yield f"delete {table}", _touched(f"DELETE FROM {table}"), 0


def faults(world: World, who: SignIn, tables: list[str], rows: Rows) -> Iterator[str]:
    """List where PostgreSQL and the truth differ for a post; the whole is taken back."""
    with _tried():
        act_as(world, who)
        for table in tables:
            for tried, found, expected in cells(who, table, rows):
                if found != expected:
                    yield f"{who.username}: {tried}: {found}, should be {expected}"
