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
from typing import Any

import ibis
import ibis.expr.types as ir

from gongwei.adapters.lake import export
from gongwei.adapters.lake.tables import COLUMNS, Tables

FOLD = 50_000  # persons: a larger delta is folded into the base


@dataclass(frozen=True)
class Generation:
    """What a generation is made of: folders, the columns of readings, and a digest of the definitions counted."""

    name: str
    base: str
    delta: str | None
    readings: dict[str, str]
    definitions: str


class Store:
    """The folder of the lake; only the worker's user may open it."""

    def __init__(self, folder: Path, *, key: bytes) -> None:
        self.folder = folder
        self.key = key
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def find(self, name: str) -> Generation | None:
        """This will read a generation's manifest; None if it is not here whole: then the lake must be built."""
        try:
            found = Generation(**json.loads((self.folder / f"{name}.json").read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        whole = all((self.folder / part).is_dir() for part in (found.base, found.delta) if part)
        return found if whole else None

    def _note(self, base: str, delta: str | None, readings: dict[str, str], definitions: str) -> Generation:
        made = Generation(uuid.uuid4().hex, base, delta, readings, definitions)
        (self.folder / f"{made.name}.json").write_text(json.dumps(asdict(made)))
        return made

    def build(self, source: export.Source, readings: dict[str, str], definitions: str) -> Generation:
        """This will write everybody anew."""
        base = f"base-{uuid.uuid4().hex}"
        export.write(source, self.folder / base, key=self.key, readings=readings, changed_only=False)
        return self._note(base, None, readings, definitions)

    def extend(self, before: Generation, source: export.Source, definitions: str) -> tuple[Generation, Path]:
        """This will write the persons found changed, whole; it also names the file that lists them."""
        fresh = self.folder / f"fresh-{uuid.uuid4().hex}"
        export.write(source, fresh, key=self.key, readings=before.readings, changed_only=True)
        if before.delta is None:
            return self._note(before.base, fresh.name, before.readings, definitions), fresh / "changed.parquet"
        both = f"delta-{uuid.uuid4().hex}"
        duck = ibis.duckdb.connect()
        old, new = (Layer(duck, self.folder / name) for name in (before.delta, fresh.name))
        _write(duck, self.folder / both, {name: old.under(new, name) for name in (*COLUMNS, "changed")})
        return self._note(before.base, both, before.readings, definitions), fresh / "changed.parquet"

    def folded(self, generation: Generation) -> Generation:
        """This will make the delta part of a new base when it has grown large."""
        if generation.delta is None:
            return generation
        duck = ibis.duckdb.connect()
        if Layer(duck, self.folder / generation.delta).table("changed").count().execute() < FOLD:
            return generation
        base = f"base-{uuid.uuid4().hex}"
        _write(duck, self.folder / base, self.open(generation, duck).by_name)
        return self._note(base, None, generation.readings, generation.definitions)

    def open(self, generation: Generation, duck: Any) -> Tables:
        """This will give a generation's tables in a DuckDB connection."""
        base = Layer(duck, self.folder / generation.base)
        if generation.delta is None:
            return Tables(**{name: base.table(name) for name in COLUMNS})
        delta = Layer(duck, self.folder / generation.delta)
        return Tables(**{name: base.under(delta, name) for name in COLUMNS})

    def sweep(self, keep: Generation) -> None:
        """This will remove what is no part of a generation."""
        parts = {keep.base, keep.delta, f"{keep.name}.json"}
        for path in self.folder.iterdir():
            if path.name not in parts:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


@dataclass(frozen=True)
class Layer:
    """One folder of tables."""

    duck: Any
    folder: Path

    def table(self, name: str) -> ir.Table:
        return self.duck.read_parquet(str(self.folder / f"{name}.parquet"))

    def under(self, newer: Layer, name: str) -> ir.Table:
        """This will give a table in which the newer layer's persons replace our own."""
        kept = self.table(name).anti_join(newer.table("changed"), "person")
        return kept.union(newer.table(name))


def _write(duck: Any, folder: Path, tables: dict[str, ir.Table]) -> None:
    folder.mkdir(mode=0o700)
    for name, table in tables.items():
        duck.to_parquet(table, folder / f"{name}.parquet", compression="zstd")
