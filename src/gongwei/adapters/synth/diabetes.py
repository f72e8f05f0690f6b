"""Patients with type 2 diabetes: their glucose, how treatment changes it, and the filled form of each visit."""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers, medicines
from gongwei.adapters.synth.bodies import FULL_EFFECT, Bodies
from gongwei.adapters.synth.defects import GLUCOSE_IN_MILLIGRAMS, HEIGHT_IN_METRES, Rates
from gongwei.adapters.synth.draws import YEAR_DAYS, Days
from gongwei.adapters.synth.follow import PHONE, Enrolled, Visits
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.quality import Traits
from gongwei.adapters.synth.sheet import ABSENT, HIDDEN, Column, Sheet, chosen, number
from gongwei.domain.program import Program

GLUCOSES = (5, 7000)  # tenths of mmol/L, and of mg/dL where the unit is wrong
STEP = 0.17  # share of the excess over 5.4 mmol/L that one step of treatment takes away (ours)
NORMAL = 5.4  # mmol/L
MILLIGRAMS = 18  # mg/dL in one mmol/L of glucose
STRONGEST = 4
DANGERS = (["palpitation", "sweating"], ["thirst", "polyuria"], ["nausea"], ["consciousness"], ["vision_loss"])
COMPLAINTS = (["2"], ["4"], ["2", "4"], ["5"], ["7"], ["9"])


class Diabetic:
    """The fasting glucose of everyone enrolled, and how strongly each is treated."""

    def __init__(
        self,
        rng: np.random.Generator,
        program: Program,
        enrolled: Enrolled,
        bodies: Bodies,
        traits: Traits,
        rates: Rates,
    ) -> None:
        person, count = enrolled.person, len(enrolled)
        self.gravity = np.array([rule.do.gravity for rule in program.rules] + [0])
        self.rates = rates
        self.excess = 3.6 * np.exp(0.25 * bodies.frailty[person] + rng.normal(0, 0.3, count))  # mmol/L, untreated
        self.effect = FULL_EFFECT[bodies.adherence[person]]
        self.village = 1 + traits.pressure[enrolled.village] / 40
        self.upper = 134 + 6 * bodies.frailty[person] + rng.normal(0, 7, count)  # mmHg
        wanted = (1 - rng.normal(1.25, 0.4, count) / self.excess) / STEP
        self.strength = np.clip(np.rint(wanted), 0, STRONGEST).astype(np.int8)

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure glucose and pressure, and ask for dangers and side effects."""
        count = len(who)
        glucose = self._glucose(rng, who, day)
        upper = np.clip(self.upper[who] + rng.normal(0, 8, count), 85, 215)
        lower = np.clip(upper * 0.58 + rng.normal(0, 5, count), 45, 120)
        danger = rng.random(count) < np.where((glucose >= 16.7) | (glucose <= 3.9), 0.2, 0.001)
        milligrams = (rng.random(count) < self.rates.glucose_in_milligrams) & (mode != PHONE)
        written = np.where(milligrams, np.rint(glucose * MILLIGRAMS), glucose)
        after = np.clip(glucose * rng.normal(1.35, 0.15, count), 4.5, 33)
        return {
            "fasting_glucose": number(written, GLUCOSES, decimals=1),
            "postprandial_glucose": number(after, GLUCOSES, decimals=1).only(rng.random(count) < 0.25),
            "systolic": number(upper, (20, 300)),
            "diastolic": number(lower, (20, 300)),
            "hba1c": self._hba1c(rng, glucose),
            "danger_signs": chosen(np.where(danger, rng.integers(1, len(DANGERS) + 1, count), 0), (["none"], *DANGERS)),
            "adverse": answers.yes_no(rng.random(count) < 0.006 + 0.006 * self.strength[who]),
            "new_complication": answers.yes_no(rng.random(count) < 0.003),
            HIDDEN + "strength": number(self.strength[who], (0, STRONGEST)),
            HIDDEN + "defect": chosen(np.where(milligrams, 0, ABSENT), (GLUCOSE_IN_MILLIGRAMS, HEIGHT_IN_METRES)),
        }

    def _glucose(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days) -> NDArray:
        years = (day - np.int32(19_358)) / YEAR_DAYS  # since 2023-01-01
        left = 1 - np.minimum(STEP * self.strength[who] * self.effect[who], 0.9)
        excess = self.excess[who] * left * self.village[who] * (1 + 0.02 * years)
        return np.clip(NORMAL + excess + rng.normal(0, 0.5, len(who)), 3.4, 30)

    def _hba1c(self, rng: np.random.Generator, glucose: NDArray) -> Column:
        """Relate glycated haemoglobin (%) to glucose as ADAG does: mean glucose = 1.59 × HbA1c − 2.59 (2008)."""
        percent = (glucose * 1.12 + 2.59) / 1.59 + rng.normal(0, 0.25, len(glucose))
        return number(percent, (40, 160), decimals=1).only(rng.random(len(glucose)) < 0.2)

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Strengthen treatment after most unsatisfactory visits; somebody who does not take it begins to."""
        gravity = self.gravity[judged.rule]
        more = rng.random(len(who)) < np.array([0.0, 0.25, 0.35, 0.5])[gravity]
        self.strength[who] = np.clip(self.strength[who] + more, 0, STRONGEST)
        persuaded = (gravity > 0) & (rng.random(len(who)) < 0.1)
        self.effect[who] = np.where(persuaded, np.minimum(self.effect[who] + 0.3, 1), self.effect[who])
        resistant = (gravity >= 2) & (self.strength[who] == STRONGEST) & (rng.random(len(who)) < 0.15)
        self.excess[who] *= np.where(resistant, 0.8, 1)


