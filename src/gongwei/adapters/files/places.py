"""Places with their coordinates and people, and counts by place and day, from two tables that name the same places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.files.columns import Table, WrongTable, read_table

MOST_CELLS = 100_000_000
ON_THE_PLANE, ON_THE_SPHERE = ("x", "y"), ("longitude", "latitude")


@dataclass(frozen=True)
class Places:
    """`x`, `y` in one unit on a plane, or degrees of longitude and latitude where `sphere`; people if the file has."""

    names: list[str]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    sphere: bool
    population: NDArray[np.float64] | None


def read_places(source: bytes) -> Places:
    """Read place,x,y or place,longitude,latitude, and population where there is one. Raises WrongTable."""
    table = read_table(source)
    table.refuse_empty()
    names = table.texts("place")
    table.refuse_repeated("place", np.array(names))
    sphere = all(table.has(name) for name in ON_THE_SPHERE)
    x, y = (table.numbers(name) for name in (ON_THE_SPHERE if sphere else ON_THE_PLANE))
    people = table.numbers("population", lowest=0) if table.has("population") else None
    return Places(names, x, y, sphere, people)


def values_of(source: bytes, places: Places) -> NDArray[np.float64]:
    """Read place (or group) and value in the order of the places. Raises WrongTable for one without a value."""
    table = read_table(source)
    table.refuse_empty()
    column = "place" if table.has("place") else "group"
    at = _places(table, column, places)
    values = table.numbers("value")
    table.refuse_repeated(column, at)
    missing = np.setdiff1d(np.arange(len(places.names)), at)
    if missing.size:
        raise WrongTable(f"column “{column}”: “{places.names[missing[0]]}” has no row; give each place its value")
    return values[np.argsort(at)]


def counts_by_place(
    source: bytes, places: Places
) -> tuple[NDArray[np.int64], NDArray[np.datetime64] | None, tuple[str, ...]]:
    """Read place (or group)[,date],count as (places, times), 0 where there is no row, and the days of the times.

    No date, no days: None. Days that are all whole weeks apart are read as weeks. Gives words about what was filled
    in. Raises WrongTable.
    """
    table = read_table(source)
    table.refuse_empty()
    column = "place" if table.has("place") else "group"
    at = _places(table, column, places)
    count = table.numbers("count", lowest=0, whole=True)
    days, time = _times(table)
    times = len(days) if days is not None else 1
    if len(places.names) * times > MOST_CELLS:
        raise WrongTable(f"{len(places.names)} places over {times} times are too many for one run: split the file")
    table.refuse_repeated(
        "place" if days is None else "date", at * times + time, "" if days is None else " in its place"
    )
    counts = np.zeros((len(places.names), times), dtype=np.int64)
    counts[at, time] = count.astype(np.int64)
    empty = counts.size - len(table)
    return counts, days, ((f"{empty} places or days have no row and count 0",) if empty else ())


def _times(table: Table) -> tuple[NDArray[np.datetime64] | None, NDArray[np.intp]]:
    if not table.has("date"):
        return None, np.zeros(len(table), dtype=np.intp)
    days = table.days("date")
    apart = (days - days.min()).astype(int)
    step = 7 if apart.any() and not (apart % 7).any() else 1
    return np.arange(days.min(), days.max() + 1, np.timedelta64(step, "D")), (apart // step).astype(np.intp)


def _places(table: Table, column: str, places: Places) -> NDArray[np.intp]:
    known = {name: at for at, name in enumerate(places.names)}
    found = np.array([known.get(name, -1) for name in table.texts(column)], dtype=np.intp)
    table.refuse(column, found < 0, "is not in --places: add it there, or correct its name")
    return found
