"""Many rows at once into tables under row-level security, where COPY is refused: COPY into a temporary table first."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

TYPES = (
    "SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum"
)
SPELT = {"character varying": "varchar", "character": "bpchar", "timestamp with time zone": "timestamptz"}


class Stage:
    """A temporary table with some columns of a real one, for one transaction.

    Rows go over in PostgreSQL's own binary format, which costs a third of text on both sides: so a value must be of
    its column's type (a dict for jsonb, a UUID for uuid).
    """

    def __init__(self, table: str, columns: Sequence[str], *, name: str = "") -> None:
        self.table, self.columns = table, tuple(columns)
        self.name = name or f"incoming_{table}"
        self.types: tuple[str, ...] = ()

    def fill(self, rows: Iterable[Sequence[Any]]) -> None:
        """Hold these rows, and no others, until filled again."""
        listed = ", ".join(self.columns)
        with connection.cursor() as cursor:
            if not self.types:
                like = f"SELECT {listed} FROM {self.table} WITH NO DATA"  # noqa: S608 - our own names
                cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {self.name} ON COMMIT DROP AS {like}")
                self.types = types_of(self.name, cursor)
            cursor.execute(f"TRUNCATE {self.name}")
            with cursor.copy(f"COPY {self.name} ({listed}) FROM STDIN (FORMAT binary)") as copy:
                copy.set_types(self.types)
                for row in rows:
                    copy.write_row(row)

    def insert(self, *, on_conflict: str = "") -> int:
        """Write the rows held into the real table and give how many were."""
        listed = ", ".join(self.columns)
        with connection.cursor() as cursor:
            rows = f"SELECT {listed} FROM {self.name} {on_conflict}"  # noqa: S608 - our own names
            cursor.execute(f"INSERT INTO {self.table} ({listed}) {rows}")
            return cursor.rowcount


def uuids(ids: Iterable[uuid.UUID | str]) -> str:
    """Write ids as one PostgreSQL array: psycopg would look at each of thousands twice."""
    return f"{{{','.join(map(str, ids))}}}"


def types_of(table: str, cursor: Any) -> tuple[str, ...]:
    """Name the types of a table's columns, in their order, as psycopg calls them."""
    cursor.execute(TYPES, [table])
    return tuple(SPELT.get(name, name) for (name,) in cursor.fetchall())
