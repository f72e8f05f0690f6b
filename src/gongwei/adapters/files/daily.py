"""One count a day, without gaps, and a serial interval by day: what the methods of transmission are given."""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.files.columns import Table, WrongTable, read_table


def daily_counts(table: Table) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """Read date,count in any order. Raises WrongTable for a day that stands twice or is missing."""
    table.refuse_empty()
    days, counts = table.days("date"), table.numbers("count", lowest=0, whole=True)
    table.refuse_repeated("date", days)
    axis = np.arange(days.min(), days.max() + 1)
    missing = np.setdiff1d(axis, days)
    if missing.size:
        raise WrongTable(f"column “date”: {missing[0]} is missing; give every day, 0 where nobody fell ill")
    return axis, counts[np.argsort(days)]


def interval_by_day(source: bytes) -> NDArray[np.float64]:
    """Read days,share (or days,pairs) as chances by day that add up to 1, none on day 0. Raises WrongTable."""
    table = read_table(source)
    column = "share" if table.has("share") else "pairs"
    days, weight = table.numbers("days", lowest=0, whole=True), table.numbers(column, lowest=0)
    table.refuse_repeated("days", days)
    table.refuse(
        "days", (days == 0) & (weight > 0), "cannot have a share: a case follows its infector a day later or more"
    )
    if not len(table) or weight.sum() == 0:
        raise WrongTable(f"column “{column}” has nothing above 0: there is no serial interval")
    found = np.zeros(int(days.max()) + 1)
    found[days.astype(int)] = weight / weight.sum()
    return found
