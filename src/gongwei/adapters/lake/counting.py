"""Counting: how many people of each village stand below and above an indicator's line."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import ibis
import ibis.expr.types as ir
import sqlglot
from duckdb import DuckDBPyConnection

from gongwei.adapters.lake.reading import City
from gongwei.adapters.lake.tables import Tables, reading_columns, unbound
from gongwei.domain import period
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import calendar_year

PLACED = "placed"  # the residents, each with the team of their contract
TOGETHER = 4  # indicators to a query: each join carries the columns of those before it, so one long query crawls


@dataclass(frozen=True)
class Count:
    """How many people of one village or team count below (`denominator`) and above (`numerator`) the line in a year."""

    indicator: str
    of: int | UUID  # a village's code, or a team under contract
    year: int
    numerator: int
    denominator: int


def needed(indicators: Iterable[Indicator]) -> dict[str, str]:
    """List the keys of readings that indicators use, with the types of their columns."""
    return reading_columns(part for one in indicators for part in (one.population, one.counted))


def placed(tables: Tables, *, on: date) -> ir.Table:
    """Give the residents with `team`: that of the contract in force on a day, the latest begun of several.

    It is that of `Record.team_on`, the reference.
    """
    rows = tables.enrolments
    rows = rows.filter(rows.team.notnull(), rows.start <= on, rows.stop.isnull() | (rows.stop > on))
    latest = ibis.window(group_by=rows.person, order_by=[rows.start.desc(), rows.team.desc()])
    rows = rows.mutate(place=ibis.row_number().over(latest))
    held = rows.filter(rows.place == 0).select(held_by="person", team="team")
    people = tables.residents
    return people.left_join(held, people.person == held.held_by).drop("held_by")


def members(indicators: Iterable[Indicator], tables: Tables, *, year: int, as_of: date) -> ir.Table:
    """Give a row for each resident, and two truths for each indicator: `KEY_below` and `KEY_above`.

    They are those of `Indicator.count`, the reference.
    """
    listed, whole = tuple(indicators), calendar_year(year)
    definitions = {f"{one.key}_population": one.population for one in listed}
    definitions |= {f"{one.key}_counted": one.counted for one in listed}
    read = City(tables, on=as_of, period=whole).read(definitions)
    begun = ibis.literal(as_of >= whole.start)
    columns: dict[str, ir.Value] = {}
    for one in listed:
        counted, below = read[f"{one.key}_counted"], read[f"{one.key}_population"].fill_null(False) & begun
        if one.unknown == "excluded":
            below = below & counted.notnull()
        columns |= {f"{one.key}_below": below, f"{one.key}_above": below & counted.fill_null(False)}
    kept = [one for one in ("person", "area_code", "team") if one in read.columns]
    return read.select(*kept, **columns)


@lru_cache(maxsize=64)
def tally(indicators: tuple[Indicator, ...], *, year: int, as_of: date, kept: Path | None = None) -> tuple[str, ...]:
    """Give the queries that count every indicator in every village and team, two columns to each.

    The first makes the table that they count; of the others there is one for each of `parts`.

    Compiling takes longer than counting a town, so the texts are kept in the folder `kept` for the next process. A year
    that is over reads alike on every later day.
    """
    known_on = min(as_of, calendar_year(year).last_day)
    if kept is None:
        return _compiled(indicators, year, known_on)
    file = kept / f"{year}-{_digest(indicators, known_on)}.json"
    try:
        return tuple(json.loads(file.read_text()))
    except FileNotFoundError:
        texts = _compiled(indicators, year, known_on)
        _keep(file, json.dumps(texts))
        return texts


def parts(indicators: tuple[Indicator, ...]) -> Iterator[tuple[Indicator, ...]]:
    """Part indicators into those that one query counts."""
    for first in range(0, len(indicators), TOGETHER):
        yield indicators[first : first + TOGETHER]


def _compiled(indicators: tuple[Indicator, ...], year: int, as_of: date) -> tuple[str, ...]:
    tables = unbound(needed(indicators))
    people = placed(tables, on=as_of)
    made = f"CREATE OR REPLACE TEMP TABLE {PLACED} AS {ibis.to_sql(people, dialect='duckdb')}"
    tables = replace(tables, residents=ibis.table(people.schema(), name=PLACED))
    return made, *(_query(part, tables, year, as_of) for part in parts(indicators))


def _query(part: tuple[Indicator, ...], tables: Tables, year: int, as_of: date) -> str:
    people = members(part, tables, year=year, as_of=as_of)
    sides = {f"{one.key}_{side}" for one in part for side in ("above", "below")}
    counted = people.group_by("area_code", "team").aggregate(**{side: people[side].sum() for side in sorted(sides)})
    return str(ibis.to_sql(counted, dialect="duckdb"))


def _digest(indicators: tuple[Indicator, ...], as_of: date) -> str:
    """Name all that a query's text depends on: the definitions, the day, and the code that compiles them."""
    read = hashlib.sha256(repr((indicators, as_of, ibis.__version__, sqlglot.__version__)).encode())
    for source in sorted([*Path(__file__).parent.glob("*.py"), *Path(period.__file__).parent.glob("*.py")]):
        read.update(source.read_bytes())
    return read.hexdigest()[:32]


def _keep(file: Path, text: str) -> None:
    """Write the queries of a year whole, in the place of any that were kept of that year."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in file.parent.glob(f"{file.name.partition('-')[0]}-*"):
        old.unlink(missing_ok=True)
    half = file.with_suffix(f".{uuid.uuid4().hex}")
    half.write_text(text)
    half.replace(file)


def counts(
    indicators: tuple[Indicator, ...],
    duck: DuckDBPyConnection,
    *,
    year: int,
    as_of: date,
    kept: Path | None = None,
) -> Iterator[Count]:
    """Count the lake that is open in a connection; villages and teams where nobody counts are left out."""
    first, *texts = tally(indicators, year=year, as_of=as_of, kept=kept)
    duck.execute(first)
    for part, text in zip(parts(indicators), texts, strict=True):
        rows = duck.execute(text).to_arrow_table().to_pylist()
        for one in part:
            for of, (above, below) in _added(rows, f"{one.key}_above", f"{one.key}_below").items():
                yield Count(one.key, of, year, above, below)


def _added(rows: list[dict[str, Any]], above: str, below: str) -> dict[int | UUID, tuple[int, int]]:
    """Add what stands by village and team up to villages, and to teams."""
    found: dict[int | str, tuple[int, int]] = {}
    for row in rows:
        if row[below]:
            for of in (row["area_code"], row["team"]):  # Arrow gives a team as text
                if of is not None:
                    before = found.get(of, (0, 0))
                    found[of] = before[0] + int(row[above]), before[1] + int(row[below])
    return {of if isinstance(of, int) else UUID(of): sides for of, sides in found.items()}
