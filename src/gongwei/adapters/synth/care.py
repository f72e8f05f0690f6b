"""The care of the old: what they can no longer do alone, beds at home, rounds in homes. All shares are ours."""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers
from gongwei.adapters.synth.draws import Days
from gongwei.adapters.synth.follow import Enrolled, Visits
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.scene import Scene
from gongwei.adapters.synth.sheet import ABSENT, Sheet, chosen, number
from gongwei.adapters.synth.short import Found, Short, some, years_old

ASSESSED = 0.45  # of those from 65 whose care level is assessed
NEEDY, FRAIL, BEDRIDDEN = 1.3, 1.9, 2.5  # need of care: from which somebody is assessed, needs help, cannot rise
POINTS = {
    "eating": (0, 3, 5), "grooming": (1, 3, 7), "dressing": (0, 3, 5), "toileting": (0, 5, 10), "moving": (1, 5, 10),
}  # fmt: skip
HOMES = ("阳光家园养老院", "康宁护理院", "颐养中心")
BED_ROUNDS = 8  # after so many rounds a bed is closed in most


def need(scene: Scene) -> NDArray[np.float64]:
    """Say how much care everybody needs: it grows with age and with how ill somebody looks."""
    return scene.bodies.frailty * 0.8 + (years_old(scene) - 78) / 9


def in_a_home(scene: Scene) -> NDArray[np.bool_]:
    """Mark who lives in a home for the old: a third of those who need help, told by the household number."""
    return (years_old(scene) > 66) & (need(scene) > FRAIL) & (scene.people.household % 3 == 0)


