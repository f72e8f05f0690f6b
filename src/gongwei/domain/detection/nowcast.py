"""Complete recent counts by what is still to be reported: a baseline nowcast from the reporting triangle.

`reports[r, d]`: new reports on day r + d of what happened on day r, rows oldest first, none missing; the last row is
today, and what lies after today (r + d beyond the last row) is not looked at. The days may be weeks. The method is
that of the R package baselinenowcast (2025); the delay is the chain ladder's (Mack 1993, ASTIN Bulletin 23:213–225).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import nbinom, poisson

Floats = NDArray[np.float64]
FEWEST_JUDGED = 10
NEVER = 1e-12


class NoNowcast(ValueError):
    """The reports are too few to know the delay or its error; the message says what to give."""


@dataclass(frozen=True)
class Hindcast:
    """How nowcasts of this very file did, by days since the event: counts `judged`, and of these `inside` theirs.

    Each was made only from what was reported by its day; `judged` are those whose truth is known by now.
    """

    judged: NDArray[np.int64]
    inside: NDArray[np.int64]

    @property
    def coverage(self) -> float:
        """Give the share of all judged intervals that held the later count; NaN if there were none."""
        return float(self.inside.sum() / self.judged.sum()) if self.judged.sum() else float("nan")


@dataclass(frozen=True)
class Nowcast:
    """One element a row of the reports, in cases: reported by now, the estimate of all, and its interval.

    `delay` is the chance to be reported after each number of days. NaN where no report ever comes as early, and in the
    interval where too few earlier nowcasts can be judged yet to know how far they stray (`days_for_interval`).
    """

    reported: Floats
    estimate: Floats
    lower: Floats
    upper: Floats
    delay: Floats
    hindcast: Hindcast


def nowcast(reports: ArrayLike, *, history: int | None = None, confidence: float = 0.95) -> Nowcast:
    """Complete every row. The delay comes from the last `history` rows (three times the delays if None).

    What is to come is negative binomial about its expectation; how far it strays, for each age of a row, is taken from
    how nowcasts of earlier days strayed. Raises NoNowcast.
    """
    known = _checked(reports)
    rows, delays = known.shape
    total = np.cumsum(known, axis=1)
    shares = _shares_by_day(total, history or 3 * delays)
    expected, later = _to_come(total, shares)
    stray = _stray(expected, later)
    low, high = _interval(expected, stray, confidence)
    now = rows - 1
    reported = total[:, -1].copy()
    recent = np.arange(max(rows - delays + 1, 0), rows)
    age = now - recent
    reported[recent] = total[recent, age]
    estimate, lower, upper = (reported.copy() for _ in range(3))
    for column, added in ((estimate, expected), (lower, low), (upper, high)):
        column[recent] += added[now, age]
    delay = np.diff(shares[now], prepend=0)
    return Nowcast(reported, estimate, lower, upper, delay, _hindcast(later, low, high))


def days_for_interval(delays: int) -> int:
    """Say how many rows it takes until every interval can be given, for delays of 0 to `delays` − 1 days."""
    return 3 * delays + FEWEST_JUDGED


def delay_shares(reports: ArrayLike) -> Floats:
    """Compute the chance to be reported after 0, 1, 2 … days from all rows of a triangle. Raises NoNowcast."""
    total = np.cumsum(np.nan_to_num(np.asarray(reports, dtype=float)), axis=1)
    if total[:, -1].sum() == 0:
        raise NoNowcast("nothing was reported at all: give reports from which the delay can be learnt")
    return np.diff(_shares_by_day(total, len(total))[-1], prepend=0)


def completed(reports: ArrayLike, delay: ArrayLike) -> Floats:
    """Fill the cells of a triangle that lie after today with what is expected there, by delay."""
    known, share = np.array(reports, dtype=float), np.asarray(delay, dtype=float)
    reached = np.cumsum(share)
    for day in range(1, len(share)):
        open_rows = np.arange(max(len(known) - day, 0), len(known))
        if reached[day - 1] > NEVER:
            seen = known[open_rows, :day].sum(axis=1)
            known[open_rows, day] = _next(seen, reached[day - 1], share[day])
    return known


def _next(seen: Floats, reached: Floats, share: Floats) -> Floats:
    """Expect what comes on one more day where `reached` of all has been `seen`; never nothing, be it seen or not."""
    return np.asarray((seen + 1 - reached) / reached * share, dtype=float)


def _shares_by_day(total: Floats, history: int) -> Floats:
    """Give, for each day, the share reported within 0, 1, 2 … days as could be known on that day (chain ladder).

    From the longest delay backwards: within d − 1 days are reported those within d, times how many of these came
    earlier in the rows old enough to tell.
    """
    rows, delays = total.shape
    below = np.vstack([np.zeros(delays), np.cumsum(total, axis=0)])  # sums of the rows before
    day = np.arange(rows)
    first = np.maximum(day - history + 1, 0)
    shares = np.ones((rows, delays))
    for d in range(delays - 1, 0, -1):
        last = np.maximum(day - d + 1, first)
        earlier = below[last, d - 1] - below[first, d - 1]
        within = below[last, d] - below[first, d]
        shares[:, d - 1] = shares[:, d] * np.divide(earlier, within, out=np.ones(rows), where=within > 0)
    return shares


def _to_come(total: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """Give, for each day and each age of a row on it, what was expected to come and what came; NaN where unknown."""
    rows, delays = total.shape
    day, age = np.ogrid[:rows, : delays - 1]
    row = day - age
    seen = np.where(row >= 0, total[np.maximum(row, 0), age], np.nan)
    whole_now = seen.copy()
    for d in range(1, delays):
        ages = slice(0, min(d, delays - 1))
        reached, share = shares[:, [d - 1]], shares[:, [d]] - shares[:, [d - 1]]
        with np.errstate(divide="ignore", invalid="ignore"):
            more = _next(whole_now[:, ages], reached, share)
        whole_now[:, ages] += np.where(reached > NEVER, more, np.nan)
    expected = whole_now - seen
    whole = (row >= 0) & (row + delays - 1 < rows)
    later = np.where(whole, total[np.maximum(row, 0), -1] - seen, np.nan)
    return expected, later


def _stray(expected: Floats, later: Floats) -> Floats:
    """Estimate the negative binomial's φ (variance μ + φ·μ²) by age from what was known on each day, by moments.

    A nowcast made on day s of a row of age a is judged when its row is whole, on day s − a + longest delay. The first
    nowcasts, made from less than two lengths of the delay, are left out.
    """
    rows, ages = expected.shape
    fair = ~np.isnan(expected) & ~np.isnan(later) & (np.arange(rows)[:, None] >= 2 * ages + 1)
    beyond = np.where(fair, (later - expected) ** 2 - expected, 0.0)
    square = np.where(fair, expected**2, 0.0)
    found = np.full(expected.shape, np.nan)
    for age in range(ages):
        wait = ages - age
        count, excess, size = (np.cumsum(each[:, age]) for each in (fair, beyond, square))
        enough = np.flatnonzero(count[: rows - wait] >= FEWEST_JUDGED)
        found[enough + wait, age] = np.maximum(excess[enough] / np.maximum(size[enough], NEVER), 0)
    return found


def _interval(expected: Floats, stray: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Give the quantiles of what is to come; NaN where the error could not be learnt yet."""
    level = np.array([(1 - confidence) / 2, (1 + confidence) / 2])[:, None, None]
    mean = np.where(expected > 0, expected, 0.0)
    size = 1 / np.maximum(stray, 1e-9)
    with np.errstate(divide="ignore", invalid="ignore"):
        wide = nbinom.ppf(level, size, size / (size + mean))
        found = np.where(stray > 1e-9, wide, poisson.ppf(level, mean))
    found = np.where(np.isnan(expected) | np.isnan(stray), np.nan, np.where(mean > 0, found, 0.0))
    return found[0], found[1]


def _hindcast(later: Floats, low: Floats, high: Floats) -> Hindcast:
    judged = ~np.isnan(later) & ~np.isnan(low)
    with np.errstate(invalid="ignore"):
        inside = judged & (low <= later) & (later <= high)
    return Hindcast(judged.sum(axis=0), inside.sum(axis=0))


def _checked(reports: ArrayLike) -> Floats:
    known = np.array(reports, dtype=float)
    rows, delays = known.shape
    if delays < 2:
        raise NoNowcast("every report came on the day itself: nothing is to be completed")
    if rows <= delays:
        needed = f"give {delays + 1} or more, or a shorter --max-delay"
        raise NoNowcast(f"{rows} days are too few for delays of up to {delays - 1}: {needed}")
    known[np.add.outer(np.arange(rows), np.arange(delays)) >= rows] = 0
    if not (known >= 0).all():
        raise NoNowcast("a count of reports is negative or missing: write 0 for none")
    if known.sum() == 0:
        raise NoNowcast("nothing was reported at all: give reports from which the delay can be learnt")
    return known
