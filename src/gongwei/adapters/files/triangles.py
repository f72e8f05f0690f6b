"""Reports by the day of the event and the day of the report, read from a long table into a reporting triangle."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.files.columns import WrongTable, read_table

MOST_DAYS = 4000
NEARLY_ALL = 0.99


@dataclass(frozen=True)
class Triangle:
    """`reports[r, d]`: new reports d steps after `days[r]`; the last day is that of the last report."""

    days: NDArray[np.datetime64]
    reports: NDArray[np.float64]
    step: int
    notes: tuple[str, ...]


def triangle(source: bytes, *, most: int | None = None) -> Triangle:
    """Read reference_date,report_date,count; days without a row count 0. Days all whole weeks apart are weeks.

    `most` is the longest delay in days; without it, that by which 99 % were reported. Reports that came later are left
    out, and said. Raises WrongTable.
    """
    table = read_table(source)
    table.refuse_empty()
    happened, reported = table.days("reference_date"), table.days("report_date")
    count = table.numbers("count", lowest=0, whole=True)
    table.refuse("report_date", reported < happened, "is before its reference_date: correct one of them")
    first, last = happened.min(), reported.max()
    if (last - first).astype(int) > MOST_DAYS:
        raise WrongTable(f"from {first} to {last} are more than {MOST_DAYS} days: is a year wrong? split the file")
    away, late = (happened - first).astype(int), (reported - happened).astype(int)
    step = 7 if (away.any() or late.any()) and not (away % 7).any() and not (late % 7).any() else 1
    row, delay = away // step, late // step
    rows = int((last - first).astype(int)) // step + 1
    table.refuse_repeated("report_date", row * (rows + 1) + delay, " for its reference_date")
    longest = _longest(delay, count, most, step)
    kept = delay <= longest
    reports = np.zeros((rows, longest + 1))
    reports[row[kept], delay[kept]] = count[kept]
    days = np.arange(first, last + 1, np.timedelta64(step, "D"))
    return Triangle(days, reports, step, _notes(count, kept, longest * step))


def _longest(delay: NDArray[np.int_], count: NDArray[np.float64], most: int | None, step: int) -> int:
    if most is not None:
        return min(most // step, int(delay.max()))
    by_delay = np.cumsum(np.bincount(delay, weights=count))
    return int(np.argmax(by_delay >= NEARLY_ALL * by_delay[-1]))


def _notes(count: NDArray[np.float64], kept: NDArray[np.bool_], days: int) -> tuple[str, ...]:
    late = int(count[~kept].sum())
    said = f"delays of up to {days} days are counted"
    return (said, f"{late} of {int(count.sum())} reports came later and are left out") if late else (said,)
