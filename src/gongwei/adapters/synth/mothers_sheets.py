"""The filled sheets of a pregnancy: what is found at each stage. Shares and curves are ours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers
from gongwei.adapters.synth.bodies import as_written
from gongwei.adapters.synth.draws import Days
from gongwei.adapters.synth.sheet import Sheet, chosen, number
from gongwei.catalog.fields import pregnancy as asked

BOOKING, CHECK, BIRTH, AT_HOME, DAY_42, ENDED = range(1, 7)
STAGES = ("1", "2", "3", "4", "5", "6")


@dataclass(frozen=True)
class Pregnancies:
    """One row per woman: the newest pregnancy of each. `person` rises."""

    person: NDArray[np.int32]
    lmp: Days
    born: Days
    ended: Days  # NEVER where it comes to term
    colour: NDArray[np.int8]  # the highest, 1 to 4
    raised: Days  # from which day it has that colour
    height: NDArray[np.float64]
    bmi: NDArray[np.float64]  # before the pregnancy

    def of(self, person: NDArray[np.int32]) -> "Pregnancies":
        """Take the pregnancies of some women, in their order."""
        return self.rows(np.searchsorted(self.person, person))

    def rows(self, rows: NDArray) -> "Pregnancies":
        return Pregnancies(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def fill(rng: np.random.Generator, own: Pregnancies, kind: NDArray[np.int8], day: Days, booked: Days) -> Sheet:
    """Fill the sheet of each woman's service; every answer stands only where its sheet asks for it."""
    days = day - own.lmp
    expecting = (kind == BOOKING) | (kind == CHECK)
    sheet = {
        "pregnancy_stage": chosen(kind - 1, STAGES),
        "lmp": answers.texts_of_days(own.lmp),
        "booked_date": answers.texts_of_days(np.minimum(booked, day)),
        "edd": answers.texts_of_days(own.lmp + asked.TERM),
        "pregnancy_weeks": number(days // 7, (0, 45)).only(expecting),
        "pregnancy_days": number(days % 7, (0, 6)).only(expecting),
    }
    sheet |= _risk(rng, own, kind, day) | _measures(rng, own, kind, days) | _booking(rng, own, kind)
    return sheet | _birth(rng, own, kind, day) | _after(rng, kind)


def _risk(rng: np.random.Generator, own: Pregnancies, kind: NDArray[np.int8], day: Days) -> Sheet:
    count, seen = len(kind), np.isin(kind, (BOOKING, CHECK, AT_HOME))
    colour = np.where(day >= own.raised, own.colour, np.minimum(own.colour, 1))
    turn = own.person % 3  # the same finding at every visit
    found = {
        "risk_red": (4, (["0"], ["1"], ["11"], ["17"])),
        "risk_orange": (3, (["0"], ["10"], ["21"], ["25"])),
        "risk_yellow": (2, (["0"], ["4"], ["5"], ["7"])),
    }
    items = {
        key: chosen(np.where(colour == own_colour, turn + 1, 0), lists).only(seen)
        for key, (own_colour, lists) in found.items()
    }
    ill = own.person % 67 == 0
    return items | {
        "risk_infectious": chosen(ill.astype(np.int32), (["0"], ["1"])).only(seen),
        "risk_colour": chosen(colour - 1, ("1", "2", "3", "4")).only(seen),
        "special_care": answers.rare(rng, count, "1", ["2"], 0.03).only(seen & (colour > 1)),
    }


def _measures(rng: np.random.Generator, own: Pregnancies, kind: NDArray[np.int8], days: NDArray) -> Sheet:
    count, weeks = len(kind), days // 7
    expecting, check = (kind == BOOKING) | (kind == CHECK), kind == CHECK
    seen = expecting | (kind == AT_HOME)
    tense = 8.0 * (own.colour == 3) + 14 * (own.colour == 4)
    systolic = rng.normal(111, 8, count) + tense
    gained = np.interp(days, (0, 90, 280), (0, 1.5, 13))
    weight = own.bmi * (own.height / 100) ** 2 + gained
    told = (["1", "2", "5", "6"], ["1", "2", "7"], ["3", "7", "8", "9"])
    advice = chosen(np.where(kind == BOOKING, 0, np.where(weeks < 28, 1, 2)), told)
    return {
        "pregnancy_danger": answers.rare(rng, count, ["0"], [["1"], ["3"]], 0.003).only(seen),
        "systolic": number(systolic, (80, 175)).only(seen),
        "diastolic": number(systolic * 0.64 + rng.normal(0, 4, count), (45, 112)).only(seen),
        "height": number(own.height, (1300, 1900), decimals=1).only(kind == BOOKING),
        "weight": number(weight, (300, 1500), decimals=1).only(expecting),
        "bmi": number(as_written(own.height, weight)[2], (100, 450), decimals=1).only(kind == BOOKING),
        "fundal_height": number(weeks - 1 + rng.normal(0, 1.2, count), (14, 40)).only(check & (weeks >= 20)),
        "abdominal_girth": number(72 + weeks * 0.75 + rng.normal(0, 3, count), (70, 115)).only(check & (weeks >= 20)),
        "foetal_position": answers.rare(rng, count, "1", ["2", "4"], 0.06).only(check & (weeks >= 28)),
        "foetal_heart_rate": number(rng.normal(142, 6, count), (112, 159)).only(check & (weeks >= 20)),
        "foetal_movement": answers.rare(rng, count, "1", ["2"], 0.002).only(check & (weeks >= 28)),
        "haemoglobin": number(rng.normal(122, 6.5, count), (68, 150)).only(expecting),
        "pregnancy_urine_protein": answers.rare(rng, count, "1", ["2", "2", "3"], 0.03).only(expecting),
        "pregnancy_guidance": advice.only(expecting),
    }  # fmt: skip


def _booking(rng: np.random.Generator, own: Pregnancies, kind: NDArray[np.int8]) -> Sheet:
    count, first = len(kind), kind == BOOKING
    births = rng.choice(3, count, p=[0.52, 0.4, 0.08])
    losses = rng.random(count) < 0.18
    sheet = {
        "gravidity": number(1 + births + losses, (1, 9)),
        "vaginal_births": number(births - (births > 0) * (rng.random(count) < 0.35), (0, 5)),
        "caesareans": number((births > 0) & (own.person % 3 == 0), (0, 2)),
        "miscarriages": number(losses, (0, 5)),
        **{key: number(np.zeros(count), (0, 5)) for key in ("abortions", "foetal_deaths", "past_stillbirths",
                                                            "neonatal_deaths", "birth_defects")},
        "pregnancy_past": answers.rare(rng, count, ["1"], [["6"], ["8"]], 0.03),
        "pregnancy_family": answers.rare(rng, count, ["1"], [["4"]], 0.02),
        "pregnancy_personal": answers.rare(rng, count, ["1"], [["4"]], 0.04),
        "gynaecological_surgery": answers.rare(rng, count, "1", ["2"], 0.1),
        **{part.key: answers.rare(rng, count, "1", ["2"], 0.004) for part in asked.BODY},
        "white_cells": number(rng.normal(7.8, 1.3, count), (35, 160), decimals=1),
        "platelets": number(rng.normal(225, 40, count), (105, 420)),
        "pregnancy_abo": answers.rare(rng, count, "3", ["1", "2", "4"], 0.66),
        "pregnancy_rh": answers.rare(rng, count, "2", ["1"], 0.004),
        **{field.key: answers.rare(rng, count, "1", ["2"], 0.02) for field in asked.URINE},
        "fasting_glucose": number(rng.normal(4.5, 0.25, count), (36, 50), decimals=1),
        "alt": number(rng.normal(16, 5, count), (5, 60)),
        "ast": number(rng.normal(18, 4, count), (8, 60)),
        "albumin": number(rng.normal(42, 2, count), (34, 50)),
        "total_bilirubin": number(rng.normal(9, 2, count), (3, 25)),
        "direct_bilirubin": number(rng.normal(3, 0.7, count), (1, 8)),
        "creatinine": number(rng.normal(48, 6, count), (30, 80)),
        "urea": number(rng.normal(3.2, 0.6, count), (15, 70), decimals=1),
        "hbsag": answers.rare(rng, count, "1", ["2"], 0.03),
        "syphilis_tested": answers.rare(rng, count, "1", ["2"], 0.002),
        "hiv_tested": answers.rare(rng, count, "1", ["2"], 0.002),
    }  # fmt: skip
    whole = {key: column.only(first) for key, column in sheet.items()}
    ill = np.any([whole[part.key].present & (whole[part.key].positions > 0) for part in asked.BODY], axis=0)
    return whole | {"mother_findings": answers.rare(rng, count, "门诊复查", ["观察"], 0.4).only(ill)}


def _birth(rng: np.random.Generator, own: Pregnancies, kind: NDArray[np.int8], day: Days) -> Sheet:
    count, told, born = len(kind), kind == BIRTH, np.isin(kind, (BIRTH, AT_HOME, DAY_42))
    away = np.minimum(own.born + 2 + own.person % 3, day).astype(np.int32)
    return {
        "delivery_date": answers.texts_of_days(np.minimum(own.born, day)).only(born),
        "discharge_date": answers.texts_of_days(np.maximum(away, np.minimum(own.born, day))).only(born),
        "delivery_place": answers.rare(rng, count, "1", ["2", "2", "3"], 0.45).only(told),
        "delivery_institution": chosen(own.person % 3, ("市妇产科医院", "区妇幼保健院", "区人民医院")).only(told),
        "delivery_mode": answers.rare(rng, count, "1", ["3", "3", "3", "2"], 0.46).only(told),
        "delivery_days": number(own.born - own.lmp, (140, 315)).only(told),
        "live_births": answers.rare(rng, count, 1, [2], 0.015).only(told),
        "stillbirths": chosen(np.zeros(count), [0]).only(told),
        "delivery_complications": answers.rare(rng, count, ["0"], [["1"], ["2"]], 0.02).only(told),
        "antenatal_checks": number(rng.normal(8.5, 1.8, count), (3, 15)).only(told),
        "pregnancy_ended_date": answers.texts_of_days(np.minimum(own.ended, day)).only(kind == ENDED),
        "pregnancy_ended_how": answers.rare(rng, count, "1", ["2", "3"], 0.3).only(kind == ENDED),
    }


def _after(rng: np.random.Generator, kind: NDArray[np.int8]) -> Sheet:
    count, home, late = len(kind), kind == AT_HOME, kind == DAY_42
    after = home | late
    looked = {part.key: answers.rare(rng, count, "1", ["2"], 0.01).only(after) for part in asked.RECOVERY}
    ill = np.any([column.positions > 0 for column in looked.values()], axis=0)
    return looked | {
        "recovery_findings": answers.rare(rng, count, "对症处理，随访", ["门诊复查"], 0.4).only(ill),
        "temperature": number(rng.normal(36.7, 0.2, count), (360, 385), decimals=1).only(home),
        "mother_general": answers.rare(rng, count, "良好", ["一般"], 0.15).only(after),
        "mother_mood": answers.rare(rng, count, "平稳", ["稍焦虑", "睡眠少"], 0.12).only(after),
        "epds": number(np.clip(rng.gamma(2, 2, count), 0, 18), (0, 30)).only(after),
        "mother_guidance": answers.rare(rng, count, ["1", "2", "3", "4", "5"], [["3", "4", "5"], ["2", "4"]], 0.4).only(
            after
        ),
        "mother_recovered": chosen(np.zeros(count), ["1"]).only(late),
        "mother_outcome": chosen(np.zeros(count), ["1"]).only(late),
    }
