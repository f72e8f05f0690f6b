"""The lake's tables: one row a resident, a spell, a condition, a visit, a measurement; persons are pseudonyms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

import ibis
import ibis.expr.types as ir

from gongwei.domain.expr import Expr, Summary, Value, walk

PERSON = {"person": "uuid"}
EVENT = {**PERSON, "day": "date", "recorded_at": "timestamp", "id": "uuid"}
ORDER = ("day", "recorded_at", "id")  # of a person's events
COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "residents": PERSON | {
        "area_code": "int64", "sex": "string", "birth_date": "date", "archived_date": "date",
        "resident_from": "date", "resident_to": "date", "died_date": "date",
    },
    "enrolments": PERSON | {"program": "string", "start": "date", "stop": "date", "team": "uuid"},
    "conditions": EVENT | {"code": "string"},
    "observations": EVENT | {"key": "string", "value": "float64"},
    "visits": EVENT | {"program": "string", "visit_mode": "string", "face_to_face": "boolean", "at_target": "boolean"},
})  # fmt: skip
KIND_TYPES = {
    "number": "float64", "code": "string", "codes": "array<string>", "text": "string", "day": "date", "flag": "boolean",
}  # fmt: skip
SAME_AS_DAY = "visit_date"


class NotInLake(LookupError):
    """A definition reads something that the lake does not hold: keep it out of indicators, or add a column."""


@dataclass(frozen=True)
class Tables:
    """The five tables, wherever they lie."""

    residents: ir.Table
    enrolments: ir.Table
    conditions: ir.Table
    observations: ir.Table
    visits: ir.Table

    @property
    def by_name(self) -> dict[str, ir.Table]:
        return {part.name: getattr(self, part.name) for part in fields(self)}


def reading_columns(definitions: Iterable[Expr]) -> dict[str, str]:
    """List the keys of readings that definitions use of visits, with their types; it raises NotInLake."""
    found: dict[str, str] = {}
    for definition in definitions:
        for node in walk(definition):
            if isinstance(node, Summary) and node.frame.source == "visits":
                found |= {value.key: _type(value) for value in walk(node) if isinstance(value, Value)}
    return {key: kind for key, kind in sorted(found.items()) if key not in {*COLUMNS["visits"], SAME_AS_DAY}}


def _type(value: Value) -> str:
    if value.kind not in KIND_TYPES:
        raise NotInLake(f"{value.key} ({value.kind}): {NotInLake.__doc__}")
    return KIND_TYPES[value.kind]


def schemas(readings: Mapping[str, str]) -> dict[str, ibis.Schema]:
    """Give the schema of every table, with a typed column in visits for each key of readings."""
    return {
        name: ibis.schema({**columns, **(readings if name == "visits" else {})}) for name, columns in COLUMNS.items()
    }


def unbound(readings: Mapping[str, str]) -> Tables:
    """Give the tables by name and schema alone: what is compiled on them runs wherever they stand."""
    return Tables(**{name: ibis.table(schema, name=name) for name, schema in schemas(readings).items()})
