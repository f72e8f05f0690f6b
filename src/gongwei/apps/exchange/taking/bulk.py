"""Many rows at once into tables under row-level security, where COPY is refused: COPY into a temporary table first."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection


class Stage:
    """A temporary table with some columns of a real one, for one transaction."""

    def __init__(self, table: str, columns: Sequence[str], *, name: str = "") -> None:
        self.table, self.columns = table, tuple(columns)
        self.name = name or f"incoming_{table}"
        self.made = False

    def fill(self, rows: Iterable[Sequence[Any]]) -> None:
        """Hold these rows, and no others, until filled again."""
        listed = ", ".join(self.columns)
        with connection.cursor() as cursor:
            if self.made:
                cursor.execute(f"TRUNCATE {self.name}")
            else:
                like = f"SELECT {listed} FROM {self.table} WITH NO DATA"  # noqa: S608 - our own names
                cursor.execute(f"CREATE TEMPORARY TABLE {self.name} ON COMMIT DROP AS {like}")
                self.made = True
            with cursor.copy(f"COPY {self.name} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)

    def insert(self, *, on_conflict: str = "") -> int:
        """Write the rows held into the real table and give how many were."""
        listed = ", ".join(self.columns)
        with connection.cursor() as cursor:
            rows = f"SELECT {listed} FROM {self.name} {on_conflict}"  # noqa: S608 - our own names
            cursor.execute(f"INSERT INTO {self.table} ({listed}) {rows}")
            return cursor.rowcount
