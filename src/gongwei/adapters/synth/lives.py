"""What happened to the residents: they came, moved, were given an archive, left or died."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import NEVER, YEAR_DAYS, Days, ages, choose, stream
from gongwei.adapters.synth.people import People
from gongwei.adapters.synth.places import Places
from gongwei.adapters.synth.pyramid import death_days
from gongwei.adapters.synth.quality import Traits

CAME = 0.38  # share of households that came from elsewhere (census 2020: residents less registered, Hangzhou)
LEFT = 0.012  # share of households that left the city since the histories begin (ours)
MOVED = 0.06  # share of households that moved inside it (ours)
SAME_DISTRICT = 0.7  # of those, from a village of the same district (ours)
ARCHIVES_BEGIN = 14_610  # 2010-01-01: the archives of the norm of 2009


@dataclass(frozen=True, slots=True)
class Lives:
    """One row per person; NEVER where something did not happen."""

    came: Days
    left: Days
    died: Days
    moved: Days  # into today's village, from `before`
    before: NDArray[np.int32]  # position of the village
    archived: Days

    @property
    def gone(self) -> Days:
        """Give the day on which a person left or died, whichever was first."""
        return np.minimum(self.left, self.died)


def live(seed: int, people: People, places: Places, traits: Traits, *, since: int, as_of: int) -> Lives:
    """Draw the dated facts of everybody's life up to the day; nothing happens on the day itself."""
    rng = stream(seed, "lives")
    came = _came(rng, people, as_of)
    start = np.maximum(np.maximum(came, people.birth), since)
    died = death_days(rng, birth=people.birth, sex=people.sex, start=start)
    died = np.where(died < as_of, died, NEVER).astype(np.int32)
    left = _for_household(rng, people, LEFT, since, as_of)
    left = np.where((left > came + 30) & (left < died), left, NEVER)
    moved = _for_household(rng, people, MOVED, since, as_of)
    household_died = np.zeros(people.household.max() + 1, dtype=bool)
    household_died[people.household[(died != NEVER) | (left != NEVER)]] = True
    moved = np.where((moved > came + 30) & ~household_died[people.household], moved, NEVER)
    return Lives(
        came,
        left.astype(np.int32),
        died,
        moved.astype(np.int32),
        _before(rng, people, places),
        _archived(rng, people, traits, came, np.minimum(left, died), as_of),
    )


def _came(rng: np.random.Generator, people: People, as_of: int) -> Days:
    """Let natives begin at birth; newcomers come as a household, within twenty years."""
    households = people.household.max() + 1
    came = as_of - (rng.beta(1, 2, households) * 20 * YEAR_DAYS).astype(np.int32) - 1
    came[rng.random(households) >= CAME] = -NEVER
    return np.maximum(came[people.household], people.birth).astype(np.int32)


def _for_household(rng: np.random.Generator, people: People, share: float, since: int, as_of: int) -> NDArray[np.int32]:
    households = people.household.max() + 1
    days = rng.integers(since, as_of, households, dtype=np.int32)
    days[rng.random(households) >= share] = NEVER
    return days[people.household]


def _before(rng: np.random.Generator, people: People, places: Places) -> NDArray[np.int32]:
    """Draw an earlier village for each household, most often in the same district."""
    households = people.household.max() + 1
    _, first, count = np.unique(places.districts, return_index=True, return_counts=True)
    district = np.repeat(np.arange(len(first)), count)[people.village]
    near = first[district] + (rng.random(households)[people.household] * count[district]).astype(np.int32)
    anywhere = choose(rng, places.people, households)[people.household]
    stays = (rng.random(households) < SAME_DISTRICT)[people.household]
    return np.where(stays, near, anywhere).astype(np.int32)


def _archived(rng: np.random.Generator, people: People, traits: Traits, came: Days, gone: Days, as_of: int) -> Days:
    """Give an archive within some months of coming; old people, whom programmes need, rarely lack one.

    A child that is born here has one from the first home visit on.
    """
    slowness = np.where(came <= people.birth, 8, 150)
    waited = np.ceil(rng.exponential(1, len(people)) * slowness).astype(np.int32)
    day = np.maximum(came, ARCHIVES_BEGIN + rng.integers(0, 900, len(people), dtype=np.int32)) + waited
    share = traits.archived[people.village]
    share = np.where(ages(people.birth, as_of) >= 60, 1 - (1 - share) * 0.6, 1 - (1 - share) * 1.08)
    has = (rng.random(len(people)) < share) & (day < np.minimum(gone, as_of))
    return np.where(has, day, NEVER).astype(np.int32)
