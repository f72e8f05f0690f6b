"""The ten-year risk of a first heart attack or stroke in Chinese adults: the China-PAR equations.

Yang X, Li J, Hu D, et al. Predicting the 10-year risks of atherosclerotic cardiovascular disease in Chinese population:
the China-PAR project. Circulation 2016;134:1430–1440: one proportional hazards equation for each sex, coefficients to
two decimals as in its supplement. They were not read in print here: `VERIFIED` is False, and a page must say so. At
the mean of the sum that was published with them an equation gives the published mean risk, which the tests hold.

Valid from 35 to 74 without heart disease or stroke. The equations leave out LDL cholesterol, kidneys and how well
diabetes is treated. Risk is low below 5 %, middle below 10 %, else high (中国心血管病风险评估和管理指南 2019).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from itertools import product
from math import exp, log
from types import MappingProxyType
from typing import Literal as OneOf

VERIFIED = False
AGES = range(35, 75)
MG_PER_MMOL = 38.67  # mg/dL of cholesterol in 1 mmol/L
LOW, HIGH = 5.0, 10.0  # percent
Level = OneOf["low", "middle", "high"]
UNCERTAIN = ("urban", "family_history")  # where they are not known, the risk is a range


class NotWithin(ValueError):
    """The equations do not hold for that person: too young, too old, or with heart disease or stroke already."""


@dataclass(frozen=True)
class Factors:
    """What the equations read; None where it is not known. Cholesterol in mmol/L, pressure in mmHg, waist in cm.

    `treated` says that medicine against high pressure is taken, `northern` that the home lies north of the Yangtze.
    """

    male: bool | None
    age: int | None
    systolic: float | None
    treated: bool | None
    total_cholesterol: float | None
    hdl: float | None
    waist: float | None
    smoker: bool | None
    diabetes: bool | None
    northern: bool = False
    urban: bool | None = None
    family_history: bool | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Name what must be known and is not."""
        return tuple(f.name for f in fields(self) if f.name not in UNCERTAIN and getattr(self, f.name) is None)


@dataclass(frozen=True)
class Risk:
    """Percent of such people who have a first heart attack or stroke within ten years, from `lowest` to `highest`."""

    lowest: float
    highest: float

    @property
    def level(self) -> Level:
        """Grade the highest risk that what is unknown allows."""
        return "low" if self.highest < LOW else "middle" if self.highest < HIGH else "high"


@dataclass(frozen=True)
class Equation:
    """One sex: coefficients by term, the published mean of their sum, and the survival of ten years at that mean."""

    coefficients: Mapping[str, float]
    mean: float
    survival: float

    def risk(self, terms: Mapping[str, float]) -> float:
        """Give the risk in percent for the values of the terms."""
        total = sum(coefficient * terms[name] for name, coefficient in self.coefficients.items())
        return 100 * (1 - self.survival ** exp(total - self.mean))


MEN = Equation(
    MappingProxyType({
        "age": 31.97, "treated": 27.39, "untreated": 26.15, "total_cholesterol": 0.62, "hdl": -0.69, "waist": -0.71,
        "smoker": 3.96, "diabetes": 0.36, "northern": 0.48, "urban": -0.16, "family_history": 6.22,
        "age × treated": -6.02, "age × untreated": -5.73, "age × smoker": -0.94, "age × family_history": -1.53,
    }),
    mean=140.68,
    survival=0.970,
)  # fmt: skip
WOMEN = Equation(
    MappingProxyType({
        "age": 24.87, "treated": 20.71, "untreated": 19.98, "total_cholesterol": 0.06, "hdl": -0.22, "waist": 1.48,
        "smoker": 0.49, "diabetes": 0.57, "northern": 0.54, "age × treated": -4.53, "age × untreated": -4.36,
    }),
    mean=117.26,
    survival=0.990,
)  # fmt: skip


def ten_year_risk(known: Factors, *, diseased: bool) -> Risk | None:
    """Work out the risk; None where something that must be known is missing. Raises NotWithin.

    `diseased`: has heart disease or had a stroke, for whom risk is very high without any equation.
    """
    if diseased:
        raise NotWithin("已有冠心病或脑卒中，属极高危，不用本方程")
    if known.age is not None and known.age not in AGES:
        raise NotWithin("本方程适用于 35–74 岁")
    if known.missing:
        return None
    equation = MEN if known.male else WOMEN
    found = [equation.risk(terms(one)) for one in _possible(known)]
    return Risk(min(found), max(found))


def _possible(known: Factors) -> Iterator[Factors]:
    unknown = [name for name in UNCERTAIN if getattr(known, name) is None]
    for values in product((False, True), repeat=len(unknown)):
        yield replace(known, **dict(zip(unknown, values, strict=True)))


def terms(known: Factors) -> dict[str, float]:
    """Give the terms of the equations for a person of whom all is known: logarithms, truths, and their products."""
    assert known.age and known.systolic and known.total_cholesterol and known.hdl and known.waist
    age, pressure = log(known.age), log(known.systolic)
    treated, untreated = (pressure, 0.0) if known.treated else (0.0, pressure)
    return {
        "age": age,
        "treated": treated,
        "untreated": untreated,
        "total_cholesterol": log(known.total_cholesterol * MG_PER_MMOL),
        "hdl": log(known.hdl * MG_PER_MMOL),
        "waist": log(known.waist),
        "smoker": float(bool(known.smoker)),
        "diabetes": float(bool(known.diabetes)),
        "northern": float(known.northern),
        "urban": float(bool(known.urban)),
        "family_history": float(bool(known.family_history)),
        "age × treated": age * treated,
        "age × untreated": age * untreated,
        "age × smoker": age * bool(known.smoker),
        "age × family_history": age * bool(known.family_history),
    }
