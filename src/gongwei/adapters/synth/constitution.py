"""The constitution of people from 65: answers that lean to one or two types, and stay alike from year to year."""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers
from gongwei.adapters.synth.bodies import Bodies, as_written
from gongwei.adapters.synth.draws import Days
from gongwei.adapters.synth.follow import Enrolled, Visits
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.sheet import Sheet, number
from gongwei.catalog.fields.constitution import BIASED, GROUPS, MEASURED, QUESTIONS

ASKED = tuple(n for n in QUESTIONS if n not in MEASURED)
# Share of people from 65 whose answers lean to each type, balanced first (ours, after surveys of the nine types).
SHARES = (0.33, 0.13, 0.10, 0.09, 0.10, 0.09, 0.06, 0.05, 0.05)


class Constitutions:
    """To which type everyone leans, and how strongly."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled, bodies: Bodies) -> None:
        count, person = len(enrolled), enrolled.person
        self.kind = rng.choice(len(SHARES), count, p=SHARES)
        self.strength = rng.uniform(1.0, 2.2, count)
        self.height, self.weight = bodies.height[person], bodies.weight[person]

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure, and ask all questions."""
        count = len(who)
        tall, heavy, bmi = as_written(self.height[who], self.weight[who])
        return {
            "height": number(tall, (1200, 2100), decimals=1),
            "weight": number(heavy, (280, 1600), decimals=1),
            "bmi": number(bmi, (80, 800), decimals=1),
            "waist": number(bmi * 2.3 + 28 + rng.normal(0, 3, count), (550, 1300), decimals=1),
            **{f"constitution_{n}": number(self._answer(rng, who, n), (1, 5)) for n in ASKED},
        }

    def _answer(self, rng: np.random.Generator, who: NDArray[np.int32], question: int) -> NDArray[np.float64]:
        if question == 1:
            return np.clip(np.where(self.kind[who] == 0, 4.4, 3.2) + rng.normal(0, 0.6, len(who)), 1, 5)
        own = [BIASED.index(kind) + 1 for kind in BIASED if question in GROUPS[kind][1]]
        leaning = np.isin(self.kind[who], own)
        return np.clip(1.5 + np.where(leaning, self.strength[who], 0) + rng.normal(0, 0.5, len(who)), 1, 5)

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Change nothing: advice does not change a constitution within a year."""


def fill(rng: np.random.Generator, visits: Visits) -> Sheet:
    """Fill the advice beside the answers."""
    advised = ["1", "2"], ["2", "3"], ["2", "4"], ["2", "3", "4"], ["3", "5"]
    return visits.sheet | {"constitution_guidance": answers.rare(rng, len(visits), ["2", "3"], advised, 0.7)}
