"""Laboratory results, electrocardiogram, X-ray and ultrasound of an examination of old people.

Means and spreads are ours, inside the reference intervals of adults for most; not verified.
"""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.answers import rare
from gongwei.adapters.synth.pyramid import FEMALE
from gongwei.adapters.synth.sheet import Column, Sheet, chosen, number


def draw(
    rng: np.random.Generator, sex: NDArray[np.int8], age: NDArray, glucose: Column, from_2025: NDArray[np.bool_]
) -> Sheet:
    """Draw the results; from 2025 glycated haemoglobin and the chest X-ray belong to the examination."""
    count, female = len(sex), sex == FEMALE

    def near(mean: float | NDArray, spread: float, span: tuple[int, int], decimals: int = 0) -> Column:
        return number(rng.normal(mean, spread, count), span, decimals=decimals)

    def skewed(median: float | NDArray, spread: float, span: tuple[int, int], decimals: int = 0) -> Column:
        return number(median * np.exp(rng.normal(0, spread, count)), span, decimals=decimals)

    def urine(share: float) -> Column:
        return rare(rng, count, "－", ["±", "±", "＋", "＋＋"], share)

    sweet = glucose.each(float, float)
    glycated = (sweet * 1.12 + 2.59) / 1.59 + rng.normal(0, 0.25, count)
    sugar = np.where(sweet > 10, 0.7, 0.01)
    ecg = rare(rng, count, "1", ["2"], 0.22)
    liver = rare(rng, count, "1", ["2"], 0.3)
    chest = rare(rng, count, "1", ["2"], 0.12)
    ecg_texts = ("窦性心动过缓", "ST-T 改变", "偶发房性早搏", "完全性右束支传导阻滞", "心房颤动")
    liver_texts = ("脂肪肝", "肝囊肿", "胆囊结石", "胆囊息肉", "肾囊肿")
    chest_texts = ("两肺纹理增多", "主动脉硬化", "陈旧性病灶", "肺结节，建议复查")
    return {
        "haemoglobin": near(np.where(female, 131, 143), 12, (60, 190)),
        "white_cells": skewed(6.1, 0.25, (20, 250), 1),
        "platelets": near(205, 48, (60, 500)),
        "urine_protein": urine(0.06),
        "urine_glucose": rare(rng, count, "－", ["＋", "＋＋", "＋＋＋"], sugar),
        "urine_ketone": urine(0.01),
        "urine_blood": urine(0.08),
        "fasting_glucose": glucose,
        "hba1c": number(glycated, (40, 160), decimals=1).only(from_2025),
        "ecg": ecg,
        "ecg_text": chosen(rng.integers(0, len(ecg_texts), count), ecg_texts).only(ecg.positions > 0),
        "alt": skewed(18, 0.42, (5, 290)),
        "ast": skewed(21, 0.32, (8, 290)),
        "total_bilirubin": skewed(12.5, 0.35, (30, 580), 1),
        "creatinine": skewed(np.where(female, 58, 74) * (1 + np.maximum(age - 65, 0) * 0.006), 0.2, (30, 290)),
        "urea": skewed(5.6, 0.25, (15, 240), 1),
        "total_cholesterol": near(4.8, 0.95, (22, 110), 1),
        "triglycerides": skewed(1.35, 0.45, (35, 950), 2),
        "ldl": near(2.75, 0.75, (60, 700), 2),
        "hdl": near(np.where(female, 1.42, 1.26), 0.28, (55, 290), 2),
        "chest_xray": chest.only(from_2025),
        "chest_xray_text": chosen(rng.integers(0, len(chest_texts), count), chest_texts).only(
            from_2025 & (chest.positions > 0)
        ),
        "ultrasound_abdomen": liver,
        "ultrasound_abdomen_text": chosen(rng.integers(0, len(liver_texts), count), liver_texts).only(
            liver.positions > 0
        ),
    }
