"""Untrue records, planted so that looking for them can be measured: copied and rounded pressures, odd moments.

A few institutions copy or round; a few wrote their last visits all in some minutes; some were written at night.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import stream
from gongwei.adapters.synth.follow import Visits
from gongwei.adapters.synth.quality import Traits
from gongwei.adapters.synth.scene import Scene

AT_NIGHT, IN_A_BURST = "writing: at night", "writing: many in minutes"
KINDS = (AT_NIGHT, IN_A_BURST)
COPIES, ROUNDS = 0.6, 0.9  # share of an untrue institution's pressures (ours)
MANY, MINUTES = 14, 9  # visits that were written afterwards, and in how many minutes


@dataclass(frozen=True)
class Odd:
    """Visits that were written at an odd moment: row, seconds after 08:00 in China, position in KINDS."""

    rows: NDArray[np.intp]
    seconds: NDArray[np.int64]
    kinds: NDArray[np.int8]


def untrue(scene: Scene, what: str, share: float) -> NDArray[np.bool_]:
    """Say of every institution whether it writes so."""
    return stream(scene.seed, f"untrue {what}").random(len(scene.institutions.bodies)) < share


def measured(scene: Scene) -> Traits:
    """Give the traits of villages as their institutions measure: some round nearly all, some copy."""
    of_village = scene.institutions.of_village
    rounds = untrue(scene, "rounding", scene.rates.rounding)[of_village]
    copies = untrue(scene, "copying", scene.rates.copying)[of_village]
    return replace(
        scene.traits, rounding=np.where(rounds, ROUNDS, scene.traits.rounding), copying=np.where(copies, COPIES, 0.0)
    )


def odd_moments(scene: Scene, key: str, visits: Visits, person: NDArray[np.int32]) -> Odd:
    """Choose visits that were written at night, and for some institutions the last ones, all written in minutes."""
    rng = stream(scene.seed, f"{key} odd moments")
    night = np.flatnonzero(rng.random(len(visits)) < scene.rates.night)
    seconds = -rng.integers(3 * 3600, 8 * 3600, len(night))  # from midnight to five
    parts = [Odd(night, seconds, np.zeros(len(night), np.int8))]
    institution = scene.institutions.of_village[scene.people.village[person]]
    for one in np.flatnonzero(untrue(scene, "bursts", scene.rates.bursts)):
        own = np.flatnonzero(institution == one)
        if len(own) >= MANY:
            rows = own[np.argsort(visits.day[own], kind="stable")][-MANY:]
            late = (visits.day[rows].max() - visits.day[rows]).astype(np.int64) * 86_400
            moments = late + 8 * 3600 + np.sort(rng.choice(MINUTES * 60, MANY, replace=False))
            parts.append(Odd(rows, moments, np.ones(len(rows), np.int8)))
    together = [np.concatenate([getattr(part, name) for part in parts]) for name in ("rows", "seconds", "kinds")]
    _rows, last = np.unique(together[0][::-1], return_index=True)  # a visit of a burst is not at night as well
    kept = len(together[0]) - 1 - last
    return Odd(*(column[kept] for column in together))