class Assessed:
    """Who needs how much, and where each lives."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled, scene: Scene) -> None:
        self.need = need(scene)[enrolled.person]
        self.lives_in_a_home = in_a_home(scene)[enrolled.person]
        self.alone = rng.random(len(enrolled)) < 0.14
        self.home = rng.integers(0, len(HOMES), len(enrolled))

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Score the five, and note where somebody lives."""
        count = len(who)
        level = np.digitize(self.need[who] + rng.normal(0, 0.1, count), (FRAIL, BEDRIDDEN))
        can = level == 0
        points = {
            key: number(np.where(can, 0, np.array(scores)[level]), (0, max(scores))) for key, scores in POINTS.items()
        }
        home = self.lives_in_a_home[who]
        place = np.where(home, 2 + (level == 2), self.alone[who])
        carer = np.where(home, 3, np.where(self.alone[who] & can, 4, rng.choice(3, count, p=[0.5, 0.38, 0.12])))
        return points | {
            "cognition": answers.rare(rng, count, "1", ["2"], np.array([0.03, 0.2, 0.4])[level]),
            "dwelling": chosen(place, ["1", "2", "3", "4"]),
            "dwelling_institution": chosen(np.where(home, self.home[who], ABSENT), HOMES),
            "carer": chosen(carer, ["1", "2", "3", "4", "5"]),
            "care_services": chosen(level, (["none"], ["nursing", "rehab"], ["home_bed", "nursing"])),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Let need grow a little from one assessment to the next."""
        self.need[who] += 0.01


class Nursed:
    """Patients in bed or in a home: their pressure, sores and changes."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled, scene: Scene) -> None:
        count = len(enrolled)
        self.upper = rng.normal(134, 10, count)
        self.sore = rng.choice(3, count, p=[0.86, 0.1, 0.04])

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure, look for sores, and ask for changes."""
        count = len(who)
        return {
            "temperature": number(rng.normal(36.6, 0.25, count), (350, 400), decimals=1),
            "heart_rate": number(rng.normal(76, 8, count), (45, 125)),
            "systolic": number(self.upper[who] + rng.normal(0, 7, count), (90, 200)),
            "diastolic": number(self.upper[who] * 0.58 + rng.normal(0, 5, count), (50, 85)),
            "nursing_change": chosen(rng.choice(3, count, p=[0.9, 0.08, 0.02]), ["1", "2", "3"]),
            "pressure_sores": chosen(self.sore[who], ["1", "2", "3"]),
            "nursing_work": answers.rare(rng, count, ["teaching"], [["rehab"], ["wound"], ["tube"], ["none"]], 0.5),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Heal sores in some."""
        heals = rng.random(len(who)) < 0.3
        self.sore[who] = np.maximum(self.sore[who] - heals, 0)


class InBed(Nursed):
    """Beds at home: opened, visited by the plan, closed."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled, scene: Scene) -> None:
        super().__init__(rng, enrolled, scene)
        self.plan = rng.choice(3, len(enrolled), p=[0.3, 0.5, 0.2])
        self.rounds = np.zeros(len(enrolled), dtype=np.int16)

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Note whether the bed is opened, goes on or is closed."""
        done = self.rounds[who]
        closes = (done >= BED_ROUNDS) & (rng.random(len(who)) < 0.3)
        stage = np.where(done == 0, 0, np.where(closes, 2, 1))
        self.rounds[who] += 1
        return super().measure(rng, who, day, mode) | {
            "bed_stage": chosen(stage, ["1", "2", "3"]),
            "bed_reason": chosen(np.where(stage == 0, rng.integers(0, 3, len(who)), ABSENT), ["1", "2", "3"]),
            "bed_rounds": chosen(self.plan[who], ["1", "2", "3"]),
            "bed_closed_for": chosen(np.where(stage == 2, rng.integers(0, 3, len(who)), ABSENT), ["1", "2", "4"]),
        }


class InAHome(Nursed):
    """Residents of a home, each in one of a few."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled, scene: Scene) -> None:
        super().__init__(rng, enrolled, scene)
        self.home = rng.integers(0, len(HOMES), len(enrolled))

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure as everywhere, and name the home."""
        return super().measure(rng, who, day, mode) | {"dwelling_institution": chosen(self.home[who], HOMES)}


def _fill(rng: np.random.Generator, visits: Visits, enrolled: Enrolled, scene: Scene) -> Sheet:
    return visits.sheet


def _fill_assessed(rng: np.random.Generator, visits: Visits, enrolled: Enrolled, scene: Scene) -> Sheet:
    """Add up the five scores as the form does."""
    sheet = visits.sheet
    total = np.sum([sheet[key].numbers[sheet[key].positions] for key in POINTS], axis=0)  # type: ignore[index]
    grade = np.digitize(total, (3.5, 8.5, 18.5))
    return sheet | {"self_care_score": number(total, (0, 37)), "self_care": chosen(grade, ["1", "2", "3", "4"])}


def _old(scene: Scene, rng: np.random.Generator) -> Found:
    old, needs = years_old(scene) > 65, need(scene) > NEEDY
    days = rng.integers(scene.since - 300, scene.until - 5, len(scene.people), dtype=np.int32)
    found = some(scene, old, days, ASSESSED)
    return Found(found.person, found.day, np.where(needs[found.person], 1.0, found.share))


def _bedridden(scene: Scene, rng: np.random.Generator) -> Found:
    days = rng.integers(scene.until - 700, scene.until - 5, len(scene.people), dtype=np.int32)
    lies = (years_old(scene) > 66) & (need(scene) > BEDRIDDEN) & ~in_a_home(scene)
    return some(scene, lies, days, 0.8)


def _housed(scene: Scene, rng: np.random.Generator) -> Found:
    days = rng.integers(scene.since, scene.until - 5, len(scene.people), dtype=np.int32)
    return some(scene, in_a_home(scene), days, 1.0)


CARE = (
    Short("care_level", 65, 365, _old, Assessed, _fill_assessed),
    Short("home_bed", 60, 14, _bedridden, InBed, _fill),
    Short("nursing_home", 60, 91, _housed, InAHome, _fill),
)
