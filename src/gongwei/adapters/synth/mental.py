"""Patients with severe mental disorder: how stable they are from visit to visit, and the filled follow-up form."""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers
from gongwei.adapters.synth.draws import Days
from gongwei.adapters.synth.follow import PHONE, Enrolled, Visits
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.sheet import HIDDEN, Column, Sheet, chosen, number
from gongwei.domain.program import Program

STABLE, BASIC, UNSTABLE = range(3)
# Shares after 国家严重精神障碍信息系统 2018 (some 81 % stable); the course between visits is ours.
AT_FIRST = (0.80, 0.15, 0.05)
RELAPSE = (0.05, 0.015)  # from stable to basically stable and to unstable, from one visit to the next
ADMITTED, STAYS = 0.5, 0.3  # of the unstable into hospital; of those in hospital who are there at the next visit
MISSED = 0.006  # of visits: nobody found
RISKS = ("0", "1", "2", "3", "4", "5")
RISK_SHARES = np.cumsum([(1, 0, 0, 0, 0, 0), (0.35, 0.45, 0.2, 0, 0, 0), (0, 0.15, 0.15, 0.5, 0.17, 0.03)], axis=1)
SYMPTOMS = (["1"], ["3"], ["1", "3"], ["10", "11"], ["11"], ["4"], ["6"], ["5", "10"])
MEDICINES = (("利培酮片", 2), ("奥氮平片", 10), ("阿立哌唑片", 10), ("氯氮平片", 100), ("丙戊酸钠缓释片", 500))


class Disordered:
    """How stable the patients are, who lies in a ward, and how regularly they take their medicine."""

    def __init__(self, rng: np.random.Generator, program: Program, enrolled: Enrolled) -> None:
        count = len(enrolled)
        self.keys = np.array([*(rule.key for rule in program.rules), ""])
        self.level = np.searchsorted(np.cumsum(AT_FIRST), rng.random(count) * 0.9999).astype(np.int8)
        self.ward = np.zeros(count, dtype=bool)
        self.taking = rng.choice(4, count, p=[0.70, 0.14, 0.13, 0.03])
        self.medicine = rng.integers(0, len(MEDICINES), count)

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Look for each patient, in the ward or at home, and assess the risk of those at home."""
        count, chance = len(who), rng.random(len(who))
        calm = self.level[who] == STABLE
        worse = np.where(chance < RELAPSE[1], UNSTABLE, np.where(chance < sum(RELAPSE), BASIC, STABLE))
        self.level[who] = np.where(calm, worse, self.level[who])
        inside = self.ward[who] & (rng.random(count) < STAYS)
        out = self.ward[who] & ~inside
        self.ward[who], self.level[who] = inside, np.where(out, BASIC, self.level[who])
        level = self.level[who]
        missed = ~inside & (rng.random(count) < MISSED)
        home = ~inside & ~missed
        risk = (rng.random(count)[:, None] > RISK_SHARES[level]).sum(axis=1)
        marked = (level == UNSTABLE) & (rng.random(count) < 0.4)
        return {
            "hospital": chosen(np.where(inside, 1, np.where(out, 2, 0)), ("0", "1", "2")).only(~missed),
            "lost_reason": answers.rare(rng, count, "1", ["2", "4", "5"], 0.5).only(missed),
            "risk_level": chosen(risk, RISKS).only(home),
            "danger_signs": chosen(marked, (["none"], ["marked_symptoms"])).only(home),
            "stability": chosen(2 - level, ("1", "2", "3")).only(home),
            "lock": answers.rare(rng, count, "1", ["3"], 0.002).only(~missed),
            HIDDEN + "home": chosen(home, (False, True)),
            HIDDEN + "taking": number(self.taking[who], (0, 3)),
            HIDDEN + "medicine": number(self.medicine[who], (0, len(MEDICINES) - 1)),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Send some of the unstable to hospital; let most of those who were treated settle."""
        sent = np.isin(self.keys[judged.rule], ("urgent", "unstable"))
        self.ward[who] |= sent & (rng.random(len(who)) < ADMITTED)
        settles = ~self.ward[who] & (rng.random(len(who)) < 0.42)
        self.level[who] = np.where(settles, np.maximum(self.level[who] - 1, STABLE), self.level[who])
        self.taking[who] = np.where(sent & (self.taking[who] != 3), 0, self.taking[who])


