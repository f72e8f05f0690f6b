"""People living with HIV in the made city: few, mostly treated, nearly all of those suppressed. All shares are ours."""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers
from gongwei.adapters.synth.draws import Days
from gongwei.adapters.synth.follow import Enrolled, Visits
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.scene import Scene
from gongwei.adapters.synth.sheet import ABSENT, Sheet, chosen, number
from gongwei.adapters.synth.short import Found, Short, years_old

SHARE = 0.0008  # of those from 18 to 65 who are registered
TREATED, STARTING = 0.9, 0.6  # on treatment when registered; of the others, who begin between two visits
LOADS = (0, 20, 150, 800, 3000, 46000)  # copies/mL
SUPPRESSED, FAILING = [0.7, 0.15, 0.07, 0.03, 0.03, 0.02], [0, 0, 0, 0.05, 0.25, 0.7]


class Positive:
    """Who is treated, and which woman is with child."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled, scene: Scene) -> None:
        count = len(enrolled)
        self.treated = rng.random(count) < TREATED
        self.woman = enrolled.sex == 1
        self.route = rng.choice(4, count, p=[0.6, 0.33, 0.02, 0.05])

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Ask for treatment, missed doses, symptoms, and the viral load where it was tested."""
        count, treated = len(who), self.treated[who]
        loads = np.where(treated, rng.choice(len(LOADS), count, p=SUPPRESSED), rng.choice(len(LOADS), count, p=FAILING))
        missed = np.where(rng.random(count) < 0.08, rng.integers(1, 5, count), 0)
        carries = self.woman[who] & (rng.random(count) < 0.01)
        return {
            "hiv_party": chosen(rng.choice(3, count, p=[0.3, 0.5, 0.2]), ["1", "2", "3"]),
            "hiv_stage": answers.rare(rng, count, "1", ["2"], 0.25),
            "hiv_route": chosen(self.route[who], ["1", "2", "3", "9"]),
            "hiv_told": answers.rare(rng, count, "2", ["1"], 0.03),
            "danger_signs": answers.rare(rng, count, ["none"], [["dyspnoea"], ["fever"]], 0.004),
            "hiv_tb_screen": answers.rare(rng, count, ["none"], [["cough"], ["weight"]], 0.02),
            "hiv_partner": chosen(rng.integers(0, 4, count), ["1", "2", "3", "4"]),
            "hiv_treatment": chosen((~treated).astype(int), ["2", "1"]),
            "hiv_regimen": chosen(np.where(treated, rng.random(count) < 0.12, ABSENT), ["1", "2"]),
            "hiv_missed_doses": number(np.where(treated, missed, 0), (0, 5)),
            "adverse": answers.rare(rng, count, "1", ["2"], 0.05),
            "viral_load": chosen(np.where(rng.random(count) < 0.5, loads, ABSENT), LOADS),
            "hiv_pregnant": chosen(np.where(self.woman[who], carries, ABSENT), ["1", "2"]),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Let most of those who are sent to begin treatment begin it."""
        self.treated[who] |= rng.random(len(who)) < STARTING


def _registered(scene: Scene, rng: np.random.Generator) -> Found:
    years = years_old(scene)
    person = np.flatnonzero((years > 18) & (years < 65) & (rng.random(len(years)) < SHARE)).astype(np.int32)
    day = rng.integers(scene.since - 400, scene.until - 5, len(person), dtype=np.int32)
    return Found(person, day, np.ones(len(person)))


def _fill(rng: np.random.Generator, visits: Visits, enrolled: Enrolled, scene: Scene) -> Sheet:
    """Write since when the treated are: the day of their registration."""
    days, place = np.unique(enrolled.start[visits.enrolment], return_inverse=True)
    treated = visits.sheet["hiv_treatment"].positions == 0
    since = [str(np.datetime64(int(day), "D")) for day in days]
    reaction = chosen(np.where(visits.sheet["adverse"].positions == 1, 0, ABSENT), ["头晕、失眠"])
    return visits.sheet | {
        "hiv_start_date": chosen(np.where(treated, place, ABSENT), since),
        "adverse_text": reaction,
    }


HIDDEN = (Short("hiv", 18, 91, _registered, Positive, _fill),)
