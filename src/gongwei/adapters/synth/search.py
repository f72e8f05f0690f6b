"""The search for high blood pressure and glucose among those who have neither diagnosis. Means and shares are ours."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers
from gongwei.adapters.synth.bodies import as_written
from gongwei.adapters.synth.draws import Days, ages
from gongwei.adapters.synth.follow import Enrolled, Visits
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.pyramid import FEMALE
from gongwei.adapters.synth.scene import Scene
from gongwei.adapters.synth.sheet import ABSENT, Sheet, chosen, number
from gongwei.adapters.synth.short import Found, Short, ill, some, years_old
from gongwei.catalog.discovery import programs

MEASURED = 0.22  # of those from 35 without hypertension whom the yearly measurement reaches
AT_RISK = 0.3  # of those at high risk who are followed


class Searched:
    """Usual pressures near the border, and on which of three days they are measured."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled, scene: Scene, key: str) -> None:
        count, rules = len(enrolled), [rule.key for rule in programs()[key].rules]
        age = ages(enrolled.birth, scene.until)
        self.upper = 119 + 0.25 * (age - 50) + rng.normal(0, 8, count)
        self.lower = 75 + 0.05 * (age - 50) + rng.normal(0, 5, count)
        self.high, self.third = rules.index("high"), rules.index("three times high")
        self.turn = np.zeros(count, dtype=np.int8)
        self.sent = np.zeros(count, dtype=bool)

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure, on the next of three days where the last was high; who was sent to hospital comes back judged."""
        count = len(who)
        ruled_out = np.where(self.sent[who], 0, ABSENT)
        self.sent[who] = False
        return {
            "systolic": number(self.upper[who] + rng.normal(0, 7, count), (85, 200)),
            "diastolic": number(self.lower[who] + rng.normal(0, 4, count), (50, 80)),
            "pressure_turn": chosen(self.turn[who], ["1", "2", "3"]),
            "pressure_conclusion": chosen(ruled_out, ["3"]),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Go on to the next of three days after a high pressure, else begin anew."""
        again = (judged.rule == self.high) & (self.turn[who] < 2)
        self.turn[who] = np.where(again, self.turn[who] + 1, 0)
        self.sent[who] = judged.rule == self.third


class Sugared:
    """Usual fasting glucose below the border of diabetes."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled) -> None:
        self.glucose = np.clip(rng.normal(5.5, 0.55, len(enrolled)), 4.2, 6.8)

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure fasting glucose, in some also two hours after a meal."""
        count = len(who)
        glucose = self.glucose[who] + rng.normal(0, 0.25, count)
        after = number(glucose + rng.normal(1.6, 0.5, count), (40, 150), decimals=1)
        return {
            "fasting_glucose": number(glucose, (40, 90), decimals=1),
            "postprandial_glucose": after.only(rng.random(count) < 0.2),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Change nothing: advice on habits does not show within a year."""


def _habits(visits: Visits, enrolled: Enrolled, scene: Scene) -> Sheet:
    person, bodies = enrolled.person[visits.enrolment], scene.bodies
    tall, heavy, bmi = as_written(bodies.height[person], bodies.weight[person])
    around = bmi * 2.3 + np.where(enrolled.sex[visits.enrolment] == FEMALE, 25, 29)
    return {
        "height": number(tall, (1200, 2100), decimals=1),
        "weight": number(heavy, (280, 1600), decimals=1),
        "bmi": number(bmi, (80, 800), decimals=1),
        "waist": number(around, (550, 1300), decimals=1),
        "cigarettes": number(bodies.cigarettes[person], (0, 60)),
        "exercise_per_week": number(bodies.exercise[person], (0, 21)),
    }


def _family(visits: Visits, enrolled: Enrolled, scene: Scene) -> NDArray[np.bool_]:
    return scene.bodies.frailty[enrolled.person[visits.enrolment]] > 0.6  # who looks ill has it in the family


def fill_pressure(rng: np.random.Generator, visits: Visits, enrolled: Enrolled, scene: Scene) -> Sheet:
    """Fill the yearly measurement."""
    person = enrolled.person[visits.enrolment]
    beats = scene.bodies.heart_rate[person] + rng.normal(0, 4, len(visits))
    return visits.sheet | {"heart_rate": number(beats, (45, 120))}


def fill_risk(rng: np.random.Generator, visits: Visits, enrolled: Enrolled, scene: Scene) -> Sheet:
    """Fill the visit to somebody at high risk of hypertension."""
    person = enrolled.person[visits.enrolment]
    return (
        visits.sheet
        | _habits(visits, enrolled, scene)
        | {
            "family_hypertension": answers.yes_no(_family(visits, enrolled, scene)),
            "salt": chosen(scene.bodies.salt[person], ["1", "2", "3"]),
            "alcohol": number(scene.bodies.alcohol[person], (0, 200), decimals=1),
        }
    )


def fill_sugar(rng: np.random.Generator, visits: Visits, enrolled: Enrolled, scene: Scene) -> Sheet:
    """Fill the visit to somebody at high risk of diabetes."""
    family = answers.yes_no(_family(visits, enrolled, scene))
    return visits.sheet | _habits(visits, enrolled, scene) | {"family_diabetes": family}


def _spread(scene: Scene, rng: np.random.Generator) -> Days:
    return rng.integers(scene.since - 200, scene.until, len(scene.people), dtype=np.int32)


def _from_35(scene: Scene, rng: np.random.Generator) -> Found:
    chosen_ones = (years_old(scene) > 35) & ~ill(scene, "hypertension")
    return some(scene, chosen_ones, _spread(scene, rng), MEASURED)


def _at_risk(scene: Scene, rng: np.random.Generator) -> Found:
    bodies = scene.bodies
    heavy = bodies.weight / (bodies.height / 100) ** 2 >= 26
    risky = heavy | (bodies.salt == 2) | (bodies.alcohol >= 3)
    chosen_ones = (years_old(scene) > 50) & risky & ~ill(scene, "hypertension")
    return some(scene, chosen_ones, _spread(scene, rng), AT_RISK)


def _near_diabetes(scene: Scene, rng: np.random.Generator) -> Found:
    chosen_ones = (years_old(scene) > 40) & ill(scene, "hypertension") & ~ill(scene, "diabetes")
    return some(scene, chosen_ones, _spread(scene, rng), AT_RISK)


SEARCHES = (
    Short("pressure_check", 35, 365, _from_35, partial(Searched, key="pressure_check"), fill_pressure),
    Short("hypertension_risk", 35, 183, _at_risk, partial(Searched, key="hypertension_risk"), fill_risk),
    Short("diabetes_risk", 35, 365, _near_diabetes, lambda rng, who, scene: Sugared(rng, who), fill_sugar),
)
