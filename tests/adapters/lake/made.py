"""A lake in memory, made of records: what the compiler reads stands beside what the reference reads."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from gongwei.adapters.lake.tables import Tables, schemas
from gongwei.domain.record import Event, Record

VILLAGE = 330102001051


def person(number: int) -> str:
    return str(uuid.UUID(int=number))


def tables_of(records: Sequence[Record], readings: Mapping[str, str], connection: Any) -> Tables:
    """Put records into tables, each person under the number of its place."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in schemas({})}
    for number, record in enumerate(records):
        who = {"person": person(number)}
        rows["residents"].append(who | {"area_code": VILLAGE} | _attributes(record))
        rows["enrolments"] += [
            who | {"program": s.program, "start": s.start, "stop": s.stop, "team": s.team and str(s.team)}
            for s in record.enrolments
        ]
        for source in ("conditions", "observations", "visits"):
            rows[source] += [who | event for event in _events(getattr(record, source))]
    made = {}
    for name, schema in schemas(readings).items():
        kept = [{column: row.get(column) for column in schema.names} for row in rows[name]]
        made[name] = connection.create_table(
            name, pa.Table.from_pylist(kept, schema=schema.to_pyarrow()), overwrite=True
        )
    return Tables(**made)


def _attributes(record: Record) -> dict[str, Any]:
    names = ("sex", "birth_date", "archived_date", "resident_from", "resident_to", "died_date")
    return {name: getattr(record.person, name) for name in names}


def _events(events: Sequence[Event]) -> list[dict[str, Any]]:
    return [{**event.values, "day": event.day, "recorded_at": event.recorded_at, "id": event.id} for event in events]
