"""Patients with hypertension: their pressures, how treatment changes them, and the filled form of each visit."""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers, medicines
from gongwei.adapters.synth.bodies import FULL_EFFECT, Bodies
from gongwei.adapters.synth.defects import COPIED_PRESSURE, MISSING_PRESSURE, SWAPPED_PRESSURE, Rates
from gongwei.adapters.synth.draws import YEAR_DAYS, Days
from gongwei.adapters.synth.follow import PHONE, Enrolled, Visits
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.quality import Traits
from gongwei.adapters.synth.sheet import ABSENT, HIDDEN, Sheet, chosen, number
from gongwei.domain.program import Program

PRESSURES = (20, 300)  # mmHg, all that a form may hold
STEP = 6.5  # mmHg of systolic pressure that one step of treatment takes away (ours)
STRONGEST = 4
DANGERS = (["headache"], ["chest_tightness"], ["blurred_vision"], ["headache", "nausea"], ["consciousness"])
COMPLAINTS = (["2"], ["6"], ["8"], ["4"], ["2", "6"], ["9"])


class Hypertensive:
    """The pressures of everyone enrolled, and how strongly each is treated."""

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
        self.untreated = 149 + 8 * bodies.frailty[person] + rng.normal(0, 7, count)
        self.pulse = 54 + rng.normal(0, 6, count)  # systolic less diastolic, mmHg
        self.effect = FULL_EFFECT[bodies.adherence[person]]
        self.drift = rng.normal(0.4, 1.2, count)  # mmHg a year
        self.village = traits.pressure[enrolled.village]
        self.rounding = traits.rounding[enrolled.village]
        self.copying = traits.copying[enrolled.village]
        self.copies = rng.spawn(1)[0]  # its draws leave the others as they were
        self.last = np.zeros((2, count))  # systolic and diastolic of the visit before, mmHg; 0: none
        aim = self.untreated + self.village - rng.normal(135, 7, count)
        self.strength = np.clip(np.rint(aim / STEP), 0, STRONGEST).astype(np.int8)

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure pressures, with the doctor's preferred last digits, and ask for dangers and side effects."""
        count = len(who)
        upper, lower = self._pressures(rng, who, day)
        upper, lower = self._rounded(rng, who, mode, upper), self._rounded(rng, who, mode, lower)
        copied = (self.copies.random(count) < self.copying[who]) & (self.last[0, who] > 0)
        upper, lower = np.where(copied, self.last[:, who], (upper, lower))
        self.last[:, who] = upper, lower
        chance = rng.random(count)
        swapped = chance < self.rates.swapped_pressure
        missing = chance > 1 - self.rates.missing_pressure
        danger = rng.random(count) < np.where(upper >= 180, 0.15, 0.002)
        return {
            "systolic": number(np.where(swapped, lower, upper), PRESSURES).only(~missing),
            "diastolic": number(np.where(swapped, upper, lower), PRESSURES).only(~missing),
            "danger_signs": chosen(np.where(danger, rng.integers(1, len(DANGERS) + 1, count), 0), (["none"], *DANGERS)),
            "adverse": answers.yes_no(rng.random(count) < 0.006 + 0.006 * self.strength[who]),
            "new_complication": answers.yes_no(rng.random(count) < 0.003),
            HIDDEN + "strength": number(self.strength[who], (0, STRONGEST)),
            HIDDEN + "defect": chosen(
                np.where(swapped, 0, np.where(missing, 1, np.where(copied, 2, ABSENT))),
                (SWAPPED_PRESSURE, MISSING_PRESSURE, COPIED_PRESSURE),
            ),
        }

    def _pressures(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days) -> tuple[NDArray, NDArray]:
        years = (day - np.int32(19_358)) / YEAR_DAYS  # since 2023-01-01
        winter = 2.5 * np.cos(2 * np.pi * ((day % YEAR_DAYS) - 15) / YEAR_DAYS)
        treated = self.untreated[who] - STEP * self.strength[who] * self.effect[who]
        upper = treated + self.village[who] + self.drift[who] * years + winter + rng.normal(0, 7, len(who))
        lower = upper - self.pulse[who] * (0.55 + 0.45 * upper / 140) + rng.normal(0, 3.5, len(who))
        return np.clip(upper, 78, 250), np.clip(lower, 42, 140)

    def _rounded(
        self, rng: np.random.Generator, who: NDArray[np.int32], mode: NDArray[np.int8], value: NDArray
    ) -> NDArray:
        chance, tens = rng.random(len(who)), self.rounding[who] + np.where(mode == PHONE, 0.2, 0)
        evens = np.rint(value / 2) * 2
        return np.where(chance < tens, np.rint(value / 10) * 10, np.where(chance < tens + 0.4, evens, np.rint(value)))

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Strengthen treatment after most unsatisfactory visits; somebody who does not take it begins to."""
        gravity = self.gravity[judged.rule]
        chance = rng.random(len(who))
        more = chance < np.array([0.0, 0.3, 0.4, 0.6])[gravity]
        self.strength[who] = np.clip(self.strength[who] + more, 0, STRONGEST)
        persuaded = (gravity > 0) & (rng.random(len(who)) < 0.1)
        self.effect[who] = np.where(persuaded, np.minimum(self.effect[who] + 0.3, 1), self.effect[who])
        # The strongest regimen that still fails is changed in hospital until it works.
        resistant = (gravity >= 2) & (self.strength[who] == STRONGEST) & (rng.random(len(who)) < 0.15)
        self.untreated[who] -= np.where(resistant, 6, 0)


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
    taken = medicines.taken(medicines.FOR_PRESSURE, sheet[HIDDEN + "strength"].positions, person)
    salt = bodies.salt[person]
    ill = np.where(sheet["danger_signs"].positions > 0, 1.0, 0.13)
    return {
        "hypertension_symptoms": answers.rare(rng, count, ["1"], COMPLAINTS, ill),
        "danger_signs": sheet["danger_signs"],
        "systolic": sheet["systolic"],
        "diastolic": sheet["diastolic"],
        "heart_rate": number(bodies.heart_rate[person] + rng.normal(0, 5, count), (40, 130)),
        **answers.habits(rng, visits, enrolled, bodies),
        "salt": chosen(salt, ["1", "2", "3"]),
        "target_salt": chosen(np.zeros(count), ["1"]).only(salt > 0),
        "adverse": sheet["adverse"],
        "new_complication": sheet["new_complication"],
        **answers.course(rng, visits, enrolled, bodies, taken, examined),
    }
