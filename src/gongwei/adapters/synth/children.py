"""Children at their checks: how they grow, what is found, and the filled form. Curves and shares are ours."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers
from gongwei.adapters.synth.births import Births
from gongwei.adapters.synth.draws import Days, day, months_between
from gongwei.adapters.synth.follow import Enrolled, Visits
from gongwei.adapters.synth.judging import Judged, View, read
from gongwei.adapters.synth.sheet import Column, Sheet, chosen, number
from gongwei.catalog.codelists import children as codes
from gongwei.catalog.discovery import programs
from gongwei.catalog.fields import child_check
from gongwei.catalog.growth import tables
from gongwei.domain.expr import Expr
from gongwei.domain.form_field import Field
from gongwei.domain.growth import BANDS, CORRECTED_UNTIL, FULL, TERM, GrowthTable

TEETH_AT = (0, 3, 6, 8, 12, 18, 24, 30, 60, 72, 84)  # months
TEETH = (0, 0, 1, 4, 7, 13, 18, 20, 20, 21, 23)
EDITION = day(programs()["child"].since)  # from which day on the platform looks levels up
SMALL = 0.0125  # per day before term: how much lighter a child is that should not be born yet (ours)
BY_LENGTH = (tables.WEIGHT_FOR_LENGTH, tables.WEIGHT_FOR_HEIGHT)  # lying, standing
FED = 0.3  # SD that special care moves an ill-fed child towards the middle between two visits (ours)
LEVELS = np.array([0, 2, 2, 1, 1, 1, 0, 0])  # by band: 上 中 下
OTHERWISE = 0.01  # share of levels that the doctor chooses against the standard (ours)


class Children:
    """How tall and heavy each child is among those of its age."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled, births: Births) -> None:
        count = len(enrolled)
        self.birth, self.sex = enrolled.birth, enrolled.sex
        own = births.rows(enrolled.person)
        self.weeks = births.weeks[own]
        self.tall, self.stout, self.head = births.tall[own], births.stout[own], births.head[own]
        self.pale = rng.random(count) < 0.05
        self.sweet = rng.random(count) < 0.1  # whose teeth go bad

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure the child, and look for what the rules ask."""
        count, birth = len(who), self.birth[who]
        months = months_between(birth, day)
        teeth = np.clip(np.interp(months, TEETH_AT, TEETH) + rng.normal(0, 1, count), 0, 28)
        bad = self.sweet[who] & (months >= 36) & (rng.random(count) < 0.4)
        blood = rng.normal(122, 6, count) - 16 * (self.pale[who] & (months < 30))
        sheet = self.grown(rng, who, day, months) | {
            "child_teeth": number(teeth, (0, 28)),
            "child_caries": number(np.minimum(np.where(bad, 2, 0), np.rint(teeth)), (0, 28)),
            "child_mouth": answers.rare(rng, count, "1", ["2"], 0.004),
            "child_hearing": answers.rare(rng, count, "1", ["2"], 0.003),
            "child_vision_left": number(rng.normal(0.96, 0.08, count), (3, 15), decimals=1),
            "child_vision_right": number(rng.normal(0.96, 0.08, count), (3, 15), decimals=1),
            "haemoglobin": number(blood, (70, 160)),
            **{signs.key: _signs(rng, count) for signs in child_check.WARNING_SIGNS},
        }
        return _standing(sheet, _view(day, birth, self.sex[who]))

    def grown(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, months: NDArray) -> Sheet:
        """Let each child grow along its own line, from the day on which it would have been born at term."""
        old, sex = day - self.birth[who], self.sex[who]
        corrected = old - np.where(self.weeks[who] < TERM, 7 * (FULL - self.weeks[who]), 0)
        lying = months < CORRECTED_UNTIL
        noise = rng.normal(0, 0.12, (3, len(who)))
        small = np.exp(np.minimum(corrected, 0) * SMALL / 3)
        length = np.round(_by_sex(tables.LENGTH, sex, self.tall[who] + noise[0], corrected) * small, 1)
        stout = self.stout[who] + noise[1]
        light, upright = (_by_sex(of, sex, stout, length * 10) for of in BY_LENGTH)
        weight = np.round(np.where(lying, light, upright), 1)
        head = np.round(_by_sex(tables.HEAD, sex, self.head[who] + noise[2], corrected), 1)
        judged = np.where(lying, corrected, old)
        thin, upright_thin = (_bands(of, sex, weight, length * 10) for of in BY_LENGTH)
        bands = {
            "weight_band": _bands(tables.WEIGHT, sex, weight, judged),
            "length_band": _bands(tables.LENGTH, sex, length, judged),
            "shape_band": np.where(lying, thin, upright_thin),
            "head_band": _bands(tables.HEAD, sex, head, judged),
        }
        new = day >= EDITION
        return {
            "child_weight": number(weight, (5, 600), decimals=1),
            "child_length": number(length, (250, 1400), decimals=1),
            "head": number(head, (250, 550), decimals=1),
            "gestation_weeks": number(self.weeks[who], (22, 44)).only(new & lying),
            **{key: chosen(band - 1, list(BANDS)).only(new & (band > 0)) for key, band in bands.items()},
            **_levels(rng, bands),
        }

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Let most who are pale get their blood back; who is ill fed or fat comes nearer to the others."""
        self.pale[who] &= rng.random(len(who)) < 0.5
        for score in (self.stout, self.tall):
            far = np.abs(score[who]) > 1.6
            score[who] -= np.where(far, FED * np.sign(score[who]), 0)


