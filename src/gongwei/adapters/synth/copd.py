"""Patients with COPD: their oxygen, how it falls in a worsening, and the filled form of each visit."""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers, medicines
from gongwei.adapters.synth.bodies import Bodies
from gongwei.adapters.synth.draws import Days
from gongwei.adapters.synth.follow import PHONE, Enrolled, Visits
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.sheet import HIDDEN, Sheet, chosen, number
from gongwei.domain.program import Program

KNOWN = 0.12  # share of those whose lungs are narrowed who know it and are found (ours; most do not know)
NOT_ASKED = ("alcohol", "target_alcohol", "target_weight")
COMPLAINTS = (["1"], ["1", "2"], ["3", "4"], ["4"], ["1", "4", "5"])


class Copd:
    """How much of their breath the patients have lost, and how strongly each is treated."""

    def __init__(self, rng: np.random.Generator, program: Program, enrolled: Enrolled, bodies: Bodies) -> None:
        count = len(enrolled)
        self.gravity = np.array([rule.do.gravity for rule in program.rules] + [0])
        self.severity = np.clip(1.2 + 0.5 * bodies.frailty[enrolled.person] + rng.normal(0, 0.8, count), 0, 4)
        self.strength = np.clip(np.rint(self.severity), 1, 3).astype(np.int8)

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure oxygen where the patient is seen, and ask for a worsening and side effects."""
        count, severe = len(who), self.severity[who]
        worse = rng.random(count) < 0.004 + 0.006 * severe
        oxygen = np.clip(97.5 - 1.3 * severe - 4 * worse + rng.normal(0, 1, count), 78, 99)
        signs = np.where(worse & (rng.random(count) < 0.5), rng.integers(1, 4, count), 0)
        return {
            "spo2": number(oxygen, (30, 100)).only(mode != PHONE),
            "danger_signs": chosen(signs, (["none"], ["dyspnoea"], ["cyanosis"], ["fever"])),
            "adverse": answers.yes_no(rng.random(count) < 0.01),
            "new_complication": answers.yes_no(rng.random(count) < 0.004),
            HIDDEN + "strength": number(self.strength[who], (0, 3)),
            HIDDEN + "severity": number(severe, (0, 40), decimals=1),
            HIDDEN + "seen": chosen(mode != PHONE, (False, True)),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Strengthen the treatment of some who are not stable; nothing gives lost breath back."""
        unstable = self.gravity[judged.rule] > 0
        self.strength[who] = np.clip(self.strength[who] + (unstable & (rng.random(len(who)) < 0.4)), 0, 3)


def fill(
    rng: np.random.Generator, visits: Visits, enrolled: Enrolled, bodies: Bodies, examined: NDArray[np.float64]
) -> Sheet:
    """Fill the whole form around what was measured."""
    count, person = len(visits), enrolled.person[visits.enrolment]
    sheet = visits.sheet
    severe, seen = sheet[HIDDEN + "severity"].positions / 10, sheet[HIDDEN + "seen"].positions == 1
    taken = medicines.taken(medicines.FOR_LUNGS, sheet[HIDDEN + "strength"].positions, person)
    blown = answers.first_of_year(visits) & seen & (rng.random(count) < 0.35)
    volume = np.clip(rng.normal(2.9, 0.5, count), 1, 5)
    rate = np.clip(0.66 - 0.06 * severe + rng.normal(0, 0.03, count), 0.25, 0.69)
    habits = answers.habits(rng, visits, enrolled, bodies)
    oxygen = severe > 3.2
    return {
        "copd_symptoms": answers.rare(rng, count, ["none"], COMPLAINTS, np.clip(0.15 + 0.2 * severe, 0, 1)),
        "danger_signs": sheet["danger_signs"],
        "comorbidities": answers.rare(rng, count, ["none"], [["1"], ["3"], ["5"], ["6"], ["1", "6"]], 0.3),
        "cyanosis": answers.yes_no(rng.random(count) < 0.02 * severe),
        "peripheral_oedema": answers.yes_no(rng.random(count) < 0.02 * severe),
        "respiration": number(17 + severe + rng.normal(0, 1.5, count), (12, 40)).only(seen),
        "heart_rate": number(bodies.heart_rate[person] + rng.normal(0, 5, count), (40, 130)).only(seen),
        "spo2": sheet["spo2"],
        "fev1": number(volume * rate, (10, 800), decimals=2).only(blown),
        "fvc": number(volume, (20, 1000), decimals=2).only(blown),
        **{key: column for key, column in habits.items() if key not in NOT_ASKED},
        "respiratory_vaccines": answers.rare(
            rng, count, ["none"], [["influenza"], ["pneumococcus"], ["influenza", "pneumococcus"]], 0.35
        ),
        "adverse": sheet["adverse"],
        "new_complication": sheet["new_complication"],
        "oxygen_hours": number(np.full(count, 15), (0, 24)).only(oxygen),
        "oxygen_flow": number(np.full(count, 2), (0, 15)).only(oxygen),
        "oxygen_adverse": answers.yes_no(np.zeros(count, dtype=bool)).only(oxygen),
        **answers.course(rng, visits, enrolled, bodies, taken, examined),
    }
