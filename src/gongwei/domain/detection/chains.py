"""Follow who infected whom: generations, chains, the cases that each case made, and the serial interval of pairs.

Onset is a day number; whose infector is unknown, or was no case of the outbreak, begins a chain.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


class WrongLinks(ValueError):
    """The links are no chains: a case twice, an infector that is no case, a circle. `case` names the row to mend."""

    def __init__(self, case: int, why: str) -> None:
        super().__init__(why)
        self.case = case


class NoInterval(ValueError):
    """No pair can say how long it takes from one case to the next; the message says why."""


@dataclass(frozen=True)
class Chains:
    """One element a case: place of the case that began its chain, its generation (0 begins), the cases it made."""

    root: NDArray[np.intp]
    generation: NDArray[np.intp]
    infected: NDArray[np.intp]

    @property
    def sizes(self) -> dict[int, int]:
        """Give the number of cases in each chain, by the case that began it."""
        roots, counts = np.unique(self.root, return_counts=True)
        return {int(root): int(count) for root, count in zip(roots, counts, strict=True)}


def chains(cases: Sequence[str], infectors: Sequence[str]) -> Chains:
    """Follow the links from each case to its infector, "" for none known. Raises WrongLinks."""
    place: dict[str, int] = {}
    for at, case in enumerate(cases):
        if case in place:
            raise WrongLinks(at, f"case {case} stands twice: a case has one infector; keep one row")
        place[case] = at
    before = np.full(len(cases), -1, dtype=np.intp)
    for at, infector in enumerate(infectors):
        if infector and infector not in place:
            raise WrongLinks(at, f"infector {infector} is no case of the file: add it, or leave the cell empty")
        before[at] = place[infector] if infector else -1
    root, generation = _followed(cases, before)
    return Chains(root, generation, np.bincount(before[before >= 0], minlength=len(cases)))


def _followed(cases: Sequence[str], before: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Go back from every case to the first that is known, and forward again."""
    root, generation = np.full(len(cases), -1, dtype=np.intp), np.zeros(len(cases), dtype=np.intp)
    for start in range(len(cases)):
        path: list[int] = []
        at, on_path = start, set()
        while root[at] < 0 and before[at] >= 0:
            if at in on_path:
                circle = [*path[path.index(at) :], at]
                raise WrongLinks(at, f"cases infect each other in a circle: {_told(cases, circle)}; mend one link")
            path.append(at)
            on_path.add(at)
            at = int(before[at])
        if root[at] < 0:
            root[at] = at
        for step, case in enumerate(reversed(path), 1):
            root[case], generation[case] = root[at], generation[at] + step
    return root, generation


def _told(cases: Sequence[str], circle: Sequence[int]) -> str:
    shown = [cases[at] for at in circle]
    return " ← ".join(shown if len(shown) < 8 else [*shown[:3], "…", *shown[-2:]])


def serial_intervals(cases: Sequence[str], infectors: Sequence[str], onset: ArrayLike) -> NDArray[np.float64]:
    """Give the days from the infector's onset to the case's: NaN without either, below 0 if the case fell ill first."""
    days = np.asarray(onset, dtype=float)
    place = {case: at for at, case in enumerate(cases)}
    return np.array(
        [days[at] - days[place[infector]] if infector else np.nan for at, infector in enumerate(infectors)], dtype=float
    )


def interval_of_pairs(days: ArrayLike) -> tuple[NDArray[np.float64], int]:
    """Turn serial intervals into chances by day, 0 first, for Cori's method, and count the pairs that it leaves out.

    The method has no room for who fell ill on the same day as the infector or before: such pairs are left out, as are
    unknown ones. Raises NoInterval.
    """
    seen = np.asarray(days, dtype=float)
    seen = seen[~np.isnan(seen)]
    kept = seen[seen >= 1].astype(int)
    if not kept.size:
        raise NoInterval("no case fell ill a day or more after its infector: there is no serial interval")
    counted = np.bincount(kept).astype(float)
    return counted / counted.sum(), int(seen.size - kept.size)
