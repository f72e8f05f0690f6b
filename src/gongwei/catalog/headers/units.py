"""Units that headings and cells are written in, and the factor that turns each into the unit kept here.

Glucose: 1 mmol/L = 18 mg/dL, the rounded factor of everyday conversion. The other factors are molar masses and
definitions from general knowledge, none read in a norm: `verified` is False throughout.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """Turn a value written in `written` into the unit `kept`, by multiplying with `factor`."""

    written: str
    kept: str
    factor: float
    keys: frozenset[str] = frozenset()
    verified: bool = False


GLUCOSE = frozenset({"fasting_glucose", "postprandial_glucose", "random_glucose"})

CONVERSIONS = (
    Conversion(written="mg/dl", kept="mmol/l", factor=1 / 18, keys=GLUCOSE),
    Conversion(written="mg/dl", kept="mmol/l", factor=1 / 38.67, keys=frozenset({"total_cholesterol", "ldl", "hdl"})),
    Conversion(written="mg/dl", kept="mmol/l", factor=1 / 88.57, keys=frozenset({"triglycerides"})),
    Conversion(written="mg/dl", kept="μmol/l", factor=88.4, keys=frozenset({"creatinine"})),
    Conversion(written="kpa", kept="mmhg", factor=7.50062),
    Conversion(written="g/dl", kept="g/l", factor=10),
    Conversion(written="m", kept="cm", factor=100),
    Conversion(written="米", kept="cm", factor=100),
    Conversion(written="斤", kept="kg", factor=0.5),
    Conversion(written="市斤", kept="kg", factor=0.5),
)

SPELLINGS = {
    "毫米汞柱": "mmhg",
    "厘米": "cm",
    "公分": "cm",
    "公斤": "kg",
    "千克": "kg",
    "次/分": "/min",
    "次/分钟": "/min",
    "bpm": "/min",
    "umol/l": "μmol/l",
    "µmol/l": "μmol/l",
    "克/天": "g/天",
    "克": "g",
    "岁": "y",
    "次/周": "次/周",
    "分钟/次": "分钟/次",
    "分钟": "min",
    "支/天": "支",
    "支/日": "支",
    "两/天": "两",
    "两/日": "两",
    "℃": "℃",
    "°c": "℃",
    "%": "%",
}


def spelt(unit: str) -> str:
    """Write a unit in one way: lower case, no blanks, 毫米汞柱 as mmhg. An empty text stays empty."""
    plain = unit.replace(" ", "").lower()
    return SPELLINGS.get(plain, plain)


KNOWN = (
    frozenset(SPELLINGS)
    | frozenset(SPELLINGS.values())
    | frozenset(c.written for c in CONVERSIONS)
    | frozenset(c.kept for c in CONVERSIONS)
    | {"kg/m2", "kg/m²", "u/l", "10⁹/l", "10^9/l", "mm", "g"}
)


class UnknownUnit(ValueError):
    """A heading or cell is in a unit that cannot be turned into the one kept here."""


def factor(*, key: str, written: str, kept: str) -> float:
    """Say by what to multiply a value of `key` to come from `written` to `kept`.

    No unit written means the unit kept. Raises UnknownUnit, with what to do in its text.
    """
    source, target = spelt(written), spelt(kept)
    if not source or source == target:
        return 1.0
    for one in CONVERSIONS:
        if one.written == source and one.kept == target and (not one.keys or key in one.keys):
            return one.factor
    raise UnknownUnit(f"单位“{written}”不能换算成“{kept or '无单位'}”，请换算后再导入")
