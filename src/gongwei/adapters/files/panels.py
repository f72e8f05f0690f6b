"""Counts of many series over one axis of time, read from a long table: series, date, count and population."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.files.columns import Table, WrongTable, read_table

MOST_CELLS = 200_000_000
MOST_TOLD = 5


@dataclass(frozen=True)
class Panel:
    """`counts` (series, times), NaN where the file has none; `days` of the times; `notes` say what was filled in.

    `corrections` are (series, day, how much a cumulative total fell): no cases, and the day's own count is unknown.
    """

    names: list[str]
    days: NDArray[np.datetime64]
    counts: NDArray[np.float64]
    population: NDArray[np.float64] | None
    notes: tuple[str, ...]
    corrections: tuple[tuple[str, np.datetime64, float], ...] = ()


def panel(source: bytes, *, weekly: bool, population: str | None = None, cumulative: bool = False) -> Panel:
    """Read a table in any order; `cumulative` totals become the cases of each time.

    Raises WrongTable for a repeated day, or days that are no weeks where they must be.
    """
    table = read_table(source)
    table.refuse_empty()
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
    if cumulative:
        return _newly(Panel(names, axis, filled, people, ()))
    notes = (*table.out_of_order("date", days, series), *_empty(table, counts), *_missing(names, axis, filled))
    return Panel(names, axis, filled, people, notes)


def _empty(table: Table, counts: NDArray[np.float64]) -> tuple[str, ...]:
    """Name the rows whose count was left empty."""
    rows = [table.rows[int(place)] for place in np.flatnonzero(np.isnan(counts)).tolist()]
    if not rows:
        return ()
    named = ", ".join(map(str, rows[:MOST_TOLD])) + (" …" if len(rows) > MOST_TOLD else "")
    return (f"column “count” is empty in row {named}: taken as not known; write 0 if none was counted",)


def _missing(names: list[str], days: NDArray[np.datetime64], counts: NDArray[np.float64]) -> tuple[str, ...]:
    """Say how many times have no count, and the first of them."""
    gaps = np.argwhere(np.isnan(counts))
    if not len(gaps):
        return ()
    series, at = gaps[0]
    first = f"the first is {days[at]} of series “{names[series]}”"
    remedy = "add their rows, 0 where none was counted"
    return (f"{len(gaps)} counts are missing ({first}) and were left out of the past: {remedy}",)


def _newly(totals: Panel) -> Panel:
    """Turn totals into what was added at each time; a total that falls corrects the past and is no count of today."""
    if len(totals.days) < 2:
        raise WrongTable("one cumulative total says nothing of a time: give the total before it too")
    added = np.diff(totals.counts, axis=1)
    fell = [(int(row), int(at)) for row, at in np.argwhere(added < 0)]
    corrections = tuple((totals.names[row], totals.days[at + 1], float(added[row, at])) for row, at in fell)
    counts = np.where(added < 0, np.nan, added)
    people = None if totals.population is None else totals.population[:, 1:]
    told = tuple(f"{name}, {day}: the total fell by {-by:g}, a correction, not cases" for name, day, by in corrections)
    more = (f"{len(told) - MOST_TOLD} more corrections",) if len(told) > MOST_TOLD else ()
    notes = (*told[:MOST_TOLD], *more, *_missing(totals.names, totals.days[1:], counts))
    return Panel(totals.names, totals.days[1:], counts, people, notes, corrections)


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
