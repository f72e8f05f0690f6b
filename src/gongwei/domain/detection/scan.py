"""Find clusters in space and time: Kulldorff's Poisson scan and the space–time permutation scan.

Counts are of cases by place and time, none missing: a cell without cases is 0. A cluster is a circle of places during
a window of time with more cases than chance would put there, judged against the loudest cluster of each replicate, so
that looking everywhere costs nothing in false alarms.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongwei.domain.detection.cylinders import Counts, Cylinders, Floats, cylinders, loudest, loudest_of_each
from gongwei.domain.detection.zones import Zones, sums

MOST_CLUSTERS = 10
MOST_CYLINDERS = 20_000_000
ENOUGH_LOUDER = 50
FEWEST_FOR_TAIL = 99
SAME_SCORE = 1e-8
EULER = float(np.euler_gamma)


class NothingToScan(ValueError):
    """The counts cannot hold a cluster, or the search would be too large; the message says why and what to do."""


@dataclass(frozen=True)
class Cluster:
    """Places (nearest the centre first) from the `first` to the `last` time, both inside; counts in cases.

    `score` is the log likelihood ratio. `p_value` its rank among the replicates, `tail_p` from a Gumbel distribution
    fitted to them, which goes on where the rank ends at 1 / (replicates + 1); NaN below 99 replicates.
    `relative_risk` is infinite where every case is inside.
    """

    places: tuple[int, ...]
    first: int
    last: int
    observed: int
    expected: float
    relative_risk: float
    score: float
    p_value: float
    tail_p: float


@dataclass(frozen=True, kw_only=True)
class Search:
    """How to look. `longest` window in times, half of all if None; `ends` "now": only windows that last until now."""

    longest: int | None = None
    ends: Literal["now", "any"] = "now"
    replicates: int = 999
    seed: int = 1
    tell: Callable[[int, int], None] = field(default=lambda done, of: None)


def permutation_scan(counts: ArrayLike, zones: Zones, *, search: Search = Search()) -> list[Cluster]:
    """Look for cases that came together in space and time, given how many each place and each time had.

    Needs no population. A rise everywhere is no cluster, nor a place that always has many. (Kulldorff, Heffernan,
    Hartman, Assunção & Mostashari 2005, PLoS Med 2:e59.) Raises NothingToScan.
    """
    cases = _checked(counts)
    places, times = cases.sum(axis=1), cases.sum(axis=0)
    if (places > 0).sum() < 2 or (times > 0).sum() < 2:
        raise NothingToScan("the permutation scan needs cases in two places and at two times: use --method poisson")
    at_place, at_time = np.repeat(np.arange(len(places)), places), np.repeat(np.arange(len(times)), times)

    def replicates(rng: np.random.Generator) -> Iterator[Counts]:
        while True:
            cell = at_place * len(times) + rng.permutation(at_time)
            yield np.bincount(cell, minlength=cases.size).reshape(cases.shape)

    return _scan(cases, zones, places / cases.sum(), times / cases.sum(), replicates, search)


def poisson_scan(counts: ArrayLike, population: ArrayLike, zones: Zones, *, search: Search = Search()) -> list[Cluster]:
    """Look for more cases than a place's share of the people would have; one time alone makes it purely spatial.

    `population` of each place, the same at all times. (Kulldorff 1997; Kulldorff 2001, J R Stat Soc A 164:61–72.)
    Raises NothingToScan.
    """
    cases, people = _checked(counts), np.asarray(population, dtype=float)
    if not (people >= 0).all() or people.sum() <= 0 or (cases.sum(axis=1)[people == 0] > 0).any():
        raise NothingToScan("a place has cases and no people, or people below zero: correct the population")
    share, total = people / people.sum(), int(cases.sum())
    even = np.repeat(share / cases.shape[1], cases.shape[1])

    def replicates(rng: np.random.Generator) -> Iterator[Counts]:
        while True:
            yield rng.multinomial(total, even).reshape(cases.shape)

    return _scan(cases, zones, share, np.full(cases.shape[1], 1 / cases.shape[1]), replicates, search)


def _scan(
    cases: Counts, zones: Zones, of_place: Floats, of_time: Floats,
    replicates: Callable[[np.random.Generator], Iterator[Counts]], search: Search,
) -> list[Cluster]:  # fmt: skip
    """Find what is loud, then how loud chance is; `of_place` and `of_time` share out what is expected."""
    windows = _windows(cases.shape[1], search)
    if zones.whole.sum() * len(windows) > MOST_CYLINDERS:
        size = f"{zones.whole.sum():,} circles × {len(windows):,} windows"
        raise NothingToScan(f"{size} are too many: lower --max-neighbours or --max-days")
    until = np.append(0.0, np.cumsum(of_time))
    made = cylinders(
        zones, sums(zones, of_place), windows, until[windows[:, 1]] - until[windows[:, 0]], int(cases.sum())
    )
    found = list(_apart(cases, made))
    if not found:
        return []
    chance = _by_chance(replicates(np.random.default_rng(search.seed)), made, found[0].score, search)
    return [_judged(one, chance) for one in found]


def _windows(times: int, search: Search) -> NDArray[np.intp]:
    """List the windows as (first, one past the last), the short ones first."""
    longest = search.longest or max(times // 2, 1)
    if not 1 <= longest <= times:
        raise NothingToScan(f"the longest window is {longest} of {times} times: give 1 to {times}")
    ends = [times] if search.ends == "now" else range(1, times + 1)
    listed = [(end - length, end) for length in range(1, longest + 1) for end in ends if end >= length]
    return np.array(listed, dtype=np.intp)


def _apart(cases: Counts, made: Cylinders) -> Iterator[Cluster]:
    """Give the loudest cluster, then the loudest that shares no place with those before; of equals the smaller."""
    value, window = loudest_of_each(cases, made)
    size = np.broadcast_to(np.arange(value.shape[1]), value.shape)
    order = np.lexsort((size.ravel(), -np.round(value / SAME_SCORE).ravel()))
    taken = np.zeros(len(cases), dtype=bool)
    given = 0
    for flat in order:
        centre, step = divmod(int(flat), value.shape[1])
        if value[centre, step] <= 0 or given == MOST_CLUSTERS:
            return
        inside = made.near[centre, : step + 1]
        if not taken[inside].any():
            taken[inside] = True
            given += 1
            yield _cluster(
                cases, made, inside, float(value[centre, step]), made.row[centre, step], window[centre, step]
            )


def _cluster(cases: Counts, made: Cylinders, inside: NDArray[np.int32], score: float, row: int, window: int) -> Cluster:
    first, end = (int(one) for one in made.windows[window])
    seen, expected, total = int(cases[inside, first:end].sum()), float(made.expected[row, window]), int(cases.sum())
    risk = (seen / expected) * (total - expected) / (total - seen) if total > seen else float("inf")
    return Cluster(tuple(inside.tolist()), first, end - 1, seen, expected, risk, score, np.nan, np.nan)


def _by_chance(tables: Iterator[Counts], made: Cylinders, score: float, search: Search) -> Floats:
    """Give the loudest score of each replicate, stopping when enough are louder than what was found.

    (Besag & Clifford 1991, Biometrika 78:301–304: the rank stays a valid p-value.)
    """
    best: list[float] = []
    louder = 0
    while len(best) < search.replicates and louder < ENOUGH_LOUDER:
        best.append(loudest(next(tables), made))
        louder += best[-1] >= score - SAME_SCORE
        search.tell(len(best), search.replicates)
    return np.array(best)


def _judged(found: Cluster, chance: Floats) -> Cluster:
    """Rank a cluster among the replicates. (Gumbel: Abrams, Kulldorff & Kleinman 2010, Int J Health Geogr 9:61.)"""
    p_value = (1 + int((chance >= found.score - SAME_SCORE).sum())) / (1 + len(chance))
    tail = np.nan
    if len(chance) >= FEWEST_FOR_TAIL and chance.std() > 0:
        scale = chance.std(ddof=1) * np.sqrt(6) / np.pi
        tail = float(-np.expm1(-np.exp(-(found.score - chance.mean() + EULER * scale) / scale)))
    return Cluster(**{**vars(found), "p_value": p_value, "tail_p": tail})


def _checked(counts: ArrayLike) -> Counts:
    values = np.asarray(counts, dtype=float)
    if values.ndim != 2 or not (values >= 0).all() or (values != np.round(values)).any():
        raise NothingToScan("counts are whole numbers from 0 up, places × times, none missing")
    if values.sum() == 0:
        raise NothingToScan("there are no cases: nothing can be a cluster")
    return values.astype(np.int64)
