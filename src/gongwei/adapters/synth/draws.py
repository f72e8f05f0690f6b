"""Random draws that the parts of the made city share."""

import zlib
from datetime import date

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int32]  # days since 1970-01-01, as in Arrow's date32
NEVER = np.int32(2**31 - 1)  # a day that does not come
YEAR_DAYS = 365.2425


def stream(seed: int, part: str) -> np.random.Generator:
    """Start the random numbers of one part, so that a change in one part leaves the others as they were."""
    return np.random.default_rng([seed, zlib.crc32(part.encode())])


def day(value: date) -> int:
    """Count the days since 1970-01-01."""
    return value.toordinal() - date(1970, 1, 1).toordinal()


def as_dates(days: NDArray) -> NDArray[np.datetime64]:
    """Show day counts as NumPy's dates."""
    return days.astype("datetime64[D]")


def add_months(days: Days, months: int) -> Days:
    """Move days by calendar months; a day that the month lacks becomes its last day."""
    dates = as_dates(days)
    first = dates.astype("datetime64[M]")
    moved = first + months
    within = (dates - first).astype(np.int32)
    last = ((moved + 1).astype("datetime64[D]") - moved.astype("datetime64[D]")).astype(np.int32) - 1
    return (moved.astype("datetime64[D]").astype(np.int32) + np.minimum(within, last)).astype(np.int32)


def months_on(days: Days, months: int) -> Days:
    """Give the days on which so many whole months have passed, as `gongwei.domain.period` does."""
    moved = add_months(days, months)
    return np.where(months_between(days, moved) < months, moved + 1, moved).astype(np.int32)


def months_between(start: NDArray, days: NDArray) -> NDArray[np.int32]:
    """Count whole months; a day that a month lacks is the first of the next."""
    begun, now = as_dates(start), as_dates(days)
    first, last = begun.astype("datetime64[M]"), now.astype("datetime64[M]")
    whole = (last - first).astype(np.int32)
    return (whole - ((now - last).astype(np.int32) < (begun - first).astype(np.int32))).astype(np.int32)


def birthdays(birth: Days, age: int) -> Days:
    """Give the day on which people reach an age; someone born on 29 February does so on 1 March in other years."""
    reached = add_months(birth, 12 * age)
    return np.where(ages(birth, reached) < age, reached + 1, reached).astype(np.int32)


def ages(birth: Days, on: NDArray | int) -> NDArray[np.int32]:
    """Count whole years by birthdays; someone born on 29 February has birthdays on 1 March in other years."""
    born, now = as_dates(birth), as_dates(np.broadcast_to(np.asarray(on, dtype=np.int32), birth.shape))
    years = now.astype("datetime64[Y]").astype(np.int32) - born.astype("datetime64[Y]").astype(np.int32)
    return (years - (_month_day(now) < _month_day(born))).astype(np.int32)


def _month_day(dates: NDArray[np.datetime64]) -> NDArray[np.int32]:
    months = dates.astype("datetime64[M]")
    return (months.astype(np.int32) % 12 * 31 + (dates - months).astype(np.int32)).astype(np.int32)


def choose(rng: np.random.Generator, weights: NDArray, count: int) -> NDArray[np.int32]:
    """Draw positions in proportion to weights."""
    edges = np.cumsum(weights, dtype=float)
    return np.searchsorted(edges, rng.random(count) * edges[-1], side="right").astype(np.int32)


def ids(rng: np.random.Generator, table: int, count: int) -> NDArray[np.uint8]:
    """Make UUIDs of version 8 (RFC 9562): table and row number first, so that an index grows at its end."""
    made = rng.integers(0, 256, size=(count, 16), dtype=np.uint8)
    made[:, 0:2] = np.frombuffer(table.to_bytes(2, "big"), dtype=np.uint8)
    made[:, 2:6] = np.arange(count, dtype=">u4").view(np.uint8).reshape(count, 4)
    made[:, 6] = 0x80 | made[:, 6] & 0x0F
    made[:, 8] = 0x80 | made[:, 8] & 0x3F
    return made


def largest_remainder(weights: NDArray, total: int) -> NDArray[np.int64]:
    """Share a total in whole numbers in proportion to weights; the parts add up to it."""
    exact = weights / weights.sum() * total
    parts = np.floor(exact).astype(np.int64)
    order = np.argsort(parts - exact, kind="stable")
    parts[order[: total - parts.sum()]] += 1
    return parts
