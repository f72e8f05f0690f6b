"""What a short programme's made history needs: whom it takes in, how they are measured, how the form is filled."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import YEAR_DAYS, Days
from gongwei.adapters.synth.follow import Enrolled, Patients, Visits
from gongwei.adapters.synth.scene import Scene
from gongwei.adapters.synth.sheet import Sheet


@dataclass(frozen=True)
class Found:
    """Who may be taken in, from which day, and the share of them that is."""

    person: NDArray[np.int32]
    day: Days
    share: NDArray[np.float64]


@dataclass(frozen=True)
class Short:
    """One programme: `interval` in days between its visits, `youngest` the age from which it takes people in."""

    key: str
    youngest: int
    interval: int
    find: Callable[[Scene, np.random.Generator], Found]
    patients: Callable[[np.random.Generator, Enrolled, Scene], Patients]
    fill: Callable[[np.random.Generator, Visits, Enrolled, Scene], Sheet]


def years_old(scene: Scene) -> NDArray[np.float64]:
    """Give everybody's age at the end of the histories, in years."""
    return (scene.until - scene.birth) / YEAR_DAYS


def ill(scene: Scene, *codes: str) -> NDArray[np.bool_]:
    """Mark who has one of the conditions."""
    has = np.zeros(len(scene.people), dtype=bool)
    for code in codes:
        has[scene.conditions.of(code)[0]] = True
    return has


def some(scene: Scene, chosen: NDArray[np.bool_], days: Days, share: float) -> Found:
    """Take in a share of those chosen, more of them where the village enrols well."""
    person = np.flatnonzero(chosen).astype(np.int32)
    return Found(person, days[person].astype(np.int32), scene.traits.enrolled[scene.people.village[person]] * share)
