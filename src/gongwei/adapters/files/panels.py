"""Counts of many series over one axis of time, read from a long table: series, date, count and population."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.files.columns import Table, WrongTable, read_table

MOST_CELLS = 200_000_000


@dataclass(frozen=True)
class Panel:
    """`counts` (series, times), NaN where the file has none; `days` of the times; `notes` say what was filled in."""

    names: list[str]
    days: NDArray[np.datetime64]
    counts: NDArray[np.float64]
    population: NDArray[np.float64] | None
    notes: tuple[str, ...]


def panel(source: bytes, *, weekly: bool, population: str | None = None) -> Panel:
    """Read a table in any order. Raises WrongTable for a repeated day, or days that are no weeks where they must be."""
    table = read_table(source)
    if not len(table):
        raise WrongTable("the file has no rows under its header")
    names, series = table.groups("series")
    days = table.days("date")
    counts = table.numbers("count", lowest=0, whole=True, missing=True)
    axis = _axis(table, days, weekly=weekly)
    if len(names) * len(axis) > MOST_CELLS:
        raise WrongTable(f"{len(names)} series over {len(axis)} times are too many for one run: split the file")
    at = ((days - axis[0]) // (axis[1] - axis[0] if len(axis) > 1 else np.timedelta64(1, "D"))).astype(np.intp)
    table.refuse_repeated("date", series * len(axis) + at, " in its series")
    filled = np.full((len(names), len(axis)), np.nan)
    filled[series, at] = counts
    people = _people(table, population, series, at, filled.shape)
    gaps = int(np.isnan(filled).sum())
    notes = (f"{gaps} counts are missing and were left out of the past",) if gaps else ()
    return Panel(names, axis, filled, people, notes)


def _axis(table: Table, days: NDArray[np.datetime64], *, weekly: bool) -> NDArray[np.datetime64]:
    first, last = days.min(), days.max()
    apart = (days - first).astype(int)
    if not weekly and (apart % 7).any():
        return np.arange(first, last + 1)
    table.refuse("date", apart % 7 != 0, f"is not a whole number of weeks from {first}: give one day of each week")
    return np.arange(first, last + 1, np.timedelta64(7, "D"))


def _people(
    table: Table, name: str | None, series: NDArray[np.intp], at: NDArray[np.intp], shape: tuple[int, ...]
) -> NDArray[np.float64] | None:
    """Read the population where the file has it; a missing one is carried from the time before, then from after."""
    if name is None and not table.has("population"):
        return None
    column = name or "population"
    people = table.numbers(column, missing=True)
    table.refuse(column, people <= 0, "is no population: it must be above 0, or empty")
    filled = np.full(shape, np.nan)
    filled[series, at] = people
    for order in (1, -1):
        along = filled[:, ::order]
        known = np.maximum.accumulate(np.where(np.isnan(along), -1, np.arange(shape[1])), axis=1)
        carried = np.take_along_axis(along, np.maximum(known, 0), axis=1)
        filled = np.where(known >= 0, carried, np.nan)[:, ::order]
    if np.isnan(filled).any():
        raise WrongTable(f"column “{column}”: a series has no population at all; fill it in, or leave the column out")
    return filled
