"""The lasting bodies and habits of people, which all their visits show.

Means and spreads are ours, near the national nutrition and chronic disease reports (2015, 2020); not verified.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import YEAR_DAYS, stream
from gongwei.adapters.synth.people import People
from gongwei.adapters.synth.pyramid import FEMALE

Measures = NDArray[np.float32]
REGULAR, SOMETIMES, NEVER_TAKEN = range(3)
FULL_EFFECT = np.array([1.0, 0.6, 0.1])  # of medicines by adherence


@dataclass(frozen=True, slots=True)
class Bodies:
    """One row per person in each array."""

    height: Measures  # cm
    weight: Measures  # kg
    heart_rate: Measures  # a minute
    cigarettes: NDArray[np.int16]  # a day
    alcohol: Measures  # liang of spirits a day (50 g)
    exercise: NDArray[np.int8]  # times a week
    minutes: NDArray[np.int16]  # of exercise each time
    salt: NDArray[np.int8]  # 0 little, 1 middling, 2 much
    adherence: NDArray[np.int8]
    frailty: Measures  # standard normal: how ill somebody looks for their age


def embody(seed: int, people: People, *, as_of: int) -> Bodies:
    """Draw everybody's body and habits."""
    rng = stream(seed, "bodies")
    count = len(people)
    female = people.sex == FEMALE
    age = ((as_of - people.birth) / YEAR_DAYS).astype(np.float32)
    normal = rng.standard_normal((4, count), dtype=np.float32)
    height = np.where(female, 158, 169.5) - np.maximum(age - 40, 0) * 0.12 + normal[0] * np.where(female, 5.5, 6.2)
    bmi = np.clip(24.1 + normal[1] * 3.1, 17.5, 38)
    smokes = rng.random(count) < np.where(female, 0.015, 0.42)
    drinks = rng.random(count) < np.where(female, 0.05, 0.38)
    exercise = rng.choice(np.array([0, 1, 2, 3, 5, 7], dtype=np.int8), count, p=[0.26, 0.08, 0.12, 0.16, 0.12, 0.26])
    return Bodies(
        height.astype(np.float32),
        (bmi * (height / 100) ** 2).astype(np.float32),
        (73 + normal[2] * 8).astype(np.float32),
        np.where(smokes, rng.choice(np.array([3, 5, 10, 15, 20, 20, 30], dtype=np.int16), count), 0).astype(np.int16),
        np.where(drinks, np.round(rng.gamma(2, 0.8, count) * 2) / 2, 0).astype(np.float32),
        exercise,
        np.where(exercise > 0, rng.choice(np.array([20, 30, 30, 40, 60], dtype=np.int16), count), 0).astype(np.int16),
        rng.choice(3, count, p=[0.34, 0.5, 0.16]).astype(np.int8),
        rng.choice(3, count, p=[0.8, 0.15, 0.05]).astype(np.int8),
        normal[3],
    )


def as_written(height: NDArray, weight: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """Give height (cm) and weight (kg) as a form holds them, and the index (kg/m²) that it derives from these."""
    tall, heavy = np.rint(height * 10) / 10, np.rint(weight * 10) / 10
    return tall, heavy, heavy / (tall * tall / 10_000)