def fill(
    rng: np.random.Generator,
    visits: Visits,
    enrolled: Enrolled,
    bodies: Bodies,
    examined: NDArray[np.float64],
    rates: Rates,
) -> Sheet:
    """Fill the whole form around what was measured."""
    count, person = len(visits), enrolled.person[visits.enrolment]
    sheet = visits.sheet
    strength = sheet[HIDDEN + "strength"].positions
    taken = medicines.taken(medicines.FOR_GLUCOSE, strength, person)
    insulin = medicines.with_insulin(strength)
    ill = np.where(sheet["danger_signs"].positions > 0, 1.0, 0.15)
    lives = answers.habits(rng, visits, enrolled, bodies)
    metres = lives["height"].present & (rng.random(count) < rates.height_in_metres)
    sheet[HIDDEN + "defect"].positions[metres & ~sheet[HIDDEN + "defect"].present] = 1
    return {
        "diabetes_symptoms": answers.rare(rng, count, ["1"], COMPLAINTS, ill),
        "danger_signs": sheet["danger_signs"],
        "systolic": sheet["systolic"],
        "diastolic": sheet["diastolic"],
        "heart_rate": number(bodies.heart_rate[person] + rng.normal(0, 5, count), (40, 130)),
        **lives,
        "height": _in_metres(lives["height"], metres),
        "bmi": lives["bmi"].only(~metres),
        **_feet_and_food(rng, count),
        "fasting_glucose": sheet["fasting_glucose"],
        "postprandial_glucose": sheet["postprandial_glucose"],
        "hba1c": sheet["hba1c"],
        "hba1c_date": answers.texts_of_days(visits.day).only(sheet["hba1c"].present),
        "adverse": sheet["adverse"],
        "hypoglycaemia": answers.rare(rng, count, "1", ["2", "2", "2", "3"], 0.05 + 0.04 * insulin),
        "insulin_kind": chosen(np.zeros(count), ["甘精胰岛素"]).only(insulin),
        "insulin_use": chosen(np.zeros(count), ["每晚睡前皮下注射 12 U"]).only(insulin),
        "new_complication": sheet["new_complication"],
        **answers.course(rng, visits, enrolled, bodies, taken, examined),
    }


def _feet_and_food(rng: np.random.Generator, count: int) -> Sheet:
    pulse = answers.rare(rng, count, "1", ["2", "2", "2", "3"], 0.05)
    return {
        "foot_pulse": pulse,
        "foot_pulse_side": answers.rare(rng, count, "both", ["left", "right"], 0.6).only(pulse.positions > 0),
        "staple_food": number(np.rint(rng.normal(280, 60, count) / 50) * 50, (50, 800)),
        "target_staple_food": number(np.full(count, 250), (50, 800)),
    }


def _in_metres(height: Column, rows: NDArray[np.bool_]) -> Column:
    """Write the height of some visits in metres, as somebody once did."""
    tall = len(height.values)
    values = (*height.values, *(round(value / 100, 2) for value in height.values))
    return Column(np.where(rows, height.positions + tall, height.positions), values)
