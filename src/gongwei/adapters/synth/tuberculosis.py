"""Tuberculosis in the made city: who falls ill when, who lives with them, and the filled forms of both.

Notified cases are near 40 in 100,000 a year (the city's report of 2020: 43.8); the shares by age are ours.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers
from gongwei.adapters.synth.bodies import Bodies
from gongwei.adapters.synth.draws import NEVER, YEAR_DAYS, Days, ages, months_between, stream
from gongwei.adapters.synth.follow import Enrolled, Visits
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.lives import Lives
from gongwei.adapters.synth.people import People
from gongwei.adapters.synth.sheet import ABSENT, Sheet, chosen, number
from gongwei.catalog.fields.tuberculosis import LESSONS
from gongwei.domain.program import Program

YEARLY = 40e-5  # cases a person and year
BY_AGE = ((0, 0.1), (15, 1.3), (25, 0.8), (45, 1.0), (65, 2.0))  # from an age on, against the mean
COURSE = (180, 240)  # days of treatment: first, again
REGIMENS = ("2HRZE/4HR", "2HRZES/6HRE")
KNOWN = 0.92  # share of a household's members who are recorded as contacts


@dataclass(frozen=True, slots=True)
class Spread:
    """Cases with the day of their notice, and contacts with the case whose household they share."""

    person: NDArray[np.int32]
    notice: Days
    contact: NDArray[np.int32]
    case: NDArray[np.int32]  # position in `person`


def spread(seed: int, people: People, lives: Lives, *, since: int, until: int) -> Spread:
    """Draw who falls ill between the two days, and those of their households who live here then."""
    rng = stream(seed, "tuberculosis")
    day = rng.integers(since, until, len(people), dtype=np.int32)
    age = ages(people.birth, day)
    edges = np.array([edge for edge, _ in BY_AGE])
    risk = np.array([times for _, times in BY_AGE])[np.maximum(np.searchsorted(edges, age, side="right") - 1, 0)]
    ill = rng.random(len(people)) < YEARLY * (until - since) / YEAR_DAYS * risk
    person = np.flatnonzero(ill & _here(lives, people, day) & (lives.archived < day)).astype(np.int32)
    notice = day[person]
    case_of = np.full(int(people.household.max()) + 1, -1, dtype=np.int32)
    case_of[people.household[person]] = np.arange(len(person), dtype=np.int32)
    case = case_of[people.household]
    when = np.where(case >= 0, notice[np.maximum(case, 0)] if len(person) else 0, 0)
    near = (case >= 0) & ~ill & _here(lives, people, when) & (rng.random(len(people)) < KNOWN)
    contact = np.flatnonzero(near).astype(np.int32)
    return Spread(person, notice, contact, case[contact])


def _here(lives: Lives, people: People, day: Days) -> NDArray[np.bool_]:
    return (lives.came <= day) & (people.birth < day) & (day < lives.gone)


class FirstVisits:
    """Patients when they are seen at home for the first time."""

    def __init__(self, enrolled: Enrolled) -> None:
        self.start = enrolled.start

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Ask what the rules read: what was learnt, and whether a school must be told."""
        count = len(who)
        lessons = {lesson.key: answers.rare(rng, count, "1", ["2"], 0.02) for lesson in LESSONS}
        late = np.where(rng.random(count) < 0.93, 0, rng.integers(2, 6, count))
        mode[:] = 1  # at home, which the first visit always is
        return {
            "tb_notice_date": answers.texts_of_days((self.start[who] - late).astype(np.int32)),
            "tb_school": answers.rare(rng, count, "1", ["2", "2", "3"], 0.05),
            **lessons,
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Change nothing: the treatment has a history of its own."""


class Treated:
    """How regularly each patient takes the doses, how well they are borne, and how long the course lasts."""

    def __init__(self, rng: np.random.Generator, program: Program, enrolled: Enrolled) -> None:
        count = len(enrolled)
        self.closing = np.array([rule.key == "stopped" for rule in program.rules] + [False])
        self.start = enrolled.start
        self.again = rng.random(count) < 0.08
        self.course = np.where(self.again, COURSE[1], COURSE[0]) + rng.integers(0, 12, count)
        self.careless = rng.beta(1.2, 12, count)
        self.supervisor = rng.choice(4, count, p=[0.35, 0.5, 0.13, 0.02])
        self.stopped = np.zeros(count, dtype=bool)
        self.missed = np.zeros(count, dtype=np.int32)

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Count the doses missed since the last visit, and note what ends the treatment."""
        count, over = len(who), day - self.start[who]
        asked_after = self.stopped[who]
        missed = np.where(rng.random(count) < self.careless[who] * 3, rng.integers(1, 9, count), 0)
        missed = np.where(asked_after, 0, missed)
        self.missed[who] += missed.astype(np.int32)
        ends = ~asked_after & (over >= self.course[who])
        lost = ~asked_after & ~ends & (rng.random(count) < 0.002)
        stopped = ends | lost
        due = np.maximum(over, 1)
        return {
            "tb_month": number(months_between(self.start[who], day) + 1, (1, 36)),
            "tb_missed_doses": number(missed, (0, 200)),
            "tb_miss_reason": answers.rare(rng, count, "2", ["1"], 0.15).only(missed > 0),
            "tb_usage": chosen(np.zeros(count), ["1"]),
            "adverse": answers.yes_no(rng.random(count) < np.where(asked_after, 0, 0.02)),
            "new_complication": answers.yes_no(rng.random(count) < np.where(asked_after, 0, 0.003)),
            "danger_signs": answers.rare(rng, count, ["none"], [["haemoptysis"], ["breathless"]], 0.004),
            "tb_stop_reason": chosen(np.where(stopped, np.where(lost, 1, 0), ABSENT), ["1", "3"]),
            "tb_stop_date": answers.texts_of_days(day).only(stopped),
            "tb_visits_due": number(np.full(count, 11), (0, 60)).only(stopped),
            "tb_visits_done": number(np.clip(11 - rng.integers(0, 3, count), 0, 60), (0, 60)).only(stopped),
            "tb_doses_due": number(due, (1, 400)).only(stopped),
            "tb_doses_taken": number(np.maximum(due - self.missed[who], 0), (0, 400)).only(stopped),
            "tb_outcome": answers.rare(rng, count, "1", ["2", "2", "2", "3", "6"], 0.55).only(asked_after),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Remember whose treatment has ended: the hospital is asked for the outcome."""
        self.stopped[who] |= self.closing[judged.rule]
        self.careless[who] *= np.where(judged.rule >= 0, 0.97, 1)


class Contacts:
    """Members of the household: few fall ill, some are infected."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled) -> None:
        count = len(enrolled)
        self.start = enrolled.start
        self.infected = rng.random(count) < 0.14
        self.ill = rng.random(count) < 0.012

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Ask for symptoms, take a picture of the chest, and test some for infection."""
        count, first = len(who), day - self.start[who] < 60
        ill = self.ill[who] & (rng.random(count) < 0.6)
        chest = np.where(ill, 1, np.where(first & (rng.random(count) < 0.06), 2, 0))
        tested = first & (rng.random(count) < 0.7)
        return {
            "tb_contact_since": answers.texts_of_days(self.start[who]),
            "tb_suspicious": answers.yes_no(ill | (rng.random(count) < 0.01)),
            "tb_chest": chosen(chest, ["1", "2", "3"]),
            "tb_igra": chosen(self.infected[who], ["1", "2"]).only(tested),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Change nothing: what was found is looked at by the hospital."""


def fill_first(rng: np.random.Generator, visits: Visits, enrolled: Enrolled, bodies: Bodies) -> Sheet:
    """Fill the whole form of the first visit around what was asked."""
    count = len(visits)
    return visits.sheet | _habits(visits, enrolled, bodies) | {
        "tb_patient_type": answers.rare(rng, count, "1", ["2"], 0.08),
        "tb_sputum": answers.rare(rng, count, "1", ["2", "2", "3"], 0.42),
        "tb_resistance": answers.rare(rng, count, "2", ["3", "3", "1"], 0.2),
        "tb_first_symptoms": answers.rare(rng, count, ["1"], [["0"], ["1", "2"], ["3"], ["2", "4"]], 0.55),
        "tb_regimen": chosen(np.zeros(count), REGIMENS),
        "tb_usage": chosen(np.zeros(count), ["1"]),
        "tb_drug_forms": answers.rare(rng, count, ["1"], [["2"], ["3"]], 0.2),
        "tb_supervisor": answers.rare(rng, count, "2", ["1", "1", "3"], 0.5),
        "tb_single_room": answers.rare(rng, count, "1", ["2"], 0.3),
        "tb_ventilation": answers.rare(rng, count, "1", ["2", "2", "3"], 0.35),
        "tb_contacts": number(rng.poisson(1.6, count), (0, 12)),
        "tb_pickup_place": chosen(np.zeros(count), ["区结核病定点医院"]),
        "tb_pickup_date": answers.texts_of_days((visits.day + 28).astype(np.int32)),
    }  # fmt: skip


def fill(rng: np.random.Generator, visits: Visits, enrolled: Enrolled, bodies: Bodies, patients: Treated) -> Sheet:
    """Fill the whole form of a visit during treatment."""
    count, own = len(visits), visits.enrolment
    adverse = visits.sheet["adverse"].positions == 1
    worse = visits.sheet["new_complication"].positions == 1
    return visits.sheet | _habits(visits, enrolled, bodies) | {
        "tb_symptoms": answers.rare(rng, count, ["0"], [["1"], ["1", "2"], ["5"]], 0.25),
        "tb_supervisor": chosen(patients.supervisor[own], ["1", "2", "3", "4"]),
        "tb_regimen": chosen(patients.again[own], REGIMENS),
        "tb_drug_forms": chosen(np.zeros(count), [["1"]]),
        "adverse_text": answers.rare(rng, count, "恶心、食欲差", ["皮疹", "转氨酶升高", "关节痛"], 0.6).only(adverse),
        "tb_complication_text": chosen(np.zeros(count), ["合并糖尿病"]).only(worse),
    }  # fmt: skip


def fill_contact(visits: Visits) -> Sheet:
    """Fill the whole form of a screening."""
    return visits.sheet | {"tb_relation": chosen(np.zeros(len(visits)), ["1"])}


def _habits(visits: Visits, enrolled: Enrolled, bodies: Bodies) -> Sheet:
    person = enrolled.person[visits.enrolment]
    return {
        "cigarettes": number(bodies.cigarettes[person], (0, 60)),
        "alcohol": number(bodies.alcohol[person], (0, 200), decimals=1),
    }


def ended(visits: Visits, count: int) -> Days:
    """Give the day after the visit at which each of `count` enrolments was closed; NEVER where it goes on."""
    closing = np.array([rule.key == "closed" for rule in visits.program.rules] + [False])
    stop = np.full(count, NEVER, dtype=np.int32)
    closed = closing[visits.judged.rule]
    stop[visits.enrolment[closed]] = visits.day[closed] + 1
    return stop
