"""The lake kept level with PostgreSQL, and the counts of every indicator made from it.

The reporting role does all of it: it reads persons without names, and writes nothing but counts and the lake's state.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from duckdb import DuckDBPyConnection
from psycopg.conninfo import make_conninfo

from gongwei.adapters.lake import export
from gongwei.adapters.lake.counting import counts, needed
from gongwei.adapters.lake.store import Generation, Store
from gongwei.apps.places.queries import village_population
from gongwei.apps.planning.models import IndicatorCount, LakeState, TeamCount
from gongwei.apps.planning.queries.numbers import know
from gongwei.catalog.discovery import indicators, indicators_of, sensitivity_of
from gongwei.catalog.settled import settled
from gongwei.domain.access import Sensitivity
from gongwei.domain.regions import CITY, ancestor
from gongwei.domain.tongue import say

FIRST_YEAR = 2023
WHOLE = 50_000  # persons: when more have changed, everything is written anew
LOCK = 7_412_001  # one refresh at a time, whoever starts it

Key = tuple[str, int | UUID, int]  # indicator, village or team, year
Sides = dict[Key, tuple[int, int]]  # numerator, denominator

ADD = """INSERT INTO planning_indicatorcount AS kept (indicator, area_code, year, numerator, denominator, as_of)
    SELECT *, %s FROM unnest(%s::text[], %s::bigint[], %s::smallint[], %s::int[], %s::int[])
    ON CONFLICT (indicator, year, area_code) DO UPDATE SET as_of = excluded.as_of,
        numerator = kept.numerator + excluded.numerator, denominator = kept.denominator + excluded.denominator"""

ADD_TEAMS = """INSERT INTO planning_teamcount AS kept
    (indicator, team_id, year, numerator, denominator, area_code, as_of)
    SELECT k.*, t.area_code, %s FROM unnest(%s::text[], %s::uuid[], %s::smallint[], %s::int[], %s::int[])
        AS k(indicator, team_id, year, numerator, denominator) JOIN contracts_team t ON t.id = k.team_id
    ON CONFLICT (indicator, year, team_id) DO UPDATE SET as_of = excluded.as_of, area_code = excluded.area_code,
        numerator = kept.numerator + excluded.numerator, denominator = kept.denominator + excluded.denominator"""
TABLES = {int: (ADD, "planning_indicatorcount"), UUID: (ADD_TEAMS, "planning_teamcount")}


class AlreadyRefreshing(RuntimeError):
    """Somebody else is refreshing the lake: wait, and look at the figures again."""


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did: `how` is "built", "recounted", "followed" or "unchanged"."""

    how: str
    persons: int
    as_of: datetime


@dataclass(frozen=True)
class Difference:
    """A count that stands in the tables otherwise than a recount finds it; (0, 0) stands for no count."""

    indicator: str
    of: int | UUID  # a village or a team
    year: int
    stands: tuple[int, int]
    recounted: tuple[int, int]


def refresh(*, on: date, at: datetime, anew: bool = False) -> Refreshed:
    """Bring lake and counts up to this moment, as seen on a day; `anew` builds both from nothing.

    Raises AlreadyRefreshing. Counts, state and the name of the lake's files are committed together, or not at all.
    """
    with _alone(), export.snapshot(_conninfo()) as source:
        return _follow(source, on=on, at=at, anew=anew)


def verify(*, on: date, at: datetime) -> list[Difference]:
    """Refresh, then build a second lake from the same rows and list every count that differs.

    Raises AlreadyRefreshing.
    """
    with _alone(), export.snapshot(_conninfo()) as source:
        _follow(source, on=on, at=at, anew=False)
        with tempfile.TemporaryDirectory(prefix="gongwei-lake-") as folder:
            store = Store(Path(folder), key=settings.PSEUDONYM_KEY)
            generation = store.build(source, needed(indicators().values()), "")
            with store.open(generation) as duck:
                recounted = _counted(duck, on, kept=None)  # compiled anew: a text gone wrong would fool both
    return _differences(_standing(), recounted)


def _follow(source: export.Source, *, on: date, at: datetime, anew: bool) -> Refreshed:
    know(at=at)
    store, state = _store(), LakeState.objects.using("report").first()
    before = store.find(state.generation) if state and not anew else None
    if before is None or state is None or before.readings != needed(indicators().values()):
        return _build(store, source, on=on, at=at)
    change = source.find_changed(state.watermark)
    if change.persons > WHOLE:
        return _build(store, source, on=on, at=at)
    same = before.definitions == _definitions() and state.counted_date == on
    if same and not change.persons:
        LakeState.objects.using("report").filter(pk=state.pk).update(as_of=at)
        return Refreshed("unchanged", 0, at)
    generation, fresh = store.extend(before, source, _definitions())
    if same:
        with store.open_before(before, fresh) as old, store.open_fresh(fresh) as new:
            difference = _minus(*(_counted(duck, on, kept=store.queries, everywhere=False) for duck in (new, old)))
        _commit(generation, change.watermark, on=on, at=at, added=difference)
    else:
        with store.open(generation) as duck:
            _commit(generation, change.watermark, on=on, at=at, whole=_counted(duck, on, kept=store.queries))
    store.sweep(generation)
    return Refreshed("followed" if same else "recounted", change.persons, at)


