"""Children at their checks: how they grow, what is found, and the filled form. Curves and shares are ours."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers
from gongwei.adapters.synth.draws import Days, months_between
from gongwei.adapters.synth.follow import Enrolled, Visits
from gongwei.adapters.synth.judging import Judged, View, read
from gongwei.adapters.synth.sheet import Column, Sheet, chosen, number
from gongwei.catalog.fields import child_check
from gongwei.domain.expr import Expr
from gongwei.domain.form_field import Field

# Rounded middles of growth by months of age: enough for a made child, not for judging a real one.
AGES = (0, 1, 3, 6, 8, 12, 18, 24, 30, 36, 48, 60, 72, 84)
KILOGRAMS = (3.3, 4.4, 6.5, 8.0, 8.7, 9.8, 11.1, 12.4, 13.5, 14.6, 16.6, 18.7, 21.0, 23.6)
CENTIMETRES = (50, 54.5, 61.5, 68, 71.5, 76.5, 82.5, 88.5, 93.5, 97.5, 104.5, 111.5, 118, 124)
HEADS = (34.3, 37, 40.4, 43.3, 44.6, 46.2, 47.2, 48, 48.6, 49, 49.5, 50, 50.3, 50.6)
TEETH = (0, 0, 0, 1, 4, 7, 13, 18, 20, 20, 20, 20, 21, 23)
TALL, HEAVY = 0.035, 0.09  # how far children of an age lie apart, as a share of the middle


class Children:
    """How tall and heavy each child is among those of its age."""

    def __init__(self, rng: np.random.Generator, enrolled: Enrolled) -> None:
        count = len(enrolled)
        self.birth, self.sex = enrolled.birth, enrolled.sex
        self.tall = rng.normal(0, 1, count)
        self.heavy = 0.6 * self.tall + 0.8 * rng.normal(0, 1, count)
        self.pale = rng.random(count) < 0.05
        self.sweet = rng.random(count) < 0.1  # whose teeth go bad

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure the child, and look for what the rules ask."""
        count, birth = len(who), self.birth[who]
        months = months_between(birth, day)
        tall, heavy = self.tall[who] + rng.normal(0, 0.15, count), self.heavy[who] + rng.normal(0, 0.15, count)
        teeth = np.clip(_middle(months, TEETH) + rng.normal(0, 1, count), 0, 28)
        bad = self.sweet[who] & (months >= 36) & (rng.random(count) < 0.4)
        blood = rng.normal(122, 6, count) - 16 * (self.pale[who] & (months < 30))
        sheet = {
            "child_weight": number(_middle(months, KILOGRAMS) * (1 + HEAVY * heavy), (15, 600), decimals=1),
            "weight_level": _level(heavy),
            "child_length": number(_middle(months, CENTIMETRES) * (1 + TALL * tall), (400, 1400), decimals=1),
            "length_level": _level(tall),
            "weight_for_height": _level(heavy - 0.6 * tall),
            "growth": chosen(np.select([heavy < -2, tall < -2, heavy > 2.2], [1, 3, 4], 0), ["1", "2", "4", "4", "5"]),
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

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Let most who are pale get their blood back: food and iron help within months."""
        self.pale[who] &= rng.random(len(who)) < 0.5


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
            "head": number(_middle(months, HEADS) + rng.normal(0, 0.9, count), (300, 550), decimals=1),
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


def _middle(months: NDArray, curve: tuple[float, ...]) -> NDArray[np.float64]:
    return np.interp(months, AGES, curve)


def _level(score: NDArray) -> Column:
    return chosen(np.select([score > 2, score < -2], [0, 2], 1), ["1", "2", "3"])


def _signs(rng: np.random.Generator, count: int) -> Column:
    return answers.rare(rng, count, ["none"], [["1"], ["2"], ["3"], ["4"]], 0.008)


FIELDS: Mapping[str, Field] = {part.key: part for part in vars(child_check).values() if isinstance(part, Field)} | {
    part.key: part for part in (*child_check.BODY, *child_check.WARNING_SIGNS)
}


def _view(day: Days, birth: Days, sex: NDArray[np.int8]) -> View:
    return View(day, birth, np.zeros(len(day), dtype=np.int32), sex, {}, {})


def _standing(sheet: Sheet, view: View) -> Sheet:
    """Keep each answer at the ages at which it is asked."""
    asked = {key: FIELDS[key].asked for key in sheet if key in FIELDS}
    kept = {key: sheet[key].only(read(when, view).true) for key, when in asked.items() if isinstance(when, Expr)}
    return sheet | kept
