"""Laboratory results, electrocardiogram, X-ray and ultrasound of an examination of old people.

Means and spreads are ours, inside the reference intervals of adults for most; not verified.
"""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.answers import rare, yes_no
from gongwei.adapters.synth.pyramid import FEMALE
from gongwei.adapters.synth.sheet import Column, Sheet, chosen, number

ECG = ("窦性心动过缓", "ST-T 改变", "偶发房性早搏", "完全性右束支传导阻滞", "心房颤动")
ABDOMEN = ("脂肪肝", "肝囊肿", "胆囊结石", "胆囊息肉", "肾囊肿")
CHEST = ("两肺纹理增多", "主动脉硬化", "陈旧性病灶", "肺结节，建议复查")


def draw(
    rng: np.random.Generator, sex: NDArray[np.int8], age: NDArray, glucose: Column, from_2025: NDArray[np.bool_]
) -> Sheet:
    """Draw the results; from 2025 glycated haemoglobin and the chest X-ray belong to the examination."""
    count = len(sex)
    always = np.ones(count, dtype=bool)
    sweet = glucose.each(float, float)
    glycated = (sweet * 1.12 + 2.59) / 1.59 + rng.normal(0, 0.25, count)
    return {
        **_urine(rng, sweet),
        "fasting_glucose": glucose,
        "hba1c": number(glycated, (40, 160), decimals=1).only(from_2025),
        **_blood(rng, sex == FEMALE, age),
        **_picture(rng, "ecg", ECG, 0.22, always),
        **_picture(rng, "chest_xray", CHEST, 0.12, from_2025),
        **_picture(rng, "ultrasound_abdomen", ABDOMEN, 0.3, always),
    }


def _blood(rng: np.random.Generator, female: NDArray[np.bool_], age: NDArray) -> Sheet:
    count = len(female)

    def near(mean: float | NDArray, spread: float, span: tuple[int, int], decimals: int = 0) -> Column:
        return number(rng.normal(mean, spread, count), span, decimals=decimals)

    def skewed(median: float | NDArray, spread: float, span: tuple[int, int], decimals: int = 0) -> Column:
        return number(median * np.exp(rng.normal(0, spread, count)), span, decimals=decimals)

    return {
        "haemoglobin": near(np.where(female, 131, 143), 12, (60, 190)),
        "white_cells": skewed(6.1, 0.25, (20, 250), 1),
        "platelets": near(205, 48, (60, 500)),
        "alt": skewed(18, 0.42, (5, 290)),
        "ast": skewed(21, 0.32, (8, 290)),
        "total_bilirubin": skewed(12.5, 0.35, (30, 580), 1),
        "creatinine": skewed(np.where(female, 58, 74) * (1 + np.maximum(age - 65, 0) * 0.006), 0.2, (30, 290)),
        "urea": skewed(5.6, 0.25, (15, 240), 1),
        "total_cholesterol": near(4.8, 0.95, (22, 110), 1),
        "triglycerides": skewed(1.35, 0.45, (35, 950), 2),
        "ldl": near(2.75, 0.75, (60, 700), 2),
        "hdl": near(np.where(female, 1.42, 1.26), 0.28, (55, 290), 2),
    }


def _urine(rng: np.random.Generator, sweet: NDArray) -> Sheet:
    count, traces = len(sweet), ["±", "±", "＋", "＋＋"]
    return {
        "urine_protein": rare(rng, count, "－", traces, 0.06),
        "urine_glucose": rare(rng, count, "－", ["＋", "＋＋", "＋＋＋"], np.where(sweet > 10, 0.7, 0.01)),
        "urine_ketone": rare(rng, count, "－", traces, 0.01),
        "urine_blood": rare(rng, count, "－", traces, 0.08),
    }


def _picture(
    rng: np.random.Generator, key: str, findings: tuple[str, ...], share: float, made: NDArray[np.bool_]
) -> Sheet:
    """Say whether a picture is normal, and what is not."""
    abnormal = rng.random(len(made)) < share
    text = chosen(rng.integers(0, len(findings), len(made)), findings)
    return {key: yes_no(abnormal).only(made), f"{key}_text": text.only(made & abnormal)}
