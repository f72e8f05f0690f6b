"""How the city's children were born and grow: weeks, weight, and where each stands among its age. Shares are ours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import YEAR_DAYS, stream
from gongwei.adapters.synth.scene import Scene

CHILDHOOD = 7.1 * YEAR_DAYS
EARLY = 0.065  # share born before 37 weeks (6–7 % in China's cities)


@dataclass(frozen=True, slots=True)
class Births:
    """One row per child under seven; `person` rises. Scores are SD from the middle of WS/T 423-2022."""

    person: NDArray[np.int32]
    weeks: NDArray[np.int32]
    weight: NDArray[np.float64]  # kg at birth
    tall: NDArray[np.float64]
    stout: NDArray[np.float64]  # weight for length
    head: NDArray[np.float64]

    def rows(self, person: NDArray[np.int32]) -> NDArray[np.int64]:
        """Find the rows of children."""
        return np.searchsorted(self.person, person)


def bear(scene: Scene) -> Births:
    """Draw every child's birth and growth once, so that all its programmes tell of the same child."""
    rng = stream(scene.seed, "births")
    person = np.flatnonzero(scene.birth > scene.until - CHILDHOOD).astype(np.int32)
    count = len(person)
    term = np.clip(np.rint(rng.normal(39.3, 1.1, count)), 37, 42)
    early = np.clip(np.rint(36.6 - rng.exponential(1.9, count)), 27, 36)
    weeks = np.where(rng.random(count) < EARLY, early, term).astype(np.int32)
    tall, stout = rng.normal(0.05, 0.85, count), rng.normal(0.1, 0.85, count)
    own = np.where(weeks >= 37, 0.07, 0.17) * (weeks - 39)
    weight = np.clip(3.35 + own + 0.2 * tall + 0.2 * stout + rng.normal(0, 0.2, count), 0.9, 5)
    return Births(person, weeks, weight, tall, stout, 0.4 * tall + rng.normal(0, 0.75, count))
