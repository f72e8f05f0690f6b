"""The yearly examination of people from 65: the whole sheet, filled so that its parts agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.answers import rare, yes_no
from gongwei.adapters.synth.bodies import Bodies, as_written
from gongwei.adapters.synth.draws import YEAR_DAYS, Days
from gongwei.adapters.synth.follow import Enrolled, Visits
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.laboratory import draw as laboratory
from gongwei.adapters.synth.sheet import ABSENT, HIDDEN, Column, Sheet, chosen, number

NORMAL = "1"
PRESSURES = (20, 300)
SCALE = {
    "eating": (0, 3, 5),
    "grooming": (0, 1, 3, 7),
    "dressing": (0, 3, 5),
    "toileting": (0, 1, 5, 10),
    "moving": (0, 1, 5, 10),
}
GRADES = (3, 8, 18)  # points up to which somebody is independent, lightly, middlingly dependent
EXERCISES = ("散步", "太极拳", "广场舞", "健步走", "八段锦")


@dataclass
class Elderly:
    """The state of health of everyone from 65 who is examined."""

    enrolled: Enrolled
    frailty: NDArray[np.float32]
    upper: NDArray[np.float64]  # usual systolic pressure, mmHg
    glucose: NDArray[np.float64]  # usual fasting glucose, mmol/L
    hypertensive: NDArray[np.bool_]
    diabetic: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        rng: np.random.Generator,
        enrolled: Enrolled,
        bodies: Bodies,
        hypertensive: NDArray[np.bool_],
        diabetic: NDArray[np.bool_],
    ) -> "Elderly":
        """Know who has which condition; `hypertensive` and `diabetic` have a row per person."""
        person, count = enrolled.person, len(enrolled)
        high, sweet = hypertensive[person], diabetic[person]
        frailty = bodies.frailty[person]
        upper = np.where(high, 137, 126) + 4 * frailty + rng.normal(0, 7, count)
        glucose = np.where(sweet, 7.0 * np.exp(rng.normal(0, 0.15, count)), 5.3 + rng.normal(0, 0.4, count))
        return cls(enrolled, frailty, upper, glucose, high, sweet)

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure what the rules ask for: pressures of both arms, heart rate, glucose, mood."""
        count, frail = len(who), self.frailty[who]
        left = np.clip(self.upper[who] + rng.normal(0, 9, count), 85, 225)
        right = np.clip(left + rng.normal(2, 4, count), 85, 225)
        low = rng.random(count) < _share(-2.2 + 0.5 * frail)
        gds = np.clip(rng.normal(10, 4.5, count), 3, 30)
        refer = rng.random(count) < 0.02
        guided = np.where(refer, 3, np.where(rng.random(count) < 0.35, 1, 0))
        managed = self.hypertensive[who] | self.diabetic[who]
        return {
            "systolic_left": number(left, PRESSURES),
            "diastolic_left": number(np.clip(left * 0.55 + rng.normal(4, 5, count), 45, 118), PRESSURES),
            "systolic_right": number(right, PRESSURES),
            "diastolic_right": number(np.clip(left * 0.55 + rng.normal(4, 5, count), 45, 118), PRESSURES),
            "heart_rate": number(np.clip(rng.normal(73, 10, count), 38, 135), (30, 150)),
            "fasting_glucose": number(
                np.clip(self.glucose[who] + rng.normal(0, 0.4, count), 3.4, 28), (5, 600), decimals=1
            ),
            "emotion": yes_no(low),
            "gds": number(gds, (0, 30)).only(low),
            "danger_signs": rare(rng, count, ["none"], [["coronary"], ["other"]], 0.002),
            "guidance": chosen(
                np.where(guided == 0, np.where(managed, 0, 1), np.where(guided == 1, np.where(managed, 2, 1), 3)),
                (["1"], ["2"], ["1", "2"], ["3"]),
            ),
            HIDDEN + "diabetic": yes_no(self.diabetic[who]),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Change nothing: the examination looks, and the programmes of the conditions treat."""


def fill(rng: np.random.Generator, visits: Visits, enrolled: Enrolled, bodies: Bodies) -> Sheet:
    """Fill the whole sheet around what was measured."""
    person = enrolled.person[visits.enrolment]
    age = (visits.day - enrolled.birth[visits.enrolment]) / YEAR_DAYS
    frail = bodies.frailty[person] + (age - 75) / 8
    measured = visits.sheet
    from_2025 = visits.judged.edition == 0
    labs = laboratory(rng, enrolled.sex[visits.enrolment], age, measured["fasting_glucose"], from_2025)
    sheet: Sheet = {
        **_general(rng, measured, person, bodies, frail),
        **_scales(rng, measured, frail),
        **_habits(rng, person, bodies, age),
        **_organs(rng, frail),
        **_findings(rng, measured, frail),
        **labs,
        **_illnesses(rng, frail),
    }
    return {**sheet, **_evaluation(visits, sheet, person, bodies)}


def _general(
    rng: np.random.Generator, measured: Sheet, person: NDArray[np.int32], bodies: Bodies, frail: NDArray
) -> Sheet:
    count = len(person)
    height, weight = bodies.height[person], bodies.weight[person] + rng.normal(0, 1, count)
    tall, heavy, bmi = as_written(height, weight)
    arms = ("systolic_left", "diastolic_left", "systolic_right", "diastolic_right")
    complaints = (["2"], ["3"], ["14"], ["15"], ["13"], ["3", "14"], ["7", "8"], ["23"], ["19"], ["16"])
    ill = np.where(measured["danger_signs"].positions > 0, 1.0, _share(-0.9 + 0.3 * frail))
    return {
        "exam_symptoms": rare(rng, count, ["1"], complaints, ill),
        "danger_signs": measured["danger_signs"],
        "temperature": number(rng.normal(36.5, 0.25, count), (350, 390), decimals=1),
        "pulse": measured["heart_rate"],
        "respiration": number(rng.normal(18, 1.6, count), (12, 30)),
        **{key: measured[key] for key in arms},
        "systolic": _higher(measured["systolic_left"], measured["systolic_right"]),
        "diastolic": _higher(measured["diastolic_left"], measured["diastolic_right"]),
        "height": number(tall, (1200, 2100), decimals=1),
        "weight": number(heavy, (280, 1600), decimals=1),
        "waist": number(bmi * 2.3 + 28 + rng.normal(0, 4, count), (550, 1300), decimals=1),
        "bmi": number(bmi, (80, 800), decimals=1),
    }


def _higher(left: Column, right: Column) -> Column:
    """Derive the higher arm, as the sheet does; both have the same list of values."""
    return Column(np.maximum(left.positions, right.positions), left.values)


def _scales(rng: np.random.Generator, measured: Sheet, frail: NDArray) -> Sheet:
    """Fill self-care by five questions, cognition and mood; a positive screen has its points."""
    count = len(frail)
    dependence = frail + rng.normal(0, 0.8, count)
    scale: Sheet = {}
    total = np.zeros(count, dtype=np.int64)
    for key, points in SCALE.items():
        level = np.searchsorted(np.array([2.4, 3.3, 4.2])[: len(points) - 1], dependence + rng.normal(0, 0.4, count))
        scale[key] = chosen(level, points)
        total += np.array(points)[level]
    forgetful = rng.random(count) < _share(-2.6 + 0.8 * frail)
    return {
        "self_health": chosen(np.clip(np.rint(1.1 + 0.6 * frail + rng.normal(0, 0.7, count)), 0, 4), "12345"),
        **scale,
        "self_care_score": number(total, (0, 37)),
        "self_care": chosen(np.searchsorted(GRADES, total, side="left"), "1234"),
        "cognition": yes_no(forgetful),
        "mmse": number(np.clip(rng.normal(21, 4, count), 5, 29), (0, 30)).only(forgetful),
        "emotion": measured["emotion"],
        "gds": measured["gds"],
    }


def _habits(rng: np.random.Generator, person: NDArray[np.int32], bodies: Bodies, age: NDArray) -> Sheet:
    count, times = len(person), bodies.exercise[person]
    smokes, drinks = bodies.cigarettes[person] > 0, bodies.alcohol[person] > 0
    stopped = smokes & (person % 5 < 2)
    active, started = times > 0, 18 + person % 15
    quitted = drinks & (person % 4 == 0)
    often = np.where(drinks, 1 + person % 3, 0)
    return {
        "exercise_frequency": chosen(np.where(times >= 7, 0, np.where(times >= 1, 1, 3)), "1234"),
        "exercise_minutes": number(bodies.minutes[person], (0, 120)).only(active),
        "exercise_years": number(1 + person % 20, (0, 60)).only(active),
        "exercise_kind": chosen(person % len(EXERCISES), EXERCISES).only(active),
        "diet": rare(rng, count, ["1"], [["2"], ["3"], ["1", "4"], ["4"], ["5"], ["4", "5"]], 0.3),
        "smoking": chosen(np.where(stopped, 1, np.where(smokes, 2, 0)), "123"),
        "cigarettes": number(bodies.cigarettes[person], (0, 60)).only(smokes),
        "smoking_start_age": number(started, (5, 100)).only(smokes),
        "smoking_stop_age": number(np.clip(started + 25 + person % 12, 5, np.floor(age)), (5, 100)).only(stopped),
        "drinking_frequency": chosen(often, "1234"),
        "alcohol": number(bodies.alcohol[person], (0, 200), decimals=1).only(drinks),
        "drinking_start_age": number(started + 2, (5, 100)).only(drinks),
        "quit_drinking": yes_no(quitted).only(drinks),
        "quit_drinking_age": number(np.clip(started + 30 + person % 10, 5, np.floor(age)), (5, 100)).only(quitted),
        "drunk_last_year": chosen((rng.random(count) < 0.93).astype(np.int8), "12").only(drinks),
        "alcohol_kinds": chosen(person % 4, (["4"], ["1"], ["2"], ["1", "4"])).only(drinks),
        "hazard_exposure": chosen(np.zeros(count), [NORMAL]),
    }


def _organs(rng: np.random.Generator, frail: NDArray) -> Sheet:
    count = len(frail)
    sight = np.clip(4.75 - 0.12 * frail + rng.normal(0, 0.15, count), 3.3, 5.2)
    return {
        "lips": rare(rng, count, NORMAL, ["2", "3"], 0.01),
        "teeth": rare(rng, count, ["2"], [["1"], ["4"], ["2", "4"], ["3"], ["2", "3"]], 0.6),
        "pharynx": rare(rng, count, NORMAL, ["2", "3"], 0.04),
        "vision_left": number(sight, (30, 53), decimals=1),
        "vision_right": number(np.clip(sight + rng.normal(0, 0.1, count), 3.0, 5.3), (30, 53), decimals=1),
        "hearing": yes_no(rng.random(count) < _share(-2.6 + 0.6 * frail)),
        "motion": yes_no(rng.random(count) < _share(-4.6 + 0.9 * frail)),
    }


def _findings(rng: np.random.Generator, measured: Sheet, frail: NDArray) -> Sheet:
    count = len(frail)

    def seen(others: Sequence[Any], share: float | NDArray) -> Column:
        return rare(rng, count, NORMAL, others, share)

    return {
        "skin": seen(["6", "6", "2", "3"], 0.03),
        "sclera": seen(["3", "2"], 0.01),
        "lymph_nodes": seen(["2", "3"], 0.003),
        "barrel_chest": seen(["2"], _share(-3.8 + 0.4 * frail)),
        "breath_sounds": seen(["2"], 0.02),
        "rales": seen(["2", "3"], 0.015),
        "heart_rate": measured["heart_rate"],
        "rhythm": seen(["2", "2", "3"], _share(-3.3 + 0.5 * frail)),
        "murmur": seen(["2"], 0.03),
        "abdominal_tenderness": seen(["2"], 0.006),
        "abdominal_mass": seen(["2"], 0.002),
        "hepatomegaly": seen(["2"], 0.004),
        "splenomegaly": seen(["2"], 0.002),
        "shifting_dullness": seen(["2"], 0.001),
        "leg_oedema": seen(["4", "4", "2"], 0.03),
        "foot_pulse_exam": rare(rng, count, "2", ["3", "4", "1"], 0.03).only(
            measured[HIDDEN + "diabetic"].positions == 1
        ),
    }


def _illnesses(rng: np.random.Generator, frail: NDArray) -> Sheet:
    count = len(frail)
    old = _share(-2.9 + 0.5 * frail)
    return {
        "brain_disease": rare(rng, count, ["1"], [["2"], ["2"], ["3"], ["5"]], old),
        "kidney_disease": rare(rng, count, ["1"], [["5"], ["2"], ["6"]], 0.015),
        "heart_disease": rare(rng, count, ["1"], [["3"], ["7"], ["4"], ["2"]], old),
        "vessel_disease": rare(rng, count, ["1"], [["3"], ["4"]], 0.02),
        "eye_disease": rare(rng, count, ["1"], [["4"], ["4"], ["5"]], _share(-1.6 + 0.6 * frail)),
        "nervous_disease": chosen(np.zeros(count), [NORMAL]),
        "other_disease": chosen(np.zeros(count), [NORMAL]),
    }


def _evaluation(visits: Visits, sheet: Sheet, person: NDArray[np.int32], bodies: Bodies) -> Sheet:
    """Evaluate what was found, and choose the risks to control from the habits on the sheet."""
    high = sheet["systolic"].each(lambda value: value >= 140, bool)
    sweet = sheet["fasting_glucose"].each(lambda value: value >= 7, bool)
    ecg = sheet["ecg"].positions > 0
    findings = ([{"finding": "血压偏高"}], [{"finding": "空腹血糖偏高"}], [{"finding": "心电图异常，建议复查"}])
    found = np.where(high, 0, np.where(sweet, 1, np.where(ecg, 2, ABSENT)))
    heavy = sheet["bmi"].each(lambda value: value >= 28, bool)
    smokes, idle = sheet["smoking"].positions == 2, bodies.exercise[person] == 0
    risk = np.where(smokes, 0, np.where(heavy, 1, np.where(idle, 2, 3)))
    weight = sheet["weight"].each(float, float)
    return {
        "evaluation": yes_no(found != ABSENT),
        "abnormal_findings": chosen(found, findings),
        "guidance": visits.sheet["guidance"],
        "risk_control": chosen(risk, (["1", "3"], ["3", "5"], ["3", "4"], ["3"])),
        "target_weight": number(weight * 0.95, (280, 1600), decimals=1).only(risk == 1),
    }


def _share(logit: float | NDArray) -> NDArray:
    return 1 / (1 + np.exp(-np.asarray(logit, dtype=float)))
