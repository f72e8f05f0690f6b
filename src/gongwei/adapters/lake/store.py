"""The store: which files are the lake. A generation is a base and the persons who changed since, whole.

Files are written beside the others and never changed. A generation counts from the moment when its name stands in
PostgreSQL, in one transaction with the counts made from it; whatever else lies in the folder is litter.
"""

from __future__ import annotations

import json
import shutil
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from gongwei.adapters.lake import export
from gongwei.adapters.lake.tables import COLUMNS

CHANGED = "changed"
QUERIES = "queries"  # the folder of compiled queries, which outlive generations
WRITTEN = ";".join(f"{name}({','.join(columns)})" for name, columns in COLUMNS.items())
FOLD = 50_000  # persons: a larger delta is folded into the base


@dataclass(frozen=True)
class Generation:
    """What a generation is made of: folders, its columns and those of readings, a digest of the definitions counted."""

    name: str
    base: str
    delta: str | None
    readings: dict[str, str]
    definitions: str
    columns: str = ""  # of the other tables, as they were written


class Store:
    """The folder of the lake; only the worker's user may open it."""

    def __init__(self, folder: Path, *, key: bytes) -> None:
        self.folder = folder
        self.key = key
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def queries(self) -> Path:
        """The folder of the texts of queries."""
        return self.folder / QUERIES

    def find(self, name: str) -> Generation | None:
        """Read a generation's manifest; None if it is not here whole: then the lake must be built."""
        try:
            found = Generation(**json.loads((self.folder / f"{name}.json").read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        whole = all((self.folder / part).is_dir() for part in (found.base, found.delta) if part)
        return found if whole and found.columns == WRITTEN else None

    def _note(self, base: str, delta: str | None, readings: dict[str, str], definitions: str) -> Generation:
        made = Generation(uuid.uuid4().hex, base, delta, readings, definitions, WRITTEN)
        (self.folder / f"{made.name}.json").write_text(json.dumps(asdict(made)))
        return made

    def build(self, source: export.Source, readings: dict[str, str], definitions: str) -> Generation:
        """Write everybody anew."""
        base = f"base-{uuid.uuid4().hex}"
        export.write(source, self.folder / base, key=self.key, readings=readings, changed_only=False)
        return self._note(base, None, readings, definitions)

    def extend(self, before: Generation, source: export.Source, definitions: str) -> tuple[Generation, str]:
        """Write the persons found changed, whole; it also names the layer that holds them alone."""
        fresh = f"fresh-{uuid.uuid4().hex}"
        export.write(source, self.folder / fresh, key=self.key, readings=before.readings, changed_only=True)
        delta = fresh if before.delta is None else f"delta-{uuid.uuid4().hex}"
        if before.delta is not None:
            self._write(delta, {name: self._under(before.delta, fresh, name) for name in (*COLUMNS, CHANGED)})
        return self._folded(before.base, delta, before.readings, definitions), fresh

    def _folded(self, base: str, delta: str, readings: dict[str, str], definitions: str) -> Generation:
        """Make a delta that has grown large part of a new base."""
        with duckdb.connect() as duck:
            size = duck.execute(f"SELECT count(*) FROM {self._file(delta, CHANGED)}").fetchone()  # noqa: S608
        if size is None or size[0] < FOLD:
            return self._note(base, delta, readings, definitions)
        whole = f"base-{uuid.uuid4().hex}"
        self._write(whole, {name: self._under(base, delta, name) for name in COLUMNS})
        return self._note(whole, None, readings, definitions)

    def open(self, generation: Generation) -> duckdb.DuckDBPyConnection:
        """Open a generation: its tables by name."""
        return self._opened({name: self._rows(generation, name) for name in COLUMNS}, "VIEW")

    def open_before(self, generation: Generation, fresh: str) -> duckdb.DuckDBPyConnection:
        """Open what a generation says of the persons of a fresh layer."""
        changed = f"person IN (SELECT person FROM {self._file(fresh, CHANGED)})"  # noqa: S608
        rows = {name: f"SELECT * FROM ({self._rows(generation, name)}) WHERE {changed}" for name in COLUMNS}  # noqa: S608
        return self._opened(rows, "TABLE")  # few persons: read once for all years

    def open_fresh(self, fresh: str) -> duckdb.DuckDBPyConnection:
        """Open what is now known of the persons of a fresh layer."""
        return self._opened({name: f"SELECT * FROM {self._file(fresh, name)}" for name in COLUMNS}, "TABLE")  # noqa: S608

    def _opened(self, tables: dict[str, str], kind: str) -> duckdb.DuckDBPyConnection:
        duck = duckdb.connect()
        duck.execute("SET enable_progress_bar = false")
        for name, rows in tables.items():
            duck.execute(f"CREATE {kind} {name} AS {rows}")
        return duck

    def _rows(self, generation: Generation, name: str) -> str:
        if generation.delta is None:
            return f"SELECT * FROM {self._file(generation.base, name)}"  # noqa: S608
        return self._under(generation.base, generation.delta, name)

    def sweep(self, keep: Generation) -> None:
        """Remove what is no part of a generation."""
        parts = {keep.base, keep.delta, f"{keep.name}.json", QUERIES}
        for path in self.folder.iterdir():
            if path.name not in parts:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _file(self, layer: str, name: str) -> str:
        return f"'{self.folder / layer / name}.parquet'"

    def _under(self, older: str, newer: str, name: str) -> str:
        """Say how a table reads when the newer layer's persons replace those of the older."""
        changed = f"SELECT person FROM {self._file(newer, CHANGED)}"  # noqa: S608
        kept = f"SELECT * FROM {self._file(older, name)} WHERE person NOT IN ({changed})"  # noqa: S608
        return f"{kept} UNION ALL BY NAME SELECT * FROM {self._file(newer, name)}"  # noqa: S608

    def _write(self, layer: str, tables: dict[str, str]) -> None:
        (self.folder / layer).mkdir(mode=0o700)
        with duckdb.connect() as duck:
            for name, rows in tables.items():
                duck.execute(f"COPY ({rows}) TO {self._file(layer, name)} (COMPRESSION zstd)")
