"""Why villages differ: who keeps records well, calls people back in time, and measures honestly.

Each district and each village has a lasting quality (a standard normal number); every trait follows it in part.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import stream


@dataclass(frozen=True, slots=True)
class Traits:
    """One number per village in each array."""

    archived: NDArray[np.float64]  # share of residents with an archive
    enrolled: NDArray[np.float64]  # share of known patients in the programme
    delay: NDArray[np.float64]  # mean delay of a visit behind its due day, days
    phone: NDArray[np.float64]  # share of visits by telephone
    pressure: NDArray[np.float64]  # what better or worse treatment adds to systolic pressure, mmHg
    rounding: NDArray[np.float64]  # share of pressures rounded to a multiple of ten
    examined: NDArray[np.float64]  # share of people from 65 examined in a year
    recheck: NDArray[np.float64]  # share of two-week rechecks that are kept
    copying: NDArray[np.float64]  # share of pressures copied from the visit before
    clinic: NDArray[np.int32]  # days from the last day of the histories to the village's next clinic, 0 to 6


def traits(seed: int, districts: NDArray[np.int64]) -> Traits:
    """Draw the traits of villages, given the district of each; 3 to 10 % without an archive by district."""
    rng = stream(seed, "quality")
    codes, place = np.unique(districts, return_inverse=True)
    district = rng.standard_normal(len(codes))
    level = 0.6 * district[place] + 0.8 * rng.standard_normal(len(place))
    unarchived = np.linspace(0.10, 0.03, len(codes))[np.argsort(np.argsort(district))]

    def trait(middle: float, spread: float, low: float, high: float) -> NDArray[np.float64]:
        own = 0.6 * rng.standard_normal(len(place))
        return np.clip(middle + spread * (0.8 * level + own), low, high)

    return Traits(
        archived=1 - unarchived[place] * rng.uniform(0.6, 1.4, len(place)),
        enrolled=trait(0.70, 0.10, 0.35, 0.95),
        delay=trait(-4, -4, -12, 20),
        phone=trait(0.09, -0.06, 0.0, 0.4),
        pressure=trait(0, -3.2, -9, 9),
        rounding=trait(0.25, -0.12, 0.02, 0.7),
        examined=trait(0.78, 0.09, 0.35, 0.97),
        recheck=trait(0.45, 0.12, 0.1, 0.9),
        copying=np.zeros(len(place)),
        clinic=rng.integers(0, 7, len(place), dtype=np.int32),
    )
