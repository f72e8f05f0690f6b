"""Households whose members could be kin, and who together have the ages and sexes of their district.

A household is a kind (couple with a child, woman with her parent …) and the age of its head. The frequencies of
kinds and ages are fitted by the EM algorithm, so that the expected members reproduce the district's pyramid and
the mean size is that of the census; then households are drawn. Parents are 21 to 39 years older than their children.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import choose
from gongwei.adapters.synth.pyramid import AGES, FEMALE, MALE, Pyramid

MEAN_SIZE = 2.36  # people a family household, Hangzhou, census of 2020
CHILD_BOYS = 0.525
SIZE_WEIGHT = 3.0  # how firmly the mean size holds against the pyramid
ROUNDS = 150

HEAD, SPOUSE, CHILD, SECOND, MOTHER, FATHER = range(6)
ROLES = 6
# Age of each role less the age of the head, as equally likely steps (first, last); chosen so that both parents
# of a child are 21 to 39 years older (a wife is at most 4 years younger and 1 older than the head).
STEPS = {SPOUSE: (-4, 1), CHILD: (-33, -25), SECOND: (-38, -35), MOTHER: (22, 33), FATHER: (24, 37)}


@dataclass(frozen=True, slots=True)
class Kind:
    """One composition: sex of the head, other roles, and the ages at which the head may stand there."""

    head: int
    others: tuple[int, ...]
    ages: range


KINDS = (
    Kind(MALE, (), range(18, AGES)),
    Kind(FEMALE, (), range(18, AGES)),
    Kind(MALE, (SPOUSE,), range(22, AGES)),
    Kind(MALE, (SPOUSE, CHILD), range(33, 62)),
    Kind(MALE, (SPOUSE, CHILD, SECOND), range(38, 62)),
    Kind(MALE, (SPOUSE, CHILD, MOTHER), range(33, 56)),
    Kind(MALE, (SPOUSE, CHILD, MOTHER, FATHER), range(33, 56)),
    Kind(MALE, (SPOUSE, MOTHER), range(24, 68)),
    Kind(MALE, (MOTHER,), range(22, 68)),
    Kind(FEMALE, (CHILD,), range(33, 62)),
    Kind(FEMALE, (CHILD, MOTHER), range(33, 62)),
    Kind(MALE, (CHILD,), range(33, 62)),
    # Young parents: their child is a small one.
    Kind(MALE, (SPOUSE, CHILD), range(26, 33)),
    Kind(FEMALE, (CHILD,), range(26, 33)),
)
CELLS = tuple((kind, age) for kind in KINDS for age in kind.ages)
SIZES = np.array([1 + len(kind.others) for kind, _ in CELLS])


def expected_members() -> NDArray[np.float64]:
    """Count the expected people of each sex and age (columns) in one household of each cell (rows)."""
    people = np.zeros((len(CELLS), 2, AGES))
    for row, (kind, age) in enumerate(CELLS):
        people[row, kind.head, age] += 1
        for role in kind.others:
            steps = np.clip(age + _steps(role, age), 0, AGES - 1)
            for sex, share in _sexes(role):
                np.add.at(people[row, sex], steps, share / len(steps))
    return people.reshape(len(CELLS), 2 * AGES)


def _steps(role: int, age: int) -> NDArray[np.int64]:
    first, last = STEPS[role]
    return np.arange(max(first, -age) if role in (CHILD, SECOND) else first, last + 1)


def _sexes(role: int) -> tuple[tuple[int, float], ...]:
    if role in (CHILD, SECOND):
        return ((MALE, CHILD_BOYS), (FEMALE, 1 - CHILD_BOYS))
    return ((MALE if role == FATHER else FEMALE, 1.0),)


def fit(pyramid: Pyramid) -> NDArray[np.float64]:
    """Find the frequencies of the cells that reproduce a pyramid, by updates that never turn negative."""
    wanted = np.array([*pyramid.ravel(), SIZE_WEIGHT / MEAN_SIZE])
    frequencies = np.full(len(CELLS), 1 / MEAN_SIZE / len(CELLS))
    for _ in range(ROUNDS):
        ratio = wanted / np.maximum(frequencies @ MEMBERS, 1e-12)
        frequencies = frequencies * (MEMBERS @ ratio) / MEMBERS_TOTAL
    return frequencies


@dataclass(frozen=True, slots=True)
class Members:
    """People in the order of their households; `household` counts from 0."""

    household: NDArray[np.int32]
    role: NDArray[np.int8]
    sex: NDArray[np.int8]
    age: NDArray[np.int16]


MEMBERS = np.hstack([expected_members(), np.full((len(CELLS), 1), SIZE_WEIGHT)])
MEMBERS_TOTAL = MEMBERS.sum(axis=1)
HAS_ROLE = np.array([[role == HEAD or role in kind.others for role in range(ROLES)] for kind, _ in CELLS])
HEAD_SEX = np.array([kind.head for kind, _ in CELLS], dtype=np.int8)
HEAD_AGE = np.array([age for _, age in CELLS], dtype=np.int16)


def draw(rng: np.random.Generator, frequencies: NDArray[np.float64], people: int) -> Members:
    """Draw households until they hold that many people; the last one loses who is too many, never its head."""
    enough = int(people / (frequencies @ SIZES / frequencies.sum()) * 1.05) + 50
    cells = choose(rng, frequencies, enough)
    households = int(np.searchsorted(np.cumsum(SIZES[cells]), people)) + 1
    cells = cells[:households]
    present = HAS_ROLE[cells]
    household, role = np.nonzero(present)
    return Members(
        household[:people].astype(np.int32),
        role[:people].astype(np.int8),
        _role_sexes(rng, cells)[present][:people],
        _role_ages(rng, cells)[present][:people],
    )


def _role_sexes(rng: np.random.Generator, cells: NDArray) -> NDArray[np.int8]:
    sexes = np.empty((len(cells), ROLES), dtype=np.int8)
    sexes[:, HEAD] = HEAD_SEX[cells]
    sexes[:, [SPOUSE, MOTHER]] = FEMALE
    sexes[:, FATHER] = MALE
    sexes[:, [CHILD, SECOND]] = np.where(rng.random((len(cells), 2)) < CHILD_BOYS, MALE, FEMALE)
    return sexes


def _role_ages(rng: np.random.Generator, cells: NDArray) -> NDArray[np.int16]:
    head = HEAD_AGE[cells]
    place = rng.random((len(cells), ROLES))
    place[:, FATHER] = place[:, MOTHER]  # an old mother has an old husband
    ages = np.empty((len(cells), ROLES), dtype=np.int16)
    ages[:, HEAD] = head
    for role, (first, last) in STEPS.items():
        start = np.maximum(first, -head) if role in (CHILD, SECOND) else first
        ages[:, role] = head + start + np.floor(place[:, role] * (last - start + 1)).astype(np.int16)
    return np.clip(ages, 0, AGES - 1)