def _by_sex(tables_of: Mapping[str, GrowthTable], sex: NDArray, scores: NDArray, steps: NDArray) -> NDArray[np.float64]:
    boys, girls = (tables_of[code].measure(scores, steps) for code in ("1", "2"))
    return np.where(sex == 0, boys, girls)


def _bands(tables_of: Mapping[str, GrowthTable], sex: NDArray, values: NDArray, steps: NDArray) -> NDArray[np.int8]:
    boys, girls = (tables_of[code].bands(values, steps) for code in ("1", "2"))
    return np.where(sex == 0, boys, girls)


def _levels(rng: np.random.Generator, bands: Mapping[str, NDArray[np.int8]]) -> Sheet:
    """Let the doctor choose the levels, nearly always as the standard says."""
    weight, length, shape = (bands[key] for key in ("weight_band", "length_band", "shape_band"))
    low, short, thin = ((band > 0) & (band < 3) for band in (weight, length, shape))
    growth = np.select([thin, low, short, shape > 5], [2, 1, 3, 4], 0)
    told = {"weight_level": LEVELS[weight], "length_level": LEVELS[length], "weight_for_height": LEVELS[shape]}
    other = {key: np.where(rng.random(len(level)) < OTHERWISE, 1, level) for key, level in told.items()}
    return {key: chosen(level, ["1", "2", "3"]) for key, level in other.items()} | {
        "growth": chosen(growth, list(codes.GROWTH))
    }


def fill(rng: np.random.Generator, visits: Visits, enrolled: Enrolled) -> Sheet:
    """Fill the whole form around what was found."""
    count = len(visits)
    birth, sex = enrolled.birth[visits.enrolment], enrolled.sex[visits.enrolment]
    months = months_between(birth, visits.day)
    body = {part.key: answers.rare(rng, count, "1", ["2"], 0.004) for part in child_check.BODY}
    body["child_mouth"] = visits.sheet["child_mouth"]
    closed = rng.random(count) < np.clip((months - 8) / 12, 0, 1)
    view = _view(visits.day, birth, sex)
    rest = _standing(
        {
            "complexion": answers.rare(rng, count, "1", ["2"], 0.02),
            "complexion_later": answers.rare(rng, count, "1", ["2"], 0.01),
            "fontanelle_closed": chosen(closed, ["2", "1"]),
            "fontanelle_length": number(np.full(count, 1.5), (0, 80), decimals=1).only(~closed),
            "fontanelle_width": number(np.full(count, 1.5), (0, 80), decimals=1).only(~closed),
            "child_neck_mass": answers.yes_no(rng.random(count) < 0.001),
            "cord": answers.rare(rng, count, ["2"], [["3"]], 0.004),
            "rickets_symptoms": answers.rare(rng, count, ["1"], [["3"], ["2"], ["2", "3"]], 0.12),
            "rickets_signs": answers.rare(rng, count, ["none"], [["rib_groove"], ["square_skull"]], 0.01),
            "outdoor_hours": number(rng.normal(1.8, 0.5, count), (0, 6)),
            "vitamin_d": number(np.where(rng.random(count) < 0.85, 400, 0), (0, 800)),
            "child_tcm": answers.rare(rng, count, ["1", "2", "3"], [["1", "2"]], 0.2),
            **body,
        },
        view,
    )
    found = np.any([rest[part.key].present & (rest[part.key].positions > 0) for part in child_check.BODY], axis=0)
    return visits.sheet | rest | {
        "child_findings": answers.rare(rng, count, "门诊复查", ["观察，下次再看"], 0.5).only(found),
        "illness_between": answers.rare(rng, count, ["1"], [["3"], ["5"], ["5"], ["2"], ["4"]], 0.25),
        "child_guidance": answers.rare(rng, count, ["1", "2", "3", "4"], [["1", "3"], ["1", "2", "3", "4", "5"]], 0.3),
    }  # fmt: skip


def _signs(rng: np.random.Generator, count: int) -> Column:
    return answers.rare(rng, count, ["none"], [["1"], ["2"], ["3"], ["4"]], 0.008)


FIELDS: Mapping[str, Field] = programs()["child"].visit.fields


def _view(day: Days, birth: Days, sex: NDArray[np.int8]) -> View:
    return View(day, birth, np.zeros(len(day), dtype=np.int32), sex, {}, {})


def _standing(sheet: Sheet, view: View) -> Sheet:
    """Keep each answer at the ages at which it is asked."""
    asked = {key: FIELDS[key].asked for key in sheet if key in FIELDS}
    kept = {key: sheet[key].only(read(when, view).true) for key, when in asked.items() if isinstance(when, Expr)}
    return sheet | kept
