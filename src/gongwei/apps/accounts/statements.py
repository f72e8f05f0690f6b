"""Readings and writings whose SQL is written once: every visit and every page makes them, and Django writes it anew.

Rows come back as models all the same, under the same policies: what is spared is composing and compiling the query,
which costs several times what PostgreSQL needs to answer it.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)


class Statement(Generic[M]):
    """A reading of one model's rows: `rest` is all that stands behind FROM and its table, with %s for values.

    `beside` names a foreign key whose row is read along; `only` the columns to read, where not all are wanted.
    """

    def __init__(
        self, model: type[M], rest: str, *, distinct: str = "", only: Sequence[str] = (), beside: str = ""
    ) -> None:
        self.model, self.rest, self.beside = model, rest, beside
        self.distinct, self.only = distinct, frozenset(only)

    def rows(self, *values: Any) -> list[M]:
        """Give all rows."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            return [self._made(row) for row in cursor.fetchall()]

    def first(self, *values: Any) -> M | None:
        """Give the first row, or None."""
        return next(iter(self.rows(*values)), None)

    @cached_property
    def _own(self) -> "_Part":
        return _Part(self.model, [one for one in _columns(self.model) if not self.only or one.attname in self.only])

    @cached_property
    def _other(self) -> "_Part | None":
        if not self.beside:
            return None
        other: type[Model] = self.model._meta.get_field(self.beside).related_model  # type: ignore[assignment]
        return _Part(other, _columns(other))

    @cached_property
    def _sql(self) -> str:
        columns, joined = self._own.columns, ""
        if self._other is not None:
            foreign: Field[Any, Any] = self.model._meta.get_field(self.beside)  # type: ignore[assignment]
            pair = f'{self._other.key} = "{self._own.table}"."{foreign.column}"'
            joined = f'{"LEFT" if foreign.null else ""} JOIN "{self._other.table}" ON {pair}'
            columns = columns + self._other.columns
        chosen = f"{self.distinct} {', '.join(columns)}"
        return f'SELECT {chosen} FROM "{self._own.table}" {joined} {self.rest}'.strip()  # noqa: S608

    def _made(self, row: tuple[Any, ...]) -> M:
        width = len(self._own.names)
        made: M = self._own.make(row[:width])
        if self._other is not None:
            setattr(made, self.beside, self._other.make(row[width:]))
        return made


class Addition(Generic[M]):
    """The writing of one new row of a model."""

    def __init__(self, model: type[M]) -> None:
        self.model = model

    def add(self, row: M) -> bool:
        """Write a row; False where a constraint knows it already, and then that one stands as it was."""
        values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in self._fields]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            added = cursor.rowcount == 1
        row._state.adding, row._state.db = not added, connection.alias
        return added

    @cached_property
    def _fields(self) -> "list[Field[Any, Any]]":
        return [field for field in _columns(self.model) if not field.has_db_default()]

    @cached_property
    def _sql(self) -> str:
        names = ", ".join(f'"{field.column}"' for field in self._fields)
        places = ", ".join("%s" for _ in self._fields)
        return f'INSERT INTO "{self.model._meta.db_table}" ({names}) VALUES ({places}) ON CONFLICT DO NOTHING'  # noqa: S608


def _columns(model: type[Model]) -> "list[Field[Any, Any]]":
    return list(model._meta.concrete_fields)


class _Part:
    """Some columns of one model, its key among them, and how their values become its fields."""

    def __init__(self, model: type[Model], fields: "list[Field[Any, Any]]") -> None:
        self.model, self.table = model, model._meta.db_table
        self.names = [field.attname for field in fields]
        self.columns = [f'"{self.table}"."{field.column}"' for field in fields]
        self.place = next(place for place, field in enumerate(fields) if field.primary_key)
        self.key = self.columns[self.place]
        self.turns: list[tuple[int, Callable[..., Any]]] = [
            (place, field.from_db_value) for place, field in enumerate(fields) if hasattr(field, "from_db_value")
        ]

    def make(self, values: Sequence[Any]) -> Any:
        """Make a row of the model; None where a key that may be absent is."""
        if values[self.place] is None:
            return None
        if self.turns:
            values = list(values)
            for place, turn in self.turns:
                values[place] = turn(values[place], None, connection)
        return self.model.from_db(connection.alias, self.names, values)
