"""Export: residents' rows from PostgreSQL into Parquet, with a keyed pseudonym in place of each resident.

The reporting role reads; it may see no name, number, phone or address. Everything streams: nothing is held whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi as postgres
import duckdb

from gongwei.adapters.lake.tables import COLUMNS

# A contract with a family doctor is a spell, cut where it was ended or changed; the end of its term is a spell of one
# day. Proposals and refusals are neither.
CONTRACTS = """(SELECT resident_id, 'family_doctor' AS program, from_date AS enrolled_date,
        least(to_date, stop_date) AS ended_date, uuid_send(team_id) AS team, changed_xid
        FROM contracts_contract WHERE state NOT IN ('preliminary', 'waiting', 'refused')
    UNION ALL SELECT resident_id, 'contract_end', to_date, to_date + 1, NULL, changed_xid
        FROM contracts_contract WHERE state IN ('signed', 'renewed', 'lapsed', 'ending')) contract_spells"""
STAY = "program, enrolled_date AS start, ended_date AS stop, {team} AS team"
VISIT = """visit_date AS day, recorded_at, uuid_send(id) AS id, program, nullif(visit_mode, '') AS visit_mode,
    face_to_face, at_target, {readings}::text AS readings"""
# Each table of the lake with those of PostgreSQL it is read from. Of class 4 and 5 only the counted readings are there
# to be read: all others stand sealed.
SOURCES: Mapping[str, Mapping[str, str]] = {
    "residents": {
        "people_resident": "area_code, sex, birth_date, archived_date, resident_from, resident_to, died_date"
    },
    "enrolments": {
        **dict.fromkeys(
            ("programs_enrolment", "programs_guardedenrolment", "programs_hiddenenrolment"),
            STAY.format(team="NULL::bytea"),
        ),
        CONTRACTS: STAY.format(team="team"),
    },
    "conditions": {"people_condition": "onset_date AS day, recorded_at, uuid_send(id) AS id, code"},
    "observations": {"people_observation": "observed_date AS day, recorded_at, uuid_send(id) AS id, key, value"},
    "visits": {
        "programs_visit": VISIT.format(readings="readings"),
        "programs_guardedvisit": VISIT.format(readings="counted"),
        "programs_hiddenvisit": VISIT.format(readings="counted"),
    },
}
CHANGED = "lake_changed"
JSON_TYPES = {"float64": "DOUBLE", "string": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE"}
BLOCK = 64  # bytes: the block of SHA-256, to which HMAC pads its key


@dataclass(frozen=True)
class Change:
    """Where reading stands: the transactions before `watermark` are known, and `persons` changed since the last."""

    watermark: int
    persons: int


class Source:
    """One snapshot of PostgreSQL, as the reporting role sees it."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def watermark(self) -> int:
        """Give the transaction before which everything is decided: timestamps would miss late commits."""
        return int(self._rows("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")[0][0])

    def find_changed(self, since: int) -> Change:
        """Note down whose rows were written or deleted by transactions from `since` on."""
        tables = [("people_resident", "id"), ("people_tombstone", "resident_id")]
        tables += [(table, "resident_id") for name, parts in SOURCES.items() if name != "residents" for table in parts]
        selects = [
            f"SELECT {column} AS resident_id FROM {table} WHERE changed_xid >= '{int(since)}'::xid8"  # noqa: S608
            for table, column in tables
        ]
        with self.connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE {CHANGED} ON COMMIT DROP AS {' UNION '.join(selects)}")
            cursor.execute(f"ANALYZE {CHANGED}")
        persons = self._rows(f"SELECT count(*) FROM {CHANGED}")[0][0]  # noqa: S608
        return Change(self.watermark(), persons)

    @contextmanager
    def stream(self, name: str, *, changed_only: bool) -> Iterator[Any]:
        """Stream one table's rows as Arrow, all of them or those of the persons found changed."""
        if name == "changed":
            sql = f"SELECT uuid_send(resident_id) AS resident FROM {CHANGED}"  # noqa: S608
        else:
            person = "id" if name == "residents" else "resident_id"
            which = f"WHERE {person} IN (SELECT resident_id FROM {CHANGED})" if changed_only else ""  # noqa: S608
            sql = " UNION ALL ".join(
                f"SELECT uuid_send({person}) AS resident, {columns} FROM {table} {which}"  # noqa: S608
                for table, columns in SOURCES[name].items()
            )
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            with cursor.fetch_record_batch() as batches:
                yield batches


@contextmanager
def snapshot(conninfo: str) -> Iterator[Source]:
    """Read PostgreSQL in one transaction that sees one moment."""
    with postgres.connect(conninfo) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield Source(connection)
        connection.rollback()


def write(source: Source, folder: Path, *, key: bytes, readings: Mapping[str, str], changed_only: bool) -> None:
    """Write every table into a folder, and with `changed_only` also who changed (table `changed`).

    `readings` are the keys of visits' readings that become columns. A reading of another type than its field's is
    left out, as if it were missing.
    """
    folder.mkdir(mode=0o700, parents=True)
    names = [*SOURCES, "changed"] if changed_only else list(SOURCES)
    for name in names:
        with source.stream(name, changed_only=changed_only) as batches, duckdb.connect() as duck:
            duck.execute("SET enable_progress_bar = false")
            duck.register("rows", batches)
            columns = _columns(name, readings)
            duck.execute(
                f"COPY (SELECT {columns} FROM rows) TO '{folder / name}.parquet' (COMPRESSION zstd)",  # noqa: S608
                {"outer": _pad(key, 0x5C), "inner": _pad(key, 0x36)},
            )


def _pad(key: bytes, byte: int) -> bytes:
    return bytes(part ^ byte for part in key.ljust(BLOCK, b"\0"))


def _columns(name: str, readings: Mapping[str, str]) -> str:
    # HMAC-SHA256 (RFC 2104), its first 128 bits
    person = "left(sha256($outer::BLOB || unhex(sha256($inner::BLOB || resident))), 32)::UUID AS person"
    kinds = {column: kind for column, kind in COLUMNS.get(name, {}).items() if column != "person"}
    columns = [person, *(f"hex({one})::UUID AS {one}" if kind == "uuid" else one for one, kind in kinds.items())]
    if name == "visits" and readings:
        shape = ", ".join(f'"{key}": {_json_type(kind)}' for key, kind in readings.items())
        columns.append(f"unnest(json_transform(readings, '{{{shape}}}'))")
    return ", ".join(columns)


def _json_type(kind: str) -> str:
    return '["VARCHAR"]' if kind == "array<string>" else f'"{JSON_TYPES[kind]}"'
