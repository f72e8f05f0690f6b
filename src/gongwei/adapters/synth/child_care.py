"""Newborn screening, high-risk infants and nutritional records in the made city, with their forms. Shares are ours."""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers
from gongwei.adapters.synth.births import Births
from gongwei.adapters.synth.children import Children
from gongwei.adapters.synth.draws import Days, months_between
from gongwei.adapters.synth.follow import Enrolled, Visits
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.sheet import ABSENT, Sheet, chosen, number
from gongwei.catalog.programs.newborn_screening import DISEASES

RESULTS = ("1", "2", "3", "4", "5")
NEGATIVE, POSITIVE, CONFIRMED, EXCLUDED, AWAITED = range(5)
SUSPECTED = (0.004, 0.001, 0.001, 0.006, 0.003)  # of the first results, by disease
ANSWERED = 0.75  # share of those called back who have an answer at the next entry
ILL = 0.2  # of those answered
AWAITING = 0.25  # share whose results are not back at the first entry
MEASURED = ("child_weight", "child_length", "weight_band", "length_band", "shape_band")


class Screened:
    """What the screening of each newborn finds, and what becomes of it from entry to entry."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled) -> None:
        count = len(enrolled)
        self.birth = enrolled.birth
        self.blood = (rng.random((len(SUSPECTED), count)) < np.array(SUSPECTED)[:, None]).astype(np.int32)
        self.awaited, self.taken = rng.random(count) < AWAITING, rng.random(count) >= 0.004
        self.hearing = rng.choice(3, count, p=[0.955, 0.03, 0.015])
        self.second, self.deaf = np.full(count, ABSENT), np.full(count, ABSENT)
        self.heart = rng.choice(3, count, p=[0.98, 0.012, 0.008])
        self.echo = np.full(count, ABSENT)

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Enter what is known on the day."""
        taken = self.taken[who]
        shown = np.where(self.awaited[who], AWAITED, self.blood[:, who])
        called = (self.blood[:, who] > NEGATIVE).any(axis=0) & ~self.awaited[who] & taken
        return {
            "blood_taken": chosen(np.where(taken, 0, 1), ["1", "2"]),
            "blood_taken_date": answers.texts_of_days(self.birth[who] + 3).only(taken),
            **{one.key: chosen(row, RESULTS).only(taken) for one, row in zip(DISEASES, shown, strict=True)},
            "recall": chosen(np.where((self.blood[:, who] > POSITIVE).any(axis=0), 1, 0), ["1", "2"]).only(called),
            "hearing_first": chosen(self.hearing[who], ["1", "2", "3"]),
            "hearing_second": chosen(self.second[who], ["1", "2"]),
            "hearing_diagnosis": chosen(self.deaf[who], ["1", "2"]),
            "heart_screen": chosen(self.heart[who], ["1", "2", "3"]),
            "heart_echo": chosen(self.echo[who], ["1", "2"]),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Let results come back, the recalled be answered, and tests be repeated, before the next entry."""
        count = len(who)
        open_ones = (self.blood[:, who] == POSITIVE) & ~self.awaited[who] & (rng.random(count) < ANSWERED)
        answer = np.where(rng.random(count) < ILL, CONFIRMED, EXCLUDED)
        self.blood[:, who] = np.where(open_ones, answer, self.blood[:, who])
        self.awaited[who], self.taken[who] = False, True
        again = (self.hearing[who] > 0) & (self.second[who] == ABSENT) & (rng.random(count) < 0.9)
        deaf = (self.second[who] == 1) & (self.deaf[who] == ABSENT) & (rng.random(count) < ANSWERED)
        self.deaf[who] = np.where(deaf, rng.random(count) < 0.4, self.deaf[who])
        self.second[who] = np.where(again, rng.random(count) < 0.15, self.second[who])
        looked = (self.heart[who] == 1) & (self.echo[who] == ABSENT) & (rng.random(count) < 0.85)
        self.echo[who] = np.where(looked, rng.random(count) < 0.3, self.echo[who])


class HighRisk:
    """Infants born too early or too light, as they grow; the doctor closes the record after a corrected year."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled, births: Births) -> None:
        own = births.rows(enrolled.person)
        self.body = Children(rng, enrolled, births)
        self.birth, self.weeks, self.weight = enrolled.birth, births.weeks[own], births.weight[own]
        self.slow = rng.random(len(enrolled)) < 0.06

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure the child and judge how it develops."""
        count, months = len(who), months_between(self.birth[who], day)
        grown = self.body.grown(rng, who, day, months)
        corrected = day - self.birth[who] - np.where(self.weeks[who] < 37, 7 * (40 - self.weeks[who]), 0)
        well = ~self.slow[who] & (corrected > 380)
        tiny = (self.weeks[who] < 32) | (self.weight[who] < 2)
        reasons = np.where(self.weeks[who] >= 37, 2, np.where(self.weight[who] < 2.5, 1, 0))
        return {
            "high_risk_reasons": chosen(reasons, [["1"], ["1", "2"], ["2"]]),
            "gestation_weeks": number(self.weeks[who], (22, 44)),
            **{key: grown[key] for key in MEASURED},
            "head": grown["head"],
            "head_band": grown["head_band"].only(months < 12),
            "infant_neurology": answers.rare(rng, count, "1", ["2"], np.where(self.slow[who], 0.5, 0.01)),
            "infant_development": answers.rare(rng, count, "1", ["2", "3"], np.where(self.slow[who], 0.4, 0.005)),
            "infant_fundus": chosen(np.where(tiny, 1, 0), ["1", "2"]),
            "infant_conclusion": chosen(np.where(well, 1, 0), ["1", "2"]),
            "iron_dose": number(np.where(corrected < 365, 2, 0), (0, 10)),
            "vitamin_d": number(np.where(months < 4, 800, 400), (0, 800)),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Let early help work for most."""
        self.slow[who] &= rng.random(len(who)) < 0.85
        self.body.treat(rng, who, judged)


class IllFed:
    """Children in a record of anaemia, undernutrition or obesity; `why` is the code of NUTRITIONAL."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled, births: Births, why: NDArray[np.int32]) -> None:
        self.body = Children(rng, enrolled, births)
        self.birth, self.why = enrolled.birth, why
        self.seen = np.zeros(len(enrolled), dtype=np.int32)
        self.blood = rng.normal(103, 4, len(enrolled))

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure what the record is about, and say how it goes."""
        count, months = len(who), months_between(self.birth[who], day)
        grown = self.body.grown(rng, who, day, months)
        pale = self.why[who] == 1
        well = (self.seen[who] >= 2) & np.where(pale, self.blood[who] >= 115, rng.random(count) < 0.3)
        course = np.where(well, 2, np.where(rng.random(count) < 0.1, 0, 1))
        return {
            "nutrition_reasons": chosen(self.why[who] - 1, [[str(code)] for code in range(1, 7)]),
            **{key: grown[key] for key in MEASURED},
            "gestation_weeks": grown["gestation_weeks"],
            "haemoglobin": number(self.blood[who], (70, 160)).only(pale),
            "nutrition_measures": chosen(np.where(pale, 0, np.where(self.why[who] > 4, 2, 1)), MEASURES),
            "nutrition_course": chosen(course, ["1", "2", "3"]),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Let iron and food do their work."""
        self.seen[who] += 1
        self.blood[who] += rng.normal(6, 2, len(who))
        self.body.treat(rng, who, judged)


MEASURES = (["1", "2"], ["1", "3"], ["1", "4"])


def why_ill_fed(visits: Visits, rows: NDArray) -> NDArray[np.int32]:
    """Say for visits to a child for what a record is opened: a code of NUTRITIONAL, 0 for nothing."""
    sheet = visits.sheet
    weight, length, shape = (
        np.where(sheet[key][rows].present, sheet[key][rows].positions + 1, 4)
        for key in ("weight_band", "length_band", "shape_band")
    )
    blood = sheet["haemoglobin"][rows]
    grams = np.where(blood.present, np.array(blood.values, dtype=float)[blood.positions], 200)
    return np.select([grams < 110, shape < 3, weight < 3, length < 3, shape > 5], [1, 4, 2, 3, 6], 0).astype(np.int32)
