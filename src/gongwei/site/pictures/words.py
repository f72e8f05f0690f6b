"""The words of the pictures in both languages."""

from typing import Literal

Language = Literal["zh", "en"]

WORDS = {
    "alarm": ("报警", "alarm"),
    "case fatality": ("病死率", "case fatality"),
    "cases": ("病例数", "cases"),
    "cases by day": ("流行曲线", "Epidemic curve"),
    "clusters": ("时空聚集", "Clusters"),
    "cluster": ("聚集", "cluster"),
    "completed": ("补全后", "completed"),
    "detected": ("计数与报警", "Counts and alarms"),
    "expected": ("期望", "expected"),
    "interval": ("区间", "interval"),
    "life expectancy": ("期望寿命（岁）", "life expectancy (years)"),
    "life expectancy at birth": ("出生期望寿命", "Life expectancy at birth"),
    "nowcast": ("报告延迟补全", "Nowcast"),
    "observed": ("实际", "observed"),
    "place": ("地点", "place"),
    "premature": ("30–69 岁死亡概率", "Probability of dying between 30 and 70"),
    "reported": ("已报告", "reported so far"),
    "reproduction": ("再生数 Rt", "Reproduction number"),
    "survivors": ("尚存人数", "survivors"),
    "survivors by age": ("生存曲线", "Survivors by age"),
    "threshold": ("阈值", "threshold"),
    "time": ("时间", "time"),
    "value": ("数值", "value"),
    "values": ("各组数值及其区间", "Values with their intervals"),
    "age": ("年龄（岁）", "age (years)"),
    "median": ("中位数", "median"),
    "relative risk": ("相对危险度", "relative risk"),
}
"""A word's name in the code: (Chinese, English)."""


def words(language: Language) -> dict[str, str]:
    return {name: pair[language == "en"] for name, pair in WORDS.items()}
