"""Newborns seen at home: how they were born, what is found in the first weeks, and the filled form. Shares are ours."""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers
from gongwei.adapters.synth.births import Births
from gongwei.adapters.synth.draws import Days
from gongwei.adapters.synth.follow import Enrolled, Visits
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.sheet import HIDDEN, Column, Sheet, chosen, number
from gongwei.catalog.programs.newborn import BODY

LATE = 20  # days after birth by which a newborn who is visited has come into the record
YELLOW = (["1"], ["2"], ["2", "3"], ["5"])
BORN = (["1"], ["4"], ["1", "5"], ["4", "5"], ["3"])


class Newborns:
    """How early and how heavy the children were born, and how."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled, births: Births) -> None:
        count, own = len(enrolled), births.rows(enrolled.person)
        self.birth = enrolled.birth
        self.weeks, self.weight = births.weeks[own], births.weight[own]
        self.mode = rng.choice(len(BORN), count, p=[0.52, 0.44, 0.012, 0.018, 0.01])
        self.breathless = rng.random(count) < 0.01
        self.malformed = rng.random(count) < 0.012
        self.hearing = rng.choice(3, count, p=[0.965, 0.02, 0.015])
        self.screen = rng.choice(4, count, p=[0.985, 0.01, 0.0045, 0.0005])

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Look at the child: jaundice and the pace of heart and breath decide most."""
        count, old = len(who), day - self.birth[who]
        grown = self.weight[who] * np.where(old < 7, 0.97, 1) + 0.032 * np.maximum(old - 7, 0)
        yellow = rng.choice(4, count, p=[0.62, 0.33, 0.048, 0.002])
        home = np.maximum(self.birth[who], day - rng.integers(1, 9, count))
        return {
            "discharge_date": answers.texts_of_days(home),
            "gestation_weeks": number(self.weeks[who], (22, 44)),
            "birth_modes": chosen(self.mode[who], BORN),
            "birth_weight": number(self.weight[who], (30, 800), decimals=2),
            "asphyxia": answers.yes_no(self.breathless[who]),
            "malformation": answers.yes_no(self.malformed[who]),
            "hearing_screen": chosen(self.hearing[who], ["1", "2", "3"]),
            "disease_screen": chosen(self.screen[who], (["2"], ["1"], ["3"], ["4"])),
            "bcg_given": chosen(rng.random(count) < 0.97, (False, True)),
            "hepb1_given": chosen(rng.random(count) < 0.995, (False, True)),
            "child_weight": number(grown, (30, 8000), decimals=2),
            "temperature": number(rng.normal(36.7, 0.2, count), (350, 390), decimals=1),
            "child_heart_rate": number(rng.normal(134, 8, count), (90, 190)),
            "child_respiration": number(rng.normal(43, 4, count), (25, 70)),
            "jaundice": chosen(yellow, YELLOW),
            "fontanelle": answers.rare(rng, count, "1", ["2"], 0.0004),
            "child_neck_mass": answers.yes_no(rng.random(count) < 0.002),
            "cord": _cord(rng, old),
            HIDDEN + "yellow": number(yellow, (0, 3)),
            HIDDEN + "length": number(49.8 + 2.1 * (self.weight[who] - 3.3), (350, 620), decimals=1),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Change nothing: what was advised shows at the next visit by itself."""


def _cord(rng: np.random.Generator, old: NDArray) -> Column:
    fallen = rng.random(len(old)) < np.clip((old - 4) / 9, 0, 1)
    return chosen(np.where(rng.random(len(old)) < 0.006, 2, fallen), (["1"], ["2"], ["3"]))


def fill(rng: np.random.Generator, visits: Visits) -> Sheet:
    """Fill the whole form around what was found."""
    count, sheet = len(visits), visits.sheet
    yellow = sheet[HIDDEN + "yellow"].positions > 0
    feeding = rng.choice(3, count, p=[0.58, 0.34, 0.08])
    asphyxia = sheet["asphyxia"].positions == 1
    abnormal = {part.key: answers.rare(rng, count, "1", ["2"], 0.004) for part in BODY}
    found = np.any([column.positions > 0 for column in abnormal.values()], axis=0)
    fontanelle = np.clip(rng.normal(1.8, 0.3, (2, count)), 0.5, 3.5)
    return sheet | {
        "mothers_illness": answers.rare(rng, count, "1", ["2", "2", "3", "4"], 0.22),
        "birth_institution": chosen(rng.integers(0, 3, count), ("市妇产科医院", "区妇幼保健院", "区人民医院")),
        "apgar_1": number(np.where(asphyxia, 6, 9) + (rng.random(count) < 0.6), (0, 10)),
        "apgar_5": number(np.where(asphyxia, 8, 10), (0, 10)),
        "malformation_text": answers.rare(rng, count, "多指", ["卵圆孔未闭", "耳前赘生物"], 0.5).only(
            sheet["malformation"].positions == 1
        ),
        "birth_length": number(sheet[HIDDEN + "length"].positions / 10 + 35, (350, 620), decimals=1),
        "feeding": chosen(feeding, ["1", "2", "3"]),
        "milk_volume": number(np.full(count, 70), (0, 200)).only(feeding == 2),
        "feeds_a_day": number(rng.normal(9, 1, count), (5, 14)),
        "vomiting": answers.yes_no(rng.random(count) < 0.03),
        "stool": answers.rare(rng, count, "1", ["2"], 0.05),
        "stools_a_day": number(rng.normal(4, 1.2, count), (1, 9)),
        "complexion": chosen(yellow, ["1", "2"]),
        "fontanelle_length": number(fontanelle[0], (0, 80), decimals=1),
        "fontanelle_width": number(fontanelle[1], (0, 80), decimals=1),
        "newborn_skin": answers.rare(rng, count, ["1"], [["2"], ["4"]], 0.06),
        **abnormal,
        "child_findings": answers.rare(rng, count, "门诊复查", ["观察，下次再看"], 0.5).only(found),
        "child_guidance": answers.rare(rng, count, ["1", "2", "3", "4"], [["1", "3"], ["1", "2", "3", "4", "5"]], 0.3),
    }