def _build(store: Store, source: export.Source, *, on: date, at: datetime) -> Refreshed:
    watermark = source.watermark()
    generation = store.build(source, needed(indicators().values()), _definitions())
    with store.open(generation) as duck:
        persons = duck.execute("SELECT count(*) FROM residents").fetchall()[0][0]
        _commit(generation, watermark, on=on, at=at, whole=_counted(duck, on, kept=store.queries))
    store.sweep(generation)
    return Refreshed("built", persons, at)


def _counted(duck: DuckDBPyConnection, on: date, *, kept: Path | None, everywhere: bool = True) -> Sides:
    """Count every indicator and year; `everywhere` sets the yearly population below the lines that ask for it."""
    found = {
        (one.indicator, one.of, one.year): (one.numerator, one.denominator)
        for year in range(FIRST_YEAR, on.year + 1)
        for one in counts(tuple(indicators_of(year, as_of=on).values()), duck, year=year, as_of=on, kept=kept)
    }
    by_population = [key for key, one in indicators().items() if one.denominator == "population"]
    for (indicator, of, year), (above, _) in found.items():
        if indicator in by_population:  # of a team nobody knows how many live there
            found[indicator, of, year] = (above if isinstance(of, int) else 0, 0)
    if everywhere:
        for year in range(FIRST_YEAR, on.year + 1):
            for village, people in village_population(year).items():
                for key in by_population:
                    found[key, village, year] = (found.get((key, village, year), (0, 0))[0], people)
    return _of_the_city({key: sides for key, sides in found.items() if any(sides)})


def _of_the_city(found: Sides) -> Sides:
    """Add up what counts class 5 for the city as a whole: a count of a smaller place or team would tell of somebody."""
    placed: Sides = {}
    for (indicator, of, year), (above, below) in found.items():
        hidden = sensitivity_of(indicator) == Sensitivity.HIDDEN_HEALTH
        if hidden and not isinstance(of, int):
            continue
        key = (indicator, ancestor(of, CITY) if hidden and isinstance(of, int) else of, year)
        before = placed.get(key, (0, 0))
        placed[key] = (before[0] + above, before[1] + below)
    return placed


def _minus(new: Sides, old: Sides) -> Sides:
    nothing = (0, 0)
    changes = {
        key: (new.get(key, nothing)[0] - old.get(key, nothing)[0], new.get(key, nothing)[1] - old.get(key, nothing)[1])
        for key in new.keys() | old.keys()
    }
    return {key: change for key, change in changes.items() if any(change)}


def _commit(
    generation: Generation, watermark: int, *, on: date, at: datetime, added: Sides | None = None,
    whole: Sides | None = None,
) -> None:  # fmt: skip
    """Let a generation count: from here on its files are the lake."""
    with transaction.atomic(using="report"), connections["report"].cursor() as cursor:
        sides = whole if whole is not None else added or {}
        for kind, (add, table) in TABLES.items():
            if whole is not None:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            cursor.execute(add, [at, *_columns(sides, kind)])
            cursor.execute(f"DELETE FROM {table} WHERE numerator = 0 AND denominator = 0")  # noqa: S608
        state = {"generation": generation.name, "watermark": watermark, "as_of": at, "counted_date": on}
        LakeState.objects.using("report").update_or_create(pk=1, defaults=state)


def _columns(sides: Sides, kind: type) -> Iterator[list[Any]]:
    rows = [(*key, *counted) for key, counted in sides.items() if isinstance(key[1], kind)]
    for place in range(5):
        yield [row[place] for row in rows]


def _standing() -> Sides:
    counted = ("year", "numerator", "denominator")
    villages = IndicatorCount.objects.using("report").values_list("indicator", "area_code", *counted)
    teams = TeamCount.objects.using("report").values_list("indicator", "team_id", *counted)
    return {(key, of, year): (above, below) for key, of, year, above, below in (*villages, *teams)}


def _differences(stands: Mapping[Key, tuple[int, int]], found: Mapping[Key, tuple[int, int]]) -> list[Difference]:
    nothing = (0, 0)
    pairs: Iterable[tuple[Key, tuple[int, int], tuple[int, int]]] = (
        (key, stands.get(key, nothing), found.get(key, nothing))
        for key in sorted(stands.keys() | found.keys(), key=str)
    )
    return [Difference(*key, one, other) for key, one, other in pairs if one != other]


def _definitions() -> str:
    """Give a digest that changes when a definition does, or a settled number does.

    The words of definitions are part of it, which costs one recount."""
    return hashlib.sha256(repr((sorted(indicators().items()), settled())).encode()).hexdigest()


def _store() -> Store:
    folder = Path(settings.LAKE) / connections["report"].settings_dict["NAME"]
    return Store(folder, key=settings.PSEUDONYM_KEY)


def _conninfo() -> str:
    known = connections["report"].settings_dict
    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return make_conninfo("", **{part: known[name] for part, name in parts.items() if known[name]})


@contextmanager
def _alone() -> Iterator[None]:
    with connections["report"].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyRefreshing(say("统计正在进行，请稍后再看。"))
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