def fill(rng: np.random.Generator, visits: Visits, examined: NDArray[np.float64]) -> Sheet:
    """Fill the whole form around what was assessed."""
    count, sheet = len(visits), visits.sheet
    home = sheet[HIDDEN + "home"].positions == 1
    level = 2 - sheet["stability"].positions
    ill, unstable = home & (level != STABLE), home & (level == UNSTABLE)
    taking = chosen(sheet[HIDDEN + "taking"].positions, ("1", "2", "3", "4")).only(home)
    on_medicine = home & (taking.positions < 2)
    lines = [[{"name": name, "per": "day", "times": 2, "milligrams": dose}] for name, dose in MEDICINES]
    medicines = chosen(sheet[HIDDEN + "medicine"].positions, lines).only(on_medicine)
    out = sheet["hospital"].present & (sheet["hospital"].positions == 2)
    by_family = np.where(visits.mode == PHONE, 0.5, 0.06)
    return {
        **{key: column for key, column in sheet.items() if not key.startswith(HIDDEN)},
        "last_discharge_date": answers.texts_of_days(visits.day - rng.integers(2, 12, count, dtype=np.int32)).only(out),
        "informant": answers.rare(rng, count, "patient", ["family"], by_family).only(home),
        "mental_symptoms": answers.rare(rng, count, ["none"], SYMPTOMS, np.where(ill, 0.95, 0.18)).only(home),
        "insight": _insight(rng, count, ill, unstable).only(home),
        "sleep": _graded(rng, count, ill, (0.75, 0.24, 0.01)).only(home),
        "appetite": _graded(rng, count, ill, (0.85, 0.14, 0.01)).only(home),
        **{key: _function(rng, count, ill).only(home) for key in FUNCTIONS},
        **{key: number(rng.random(count) < share, (0, 1)).only(unstable) for key, share in ACTS.items()},
        **_examined(rng, visits, home, examined),
        **_tolerated(rng, home, on_medicine),
        "taking": taking,
        "effect": answers.rare(rng, count, "2", ["3", "4"], np.where(ill, 0.4, 0.1)).only(home),
        "psychotropics": medicines,
        "psychotropics_advised": medicines,
        "rehabilitation": answers.rare(rng, count, ["none"], [["1"], ["4"], ["1", "4"], ["2"]], 0.4).only(home),
        "police_told": chosen(np.zeros(count), [True]).only(home & (sheet["risk_level"].positions >= 3)),
        "specialist_asked": chosen(np.zeros(count), [True]).only(unstable),
    }


def _examined(
    rng: np.random.Generator, visits: Visits, home: NDArray[np.bool_], examined: NDArray[np.float64]
) -> Sheet:
    """Examine most once a year, where they are seen; some refuse."""
    count = len(visits)
    yearly = answers.first_of_year(visits) & home & (visits.mode != PHONE)
    does, refuses = rng.random(count) < examined[visits.enrolment], rng.random(count) < 0.5
    tested = yearly & does & (rng.random(count) < 0.7)
    return {
        "lab_done": answers.yes_no(tested).only(home),
        "labs": chosen(np.zeros(count), ["血常规、肝功能、血糖未见异常"]).only(tested),
        "exam_done": chosen(np.zeros(count), [True]).only(yearly & does),
        "exam_refused": chosen(np.zeros(count), [True]).only(yearly & ~does & refuses),
    }


def _tolerated(rng: np.random.Generator, home: NDArray[np.bool_], on_medicine: NDArray[np.bool_]) -> Sheet:
    """Let a few be drowsy from their medicine."""
    drowsy = on_medicine & (rng.random(len(home)) < 0.03)
    return {
        "mental_adverse": answers.yes_no(drowsy).only(home),
        "adverse_text": chosen(np.zeros(len(home)), ["嗜睡"]).only(drowsy),
    }


FUNCTIONS = ("self_care_function", "housework", "productive_work", "learning", "social_contact")
ACTS = {"acts_trouble": 0.3, "acts_offence": 0.06, "acts_crime": 0.01, "acts_self_harm": 0.05}


def _graded(rng: np.random.Generator, count: int, ill: NDArray[np.bool_], shares: tuple[float, ...]) -> Column:
    """Give one of three grades, mostly the best; the ill have the middle one in its place."""
    well = rng.choice(3, count, p=shares)
    return chosen(np.where(ill, np.maximum(well, 1), well), ("1", "2", "3"))


def _insight(rng: np.random.Generator, count: int, ill: NDArray[np.bool_], unstable: NDArray[np.bool_]) -> Column:
    """Give insight: missing only in the unstable."""
    graded = rng.choice(3, count, p=(0.72, 0.18, 0.1))
    return chosen(np.clip(graded, np.where(ill, 1, 0), np.where(unstable, 2, 1)), ("1", "2", "3"))


def _function(rng: np.random.Generator, count: int, ill: NDArray[np.bool_]) -> Column:
    """Give one side of social function; poor only in the ill."""
    well, poorer = rng.choice((0, 1, 3), count, p=[0.6, 0.37, 0.03]), rng.choice(3, count, p=[0.2, 0.6, 0.2])
    return chosen(np.where(ill, poorer, well), ("1", "2", "3", "9"))
