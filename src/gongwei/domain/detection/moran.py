"""Say whether like values lie together: Moran's I over all places, and the local one of each (LISA), through esda.

One value a place, none missing: a rate, best. Each place's neighbours are its nearest, those at the same distance as
the last of them too, all with the same weight, which add up to 1. (Moran 1950, Biometrika 37:17–23; Anselin 1995,
Geogr Anal 27:93–115.)
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongwei.domain.detection.zones import nearest

Floats = NDArray[np.float64]
KINDS = ("", "high-high", "low-high", "low-low", "high-low")


class NoMoran(ValueError):
    """The values say nothing about who lies together; the message says why."""


@dataclass(frozen=True)
class Moran:
    """`statistic` against `expected` without clustering; `p_value` two-sided by permutation, `z` by randomization."""

    statistic: float
    expected: float
    z: float
    p_value: float


@dataclass(frozen=True)
class LocalMoran:
    """One element a place: mean of its neighbours, local statistic, p-value by permutation, kind where p ≤ alpha."""

    around: Floats
    statistic: Floats
    p_value: Floats
    kind: tuple[str, ...]


def neighbours(x: ArrayLike, y: ArrayLike, *, count: int, sphere: bool = False) -> list[list[int]]:
    """List each place's neighbours. Raises NoMoran for fewer places than that, or more than half of them."""
    places = len(np.asarray(x))
    if not 1 <= count <= (places - 1) / 2:
        raise NoMoran(f"{count} neighbours of {places} places: give 1 to {max((places - 1) // 2, 1)}, or more places")
    return nearest(x, y, count, sphere=sphere)


def moran(values: ArrayLike, around: list[list[int]], *, permutations: int = 999, seed: int = 1) -> Moran:
    """Compute the global statistic. Raises NoMoran where all values are the same."""
    import esda

    y = _checked(values)
    found = esda.Moran(y, _weights(around), permutations=0)
    rng = np.random.default_rng(seed)
    centred = y - y.mean()
    shuffled = (rng.permutation(centred) for _ in range(permutations))
    by_chance = np.array([_statistic(one, around) for one in shuffled])
    louder = int((np.abs(by_chance - found.EI) >= abs(found.I - found.EI) - 1e-12).sum())
    return Moran(float(found.I), float(found.EI), float(found.z_rand), (1 + louder) / (1 + permutations))


def local_moran(
    values: ArrayLike, around: list[list[int]], *, permutations: int = 999, seed: int = 1, alpha: float = 0.05
) -> LocalMoran:
    """Compute the statistic of each place; with many places some are below `alpha` by chance. Raises NoMoran."""
    import esda

    y = _checked(values)
    found = esda.Moran_Local(y, _weights(around), permutations=0)
    p_value = _ranks(np.asarray(found.Is, dtype=float), y, around, permutations, np.random.default_rng(seed))
    kind = tuple(KINDS[quadrant] if p <= alpha else "" for quadrant, p in zip(found.q, p_value, strict=True))
    return LocalMoran(_means(y, around), np.asarray(found.Is, dtype=float), p_value, kind)


def _ranks(
    statistic: Floats, y: Floats, around: list[list[int]], permutations: int, rng: np.random.Generator
) -> Floats:
    """Rank each place's statistic, on both sides, among those with other places' values around it (Anselin 1995)."""
    z, others = y - y.mean(), len(y) - 1
    scale = others / (z @ z)
    most = max(map(len, around))
    drawn = np.array([rng.permutation(others)[:most] for _ in range(permutations)])
    p_value = np.empty(len(y))
    for place, near in enumerate(around):
        around_it = np.delete(z, place)[drawn[:, : len(near)]].mean(axis=1)
        above = int((scale * z[place] * around_it >= statistic[place] - 1e-12).sum())
        p_value[place] = min(2 * (1 + min(above, permutations - above)) / (1 + permutations), 1.0)
    return p_value


def _weights(around: list[list[int]]) -> Any:
    from libpysal.weights import W

    made = W(dict(enumerate(around)), silence_warnings=True)
    made.transform = "r"
    return made


def _means(values: Floats, around: list[list[int]]) -> Floats:
    return np.array([values[near].mean() for near in around])


def _statistic(centred: Floats, around: list[list[int]]) -> float:
    """Moran's I of values about their mean, each place's weights adding up to 1."""
    return float(centred @ _means(centred, around) / (centred @ centred))


def _checked(values: ArrayLike) -> Floats:
    y = np.asarray(values, dtype=float)
    if not np.isfinite(y).all():
        raise NoMoran("a value is missing: give each place one")
    if np.ptp(y) == 0:
        raise NoMoran("all values are the same: nothing can lie together")
    return y
