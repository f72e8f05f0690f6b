"""Arrow tables into PostgreSQL by COPY: as the owner, in one transaction, so that a city stands whole or not at all.

Foreign keys, indexes and row-level security are taken off the tables for the length of that transaction and put back
before it ends; nobody sees them without. History triggers are quiet: what is made here was done by no one.
"""

import io
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.csv as csv

SLICE = 100_000  # rows a COPY message: a few tens of megabytes
HEX = np.frombuffer(b"".join(b"%02x" % byte for byte in range(256)), dtype="<u2")

Told = Callable[[str], None]

KEYS = """SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c
    WHERE c.contype = 'f' AND c.conrelid = ANY (%s::regclass[])"""
INDEXES = """SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
    LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
    WHERE i.indrelid = ANY (%s::regclass[]) AND c.oid IS NULL"""


def hexed(values: pa.Array) -> pa.Array:
    """Spell 16-byte identifiers in 32 hexadecimal digits; a missing one stays missing."""
    known = values.drop_null()
    whole = np.frombuffer(known.buffers()[1], dtype=np.uint8)[known.offset * 16 : (known.offset + len(known)) * 16]
    digits = pa.array(HEX[whole].view("S32").astype(object)).cast(pa.string())
    if len(known) == len(values):
        return digits
    places = np.full(len(values), -1)
    places[np.asarray(values.is_valid())] = np.arange(len(known))
    return digits.take(pa.array(places, mask=places < 0))


def _plain(table: pa.Table) -> pa.Table:
    """Turn identifiers and bytes into the text that COPY reads."""
    columns = {}
    for name in table.column_names:
        column = table.column(name).combine_chunks()
        if pa.types.is_fixed_size_binary(column.type):
            column = hexed(column)
        elif pa.types.is_binary(column.type):
            column = pa.array([None if value is None else f"\\x{value.hex()}" for value in column.to_pylist()])
        columns[name] = column
    return pa.table(columns)


def copy_table(cursor: psycopg.Cursor[Any], name: str, table: pa.Table, tell: Told) -> None:
    """Copy all rows of one table, column by name."""
    columns = ", ".join(table.column_names)
    with cursor.copy(f"COPY {name} ({columns}) FROM STDIN (FORMAT csv)") as copy:
        for begin in range(0, table.num_rows, SLICE):
            page = io.BytesIO()
            options = csv.WriteOptions(include_header=False, quoting_style="needed")
            csv.write_csv(_plain(table.slice(begin, SLICE)), page, options)
            copy.write(page.getvalue())
    tell(f"{name}: {table.num_rows:,}")


def _bared(cursor: psycopg.Cursor[Any], names: list[str]) -> list[str]:
    """Take keys, indexes, triggers and row-level security off; gives the statements that put them back."""
    back = []
    cursor.execute(KEYS, [names])
    for table, key, definition in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{key}"')
        back.append(f'ALTER TABLE {table} ADD CONSTRAINT "{key}" {definition}')
    cursor.execute(INDEXES, [names])
    for index, definition in cursor.fetchall():
        cursor.execute(f"DROP INDEX {index}")
        back.insert(0, definition)
    for name in names:
        cursor.execute("SELECT relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [name])
        forced = cursor.fetchone()
        cursor.execute(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER")
        back.append(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        if forced and forced[0]:
            back.append(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
    return back


def load(cursor: psycopg.Cursor[Any], tables: Iterator[tuple[str, pa.Table]], names: list[str], tell: Told) -> None:
    """Load the tables into empty ones, inside the caller's transaction."""
    back = _bared(cursor, names)
    for name, table in tables:
        copy_table(cursor, name, table, tell)
    tell("建立索引和约束")
    for statement in back:
        cursor.execute(statement)
