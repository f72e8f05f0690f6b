"""The residents as arrays, before they become tables: households in villages, births, families and names."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gongwei.adapters.synth import households
from gongwei.adapters.synth.draws import YEAR_DAYS, Days, choose, day, largest_remainder, stream
from gongwei.adapters.synth.figures import rows
from gongwei.adapters.synth.places import Places
from gongwei.adapters.synth.pyramid import MALE, district_pyramids, survival
from gongwei.adapters.synth.texts import joined, taken
from gongwei.domain.names import given_syllables, key_of, surname_syllables

MOTHERS_NAME = 0.07  # share of children who bear their mother's surname (more than 1.1 million in all, 2018)


@dataclass(frozen=True, slots=True)
class People:
    """One row per person in each array; households stand together, their head first."""

    village: NDArray[np.int32]  # position in the places
    household: NDArray[np.int32]
    head: NDArray[np.int32]  # row of the head of the household
    role: NDArray[np.int8]
    sex: NDArray[np.int8]  # 0 male, 1 female
    birth: Days
    surname: NDArray[np.int32]
    given: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.birth)


def settle(seed: int, places: Places, *, residents: int, as_of: date, since: date) -> People:
    """Fill the places with households, in the order of the villages.

    The pyramid is that of the living on the day, plus those who died since.
    """
    rng = stream(seed, "settle")
    districts, starts = np.unique(places.districts, return_index=True)
    quotas = largest_remainder(places.people, residents)
    pyramids = district_pyramids(as_of=as_of)
    gone = survival((as_of - since).days / YEAR_DAYS)
    wanted = [pyramids.get(int(district), pyramids[0]) / gone for district in districts]
    frequencies = [households.fit(pyramid / pyramid.sum()) for pyramid in wanted]
    drawn, villages = [], []
    for own, first, last in zip(frequencies, starts, [*starts[1:], len(quotas)], strict=True):
        members = households.draw(rng, own, int(quotas[first:last].sum()))
        drawn.append(members)
        villages.append(first + _villages(members, quotas[first:last]))
    return _people(rng, drawn, np.concatenate(villages), day(as_of))


def _villages(members: households.Members, quotas: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put each household where its middle falls, so that none is torn apart."""
    start = np.flatnonzero(np.diff(members.household, prepend=-1))
    middle = start + np.diff(start, append=len(members.household)) / 2
    place = np.searchsorted(np.cumsum(quotas), middle, side="right")
    return np.minimum(place, len(quotas) - 1)[members.household]


def _people(
    rng: np.random.Generator, drawn: list[households.Members], village: NDArray[np.int64], as_of: int
) -> People:
    offsets = np.cumsum([0, *(members.household[-1] + 1 if len(members.household) else 0 for members in drawn)])
    household = np.concatenate([members.household + offset for members, offset in zip(drawn, offsets, strict=False)])
    role = np.concatenate([members.role for members in drawn])
    sex = np.concatenate([members.sex for members in drawn])
    age = np.concatenate([members.age for members in drawn])
    birth = as_of - np.floor(age * YEAR_DAYS).astype(np.int32) - rng.integers(1, 366, len(age), dtype=np.int32)
    head = np.flatnonzero(np.diff(household, prepend=-1)).astype(np.int32)[household]
    return People(
        village.astype(np.int32),
        household.astype(np.int32),
        head,
        role,
        sex,
        birth.astype(np.int32),
        _surnames(rng, role, head, sex),
        GIVEN.draw(rng, birth, sex),
    )


def _surnames(
    rng: np.random.Generator, role: NDArray[np.int8], head: NDArray[np.int32], sex: NDArray[np.int8]
) -> NDArray[np.int32]:
    own = choose(rng, SURNAME_WEIGHTS, len(role))
    fathers = np.isin(role, (households.CHILD, households.SECOND)) & (sex[head] == MALE)
    fathers &= rng.random(len(role)) >= MOTHERS_NAME
    return np.where(fathers | (role == households.FATHER), own[head], own).astype(np.int32)


class GivenNames:
    """Given names of all decades and both sexes in one list, and how to draw from it by birth and sex."""

    FAVOURITES = 0.22  # share of people who bear one of the most frequent names of their decade (ours)

    def __init__(self, figures: list[dict[str, str]]) -> None:
        self.names: list[str] = []
        self.groups: list[tuple[int, int, int, NDArray[np.float64]]] = []
        for row in figures:
            start, weights = len(self.names), self._add(row)
            first_day = day(date(int(row["born_from"]), 1, 1))
            self.groups.append((first_day, int(row["sex"]) - 1, start, weights))

    def _add(self, row: dict[str, str]) -> NDArray[np.float64]:
        singles, favourites = row["singles"].split(), row["favourites"].split()
        pairs = [first + second for first in row["firsts"].split() for second in row["seconds"].split()]
        self.names += singles + favourites + pairs
        single = float(row["single_percent"]) / 100
        shares = (single, (1 - single) * self.FAVOURITES, (1 - single) * (1 - self.FAVOURITES))
        parts = (singles, favourites, pairs)
        return np.concatenate([_falling(len(part)) * share for part, share in zip(parts, shares, strict=True)])

    def draw(self, rng: np.random.Generator, birth: Days, sex: NDArray[np.int8]) -> NDArray[np.int32]:
        """Draw names as positions in the list."""
        chosen = np.zeros(len(birth), dtype=np.int32)
        firsts = np.array(sorted({group[0] for group in self.groups}))
        decade = firsts[np.maximum(np.searchsorted(firsts, birth, side="right") - 1, 0)]
        for first_day, own_sex, start, weights in self.groups:
            bearers = np.flatnonzero((decade == first_day) & (sex == own_sex))
            chosen[bearers] = start + choose(rng, weights, len(bearers))
        return chosen


def _falling(count: int) -> NDArray[np.float64]:
    """Give weights that fall gently along a list and add up to one."""
    weights = 1 / (np.arange(count) + 5.0)
    return weights / weights.sum()


GIVEN = GivenNames(rows("given_names.csv"))
SURNAMES = [row["surname"] for row in rows("surnames.csv")]
SURNAME_WEIGHTS = np.array([float(row["percent"]) for row in rows("surnames.csv")])


def name_columns(surname: NDArray[np.int32], given: NDArray[np.int32]) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Write names, their pinyin and their initials."""
    surname_keys = [key_of(surname_syllables(text)) for text in SURNAMES]
    given_keys = [key_of(given_syllables(text)) for text in GIVEN.names]
    return (
        joined(taken(SURNAMES, surname), taken(GIVEN.names, given)),
        joined(taken([k.pinyin for k in surname_keys], surname), taken([k.pinyin for k in given_keys], given)),
        joined(taken([k.initials for k in surname_keys], surname), taken([k.initials for k in given_keys], given)),
    )
