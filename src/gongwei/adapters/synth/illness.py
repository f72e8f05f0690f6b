"""Long-term conditions at published prevalence by age and sex.

Somebody who has one is more likely to have another: each person has one lasting proneness, and each condition an
own chance; both are normal, so that the prevalence of each condition stays what was published (Gaussian copula).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import YEAR_DAYS, Days, ages, stream
from gongwei.adapters.synth.figures import rows
from gongwei.adapters.synth.lives import Lives
from gongwei.adapters.synth.people import People
from gongwei.adapters.synth.pyramid import AGES

PRONENESS = 0.3  # share of the variance that conditions have in common (ours)
MEAN_YEARS = 7.0  # since a condition began (ours)
BEFORE = 20  # of the condition's first age: a condition does not begin earlier


@dataclass(frozen=True, slots=True)
class Conditions:
    """One row per person and condition, ordered by condition and person."""

    person: NDArray[np.int32]
    code: NDArray[np.int8]  # position in CODES
    onset: Days

    def of(self, code: str) -> tuple[NDArray[np.int32], Days]:
        """Give the people with a condition and when it began."""
        own = self.code == CODES.index(code)
        return self.person[own], self.onset[own]


_FIGURES = rows("prevalence.csv")
PREVALENT = tuple(dict.fromkeys(row["code"] for row in _FIGURES))
CODES = (*PREVALENT, "tuberculosis", "tb_contact")


def prevalence(code: str) -> NDArray[np.float64]:
    """Give the prevalence by sex (0 male, 1 female) and single year of age, as a fraction."""
    table = np.zeros((2, AGES))
    for row in _FIGURES:
        if row["code"] == code:
            table[:, int(row["age_from"]) :] = np.array([[float(row["percent_male"])], [float(row["percent_female"])]])
    return table / 100


def fall_ill(seed: int, people: People, lives: Lives, *, as_of: int) -> Conditions:
    """Draw who has which condition at the end of life here, and since when."""
    rng = stream(seed, "illness")
    end = np.minimum(lives.gone, as_of)
    age = np.clip(ages(people.birth, end), 0, AGES - 1)
    proneness = rng.standard_normal(len(people), dtype=np.float32) * np.float32(PRONENESS**0.5)
    persons, codes, onsets = [], [], []
    for position, code in enumerate(PREVALENT):
        threshold = _thresholds(prevalence(code))[people.sex, age]
        own = rng.standard_normal(len(people), dtype=np.float32) * np.float32((1 - PRONENESS) ** 0.5)
        person = np.flatnonzero(proneness + own < threshold).astype(np.int32)
        youngest = next(int(row["age_from"]) for row in _FIGURES if row["code"] == code)
        earliest = people.birth[person] + int(youngest * YEAR_DAYS)
        ago = np.ceil(rng.exponential(MEAN_YEARS * YEAR_DAYS, len(person))).astype(np.int32)
        persons.append(person)
        codes.append(np.full(len(person), position, dtype=np.int8))
        onsets.append(np.minimum(np.maximum(end[person] - ago, earliest), end[person] - 1).astype(np.int32))
    return Conditions(np.concatenate(persons), np.concatenate(codes), np.concatenate(onsets))


def together(conditions: Conditions, more: Mapping[str, tuple[NDArray[np.int32], Days]]) -> Conditions:
    """Add conditions that were drawn elsewhere, by code: the people who have each and since when."""
    return Conditions(
        np.concatenate([conditions.person, *(person for person, _ in more.values())]),
        np.concatenate([conditions.code, *(np.full(len(p), CODES.index(c), np.int8) for c, (p, _) in more.items())]),
        np.concatenate([conditions.onset, *(onset for _, onset in more.values())]),
    )


def _thresholds(table: NDArray[np.float64]) -> NDArray[np.float32]:
    cut = NormalDist().inv_cdf
    return np.vectorize(lambda share: cut(share) if share > 0 else -np.inf, otypes=[np.float32])(table)
